"""The sessions that are open to a principal."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence

import msgspec

from holdfast.domain.metadata import Metadata
from holdfast.domain.principals import Limits
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import AS_IT_IS, RetentionChange
from holdfast.domain.sessions import DeletedSession, ListedSession, NewSession, Session
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import HoldfastError, NotFound
from holdfast.operations.limited.paging import if_few, newest_of, page_of
from holdfast.storage.contract.sessions import Extent, Sessions


class LimitedSessions:
    """See `holdfast.storage.contract.sessions.Sessions`."""

    def __init__(self, sessions: Sessions, limits: Limits) -> None:
        self._sessions = sessions
        self._limits = limits

    async def create(self, session: NewSession, *, receipt: Receipt | None = None) -> Written[Session]:
        """`NotFound` for a session that would be closed; without a user it is that of the only one who is open."""
        limits = self._limits
        user_id = limits.sole_user if session.user_id is None else session.user_id
        if user_id is not None and limits.by_user and not limits.admits_user(user_id):
            raise NotFound("user", user_id)
        if not limits.admits_session(session.session_id, user_id):
            raise NotFound("session", session.session_id)
        return await self._sessions.create(msgspec.structs.replace(session, user_id=user_id), receipt=receipt)

    async def create_all(self, sessions: Sequence[NewSession]) -> list[Session | HoldfastError]:
        """As `create`, one after the other."""
        return [await self._created(session) for session in sessions]

    async def _created(self, session: NewSession) -> Session | HoldfastError:
        try:
            return (await self.create(session)).result
        except HoldfastError as error:
            return error

    async def get(self, session_id: str) -> Session:
        """`NotFound` also for a session that is closed."""
        if not self._limits.admits_session_name(session_id):
            raise NotFound("session", session_id)
        session = await self._sessions.get(session_id)
        if not self._admits(session):
            raise NotFound("session", session_id)
        return session

    async def merge_metadata(
        self,
        session_id: str,
        metadata: Metadata | None,
        *,
        user_id: str | None = None,
        retention: RetentionChange = AS_IT_IS,
    ) -> Session:
        """`NotFound` also for a session that is closed, and for a deleted one: whose it was is not to be seen."""
        await self.get(session_id)
        if user_id is not None and self._limits.by_user and not self._limits.admits_user(user_id):
            raise NotFound("user", user_id)
        return await self._sessions.merge_metadata(session_id, metadata, user_id=user_id, retention=retention)

    async def delete(self, session_id: str) -> None:
        """`NotFound` also for a session that is closed."""
        await self.get(session_id)
        await self._sessions.delete(session_id)

    async def deleted(self, *, before: int | None, limit: int, session_id: str | None = None) -> list[DeletedSession]:
        """Sessions that were open."""

        async def read(*, before: int | None, limit: int) -> list[DeletedSession]:
            return await self._sessions.deleted(before=before, limit=limit, session_id=session_id)

        return await newest_of(read, lambda deleted: self._admits(deleted.session), before=before, limit=limit)

    async def restore(self, session_id: str, *, steps: Sequence[str]) -> Session:
        """`NotFound` also for a session that was closed."""
        if not await self.deleted(before=None, limit=1, session_id=session_id):
            raise NotFound("session", session_id)
        return await self._sessions.restore(session_id, steps=steps)

    async def erase(self, session_id: str) -> None:
        """`NotFound` also for a session that is closed."""
        await self.get(session_id)
        await self._sessions.erase(session_id)

    async def set_updated_at(self, times: Mapping[int, Timestamp]) -> None:
        """As the contract says: the number of a session is known only to who may see it."""
        await self._sessions.set_updated_at(times)

    async def page(self, *, after: int, limit: int) -> list[Session]:
        """Sessions that are open."""
        if not self._limits.by_user or self._limits.user_prefixes:
            if (few := await self._if_few()) is not None:
                return [session for session in few if session.id > after and self._admits(session)][:limit]
            return await page_of(self._sessions.page, self._admits, after=after, limit=limit)
        found: list[Session] = []
        for user_id in dict.fromkeys(self._limits.users):
            found += await self.of_user(user_id, after=after, limit=limit)
        return sorted(found, key=lambda session: session.id)[:limit]

    async def of_user(self, user_id: str, *, after: int, limit: int) -> list[Session]:
        """Sessions of a user that are open."""
        if self._limits.by_user and not self._limits.admits_user(user_id):
            return []

        async def read_page(*, after: int, limit: int) -> list[Session]:
            return await self._sessions.of_user(user_id, after=after, limit=limit)

        return await page_of(read_page, self._admits, after=after, limit=limit)

    async def newest(self, *, before: int | None, limit: int, user_id: str | None = None) -> list[ListedSession]:
        """Sessions that are open."""
        limits = self._limits
        if user_id is None and limits.by_user and not limits.user_prefixes:
            found: list[ListedSession] = []
            for each in dict.fromkeys(limits.users):
                found += await self.newest(before=before, limit=limit, user_id=each)
            return sorted(found, key=lambda listed: listed.id, reverse=True)[:limit]
        if user_id is not None and limits.by_user and not limits.admits_user(user_id):
            return []

        async def read(*, before: int | None, limit: int) -> list[ListedSession]:
            return await self._sessions.newest(before=before, limit=limit, user_id=user_id)

        return await newest_of(read, lambda listed: self._admits(listed.session), before=before, limit=limit)

    async def extent(self, session_id: str) -> Extent | None:
        """``None`` also for a session that is closed."""
        try:
            await self.get(session_id)
        except NotFound:
            return None
        return await self._sessions.extent(session_id)

    async def edition(self, session: int) -> int:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._sessions.edition(session)

    async def names(self, numbers: Collection[int]) -> dict[int, str]:
        """Those of live sessions that are open."""
        named = await self._sessions.names(numbers)
        extents = [await self.extent(session_id) for session_id in named.values()]
        return {each.session: each.session_id for each in extents if each is not None and each.session in named}

    async def extents_of_user(self, user_id: str) -> list[Extent]:
        """Those of sessions that are open."""
        if self._limits.by_user and not self._limits.admits_user(user_id):
            return []
        return self._with_open_names(await self._sessions.extents_of_user(user_id))

    async def extents(self) -> list[Extent]:
        """Those of sessions that are open."""
        by_prefix = self._limits.session_prefixes or self._limits.user_prefixes
        few = await self._if_few() if by_prefix else None
        if few is not None:
            names = [session.session_id for session in few if self._admits(session)]
            found = await asyncio.gather(*map(self._sessions.extent, names))
            return [extent for extent in found if extent is not None]
        if not self._limits.by_user:
            return self._with_open_names(await self._sessions.extents())
        open_sessions: set[int] = set()
        after = 0
        while page := await self.page(after=after, limit=_MOST_EXTENTS):
            open_sessions |= {session.id for session in page}
            after = page[-1].id
        return [extent for extent in await self._sessions.extents() if extent.session in open_sessions]

    async def _if_few(self) -> list[Session] | None:
        """The sessions that a prefix opens, if they are few, and perhaps others."""
        limits = self._limits
        if limits.session_prefixes:
            return await if_few(self._sessions.beginning, limits.session_prefixes)
        return await if_few(self._sessions.of_users_beginning, (*limits.user_prefixes, *limits.users))

    async def beginning(self, prefix: str, *, limit: int) -> list[Session]:
        """As the contract says, of the open ones; fewer than there are, where others begin so too."""
        return list(filter(self._admits, await self._sessions.beginning(prefix, limit=limit)))

    async def of_users_beginning(self, prefix: str, *, limit: int) -> list[Session]:
        """As `beginning`."""
        return list(filter(self._admits, await self._sessions.of_users_beginning(prefix, limit=limit)))

    def _admits(self, session: Session) -> bool:
        return self._limits.admits_session(session.session_id, session.user_id)

    def _with_open_names(self, extents: list[Extent]) -> list[Extent]:
        admits = self._limits.admits_session_name
        return [extent for extent in extents if admits(extent.session_id)]


_MOST_EXTENTS = 5000
