"""Identifiers that begin alike, as a range in the order of their code points, which an index can have."""

from __future__ import annotations

_LAST = "\U0010ffff"
_BEFORE_SURROGATES, _AFTER_SURROGATES = 0xD7FF, 0xE000
_BEYOND_ALL = _LAST * 1024
"""Longer than an identifier may be."""


def range_of(prefix: str) -> tuple[str, str]:
    """The first identifier that begins with ``prefix``, and one beyond all that do."""
    head = prefix.rstrip(_LAST)
    if not head:
        return prefix, _BEYOND_ALL
    code = ord(head[-1])
    return prefix, head[:-1] + chr(_AFTER_SURROGATES if code == _BEFORE_SURROGATES else code + 1)
