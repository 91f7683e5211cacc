"""Message keys: the number of the session in the high bits, the position inside it in the low ones."""

from __future__ import annotations

POSITION_BITS = 24
MAXIMUM_POSITION = (1 << POSITION_BITS) - 1
"""A session can hold this many messages in its life: 16.7 million."""


def key_of(session: int, position: int) -> int:
    """The key of the message at ``position`` of a session; after the last one come the keys of the next session."""
    return (session << POSITION_BITS) + position


def position_of(key: int) -> int:
    """The position that a key holds."""
    return key & MAXIMUM_POSITION


def session_of(key: int) -> int:
    """The number of the session that a key holds."""
    return key >> POSITION_BITS


def keys_of(session: int) -> tuple[int, int]:
    """The lowest and the highest key that a session can have."""
    return key_of(session, 0), key_of(session, MAXIMUM_POSITION)
