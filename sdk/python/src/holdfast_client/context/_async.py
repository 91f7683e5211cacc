"""Calls for contexts, for coroutines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from holdfast_client._http.resource import Resource
from holdfast_client._http.settings import TimeLimit
from holdfast_client.context import _calls
from holdfast_client.context.models import Context

__all__ = ["AsyncContextMethods"]


class AsyncContextMethods(Resource):
    """Methods of ``client.context``."""

    async def aget(
        self,
        query: str | None = None,
        *,
        user_id: str | None = None,
        session_id: str | None = None,
        messages: Sequence[Mapping[str, str]] | None = None,
        max_tokens: int | None = None,
        sections: Mapping[str, Any] | None = None,
        neighbours: int | None = None,
        min_score: float | None = None,
        where: Mapping[str, Any] | None = None,
        start_date: str | None = None,
        end_date: str | None = None,
        as_of: str | None = None,
        now: str | None = None,
        time_zone: str | None = None,
        format: str | None = None,  # noqa: A002 - its name in the API
        known_stable: str | None = None,
        timeout_ms: int | None = None,
        timeout: TimeLimit = None,
    ) -> Context:
        """What an assistant should know now, as a text for its prompt of at most ``max_tokens`` tokens.

        It is about a user, or about a session that has none. Without ``query`` the last of ``messages``, the turns
        that are not stored, or of the session make the question. ``sections`` says which are wanted and how much of
        them: ``{"recent": False, "facts": {"limit": 3}}``. ``known_stable`` is the ``stable.sha256`` of an earlier
        answer; while that part is unchanged its text is not sent again. ``timeout_ms`` bounds the searches of the
        server. Raises ValueError without a user and a session.
        """
        call = _calls.get(
            query=query,
            user_id=user_id,
            session_id=session_id,
            messages=messages and [dict(message) for message in messages],
            max_tokens=max_tokens,
            sections=sections,
            neighbours=neighbours,
            min_score=min_score,
            where=where,
            start_date=start_date,
            end_date=end_date,
            as_of=as_of,
            now=now,
            time_zone=time_zone,
            format=format,
            known_stable=known_stable,
            timeout_ms=timeout_ms,
        )
        return await self._async.send(call, timeout=timeout)
