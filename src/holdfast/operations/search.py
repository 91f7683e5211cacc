"""Searching memory: one session, all sessions of a user, or everything.

What happened in a scope is read first, after the request came in; so whatever was acknowledged before is found, and
what was deleted is not.  Found messages are read from storage last, which drops those that were deleted meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import repeat

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.domain.filters import SearchFilter
from holdfast.domain.messages import Message
from holdfast.domain.metadata import size_of
from holdfast.domain.principals import Principal
from holdfast.operations.access import Access
from holdfast.operations.collapsing import collapsed
from holdfast.operations.conditions import condition_of
from holdfast.operations.feeds.scopes import POSITION_BITS, POSITIONS, Scope, index_key_of
from holdfast.operations.found import Found
from holdfast.operations.kept_messages import KeptMessages
from holdfast.operations.limited.parts import open_parts
from holdfast.operations.limits import SEARCH_RESULTS
from holdfast.operations.retrieval_engine import INLINE_ROWS, Asked, IndexDirectory, RetrievalEngine
from holdfast.operations.stated_messages import stated_messages
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.retrieval.cache import CacheCounts
from holdfast.retrieval.conditions import Condition
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.repetitions import alike
from holdfast.retrieval.scoring import spoken_by
from holdfast.retrieval.search import Hit, SearchKind
from holdfast.storage.contract.sessions import Extent

log = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
_KEPT_NAMES = 50_000

_MANY_WORDS = 50_000
_LONG_ONES = 4
"""So many messages are read at once, where all together have many words."""
_LONGEST_KEPT = 1 << 14
"""Characters of the messages that answer a standing question, and are kept."""
_LARGEST_KEPT = 1 << 16
"""Bytes of their metadata."""
_ANSWERS = 2
"""Messages after a question that may be ranked before it."""
_QUESTION_ENDS = ("?", "？", "؟")


LookedAt = dict[Hashable, ScopeIndex]
"""The indexes that one request has searched, by their names: what it searches beside is searched in the same ones."""


class SearchQuery(msgspec.Struct, frozen=True):
    """What to look for.

    ``text`` may be empty: then the newest messages that pass ``filter`` are found, with a ``dist`` of 0.
    ``summaries`` searches summaries instead of messages.  ``limit`` is how many results are wanted, 0 for the usual
    number; ``min_score`` leaves out hits of a lower ``dist``, ``explain`` adds the parts of each score.
    ``speaker`` leaves out what others said than who is called so (`Speakers.called`).
    ``asked_at`` is the moment from which days such as "yesterday" count, by the calendar of its own time zone; the
    present time in UTC when absent.  ``collapse`` lets results that say the same, word for word, be one: None does so
    where more than one session is searched.  Where there is no text nothing is collapsed.
    ``standing`` tells that the question is asked again and again: its answer, short messages included, is kept while no
    message comes, goes or is edited, and no account is taken of what facts tell.
    ``as_said`` tells that only what was said, by whom and when matters of messages: short ones that were read before
    are not read again, so their metadata may be older.
    """

    text: str = ""
    filter: SearchFilter = msgspec.field(default_factory=SearchFilter)
    summaries: bool = False
    kind: SearchKind = SearchKind.SIMILARITY
    limit: int = 0
    mmr_lambda: float | None = None
    min_score: float | None = None
    explain: bool = False
    asked_at: datetime | None = None
    collapse: bool | None = None
    speaker: str = ""
    standing: bool = False
    as_said: bool = False

    @property
    def results(self) -> int:
        """How many results are returned at most."""
        return SEARCH_RESULTS.of(self.limit)

    @property
    def may_be_verbatim(self) -> bool:
        """Whether the answers to an earlier question of the same words may displace it among the results."""
        return self.kind is SearchKind.SIMILARITY and not self.summaries and self.text.rstrip().endswith(_QUESTION_ENDS)

    def to_ask(self) -> Asked:
        """What the engine is asked."""
        return Asked(
            text=self.text,
            kind=self.kind,
            limit=self.results + _ANSWERS if self.may_be_verbatim else self.results,
            mmr_lambda=self.mmr_lambda,
            min_score=self.min_score,
            explain=self.explain,
            asked_at=self.asked_at,
            collapse=bool(self.collapse),
            standing=self.standing,
        )


class Search:
    """Finds messages and summaries.

    ``model`` embeds messages, when it is built in; without one words alone decide.  ``questions`` is the same model as
    it embeds questions, where that makes a difference.  ``language`` is that of stemming and stop words.  Large indexes
    are ``kept_in`` a directory, if there is one.
    """

    def __init__(
        self,
        access: Access,
        *,
        model: EmbeddingModel | None,
        questions: EmbeddingModel | None = None,
        language: str = "english",
        cache_bytes: int,
        kept_in: IndexDirectory | None = None,
    ) -> None:
        self._access = access
        self.engine = RetrievalEngine(
            access.to_index(),
            model=model,
            questions=questions,
            language=language,
            cache_bytes=cache_bytes,
            kept_in=kept_in,
        )
        self._source = self.engine.source
        self._known_names: dict[int, str] = {}
        self._kept = KeptMessages()

    async def prepare(self) -> None:
        """Load what the first search would otherwise load, before the first request."""
        await self.engine.prepare()

    async def in_session(
        self, principal: Principal, session_id: str, query: SearchQuery, looked_at: LookedAt | None = None
    ) -> list[Found]:
        """Search one session; an unknown one has nothing."""
        extent = await self._access.to_read(principal).sessions.extent(session_id)
        if extent is None:
            return []
        return await self._search_scopes([Scope(extent=extent)], query, looked_at, collapse=False)

    async def of_user(
        self, principal: Principal, user_id: str, query: SearchQuery, looked_at: LookedAt | None = None
    ) -> list[Found]:
        """Search all sessions of a user; an unknown one has none."""
        storage = self._access.to_read(principal)
        if principal.limits is not None:
            return await self._search_parts(await open_parts(storage, principal.limits, user_id), query, looked_at)
        return await self._search_parts([user_id], query, looked_at)

    async def everywhere(self, principal: Principal, query: SearchQuery) -> list[Found]:
        """Search all sessions."""
        storage = self._access.to_read(principal)
        if principal.limits is not None:
            return await self._search_parts(await open_parts(storage, principal.limits), query)
        return await self._search_parts([None], query)

    async def close(self) -> None:
        """Break off what is being made."""
        await self.engine.cache.close()

    @property
    def cache_counts(self) -> CacheCounts:
        """What the index cache holds and has done."""
        return self.engine.cache.counts

    async def _search_parts(
        self, parts: Sequence[str | Extent | None], query: SearchQuery, looked_at: LookedAt | None = None
    ) -> list[Found]:
        """As `_search_scopes`: users, sessions that are parts of what is searched, or everything."""
        scopes = [
            Scope(extent=part, as_part=True) if isinstance(part, Extent) else Scope(user_id=part) for part in parts
        ]
        return await self._search_scopes(scopes, query, looked_at, collapse=True)

    async def _search_scopes(
        self, scopes: Sequence[Scope], query: SearchQuery, looked_at: LookedAt | None, *, collapse: bool
    ) -> list[Found]:
        """The best of several scopes; each is searched by itself.

        ``collapse`` is whether to do so where the query does not tell.
        """
        if collapse and query.collapse is None:
            query = msgspec.structs.replace(query, collapse=True)
        condition = condition_of(query.filter.where, query.filter.name)
        if len(scopes) == 1:
            return await self._collapsed(scopes[0], query, condition, looked_at)
        found: list[Found] = []
        for scope in scopes:
            found += await self._collapsed(scope, query, condition, looked_at)
            await asyncio.sleep(0)
        return _told(sorted(found, key=_by_score if query.text else _by_time, reverse=True), query)

    async def _collapsed(
        self, scope: Scope, query: SearchQuery, condition: Condition | None, looked_at: LookedAt | None
    ) -> list[Found]:
        """As many results of a scope as are wanted and there are.

        The index does not see that texts without terms repeat each other; where they took the places of others, more
        is asked for.
        """
        asked = query
        while True:
            found, repeated = await self._search(scope, asked, condition, looked_at)
            told = _told(found, query, repeated) if repeated else found[: query.results]
            if len(told) >= query.results or len(found) < asked.results or asked.results >= SEARCH_RESULTS.most:
                return told
            asked = msgspec.structs.replace(asked, limit=4 * asked.results)

    async def _search(
        self, scope: Scope, query: SearchQuery, condition: Condition | None, looked_at: LookedAt | None
    ) -> tuple[list[Found], frozenset[str]]:
        """What a scope has, and the UUIDs of what may say the same as something else of it."""
        index, eligible = await self._index(scope, query, condition, looked_at)
        if not index.live:
            return [], frozenset()
        if not query.standing or eligible is not None:
            return await self._searched(index, scope, query, eligible)
        hits = query.to_ask().kept_as(query.asked_at or datetime.now(UTC))
        messages = hits, "messages"
        kept: tuple[list[Found], frozenset[str]] | None = index.answers.get(messages)
        if kept is None:
            kept = await self._searched(index, scope, query, None)
            if hits in index.answers and _may_be_kept(kept[0]):
                index.answers[messages] = kept
        return kept

    async def _searched(
        self, index: ScopeIndex, scope: Scope, query: SearchQuery, eligible: NDArray[np.bool_] | None
    ) -> tuple[list[Found], frozenset[str]]:
        """What an index has, and the UUIDs of what may say the same as something else of it."""
        if query.text:
            unstated = query.summaries or query.standing
            stated = None if unstated else partial(stated_messages, self._source.storage.facts, scope)
            hits = await self.engine.hits(index, query.to_ask(), eligible, stated)
        else:
            hits = await self._newest(index, query, eligible)
        found = await self._read(index, scope, query, hits)
        repeated = _repeated(index, hits, found) if query.collapse and query.text else frozenset[str]()
        return (_verbatim_first(found, query.text) if query.may_be_verbatim else found), repeated

    async def _index(
        self, scope: Scope, query: SearchQuery, condition: Condition | None, looked_at: LookedAt | None
    ) -> tuple[ScopeIndex, NDArray[np.bool_] | None]:
        """The index of a scope, and what may be found in it, decided before anything is ranked; None means all."""
        wanted = query.filter
        name, feed = self.engine.feed(scope, summaries=query.summaries)
        known = None if looked_at is None or condition is not None else looked_at.get(name)
        index, admitted = (known, None) if known is not None else await self.engine.index(name, feed, condition)
        if looked_at is not None:
            looked_at[name] = index
        if wanted.is_empty and not query.speaker:
            return index, None
        start, end = (None if moment is None else moment.timestamp() for moment in (wanted.start, wanted.end))
        mask = index.created_between(start, end)
        if query.speaker:
            mask &= spoken_by(index.roles, index.speakers.called(query.speaker))
        return index, mask if admitted is None else mask & admitted

    async def _newest(self, index: ScopeIndex, query: SearchQuery, eligible: NDArray[np.bool_] | None) -> list[Hit]:
        if len(index) <= INLINE_ROWS:
            return _newest(index, eligible, query.results)
        return await asyncio.to_thread(_newest, index, eligible, query.results)

    async def _read(self, index: ScopeIndex, scope: Scope, query: SearchQuery, hits: Sequence[Hit]) -> list[Found]:
        """The messages or summaries behind the hits; those that were deleted meanwhile are left out."""
        embeddings = _embeddings(index, hits) if query.kind is SearchKind.MMR else repeat(None)
        if query.summaries:
            return await self._summaries(index, scope.extent, hits, embeddings)
        keys = [hit.key for hit in hits]
        there = await (self._said(index, hits, keys) if query.as_said else self._messages(index, hits, keys))
        names = await self._names_in(scope.extent, {key >> POSITION_BITS for key in keys})
        return [
            Found(names[session], message, None, hit.dist, embedding, hit.parts, session)
            for hit, embedding in zip(hits, embeddings, strict=False)
            if (message := there.get(hit.key)) is not None and (session := hit.key >> POSITION_BITS) in names
        ]

    async def _said(self, index: ScopeIndex, hits: Sequence[Hit], keys: Sequence[int]) -> Mapping[int, Message]:
        """As `_messages`, without reading again what is kept."""
        kept = self._kept.of(index.generation)
        unknown = [hit for hit in hits if hit.key not in kept]
        if not unknown:
            return kept
        read = await self._messages(index, unknown, [hit.key for hit in unknown])
        self._kept.add(index.generation, read)
        return {key: kept[key] for key in keys if key in kept} | read

    async def _messages(self, index: ScopeIndex, hits: Sequence[Hit], keys: Sequence[int]) -> dict[int, Message]:
        """The messages behind some hits, by their keys; where they are long, few are read at a time."""
        words = int(index.lengths.take([hit.row for hit in hits]).sum())
        at_once = len(keys) if words < _MANY_WORDS else _LONG_ONES
        there: dict[int, Message] = {}
        for start in range(0, len(keys), at_once or 1):
            if start:
                await asyncio.sleep(0)
            places = [(key >> POSITION_BITS, key & POSITIONS) for key in keys[start : start + at_once]]
            read = await self._source.storage.messages.at(places)
            there |= {index_key_of(session, position): message for (session, position), message in read.items()}
        return there

    async def _names_in(self, extent: Extent | None, sessions: set[int]) -> Mapping[int, str]:
        """The identifiers of the sessions in which messages are."""
        return await self._names(sessions) if extent is None else {extent.session: extent.session_id}

    async def _summaries(
        self, index: ScopeIndex, extent: Extent | None, hits: Sequence[Hit], embeddings: Iterable[list[float] | None]
    ) -> list[Found]:
        sessions = [index.session_keys[index.sessions[hit.row]] for hit in hits]
        wanted = [(session, hit.key, hit.key) for session, hit in zip(sessions, hits, strict=True)]
        rows = await self._source.storage.summaries.rows(wanted, model="")
        there = {row.summary.id: row.summary for row in rows}
        names = await self._names(set(sessions)) if extent is None else {extent.session: extent.session_id}
        return [
            Found(names[session], None, there[hit.key], hit.dist, embedding, hit.parts, session)
            for hit, session, embedding in zip(hits, sessions, embeddings, strict=False)
            if hit.key in there and session in names
        ]

    async def _names(self, sessions: set[int]) -> Mapping[int, str]:
        """The identifiers of sessions; a number has the same for ever, so they are kept in mind."""
        unknown = sessions.difference(self._known_names)
        if not unknown:
            return self._known_names
        if len(self._known_names) > _KEPT_NAMES:
            self._known_names = {}
            unknown = sessions
        self._known_names |= await self._source.storage.sessions.names(unknown)
        return self._known_names


def _may_be_kept(found: Sequence[Found]) -> bool:
    """Whether messages are no burden; they stay what they are while their index does, but for their metadata."""
    metadata = sum(size_of(one.message.metadata) for one in found if one.message is not None)
    return metadata <= _LARGEST_KEPT and sum(len(one.text) for one in found) <= _LONGEST_KEPT


def _told(found: list[Found], query: SearchQuery, alike: Container[str] | None = None) -> list[Found]:
    """As many results as are wanted, without those that say the same as another where that is not wanted.

    ``alike`` are the UUIDs of those that may, where that is known.
    """
    return (collapsed(found, alike) if query.collapse and query.text else found)[: query.results]


def _repeated(index: ScopeIndex, hits: Sequence[Hit], found: Sequence[Found]) -> frozenset[str]:
    """The UUIDs of results that may say the same as another."""
    rows = alike(index, [hit.row for hit in hits])
    if not rows:
        return frozenset()
    keys = {hit.key for hit in hits if hit.row in rows}
    return frozenset([one.uuid for one in found if _key(one) in keys])


def _key(found: Found) -> int | None:
    """The number of a result in its index."""
    if found.message is not None:
        return index_key_of(found.session, found.message.position)
    return None if found.summary is None else found.summary.id


def _embeddings(index: ScopeIndex, hits: Sequence[Hit]) -> Iterable[list[float] | None]:
    """The vectors of the hits, where the index has any."""
    return index.vectors.at([hit.row for hit in hits]).tolist() if index.vectors.width else repeat(None)


def _verbatim_first(found: list[Found], text: str) -> list[Found]:
    """The results, those first whose words are those that were searched for: who quotes a message wants that one."""
    quoted = text.strip().casefold()
    length = len(quoted)
    # Folding case makes no text shorter; it takes long for a long one.
    verbatim = [
        one
        for one in found
        if (message := one.message) is not None
        and len(said := message.content.strip()) <= length
        and said.casefold() == quoted
    ]
    if not verbatim:
        return found
    best = found[0].dist
    others = [one for one in found if one not in verbatim]
    return [msgspec.structs.replace(one, dist=best) for one in verbatim] + others


def _by_score(found: Found) -> float:
    return found.dist


def _by_time(found: Found) -> str:
    newest = found.message or found.summary
    return newest.created_at if newest else ""


def _newest(index: ScopeIndex, eligible: NDArray[np.bool_] | None, limit: int) -> list[Hit]:
    """The newest messages; of those that share their time the one stored last comes first."""
    rows = np.flatnonzero(index.live_mask if eligible is None else eligible)
    order = np.lexsort((-rows, -index.created[rows]))[:limit]
    return [Hit(row, int(index.keys[row]), 0.0) for row in rows[order].tolist()]
