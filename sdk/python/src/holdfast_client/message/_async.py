"""Calls about messages, for coroutines."""

from __future__ import annotations

from typing import Any

from holdfast_client._http.resource import Resource
from holdfast_client._http.settings import TimeLimit
from holdfast_client.message import _calls
from holdfast_client.message.models import Message

__all__ = ["AsyncMessageMethods"]


class AsyncMessageMethods(Resource):
    """Methods of ``client.message``."""

    async def aget_session_messages(
        self, session_id: str, limit: int | None = 100, cursor: int | None = 1, *, timeout: TimeLimit = None
    ) -> list[Message]:
        """One page of a session's messages, oldest first; empty for an unknown session.

        ``cursor`` is the number of the page, counted from 1, and ``limit`` its size. If either is None all messages
        come at once. Raises ValueError when one is not a positive integer.
        """
        return await self._async.send(_calls.get_session_messages(session_id, limit, cursor), timeout=timeout)

    async def aget_session_message(self, session_id: str, message_id: str, *, timeout: TimeLimit = None) -> Message:
        """One message by its UUID. Raises NotFoundError when the session has no such message."""
        return await self._async.send(_calls.get_session_message(session_id, message_id), timeout=timeout)

    async def aupdate_message_metadata(
        self, session_id: str, message_id: str, metadata: dict[str, Any], *, timeout: TimeLimit = None
    ) -> Message:
        """Merge ``metadata`` into that of a message and return the message as it is then.

        Objects are merged key by key, all other values replaced; the key ``system`` is left out.
        ``{"metadata": {…}}``, the form older clients wanted, means the same as its inner object.
        Raises NotFoundError when the session has no such message.
        """
        call = _calls.update_message_metadata(session_id, message_id, metadata)
        return await self._async.send(call, timeout=timeout)

    async def aupdate_message(
        self,
        session_id: str,
        message_id: str,
        content: str | None = None,
        metadata: dict[str, Any] | None = None,
        *,
        expires_at: str | None = None,
        ttl: int | None = None,
        remember: bool | None = None,
        timeout: TimeLimit = None,
    ) -> Message:
        """Give a message another ``content``, merge ``metadata``, and return the message as it is then.

        Searches find what it says now; facts and summaries that rest on what it said are made anew. ``expires_at``
        (RFC 3339 text) or ``ttl`` (seconds) say when it is gone; with an empty ``expires_at`` it stays. ``remember``
        says whether facts and summaries are made of it and searches of more than its session find it.
        Raises NotFoundError when the session has no such message, ValueError for an empty content or two times.
        """
        call = _calls.update_message(
            session_id, message_id, content, metadata, expires_at=expires_at, ttl=ttl, remember=remember
        )
        return await self._async.send(call, timeout=timeout)

    async def adelete_message(self, session_id: str, message_id: str, *, timeout: TimeLimit = None) -> str:
        """Delete one message, for every reader at once. Raises NotFoundError when the session has no such message."""
        return await self._async.send(_calls.delete_message(session_id, message_id), timeout=timeout)
