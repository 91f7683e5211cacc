"""Context: what an assistant should know now, as a text for its prompt, within a number of tokens."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

import msgspec

from holdfast.domain.facts import Fact, FactSelection, FactState, folded
from holdfast.domain.filters import SearchFilter
from holdfast.domain.messages import Message, is_blank
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import Session
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp, datetime_of, timestamp_of
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.fact_search import FactQuery, FactSearch
from holdfast.operations.found import Found
from holdfast.operations.prompting import stable, volatile
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.fence import CLOSING, OPENING, citations
from holdfast.operations.prompting.items import STABLE, LeftOut, Part, Section
from holdfast.operations.prompting.passages import words_of
from holdfast.operations.prompting.volatile import Conversations, Spoken
from holdfast.operations.search import Search, SearchQuery
from holdfast.storage.contract.storage import Nouns

MOST_TOKENS: Final = 100_000
MOST_NEIGHBOURS: Final = 5
MOST_TURNS: Final = 100
"""Messages that a caller may send along."""

_FLOOR: Final = 0.3
"""Hits of a lower score answer nothing, by the scale of `holdfast.retrieval.calibration`."""
_OF_THE_BEST: Final = 0.5
"""Hits that have less than this share of the best one's score are left out."""
_HITS: Final = 20
_FACT_HITS: Final = 10
_RECENT: Final = 12
_ASKED: Final = 3
"""So many of the last turns make the question, where there is none."""
_FACTS_READ: Final = 1000
_SHARES: Final = {
    Part.INSTRUCTIONS: 0.35,
    Part.PROFILE: 0.5,
    Part.SUMMARY: 0.25,
    Part.FACTS: 0.3,
    Part.MESSAGES: 1.0,
    Part.RECENT: 0.2,
}
"""What a section may take of the budget at most, unless the caller says so; what is left over goes to the next ones."""
_KEPT_FOR_MESSAGES: Final = 0.3
"""What the stable part leaves to the others."""


class Form(StrEnum):
    """How a context is given."""

    TEXT = "text"
    MESSAGES = "messages"
    JSON = "json"


class Turn(msgspec.Struct, frozen=True):
    """A message that the caller holds and has not stored."""

    role: str
    content: str


class Choice(msgspec.Struct, frozen=True):
    """Whether a section is wanted, and how much of it at most."""

    wanted: bool = True
    max_tokens: int | None = None
    limit: int | None = None


class ContextQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be known, and in how many tokens.

    Without a ``text`` the last of ``turns``, or of the messages of the session, make the question.  Everything of the
    user is looked at, of the session alone where it has no user.  ``as_of`` asks what had been said by then,
    ``timeout`` is how many seconds searches may take, ``known_stable`` the hash of the stable part that the caller has.
    """

    session_id: str | None = None
    user_id: str | None = None
    text: str = ""
    turns: tuple[Turn, ...] = ()
    max_tokens: int = 1500
    sections: Mapping[Part, Choice] = {}
    neighbours: int = 1
    min_score: float | None = None
    filter: SearchFilter = msgspec.field(default_factory=SearchFilter)
    as_of: Timestamp | None = None
    asked_at: datetime | None = None
    form: Form = Form.TEXT
    known_stable: str | None = None
    timeout: float | None = None

    def choice(self, part: Part) -> Choice:
        """What the caller wants of a section."""
        return self.sections.get(part, Choice())


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """A text for a prompt: ``stable`` and, behind it, ``volatile``.

    ``tokens`` are those of both.  ``recent`` are the newest messages for callers that take messages: they are then not
    in the text.  ``unchanged`` tells that the caller knows the stable part.
    """

    stable: str
    sha256: str
    unchanged: bool
    volatile: str
    sections: list[Section]
    recent: list[Turn]
    tokens: int
    left_out: list[LeftOut]

    @property
    def text(self) -> str:
        """The whole."""
        return self.stable + self.volatile


class _Known(msgspec.Struct, frozen=True):
    """What there is to choose from."""

    session: Session | None
    summary: Summary | None
    recent: list[Message]
    facts: list[Fact]
    found_facts: list[tuple[Fact, float]]
    hits: list[Found]
    neighbours: dict[tuple[int, int], Message]
    timed_out: bool


class ContextOperations:
    """Puts together what belongs into a prompt."""

    def __init__(self, access: Access, search: Search, fact_search: FactSearch) -> None:
        self._access = access
        self._search = search
        self._fact_search = fact_search

    async def prepare(self) -> None:
        """Load what the first context would otherwise load."""
        await asyncio.to_thread(tokens_of, OPENING)

    async def __call__(self, principal: Principal, query: ContextQuery) -> Context:
        """The context; of an unknown user or session there is nothing to tell.

        `InvalidRequest` names what is wrong with the query.
        """
        seen = self._access.to_read(principal)
        _check(query)
        known = await self._gather(principal, seen, query)
        return _assembled(query, known)

    async def _gather(self, principal: Principal, seen: Nouns, query: ContextQuery) -> _Known:
        session = await _session(seen, query.session_id)
        user_id = query.user_id or (session.user_id if session is not None else None)
        if query.user_id is not None and session is not None and session.user_id not in {None, query.user_id}:
            raise InvalidRequest("session_id: the session is that of another user than user_id")
        moment = query.as_of or timestamp_of(query.asked_at or datetime.now(UTC))
        recent = await _recent(seen, session, query.as_of)
        summary = await _summary(seen, session, query)
        facts = await _facts(seen, user_id, session, query.as_of)
        question = _question(query, recent)
        timed_out = False
        hits: list[Found] = []
        found: list[tuple[Fact, float]] = []
        try:
            async with asyncio.timeout(query.timeout):
                if question and query.choice(Part.FACTS).wanted and facts and query.as_of is None:
                    found = await self._found_facts(principal, query, user_id, question)
                if question and query.choice(Part.MESSAGES).wanted:
                    hits = await self._hits(principal, query, user_id, question)
        except TimeoutError:
            timed_out = True
        hits = _relevant(hits, query, recent)
        neighbours = await _neighbours(seen, hits, query)
        return _Known(session, summary, recent, stable.standing(facts, moment), found, hits, neighbours, timed_out)

    async def _found_facts(
        self, principal: Principal, query: ContextQuery, user_id: str | None, question: str
    ) -> list[tuple[Fact, float]]:
        floor = _FLOOR if query.min_score is None else query.min_score
        session_id = None if user_id is not None else query.session_id
        asked = FactQuery(text=question, user_id=user_id, session_id=session_id, limit=_FACT_HITS, min_score=floor)
        return [(each.fact, each.dist) for each in await self._fact_search(principal, asked) if not each.fact.ends]

    async def _hits(self, principal: Principal, query: ContextQuery, user_id: str | None, question: str) -> list[Found]:
        until = None if query.as_of is None else datetime_of(query.as_of)
        wanted = query.filter
        if until is not None and (wanted.end is None or until < wanted.end):
            wanted = replace(wanted, end=until)
        asked = SearchQuery(text=question, filter=wanted, limit=_HITS, asked_at=query.asked_at, collapse=True)
        if user_id is not None:
            return await self._search.of_user(principal, user_id, asked)
        if query.session_id is not None:
            return await self._search.in_session(principal, query.session_id, asked)
        return []


def _check(query: ContextQuery) -> None:
    if query.user_id is None and query.session_id is None:
        raise InvalidRequest("user_id: give a user_id or a session_id")
    if not 1 <= query.max_tokens <= MOST_TOKENS:
        raise InvalidRequest(f"max_tokens: must be from 1 to {MOST_TOKENS}, got {query.max_tokens}")
    if not 0 <= query.neighbours <= MOST_NEIGHBOURS:
        raise InvalidRequest(f"neighbours: must be from 0 to {MOST_NEIGHBOURS}, got {query.neighbours}")
    if len(query.turns) > MOST_TURNS:
        raise InvalidRequest(f"messages: at most {MOST_TURNS} are taken, got {len(query.turns)}")


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
    memory = await seen.messages.memory(session.session_id, window=_RECENT, lastn=_RECENT)
    return [message for message in memory.messages if as_of is None or message.created_at <= as_of]


async def _summary(seen: Nouns, session: Session | None, query: ContextQuery) -> Summary | None:
    if session is None or not query.choice(Part.SUMMARY).wanted:
        return None
    if query.as_of is None:
        return await seen.summaries.newest(session.id)
    then = [each for each in await seen.summaries.of_session(session.id) if each.created_at <= query.as_of]
    return then[-1] if then else None


async def _facts(seen: Nouns, user_id: str | None, session: Session | None, as_of: Timestamp | None) -> list[Fact]:
    """The valid facts of the user, or of a session that has none; in the past, those that had been said by then."""
    if user_id is None and session is None:
        return []
    session_id = None if user_id is not None or session is None else session.session_id
    states = (FactState.VALID,) if as_of is None else (FactState.VALID, FactState.SUPERSEDED)
    selection = FactSelection(user_id=user_id, session_id=session_id, states=states)
    facts = await seen.facts.page(selection, limit=_FACTS_READ)
    return [fact for fact in facts if as_of is None or fact.said_at <= as_of]


def _question(query: ContextQuery, recent: Sequence[Message]) -> str:
    if query.text.strip():
        return query.text
    turns = list(query.turns) or [Turn(message.role, message.content) for message in recent]
    return "\n".join(turn.content for turn in turns[-_ASKED:] if not is_blank(turn.content))


def _relevant(hits: Sequence[Found], query: ContextQuery, recent: Sequence[Message]) -> list[Found]:
    """The hits that answer the question and that the caller does not hold already."""
    floor = _FLOOR if query.min_score is None else query.min_score
    best = max((hit.dist for hit in hits), default=0.0)
    if query.min_score is None:
        floor = max(floor, _OF_THE_BEST * best)
    held = _held(query, recent)
    texts = {_wording(turn.content) for turn in query.turns} | {_wording(query.text)} | set(held.values())
    kept: list[Found] = []
    for hit in hits:
        message = hit.message
        if message is None or hit.dist < floor or message.uuid in held or is_blank(message.content):
            continue
        said = _wording(message.content)
        if said not in texts:
            texts.add(said)
            kept.append(hit)
    limit = query.choice(Part.MESSAGES).limit
    return kept[:limit]


async def _neighbours(seen: Nouns, hits: Sequence[Found], query: ContextQuery) -> dict[tuple[int, int], Message]:
    """The messages beside hits, by session and position."""
    steps = [step for step in range(-query.neighbours, query.neighbours + 1) if step]
    places = {
        (hit.session, hit.message.position + step)
        for hit in hits
        if hit.message is not None
        for step in steps
        if hit.message.position + step > 0
    }
    return await seen.messages.at(sorted(places)) if places else {}


def _held(query: ContextQuery, recent: Sequence[Message]) -> dict[str, str]:
    """The newest messages, which the caller is given anyway, where they are wanted: UUIDs, and what they say."""
    return {one.uuid: _wording(one.content) for one in recent} if query.choice(Part.RECENT).wanted else {}


def _wording(text: str) -> str:
    """What texts share that say the same: the words, of emoji and signs alone the text itself."""
    return folded(text) or text.strip()


def _assembled(query: ContextQuery, known: _Known) -> Context:
    fence = tokens_of(OPENING) + tokens_of(CLOSING)
    if query.max_tokens < fence:
        return _empty(query)
    whole = Purse(query.max_tokens - fence)
    budget = whole.left
    fixed = _stable_sections(query, known, whole, budget)
    moving = _volatile_sections(query, known, whole, budget, fixed)
    text = OPENING + "".join(section.text for section in fixed)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    shown = [section for section in moving if query.form is not Form.MESSAGES or section.name is not Part.RECENT]
    sections = [section for section in [*fixed, *moving] if section.items]
    recent = [
        Turn(_role_of(item.uuid, known.recent), item.text)
        for section in moving
        if section.name is Part.RECENT and query.form is Form.MESSAGES
        for item in section.items
    ]
    return Context(
        stable=text,
        sha256=sha256,
        unchanged=query.known_stable == sha256,
        volatile="".join(section.text for section in shown) + CLOSING,
        sections=sections,
        recent=recent,
        tokens=query.max_tokens - whole.left,
        left_out=_left_out(query, known, sections),
    )


def _empty(query: ContextQuery) -> Context:
    """What is given where not even the fence fits."""
    sha256 = hashlib.sha256(b"").hexdigest()
    return Context(
        stable="",
        sha256=sha256,
        unchanged=query.known_stable == sha256,
        volatile="",
        sections=[],
        recent=[],
        tokens=0,
        left_out=[LeftOut(part, 0, "budget") for part in Part if query.choice(part).wanted],
    )


def _stable_sections(query: ContextQuery, known: _Known, whole: Purse, budget: int) -> list[Section]:
    """Instructions, profile and summary, in shares of the budget that no question changes."""
    orders = [fact for fact in known.facts if fact.slot == stable.INSTRUCTION]
    others = [fact for fact in known.facts if fact.slot != stable.INSTRUCTION]
    session_id = None if known.session is None else known.session.session_id
    room = whole.portion(int(budget * (1 - _KEPT_FOR_MESSAGES)))
    sections: list[Section] = []
    for part in STABLE:
        choice = query.choice(part)
        if not choice.wanted:
            continue
        purse = room.portion(_most(query, part, budget))
        if part is Part.INSTRUCTIONS:
            section = stable.instructions(orders, purse, most=choice.limit)
        elif part is Part.PROFILE:
            section = stable.profile(others, purse, most=choice.limit)
        else:
            section = stable.summary(known.summary, session_id, purse)
        room.pay(section.tokens)
        whole.pay(section.tokens)
        sections.append(section)
    return sections


def _volatile_sections(
    query: ContextQuery, known: _Known, whole: Purse, budget: int, fixed: Sequence[Section]
) -> list[Section]:
    """Facts, messages and the newest messages; the newest ones are given their room first."""
    recent = Section(Part.RECENT, "", 0, [])
    if query.choice(Part.RECENT).wanted and known.session is not None:
        purse = whole.portion(_most(query, Part.RECENT, budget))
        most = query.choice(Part.RECENT).limit or _RECENT
        recent = volatile.recent(known.recent, known.session.session_id, purse, most=most)
        whole.pay(recent.tokens)
    told = {item.uuid for section in fixed for item in section.items}
    said = [folded(hit.message.content) for hit in known.hits if hit.message is not None]
    fresh = [
        (fact, score)
        for fact, score in known.found_facts
        if fact.uuid not in told and not volatile.same_said(fact, said)
    ]
    purse = whole.portion(_most(query, Part.FACTS, budget))
    facts = volatile.facts(fresh, purse, most=query.choice(Part.FACTS).limit)
    whole.pay(facts.tokens)
    purse = whole.portion(_most(query, Part.MESSAGES, budget))
    messages = _conversations(query, known, purse)
    whole.pay(messages.tokens)
    return [facts, messages, recent]


def _conversations(query: ContextQuery, known: _Known, purse: Purse) -> Section:
    """Hits, the best first, and then their neighbours where these fit."""
    hits = [(hit, hit.message) for hit in known.hits if hit.message is not None]
    uuids = [message.uuid for _, message in hits] + [message.uuid for message in known.neighbours.values()]
    section = Conversations(purse, words_of(_question(query, known.recent)), citations(dict.fromkeys(uuids)))
    there = [(hit, message) for hit, message in hits if section.add(Spoken(hit.session_id, message, hit.dist))]
    held = {*_held(query, known.recent).values(), *(_wording(message.content) for _, message in hits)}
    for hit, message in there:
        for step in sorted(range(-query.neighbours, query.neighbours + 1), key=_nearest):
            beside = known.neighbours.get((hit.session, message.position + step))
            if beside is None or is_blank(beside.content) or _wording(beside.content) in held:
                continue
            if query.as_of is not None and beside.created_at > query.as_of:
                continue
            held.add(_wording(beside.content))
            section.add(Spoken(hit.session_id, beside, None))
    return section.close()


def _nearest(step: int) -> tuple[int, int]:
    """Neighbours in the order in which they are given: the answer to a question before what led to it."""
    return abs(step), -step


def _most(query: ContextQuery, part: Part, budget: int) -> int:
    asked = query.choice(part).max_tokens
    return int(budget * _SHARES[part]) if asked is None else asked


def _role_of(uuid: str, messages: Sequence[Message]) -> str:
    return next((message.role for message in messages if message.uuid == uuid), "")


def _left_out(query: ContextQuery, known: _Known, sections: Sequence[Section]) -> list[LeftOut]:
    given = {section.name: section for section in sections}
    there = {
        Part.INSTRUCTIONS: sum(fact.slot == stable.INSTRUCTION for fact in known.facts),
        Part.PROFILE: sum(fact.slot != stable.INSTRUCTION for fact in known.facts),
        Part.SUMMARY: int(known.summary is not None),
        Part.MESSAGES: len(known.hits),
    }
    found: list[LeftOut] = []
    for part, count in there.items():
        items = given[part].items if part in given else []
        shown = sum(part is not Part.MESSAGES or item.score is not None for item in items)
        if query.choice(part).wanted and shown < count:
            found.append(LeftOut(part, count - shown, "budget"))
    if known.timed_out:
        found += [LeftOut(part, 0, "timeout") for part in (Part.FACTS, Part.MESSAGES) if part not in given]
    return found
