"""From stored documents to what the index of a collection takes in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.collections import Collection
from holdfast.domain.documents import DocumentRevision
from holdfast.domain.vectors import unpack_rows
from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.collections.cache import Cursor
from holdfast.retrieval.collections.index import State
from holdfast.retrieval.features import MessageFeatures
from holdfast.storage.contract.documents import Documents

_CHUNK = 500
"""Documents read at once: about two milliseconds on the event loop."""

_INLINE_TEXTS = 20
"""Up to so many texts are analysed on the event loop."""


class DocumentLoader:
    """Reads changes of documents; ``model`` made the vectors that may be compared in auto-embedded collections."""

    def __init__(self, documents: Documents, analyzer: Analyzer, *, model: str) -> None:
        self._documents = documents
        self._analyzer = analyzer
        self._model = model

    def of(self, collection: Collection, *, vectors: bool = True) -> CollectionLoader:
        """The loader of one collection; without ``vectors`` the index learns which there are, and they have width 0."""
        return CollectionLoader(self._documents, self._analyzer, self._model, collection, vectors=vectors)


class CollectionLoader:
    """See `holdfast.retrieval.collections.cache.Loader`."""

    def __init__(
        self, documents: Documents, analyzer: Analyzer, model: str, collection: Collection, *, vectors: bool = True
    ) -> None:
        self._documents = documents
        self._analyzer = analyzer
        self._model = model
        self._words = collection.is_auto_embedded
        self._vectors = vectors
        self._no_vector = np.zeros(collection.dimensions if vectors else 0, np.float32)

    async def changes(self, collection: int, after: Cursor) -> tuple[Sequence[State], Cursor]:
        """Some changes after a cursor and the cursor of the last one."""
        rows = await self._documents.revisions(
            collection, after=after, limit=_CHUNK, contents=self._words, vectors=self._vectors
        )
        if not rows:
            return [], after
        inline = not self._words or len(rows) <= _INLINE_TEXTS
        states = self._states(rows) if inline else await asyncio.to_thread(self._states, rows)
        return states, (rows[-1].revision, rows[-1].number)

    def _states(self, rows: Sequence[DocumentRevision]) -> list[State]:
        return [
            State(
                number=row.number,
                live=row.live,
                metadata=None if row.metadata is None else bytes(row.metadata),
                vector=vector,
                features=MessageFeatures.of(row.content, self._analyzer) if self._words else None,
            )
            for row, vector in zip(rows, self._vectors_of(rows), strict=True)
        ]

    def _vectors_of(self, rows: Sequence[DocumentRevision]) -> list[NDArray[np.float32] | None]:
        """The vectors to compare; zeros, alike to nothing, when another model made one, so that words alone count."""
        vectors: list[NDArray[np.float32] | None] = [None if row.embedding is None else self._no_vector for row in rows]
        places = [place for place, row in enumerate(rows) if row.embedding is not None and self._compares(row)]
        packed = [embedding for place in places if (embedding := rows[place].embedding) is not None]
        # Of one piece of memory, which is many times quicker than an array for each.
        for place, vector in zip(places, unpack_rows(packed, len(self._no_vector)), strict=True):
            vectors[place] = vector
        return vectors

    def _compares(self, row: DocumentRevision) -> bool:
        return self._vectors and (not self._words or row.model == self._model)
