"""Calls about users, for coroutines."""

from __future__ import annotations

# The methods called list hide the type of that name inside the class.
from builtins import list as List  # noqa: N812
from collections.abc import AsyncGenerator

from holdfast_client._http.resource import Resource, positive
from holdfast_client._http.settings import TimeLimit
from holdfast_client.memory._calls import next_cursor, search_user_memory
from holdfast_client.memory.models import MemorySearchPayload, MemorySearchResult, Session
from holdfast_client.user import _calls
from holdfast_client.user.models import CreateUserRequest, UpdateUserRequest, User

__all__ = ["AsyncUserMethods"]


class AsyncUserMethods(Resource):
    """Methods of ``client.user``."""

    async def aadd(self, user: CreateUserRequest, *, timeout: TimeLimit = None) -> User:
        """Create a user and return it as the server has it. Raises APIError when the id is taken."""
        return await self._async.send(_calls.add(user), timeout=timeout)

    async def aget(self, user_id: str, *, timeout: TimeLimit = None) -> User:
        """A user by its id. Raises NotFoundError when it is unknown."""
        return await self._async.send(_calls.get(user_id), timeout=timeout)

    async def aupdate(self, user: UpdateUserRequest, *, timeout: TimeLimit = None) -> User:
        """Change a user and return it as it is then. Raises NotFoundError when it is unknown.

        Only fields which are not empty are set. ``metadata`` is merged key by key.
        """
        return await self._async.send(_calls.update(user), timeout=timeout)

    async def adelete(self, user_id: str, *, timeout: TimeLimit = None) -> None:
        """Delete a user with all sessions and everything in them, at once and for good.

        Raises NotFoundError when it is unknown.
        """
        await self._async.send(_calls.delete(user_id), timeout=timeout)

    async def alist(
        self, limit: int | None = None, cursor: int | None = None, *, timeout: TimeLimit = None
    ) -> List[User]:
        """Users in the order of their creation: those whose ``id`` is above ``cursor``, at most ``limit``.

        Without a limit all of them come at once.
        """
        return await self._async.send(_calls.list_users(limit, cursor), timeout=timeout)

    async def alist_chunked(
        self, chunk_size: int = 100, *, timeout: TimeLimit = None
    ) -> AsyncGenerator[List[User], None]:
        """Walk through all users in lists of ``chunk_size``, each continuing behind the last user of the one before."""
        cursor: int | None = None
        limit = positive(chunk_size, "chunk_size")
        while chunk := await self.alist(limit, cursor, timeout=timeout):
            yield chunk
            cursor = next_cursor(chunk[-1].id)

    async def aget_sessions(self, user_id: str, *, timeout: TimeLimit = None) -> List[Session]:
        """All sessions of a user, in the order of their creation; none for an unknown user."""
        return await self._async.send(_calls.get_sessions(user_id), timeout=timeout)

    async def asearch_memory(
        self,
        user_id: str,
        search_payload: MemorySearchPayload,
        limit: int | None = None,
        *,
        timeout: TimeLimit = None,
    ) -> List[MemorySearchResult]:
        """Search the memory of all sessions of a user; each result says its ``session_id``.

        Everything else is as in ``client.memory.search_memory``.
        """
        return await self._async.send(search_user_memory(user_id, search_payload, limit), timeout=timeout)
