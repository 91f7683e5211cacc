"""The one engine of all searches: indexes in memory, and the ranking of what is in them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.errors import HoldfastError, InvalidRequest, Unavailable
from holdfast.operations.feeds.anticipation import Anticipation
from holdfast.operations.feeds.index_register import IndexRegister
from holdfast.operations.feeds.messages import MessageSource
from holdfast.operations.feeds.scopes import Scope
from holdfast.operations.feeds.summaries import SUMMARIES, SummaryFeed
from holdfast.operations.limits import LONGEST_QUESTION
from holdfast.operations.stated_messages import StatedMessages
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.question_maps import turned_to_answers
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.cache import IndexCache, TooLongError
from holdfast.retrieval.conditions import Condition
from holdfast.retrieval.feed import Feed
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.index_files import Extent, IndexFiles
from holdfast.retrieval.keeping import Keeper
from holdfast.retrieval.question import Question, analyse
from holdfast.retrieval.readiness import ready
from holdfast.retrieval.search import Hit, ScopeQuery, SearchKind, search
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

INLINE_ROWS = 20_000
"""In larger scopes a search takes milliseconds and runs in a thread."""
_KEPT_QUESTIONS = 256
_KEPT_ANSWERS = 64
"""Of standing questions, for each index."""
_NEED_VECTORS = frozenset({SearchKind.VECTOR, SearchKind.MMR})


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question to an index; see `holdfast.operations.search.SearchQuery`.  ``limit`` is that of the results.

    What answers a ``standing`` question is kept as long as nothing new comes.
    """

    text: str
    limit: int
    kind: SearchKind = SearchKind.SIMILARITY
    mmr_lambda: float | None = None
    min_score: float | None = None
    explain: bool = False
    collapse: bool = False
    asked_at: datetime | None = None
    standing: bool = False

    def kept_as(self, moment: datetime) -> Hashable:
        """The name under which an index keeps what answers it when it is asked at a moment."""
        return self, moment.date()


class _Ranked(NamedTuple):
    """The best hits; ``by_words_only`` where the question could not be embedded just now."""

    hits: list[Hit]
    by_words_only: bool


Stated = Callable[[Sequence[str], datetime], Awaitable[StatedMessages]]
"""Of slots and a moment: the messages that state what they hold then, or held before."""


class IndexDirectory(NamedTuple):
    """Where large indexes are kept in files, and how much these may take together."""

    path: Path
    most_bytes: int


class RetrievalEngine:
    """Keeps indexes of what is searched, and ranks.

    ``model`` embeds, without one words alone decide; ``questions`` is the same model as it embeds questions, where that
    makes a difference.  Large indexes are ``kept_in`` a directory too, if there is one.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        model: EmbeddingModel | None,
        questions: EmbeddingModel | None = None,
        language: str,
        cache_bytes: int,
        kept_in: IndexDirectory | None = None,
    ) -> None:
        self._model = model
        # What the source embeds while a search waits answers questions, and is none: it is not turned.
        self._questions = turned_to_answers(questions or model)
        self._analyzer = analyzer_for(language)
        self.source = MessageSource(storage, self._analyzer, model, questions=questions)
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self.cache = IndexCache(cache_bytes, keeper=None if kept_in is None else self._keeper(storage, kept_in))
        self.anticipation = Anticipation(storage, self.cache, partial(self.feed, summaries=False))

    async def prepare(self) -> None:
        """Load what the first search would otherwise load."""
        await asyncio.to_thread(ready, self._analyzer)
        if isinstance(self._model, StaticEmbeddingModel):
            await asyncio.to_thread(self._model.encode, ["ready", "fertig"])

    async def index(
        self, name: Hashable, feed: Feed, condition: Condition | None
    ) -> tuple[ScopeIndex, NDArray[np.bool_] | None]:
        """The index that a feed fills, and what of it a condition on metadata admits; None means all."""
        try:
            if condition is None:
                return await self.cache.get(name, feed), None
            return await self.cache.admitted(name, feed, condition)
        except TooLongError:
            raise Unavailable(
                "the index of what is to be searched is being built; try again in a moment", retry_after=5
            ) from None

    async def extent_of_file(self, scope: Scope) -> Extent | None:
        """What the file of the messages of a scope goes up to; None when there is none."""
        return await self.cache.extent_of_file(self.feed(scope, summaries=False)[1])

    async def index_ahead(self, scope: Scope, messages: int) -> int:
        """See to it that about so many messages of a scope lie in its file; how many its index holds."""
        try:
            return await self.cache.ahead(*self.feed(scope, summaries=False), messages)
        except TooLongError:
            return 0

    async def renew_files(self) -> None:
        """See to it that no file holds anything of messages that are gone."""
        await self.cache.renew(self._scope_and_feed)

    def feed(self, scope: Scope, *, summaries: bool) -> tuple[Hashable, Feed]:
        """The name and the feed of the index of a scope."""
        feed = SummaryFeed(self.source, scope) if summaries else self.source.of(scope)
        return (scope.name, summaries), feed

    def _scope_and_feed(self, stored_name: str) -> tuple[Hashable, Feed] | None:
        found = Scope.of_stored(stored_name)
        return None if found is None else self.feed(found[1], summaries=found[0] == SUMMARIES)

    def _keeper(self, storage: Storage, kept_in: IndexDirectory) -> Keeper:
        identity = f"{self._analyzer.fingerprint} {self.source.model_name}"
        files = IndexFiles(kept_in.path, identity=identity, most_bytes=kept_in.most_bytes)
        return Keeper(files, IndexRegister(storage.marks, kept_in.path))

    async def hits(
        self,
        index: ScopeIndex,
        query: Asked,
        eligible: NDArray[np.bool_] | None,
        stated: Stated | None = None,
    ) -> list[Hit]:
        """What answers a question best; of what is ``eligible``, where that is not all.

        ``stated`` tells the keys of the messages in which the asking person states what slots hold.
        """
        asked_at = query.asked_at or datetime.now(UTC)
        if not query.standing or eligible is not None:
            return (await self._ranked(index, query, asked_at, eligible, stated)).hits
        key = query.kept_as(asked_at)
        kept: list[Hit] | None = index.answers.get(key)
        if kept is not None:
            return kept
        found = await self._ranked(index, query, asked_at, None, stated)
        if not found.by_words_only:
            if len(index.answers) >= _KEPT_ANSWERS:
                index.answers.clear()
            index.answers[key] = found.hits
        return found.hits

    async def _ranked(
        self,
        index: ScopeIndex,
        query: Asked,
        asked_at: datetime,
        eligible: NDArray[np.bool_] | None,
        stated: Stated | None,
    ) -> _Ranked:
        question = analyse(
            query.text[:LONGEST_QUESTION], index, self._analyzer, now=asked_at.timestamp(), zone=asked_at.tzinfo or UTC
        )
        holding = outdated = None
        if stated is not None and question.slots:
            holding, outdated = await _stated(index, question, asked_at, stated)
        vector = None if query.kind is SearchKind.LEXICAL else self._vectors.get(question.embedding_text)
        if vector is None:
            vector = await self._embedded(question.embedding_text, query.kind)
        request = ScopeQuery(
            question=question,
            vector=vector,
            limit=query.limit,
            kind=query.kind,
            stating=holding,
            outdated=outdated,
            eligible=eligible,
            min_score=query.min_score,
            mmr_lambda=query.mmr_lambda,
            explain=query.explain,
            collapse=query.collapse,
        )
        inline = len(index) <= INLINE_ROWS
        hits = search(index, request) if inline else await asyncio.to_thread(search, index, request)
        lacking = vector is None and self._questions is not None and query.kind is not SearchKind.LEXICAL
        return _Ranked(hits, by_words_only=lacking)

    async def _embedded(self, text: str, kind: SearchKind) -> NDArray[np.float32] | None:
        """The vector of a question, which is kept for a while: one question may be put to several indexes."""
        if kind is SearchKind.LEXICAL:
            return None
        if self._questions is None:
            if kind in _NEED_VECTORS:
                raise InvalidRequest(f"search_type: {kind.value!r} needs embeddings, which are switched off")
            return None
        try:
            vectors = await self._questions.embed([text])
        except HoldfastError as error:
            if kind in _NEED_VECTORS:
                raise
            log.warning("a question is answered by its words only: %s", error)
            return None
        vector: NDArray[np.float32] = vectors[0]
        self._vectors[text] = vector
        if len(self._vectors) > _KEPT_QUESTIONS:
            self._vectors.popitem(last=False)
        return vector


async def _stated(
    index: ScopeIndex, question: Question, moment: datetime, stated: Stated
) -> tuple[NDArray[np.intp] | None, NDArray[np.intp] | None]:
    """The rows of the messages that state what is asked for, and of those that state what holds at another time.

    None where that is not known.
    """
    found = await stated(question.slots, moment)
    holding, outdated = (_rows(index, keys) if keys else None for keys in found)
    return (outdated, holding) if question.former else (holding, outdated)


def _rows(index: ScopeIndex, keys: Sequence[int]) -> NDArray[np.intp]:
    return np.flatnonzero(np.isin(index.keys, np.array(keys, np.int64)) & index.live_mask)
