"""Searching facts, with the engine that searches messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.domain.facts import Fact, FactSelection, FactState
from holdfast.domain.filters import SearchFilter
from holdfast.domain.principals import Principal
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.conditions import condition_of
from holdfast.operations.feeds.facts import FactFeed, FactIndexing, ToldChanges
from holdfast.operations.limits import SEARCH_RESULTS
from holdfast.operations.retrieval_engine import Asked, RetrievalEngine
from holdfast.retrieval.conditions import Verdicts
from holdfast.retrieval.index import ScopeIndex
from holdfast.storage.contract.facts import Facts
from holdfast.storage.contract.storage import Nouns

_CHUNK = 1000
_MOST = 100_000
"""Facts that a search looks at where no index of them is kept."""


class FactQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for among facts: those of a user, those that a session has part in, or all.

    ``as_of`` asks what was known then, of a user or a session.  The other fields are those of
    `holdfast.operations.search.SearchQuery`.
    """

    text: str
    user_id: str | None = None
    session_id: str | None = None
    filter: SearchFilter = msgspec.field(default_factory=SearchFilter)
    as_of: Timestamp | None = None
    limit: int = 0
    min_score: float | None = None
    explain: bool = False


class FoundFact(msgspec.Struct, frozen=True):
    """A fact that was found, and how well it answers: ``dist``, -1 to 1; ``parts`` when asked for."""

    fact: Fact
    dist: float
    parts: dict[str, float] | None


class FactSearch:
    """Finds valid facts that are true now."""

    def __init__(self, access: Access, engine: RetrievalEngine) -> None:
        self._access = access
        self._engine = engine
        self._indexing = FactIndexing(engine.source)

    async def __call__(
        self,
        principal: Principal,
        query: FactQuery,
        in_hand: Mapping[int, Fact] | None = None,
        told: ToldChanges | None = None,
    ) -> list[FoundFact]:
        """The facts that answer best, best first; an unknown user or session has none.

        Facts ``in_hand`` by their numbers, which the caller has just read as valid, are not read again, nor is
        asked again what the caller was just ``told``.
        """
        seen = self._access.to_read(principal)
        if not query.text.strip():
            raise InvalidRequest("text: empty query; give a text")
        if query.as_of is not None and query.user_id is None and query.session_id is None:
            raise InvalidRequest("as_of: needs a user_id or a session_id")
        if query.as_of is not None or not _sees_all(principal, query):
            return await self._of_some(seen.facts, query)
        return await self._of_index(seen, query, in_hand or {}, told)

    async def _of_some(self, facts: Facts, query: FactQuery) -> list[FoundFact]:
        """Search facts of which no index is kept: former ones, or those that a caller with limits may see."""
        selection = FactSelection(user_id=query.user_id, session_id=query.session_id)
        if query.as_of is not None:
            some = await facts.known(selection, query.as_of)
        else:
            some = await _all(facts, selection)
        moment = query.as_of or now()
        some = await _admitted([fact for fact in some if fact.holds_at(moment)], query.filter)
        if not some:
            return []
        index = ScopeIndex.empty()
        for start in range(0, len(some), _CHUNK):
            index = index.extended(await self._indexing.batch(some[start : start + _CHUNK]))
        return await self._found(index, query, None, {fact.id: fact for fact in some})

    async def _of_index(
        self, seen: Nouns, query: FactQuery, in_hand: Mapping[int, Fact], told: ToldChanges | None
    ) -> list[FoundFact]:
        user_id, holder = query.user_id, None
        if query.session_id is not None:
            try:
                session = await seen.sessions.get(query.session_id)
            except NotFound:
                return []
            if user_id not in {None, session.user_id}:
                return []
            user_id = session.user_id
            holder = None if user_id is not None else -session.id
        condition = condition_of(query.filter.where, query.filter.name)
        feed = FactFeed(self._indexing, user_id=user_id, holder=holder, told=told)
        index, eligible = await self._engine.index(("facts", user_id, holder), feed, condition)
        if not index.live:
            return []
        if query.session_id is not None and holder is None:
            selection = FactSelection(user_id=user_id, session_id=query.session_id)
            numbers = [fact.id for fact in await _all(seen.facts, selection)]
            part = np.isin(index.keys, np.array(numbers, np.int64)) & index.live_mask
            eligible = part if eligible is None else eligible & part
        return await self._found(index, query, eligible, in_hand)

    async def _found(
        self, index: ScopeIndex, query: FactQuery, eligible: NDArray[np.bool_] | None, in_hand: Mapping[int, Fact]
    ) -> list[FoundFact]:
        asked = Asked(
            text=query.text, limit=SEARCH_RESULTS.of(query.limit), min_score=query.min_score, explain=query.explain
        )
        hits = await self._engine.hits(index, asked, eligible)
        facts = await self._present([hit.key for hit in hits], in_hand)
        return [FoundFact(facts[hit.key], hit.dist, hit.parts) for hit in hits if hit.key in facts]

    async def _present(self, numbers: Sequence[int], in_hand: Mapping[int, Fact]) -> Mapping[int, Fact]:
        """Those of some facts that are still valid, and true now; those in hand were asked for as they are wanted."""
        unknown = [number for number in numbers if number not in in_hand]
        if not unknown:
            return in_hand
        found = await self._engine.source.storage.facts.at(unknown)
        moment = now()
        held = {
            number: fact for number, fact in found.items() if fact.state is FactState.VALID and fact.holds_at(moment)
        }
        return held | dict(in_hand)


def _sees_all(principal: Principal, query: FactQuery) -> bool:
    """Whether all facts that are asked for are open to the principal, so that an index of them tells nothing else."""
    limits = principal.limits
    if limits is None:
        return True
    return query.user_id is not None and limits.admits_all_of(query.user_id)


async def _all(facts: Facts, selection: FactSelection) -> list[Fact]:
    found: list[Fact] = []
    before = None
    while len(found) < _MOST:
        page = await facts.page(selection, before=before, limit=_CHUNK)
        found += page
        if len(page) < _CHUNK:
            break
        before = page[-1].id
    return found


async def _admitted(facts: list[Fact], wanted: SearchFilter) -> list[Fact]:
    """Those whose metadata fulfil a filter's condition."""
    condition = condition_of(wanted.where, wanted.name)
    if condition is None:
        return facts
    verdicts = Verdicts()
    texts = [None if fact.metadata is None else bytes(fact.metadata) for fact in facts]
    await verdicts.reach(texts, len(texts), condition)
    return [fact for fact, admitted in zip(facts, verdicts.mask(len(texts)).tolist(), strict=True) if admitted]
