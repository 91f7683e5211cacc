"""Searching collections: by text, by vector, or by a condition on metadata alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import msgspec
import numpy as np

from holdfast.domain.collections import Collection
from holdfast.domain.documents import Document, check_width
from holdfast.domain.filters import Predicate
from holdfast.domain.metadata import EncodedMetadata, Metadata, decode_metadata
from holdfast.domain.principals import Principal
from holdfast.domain.vectors import PackedVector, pack_rows, unpack
from holdfast.errors import InvalidRequest
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.limits import DOCUMENT_RESULTS
from holdfast.operations.stored_comparison import StoredComparison
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.vectors import fit
from holdfast.retrieval.analysis import Analyzer, TermIds
from holdfast.retrieval.collections.filters import Filter, FilterMemory, newest
from holdfast.retrieval.collections.index import View
from holdfast.retrieval.collections.ranking import Found, Query, rank
from holdfast.retrieval.collections.stored import Eligible, rank_stored
from holdfast.storage.contract.storage import Nouns

Result = TypeVar("Result")

_INLINE_COMPONENTS = 1_000_000
"""Up to so many components are compared on the event loop: less than a millisecond."""
_INLINE_ROWS = 2000
"""Up to so many rows are ranked, and checked against a condition, on the event loop."""


class DocumentQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for: a text, or a vector, or neither and only a condition on metadata.

    ``where`` is the condition as it was sent, which stands for ``predicate``.  ``diverse`` asks for maximal marginal
    relevance, with ``mmr_lambda`` as the weight of relevance.  ``limit`` is how many results are wanted, 0 or less for
    the usual number.
    """

    text: str = ""
    vector: PackedVector | None = None
    predicate: Predicate | None = None
    where: object = None
    diverse: bool = False
    mmr_lambda: float | None = None
    limit: int = 0

    @property
    def results(self) -> int:
        """How many results are returned at most."""
        return DOCUMENT_RESULTS.of(self.limit)


class DocumentHit(msgspec.Struct, frozen=True):
    """A document that was found; ``score`` is 0 to 1, larger is closer, and 0 where nothing was compared."""

    document: Document
    score: float


class DocumentHits(msgspec.Struct, frozen=True):
    """What a search found, and the vector it compared, if any."""

    hits: list[DocumentHit]
    query_vector: PackedVector | None


class DocumentSearch:
    """Searches collections.

    ``model`` embeds queries; without one there are no searches by text.  ``widths`` are those of vectors that callers
    supplied and that may be compared with the model's.
    """

    def __init__(
        self,
        access: Access,
        views: CollectionViews,
        *,
        model: EmbeddingModel | None,
        analyzer: Analyzer,
        widths: Sequence[int] = (),
    ) -> None:
        self._access = access
        self._views = views
        self._model = model
        self._analyzer = analyzer
        self._widths = frozenset(widths)

    async def __call__(self, principal: Principal, name: str, query: DocumentQuery) -> DocumentHits:
        """The best documents of a collection, best first; without text and vector the newest ones.

        `NotFound` without the collection; `InvalidRequest` when the query does not fit it; `Unavailable` when the
        model does not answer or the index is not ready.
        """
        storage = self._access.to_read(principal)
        collection = await storage.collections.get(name)
        vector = await self._vector_of(collection, query)
        terms = self._terms_of(collection, query)
        comparison = None if vector is None else self._comparison(storage, collection, vector)
        if vector is None:
            found = await self._work(collection, partial(_newest, query))
        elif comparison is None:
            found = await self._work(collection, partial(_ranked, query, _query(query, vector, terms)))
        else:
            found = await self._found_in_store(collection, query, comparison, _query(query, vector, terms))
        documents = await storage.documents.at(collection.id, [hit.number for hit in found])
        scores = {hit.number: hit.score for hit in found}
        hits = [DocumentHit(document, scores[document.number]) for document in documents if _admits(query, document)]
        return DocumentHits(hits, vector)

    def _comparison(self, storage: Nouns, collection: Collection, vector: PackedVector) -> StoredComparison | None:
        """What compares in the store; ``None`` where vectors are compared in memory."""
        if storage.nearest_documents is None or not self._views.compared_in_store(collection):
            return None
        model = self._model.name if collection.is_auto_embedded and self._model is not None else ""
        return StoredComparison(storage.nearest_documents, storage.documents, collection, vector, model)

    async def _found_in_store(
        self, collection: Collection, query: DocumentQuery, comparison: StoredComparison, wanted: Query
    ) -> list[Found]:
        eligible = None
        if query.predicate is not None or wanted.terms is not None:
            eligible = await self._work(collection, partial(_eligible, query, wanted))
        return await rank_stored(comparison, wanted, eligible)

    async def _work(self, collection: Collection, task: Callable[[View, FilterMemory], Result]) -> Result:
        """What a task makes of the collection's index, in a thread where it takes long."""
        view, filters = await self._views.of(collection)
        return await asyncio.to_thread(task, view, filters) if _takes_long(view) else task(view, filters)

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
        analyzer, text = self._analyzer, query.text
        asked = analyzer.asked(text, analyzer.words(text), analyzer.language_of(text))
        distinct = dict.fromkeys(term for forms in asked for term in forms)
        return np.fromiter(distinct, np.uint32, len(distinct))


def _query(query: DocumentQuery, vector: PackedVector, terms: TermIds | None) -> Query:
    return Query(
        vector=unpack(vector), limit=query.results, terms=terms, diverse=query.diverse, mmr_lambda=query.mmr_lambda
    )


def _newest(query: DocumentQuery, view: View, filters: FilterMemory) -> list[Found]:
    return [Found(number, 0.0) for number in newest(view, filters, _condition(query), query.results)]


def _ranked(query: DocumentQuery, wanted: Query, view: View, filters: FilterMemory) -> list[Found]:
    return rank(view, wanted, filters.mask(view, _condition(query)))


def _eligible(query: DocumentQuery, wanted: Query, view: View, filters: FilterMemory) -> Eligible:
    return Eligible.of(view, wanted, filters.mask(view, _condition(query)))


def _admits(query: DocumentQuery, document: Document) -> bool:
    """Whether a document still meets the condition, now that it was read: somebody may have changed it meanwhile."""
    if query.predicate is None:
        return True
    return query.predicate.matches(None if document.metadata is None else decode_metadata(document.metadata))


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
