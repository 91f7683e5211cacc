"""How times, metadata and UUIDs travel.

`prepare` teaches a connection to hand out the domain's own forms, so that a row fits a domain value as it is: UUIDs
as text, times as `Timestamp`, JSON as `EncodedMetadata`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import asyncpg

from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.timestamps import Timestamp, datetime_of

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""PostgreSQL counts microseconds from here."""

_MICROSECOND = timedelta(microseconds=1)


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
