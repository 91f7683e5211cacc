"""Sessions, through a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast_client import (
    APIError,
    CreateUserRequest,
    HoldfastClient,
    Memory,
    MemorySearchPayload,
    Message,
    NotFoundError,
    Session,
)

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]

ODD_IDS = [
    "with blank and (brackets)",
    "a/b/c",
    "../..",
    "..",
    ".",
    "what?q=1#part",
    "100%",
    "%2F",
    "%252F",
    "plus+and&and=and;",
    "semi;colon:at@comma,",
    "[brackets]{braces}|pipe\\backslash^`'\"",
    "Þorbjörg Ólafsdóttir",
    "日本語の名前",
    "🧶👩‍👩‍👧‍👦",
    "e\u0301 decomposed",
    " edges ",
    "x" * 1500,
    "memory",
    "messages",
]


def talk(*texts: str) -> Memory:
    """A memory of these texts, said in turn by a person and an assistant."""
    return Memory(messages=[Message(role=("human", "ai")[i % 2], content=text) for i, text in enumerate(texts)])


async def test_a_session_keeps_its_user_and_metadata(client: HoldfastClient, fresh: Fresh) -> None:
    user_id, session_id = fresh("user"), fresh("session")
    await client.user.aadd(CreateUserRequest(user_id=user_id))
    created = await client.memory.aadd_session(
        Session(session_id=session_id, user_id=user_id, metadata={"a": {"b": None}})
    )
    assert created == await client.memory.aget_session(session_id)
    assert (created.user_id, created.metadata) == (user_id, {"a": {"b": None}})
    assert created.id
    assert created.created_at
    assert [session.session_id for session in await client.user.aget_sessions(user_id)] == [session_id]


async def test_metadata_is_merged_key_by_key(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await client.memory.aadd_session(Session(session_id=session_id, metadata={"deep": {"one": 1}, "list": [1, 2]}))
    merged = await client.memory.aupdate_session(
        Session(session_id=session_id, metadata={"deep": {"two": None}, "list": [3]})
    )
    assert merged.metadata == {"deep": {"one": 1, "two": None}, "list": [3]}


async def test_a_taken_id_is_an_api_error_with_the_servers_text(client: HoldfastClient, fresh: Fresh) -> None:
    session = Session(session_id=fresh("session"))
    await client.memory.aadd_session(session)
    with pytest.raises(APIError) as caught:
        await client.memory.aadd_session(session)
    assert caught.value.status_code == 400
    assert caught.value.response_data is not None
    assert "already exists" in caught.value.response_data["message"]


async def test_an_unknown_session_is_not_found(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    with pytest.raises(NotFoundError, match=session_id):
        await client.memory.aget_session(session_id)
    with pytest.raises(NotFoundError, match=session_id):
        await client.memory.aupdate_session(Session(session_id=session_id, metadata={"a": 1}))
    with pytest.raises(NotFoundError, match=session_id):
        await client.memory.adelete_memory(session_id)


@pytest.mark.parametrize("session_id", ["", "  "])
async def test_a_blank_id_is_refused_before_anything_is_sent(client: HoldfastClient, session_id: str) -> None:
    with pytest.raises(ValueError, match="session_id"):
        await client.memory.aget_session(session_id)
    with pytest.raises(ValueError, match="session_id"):
        await client.memory.aadd_session(Session(session_id=session_id))


@pytest.mark.parametrize("odd", ODD_IDS)
async def test_any_id_addresses_its_own_session(client: HoldfastClient, odd: str) -> None:
    await client.memory.aadd_memory(odd, talk("said in a session with an odd id"))
    assert (await client.memory.aget_session(odd)).session_id == odd
    assert (await client.memory.aupdate_session(Session(session_id=odd, metadata={"k": odd}))).metadata == {"k": odd}
    assert [m.content for m in await client.message.aget_session_messages(odd)] == ["said in a session with an odd id"]
    assert await client.memory.adelete_memory(odd) == "OK"
    with pytest.raises(NotFoundError):
        await client.memory.aget_session(odd)


async def test_pages_continue_behind_the_cursor(client: HoldfastClient, fresh: Fresh) -> None:
    ids = [fresh("page") for _ in range(5)]
    created = [await client.memory.aadd_session(Session(session_id=session_id)) for session_id in ids]
    before = (created[0].id or 0) - 1
    first = await client.memory.alist_sessions(limit=2, cursor=before)
    second = await client.memory.alist_sessions(limit=2, cursor=first[-1].id)
    assert [session.session_id for session in [*first, *second]] == ids[:4]


async def test_the_walk_yields_each_session_once_though_some_are_deleted(client: HoldfastClient, fresh: Fresh) -> None:
    ids = [fresh("walk") for _ in range(25)]
    for session_id in ids:
        await client.memory.aadd_session(Session(session_id=session_id))
    for session_id in ids[::3]:
        await client.memory.adelete_memory(session_id)
    seen = []
    async for chunk in client.memory.alist_all_sessions(chunk_size=7):
        assert len(chunk) <= 7
        seen += [session.session_id for session in chunk]
    assert len(seen) == len(set(seen))
    assert [session_id for session_id in seen if session_id in ids] == [x for i, x in enumerate(ids) if i % 3]


@pytest.mark.parametrize("size", [0, -1])
async def test_a_walk_needs_a_positive_chunk_size(client: HoldfastClient, size: int) -> None:
    with pytest.raises(ValueError, match="chunk_size"):
        async for _ in client.memory.alist_all_sessions(chunk_size=size):
            pass


async def test_a_write_revives_a_deleted_session_without_its_memory(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, talk("The old secret is marzipan."), wait=True)
    await client.memory.adelete_memory(session_id)
    query = MemorySearchPayload(text="marzipan")
    assert await client.memory.asearch_memory(session_id, query) == []
    await client.memory.aadd_memory(session_id, talk("A new beginning."), wait=True)
    memory = await client.memory.aget_memory(session_id)
    assert [message.content for message in memory.messages] == ["A new beginning."]
    found = await client.memory.asearch_memory(session_id, query)
    assert all("marzipan" not in str(result.message) for result in found)


async def test_sessions_and_messages_take_a_time_to_expire_and_need_not_be_remembered(
    client: HoldfastClient, fresh: Fresh
) -> None:
    session_id = fresh("session")
    session = await client.memory.aadd_session(Session(session_id=session_id, ttl=3600, remember=False))
    assert session.expires_at is not None
    assert session.remember is False
    # What was fetched can be sent back with another time to live.
    session.ttl = 7200
    longer = await client.memory.aupdate_session(session)
    assert longer.expires_at is not None
    assert longer.expires_at > session.expires_at
    kept = await client.memory.aupdate_session(Session(session_id=session_id, expires_at="", remember=True))
    assert (kept.expires_at, kept.remember) == (None, None)
    message = Message(role="human", content="My room is 312.", ttl=3600, remember=False)
    await client.memory.aadd_memory(session_id, Memory(messages=[message]))
    (stored,) = await client.message.aget_session_messages(session_id)
    assert stored.uuid is not None
    assert stored.expires_at is not None
    assert stored.remember is False
    changed = await client.message.aupdate_message(session_id, stored.uuid, expires_at="", remember=True)
    assert (changed.content, changed.expires_at, changed.remember) == ("My room is 312.", None, None)
    with pytest.raises(ValueError, match="ttl"):
        await client.message.aupdate_message(session_id, stored.uuid, expires_at="", ttl=1)
