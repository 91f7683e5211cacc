"""The step that embeds documents of auto-embedded collections (semantics §2.5, §3.1).

A job covers numbers of documents.  What among them still lives and has no vector of the present model is read when the
step runs, so a job that is run again after a crash goes on where it stopped, and every vector is written to the
document whose text it was made from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from holdfast.domain.documents import Document
from holdfast.domain.jobs import Job
from holdfast.domain.vectors import pack_rows
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.vectors import fit
from holdfast.storage.contract.collections import Collections
from holdfast.storage.contract.documents import Documents

NAME = "embeddings"

_CHUNK = 200
"""Documents embedded and written at once: the counts move so often."""


class DocumentRange(msgspec.Struct, frozen=True):
    """Documents of a collection from number ``first`` to ``last``, whose vectors are to have ``dimensions``."""

    collection: int
    dimensions: int
    first: int
    last: int


class DocumentRanges:
    """Loads what jobs of the kind ``documents`` are about."""

    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    async def __call__(self, jobs: Sequence[Job]) -> Mapping[int, DocumentRange]:
        """The ranges by job; jobs of collections that are gone are left out."""
        widths = {collection.id: collection.dimensions for collection in await self._collections.all()}
        return {
            job.id: DocumentRange(job.scope, widths[job.scope], job.first, job.last)
            for job in jobs
            if job.scope in widths
        }


class EmbedDocuments:
    """Gives documents the vectors of ``model``, fitted to the width of their collection."""

    name = NAME

    def __init__(self, documents: Documents, model: EmbeddingModel) -> None:
        self._documents = documents
        self._model = model

    async def run(self, batch: Sequence[DocumentRange]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        for part in batch:
            first = part.first
            while waiting := await self._waiting(part, first):
                await self._embed(part, waiting)
                first = waiting[-1].number + 1

    async def _waiting(self, part: DocumentRange, first: int) -> list[Document]:
        return await self._documents.without_vector(
            part.collection, model=self._model.name, first=first, last=part.last, limit=_CHUNK
        )

    async def _embed(self, part: DocumentRange, documents: Sequence[Document]) -> None:
        rows = fit(await self._model.embed([document.content for document in documents]), part.dimensions)
        numbers = [document.number for document in documents]
        vectors = dict(zip(numbers, pack_rows(rows), strict=True))
        await self._documents.set_vectors(part.collection, vectors, model=self._model.name)
