"""What requests may ask for at most, and what they get when they do not say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from holdfast.domain import json_text
from holdfast.domain.documents import MAXIMUM_BATCH
from holdfast.domain.messages import NewMessage
from holdfast.domain.metadata import (
    MAXIMUM_MESSAGE_METADATA,
    MAXIMUM_METADATA,
    MAXIMUM_METADATA_PARTS,
    EncodedMetadata,
    Metadata,
    decode_metadata,
    encode_metadata,
)
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import InvalidRequest


class Results(msgspec.Struct, frozen=True):
    """How many results a search, or a page, returns."""

    default: int
    most: int

    def of(self, asked: int) -> int:
        """For a wish of ``asked``; 0 and less count as none."""
        return min(asked, self.most) if asked > 0 else self.default


SEARCH_RESULTS = Results(default=10, most=1000)
DOCUMENT_RESULTS = Results(default=20, most=1000)
AUDIT_ENTRIES = Results(default=100, most=1000)

LONGEST_QUESTION = 4_000
"""Characters of a question that are read: cost grows with each, and no question needs more."""

LIST_CHUNK = 500
"""Rows read at once for lists: the event loop is held for about a millisecond."""
DOCUMENT_CHUNK = 100
"""Documents read at once: with their vectors they make about half a megabyte of JSON."""

DEFAULT_WAIT_SECONDS = 10
MAXIMUM_WAIT_SECONDS = 60


def seconds_to_wait(asked: int) -> int:
    """How long a caller waits for enrichment; `InvalidRequest` for too long."""
    if asked > MAXIMUM_WAIT_SECONDS:
        raise InvalidRequest(f"wait_seconds: must be at most {MAXIMUM_WAIT_SECONDS}, got {asked}")
    return asked or DEFAULT_WAIT_SECONDS


def check_document_count(count: int) -> None:
    """`InvalidRequest` for more documents than one request may name."""
    if count > MAXIMUM_BATCH:
        raise InvalidRequest(f"at most {MAXIMUM_BATCH} documents are taken in one request, got {count}")


MAXIMUM_MESSAGES = 5000
"""Messages of one request: more would hold up everybody else's writes."""

MAXIMUM_IDENTIFIER = 2048
"""Bytes in UTF-8 of an identifier, a role or a name: databases do not index longer ones."""

MAXIMUM_DEPTH = 500
"""How deep objects and lists of metadata lie in each other at most: who reads them needs a part of Python's stack."""

_PLAINLY_SHORT = MAXIMUM_IDENTIFIER // 4
"""Characters that have no more bytes than an identifier may."""

_UNMEASURED_CHARACTERS = 1000
_UNMEASURED_VALUES = 32
_SCALARS = (int, float, bool, type(None))


def check_message_count(count: int) -> None:
    """`InvalidRequest` for more messages than one request may bring."""
    if count > MAXIMUM_MESSAGES:
        raise InvalidRequest(
            f"messages: at most {MAXIMUM_MESSAGES} are taken in one request, got {count}; send smaller batches"
        )


async def checked_messages(messages: Sequence[NewMessage]) -> Sequence[NewMessage]:
    """The messages with long metadata encoded, so that whoever stores them does not hold up others.

    `InvalidRequest` when they are too many, or one has a role, a name or metadata that are too long.
    """
    check_message_count(len(messages))
    for place, message in enumerate(messages):
        if len(message.role) > _PLAINLY_SHORT:
            check_length(message.role, f"messages[{place}].role")
        if len(message.name) > _PLAINLY_SHORT:
            check_length(message.name, f"messages[{place}].name")
        if message.expires_at is not None:
            check_expiry(message.expires_at, f"messages[{place}].expires_at")
    long = [place for place, message in enumerate(messages) if not _is_plainly_short(message.metadata)]
    return await asyncio.to_thread(_with_encoded_metadata, messages, long) if long else messages


def _with_encoded_metadata(messages: Sequence[NewMessage], long: Sequence[int]) -> list[NewMessage]:
    encoded = list(messages)
    for place in long:
        metadata = _encoded(messages[place].metadata, f"messages[{place}].metadata", most=MAXIMUM_MESSAGE_METADATA)
        encoded[place] = msgspec.structs.replace(messages[place], metadata=metadata)
    return encoded


def check_expiry(moment: Timestamp | None, field: str) -> None:
    """`InvalidRequest` for a time to expire that is not ahead."""
    if moment is not None and moment <= now():
        raise InvalidRequest(f"{field}: {moment} is not in the future")


def check_identifier(text: str, field: str) -> None:
    """`InvalidRequest` for an identifier that is blank or too long."""
    if not text or text.isspace():
        raise InvalidRequest(f"{field}: must not be blank")
    check_length(text, field)


def check_length(text: str, field: str) -> None:
    """`InvalidRequest` for a short text, such as a role or a name, that is too long."""
    if len(text) > _PLAINLY_SHORT and (size := len(text.encode())) > MAXIMUM_IDENTIFIER:
        raise InvalidRequest(f"{field}: at most {MAXIMUM_IDENTIFIER} bytes in UTF-8 are allowed, got {size}")


async def check_metadata(metadata: Metadata | None, field: str, *, most: int = MAXIMUM_METADATA) -> None:
    """`InvalidRequest` for metadata whose JSON text would be too long, have too many parts, or be nested too deeply.

    What must be measured is measured beside the event loop.
    """
    await check_all_metadata({field: metadata}, most=most)


async def check_all_metadata(metadata: Mapping[str, Metadata | None], *, most: int = MAXIMUM_METADATA) -> None:
    """As `check_metadata` for each field."""
    long = {field: value for field, value in metadata.items() if not _is_plainly_short(value)}

    def check() -> None:
        for field, value in long.items():
            _encoded(value, field, most=most)

    if long:
        await asyncio.to_thread(check)


def check_recorded_metadata(recorded: EncodedMetadata, field: str, *, most: int = MAXIMUM_METADATA) -> None:
    """As `check_metadata`, of a text that somebody wrote, which is measured as it would be kept."""
    if _is_plainly_short(recorded):
        return
    if len(bytes(recorded)) > most:
        recorded = encode_metadata(decode_metadata(recorded))
    _encoded(recorded, field, most=most)


def _encoded(metadata: Metadata | EncodedMetadata | None, field: str, *, most: int) -> EncodedMetadata:
    if not isinstance(metadata, EncodedMetadata):
        # No other thread has its turn while a text is made: one that has too many parts is not made at all.
        _check_parts(_parts_of(metadata or {}), field)
        metadata = encode_metadata(metadata or {})
    size = len(bytes(metadata))
    if json_text.is_nested_beyond(MAXIMUM_DEPTH, bytes(metadata)):
        raise InvalidRequest(f"{field}: nested too deeply: at most {MAXIMUM_DEPTH} objects and lists in each other")
    if size > most:
        raise InvalidRequest(f"{field}: at most {most} bytes of JSON are kept, got {size}")
    _check_parts(json_text.parts_beyond(MAXIMUM_METADATA_PARTS, bytes(metadata)), field)
    return metadata


def _check_parts(parts: int, field: str) -> None:
    if parts > MAXIMUM_METADATA_PARTS:
        raise InvalidRequest(
            f"{field}: at most {MAXIMUM_METADATA_PARTS} objects, lists and named values are kept, got {parts}"
        )


def _parts_of(metadata: Metadata) -> int:
    """How many objects, lists and named values metadata have."""
    parts = 0
    waiting: list[Any] = [metadata]
    while waiting:
        value = waiting.pop()
        named = isinstance(value, dict)
        parts += 1 + len(value) * named
        waiting += [each for each in (value.values() if named else value) if isinstance(each, dict | list)]
    return parts


def _is_plainly_short(metadata: Metadata | EncodedMetadata | None) -> bool:
    """Whether a glance shows that the text is short, as that of nearly all metadata is."""
    if metadata is None:
        return True
    if isinstance(metadata, EncodedMetadata):
        return len(bytes(metadata)) <= _UNMEASURED_CHARACTERS
    if len(metadata) > _UNMEASURED_VALUES:
        return False
    return all(
        len(key) <= _UNMEASURED_CHARACTERS
        and (isinstance(value, _SCALARS) or (isinstance(value, str) and len(value) <= _UNMEASURED_CHARACTERS))
        for key, value in metadata.items()
    )
