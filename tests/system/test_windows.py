"""Holdfast without what Windows does not have: a server, agents beside it, and the tools of operators."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import numpy as np
import pytest

from holdfast.cli.near_socket import KEY_HEADER
from holdfast.retrieval.stored_columns import Column, Stored, map_file, read_facts, write
from holdfast.storage.sqlite.engine.lock import LOCK_NAME
from holdfast.system import memory
from tests.loop.watched_server import FILE_VARIABLE, SIZE
from tests.mcp.agents import call, local_agent
from tests.running_server import RunningServer, without_settings

PROGRAM = Path(__file__).with_name("as_on_windows.py")
LIKES = {"messages": [{"role": "human", "content": "I like tea."}]}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Windows is imitated on Linux only")


@contextmanager
def serving(data: Path) -> Iterator[RunningServer]:
    server = RunningServer(data, program=PROGRAM)
    try:
        yield server
    finally:
        server.kill()


def run(tmp_path: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Commands, with ``+`` between them."""
    (tmp_path / "stalls").write_bytes(bytes(SIZE))
    return subprocess.run(
        [sys.executable, PROGRAM, *arguments],
        env={**without_settings(os.environ), FILE_VARIABLE: str(tmp_path / "stalls")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_server_and_the_tools_of_operators(tmp_path: Path) -> None:
    """One conversation is kept, found, backed up, exported and restored, and both ways to stop a server are orderly."""
    data, copy, archive, restored = (tmp_path / name for name in ("data", "copy.zip", "archive.jsonl", "restored"))
    with serving(data) as server, server.client() as client:
        client.post("/api/v1/sessions/s/memory?wait=true", json=LIKES).raise_for_status()
        found = client.post("/api/v1/sessions/s/search", json={"text": "tea"}).json()
        assert found[0]["message"]["content"] == "I like tea."
        with (data / LOCK_NAME).open("r+b") as lock:  # Windows lets nobody else read the bytes that are locked
            assert is_locked(lock.fileno(), 0, 0)
            assert not is_locked(lock.fileno(), 0, 1 << 20)
        refused = run(tmp_path, "serve", "--port", "0", "--data", data)
        assert f"another Holdfast server (process {server.process_id}) is using" in refused.stderr
        assert refused.returncode == 1
        done = run(
            tmp_path,
            *("backup", copy, "--data", data, "+"),
            *("export", "--all", "--output", archive, "--data", data, "+"),
            *("restore", copy, "--data", restored),
        )
        assert done.returncode == 0, done.stderr
        assert "I like tea." in archive.read_text("utf-8")
        assert server.stop(signal.SIGINT) == 0
        assert "Holdfast has stopped." in server.output
    with serving(restored) as server, server.client() as client:
        memory = client.get("/api/v1/sessions/s/memory").json()
        assert [message["content"] for message in memory["messages"]] == ["I like tea."]
        assert server.stop(signal.SIGTERM) == 0


def is_locked(descriptor: int, start: int, length: int) -> bool:
    """Whether somebody has locked a part of these bytes; a length of 0 reaches to the end of all."""
    layout = "hhqqi"
    asked = struct.pack(layout, fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)
    return struct.unpack(layout, fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, asked))[0] != fcntl.F_UNLCK


def test_the_file_of_an_index_can_be_replaced_while_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "sys", SimpleNamespace(platform="win32"))
    path = tmp_path / "index"
    numbers = np.arange(100_000)
    write(path, Stored({"numbers": Column.growing(numbers)}, {"of": "tests"}))
    columns = map_file(path)
    assert columns is not None
    assert np.array_equal(columns.array("numbers"), numbers)
    columns.growing("numbers").rows[0] = 7
    assert str(path) not in Path("/proc/self/maps").read_text()
    assert read_facts(path) == {"of": "tests"}


async def test_agents_share_a_memory_by_a_port_and_a_key(tmp_path: Path, poll: Callable[..., Any]) -> None:
    (tmp_path / "stalls").write_bytes(bytes(SIZE))
    data = tmp_path / "data"
    options: dict[str, Any] = {"program": PROGRAM, "environment": {FILE_VARIABLE: str(tmp_path / "stalls")}}
    async with local_agent("--data", data, **options) as first:
        await call(first, "save_conversation", messages="I like tea.")
        async with local_agent("--data", data, **options) as second:
            _, found = await call(second, "recall", query="tea")
            assert "I like tea." in [item["text"] for item in found["items"]]
        _, address, _ = (data / LOCK_NAME).read_text().split("\n")
        kind, port, key = address.split(":")
        assert kind == "port"
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as stranger:
            assert (await stranger.get("/healthz")).status_code == 403
            assert (await stranger.get("/healthz", headers={KEY_HEADER: key[:-1]})).status_code == 403
            assert (await stranger.get("/healthz", headers={KEY_HEADER: key})).status_code == 200


def test_the_imitation_takes_away_what_it_says(tmp_path: Path) -> None:
    """Without it, all else here would prove nothing."""
    program = """
import os, signal, socket, sys
sys.path[:0] = [ROOT]
from tests.system.as_on_windows import become_windows
become_windows()
told = {"__name__": "holdfast.told"}
exec('''
import os, signal, socket
def fails(action):
    try:
        action()
    except (AttributeError, ImportError, OSError):
        return True
    return False
outcomes = [
    fails(lambda: os.pread), fails(lambda: signal.SIGHUP), fails(lambda: socket.AF_UNIX),
    fails(lambda: os.open("/", os.O_RDONLY)),
]
for name in ("fcntl", "uvloop"):
    outcomes.append(fails(lambda: exec(f"import {name}", {"__name__": "holdfast.told"})))
with open(PLACE, "w+b") as file:
    outcomes += [fails(lambda: os.replace(PLACE, PLACE + "x")), fails(lambda: os.unlink(PLACE))]
with open(PLACE, "rb") as file:
    outcomes.append(fails(lambda: os.fsync(file.fileno())))
'''.replace("PLACE", repr(PLACE)), told)
print(told["outcomes"])
"""
    program = program.replace("ROOT", repr(str(Path(__file__).parents[2]))).replace(
        "repr(PLACE)", repr(repr(str(tmp_path / "file")))
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout.lower()) == [True] * 9, done.stderr
