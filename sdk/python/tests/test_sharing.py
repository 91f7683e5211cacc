"""One client for many threads and coroutines, and for calls one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from holdfast_client import HoldfastClient, Memory, Message
from support.proxy import LossyProxy
from support.server import Server

COUNT = 60


def said(number: int) -> Memory:
    """A memory of one message."""
    return Memory(messages=[Message(role="human", content=str(number))])


def test_threads_may_share_a_client(server: Server, fresh: Callable[[str], str]) -> None:
    session_id = fresh("session")
    with HoldfastClient(server.url) as client, ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda number: client.memory.add_memory(session_id, said(number)), range(COUNT)))
        stored = client.message.get_session_messages(session_id, limit=COUNT)
    assert done == ["OK"] * COUNT
    assert {message.content for message in stored} == {str(number) for number in range(COUNT)}


@pytest.mark.anyio
async def test_coroutines_may_share_a_client(server: Server, fresh: Callable[[str], str]) -> None:
    session_id = fresh("session")
    async with HoldfastClient(server.url) as client:
        await asyncio.gather(*(client.memory.aadd_memory(session_id, said(number)) for number in range(COUNT)))
        stored = await client.message.aget_session_messages(session_id, limit=COUNT)
    assert {message.content for message in stored} == {str(number) for number in range(COUNT)}


def test_one_client_works_in_one_event_loop_after_the_other(server: Server, fresh: Callable[[str], str]) -> None:
    session_id = fresh("session")
    client = HoldfastClient(server.url)
    for number in range(3):
        assert asyncio.run(client.memory.aadd_memory(session_id, said(number))) == "OK"
    assert len(client.memory.get_memory(session_id).messages) == 3
    client.close()


def test_calls_one_after_the_other_share_a_connection(proxy: LossyProxy) -> None:
    with HoldfastClient(proxy.url) as client:
        for _ in range(20):
            client.memory.list_sessions(limit=1)
    assert (len(proxy.requests), proxy.connections) == (21, 1)


@pytest.mark.anyio
async def test_so_do_awaited_ones(proxy: LossyProxy) -> None:
    async with HoldfastClient(proxy.url, health_check=False) as client:
        for _ in range(20):
            await client.memory.alist_sessions(limit=1)
    assert (len(proxy.requests), proxy.connections) == (20, 1)
