"""The step that keeps what users state about themselves, word for word.

It finds statements by rules, in the process that computes, and lets the store say which of them are new: a statement
that was recorded before is known by its place, so running twice leaves the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from holdfast.domain.facts import Stated
from holdfast.domain.messages import Message
from holdfast.enrichment.calculations import Conversation, FoundStatement, find_facts
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.storage.contract.facts import Facts
from holdfast.storage.contract.messages import Messages

NAME = "facts"
RULES = "rules"
"""The actor of what is found by rules."""

CONTEXT = 30
"""Messages before those that are looked at: they tell whether a part is being played."""
_STATEMENTS_PER_WRITE = 16
"""A write runs on the event loop: so many statements take about two milliseconds."""


class FindFacts:
    """Stores what users state about themselves in messages, with the place where it stands."""

    name = NAME

    def __init__(self, messages: Messages, facts: Facts, calculator: Calculator) -> None:
        self._messages = messages
        self._facts = facts
        self._calculator = calculator

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        parts = _joined(batch)
        conversations = [await self._conversation(part) for part in parts]
        found = await self._calculator.run(find_facts, conversations)
        statements = [
            _stated(part.session, part.messages[place.message], place)
            for part, places in zip(parts, found, strict=True)
            for place in places
        ]
        for start in range(0, len(statements), _STATEMENTS_PER_WRITE):
            await self._facts.record(statements[start : start + _STATEMENTS_PER_WRITE], actor=RULES)

    async def _conversation(self, part: SessionMessages) -> Conversation:
        first = part.messages[0].position
        after = max(0, first - 1 - CONTEXT)
        before = await self._messages.span(part.session, after=after, limit=first - 1 - after) if first > 1 else []
        return Conversation(
            before=[(message.role, message.content) for message in before if message.position < first],
            messages=[(message.role, message.content, message.created_at) for message in part.messages],
        )


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
    )
