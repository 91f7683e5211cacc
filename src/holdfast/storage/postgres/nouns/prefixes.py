"""Looking for texts by how they begin."""

from __future__ import annotations


def begins(column: str) -> str:
    """The condition that a text lies in the range ($1, $2) of `holdfast.storage.prefixes.range_of`.

    Ranges follow prefixes only in the order of code points, which the database's own order need not be.
    """
    text = f'{column} COLLATE "C"'
    return f"{text} >= $1::text AND {text} < $2::text"
