"""Sessions."""

from __future__ import annotations

from holdfast.domain.metadata import Metadata
from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.sessions import NewSession, Session
from holdfast.operations.access import Access
from holdfast.operations.limits import check_identifier, check_length, check_metadata


class SessionOperations:
    """Creates, lists, reads and changes sessions."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def create(
        self, principal: Principal, session: NewSession, *, receipt: Receipt | None = None
    ) -> Written[Session]:
        """Store a new session; `AlreadyExists` when a live one has its ``session_id``."""
        with self._access.writing(principal, "create_session", session.session_id) as seen:
            check_identifier(session.session_id, "session_id")
            check_length(session.user_id or "", "user_id")
            check_metadata(session.metadata, "metadata")
            return await seen.sessions.create(session, receipt=receipt)

    async def get(self, principal: Principal, session_id: str) -> Session:
        """The live session; `NotFound` when there is none."""
        return await self._access.to_read(principal).sessions.get(session_id)

    async def page(self, principal: Principal, *, after: int, limit: int) -> list[Session]:
        """At most ``limit`` live sessions whose ``id`` exceeds ``after``, ascending."""
        return await self._access.to_read(principal).sessions.page(after=after, limit=limit)

    async def of_user(self, principal: Principal, user_id: str, *, after: int, limit: int) -> list[Session]:
        """As `page`, of one user; an unknown user has none."""
        return await self._access.to_read(principal).sessions.of_user(user_id, after=after, limit=limit)

    async def merge_metadata(
        self, principal: Principal, session_id: str, metadata: Metadata | None, *, user_id: str | None = None
    ) -> Session:
        """Merge metadata into a session, and give it a user if it has none; a deleted one is brought back.

        `NotFound` when it never existed; `InvalidRequest` when there is no such user.
        """
        with self._access.writing(principal, "update_session", session_id) as seen:
            check_metadata(metadata, "metadata")
            return await seen.sessions.merge_metadata(session_id, metadata, user_id=user_id)
