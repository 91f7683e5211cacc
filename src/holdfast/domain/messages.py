"""Messages: what was said, by whom, in the order of insertion."""

from __future__ import annotations

import msgspec

from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.timestamps import Timestamp


class Message(msgspec.Struct, frozen=True):
    """A stored message.

    ``position`` orders the messages of a session: ascending from 1 in the order of insertion, never used
    twice, with gaps only where messages were deleted.  ``name`` tells who speaks where that is more than the ``role``,
    else it is empty.  ``revision`` counts how often the content was edited.  From ``expires_at`` on it is gone.  Of one
    that is not to be remembered no facts and no summaries are made, and only searches of its session find it.
    """

    position: int
    uuid: str
    role: str
    content: str
    metadata: EncodedMetadata | None
    token_count: int
    created_at: Timestamp
    updated_at: Timestamp
    name: str = ""
    revision: int = 0
    expires_at: Timestamp | None = None
    remember: bool = True

    @property
    def speaker(self) -> str:
        """Who said it: the name, else the role."""
        return self.name or self.role


class DeletedMessage(msgspec.Struct, frozen=True):
    """A message that was deleted by itself and may be restored, and when it was deleted."""

    message: Message
    deleted_at: Timestamp


class FormerContent(msgspec.Struct, frozen=True, kw_only=True):
    """What a message said, with its metadata and the time that these had, until it was edited at ``ended_at``."""

    content: str
    metadata: EncodedMetadata | None = None
    updated_at: Timestamp
    ended_at: Timestamp


class NewMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller gives to store a message.

    Metadata may be encoded already: those that are long are, where the event loop is not held by it.
    ``uuid`` and ``created_at`` are chosen by the store when ``None``.  ``former`` is what it said before, oldest first,
    where it comes from another place; such a message has a ``uuid``.
    """

    role: str
    content: str
    metadata: Metadata | EncodedMetadata | None = None
    token_count: int = 0
    uuid: str | None = None
    created_at: Timestamp | None = None
    name: str = ""
    expires_at: Timestamp | None = None
    remember: bool = True
    former: tuple[FormerContent, ...] = ()


class MessagePage(msgspec.Struct, frozen=True):
    """Some messages of a session, oldest first, and how many live ones it has altogether."""

    messages: list[Message]
    total_count: int


def is_blank(content: str) -> bool:
    """Whether nothing is left of a text after trimming."""
    return not content or content.isspace()
