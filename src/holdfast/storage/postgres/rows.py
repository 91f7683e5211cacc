"""Between rows and values: how times, metadata and UUIDs travel, and the merges of metadata.

`prepare` teaches a connection to hand out the domain's own forms, so that a row fits a domain value as it is: UUIDs
as text, times as `Timestamp`, JSON as `EncodedMetadata`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import asyncpg

from holdfast.domain.metadata import (
    PROTECTED_KEY,
    EncodedMetadata,
    Metadata,
    decode_metadata,
    encode_metadata,
    merge_metadata,
    without_protected_key,
)
from holdfast.domain.timestamps import Timestamp, datetime_of

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""PostgreSQL counts microseconds from here."""

_MICROSECOND = timedelta(microseconds=1)

MAXIMUM_POSITION = 2**31 - 1


async def prepare(connection: asyncpg.Connection) -> None:
    """Install the codecs on a new connection."""
    codec = connection.set_type_codec
    await codec("uuid", schema="pg_catalog", encoder=str, decoder=str, format="text")
    await codec("json", schema="pg_catalog", encoder=str, decoder=EncodedMetadata, format="text")
    await codec("timestamptz", schema="pg_catalog", encoder=_encode_time, decoder=_decode_time, format="tuple")


@lru_cache(4096)  # messages of one request share their time, and a memory shows each of them twice
def _decode_time(moment: tuple[int]) -> Timestamp:
    return Timestamp((_EPOCH + timedelta(microseconds=moment[0])).isoformat(timespec="microseconds")[:-6] + "Z")


@lru_cache(64)
def _encode_time(timestamp: Timestamp) -> tuple[int]:
    return ((datetime_of(timestamp) - _EPOCH) // _MICROSECOND,)


def metadata_text(metadata: Metadata | None) -> str | None:
    """The text for a metadata column."""
    return None if metadata is None else bytes(encode_metadata(metadata)).decode()


def merged_text(stored: EncodedMetadata | None, sent: Metadata | None) -> str | None:
    """The text of stored metadata after a caller's merge, which cannot write the protected key."""
    sent = without_protected_key(sent or {})
    if not sent:
        return None if stored is None else bytes(stored).decode()
    return metadata_text(merge_metadata(decode_metadata(stored), sent))


def findings_text(stored: EncodedMetadata | None, found: Metadata) -> str | None:
    """The text of stored metadata with what enrichment found under the protected key."""
    metadata = decode_metadata(stored)
    system = metadata.get(PROTECTED_KEY)
    metadata[PROTECTED_KEY] = {**(system if isinstance(system, dict) else {}), **found}
    return metadata_text(metadata)
