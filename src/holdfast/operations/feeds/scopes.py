"""Scopes: whose messages or summaries a search looks at."""

from __future__ import annotations

import msgspec
from msgspec.json import decode, encode

from holdfast.retrieval.feed import News, Span
from holdfast.storage.contract.changes import Change, ChangeKind, Changes
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Storage

POSITION_BITS = 31
POSITIONS = (1 << POSITION_BITS) - 1


def index_key_of(session: int, position: int) -> int:
    """The number of a message in an index of several sessions."""
    return session << POSITION_BITS | position


def place_of(key: int) -> tuple[int, int]:
    """Session number and position of a message."""
    return key >> POSITION_BITS, key & POSITIONS


class Scope(msgspec.Struct, frozen=True):
    """One session, as it was when the search began, or all sessions of a user, or all there are.

    What is not to be remembered is found in the first only; with ``as_part`` it is not, since the session stands for
    a part of a wider search.
    """

    extent: Extent | None = None
    user_id: str | None = None
    as_part: bool = False

    @property
    def remembered(self) -> bool:
        """Whether only what is to be remembered may be found."""
        return self.extent is None or self.as_part

    @property
    def name(self) -> tuple[str, int | str]:
        """The name under which its index is kept."""
        if self.extent is not None:
            return "part" if self.as_part else "session", self.extent.session
        return ("all", "") if self.user_id is None else ("user", self.user_id)

    def stored_name(self, kind: str) -> str:
        """The name of the file in which its index of some kind may be kept."""
        return encode([kind, *self.name]).decode()

    @classmethod
    def of_stored(cls, name: str) -> tuple[str, Scope] | None:
        """The kind and the scope of a stored name; None for one session, whose state it does not tell."""
        kind, part, which = decode(name)
        if part not in {"user", "all"}:
            return None
        return kind, cls(user_id=which if part == "user" else None)

    async def changes(self, storage: Storage, cursor: int | None, *, edits: bool, summaries: bool) -> Changes:
        """What happened since a cursor.

        Of one session only edits are in the log that is read here, if they are wanted.
        """
        if self.extent is None:
            return await storage.session_changes.since(cursor, user_id=self.user_id, summaries=summaries)
        if edits:
            return await storage.session_changes.edits(self.extent.session, cursor)
        return Changes(cursor or 0, [])


def news_of(changes: Changes, spans: list[Span], edited: list[tuple[int, int]], *, scope: Scope) -> News:
    """What changes mean for an index, given what they mean for its spans and keys."""
    is_whole = scope.extent is None
    return News(
        cursor=changes.revision,
        spans=spans,
        complete=changes.complete and is_whole,
        edited=edited,
        edits_unknown=changes.complete,
    )


def of_kind(changes: Changes, kind: ChangeKind) -> list[Change]:
    """The changes of one kind."""
    return [change for change in changes.changes if change.kind is kind]
