"""Users."""

from __future__ import annotations

from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.users import NewUser, User, UserChange
from holdfast.operations.access import Access
from holdfast.operations.finding import Finding, contains, find
from holdfast.operations.limits import check_identifier, check_length, check_metadata


class UserOperations:
    """Creates, lists, reads and changes users."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def create(self, principal: Principal, user: NewUser, *, receipt: Receipt | None = None) -> Written[User]:
        """Store a new user; `AlreadyExists` when the ``user_id`` is taken."""
        with self._access.writing(principal, "create_user", user.user_id) as seen:
            check_identifier(user.user_id, "user_id")
            for field in ("email", "first_name", "last_name"):
                check_length(getattr(user, field), field)
            await check_metadata(user.metadata, "metadata")
            return await seen.users.create(user, receipt=receipt)

    async def get(self, principal: Principal, user_id: str) -> User:
        """The user; `NotFound` when there is none."""
        return await self._access.to_read(principal).users.get(user_id)

    async def page(self, principal: Principal, *, after: int, limit: int) -> list[User]:
        """At most ``limit`` users whose ``id`` exceeds ``after``, ascending."""
        return await self._access.to_read(principal).users.page(after=after, limit=limit)

    async def newest(self, principal: Principal, *, before: int | None = None, limit: int) -> list[User]:
        """At most ``limit`` users, those created last first, whose ``id`` is below ``before`` if that is given."""
        return await self._access.to_read(principal).users.newest(before=before, limit=limit)

    async def find(self, principal: Principal, text: str, *, before: int | None = None, limit: int) -> Finding[User]:
        """Users whose ``user_id``, names or e-mail address contain a text, those created last first."""
        users = self._access.to_read(principal).users
        named = contains(text)
        return await find(
            users.newest,
            lambda user: named(user.user_id, f"{user.first_name} {user.last_name}", user.email),
            before=before,
            limit=limit,
        )

    async def update(self, principal: Principal, user_id: str, change: UserChange) -> User:
        """Change a user's details and merge metadata; `NotFound` when there is no such user."""
        with self._access.writing(principal, "update_user", user_id) as seen:
            for field in ("email", "first_name", "last_name"):
                check_length(getattr(change, field), field)
            await check_metadata(change.metadata, "metadata")
            return await seen.users.update(user_id, change)
