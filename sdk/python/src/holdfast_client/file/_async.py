"""Calls about files, for coroutines."""

from __future__ import annotations

# The methods called list hide the type of that name inside the class.
from builtins import list as List  # noqa: N812

from holdfast_client._http.resource import Resource
from holdfast_client._http.settings import TimeLimit
from holdfast_client.file import _calls
from holdfast_client.file.models import File, FileEntry

__all__ = ["AsyncFileMethods"]


class AsyncFileMethods(Resource):
    """Methods of ``client.file``: texts that an agent keeps for a user, by path such as ``notes/travel.md``."""

    async def alist(
        self, user_id: str, *, folder: str = "", text: str = "", limit: int = 0, timeout: TimeLimit = None
    ) -> List[FileEntry]:
        """Files of a user by path, of a folder if one is given; or those with words of ``text``, the best first."""
        return await self._async.send(_calls.list_files(user_id, folder, text, limit), timeout=timeout)

    async def aget(self, user_id: str, path: str, *, revision: int | None = None, timeout: TimeLimit = None) -> File:
        """A file with its content, or what it was at a former revision. Raises NotFoundError when there is none."""
        return await self._async.send(_calls.get(user_id, path, revision), timeout=timeout)

    async def aput(
        self,
        user_id: str,
        path: str,
        content: str,
        *,
        create: bool = False,
        version: str | None = None,
        timeout: TimeLimit = None,
    ) -> FileEntry:
        """Let a file have this content, whether it exists or not.

        With ``create`` it must not exist, with ``version`` it must still be in that state: else APIError with status
        412. Raises NotFoundError without the user.
        """
        return await self._async.send(_calls.put(user_id, path, content, version, create=create), timeout=timeout)

    async def areplace(self, user_id: str, path: str, old: str, new: str, *, timeout: TimeLimit = None) -> FileEntry:
        """Replace ``old``, which must stand in the file once, else APIError."""
        command = {"command": "str_replace", "old_str": old, "new_str": new}
        return await self._async.send(_calls.edit(user_id, path, command), timeout=timeout)

    async def ainsert(self, user_id: str, path: str, line: int, text: str, *, timeout: TimeLimit = None) -> FileEntry:
        """Insert lines after the line of that number, 0 for the beginning; APIError when there is no such line."""
        command = {"command": "insert", "insert_line": line, "insert_text": text}
        return await self._async.send(_calls.edit(user_id, path, command), timeout=timeout)

    async def arename(self, user_id: str, path: str, new_path: str, *, timeout: TimeLimit = None) -> None:
        """Give a file, or a folder with all in it, another path, which nothing may have yet."""
        await self._async.send(_calls.rename(user_id, path, new_path), timeout=timeout)

    async def adelete(self, user_id: str, path: str, *, recursive: bool = False, timeout: TimeLimit = None) -> None:
        """Delete a file, or with ``recursive`` a folder with all in it, at once and for good."""
        await self._async.send(_calls.delete(user_id, path, recursive=recursive), timeout=timeout)
