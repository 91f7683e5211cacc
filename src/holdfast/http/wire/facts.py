"""Facts on the wire."""

from __future__ import annotations

import msgspec

from holdfast.http.wire.reading import plain
from holdfast.providers.facts.contract import Said, Statement


class SaidMessage(msgspec.Struct):
    """A message of a conversation that need not be stored."""

    content: str
    role: str = "user"

    def to_said(self) -> Said:
        """The value that facts are found in."""
        return Said(plain(self.role), plain(self.content))


class PreviewRequest(msgspec.Struct):
    """A conversation in which facts are to be found."""

    messages: list[SaidMessage]


class StatementBody(msgspec.Struct):
    """A statement: ``text`` is ``content[start:end]`` of the message with the index ``message``, in code points."""

    message: int
    start: int
    end: int
    text: str
    slot: str | None
    value: str | None
    ends: bool

    @classmethod
    def from_statement(cls, statement: Statement, content: str) -> StatementBody:
        """The body of a statement in a message with this content."""
        return cls(
            statement.message,
            statement.start,
            statement.end,
            content[statement.start : statement.end],
            statement.slot,
            statement.value,
            statement.ends,
        )


class PreviewBody(msgspec.Struct):
    """The statements of a conversation, in their order."""

    facts: list[StatementBody]
