"""Adding documents to collections and searching them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
import numpy as np

from holdfast.domain.collections import Collection
from holdfast.domain.documents import Document, NewDocument, check_batch, check_width
from holdfast.domain.filters import Predicate
from holdfast.domain.metadata import EncodedMetadata, Metadata, decode_metadata
from holdfast.domain.receipts import Receipt
from holdfast.domain.vectors import PackedVector, pack_rows, unpack
from holdfast.errors import InvalidRequest
from holdfast.operations.document_loading import DocumentLoader
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.vectors import fit
from holdfast.retrieval.analysis import Analyzer, TermIds
from holdfast.retrieval.collections.cache import CollectionIndexes, Wanted
from holdfast.retrieval.collections.filters import Filter, FilterMemory, newest
from holdfast.retrieval.collections.index import View
from holdfast.retrieval.collections.ranking import Found, Query, rank
from holdfast.storage.contract import Storage

DEFAULT_LIMIT = 20
MAXIMUM_LIMIT = 1000

_INLINE_COMPONENTS = 1_000_000
"""Up to so many components are compared on the event loop: less than a millisecond."""
_INLINE_ROWS = 2000
"""Up to so many rows are ranked, and checked against a condition, on the event loop."""


class DocumentQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for: a text, or a vector, or neither and only a condition on metadata.

    ``where`` is the condition as it was sent, which stands for ``predicate``.  ``diverse`` asks for maximal marginal
    relevance, with ``mmr_lambda`` as the weight of relevance.
    """

    text: str = ""
    vector: PackedVector | None = None
    predicate: Predicate | None = None
    where: object = None
    diverse: bool = False
    mmr_lambda: float | None = None
    limit: int = DEFAULT_LIMIT


class DocumentHit(msgspec.Struct, frozen=True):
    """A document that was found; ``score`` is 0 to 1, larger is closer, and 0 where nothing was compared."""

    document: Document
    score: float


class DocumentHits(msgspec.Struct, frozen=True):
    """What a search found, and the vector it compared, if any."""

    hits: list[DocumentHit]
    query_vector: PackedVector | None


class CollectionDocuments:
    """Adds documents and searches them.

    ``model`` embeds the texts of documents and queries; without one, auto-embedded collections stay without vectors.
    ``widths`` are those of vectors that may be compared with the model's.  ``steps`` and ``job_size`` say what jobs new
    documents cause; ``wake`` tells the worker of them.
    """

    def __init__(
        self,
        storage: Storage,
        indexes: CollectionIndexes,
        *,
        model: EmbeddingModel | None,
        analyzer: Analyzer,
        widths: Sequence[int] = (),
        steps: Sequence[str] = (),
        job_size: int = 1000,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._storage = storage
        self._indexes = indexes
        self._model = model
        self._analyzer = analyzer
        self._widths = frozenset(widths)
        self._steps = tuple(steps)
        self._job_size = job_size
        self._wake = wake
        self._loader = DocumentLoader(storage.documents, analyzer, model="" if model is None else model.name)

    async def add(self, name: str, documents: list[NewDocument], *, receipt: Receipt | None = None) -> list[str]:
        """Store documents, all or none, and return their UUIDs in order.

        `NotFound` without the collection; `InvalidRequest` when one of them does not fit it.
        """
        collection = await self._storage.collections.get(name)
        check_batch(collection, documents)
        steps = self._steps if collection.is_auto_embedded and documents else ()
        uuids = await self._storage.documents.add(
            collection.id, documents, steps=steps, job_size=self._job_size, receipt=receipt
        )
        if steps:
            self._wake()
        return uuids

    async def search(self, name: str, query: DocumentQuery) -> DocumentHits:
        """The best documents of a collection, best first; without text and vector the newest ones.

        `NotFound` without the collection; `InvalidRequest` when the query does not fit it; `Unavailable` when the
        model does not answer.
        """
        collection = await self._storage.collections.get(name)
        vector = await self._vector_of(collection, query)
        view, filters = await self._indexes.view(_wanted(collection), self._loader.of(collection))
        work = partial(self._find, view, filters, query, vector, self._terms_of(collection, query))
        found = await asyncio.to_thread(work) if _takes_long(view) else work()
        documents = await self._storage.documents.at(collection.id, [hit.number for hit in found])
        scores = {hit.number: hit.score for hit in found}
        return DocumentHits([DocumentHit(document, scores[document.number]) for document in documents], vector)

    async def prepare(self, name: str) -> None:
        """Bring the index of a collection up to date, so that a large one gets its graph; `NotFound` without it."""
        collection = await self._storage.collections.get(name)
        await self._indexes.view(_wanted(collection), self._loader.of(collection))

    async def delete_collection(self, name: str) -> None:
        """Remove a collection with all its documents; `NotFound` without it."""
        collection = await self._storage.collections.get(name)
        await self._storage.collections.delete(name)
        self._indexes.drop(collection.id)

    def _find(
        self,
        view: View,
        filters: FilterMemory,
        query: DocumentQuery,
        vector: PackedVector | None,
        terms: TermIds | None,
    ) -> list[Found]:
        condition = _condition(query)
        if vector is None:
            return [Found(number, 0.0) for number in newest(view, filters, condition, query.limit)]
        wanted = Query(
            vector=unpack(vector),
            limit=query.limit,
            terms=terms,
            diverse=query.diverse,
            mmr_lambda=query.mmr_lambda,
        )
        return rank(view, wanted, filters.mask(view, condition))

    async def _vector_of(self, collection: Collection, query: DocumentQuery) -> PackedVector | None:
        if query.vector is not None:
            check_width(collection, query.vector, field="embedding")
            return query.vector
        if not query.text:
            return None
        if self._model is None:
            raise InvalidRequest("text: document embeddings are switched off; search by embedding or by metadata")
        if not collection.is_auto_embedded and collection.dimensions not in self._widths:
            raise InvalidRequest(
                f"text: embedding width mismatch: collection {collection.name} has {collection.dimensions} dimensions, "
                f"the vectors of this server's model {self._model.dimensions}; search by embedding"
            )
        return pack_rows(fit(await self._model.embed([query.text]), collection.dimensions))[0]

    def _terms_of(self, collection: Collection, query: DocumentQuery) -> TermIds | None:
        if not query.text or not collection.is_auto_embedded:
            return None
        distinct = dict.fromkeys(self._analyzer.term_ids(self._analyzer.words(query.text)))
        return np.fromiter(distinct, np.uint32, len(distinct))


def _wanted(collection: Collection) -> Wanted:
    return Wanted(
        collection=collection.id,
        dimensions=collection.dimensions,
        words=collection.is_auto_embedded,
        revision=collection.revision,
        purged=collection.purged_revision,
    )


def _takes_long(view: View) -> bool:
    """Whether a search should leave the event loop to others."""
    return len(view) > _INLINE_ROWS or len(view.waiting) > _INLINE_ROWS or view.units.size > _INLINE_COMPONENTS


def _condition(query: DocumentQuery) -> Filter | None:
    predicate = query.predicate
    if predicate is None:
        return None

    def admits(metadata: bytes | None) -> bool:
        return predicate.matches(_decoded(metadata))

    return Filter(msgspec.json.encode(query.where).decode(), admits)


def _decoded(metadata: bytes | None) -> Metadata | None:
    return None if metadata is None else decode_metadata(EncodedMetadata(metadata))
