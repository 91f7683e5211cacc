"""The files of users that are open to a principal."""

from __future__ import annotations

from holdfast.domain.files import ANY_STATE, Edit, Entry, Expected, File, Former
from holdfast.domain.principals import Limits
from holdfast.domain.receipts import Receipt, Written
from holdfast.errors import NotFound
from holdfast.storage.contract.files import Files


class LimitedFiles:
    """See `holdfast.storage.contract.files.Files`; a user that is closed is not found."""

    def __init__(self, files: Files, limits: Limits) -> None:
        self._files = files
        self._limits = limits

    async def get(self, user_id: str, path: str, *, revision: int | None = None) -> File:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).get(user_id, path, revision=revision)

    async def former(self, user_id: str, path: str) -> list[Former]:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).former(user_id, path)

    async def page(self, user_id: str, *, folder: str, after: str, limit: int) -> list[Entry]:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).page(user_id, folder=folder, after=after, limit=limit)

    async def contents(self, user_id: str, *, after: str, limit: int) -> list[File]:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).contents(user_id, after=after, limit=limit)

    async def change(
        self,
        user_id: str,
        path: str,
        edit: Edit,
        *,
        author: str,
        expected: Expected = ANY_STATE,
        receipt: Receipt | None = None,
    ) -> Written[Entry]:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).change(user_id, path, edit, author=author, expected=expected, receipt=receipt)

    async def rename(
        self, user_id: str, path: str, new_path: str, *, author: str, receipt: Receipt | None = None
    ) -> Written[int]:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).rename(user_id, path, new_path, author=author, receipt=receipt)

    async def delete(self, user_id: str, path: str, *, folder: bool, expected: Expected = ANY_STATE) -> int:
        """`NotFound` also for a user that is closed."""
        return await self._open(user_id).delete(user_id, path, folder=folder, expected=expected)

    def _open(self, user_id: str) -> Files:
        if not self._limits.admits_user(user_id):
            raise NotFound("user", user_id)
        return self._files
