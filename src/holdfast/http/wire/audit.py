"""The audit log on the wire (ours)."""

from __future__ import annotations

import msgspec

from holdfast.domain.audit import Entry


class AuditEntryBody(msgspec.Struct):
    """Who changed what, and when.

    ``targets`` are the identifiers of what was changed: of a message that of its session and its UUID, of documents
    the name of their collection and their UUIDs.  Of very many there are only some; ``count`` is how many there were.
    """

    id: int
    at: str
    actor: str
    action: str
    targets: tuple[str, ...]
    count: int

    @classmethod
    def from_entry(cls, entry: Entry) -> AuditEntryBody:
        """The body of a noted entry."""
        return cls(entry.id, entry.at, entry.actor, entry.action, entry.targets, entry.count)
