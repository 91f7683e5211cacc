"""Calls whose answer is lost after the server did its work, through a real server behind a proxy which cuts."""

from __future__ import annotations

import socket
from collections.abc import AsyncGenerator, Callable

import httpx
import pytest

from holdfast_client import (
    APIError,
    ConnectionFailedError,
    CreateUserRequest,
    HoldfastClient,
    Memory,
    Message,
    NotFoundError,
    RequestTimeoutError,
    Session,
    UpdateUserRequest,
)
from support.proxy import LossyProxy

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]

MEMORY = Memory(messages=[Message(role="human", content="only once"), Message(role="ai", content="as you say")])


@pytest.fixture
async def client(proxy: LossyProxy) -> AsyncGenerator[HoldfastClient, None]:
    """A client which goes through the proxy."""
    async with HoldfastClient(proxy.url, retry_delay=0.01) as client:
        proxy.requests.clear()
        proxy.keys.clear()
        yield client


@pytest.mark.parametrize("fault", ["lose", "halve"])
async def test_a_memory_is_stored_once(client: HoldfastClient, proxy: LossyProxy, fresh: Fresh, fault: str) -> None:
    session_id = fresh("session")
    setattr(proxy, fault, 2)
    assert await client.memory.aadd_memory(session_id, MEMORY) == "OK"
    assert len(proxy.requests) == 3
    assert len(set(proxy.keys)) == 1
    stored = await client.message.aget_session_messages(session_id)
    assert [message.content for message in stored] == ["only once", "as you say"]


async def test_without_retries_the_loss_is_an_error_and_the_memory_stored(proxy: LossyProxy, fresh: Fresh) -> None:
    session_id = fresh("session")
    async with HoldfastClient(proxy.url, max_retries=0) as client:
        proxy.lose = 1
        with pytest.raises(ConnectionFailedError, match=session_id):
            await client.memory.aadd_memory(session_id, MEMORY)
        assert len(await client.message.aget_session_messages(session_id)) == 2


async def test_a_server_which_never_answers_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        async with HoldfastClient(url, health_check=False, max_retries=1, retry_delay=0) as client:
            with pytest.raises(RequestTimeoutError, match="within the time allowed") as caught:
                await client.memory.aget_session("any", timeout=0.1)
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)


async def test_a_server_which_is_not_there_is_a_connection_error() -> None:
    async with HoldfastClient("http://127.0.0.1:9", health_check=False, max_retries=0) as client:
        with pytest.raises(ConnectionError, match="session 'any': no answer"):
            await client.memory.aget_session("any")


async def test_a_session_is_created_and_not_said_to_exist(
    client: HoldfastClient, proxy: LossyProxy, fresh: Fresh
) -> None:
    proxy.lose = 1
    session = Session(session_id=fresh("session"), metadata={"a": 1})
    created = await client.memory.aadd_session(session)
    assert created == await client.memory.aget_session(session.session_id)
    with pytest.raises(APIError, match="already exists"):
        await client.memory.aadd_session(session)


async def test_a_user_is_created_changed_and_deleted_once(
    client: HoldfastClient, proxy: LossyProxy, fresh: Fresh
) -> None:
    user_id = fresh("user")
    proxy.lose = 1
    created = await client.user.aadd(CreateUserRequest(user_id=user_id))
    proxy.lose = 1
    changed = await client.user.aupdate(UpdateUserRequest(user_id=user_id, first_name="Ada"))
    assert (changed.uuid, changed.first_name) == (created.uuid, "Ada")
    proxy.lose = 1
    await client.user.adelete(user_id)
    with pytest.raises(NotFoundError):
        await client.user.adelete(user_id)


async def test_a_deletion_succeeds_though_its_repetition_finds_nothing(
    client: HoldfastClient, proxy: LossyProxy, fresh: Fresh
) -> None:
    session_id = fresh("session")
    await client.memory.aadd_memory(session_id, MEMORY)
    proxy.lose = 1
    assert await client.memory.adelete_memory(session_id) == "OK"
    with pytest.raises(NotFoundError):
        await client.memory.adelete_memory(session_id)


async def test_a_walk_through_sessions_goes_on(client: HoldfastClient, proxy: LossyProxy, fresh: Fresh) -> None:
    ids = [fresh("session") for _ in range(4)]
    for session_id in ids:
        await client.memory.aadd_session(Session(session_id=session_id))
    seen = []
    async for chunk in client.memory.alist_all_sessions(chunk_size=50):
        proxy.lose = 1
        seen += [session.session_id for session in chunk]
    assert [session_id for session_id in seen if session_id in ids] == ids
