"""Ten thousand sessions, listed while others come and go."""

from __future__ import annotations

import http.client
import json
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from holdfast_client import HoldfastClient, Session
from support.server import Server, running_server

COUNT = 10_000
WORKERS = 8


@pytest.fixture(scope="module")
def server_with_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("many")
    with running_server(data) as server:
        with ThreadPoolExecutor(WORKERS) as threads:
            list(threads.map(lambda worker: _create(server, range(worker, COUNT, WORKERS)), range(WORKERS)))
        yield server


def _create(server: Server, numbers: range) -> None:
    """Create sessions over one bare connection: that the client can do it too is tested elsewhere, with fewer."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    for number in numbers:
        connection.request("POST", "/api/v1/sessions", json.dumps({"session_id": f"kept-{number:05}"}))
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 201
    connection.close()


@contextmanager
def coming_and_going(url: str) -> Iterator[None]:
    """Create and delete sessions, one after the other, until the block ends."""
    stop, failures, passed = threading.Event(), list[Exception](), list[str]()

    def run() -> None:
        with HoldfastClient(url) as client:
            while not stop.is_set():
                passed.append(f"passing-{uuid.uuid4().hex}")
                client.memory.add_session(Session(session_id=passed[-1]))
                if len(passed) % 3:
                    client.memory.delete_memory(passed[-1])

    def guarded() -> None:
        try:
            run()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test reports it
            failures.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert failures == []
    assert len(passed) > 10


def _expect_all_once_in_order(seen: list[Session]) -> None:
    ids = [session.id for session in seen]
    assert ids == sorted(set(ids), key=lambda value: value or 0)
    kept = {session.session_id for session in seen if session.session_id.startswith("kept-")}
    assert kept == {f"kept-{number:05}" for number in range(COUNT)}


def test_a_walk_in_threads_yields_each_once_in_order(server_with_many: Server) -> None:
    with HoldfastClient(server_with_many.url) as client, coming_and_going(server_with_many.url):
        chunks = list(client.memory.list_all_sessions(chunk_size=100))
    assert len(chunks) >= COUNT / 100
    _expect_all_once_in_order([session for chunk in chunks for session in chunk])


@pytest.mark.anyio
async def test_a_walk_in_coroutines_yields_each_once_in_order(server_with_many: Server) -> None:
    seen: list[Session] = []
    async with HoldfastClient(server_with_many.url) as client:
        with coming_and_going(server_with_many.url):
            async for chunk in client.memory.alist_all_sessions(chunk_size=97):
                seen += chunk
    _expect_all_once_in_order(seen)


def test_one_list_without_limit_has_them_all(server_with_many: Server) -> None:
    with HoldfastClient(server_with_many.url) as client:
        _expect_all_once_in_order(client.memory.list_sessions())
