"""SIGKILL under load: what was acknowledged is there after the restart, once, whole and in order."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Queue

import apsw
import httpx
import pytest

from tests.http.load import DIMENSIONS, Load
from tests.postgres import temporary_postgres
from tests.running_server import RunningServer
from tests.storage.postgres.server import own_server

ANSWERED_PER_LIFE = 40
"""Requests that are answered before a kill, so that there is always something to lose."""


class Restarted:
    """A server that is killed and started again; `address` is empty while it is down."""

    def __init__(self, start: Callable[[], RunningServer]) -> None:
        self._start = start
        self.server = start()
        self._down = False

    def address(self) -> str:
        return "" if self._down else self.server.url

    def kill(self) -> None:
        self._down = True
        self.server.kill()
        self.server = self._start()
        self._down = False

    def read(self, path: str) -> object:
        with self.server.client() as client:
            return client.get(path).raise_for_status().json()

    def prepare(self) -> None:
        with self.server.client() as client:
            client.post("/api/v1/sessions", json={"session_id": "session-0"}).raise_for_status()
            collection = {"name": "archive", "embedding_dimensions": DIMENSIONS, "is_auto_embedded": False}
            client.post("/api/v1/collection/archive", json=collection).raise_for_status()

    def stop(self) -> None:
        assert self.server.stop() == 0, self.server.output
        assert "Traceback" not in self.server.output, self.server.output


def survive(restarted: Restarted, kill: Callable[[], None], *, kills: int, writers: int) -> None:
    """Kill so often under load, each time at a moment left to chance, and see that all promises were kept."""
    restarted.prepare()
    load = Load(restarted.address, writers=writers)
    with load.running():
        for _ in range(kills):
            load.progress(ANSWERED_PER_LIFE)
            time.sleep(secrets.randbelow(30) / 1000)  # the load decides what the kill hits
            kill()
        load.progress(ANSWERED_PER_LIFE)
    messages = load.require_kept(restarted.read)
    print(
        f"{kills} kills: {messages} messages acknowledged, {len(load.archivist.added)} documents,"
        f" {load.counter.counted} merges; statuses {dict(load.statuses)}"
    )


def wait_for_enrichment(restarted: Restarted, poll: Callable[..., object], *, seconds: float) -> None:
    """Nobody is needed for what the kills interrupted."""
    ready = poll(lambda: restarted.read("/readyz"), lambda found: not found["jobs_pending"], seconds=seconds)
    assert ready["jobs_parked"] == 0, ready


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path, poll, run_command) -> None:
    data = tmp_path / "data"
    restarted = Restarted(lambda: RunningServer(data))
    survive(restarted, restarted.kill, kills=2, writers=8)
    wait_for_enrichment(restarted, poll, seconds=60)
    restarted.stop()
    assert "sound" in run_command("check", "--data", str(data)).stdout


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nothing_acknowledged_is_lost_over_a_hundred_kills(tmp_path: Path, poll, run_command) -> None:
    data = tmp_path / "data"
    restarted = Restarted(lambda: RunningServer(data))
    survive(restarted, restarted.kill, kills=100, writers=16)
    wait_for_enrichment(restarted, poll, seconds=300)
    restarted.stop()
    assert "sound" in run_command("check", "--data", str(data)).stdout


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_over_twenty_kills_of_a_server_on_postgres(tmp_path, poll, run_command) -> None:
    with temporary_postgres() as dsn:
        restarted = Restarted(lambda: RunningServer(tmp_path / "data", "--store", dsn))
        survive(restarted, restarted.kill, kills=20, writers=16)
        wait_for_enrichment(restarted, poll, seconds=300)
        restarted.stop()
        assert "sound" in run_command("check", "--store", dsn).stdout


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_over_twenty_kills_of_the_database(tmp_path: Path, poll, run_command) -> None:
    with own_server() as database:
        restarted = Restarted(lambda: RunningServer(tmp_path / "data", "--store", database.dsn))

        def kill() -> None:
            database.kill()
            database.start()

        survive(restarted, kill, kills=20, writers=16)
        wait_for_enrichment(restarted, poll, seconds=300)
        restarted.stop()
        assert "sound" in run_command("check", "--store", database.dsn).stdout


def stored(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a database holds, table by table, but for what any start of a server notes."""
    connection = apsw.Connection(
        f"file:{data / 'holdfast.db'}?mode=ro", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    )
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {table: list(connection.execute(f'SELECT * FROM "{table}"')) for table in tables}
    connection.close()
    return found


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/facts/preview", {"messages": [{"content": f"I moved to town {n}. " * 6} for n in range(100)]}),
        ("/api/v1/context", {"user_id": "ada", "query": "Where do I live? " * 20}),
    ],
)
def test_a_server_that_is_killed_amid_previews_has_written_nothing(
    tmp_path: Path, path: str, body: dict[str, object]
) -> None:
    """Nor does anything of them wait to be done when it is started again."""
    data = tmp_path / "data"
    first = RunningServer(data)
    with first.client() as client:
        client.post("/api/v1/user", json={"user_id": "ada"}).raise_for_status()
        client.post("/api/v1/sessions", json={"session_id": "s", "user_id": "ada"}).raise_for_status()
        said = {"messages": [{"role": "user", "content": "I live in Leith."}]}
        client.post("/api/v1/sessions/s/memory?wait=true&wait_seconds=60", json=said).raise_for_status()
    assert first.stop() == 0
    before = stored(data)
    assert before["facts"]
    second = RunningServer(data)
    answered: Queue[int] = Queue()

    def ask() -> None:
        with second.client() as client, suppress(httpx.TransportError):
            while True:
                answered.put(client.post(path, json=body).status_code)

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        assert answered.get(timeout=60) == 200
        second.kill()  # each of the four has begun another one, or is about to
        for each in asking:
            each.result(timeout=60)
    third = RunningServer(data)
    with third.client() as client:
        assert client.get("/readyz").json()["jobs_pending"] == 0
    assert third.stop() == 0
    assert stored(data) == before
