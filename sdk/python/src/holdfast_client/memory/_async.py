"""Calls about sessions and their memory, for coroutines."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from holdfast_client._http.resource import Resource, positive
from holdfast_client._http.settings import TimeLimit
from holdfast_client.memory import _calls
from holdfast_client.memory.models import Enrichment, Memory, MemorySearchPayload, MemorySearchResult, Session

__all__ = ["AsyncMemoryMethods"]


class AsyncMemoryMethods(Resource):
    """Methods of ``client.memory``."""

    async def aget_session(self, session_id: str, *, timeout: TimeLimit = None) -> Session:
        """A session by its id. Raises NotFoundError when it is unknown or deleted."""
        return await self._async.send(_calls.get_session(session_id), timeout=timeout)

    async def aadd_session(self, session: Session, *, timeout: TimeLimit = None) -> Session:
        """Create a session and return it as the server has it.

        Only needed to give a session a user or metadata from the start: adding a memory creates it, too.
        Raises APIError when the id is taken or the user unknown.
        """
        return await self._async.send(_calls.add_session(session), timeout=timeout)

    async def aupdate_session(self, session: Session, *, timeout: TimeLimit = None) -> Session:
        """Merge ``session.metadata`` into what is stored and return the session as it is then.

        Objects are merged key by key, all other values replaced. A deleted session comes back, without its memory.
        Raises NotFoundError when the session is unknown.
        """
        return await self._async.send(_calls.update_session(session), timeout=timeout)

    async def alist_sessions(
        self, limit: int | None = None, cursor: int | None = None, *, timeout: TimeLimit = None
    ) -> list[Session]:
        """Sessions in the order of their creation: those whose ``id`` is above ``cursor``, at most ``limit``.

        Without a limit all of them come at once.
        """
        return await self._async.send(_calls.list_sessions(limit, cursor), timeout=timeout)

    async def alist_all_sessions(
        self, chunk_size: int = 100, *, timeout: TimeLimit = None
    ) -> AsyncGenerator[list[Session], None]:
        """Walk through all sessions in lists of ``chunk_size``.

        Each list continues behind the last session of the one before, so nothing is repeated or left out when
        sessions are created or deleted meanwhile.
        """
        cursor: int | None = None
        limit = positive(chunk_size, "chunk_size")
        while chunk := await self.alist_sessions(limit, cursor, timeout=timeout):
            yield chunk
            cursor = _calls.next_cursor(chunk[-1].id)

    async def aget_memory(self, session_id: str, lastn: int | None = None, *, timeout: TimeLimit = None) -> Memory:
        """The newest messages of a session and the summary of what was before them.

        With ``lastn`` so many of the newest messages, as far as there are; when the first would be the result of a tool
        call, they begin with the call. Without messages for an unknown session.
        """
        return await self._async.send(_calls.get_memory(session_id, lastn), timeout=timeout)

    async def aadd_memory(
        self,
        session_id: str,
        memory_messages: Memory,
        *,
        wait: bool = False,
        wait_seconds: int | None = None,
        keep_timestamps: bool = False,
        idempotency_key: str | None = None,
        timeout: TimeLimit = None,
    ) -> str:
        """Append messages to a session, which is created if there is none, and return ``"OK"``.

        The messages are stored then. What the server derives from them (embeddings, entities, token counts, a summary)
        comes a little later; with ``wait`` it answers when that is done, or after ``wait_seconds`` (10 by default, 60
        at most), and ``get_enrichment`` says what is left. With ``keep_timestamps`` the ``created_at`` of the messages
        is kept, for the import of old conversations. Repetitions within a day which bear the same ``idempotency_key``
        store nothing; without one each call has its own. A deleted session comes back, without the memory it had.
        """
        call = _calls.add_memory(
            session_id, memory_messages, wait=wait, wait_seconds=wait_seconds, keep_timestamps=keep_timestamps
        )
        return await self._async.send(call.with_key(idempotency_key), timeout=timeout)

    async def aget_enrichment(self, session_id: str, *, timeout: TimeLimit = None) -> Enrichment:
        """What the server has still to do for the messages of a session. Raises NotFoundError when it is unknown."""
        return await self._async.send(_calls.get_enrichment(session_id), timeout=timeout)

    async def adelete_memory(self, session_id: str, *, timeout: TimeLimit = None) -> str:
        """Delete a session with everything in it and return ``"OK"``.

        Raises NotFoundError when it is unknown or already deleted.
        """
        return await self._async.send(_calls.delete_memory(session_id), timeout=timeout)

    async def asearch_memory(
        self,
        session_id: str,
        search_payload: MemorySearchPayload,
        limit: int | None = None,
        *,
        timeout: TimeLimit = None,
    ) -> list[MemorySearchResult]:
        """Search messages or summaries of one session, closest first; at most ``limit``, which is 10 if None.

        Raises ValueError for an unknown scope or type; APIError when there is neither text nor filter, or the filter
        cannot be understood. An unknown session has no results.
        """
        return await self._async.send(_calls.search_memory(session_id, search_payload, limit), timeout=timeout)

    async def asearch_all_sessions(
        self, search_payload: MemorySearchPayload, limit: int | None = None, *, timeout: TimeLimit = None
    ) -> list[MemorySearchResult]:
        """Search the memory of all sessions of all users; each result says its ``session_id``."""
        return await self._async.send(_calls.search_all_sessions(search_payload, limit), timeout=timeout)
