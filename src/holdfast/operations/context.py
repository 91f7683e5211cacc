"""Context: what an assistant should know now, as a text for its prompt, within a number of tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from holdfast.domain.facts import Fact, FactSelection
from holdfast.domain.messages import Message
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import Session
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp, datetime_of, now, timestamp_of
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.fact_search import FactQuery, FactSearch
from holdfast.operations.feeds.facts import ToldChanges
from holdfast.operations.found import Found
from holdfast.operations.prompting import question_forms, stable
from holdfast.operations.prompting.assembly import RECENT, Known, assembled, fence_tokens, room_for_answers
from holdfast.operations.prompting.bearing import asked
from holdfast.operations.prompting.confidence import (
    FAINT,
    NOTHING_FOUND,
    TRUSTED,
    Confidence,
    are_sure,
    doubted,
    judged,
)
from holdfast.operations.prompting.items import STABLE, Part
from holdfast.operations.prompting.matters import OF_PERSONS, Matter
from holdfast.operations.prompting.query import Context, ContextQuery
from holdfast.operations.prompting.relevance import of_user, others, places, possible_ones, sure_ones
from holdfast.operations.prompting.stable import StablePart
from holdfast.operations.prompting.sub_questions import sub_questions
from holdfast.operations.prompting.volatile import asks
from holdfast.operations.search import LookedAt, Search, SearchQuery
from holdfast.operations.standing_facts import Standing, StandingFacts, read
from holdfast.storage.contract.storage import Nouns

_HITS: Final = 40
"""Hits among which those are looked for that bear on a question, sharing hardly a word with it."""
_RELATED_HITS: Final = 12
"""Hits of a sub-question that are looked at."""
_INLINE_CHARACTERS: Final = 1 << 16
"""Characters of messages that are looked through on the event loop: for longer ones it takes over ten milliseconds."""
_LONG: Final = 4
"""So many long messages are read at once."""
_FACT_HITS: Final = 10
_FEW_TOKENS: Final = 130
"""With fewer tokens beside the stable part, facts are looked for that messages say too: they are shorter."""
_WITH_NEIGHBOURS: Final = 8
"""So many of the best hits are given with what was said beside them."""


class _Question(NamedTuple):
    """What is asked, by whom, and of whom; ``told`` is what the log has just told of facts, if they are a user's."""

    principal: Principal
    query: ContextQuery
    user_id: str | None
    text: str
    told: ToldChanges | None = None


@dataclass
class _Looked:
    """What searches found, and how much it may be trusted; ``related`` are the places at which sub-questions did.

    ``characters`` are those of all messages that were found.
    """

    matters: frozenset[Matter]
    confidence: Confidence = NOTHING_FOUND
    hits: list[Found] = field(default_factory=list)
    related: dict[str, int] = field(default_factory=dict)
    facts: list[tuple[Fact, float]] = field(default_factory=list)
    characters: int = 0
    timed_out: bool = False

    @property
    def sure(self) -> bool:
        """Whether a hit is sure to answer."""
        return self.confidence.sure

    @property
    def accompanied(self) -> Sequence[Found]:
        """The hits that are given with their neighbours; where none is sure, there is room for replies only."""
        best = self.hits[:_WITH_NEIGHBOURS]
        return best if self.sure else [hit for hit in best if hit.message is not None and asks(hit.message.content)]


class ContextOperations:
    """Puts together what belongs into a prompt."""

    def __init__(self, access: Access, search: Search, fact_search: FactSearch) -> None:
        self._access = access
        self._search = search
        self._fact_search = fact_search
        self._standing = StandingFacts()

    async def prepare(self) -> None:
        """Load the counter of tokens and what tells forms of questions, before anybody asks."""
        await asyncio.to_thread(fence_tokens)
        await asyncio.to_thread(question_forms.prepare)

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
        characters = _characters(recent)
        await _in_pieces(characters)
        summary = await _summary(seen, session, query)
        standing, told = await self._standing_facts(principal, seen, query, user_id)
        fixed = _fixed(query, standing, summary, session)
        question = query.question(recent)
        looked = await self._looked(_Question(principal, query, user_id, question, told), standing, fixed)
        neighbours = await _neighbours(seen, looked.accompanied, query, session)
        known = Known(
            session_id=None if session is None else session.session_id,
            recent=recent,
            found_facts=looked.facts,
            bearing_facts=[] if looked.sure else standing.bearing(looked.matters - OF_PERSONS),
            matters=looked.matters,
            ended=standing.ended,
            hits=looked.hits,
            confidence=looked.confidence,
            neighbours=neighbours,
            timed_out=looked.timed_out,
            related=looked.related,
        )
        if characters + looked.characters + _characters(neighbours.values()) <= _INLINE_CHARACTERS:
            return assembled(query, fixed, known)
        return await asyncio.to_thread(lambda: assembled(query, fixed, known.cut(query.max_tokens)))

    async def _looked(self, question: _Question, standing: Standing, fixed: StablePart) -> _Looked:
        """What searches find for a question, as far as there is room for it, and time."""
        query = question.query
        looked = _Looked(asked(question.text))
        try:
            async with nullcontext() if query.timeout is None else asyncio.timeout(query.timeout):
                if question.text and query.choice(Part.MESSAGES).wanted:
                    await self._look(question, looked)
                else:
                    looked.confidence = judged([], query, question.text)
                if not looked.sure and not room_for_answers(query, fixed, looked.confidence):
                    looked.hits = []
                elif question.text and query.as_of is None and _has_more(query, standing, fixed):
                    looked.facts = await self._found_facts(question, standing)
        except TimeoutError:
            looked.timed_out = True
        return looked

    async def _look(self, question: _Question, looked: _Looked) -> None:
        """Look for messages: such as answer, and where none is sure to, such as limit the advice that is asked for."""
        looked_at: LookedAt = {}
        hits = await self._sought(question, question.text, looked_at)
        looked.characters = _characters_of(hits)
        await _in_pieces(looked.characters)
        if are_sure(hits, question.query):
            looked.confidence = TRUSTED
            looked.hits = sure_ones(hits, question.query)
            return
        looked.hits = possible_ones(hits, question.text, looked.matters)
        further = sub_questions(question.text)
        related = [of_user(await self._sought(question, text, looked_at, standing=True)) for text in further]
        if related:
            looked.characters += sum(map(_characters_of, related))
            looked.hits += others(related, looked.hits)
            looked.related = places(related)
        looked.confidence = doubted(looked.hits, question.text)

    async def _standing_facts(
        self, principal: Principal, seen: Nouns, query: ContextQuery, user_id: str | None
    ) -> tuple[Standing, ToldChanges | None]:
        """What stands of the user, or of a session that has none; see `StandingFacts.of_user`."""
        asked_at = now() if query.asked_at is None else timestamp_of(query.asked_at)
        moment = query.as_of or asked_at
        limits = principal.limits
        if user_id is not None and query.as_of is None and (limits is None or limits.admits_all_of(user_id)):
            return await self._standing.of_user(seen.facts, user_id, moment)
        selection = FactSelection(user_id=user_id, session_id=None if user_id is not None else query.session_id)
        return Standing.of(await read(seen.facts, selection, query.as_of), moment), None

    async def _found_facts(self, question: _Question, standing: Standing) -> list[tuple[Fact, float]]:
        query, user_id = question.query, question.user_id
        asked = FactQuery(
            text=question.text,
            user_id=user_id,
            session_id=None if user_id is not None else query.session_id,
            limit=_FACT_HITS,
            min_score=FAINT if query.min_score is None else query.min_score,
        )
        in_hand = standing.holding if query.asked_at is None else None  # what held then may hold no more
        found = await self._fact_search(question.principal, asked, in_hand, question.told)
        return [(each.fact, each.dist) for each in found]

    async def _sought(
        self, question: _Question, text: str, looked_at: LookedAt, *, standing: bool = False
    ) -> list[Found]:
        """What a search finds, of the user or of a session that has none; of a ``standing`` question, less."""
        query = question.query
        until = None if query.as_of is None else datetime_of(query.as_of)
        wanted = query.filter
        if until is not None and (wanted.end is None or until < wanted.end):
            wanted = replace(wanted, end=until)
        sought = SearchQuery(
            text=text,
            filter=wanted,
            limit=_RELATED_HITS if standing else _HITS,
            asked_at=None if standing else query.asked_at,
            collapse=True,
            standing=standing,
            as_said=True,
        )
        if question.user_id is not None:
            return await self._search.of_user(question.principal, question.user_id, sought, looked_at)
        if query.session_id is not None:
            return await self._search.in_session(question.principal, query.session_id, sought, looked_at)
        return []


def _characters(messages: Iterable[Message]) -> int:
    return sum([len(message.content) for message in messages])


def _characters_of(hits: Iterable[Found]) -> int:
    return sum([len(hit.message.content) for hit in hits if hit.message is not None])


async def _in_pieces(characters: int) -> None:
    """Let others have their turn, after messages were read that are long."""
    if characters > _INLINE_CHARACTERS:
        await asyncio.sleep(0)


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
    found: dict[tuple[int, int], Message] = {}
    order = sorted(places)
    at_once = _LONG if _characters_of(hits) > _INLINE_CHARACTERS else len(order)
    for start in range(0, len(order), at_once):
        some = await seen.messages.at(order[start : start + at_once])
        await _in_pieces(_characters(some.values()))
        found |= some
    if query.user_id is None and session is not None and session.user_id is None:
        return found  # all hits are of this session
    own = None if session is None else session.id
    return {place: message for place, message in found.items() if message.remember or place[0] == own}
