"""Programs written for zep-python 1.5, with nothing but the import changed."""

from __future__ import annotations

import uuid

import pytest

from holdfast_client import ZepClient
from holdfast_client.exceptions import NotFoundError
from holdfast_client.memory import Memory, MemorySearchPayload, Message, Session
from holdfast_client.user import CreateUserRequest
from support.server import Server

pytestmark = pytest.mark.anyio


async def test_a_session_is_created_when_a_memory_is_added(client: ZepClient) -> None:
    session_id = uuid.uuid4().hex
    history = [
        {"role": "human", "content": "Who was Octavia Butler?"},
        {"role": "ai", "content": "An American author of science fiction."},
    ]
    messages = [Message(role=m["role"], content=m["content"]) for m in history]
    memory = Memory(messages=messages)
    result = await client.memory.aadd_memory(session_id, memory)
    assert result == "OK"
    session = await client.memory.aget_session(session_id)
    assert session.session_id == session_id
    memory = await client.memory.aget_memory(session_id)
    assert [message.to_dict()["content"] for message in memory.messages] == [m["content"] for m in history]


async def test_a_session_is_created_with_user_and_metadata_and_updates_are_merged(client: ZepClient) -> None:
    user_id, session_id = uuid.uuid4().hex, uuid.uuid4().hex
    await client.user.aadd(
        CreateUserRequest(
            user_id=user_id,
            email="user@example.com",
            first_name="Jane",
            last_name="Smith",
            metadata={"foo": "bar"},
        )
    )
    session = Session(session_id=session_id, user_id=user_id, metadata={"foo": "bar"})
    await client.memory.aadd_session(session)

    session = Session(session_id=session_id, metadata={"qax": "baz"})
    await client.memory.aupdate_session(session)

    session = await client.memory.aget_session(session_id)
    assert session.to_dict()["metadata"] == {"foo": "bar", "qax": "baz"}
    assert session.to_dict()["user_id"] == user_id


async def test_a_session_is_deleted_with_its_memory_and_comes_back_without_it(
    client: ZepClient,
) -> None:
    session_id = uuid.uuid4().hex
    memory = Memory(messages=[Message(role="human", content="The parable is about a sower.")])
    await client.memory.aadd_memory(session_id, memory)
    await client.memory.adelete_memory(session_id)

    with pytest.raises(NotFoundError):
        await client.memory.aget_session(session_id)
    search = MemorySearchPayload(text="sower", search_scope="messages", search_type="mmr", mmr_lambda=0.5)
    assert await client.memory.asearch_memory(session_id, search) == []

    await client.memory.aadd_memory(session_id, Memory(messages=[Message(role="human", content="Start again.")]))
    memory = await client.memory.aget_memory(session_id)
    assert [message.content for message in memory.messages] == ["Start again."]

    await client.memory.adelete_memory(session_id)
    await client.memory.aupdate_session(Session(session_id=session_id, metadata={"back": True}))
    assert (await client.memory.aget_memory(session_id)).messages == []


async def test_a_deleted_session_is_purged_later(client: ZepClient, server: Server) -> None:
    session_id = uuid.uuid4().hex
    await client.memory.aadd_memory(session_id, Memory(messages=[Message(role="human", content="hello")]))
    await client.memory.adelete_memory(session_id)
    server.purge()
    with pytest.raises(NotFoundError):
        await client.memory.aupdate_session(Session(session_id=session_id, metadata={"back": True}))


async def test_sessions_are_listed_and_walked(client: ZepClient) -> None:
    ids = [uuid.uuid4().hex for _ in range(12)]
    for session_id in ids:
        await client.memory.aadd_session(Session(session_id=session_id))

    sessions = await client.memory.alist_sessions(limit=10, cursor=0)
    assert len(sessions) == 10

    all_sessions = []
    async for session_chunk in client.memory.alist_all_sessions(chunk_size=100):
        for session in session_chunk:
            all_sessions.append(session.session_id)  # noqa: PERF401 - as written
    assert [session_id for session_id in all_sessions if session_id in ids] == ids
