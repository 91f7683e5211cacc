"""UUIDs as canonical text: lower case, hyphenated, 36 characters."""

from __future__ import annotations

import os
import re
import time
from itertools import repeat

ZERO_UUID = "00000000-0000-0000-0000-000000000000"

_UUID = re.compile(
    r"(?:urn:uuid:)?\{?"
    r"([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?",
    re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)


_VARIANTS = {f"{digit:x}": "89ab"[digit & 3] for digit in range(16)}
"""The digit that tells the variant, by a random one."""


class _RandomDigits:
    """Random hexadecimal digits, fetched from the system for many UUIDs at a time."""

    _UUIDS = 256

    def __init__(self) -> None:
        self._digits = ""
        self._used = 0

    def take(self, count: int) -> str:
        """Digits that nobody else was given."""
        start, self._used = self._used, self._used + count
        if self._used > len(self._digits):
            self._digits = os.urandom(count * self._UUIDS).hex()
            start, self._used = 0, count
        return self._digits[start : start + count]

    def forget(self) -> None:
        """Throw away what is left: a forked process must not give the same ones."""
        self._digits = ""


_random = _RandomDigits()
if hasattr(os, "register_at_fork"):  # where processes fork
    os.register_at_fork(after_in_child=_random.forget)


def new_uuid() -> str:
    """A fresh UUID of version 7 (RFC 9562): ordered by time, so that an index on it grows at one end.

    Not to be called from several threads at once.
    """
    return new_uuids(1)[0]


def new_uuids(count: int) -> list[str]:
    """So many fresh UUIDs, as `new_uuid` makes them."""
    time_digits = f"{time.time_ns() // 1_000_000:012x}"
    beginning = f"{time_digits[:8]}-{time_digits[8:]}-7"
    taken = map(_random.take, repeat(19, count))
    return [f"{beginning}{digits[1:4]}-{_VARIANTS[digits[0]]}{digits[4:7]}-{digits[7:]}" for digits in taken]


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
