"""Request paths: cleaning, splitting and decoding (http-api §1.3).

All three work on the raw path, in this order: so an identifier may hold any character, ``%2F`` included, and a
segment is decoded exactly once.
"""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes


def split_path(raw_path: bytes) -> list[str]:
    """The cleaned segments of a raw path, still encoded.

    Runs of slashes collapse, ``.`` and ``..`` are resolved, a slash at the end is dropped.
    """
    parts = raw_path.decode("latin-1").split("/")
    if b"//" not in raw_path and b"/." not in raw_path and not parts[0] and parts[-1]:
        return parts[1:]  # clean, as nearly all are
    segments: list[str] = []
    for segment in parts:
        if segment == "..":
            if segments:
                segments.pop()
        elif segment and segment != ".":
            segments.append(segment)
    return segments


def decode_segment(segment: str) -> str:
    """The text that a segment stands for.

    ``+`` is a plus sign.  Bytes that are not UTF-8 become U+FFFD, and U+0000 is removed, as in all plain text.
    """
    if segment.isascii() and "%" not in segment:
        return segment
    return unquote_to_bytes(segment.encode("latin-1")).decode("utf-8", "replace").replace("\x00", "")


def encode_segment(text: str) -> str:
    """The segment that stands for ``text``, whatever characters it holds."""
    return quote(text, safe="")
