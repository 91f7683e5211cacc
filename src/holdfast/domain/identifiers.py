"""UUIDs as canonical text: lower case, hyphenated, 36 characters."""

from __future__ import annotations

import os
import re
import time

ZERO_UUID = "00000000-0000-0000-0000-000000000000"

_UUID = re.compile(
    r"(?:urn:uuid:)?\{?"
    r"([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?",
    re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)


def new_uuid() -> str:
    """A fresh UUID of version 7 (RFC 9562): ordered by time, so that an index on it grows at one end."""
    milliseconds = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10))
    value = (
        (milliseconds & 0xFFFF_FFFF_FFFF) << 80
        | 0x7 << 76
        | (tail >> 68 & 0xFFF) << 64
        | 0b10 << 62
        | (tail & 0x3FFF_FFFF_FFFF_FFFF)
    )
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def canonical_uuid(text: str) -> str:
    """The canonical form of a UUID.

    Accepted are the hyphenated form in any case, 32 hexadecimal digits, braces and the prefix ``urn:uuid:``
    (http-api §1.5).  Raises ``ValueError`` with a text that begins with ``invalid UUID`` for anything else.
    """
    if len(text) == 36 and text.count("-") == 4 and (match := _UUID.fullmatch(text)):
        return "-".join(match.groups()).lower()
    if _HEX.fullmatch(text):
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}".lower()
    braced = len(text) == 38 and text[0] == "{" and text[-1] == "}"
    urn = len(text) == 45 and text[:9].lower() == "urn:uuid:"
    if (braced or urn) and (match := _UUID.fullmatch(text)):
        return "-".join(match.groups()).lower()
    if len(text) not in {32, 36, 38, 45}:
        raise ValueError(f"invalid UUID length: {len(text)}")
    raise ValueError("invalid UUID format")
