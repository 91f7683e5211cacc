"""Metadata: a JSON object that callers attach to users, sessions, messages and more.

Stored values are kept encoded (`EncodedMetadata`) and decoded only when somebody looks inside: most reads
hand them on as they are.
"""

from __future__ import annotations

from typing import Any

import msgspec

Metadata = dict[str, Any]
"""A decoded JSON object.  Integers are exact, whatever their size."""

EncodedMetadata = msgspec.Raw
"""The JSON text of a metadata object."""

PROTECTED_KEY = "system"
"""The top-level key under which enrichment keeps what it found; callers' merges cannot write it."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Metadata).decode


def encode_metadata(metadata: Metadata) -> EncodedMetadata:
    """The stored form of ``metadata``."""
    return EncodedMetadata(_encode(metadata))


def decode_metadata(encoded: EncodedMetadata | None) -> Metadata:
    """The object behind a stored form; nothing stored is the empty object."""
    return {} if encoded is None else _decode(encoded)


def merge_metadata(stored: Metadata | None, sent: Metadata) -> Metadata:
    """Merge ``sent`` into ``stored`` key by key and return the result (http-api §5).

    Two objects merge recursively; everything else, also arrays and ``null``, is replaced.  Neither argument
    is changed.  The recursion is as deep as the JSON parser allows documents to be.
    """
    if stored is None:
        return sent
    merged = dict(stored)
    for key, value in sent.items():
        present = merged.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            merged[key] = merge_metadata(present, value)
        else:
            merged[key] = value
    return merged


def without_protected_key(metadata: Metadata) -> Metadata:
    """``metadata`` less its top-level ``system`` key; nested keys of that name are ordinary."""
    if PROTECTED_KEY not in metadata:
        return metadata
    return {key: value for key, value in metadata.items() if key != PROTECTED_KEY}
