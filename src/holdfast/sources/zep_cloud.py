"""A project of Zep Cloud, read through its API: users, threads with their messages, edges as facts."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import msgspec

from holdfast.domain.archive import NO_METADATA, FactRecord, MessageRecord, Record, SessionRecord, UserRecord
from holdfast.domain.facts import LONGEST_TEXT
from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.timestamps import ZERO_TIME
from holdfast.sources.web import Web

PAGE = 100
_DIGITS = 16
"""Of the digest by which two projects are told apart."""


class ZepCloud:
    """See `holdfast.sources.contract.Source`."""

    def __init__(self, url: str, *, api_key: str) -> None:
        self._web = Web(url, {"Authorization": f"Api-Key {api_key}"})
        self.notes: list[str] = []
        key = hashlib.sha256(api_key.encode()).hexdigest()[:_DIGITS]
        self.resumable = f"zep-cloud {url} {key}"

    async def __aenter__(self) -> ZepCloud:
        """Ask for something, to see whether the key is right."""
        try:
            await self._web.call("GET", "/users-ordered", query={"pageNumber": 1, "pageSize": 1})
        except BaseException:
            await self._web.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let the connections go."""
        await self._web.close()

    async def counts(self) -> dict[str, int]:
        """Users and sessions; the service tells no more before."""
        users = await self._web.call("GET", "/users-ordered", query={"pageNumber": 1, "pageSize": 1})
        threads = await self._web.call("GET", "/threads", query={"page_number": 1, "page_size": 1})
        return {"users": users.json()["total_count"], "sessions": threads.json()["total_count"]}

    async def records(self) -> AsyncIterator[list[Record]]:
        """See `holdfast.sources.contract.Source`."""
        users: list[str] = []
        async for page in self._pages("/users-ordered", "users", ("pageNumber", "pageSize")):
            users += [user["user_id"] for user in page]
            yield [_user(user) for user in page]
        async for page in self._pages("/threads", "threads", ("page_number", "page_size")):
            for thread in page:
                yield [_session(thread)]
                async for messages in self._messages(thread["thread_id"]):
                    yield messages
        for user_id in users:
            async for facts in self._edges(user_id):
                yield facts

    async def _pages(self, path: str, key: str, names: tuple[str, str]) -> AsyncIterator[list[Any]]:
        number, size = names
        page = 1
        while True:
            query = {number: page, size: PAGE, "order_by": "created_at", "asc": "true"}
            found = (await self._web.call("GET", path, query=query)).json().get(key) or []
            if found:
                yield found
            if len(found) < PAGE:
                return
            page += 1

    async def _messages(self, thread_id: str) -> AsyncIterator[list[Record]]:
        page = 1
        while True:
            path = f"/threads/{quote(thread_id, safe='')}/messages"
            answer = (await self._web.call("GET", path, query={"limit": PAGE, "cursor": page})).json()
            found = answer.get("messages") or []
            if found:
                yield [_message(thread_id, message) for message in found]
            if len(found) < PAGE:
                return
            page += 1

    async def _edges(self, user_id: str) -> AsyncIterator[list[Record]]:
        path = f"/graph/edge/user/{quote(user_id, safe='')}"
        body: dict[str, Any] = {"limit": PAGE}
        while True:
            answer = await self._web.call("POST", path, body=body)
            found = answer.json() or []
            facts = [_fact(user_id, edge) for edge in found if edge.get("fact")]
            if facts:
                yield facts
            cursor = answer.headers.get("zep-next-cursor")
            if not found or (cursor is None and len(found) < PAGE):
                return
            body = {"limit": PAGE, **({"cursor": cursor} if cursor else {"uuid_cursor": found[-1]["uuid"]})}


def _user(user: dict[str, Any]) -> Record:
    return UserRecord(
        user_id=user["user_id"],
        uuid=user["uuid"],
        email=user.get("email") or "",
        first_name=user.get("first_name") or "",
        last_name=user.get("last_name") or "",
        metadata=_metadata(user.get("metadata")),
        created_at=user.get("created_at") or ZERO_TIME,
        updated_at=user.get("updated_at") or user.get("created_at") or ZERO_TIME,
    )


def _session(thread: dict[str, Any]) -> Record:
    moment = thread.get("created_at") or ZERO_TIME
    return SessionRecord(
        session_id=thread["thread_id"],
        uuid=thread["uuid"],
        user_id=thread.get("user_id"),
        created_at=moment,
        updated_at=moment,
    )


def _message(thread_id: str, message: dict[str, Any]) -> Record:
    moment = message.get("created_at") or ZERO_TIME
    return MessageRecord(
        session_id=thread_id,
        uuid=message["uuid"],
        role=message.get("role") or "",
        name=message.get("name") or "",
        content=message.get("content") or "",
        metadata=_metadata(message.get("metadata")),
        created_at=moment,
        updated_at=moment,
    )


def _fact(user_id: str, edge: dict[str, Any]) -> Record:
    created_at = edge.get("created_at") or ZERO_TIME
    return FactRecord(
        user_id=user_id,
        uuid=edge["uuid"],
        origin="asserted",
        text=edge["fact"][:LONGEST_TEXT],
        valid_at=edge.get("valid_at") or created_at,
        invalid_at=edge.get("invalid_at") or edge.get("expired_at"),
        topics=(),
        metadata=_metadata({"relation": edge["name"]} if edge.get("name") else None),
        actor="zep-cloud",
        created_at=created_at,
        updated_at=created_at,
    )


def _metadata(value: Any) -> EncodedMetadata:
    return EncodedMetadata(msgspec.json.encode(value)) if isinstance(value, dict) else NO_METADATA
