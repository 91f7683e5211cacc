"""Idempotency keys: a repeated POST that writes is answered as the first one was and stores nothing twice.

Here the key becomes a receipt; the store claims it in the transaction of the write (`holdfast.domain.receipts`).
A request that fails has stored nothing, so nothing is kept of it, and its repetition is tried like any other request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

from holdfast.domain.receipts import Receipt, Written
from holdfast.errors import InvalidRequest
from holdfast.http.responses import ApiResponse

HEADER = "idempotency-key"
MAXIMUM_KEY_LENGTH = 255

REPLAYED = "Idempotency-Replayed"
"""The header of an answer that was given before."""

Response = TypeVar("Response", bound=ApiResponse)


def receipt_for(key: str, parts: Iterable[bytes], *, owner: str) -> Receipt:
    """The receipt for a request of ``owner`` that consists of ``parts``; `InvalidRequest` when the key is none."""
    if not key.strip():
        raise InvalidRequest("Idempotency-Key: is empty; give a key that no other request has, or none")
    if not key.isprintable() or len(key) > MAXIMUM_KEY_LENGTH:
        raise InvalidRequest(f"Idempotency-Key: give up to {MAXIMUM_KEY_LENGTH} printable characters")
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(b"%d " % len(part))
        digest.update(part)
    return Receipt(key, digest.digest(), owner)


def mark_replayed(response: Response, written: Written[Any]) -> Response:
    """``response``, which says so when it was given before."""
    if written.replayed:
        response.headers[REPLAYED] = "true"
    return response
