"""What a client itself can be asked, for coroutines."""

from __future__ import annotations

from holdfast_client._deprecation import warn_moved
from holdfast_client._http.resource import Resource
from holdfast_client._http.settings import TimeLimit
from holdfast_client._server import HEALTH_TIMEOUT, health
from holdfast_client.exceptions import APIError, NotFoundError
from holdfast_client.memory.client import MemoryClient
from holdfast_client.memory.models import Memory, MemorySearchPayload, MemorySearchResult, Session

__all__ = ["AsyncClientMethods"]


class AsyncClientMethods(Resource):
    """Methods of the client: the health check, and older names of calls which are in ``client.memory`` now."""

    memory: MemoryClient

    async def acheck_health(self, *, timeout: TimeLimit = HEALTH_TIMEOUT) -> str:
        """Ask the server whether it is alive and return its version header.

        Raises APIError (ConnectionFailedError when nobody answers) if it is not. Sent once, without the API key.
        """
        try:
            return await self._async.send(health(), timeout=timeout)
        except NotFoundError as error:
            raise APIError(error.response, f"no Holdfast server at {self._async.settings.base_url}") from error

    async def aget_session(self, session_id: str) -> Session:
        """Old name of ``client.memory.get_session``."""
        warn_moved("get_session")
        return await self.memory.aget_session(session_id)

    async def aadd_session(self, session: Session) -> Session:
        """Old name of ``client.memory.add_session``."""
        warn_moved("add_session")
        return await self.memory.aadd_session(session)

    async def aget_memory(self, session_id: str, lastn: int | None = None) -> Memory:
        """Old name of ``client.memory.get_memory``."""
        warn_moved("get_memory")
        return await self.memory.aget_memory(session_id, lastn)

    async def aadd_memory(self, session_id: str, memory_messages: Memory) -> str:
        """Old name of ``client.memory.add_memory``."""
        warn_moved("add_memory")
        return await self.memory.aadd_memory(session_id, memory_messages)

    async def adelete_memory(self, session_id: str) -> str:
        """Old name of ``client.memory.delete_memory``."""
        warn_moved("delete_memory")
        return await self.memory.adelete_memory(session_id)

    async def asearch_memory(
        self, session_id: str, search_payload: MemorySearchPayload, limit: int | None = None
    ) -> list[MemorySearchResult]:
        """Old name of ``client.memory.search_memory``."""
        warn_moved("search_memory")
        return await self.memory.asearch_memory(session_id, search_payload, limit)
