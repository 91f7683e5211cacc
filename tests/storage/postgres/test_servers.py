"""Servers, workers and commands on PostgreSQL, as a person runs them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.forked.process import ForkedServer
from tests.running_server import RunningServer, process_of, without_settings
from tests.storage.conftest import execute
from tests.storage.postgres.server import Server

WAIT_SECONDS = 60


@contextmanager
def serving(folder: Path, dsn: str, *arguments: str) -> Iterator[httpx.Client]:
    folder.mkdir(exist_ok=True)
    server = RunningServer(folder / "data", "--store", dsn, *arguments)
    try:
        with server.client() as client:
            yield client
    finally:
        assert server.stop() == 0, server.output


@contextmanager
def working(dsn: str, folder: Path) -> Iterator[ForkedServer | subprocess.Popen[str]]:
    worker = process_of(["worker", "--store", dsn], environment=without_settings(os.environ), directory=folder)
    assert worker.stdout is not None
    with worker.stdout:
        assert "Holdfast worker at PostgreSQL" in worker.stdout.readline()
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(WAIT_SECONDS) in {0, -signal.SIGKILL}


def post(client: httpx.Client, session: str, *contents: str) -> None:
    messages = [{"role": "human", "content": content} for content in contents]
    client.post(f"/api/v1/sessions/{session}/memory", json={"messages": messages}).raise_for_status()


def found(client: httpx.Client, session: str, text: str) -> list[str]:
    hits = client.post(f"/api/v1/sessions/{session}/search", json={"text": text}).raise_for_status().json()
    return [hit["message"]["content"] for hit in hits]


def test_simultaneous_retries_at_two_servers_store_once(empty_postgres: str, tmp_path: Path) -> None:
    with serving(tmp_path / "one", empty_postgres) as one, serving(tmp_path / "other", empty_postgres) as other:

        def everywhere(path: str, body: object, key: str) -> list[httpx.Response]:
            headers = {"Idempotency-Key": key}
            return list(pool.map(lambda client: client.post(path, json=body, headers=headers), [one, other] * 2))

        with ThreadPoolExecutor(16) as pool:
            for number in range(20):
                created = everywhere("/api/v1/sessions", {"session_id": f"s{number}"}, f"create {number}")
                assert {answer.status_code for answer in created} == {201}
                assert len({answer.content for answer in created}) == 1
                assert ["Idempotency-Replayed" in answer.headers for answer in created].count(False) == 1
                for session in (f"s{number}", f"new{number}"):
                    body = {"messages": [{"role": "human", "content": "once"}]}
                    answers = everywhere(f"/api/v1/sessions/{session}/memory", body, session)
                    assert {answer.text for answer in answers} == {"OK"}
                    assert one.get(f"/api/v1/sessions/{session}/messages").json()["total_count"] == 1


CLAIMED = "SELECT 1 FROM jobs WHERE claims > 0 AND due > clock_timestamp()"


def rows_of(dsn: str, statement: str) -> list[object]:
    async def fetched() -> list[object]:
        connection = await asyncpg.connect(dsn)
        try:
            return list(await connection.fetch(statement))
        finally:
            await connection.close()

    return asyncio.run(fetched())


@contextmanager
def locked(dsn: str, session_id: str) -> Iterator[None]:
    """Somebody else holds the session's row."""
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(asyncpg.connect(dsn))
    loop.run_until_complete(connection.execute("BEGIN"))
    lock = "SELECT 1 FROM sessions WHERE session_id = $1 FOR UPDATE"
    loop.run_until_complete(connection.fetch(lock, session_id))
    try:
        yield
    finally:
        loop.run_until_complete(connection.close())
        loop.close()


def until(answer: Callable[[], object]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not answer():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def servers(tmp_path: Path, empty_postgres: str) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two servers on one database, neither of which does background work."""
    with (
        serving(tmp_path / "a", empty_postgres, "--without-worker") as first,
        serving(tmp_path / "b", empty_postgres, "--without-worker") as second,
    ):
        yield first, second


def test_servers_on_one_database_see_each_others_writes_at_once_and_a_worker_enriches_them(
    servers: tuple[httpx.Client, httpx.Client], empty_postgres: str, tmp_path: Path
) -> None:
    first, second = servers
    for number in range(5):
        post(first, "s", f"bees of hive {number}")
        memory = second.get("/api/v1/sessions/s/memory?lastn=1").json()
        assert [message["content"] for message in memory["messages"]] == [f"bees of hive {number}"]
        assert len(found(second, "s", "bees")) == number + 1
    second.delete("/api/v1/sessions/s/memory").raise_for_status()
    post(second, "s", "wasps of a tree")
    assert found(first, "s", "bees wasps") == ["wasps of a tree"]
    assert first.get("/readyz").json()["jobs_pending"] > 0
    with working(empty_postgres, tmp_path):
        until(lambda: first.get("/readyz").json()["jobs_pending"] == 0)
        post(second, "s", "wasps of a house")
        until(lambda: second.get("/readyz").json()["jobs_pending"] == 0)
    tokens = [message["token_count"] for message in first.get("/api/v1/sessions/s/memory").json()["messages"]]
    assert min(tokens) > 0


def test_what_a_killed_worker_had_begun_another_one_finishes(
    servers: tuple[httpx.Client, httpx.Client], empty_postgres: str, tmp_path: Path
) -> None:
    first, _ = servers
    for number in range(100):
        post(first, f"s{number % 5}", *(f"bees of hive {number}.{place}" for place in range(5)))
    with working(empty_postgres, tmp_path) as worker:
        until(lambda: rows_of(empty_postgres, CLAIMED))
        worker.kill()
        worker.wait(WAIT_SECONDS)
    assert rows_of(empty_postgres, CLAIMED)
    execute(empty_postgres, "UPDATE jobs SET due = clock_timestamp()")  # the time of the leases has come
    with working(empty_postgres, tmp_path):
        until(lambda: first.get("/readyz").json()["jobs_pending"] == 0)
    assert rows_of(empty_postgres, "SELECT 1 FROM messages WHERE token_count = 0") == []
    assert len(rows_of(empty_postgres, "SELECT 1 FROM features WHERE vector IS NOT NULL")) == 500


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_ends_in_order_and_leaves_the_rest_to_others(
    servers: tuple[httpx.Client, httpx.Client], empty_postgres: str, tmp_path: Path, number: signal.Signals
) -> None:
    first, _ = servers
    for session in range(100):
        post(first, f"s{session % 5}", *(f"bees of hive {session}.{place}" for place in range(5)))
    with working(empty_postgres, tmp_path) as worker:
        until(lambda: rows_of(empty_postgres, CLAIMED))
        worker.send_signal(number)
        assert worker.wait(WAIT_SECONDS) == 0
        assert worker.stdout is not None
        *logged, last = worker.stdout.read().splitlines()
        assert last == "The Holdfast worker has stopped."
        assert [line for line in logged if " INFO " not in line] == []
    assert rows_of(empty_postgres, "SELECT 1 FROM jobs WHERE due IS NULL") == []
    execute(empty_postgres, "UPDATE jobs SET due = clock_timestamp()")
    with working(empty_postgres, tmp_path):
        until(lambda: first.get("/readyz").json()["jobs_pending"] == 0)
    assert rows_of(empty_postgres, "SELECT 1 FROM messages WHERE token_count = 0") == []


def test_when_all_connections_are_busy_requests_are_told_to_come_again(tmp_path: Path, empty_postgres: str) -> None:
    dsn = f"{empty_postgres}&pool_size=1&pool_timeout=0.2"
    with serving(tmp_path / "a", dsn, "--without-worker") as client, ThreadPoolExecutor() as threads:
        post(client, "s", "one")
        with locked(empty_postgres, "s"):
            waiting = threads.submit(client.patch, "/api/v1/sessions/s", json={"metadata": {"a": 1}})
            answer = None

            def refused() -> bool:
                nonlocal answer
                answer = client.get("/api/v1/sessions/s/memory")
                return answer.status_code == 503

            until(refused)
            assert answer is not None
            assert int(answer.headers["Retry-After"]) > 0
        assert waiting.result().status_code == 200
        assert client.get("/api/v1/sessions/s/memory").status_code == 200


def test_while_the_database_is_away_requests_are_told_to_come_again(tmp_path: Path, server: Server) -> None:
    with serving(tmp_path / "a", server.dsn) as client:
        post(client, "s", "one")
        server.stop()
        answers = [
            client.get("/api/v1/sessions/s/memory"),
            client.post("/api/v1/sessions/s/memory", json={"messages": [{"role": "human", "content": "two"}]}),
            client.get("/readyz"),
        ]
        assert [answer.status_code for answer in answers] == [503, 503, 503]
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
        assert client.get("/healthz").status_code == 200
        server.start()
        until(lambda: client.get("/readyz").status_code == 200)
        post(client, "s", "three")
        messages = client.get("/api/v1/sessions/s/memory").json()["messages"]
        assert [message["content"] for message in messages] == ["one", "three"]


def test_everything_is_copied_to_postgres_and_back(tmp_path: Path, run_command, postgres_database: str) -> None:
    with embedded_server(tmp_path / "first") as client:
        post(client, "s", "bees live in hives")
    there = run_command("copy", str(tmp_path / "first"), postgres_database)
    assert there.returncode == 0, there.stderr
    assert "1 messages" in there.stdout
    back = run_command("copy", postgres_database, str(tmp_path / "second"))
    assert back.returncode == 0, back.stderr
    with embedded_server(tmp_path / "second") as client:
        assert found(client, "s", "bees") == ["bees live in hives"]


def test_a_copy_from_a_directory_without_a_database_is_refused(tmp_path: Path, run_command) -> None:
    finished = run_command("copy", str(tmp_path / "typo"), str(tmp_path / "target"))
    assert (finished.returncode, "there is no database" in finished.stderr) == (1, True)
    assert not (tmp_path / "typo").exists()


def test_init_db_prepares_a_database(run_command, postgres_database: str) -> None:
    for _ in range(2):
        finished = run_command("init-db", "--store", postgres_database)
        assert (finished.returncode, finished.stdout.endswith("is ready.\n")) == (0, True), finished.stderr
    assert "The database is sound." in run_command("check", "--store", postgres_database).stdout


def test_distributing_a_database_without_citus_says_what_to_do(run_command, postgres_database: str) -> None:
    finished = run_command("init-db", "--distributed", "--store", postgres_database)
    assert (finished.returncode, "CREATE EXTENSION citus" in finished.stderr) == (1, True)


@pytest.mark.parametrize("command", [["worker"], ["serve", "--without-worker"], ["init-db", "--distributed"]])
def test_what_needs_postgres_says_so(run_command, tmp_path: Path, command: list[str]) -> None:
    finished = run_command(*command, "--data", str(tmp_path / "data"))
    assert finished.returncode == 1
    assert "PostgreSQL" in finished.stderr
    assert "Traceback" not in finished.stderr


@contextmanager
def embedded_server(data: Path) -> Iterator[httpx.Client]:
    server = RunningServer(data)
    with server.client() as client:
        yield client
    assert server.stop() == 0, server.output
