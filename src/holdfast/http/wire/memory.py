"""Messages, summaries and memories on the wire (http-api §3.3–3.5, §4.6, §4.10, §4.11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from holdfast.domain.identifiers import ZERO_UUID
from holdfast.domain.memory import Memory
from holdfast.domain.messages import Message, NewMessage
from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import ZERO_TIME
from holdfast.http.wire.reading import Integer, PlainlySpelt, Time, Uuid, plain, timestamp
from holdfast.http.wire.retention import change_of, expiry_of
from holdfast.http.wire.users import EMPTY_OBJECT, shown
from holdfast.operations.limits import MAXIMUM_MESSAGES
from holdfast.operations.messages import MessageChange


class MessageRequest(PlainlySpelt):
    """A message to store, or what to change of one.

    It is gone from ``expires_at`` on, or when ``ttl`` seconds have passed; in a change an empty ``expires_at`` lets it
    stay. Of a message with ``remember`` false no facts and no summaries are made, and only searches of its session
    find it.
    """

    uuid: Uuid | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    role: str = ""
    content: str = ""
    metadata: dict[str, Any] | None = None
    token_count: Integer = 0
    name: str = ""
    expires_at: str | None = None
    ttl: Integer | None = None
    remember: bool | None = None

    def to_change(self) -> MessageChange:
        """The change that it asks for.

        A body with a role or a UUID is a whole message, which clients send back to merge its metadata: its content
        changes nothing.
        """
        is_whole = bool(self.role) or self.uuid is not None
        content = None if is_whole or not self.content else plain(self.content)
        retention = change_of(self.expires_at, self.ttl, remember=self.remember)
        return MessageChange(content=content, metadata=self.metadata, retention=retention)

    def to_new_message(self, *, keep_timestamp: bool, place: str = "") -> NewMessage:
        """The domain's value; the server's clock decides the time unless ``keep_timestamp``.

        ``place`` is what precedes the names of its fields where something is wrong with them.
        """
        return NewMessage(
            role=plain(self.role),
            content=plain(self.content),
            metadata=self.metadata,
            token_count=self.token_count,
            uuid=self.uuid.given if self.uuid else None,
            created_at=timestamp(self.created_at) if keep_timestamp else None,
            name=plain(self.name),
            expires_at=expiry_of(self.expires_at, self.ttl, place=place),
            remember=self.remember is not False,
        )


class SummaryRequest(PlainlySpelt):
    """A summary inside a memory: checked, and then ignored."""

    uuid: Uuid | None = None
    created_at: Time | None = None
    content: str = ""
    recent_message_uuid: Uuid | None = None
    metadata: dict[str, Any] | None = None
    token_count: Integer = 0


class AddMemory(PlainlySpelt):
    """Messages to append to a session; everything else is checked and ignored."""

    NEEDED: ClassVar[str] = "messages"

    messages: Annotated[list[MessageRequest], msgspec.Meta(max_length=MAXIMUM_MESSAGES)] = msgspec.field(
        default_factory=list
    )
    summary: SummaryRequest | None = None
    metadata: dict[str, Any] | None = None


class MessageBody(msgspec.Struct):
    """A message; empty metadata and an empty name are left out.

    ``expires_at`` is there where it has one, ``remember`` where that is false.
    """

    uuid: str
    created_at: str
    updated_at: str
    role: str
    content: str
    token_count: int
    metadata: EncodedMetadata | UnsetType = UNSET
    name: str | UnsetType = UNSET
    expires_at: str | UnsetType = UNSET
    remember: bool | UnsetType = UNSET

    @classmethod
    def from_message(cls, message: Message) -> MessageBody:
        """The body of a stored message."""
        return bodies_of((message,))[0]


def bodies_of(messages: Iterable[Message]) -> list[MessageBody]:
    """The bodies of stored messages."""
    # One loop without calls: an answer is little else than this.
    return [
        MessageBody(
            message.uuid,
            message.created_at,
            message.updated_at,
            message.role,
            message.content,
            message.token_count,
            UNSET if (metadata := message.metadata) is None or bytes(metadata) == EMPTY_OBJECT else metadata,
            message.name or UNSET,
            message.expires_at or UNSET,
            UNSET if message.remember else False,
        )
        for message in messages
    ]


def characters_of(messages: Iterable[MessageBody]) -> int:
    """How long the contents of messages are altogether."""
    return sum([len(message.content) for message in messages])


class SummaryBody(msgspec.Struct):
    """A summary; without one, all values are zero."""

    uuid: str
    created_at: str
    content: str
    recent_message_uuid: str
    token_count: int
    metadata: EncodedMetadata | UnsetType = UNSET

    @classmethod
    def from_summary(cls, summary: Summary) -> SummaryBody:
        """The body of a stored summary."""
        return cls(
            summary.uuid,
            summary.created_at,
            summary.content,
            summary.point_uuid,
            summary.token_count,
            shown(summary.metadata),
        )


NO_SUMMARY = SummaryBody(ZERO_UUID, ZERO_TIME, "", ZERO_UUID, 0)


class MemoryBody(msgspec.Struct):
    """What an assistant is given back of a session."""

    messages: list[MessageBody]
    summary: SummaryBody

    @classmethod
    def from_memory(cls, memory: Memory) -> MemoryBody:
        """The body of a memory."""
        summary = NO_SUMMARY if memory.summary is None else SummaryBody.from_summary(memory.summary)
        return cls(bodies_of(memory.messages), summary)


class MessageListBody(msgspec.Struct):
    """A page of messages; ``total_count`` counts all messages of the session."""

    messages: list[MessageBody]
    total_count: int
    row_count: int
