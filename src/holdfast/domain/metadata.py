"""Metadata: a JSON object that callers attach to users, sessions, messages and more.

Stored values are kept encoded (`EncodedMetadata`) and decoded only when somebody looks inside: most reads
hand them on as they are.
"""

from __future__ import annotations

from typing import Any, cast

import msgspec

from holdfast.domain import json_text
from holdfast.errors import InvalidRequest

Metadata = dict[str, Any]
"""A decoded JSON object.  Integers are exact, whatever their size."""

EncodedMetadata = msgspec.Raw
"""The JSON text of a metadata object."""

PROTECTED_KEY = "system"
"""The top-level key under which enrichment keeps what it found; callers' merges cannot write it."""

_encode = msgspec.json.Encoder().encode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
"""The members of an object by name, each value as the text it is."""

MAXIMUM_METADATA = 1 << 20
"""Bytes of the JSON text of metadata, of anything but messages."""

MAXIMUM_MESSAGE_METADATA = 5 << 20
"""The same of a message, which may carry images; so many bytes a request may have by default."""

MAXIMUM_METADATA_PARTS = 50_000
"""Objects, lists and named values of metadata: each merge reads them all, while every other request waits."""


def encode_metadata(metadata: Metadata) -> EncodedMetadata:
    """The stored form of ``metadata``."""
    return EncodedMetadata(_encode(metadata))


def encode_merged(stored: EncodedMetadata | None, sent: Metadata, *, most: int) -> EncodedMetadata:
    """The stored form of ``sent`` merged into ``stored``.

    `InvalidRequest` when it has more than ``most`` bytes, or more than `MAXIMUM_METADATA_PARTS`.

    Objects merge key by key (http-api §5); everything else, also arrays and ``null``, is replaced.  Of what is stored
    only what ``sent`` names is read: the rest is handed on as the text it is.
    """
    encoded = bytes(encode_metadata(sent) if stored is None else _merged_text(stored, sent))
    if len(encoded) > most:
        raise InvalidRequest(
            f"metadata: would have {len(encoded)} bytes with what is stored already; at most {most} are kept"
        )
    if parts := json_text.parts_beyond(MAXIMUM_METADATA_PARTS, encoded):
        raise InvalidRequest(
            f"metadata: would have {parts} objects, lists and named values with what is stored already; at most "
            f"{MAXIMUM_METADATA_PARTS} are kept"
        )
    return EncodedMetadata(encoded)


def _merged_text(stored: msgspec.Raw, sent: Metadata) -> msgspec.Raw:
    members: dict[str, Any] = dict(_members(stored))
    for key, value in sent.items():
        present = members.get(key)
        if isinstance(value, dict) and present is not None and bytes(present)[:1] == b"{":
            members[key] = _merged_text(present, value)
        else:
            members[key] = value
    return msgspec.Raw(_encode(members))


def decode_metadata(encoded: EncodedMetadata | None) -> Metadata:
    """The object behind a stored form; nothing stored is the empty object."""
    if encoded is None:
        return {}
    return cast(Metadata, json_text.decode(bytes(encoded)))


def size_of(encoded: EncodedMetadata | None) -> int:
    """The bytes of a stored form, which is not copied; nothing stored has none."""
    return 0 if encoded is None else memoryview(encoded).nbytes


def without_protected_key(metadata: Metadata) -> Metadata:
    """``metadata`` less its top-level ``system`` key; nested keys of that name are ordinary."""
    if PROTECTED_KEY not in metadata:
        return metadata
    return {key: value for key, value in metadata.items() if key != PROTECTED_KEY}


def without_findings(stored: EncodedMetadata | None) -> EncodedMetadata | None:
    """Stored metadata less what is under the protected key."""
    if stored is None or _encode(PROTECTED_KEY) not in bytes(stored):
        return stored
    members = _members(stored)
    members.pop(PROTECTED_KEY, None)
    return EncodedMetadata(_encode(members))


def add_findings(stored: EncodedMetadata | None, found: Metadata) -> EncodedMetadata:
    """Stored metadata with what enrichment found under the protected key, in the place of equal keys there.

    Where nothing stands under that key yet, the text is extended and not read: it may be long.
    """
    if stored is None:
        return EncodedMetadata(_encode({PROTECTED_KEY: found}))
    text = bytes(stored)
    if _encode(PROTECTED_KEY) not in text:
        return EncodedMetadata(text[:-1] + (b"" if len(text) == 2 else b",") + _encode({PROTECTED_KEY: found})[1:])
    members: dict[str, Any] = dict(_members(text))
    system = json_text.decode(bytes(members.get(PROTECTED_KEY, b"{}")))
    members[PROTECTED_KEY] = {**(system if isinstance(system, dict) else {}), **found}
    return EncodedMetadata(_encode(members))
