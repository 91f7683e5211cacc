"""What a search of memory gives back."""

from __future__ import annotations

import msgspec

from holdfast.domain.messages import Message
from holdfast.domain.summaries import Summary


class Duplicate(msgspec.Struct, frozen=True):
    """Where the same was said: the UUID of the message, or of the summary, and its session."""

    session_id: str
    uuid: str


class Found(msgspec.Struct, frozen=True):
    """A message or a summary that was found, and how well it answers: ``dist``, -1 to 1.

    ``embedding`` is given for `mmr` only, ``parts`` when asked for.  ``session`` is the number of the session.
    ``duplicates`` are results that say the same and were left out.
    """

    session_id: str
    message: Message | None
    summary: Summary | None
    dist: float
    embedding: list[float] | None
    parts: dict[str, float] | None
    session: int = 0
    duplicates: tuple[Duplicate, ...] = ()

    @property
    def text(self) -> str:
        """What was said, or summed up."""
        if self.message is not None:
            return self.message.content
        return "" if self.summary is None else self.summary.content

    @property
    def uuid(self) -> str:
        """The UUID of the message or the summary."""
        if self.message is not None:
            return self.message.uuid
        return "" if self.summary is None else self.summary.uuid
