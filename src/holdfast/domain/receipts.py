"""Receipts: what a write under an idempotency key gave, kept with it, so that a repetition is given the same.

A receipt knows nothing of the door that a request came through: what is kept is the result of the write, and each
door renders it as it renders a result that is new.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar, get_origin

import msgspec
from msgspec.structs import fields

from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.timestamps import Timestamp, timestamp_of
from holdfast.errors import IdempotencyMismatch

Result = TypeVar("Result")

LIFETIME = timedelta(days=1)
"""So long a repetition is recognised at least; older receipts are purged."""


class Receipt(msgspec.Struct, frozen=True):
    """Claims a key for one request.

    Attributes:
        key: what the caller calls the request; repetitions carry the same one.
        fingerprint: what makes a request the same one; a key that comes with another one was used wrongly.
        owner: whose key it is; keys of different owners have nothing to do with each other.
    """

    key: str
    fingerprint: bytes
    owner: str = ""


class Written(msgspec.Struct, Generic[Result], frozen=True):
    """What a write gave; ``replayed`` when it was an earlier one under the same key, and nothing was written now."""

    result: Result
    replayed: bool = False


def encode_result(result: object) -> str:
    """The form in which the result of a write is kept."""
    return msgspec.json.encode(result).decode()


def replay(receipt: Receipt, *, fingerprint: bytes, result: str, kind: type[Result]) -> Written[Result]:
    """What the write of ``receipt`` gave when it was done; `IdempotencyMismatch` when that was another request."""
    if fingerprint != receipt.fingerprint:
        raise IdempotencyMismatch(receipt.key)
    return Written(_decode(result, kind), replayed=True)


def _decode(result: str, kind: type[Result]) -> Result:
    if get_origin(kind) is not None or not issubclass(kind, msgspec.Struct):
        return msgspec.json.decode(result, type=kind)
    parts = msgspec.json.decode(result, type=dict[str, msgspec.Raw])
    return kind(**{field.name: _decode_field(parts[field.name], field.type) for field in fields(kind)})


def _decode_field(part: msgspec.Raw, kind: Any) -> Any:
    """A field of a result; metadata stays encoded, which msgspec by itself cannot do where it may be missing."""
    if kind == EncodedMetadata | None:
        return None if bytes(part) == b"null" else EncodedMetadata(bytes(part))
    return msgspec.json.decode(part, type=kind)


def expiry() -> Timestamp:
    """Receipts older than this time have had their day."""
    return timestamp_of(datetime.now(UTC) - LIFETIME)
