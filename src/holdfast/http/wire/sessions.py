"""Sessions on the wire (http-api §3.1, §4.2, §4.4)."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.retention import RetentionChange
from holdfast.domain.sessions import NewSession, Session
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import Integer, plain
from holdfast.http.wire.retention import change_of, expiry_of


class CreateSession(msgspec.Struct):
    """A session to create.

    It is gone from ``expires_at`` on, or when ``ttl`` seconds have passed. With ``remember`` false no facts are made of
    it, and only searches of the session itself find its messages.
    """

    session_id: str = ""
    user_id: str | None = None
    metadata: dict[str, Any] | None = None
    expires_at: str | None = None
    ttl: Integer | None = None
    remember: bool = True

    def to_new_session(self) -> NewSession:
        """The domain's value; `InvalidRequest` without a session id."""
        session_id = plain(self.session_id)
        if not session_id:
            raise InvalidRequest("session_id: sessionID cannot be empty")
        user_id = None if self.user_id is None else plain(self.user_id)
        return NewSession(
            session_id=session_id,
            user_id=user_id,
            metadata=self.metadata,
            expires_at=expiry_of(self.expires_at, self.ttl),
            remember=self.remember,
        )


class UpdateSession(msgspec.Struct):
    """Metadata to merge into a session, and a user for one that has none; the path says which session.

    ``expires_at`` or ``ttl`` change when it is gone; with an empty ``expires_at`` it stays. ``remember`` changes
    whether facts are made of it and wide searches find it.
    """

    session_id: str | None = None
    user_id: str | None = None
    metadata: dict[str, Any] | None = None
    expires_at: str | None = None
    ttl: Integer | None = None
    remember: bool | None = None

    def to_retention(self) -> RetentionChange:
        """What is to change of how long it is kept; `InvalidRequest` for what cannot be."""
        return change_of(self.expires_at, self.ttl, remember=self.remember)

    def to_user_id(self) -> str | None:
        """The user that the session is to belong to, if it has none yet."""
        return plain(self.user_id or "") or None


class SessionBody(msgspec.Struct):
    """A session; ``expires_at`` where it has one, and ``remember`` where that is false."""

    uuid: str
    id: int
    created_at: str
    updated_at: str
    deleted_at: str | None
    session_id: str
    metadata: EncodedMetadata | None
    user_id: str | None
    expires_at: str | UnsetType = UNSET
    remember: bool | UnsetType = UNSET

    @classmethod
    def from_session(cls, session: Session) -> SessionBody:
        """The body of a stored session."""
        return cls(
            session.uuid,
            session.id,
            session.created_at,
            session.updated_at,
            None,
            session.session_id,
            session.metadata,
            session.user_id,
            session.expires_at or UNSET,
            UNSET if session.remember else False,
        )
