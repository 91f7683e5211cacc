"""Batches of messages for one session each, bounded by number and by bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from holdfast.conversations.contract import Destination, ImportedMessage

MOST_MESSAGES = 100
MOST_BYTES = 2 << 20
"""A message that is longer goes alone."""
MOST_WAITING = 32 << 20
"""Bytes of messages, of sessions that take turns in a file, that wait for their batch to be full."""


class Batch(msgspec.Struct):
    """Messages of one session in order, as JSON texts."""

    destination: Destination
    messages: list[bytes] = []
    size: int = 0

    def body(self) -> bytes:
        """The body of a request."""
        return b'{"messages":[' + b",".join(self.messages) + b"]}"


def batches(messages: Iterable[ImportedMessage]) -> Iterator[Batch]:
    """Batches of ``messages``; those of a session keep their order, and little is held in memory."""
    waiting: dict[str, Batch] = {}
    total = 0
    for message in messages:
        text = msgspec.json.encode(message.body)
        session_id = message.destination.session_id
        batch = waiting.get(session_id)
        if batch and (len(batch.messages) >= MOST_MESSAGES or batch.size + len(text) > MOST_BYTES):
            yield waiting.pop(session_id)
            total -= batch.size
            batch = None
        if batch is None:
            batch = waiting[session_id] = Batch(message.destination)
        batch.messages.append(text)
        batch.size += len(text)
        total += len(text)
        if total > MOST_WAITING:
            yield from waiting.values()
            waiting, total = {}, 0
    yield from waiting.values()
