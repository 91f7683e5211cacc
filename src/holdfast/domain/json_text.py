"""Reading JSON in time that grows with the length of the text and with nothing else.

msgspec is quick and keeps integers exact, but numbers whose power of ten is large take it a hundred times as long as
others.  orjson has no such numbers, but makes floats of integers beyond 64 bits.  So short texts, of which even the
worst takes a few milliseconds, and texts without such numbers go to msgspec, the others to orjson.  Where a text holds
both kinds, Python reads the floats one by one.
"""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
import orjson
from numpy.typing import NDArray

from holdfast.errors import InvalidRequest

MAXIMUM_PARTS = 300_000
"""Objects, lists and named values of one text: each takes a hundred times the memory and time of its characters."""

_OPENING, _CLOSING = np.frombuffer(b"{[", np.uint8), np.frombuffer(b"}]", np.uint8)
_SHORT = 4096
_FEW_POWERS = 200
_LONG_INTEGER = b"0" * 20
_POWER = b"0e"
_KINDS = bytes(ord("0") if chr(byte).isdecimal() else ord("e") if byte in b"eE" else ord(" ") for byte in range(128))
_KINDS += b" " * 128
"""Each digit as 0, each letter that may announce a power as e, anything else as a blank."""

_decode = msgspec.json.Decoder().decode


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"number out of range: {digits[:40]}")
    return number


_decode_by_hand = msgspec.json.Decoder(float_hook=_finite).decode


def decode(text: bytes) -> Any:
    """The value of a JSON text.

    Raises ``ValueError`` (`msgspec.DecodeError`, `orjson.JSONDecodeError` or ``UnicodeDecodeError``) when it is none.
    """
    if is_quick(text):
        return _decode(text)
    return orjson.loads(text) if _LONG_INTEGER not in text.translate(_KINDS) else _decode_by_hand(text)


def is_quick(text: bytes) -> bool:
    """Whether msgspec reads a text in time that grows with its length alone, whatever it is read as."""
    return len(text) <= _SHORT or text.translate(_KINDS).count(_POWER) <= _FEW_POWERS


def is_nested_beyond(most: int, text: bytes) -> bool:
    """Whether objects and lists lie in each other more than ``most`` times in a JSON text."""
    if text.count(b"{") + text.count(b"[") <= most:
        return False
    signs = _outside_strings(text)
    opened = np.isin(signs, _OPENING).astype(np.int8) - np.isin(signs, _CLOSING)
    return int(np.cumsum(opened, dtype=np.int32).max(initial=0)) > most


def _outside_strings(text: bytes) -> NDArray[np.uint8]:
    """The bytes of a JSON text, those within strings as zeros."""
    signs = np.frombuffer(text.replace(rb"\\", b"").replace(rb"\"", b""), np.uint8)
    return signs * np.logical_not(np.bitwise_and(np.cumsum(signs == ord('"'), dtype=np.uint32), 1))


def check_parts(text: bytes) -> None:
    """`InvalidRequest` when a text of a caller has more than `MAXIMUM_PARTS`."""
    if parts := parts_beyond(MAXIMUM_PARTS, text):
        raise InvalidRequest(
            f"body: at most {MAXIMUM_PARTS} objects, lists and named values are taken in one request, got {parts}"
        )


def parts_beyond(most: int, text: bytes) -> int:
    """How many objects, lists and named values a JSON text has where they are more than ``most``, else 0.

    All signs are counted first, which is cheap; those inside strings are told apart only where it matters.
    """
    if len(text) <= most or sum(map(text.count, (b"{", b"[", b":"))) <= most:
        return 0
    signs = _outside_strings(text)
    parts = sum(int(np.count_nonzero(signs == ord(sign))) for sign in "{[:")
    return parts if parts > most else 0
