"""What a step is: a function from stored messages to one field of them, written where it belongs.

A step may run twice over the same messages and then leaves the same result.  Messages that vanish while it works are
the store's affair: what is written for them is dropped.  Claiming, retrying and time limits are the worker's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from holdfast.domain.messages import Message


class SessionMessages(msgspec.Struct, frozen=True):
    """Messages of one session, oldest first."""

    session: int
    messages: Sequence[Message]


class Step(Protocol):
    """One kind of enrichment."""

    name: str

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """Enrich all messages of ``batch``; an exception means that none of it counts as done."""
        ...
