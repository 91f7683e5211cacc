"""Recorded answers of requests that carried an idempotency key."""

from __future__ import annotations

from typing import Protocol

from holdfast.domain.receipts import RecordedAnswer
from holdfast.domain.timestamps import Timestamp


class Answers(Protocol):
    """Recorded answers of requests that carried an idempotency key."""

    async def find(self, key: str, *, since: Timestamp) -> RecordedAnswer | None:
        """The answer recorded for ``key`` at ``since`` or later."""
        ...

    async def record(self, key: str, answer: RecordedAnswer) -> None:
        """Record an answer that belongs to no write; an older one of the same key is replaced."""
        ...
