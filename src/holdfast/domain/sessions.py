"""Sessions: one conversation each, at most one user behind it."""

from __future__ import annotations

import msgspec

from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.origins import Origin
from holdfast.domain.timestamps import Timestamp


class Session(msgspec.Struct, frozen=True):
    """A stored session.  ``id`` is small, dense and ascending: list cursors count on it.

    From ``expires_at`` on it is gone.  Of one that is not to be remembered no facts are made, and only searches of
    this session find its messages.
    """

    id: int
    uuid: str
    session_id: str
    user_id: str | None
    metadata: EncodedMetadata | None
    created_at: Timestamp
    updated_at: Timestamp
    expires_at: Timestamp | None = None
    remember: bool = True


class ListedSession(msgspec.Struct, frozen=True):
    """A session as lists show it: with the number of its live messages."""

    session: Session
    message_count: int

    @property
    def id(self) -> int:
        """The number of the session, which pages are cut by."""
        return self.session.id


class DeletedSession(msgspec.Struct, frozen=True):
    """A session that was deleted and may be restored: with how many messages at most, and when it was deleted."""

    session: Session
    message_count: int
    deleted_at: Timestamp

    @property
    def id(self) -> int:
        """The number of the session, which pages are cut by."""
        return self.session.id


class NewSession(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller gives to create a session; without an ``origin`` the store chooses it."""

    session_id: str
    user_id: str | None = None
    metadata: Metadata | None = None
    origin: Origin | None = None
    expires_at: Timestamp | None = None
    remember: bool = True
