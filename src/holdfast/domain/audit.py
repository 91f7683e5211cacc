"""The audit log: who changed what, and when; never what it said."""

from __future__ import annotations

from collections.abc import Collection

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


def without_names(actor: str, targets: str, names: Collection[str], by: str) -> tuple[str, str] | None:
    """Actor and encoded targets of an entry with ``by`` in the place of ``names``; ``None`` when it has none.

    Where the first target is one of them, the others are parts of it, and go too.
    """
    found = msgspec.json.decode(targets, type=list[str])
    kind, colon, name = actor.partition(":")
    named = bool(colon) and name in names
    if not named and not any(target in names for target in found):
        return None
    whole = bool(found) and found[0] in names
    replaced = [by if whole or target in names else target for target in found]
    return f"{kind}:{by}" if named else actor, msgspec.json.encode(replaced).decode()
