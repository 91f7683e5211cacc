"""Idempotency keys: a retried POST answers as the first one did and stores nothing twice.

A write records its answer in its own transaction (`holdfast.domain.receipts`); what writes nothing, or fails by the
caller's fault, is recorded afterwards.  Requests with the same key wait for each other inside one process; across
processes the store decides, because a key can be recorded once only.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.domain.receipts import RecordedAnswer
from holdfast.domain.timestamps import Timestamp, timestamp_of
from holdfast.errors import IdempotencyMismatch, InvalidRequest
from holdfast.http.responses import ApiResponse

if TYPE_CHECKING:
    from starlette.responses import Response

    from holdfast.http.request import ApiRequest
    from holdfast.storage.contract.answers import Answers

HEADER = "idempotency-key"
LIFETIME = timedelta(days=1)
MAXIMUM_KEY_LENGTH = 255

_UNRECORDED = frozenset({401, 413, 422, 429})
"""Failures that say nothing about the request itself."""


class IdempotencyKeys:
    """Answers retries from what was recorded."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._under_way: dict[str, asyncio.Event] = {}

    async def answer(self, key: str, request: ApiRequest, handle: Callable[[], Awaitable[Response]]) -> Response:
        """The recorded answer to ``request``, or what ``handle`` answers now, which is then recorded.

        `IdempotencyMismatch` when the key stands for another request.
        """
        if not key.isprintable() or len(key) > MAXIMUM_KEY_LENGTH:
            raise InvalidRequest(f"Idempotency-Key: give up to {MAXIMUM_KEY_LENGTH} printable characters")
        fingerprint = await _fingerprint(request)
        while (earlier := self._under_way.get(key)) is not None:
            await earlier.wait()
        done = self._under_way[key] = asyncio.Event()
        try:
            return await self._answer_alone(key, fingerprint, request, handle)
        finally:
            del self._under_way[key]
            done.set()

    async def _answer_alone(
        self, key: str, fingerprint: bytes, request: ApiRequest, handle: Callable[[], Awaitable[Response]]
    ) -> Response:
        recorded = await self._answers.find(key, since=expiry())
        if recorded is not None:
            if recorded.fingerprint != fingerprint:
                raise IdempotencyMismatch(key)
            return ApiResponse.from_answer(recorded.answer)
        request.idempotency = (key, fingerprint)
        response = await handle()
        written = request.receipt is not None and request.receipt.recorded
        if not written and isinstance(response, ApiResponse) and _worth_recording(response):
            await self._answers.record(key, RecordedAnswer(fingerprint, response.to_answer()))
        return response


def expiry() -> Timestamp:
    """Answers recorded before this time count no more."""
    return timestamp_of(datetime.now(UTC) - LIFETIME)


def _worth_recording(response: ApiResponse) -> bool:
    return response.status_code < 500 and response.status_code not in _UNRECORDED


async def _fingerprint(request: ApiRequest) -> bytes:
    """What makes a request the same one: method, path, query and body."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (request.method.encode(), request.scope["raw_path"], request.scope["query_string"]):
        digest.update(part + b"\n")
    digest.update(await request.raw_body())
    return digest.digest()
