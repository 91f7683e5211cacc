"""The users that are open to a principal."""

from __future__ import annotations

from holdfast.domain.principals import Limits
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.users import NewUser, User, UserChange
from holdfast.errors import Forbidden, NotFound
from holdfast.operations.limited.paging import if_few, newest_of, page_of
from holdfast.storage.contract.users import Users


class LimitedUsers:
    """See `holdfast.storage.contract.users.Users`."""

    def __init__(self, users: Users, limits: Limits) -> None:
        self._users = users
        self._limits = limits

    async def create(self, user: NewUser, *, receipt: Receipt | None = None) -> Written[User]:
        """`NotFound` for a user that would be closed."""
        return await self._open(user.user_id).create(user, receipt=receipt)

    async def get(self, user_id: str) -> User:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).get(user_id)

    async def update(self, user_id: str, change: UserChange) -> User:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).update(user_id, change)

    async def delete(self, user_id: str) -> None:
        """`NotFound` also for a user that is closed; `Forbidden` where sessions of it may be closed."""
        users = self._open(user_id)
        if self._limits.session_prefixes:
            raise Forbidden("not allowed: the caller may not see all sessions of the user, which would go too")
        await users.delete(user_id)

    async def beginning(self, prefix: str, *, limit: int) -> list[User]:
        """As the contract says, of the open ones; fewer than there are, where others begin so too."""
        found = await self._users.beginning(prefix, limit=limit)
        return [user for user in found if self._limits.admits_user(user.user_id)]

    async def page(self, *, after: int, limit: int) -> list[User]:
        """Users that are open."""
        if self._limits.user_prefixes:
            admits = self._limits.admits_user
            prefixes = (*self._limits.user_prefixes, *self._limits.users)
            if (few := await if_few(self._users.beginning, prefixes)) is not None:
                return [user for user in few if user.id > after and admits(user.user_id)][:limit]
            return await page_of(self._users.page, lambda user: admits(user.user_id), after=after, limit=limit)
        found = []
        for user_id in dict.fromkeys(self._limits.users):
            try:
                found.append(await self._users.get(user_id))
            except NotFound:
                continue
        return sorted((user for user in found if user.id > after), key=lambda user: user.id)[:limit]

    async def newest(self, *, before: int | None, limit: int) -> list[User]:
        """Users that are open."""
        if self._limits.user_prefixes:
            admits = self._limits.admits_user
            return await newest_of(self._users.newest, lambda user: admits(user.user_id), before=before, limit=limit)
        named = await self.page(after=0, limit=len(self._limits.users))
        return [user for user in reversed(named) if before is None or user.id < before][:limit]

    def _open(self, user_id: str) -> Users:
        if not self._limits.admits_user(user_id):
            raise NotFound("user", user_id)
        return self._users
