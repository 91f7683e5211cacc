"""Receipts: the memory of a request that carried an idempotency key, so that a retry answers as it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """What was answered to a request: enough to answer it again."""

    status: int
    media_type: str
    body: bytes


class RecordedAnswer(msgspec.Struct, frozen=True):
    """An answer as it was recorded, with the fingerprint of the request that it answered."""

    fingerprint: bytes
    answer: Answer


class Receipt:
    """Asks a store to record, in the transaction of a write, how the request was answered.

    ``render`` turns the result of the write into the answer.  ``recorded`` tells afterwards whether the store
    has done so.
    """

    __slots__ = ("fingerprint", "key", "recorded", "render")

    def __init__(self, key: str, fingerprint: bytes, render: Callable[[Any], Answer]) -> None:
        self.key = key
        self.fingerprint = fingerprint
        self.render = render
        self.recorded = False
