"""Sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from holdfast.domain.filters import SearchFilter
from holdfast.domain.metadata import Metadata
from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import AS_IT_IS, RetentionChange
from holdfast.domain.sessions import DeletedSession, ListedSession, NewSession, Session
from holdfast.domain.timestamps import read_moment
from holdfast.operations.access import Access
from holdfast.operations.finding import Finding, contains, find
from holdfast.operations.limits import check_expiry, check_identifier, check_length, check_metadata


class SessionOperations:
    """Creates, lists, reads, changes and restores sessions.

    ``steps`` are the names of the enrichment steps that restored messages call for; ``wake`` tells the worker that
    there is something to do.
    """

    def __init__(self, access: Access, *, steps: Sequence[str], wake: Callable[[], None]) -> None:
        self._access = access
        self._steps = tuple(steps)
        self._wake = wake

    async def create(
        self, principal: Principal, session: NewSession, *, receipt: Receipt | None = None
    ) -> Written[Session]:
        """Store a new session; `AlreadyExists` when a live one has its ``session_id``."""
        with self._access.writing(principal, "create_session", session.session_id) as seen:
            check_identifier(session.session_id, "session_id")
            check_length(session.user_id or "", "user_id")
            await check_metadata(session.metadata, "metadata")
            check_expiry(session.expires_at, "expires_at")
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

    async def newest(
        self, principal: Principal, *, before: int | None = None, limit: int, user_id: str | None = None
    ) -> list[ListedSession]:
        """At most ``limit`` live sessions, those created last first, whose ``id`` is below ``before`` if that is given.

        Of one user if ``user_id`` is given; an unknown user has none.
        """
        sessions = self._access.to_read(principal).sessions
        return await sessions.newest(before=before, limit=limit, user_id=user_id)

    async def find(
        self,
        principal: Principal,
        text: str,
        *,
        user_id: str | None = None,
        created: SearchFilter | None = None,
        before: int | None = None,
        limit: int,
    ) -> Finding[ListedSession]:
        """Live sessions whose ``session_id`` or ``user_id`` contains a text, those created last first.

        Only those of one user if ``user_id`` is given, and those that were created within the dates of a filter.
        """
        sessions = self._access.to_read(principal).sessions
        named = contains(text)

        def fits(listed: ListedSession) -> bool:
            session = listed.session
            within = created is None or created.admits_time(read_moment(session.created_at))
            return within and (not text or named(session.session_id, session.user_id))

        return await find(partial(sessions.newest, user_id=user_id), fits, before=before, limit=limit)

    async def merge_metadata(
        self,
        principal: Principal,
        session_id: str,
        metadata: Metadata | None,
        *,
        user_id: str | None = None,
        retention: RetentionChange = AS_IT_IS,
    ) -> Session:
        """Merge metadata into a session, and give it a user if it has none; a deleted one is brought back.

        ``retention`` changes when it expires and whether it is remembered.
        `NotFound` when it never existed; `InvalidRequest` when there is no such user.
        """
        with self._access.writing(principal, "update_session", session_id) as seen:
            await check_metadata(metadata, "metadata")
            check_expiry(retention.expiry_after(None), "expires_at")
            return await seen.sessions.merge_metadata(session_id, metadata, user_id=user_id, retention=retention)

    async def deleted(
        self, principal: Principal, *, before: int | None = None, limit: int, session_id: str | None = None
    ) -> list[DeletedSession]:
        """Deleted sessions that can be restored, those created last first; of one ``session_id`` if that is given."""
        sessions = self._access.to_read(principal).sessions
        return await sessions.deleted(before=before, limit=limit, session_id=session_id)

    async def restore(self, principal: Principal, session_id: str) -> Session:
        """Bring back a deleted session with its messages and summaries, before the purge has begun with it.

        `NotFound` when there is none.  What its messages state is found anew.
        """
        with self._access.writing(principal, "restore_session", session_id) as seen:
            session = await seen.sessions.restore(session_id, steps=self._steps)
        self._wake()
        return session
