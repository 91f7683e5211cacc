"""What messages said before they were edited elsewhere, as both stores keep it of messages that are taken in."""

from __future__ import annotations

from typing import Any

from holdfast.domain.messages import NewMessage


def former_rows(session: int, position: int, message: NewMessage) -> list[tuple[Any, ...]]:
    """The rows of `message_revisions` of a message at a position, oldest first.

    In the order of the columns: session, position, revision, uuid, role, name, content, metadata as JSON text, when the
    message was made, when the content was written, and when it ended.
    """
    return [
        (
            session,
            position,
            revision,
            message.uuid,
            message.role,
            message.name,
            former.content,
            None if former.metadata is None else bytes(former.metadata).decode(),
            message.created_at or former.updated_at,
            former.updated_at,
            former.ended_at,
        )
        for revision, former in enumerate(message.former)
    ]
