"""Calls about facts, for coroutines."""

from __future__ import annotations

# The methods called list hide the type of that name inside the class.
from builtins import list as List  # noqa: N812
from collections.abc import AsyncGenerator, Sequence
from typing import Any

from holdfast_client._http.resource import Resource
from holdfast_client._http.settings import TimeLimit
from holdfast_client.facts import _calls
from holdfast_client.facts._calls import Moment, Uuid
from holdfast_client.facts.models import Fact, FactPage, FactSearchResult, NewFact, Profile, Statement
from holdfast_client.message.models import Message

__all__ = ["AsyncFactsMethods"]


class AsyncFactsMethods(Resource):
    """Methods of ``client.facts``."""

    async def aadd(self, fact: NewFact, *, timeout: TimeLimit = None) -> Fact:
        """Assert a fact and return it as the server has it. Raises APIError when something is wrong with it."""
        return await self._async.send(_calls.add(fact), timeout=timeout)

    async def aget(self, uuid: Uuid, *, timeout: TimeLimit = None) -> Fact:
        """A fact with its sources and its history. Raises NotFoundError when it is unknown."""
        return await self._async.send(_calls.get(uuid), timeout=timeout)

    async def alist(
        self,
        user_id: str | None = None,
        *,
        session_id: str | None = None,
        state: str | None = None,
        origin: str | None = None,
        slot: str | None = None,
        topic: str | None = None,
        pinned: bool | None = None,
        as_of: Moment | None = None,
        valid_on: Moment | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: TimeLimit = None,
    ) -> FactPage:
        """A page of facts, newest first; valid ones, unless ``state`` asks for others or for "all".

        ``as_of`` asks what was known at a moment, ``valid_on`` what was true then.
        """
        filters: dict[str, Any] = {
            "user_id": user_id,
            "session_id": session_id,
            "state": state,
            "origin": origin,
            "slot": slot,
            "topic": topic,
            "pinned": pinned,
            "as_of": as_of,
            "valid_on": valid_on,
            "limit": limit,
            "cursor": cursor,
        }
        return await self._async.send(_calls.list_facts(filters), timeout=timeout)

    async def alist_all(
        self, user_id: str | None = None, *, state: str | None = None, timeout: TimeLimit = None
    ) -> AsyncGenerator[List[Fact], None]:
        """Walk through all facts, newest first, in lists."""
        cursor: str | None = None
        while True:
            page = await self.alist(user_id, state=state, limit=500, cursor=cursor, timeout=timeout)
            if page.facts:
                yield page.facts
            cursor = page.next_cursor
            if cursor is None:
                return

    async def aupdate(
        self,
        uuid: Uuid,
        *,
        text: str | None = None,
        slot: str | None = None,
        value: str | None = None,
        valid_at: Moment | None = None,
        invalid_at: Moment | None = None,
        pinned: bool | None = None,
        topics: Sequence[str] | None = None,
        metadata: dict[str, Any] | None = None,
        state: str | None = None,
        reason: str | None = None,
        revision: int | None = None,
        timeout: TimeLimit = None,
    ) -> Fact:
        """Make a new revision of a fact and return it. What is not given stays; metadata is merged.

        An empty text takes ``slot``, ``value`` or ``invalid_at`` away; ``state`` is "valid" or "invalid". With a
        ``revision`` the change is made only if the fact still has it; APIError with the status 412 says that it
        has not. Raises NotFoundError when the fact is unknown.
        """
        changes: dict[str, Any] = {
            "text": text,
            "slot": slot,
            "value": value,
            "valid_at": valid_at,
            "invalid_at": invalid_at,
            "pinned": pinned,
            "topics": None if topics is None else [*topics],
            "metadata": metadata,
            "state": state,
            "reason": reason,
        }
        return await self._async.send(_calls.change(uuid, changes, revision=revision), timeout=timeout)

    async def aforget(self, uuid: Uuid, *, revision: int | None = None, timeout: TimeLimit = None) -> None:
        """Leave nothing of a fact but a tombstone without content. Raises NotFoundError when it is unknown."""
        await self._async.send(_calls.forget(uuid, revision=revision), timeout=timeout)

    async def asearch(
        self,
        text: str,
        user_id: str | None = None,
        *,
        session_id: str | None = None,
        where: dict[str, Any] | None = None,
        as_of: Moment | None = None,
        limit: int | None = None,
        min_score: float | None = None,
        explain: bool | None = None,
        timeout: TimeLimit = None,
    ) -> List[FactSearchResult]:
        """The valid facts that answer best, best first; ``where`` is a condition on metadata."""
        options: dict[str, Any] = {
            "user_id": user_id,
            "session_id": session_id,
            "where": where,
            "as_of": as_of,
            "limit": limit,
            "min_score": min_score,
            "explain": explain,
        }
        return await self._async.send(_calls.search(text, options), timeout=timeout)

    async def aget_profile(
        self,
        user_id: str,
        *,
        as_of: Moment | None = None,
        valid_on: Moment | None = None,
        timeout: TimeLimit = None,
    ) -> Profile:
        """What is known about a user, slot by slot. Raises NotFoundError when the user is unknown."""
        return await self._async.send(_calls.profile(user_id, as_of=as_of, valid_on=valid_on), timeout=timeout)

    async def apreview(self, messages: Sequence[Message], *, timeout: TimeLimit = None) -> List[Statement]:
        """What would be kept of a conversation; nothing is stored."""
        return await self._async.send(_calls.preview(messages), timeout=timeout)

    async def aof_message(self, session_id: str, uuid: Uuid, *, timeout: TimeLimit = None) -> List[Fact]:
        """The facts that rest on a message. Raises NotFoundError when it is unknown."""
        return await self._async.send(_calls.of_message(session_id, uuid), timeout=timeout)
