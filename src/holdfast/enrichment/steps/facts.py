"""The step that keeps what users state about themselves, word for word.

It finds statements by rules, in the process that computes, and lets the store say which of them are new: a statement
that was recorded before is known by its place, so running twice leaves the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from holdfast.domain.facts import Stated
from holdfast.domain.messages import Message
from holdfast.enrichment.calculations import (
    Answer,
    Exchange,
    FoundStatement,
    find_answers,
    find_statements,
    tell_played,
)
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.providers.facts.contract import LONGEST_ANSWER
from holdfast.providers.facts.corrections import may_correct
from holdfast.providers.facts.trust import is_users
from holdfast.storage.contract.facts import Facts
from holdfast.storage.contract.messages import Messages

NAME = "facts"
RULES = "rules"
"""The actor of what is found by rules."""

CONTEXT = 30
"""Messages before those that are looked at: they tell whether a part is being played."""
_EXCHANGE = 2
"""Messages before an answer: the question, and what was said before that."""

_READ_AT_ONCE = 100
"""Messages: reading runs on the event loop."""

_STATEMENTS_PER_WRITE = 48
"""A write runs on the event loop: so many statements take about three milliseconds."""
_SLOTS_PER_STATEMENT = 4
"""What is about something that may be known is tried in many slots: so many cost as much as a statement."""


Place = tuple[int, int]
"""The number of a session, and a position in it."""


class FindFacts:
    """Stores what users state about themselves in messages, with the place where it stands."""

    name = NAME

    def __init__(self, messages: Messages, facts: Facts, calculator: Calculator) -> None:
        self._messages = messages
        self._facts = facts
        self._calculator = calculator

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        messages = [message for part in batch for message in part.messages]
        sent = [(message.role, message.content, message.created_at) for message in messages]
        await self.keep(batch, await self._calculator.run(find_statements, sent))

    async def keep(self, batch: Sequence[SessionMessages], found: Sequence[Sequence[FoundStatement]]) -> None:
        """Store what was found in each message of ``batch``, unless it is part of a play."""
        places = [(part.session, message.position) for part in batch for message in part.messages]
        stating = {place: statements for place, statements in zip(places, found, strict=True) if statements}
        joined = _joined(batch)
        for place, answer in (await self._answers(joined)).items():
            own = () if answer.for_others else stating.get(place, ())
            stating[place] = _together(own, answer.statements)
        parts = [part for part in joined if any((part.session, each.position) in stating for each in part.messages)]
        meant = await self._meant(parts) if parts else []
        statements = [
            _stated(session, message, statement)
            for session, message in meant
            for statement in stating.get((session, message.position), ())
        ]
        statements.sort(key=lambda each: each.order)  # what is over is looked up in what was said before
        for portion in _portions(statements):
            await self._facts.record(portion, actor=RULES)

    async def _meant(self, parts: Sequence[SessionMessages]) -> list[tuple[int, Message]]:
        """The messages in which no part is played, with the number of their session; what was said before tells."""
        before = [await self._before(part) for part in parts]
        told = [[*some, *part.messages] for some, part in zip(before, parts, strict=True)]
        played = await self._calculator.run(
            tell_played, [[(message.role, message.content) for message in messages] for messages in told]
        )
        return [
            (part.session, message)
            for some, part, flags in zip(before, parts, played, strict=True)
            for message, is_played in zip(part.messages, flags[len(some) :], strict=True)
            if not is_played
        ]

    async def _answers(self, parts: Sequence[SessionMessages]) -> dict[Place, Answer]:
        """What messages state as answers to the questions before them, by session and position."""
        exchanges: dict[Place, Exchange] = {}
        leads = await self._leads([part for part in parts if _may_answer(part.messages[0])])
        for part in parts:
            lead = [leads[place] for place in _places_before(part) if place in leads]
            told = [*lead, *part.messages]
            for at in range(max(1, len(lead)), len(told)):
                message, question = told[at], told[at - 1]
                if _may_answer(message) and (_asks(question) or may_correct(message.content)):
                    exchanges[part.session, message.position] = Exchange(
                        (message.role, message.content, message.created_at),
                        (question.role, question.content),
                        (told[at - 2].role, told[at - 2].content) if at > 1 else None,
                    )
        found = await self._calculator.run(find_answers, list(exchanges.values())) if exchanges else []
        return dict(zip(exchanges, found, strict=True))

    async def _leads(self, parts: Sequence[SessionMessages]) -> dict[Place, Message]:
        """The messages before parts that may begin with an answer, as far as they belong to the exchange.

        What was said before the question is read where there is one.
        """
        first = {(part.session, part.messages[0].position): part.messages[0] for part in parts}
        before = await self._at([(session, position - 1) for session, position in first])
        exchanges = [
            (session, position - 2)
            for (session, position), message in first.items()
            if (question := before.get((session, position - 1))) is None
            or _asks(question)
            or may_correct(message.content)
        ]
        return before | await self._at(exchanges)

    async def _at(self, places: Sequence[Place]) -> dict[Place, Message]:
        """The messages at those of the places that there are."""
        wanted = [place for place in places if place[1] > 0]
        found: dict[Place, Message] = {}
        for start in range(0, len(wanted), _READ_AT_ONCE):
            found |= await self._messages.at(wanted[start : start + _READ_AT_ONCE])
        return found

    async def _before(self, part: SessionMessages) -> list[Message]:
        first = part.messages[0].position
        if first == 1:
            return []
        after = max(0, first - 1 - CONTEXT)
        before = await self._messages.span(part.session, after=after, limit=first - 1 - after)
        return [message for message in before if message.position < first]


def _portions(statements: Sequence[Stated]) -> list[list[Stated]]:
    """Statements in portions that cost about as much as `_STATEMENTS_PER_WRITE`, those of a message together."""
    portions: list[list[Stated]] = []
    left = 0.0
    for _, of_message in groupby(statements, key=lambda each: (each.session, each.position)):
        some = list(of_message)
        cost = sum(1 if each.about is None else 1 / _SLOTS_PER_STATEMENT for each in some)
        if cost > left:
            portions.append([])
            left = _STATEMENTS_PER_WRITE
        portions[-1] += some
        left -= cost
    return portions


def _places_before(part: SessionMessages) -> list[Place]:
    """Where the question is that a part may begin to answer, and what was said before that."""
    first = part.messages[0].position
    return [(part.session, position) for position in range(max(1, first - _EXCHANGE), first)]


def _may_answer(message: Message) -> bool:
    return len(message.content) <= LONGEST_ANSWER and is_users(message.role)


def _asks(message: Message) -> bool:
    return not is_users(message.role) and ("?" in message.content or "？" in message.content)


def _together(stated: Sequence[FoundStatement], answers: Sequence[FoundStatement]) -> list[FoundStatement]:
    """What a message states by itself, and as an answer what it does not; numbered on."""
    told = {(one.slot, one.value) for one in stated if one.about is None}
    new = [one for one in answers if one.about is not None or (one.slot, one.value) not in told]
    return [*stated, *(replace(one, number=number) for number, one in enumerate(new, len(stated)))]


def _joined(batch: Sequence[SessionMessages]) -> list[SessionMessages]:
    """Messages that follow each other in a session as one part, so that its context is read once."""
    parts: list[SessionMessages] = []
    ordered = sorted(batch, key=lambda part: (part.session, part.messages[0].position))
    for session, of_session in groupby(ordered, key=lambda part: part.session):
        joined: list[Message] = []
        for part in of_session:
            if joined and part.messages[0].position != joined[-1].position + 1:
                parts.append(SessionMessages(session, joined))
                joined = []
            joined = [*joined, *part.messages]
        parts.append(SessionMessages(session, joined))
    return parts


def _stated(session: int, message: Message, place: FoundStatement) -> Stated:
    return Stated(
        session=session,
        position=message.position,
        number=place.number,
        start=place.start,
        end=place.end,
        text=message.content[place.start : place.end],
        slot=place.slot,
        value=place.value,
        ends=place.ends,
        said_at=message.created_at,
        valid_at=place.valid_at,
        topics=place.topics,
        about=place.about,
    )
