"""The audit log: who changed what, and when; never what it said."""

from __future__ import annotations

import msgspec

from holdfast.domain.timestamps import Timestamp

MOST_TARGETS = 100
"""So many identifiers of one request are noted; ``count`` says how many there were."""


class NewEntry(msgspec.Struct, frozen=True):
    """What was done: by whom, which verb, and the identifiers of what it was done to."""

    at: Timestamp
    actor: str
    action: str
    targets: tuple[str, ...]
    count: int


class Entry(msgspec.Struct, frozen=True):
    """A noted entry; ``id`` ascends in the order in which entries were noted."""

    id: int
    at: Timestamp
    actor: str
    action: str
    targets: tuple[str, ...]
    count: int
