"""Metadata without their long values, such as images: for answers that hold many of them."""

from __future__ import annotations

from typing import Any, Final

from holdfast.domain.metadata import (
    PROTECTED_KEY,
    EncodedMetadata,
    Metadata,
    decode_metadata,
    encode_metadata,
)

LONGEST_VALUE: Final = 8192
"""Bytes in JSON of a value that is given whole."""
_BEGINNING: Final = 100
"""Characters of a text that are left of it."""


def without_long_values(metadata: EncodedMetadata) -> EncodedMetadata:
    """Metadata in which each value of more than `LONGEST_VALUE` bytes is cut, at any depth.

    Of a text its beginning is left, of a list or an object nothing unless its parts are cut enough; a mark tells that,
    and how many bytes there were.  What enrichment found is left as it is.
    """
    if len(bytes(metadata)) <= LONGEST_VALUE:
        return metadata
    shown: Metadata = {}
    for key, value in decode_metadata(metadata).items():
        shown[key] = value if key == PROTECTED_KEY else _cut(value)[0]
    return encode_metadata(shown)


def _cut(value: Any) -> tuple[Any, int, int]:
    """A value as it is shown, and about how many bytes that and the value itself have."""
    shown: Any
    if isinstance(value, str):
        size = len(value.encode()) + 2
        shown = value if size <= LONGEST_VALUE else f"{value[:_BEGINNING]}{_mark(size)}"
        return shown, len(shown.encode()) + 2, size
    if not isinstance(value, dict | list):
        size = len(str(value))
        return value, size, size
    if isinstance(value, dict):
        shown = {}
        left = size = 1
        for key, part in value.items():
            shown[key], *sizes = _cut(part)
            left, size = left + len(key) + 4 + sizes[0], size + len(key) + 4 + sizes[1]
    else:
        shown = []
        left = size = 1
        for part in value:
            cut, *sizes = _cut(part)
            shown.append(cut)
            left, size = left + 1 + sizes[0], size + 1 + sizes[1]
    return (shown, left, size) if left <= LONGEST_VALUE else (_mark(size), 80, size)


def _mark(size: int) -> str:
    return f"… [cut: {size} bytes in all, whole_metadata gives them]"
