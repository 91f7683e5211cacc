"""SIGKILL under load: what was acknowledged is there after the restart, once and in order."""

from __future__ import annotations

import secrets
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.running_server import RunningServer

WRITERS = 8
SESSIONS = 3
SECONDS_UNDER_LOAD = 0.35


class Writer(threading.Thread):
    """Posts numbered messages to sessions in turn until the server is gone; remembers what was acknowledged."""

    def __init__(self, url: str, number: int, acknowledged: dict[str, list[str]]) -> None:
        super().__init__()
        self._url = url
        self._name = f"writer-{number}-{secrets.token_hex(4)}"
        self._acknowledged = acknowledged

    def run(self) -> None:
        with httpx.Client(base_url=self._url, timeout=10) as client:
            for number in range(1_000_000):
                session = f"session-{number % SESSIONS}"
                contents = [f"{self._name}:{number}:{part}" for part in range(3)]
                messages = [{"role": self._name, "content": content} for content in contents]
                try:
                    response = client.post(f"/api/v1/sessions/{session}/memory", json={"messages": messages})
                except httpx.HTTPError:
                    return
                if response.text == "OK":
                    self._acknowledged.setdefault(session, []).extend(contents)


def kill_under_load(data: Path, acknowledged: dict[str, list[str]]) -> None:
    server = RunningServer(data)
    writers = [Writer(server.url, number, acknowledged) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    # The moment of the kill is left to chance on purpose; the load decides what it hits.
    time.sleep(SECONDS_UNDER_LOAD * (0.5 + secrets.randbelow(100) / 100))
    server.kill()
    for writer in writers:
        writer.join()


def assert_complete(data: Path, acknowledged: dict[str, list[str]]) -> None:
    server = RunningServer(data)
    with server.client() as client:
        for session, expected in acknowledged.items():
            messages = client.get(f"/api/v1/sessions/{session}/messages").json()["messages"]
            stored = [message["content"] for message in messages]
            assert len(stored) == len(set(stored))
            assert set(expected) <= set(stored)
            assert_in_order(stored)
    assert server.stop() == 0
    assert "Traceback" not in server.output


def assert_in_order(stored: list[str]) -> None:
    """Whole batches, and each writer's in the order of its posts."""
    newest: dict[str, int] = {}
    for start in range(0, len(stored), 3):
        writer, number, _ = stored[start].split(":")
        assert stored[start : start + 3] == [f"{writer}:{number}:{part}" for part in range(3)]
        assert int(number) > newest.get(writer, -1)
        newest[writer] = int(number)


def assert_survives(data: Path, *, kills: int) -> None:
    acknowledged: dict[str, list[str]] = {}
    for _ in range(kills):
        kill_under_load(data, acknowledged)
    assert sum(map(len, acknowledged.values())) > 0
    assert_complete(data, acknowledged)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path, run_command) -> None:
    assert_survives(tmp_path / "data", kills=3)
    assert "sound" in run_command("check", "--data", str(tmp_path / "data")).stdout


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_over_many_kills(tmp_path: Path, run_command) -> None:
    assert_survives(tmp_path / "data", kills=20)
    assert "sound" in run_command("check", "--data", str(tmp_path / "data")).stdout
