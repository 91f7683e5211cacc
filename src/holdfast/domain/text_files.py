"""Text files as people have them: UTF-8, perhaps behind a byte order mark; other encodings are named."""

from __future__ import annotations

import codecs

from holdfast.errors import InvalidRequest

BYTE_ORDER_MARK = codecs.BOM_UTF8

_OTHERS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_LEAST = 8


def check_encoding(beginning: bytes) -> None:
    """`InvalidRequest` that names the encoding when the first bytes of a file show that it is not UTF-8."""
    for mark, name in _OTHERS:
        if beginning.startswith(mark):
            raise _refusal(name)
    sample = beginning[: len(beginning) // 2 * 2]
    if len(sample) >= _LEAST and (not any(sample[::2]) or not any(sample[1::2])):
        raise _refusal("UTF-16")


def without_mark(data: bytes) -> bytes:
    """``data`` less the byte order mark that some editors put before UTF-8."""
    return data.removeprefix(BYTE_ORDER_MARK)


def _refusal(name: str) -> InvalidRequest:
    return InvalidRequest(
        f"the file is {name}, not UTF-8: save it as UTF-8 "
        "(in PowerShell, `Get-Content FILE | Out-File -Encoding utf8 NEW`)"
    )
