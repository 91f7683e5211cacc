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
from holdfast.domain.principals import Principal
from holdfast.domain.vectors import PackedVector, pack_rows, unpack
from holdfast.errors import InvalidRequest
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.conditions import condition_of
from holdfast.operations.limits import DOCUMENT_RESULTS, LONGEST_QUESTION
from holdfast.operations.stored_comparison import StoredComparison
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.vectors import fit
from holdfast.retrieval.analysis import Analyzer, TermIds
from holdfast.retrieval.collections.filters import Mask, newest, newest_waiting
from holdfast.retrieval.collections.index import View
from holdfast.retrieval.collections.ranking import Found, ViewQuery, rank
from holdfast.retrieval.collections.stored import Eligible, rank_stored
from holdfast.retrieval.conditions import Condition, Verdicts
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
    def question(self) -> str:
        """As much of the text as is read."""
        return self.text[:LONGEST_QUESTION]

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
        model does not answer.
        """
        storage = self._access.to_read(principal)
        collection = await storage.collections.get(name)
        vector = await self._vector_of(collection, query)
        terms = self._terms_of(collection, query)
        comparison = None if vector is None else self._comparison(storage, collection, vector)
        condition = condition_of(query.predicate, msgspec.json.encode(query.where).decode())
        if vector is None:
            found = await self._found_newest(collection, condition, query.results)
        elif comparison is None:
            found = await self._work(collection, condition, partial(_ranked, _query(query, vector, terms)))
        else:
            found = await self._found_in_store(collection, condition, comparison, _query(query, vector, terms))
        documents = await storage.documents.at(collection.id, [hit.number for hit in found])
        scores = {hit.number: hit.score for hit in found}
        still = await _still_admitted(documents, condition)
        return DocumentHits([DocumentHit(document, scores[document.number]) for document in still], vector)

    def _comparison(self, storage: Nouns, collection: Collection, vector: PackedVector) -> StoredComparison | None:
        """What compares in the store; ``None`` where vectors are compared in memory."""
        if storage.nearest_documents is None or not self._views.compared_in_store(collection):
            return None
        model = self._model.name if collection.is_auto_embedded and self._model is not None else ""
        return StoredComparison(storage.nearest_documents, storage.documents, collection, vector, model)

    async def _found_newest(self, collection: Collection, condition: Condition | None, limit: int) -> list[Found]:
        view, filters = await self._views.of(collection)
        mask = await filters.mask(view, condition)
        waiting = await newest_waiting(view, condition, limit)
        work = partial(newest, view, mask, waiting, limit)
        numbers = await asyncio.to_thread(work) if _takes_long(view) else work()
        return [Found(number, 0.0) for number in numbers]

    async def _found_in_store(
        self, collection: Collection, condition: Condition | None, comparison: StoredComparison, wanted: ViewQuery
    ) -> list[Found]:
        eligible = None
        if condition is not None or wanted.terms is not None:
            eligible = await self._work(collection, condition, partial(_eligible, wanted))
        return await rank_stored(comparison, wanted, eligible)

    async def _work(
        self, collection: Collection, condition: Condition | None, task: Callable[[View, Mask], Result]
    ) -> Result:
        """What a task makes of the collection's index and of what may be found, in a thread where it takes long."""
        view, filters = await self._views.of(collection)
        mask = await filters.mask(view, condition)
        return await asyncio.to_thread(task, view, mask) if _takes_long(view) else task(view, mask)

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
        return pack_rows(fit(await self._model.embed([query.question]), collection.dimensions))[0]

    def _terms_of(self, collection: Collection, query: DocumentQuery) -> TermIds | None:
        if not query.text or not collection.is_auto_embedded:
            return None
        analyzer, text = self._analyzer, query.question
        asked = analyzer.looked_up(text)
        distinct = dict.fromkeys(term for forms in asked for term in forms)
        return np.fromiter(distinct, np.uint32, len(distinct))


def _query(query: DocumentQuery, vector: PackedVector, terms: TermIds | None) -> ViewQuery:
    return ViewQuery(
        vector=unpack(vector), limit=query.results, terms=terms, diverse=query.diverse, mmr_lambda=query.mmr_lambda
    )


def _ranked(wanted: ViewQuery, view: View, mask: Mask) -> list[Found]:
    return rank(view, wanted, mask)


def _eligible(wanted: ViewQuery, view: View, mask: Mask) -> Eligible:
    return Eligible.of(view, wanted, mask)


async def _still_admitted(documents: Sequence[Document], condition: Condition | None) -> Sequence[Document]:
    """The documents that meet the condition now that they were read: somebody may have changed one meanwhile."""
    if condition is None:
        return documents
    verdicts = Verdicts()
    texts = [None if document.metadata is None else bytes(document.metadata) for document in documents]
    await verdicts.reach(texts, len(texts), condition)
    admitted = verdicts.mask(len(texts)).tolist()
    return [document for document, admits in zip(documents, admitted, strict=True) if admits]


def _takes_long(view: View) -> bool:
    """Whether a search should leave the event loop to others."""
    return len(view) > _INLINE_ROWS or len(view.waiting) > _INLINE_ROWS or view.units.size > _INLINE_COMPONENTS
