"""Idempotency keys of calls that bring none."""

from __future__ import annotations

import secrets
import time

__all__ = ["new_key"]


def new_key() -> str:
    """A key that no other call has.

    It begins with the time, in milliseconds: so a server writes the keys of a moment side by side, which costs it less
    than writing each where chance has it.
    """
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"
