"""Context: what an assistant should know now, as a text for its prompt, within a number of tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from msgspec import structs

from holdfast.domain.facts import Fact, FactSelection
from holdfast.domain.messages import Message, is_blank
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import Session
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp, datetime_of, timestamp_of
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.fact_search import FactQuery, FactSearch
from holdfast.operations.found import Found
from holdfast.operations.prompting import stable
from holdfast.operations.prompting.assembly import RECENT, Known, assembled, fence_tokens
from holdfast.operations.prompting.bearing import asked, asks_advice, bears_on
from holdfast.operations.prompting.confidence import FAINT, FLOOR, are_sure
from holdfast.operations.prompting.items import STABLE, Part
from holdfast.operations.prompting.matters import OF_PERSONS, Matter
from holdfast.operations.prompting.query import Context, ContextQuery
from holdfast.operations.prompting.requests import only_asks
from holdfast.operations.prompting.stable import StablePart
from holdfast.operations.prompting.sub_questions import sub_questions
from holdfast.operations.prompting.volatile import asks
from holdfast.operations.search import Search, SearchQuery
from holdfast.operations.standing_facts import Standing, StandingFacts, read
from holdfast.providers.facts.trust import is_users
from holdfast.retrieval.first_persons import speaks_of_oneself
from holdfast.storage.contract.storage import Nouns

_OF_THE_BEST: Final = 0.5
"""Hits that have less than this share of the best one's score are left out, where that is sure to answer."""
_HITS: Final = 40
"""Hits among which those are looked for that bear on a question, sharing hardly a word with it."""
_OF_THE_BEST_RELATED: Final = 0.7
_RELATED_HITS: Final = 12
"""Hits of a sub-question that are looked at."""
_INLINE_CHARACTERS: Final = 1 << 16
"""Characters of messages that are looked through on the event loop: for longer ones it takes over ten milliseconds."""
_FACT_HITS: Final = 10
_FEW_TOKENS: Final = 130
"""With fewer tokens beside the stable part, facts are looked for that messages say too: they are shorter."""
_WITH_NEIGHBOURS: Final = 8
"""So many of the best hits are given with what was said beside them."""


class ContextOperations:
    """Puts together what belongs into a prompt."""

    def __init__(self, access: Access, search: Search, fact_search: FactSearch) -> None:
        self._access = access
        self._search = search
        self._fact_search = fact_search
        self._standing = StandingFacts()

    async def prepare(self) -> None:
        """Load the counter of tokens, before anybody asks."""
        await asyncio.to_thread(fence_tokens)

    async def __call__(self, principal: Principal, query: ContextQuery) -> Context:
        """The context; of an unknown user or session there is nothing to tell.

        `InvalidRequest` names what is wrong with the query.
        """
        seen = self._access.to_read(principal)
        query.check()
        session = await _session(seen, query.session_id)
        user_id = query.user_id or (session.user_id if session is not None else None)
        if query.user_id is not None and session is not None and session.user_id not in {None, query.user_id}:
            raise InvalidRequest("session_id: the session is that of another user than user_id")
        recent = await _recent(seen, session, query.as_of)
        summary = await _summary(seen, session, query)
        standing = await self._standing_facts(principal, seen, query, user_id)
        fixed = _fixed(query, standing, summary, session)
        question = query.question(recent)
        timed_out = False
        hits: list[Found] = []
        related: list[list[Found]] = []
        found: list[tuple[Fact, float]] = []
        try:
            async with asyncio.timeout(query.timeout):
                if question and query.as_of is None and _has_more(query, standing, fixed):
                    found = await self._found_facts(principal, query, user_id, question, standing)
                if question and query.choice(Part.MESSAGES).wanted:
                    hits = await self._hits(principal, query, user_id, question)
                    related = await self._related(principal, query, user_id, question, hits)
        except TimeoutError:
            timed_out = True
        session_id = None if session is None else session.session_id
        matters = asked(question)
        hits = _relevant(hits, query, question, matters)
        hits += _others(related, hits)
        neighbours = await _neighbours(seen, _accompanied(hits, query), query, session)
        known = Known(
            session_id=session_id,
            recent=recent,
            found_facts=found,
            bearing_facts=standing.bearing(matters - OF_PERSONS) if matters else [],
            matters=matters,
            ended=standing.ended,
            hits=hits,
            neighbours=neighbours,
            timed_out=timed_out,
            related=_places(related),
        )
        if known.characters <= _INLINE_CHARACTERS:
            return assembled(query, fixed, known)
        return await asyncio.to_thread(assembled, query, fixed, known.cut(query.max_tokens))

    async def _standing_facts(
        self, principal: Principal, seen: Nouns, query: ContextQuery, user_id: str | None
    ) -> Standing:
        """What stands of the user, or of a session that has none."""
        moment = query.as_of or timestamp_of(query.asked_at or datetime.now(UTC))
        limits = principal.limits
        if user_id is not None and query.as_of is None and (limits is None or limits.admits_all_of(user_id)):
            return await self._standing.of_user(seen.facts, user_id, moment)
        selection = FactSelection(user_id=user_id, session_id=None if user_id is not None else query.session_id)
        return Standing.of(await read(seen.facts, selection, query.as_of), moment)

    async def _found_facts(
        self, principal: Principal, query: ContextQuery, user_id: str | None, question: str, standing: Standing
    ) -> list[tuple[Fact, float]]:
        floor = FAINT if query.min_score is None else query.min_score
        session_id = None if user_id is not None else query.session_id
        asked = FactQuery(text=question, user_id=user_id, session_id=session_id, limit=_FACT_HITS, min_score=floor)
        in_hand = standing.holding if query.asked_at is None else None  # what held then may hold no more
        return [(each.fact, each.dist) for each in await self._fact_search(principal, asked, in_hand)]

    async def _related(
        self, principal: Principal, query: ContextQuery, user_id: str | None, question: str, hits: Sequence[Found]
    ) -> list[list[Found]]:
        """What the user told that limits the advice that is asked for, where no hit is sure to answer."""
        wanted = [] if are_sure(hits, query) else sub_questions(question)
        found = [await self._sought(principal, query, user_id, text, _RELATED_HITS) for text in wanted]
        return [_of_user(some) for some in found]

    async def _hits(self, principal: Principal, query: ContextQuery, user_id: str | None, question: str) -> list[Found]:
        return await self._sought(principal, query, user_id, question, _HITS)

    async def _sought(
        self, principal: Principal, query: ContextQuery, user_id: str | None, text: str, limit: int
    ) -> list[Found]:
        """What a search finds, of the user or of a session that has none."""
        until = None if query.as_of is None else datetime_of(query.as_of)
        wanted = query.filter
        if until is not None and (wanted.end is None or until < wanted.end):
            wanted = replace(wanted, end=until)
        sought = SearchQuery(text=text, filter=wanted, limit=limit, asked_at=query.asked_at, collapse=True)
        if user_id is not None:
            return await self._search.of_user(principal, user_id, sought)
        if query.session_id is not None:
            return await self._search.in_session(principal, query.session_id, sought)
        return []


async def _session(seen: Nouns, session_id: str | None) -> Session | None:
    if session_id is None:
        return None
    try:
        return await seen.sessions.get(session_id)
    except NotFound:
        return None


async def _recent(seen: Nouns, session: Session | None, as_of: Timestamp | None) -> list[Message]:
    """The newest messages of the session that is going on."""
    if session is None:
        return []
    memory = await seen.messages.memory(session.session_id, window=RECENT, lastn=RECENT)
    return [message for message in memory.messages if as_of is None or message.created_at <= as_of]


async def _summary(seen: Nouns, session: Session | None, query: ContextQuery) -> Summary | None:
    if session is None or not query.choice(Part.SUMMARY).wanted:
        return None
    if query.as_of is None:
        return await seen.summaries.newest(session.id)
    then = [each for each in await seen.summaries.of_session(session.id) if each.created_at <= query.as_of]
    return then[-1] if then else None


def _fixed(query: ContextQuery, standing: Standing, summary: Summary | None, session: Session | None) -> StablePart:
    """The stable part, made anew when what it is made of is other than last time."""
    session_id = None if session is None else session.session_id
    budget = query.max_tokens - fence_tokens()

    def make(facts: list[Fact]) -> StablePart:
        return stable.stable_part(facts, summary, session_id, budget=budget, choices=query.sections)

    choices = tuple((part, query.choice(part)) for part in STABLE)
    written = None if summary is None else (summary.uuid, summary.content)
    return standing.part((budget, choices, session_id, written), make)


def _has_more(query: ContextQuery, standing: Standing, fixed: StablePart) -> bool:
    """Whether there are facts to look for: such as the stable part does not tell, and no message says.

    What is stated word for word is found as a message; where there is no room for messages, it is looked for as well.
    """
    if not query.choice(Part.FACTS).wanted:
        return False
    if not standing.whole:
        return True
    few = query.max_tokens - fixed.tokens < _FEW_TOKENS or not query.choice(Part.MESSAGES).wanted
    told = {item.uuid for section in fixed.sections for item in section.items}
    return not (standing.known if few else standing.unquoted) <= told


def _relevant(hits: Sequence[Found], query: ContextQuery, question: str, matters: frozenset[Matter]) -> list[Found]:
    """The hits that answer the question; where none is sure to, all that may, or that bear on what it is about."""
    there = [hit for hit in hits if hit.message is not None and not is_blank(hit.message.content)]
    if query.min_score is not None:
        return [hit for hit in there if hit.dist >= query.min_score]
    if are_sure(there, query):
        floor = max(FLOOR, _OF_THE_BEST * max(hit.dist for hit in there))
        return [hit for hit in there if hit.dist >= floor]
    if not (speaks_of_oneself(question) or asks_advice(question)):
        return [hit for hit in there if hit.dist >= FAINT or (hit.dist > 0 and bears_on(hit.text, matters))]
    return [hit for hit in there if hit.dist >= FAINT or (hit.dist > 0 and _may_bear(hit, matters))]


def _may_bear(hit: Found, matters: frozenset[Matter]) -> bool:
    """Whether a hit may bear on a question with which it shares hardly anything: a person told something."""
    if bears_on(hit.text, matters):
        return True
    return hit.message is not None and is_users(hit.message.role) and not only_asks(hit.text)


def _of_user(hits: Sequence[Found]) -> list[Found]:
    """Hits of a sub-question that the user said, as far as they are nearly as good as the best one."""
    said = [hit for hit in hits if hit.message is not None and is_users(hit.message.role)]
    least = _OF_THE_BEST_RELATED * max((hit.dist for hit in said), default=0.0)
    return [hit for hit in said if hit.dist >= least]


def _others(related: Sequence[Sequence[Found]], hits: Sequence[Found]) -> list[Found]:
    """What only sub-questions found, with the score of the last hit: how well it answers the question is not known."""
    there = {hit.message.uuid for hit in hits if hit.message is not None}
    last = min((hit.dist for hit in hits), default=FAINT)
    found = {hit.message.uuid: hit for some in related for hit in some if hit.message is not None}
    return [structs.replace(hit, dist=last) for uuid, hit in found.items() if uuid not in there]


def _places(related: Sequence[Sequence[Found]]) -> dict[str, int]:
    """At which place sub-questions found messages, at the best one of several."""
    found: dict[str, int] = {}
    for some in related:
        for place, hit in enumerate(some):
            if hit.message is not None:
                found[hit.message.uuid] = min(place, found.get(hit.message.uuid, place))
    return found


def _accompanied(hits: Sequence[Found], query: ContextQuery) -> Sequence[Found]:
    """The hits that are given with their neighbours; where none is sure to answer, there is room for replies only."""
    if are_sure(hits, query):
        return hits[:_WITH_NEIGHBOURS]
    return [hit for hit in hits[:_WITH_NEIGHBOURS] if hit.message is not None and asks(hit.message.content)]


async def _neighbours(
    seen: Nouns, hits: Sequence[Found], query: ContextQuery, session: Session | None
) -> dict[tuple[int, int], Message]:
    """The messages beside hits, by session and position."""
    steps = [step for step in range(-query.neighbours, query.neighbours + 1) if step]
    places = {
        (hit.session, hit.message.position + step)
        for hit in hits
        if hit.message is not None
        for step in steps
        if hit.message.position + step > 0
    }
    if not places:
        return {}
    found = await seen.messages.at(sorted(places))
    if query.user_id is None and session is not None and session.user_id is None:
        return found  # all hits are of this session
    own = None if session is None else session.id
    return {place: message for place, message in found.items() if message.remember or place[0] == own}
