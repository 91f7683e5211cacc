"""Counts in words."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """``count`` of something, such as "1 message", "2 messages" or "2 summaries"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"
