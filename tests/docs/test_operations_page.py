"""The page on running Holdfast can be followed: its commands work on a database that a server has open."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.docs.pages import commands_in, page
from tests.running_server import RunningServer

SHOWN_KEY = "7mh2kq4a"
SHOWN_BACKUP = "/backups/20260502T080000Z.holdfast-backup"
STARTING = ("holdfast serve", "export ")

Run = Callable[..., subprocess.CompletedProcess[str]]


def commands() -> list[str]:
    """Those of all blocks, without what starts a server."""
    lines = "".join(commands_in(page("operations.md"))).splitlines()
    return [line for line in lines if line.startswith("holdfast ") and not line.startswith(STARTING)]


@pytest.mark.timeout(300)  # ten commands, each a process, also beside other work
def test_the_commands_of_the_page_work_in_their_order(
    tmp_path: Path, run_command: Run, poll: Callable[..., object]
) -> None:
    secret = {"HOLDFAST_AUTH_SECRET": "x" * 32, "HOLDFAST_AUTH_REQUIRED": "true"}
    server = RunningServer(tmp_path / "data", environment=secret)
    said = {"messages": [{"role": "human", "content": "We sail in May."}]}
    environment = secret | {"HOLDFAST_DATA_DIRECTORY": str(tmp_path / "data")}
    meant = {"/var/lib/holdfast": str(tmp_path / "restored"), " /backups ": f" {tmp_path}/backups/ "}
    (tmp_path / "backups").mkdir()
    printed = {}
    for line in commands():
        command = " ".join(shlex.split(line, comments=True)) + " "
        for shown, known in meant.items():
            command = command.replace(shown, known)
        done = run_command(*command.split()[1:], environment=environment)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        printed[" ".join(line.split()[:3])] = done.stdout
        if "keys create" in command:
            (key,) = re.findall(r"\bhf_\w+", done.stdout)
            meant[SHOWN_KEY] = key.split("_")[1]
            headers = {"Authorization": f"Bearer {key}"}
            place = f"{server.url}/api/v1/sessions/trip/memory"
            user = {"user_id": "ada"}
            httpx.post(f"{server.url}/api/v1/user", json=user, headers=headers, timeout=30).raise_for_status()
            httpx.post(place, json=said, headers=headers, timeout=30).raise_for_status()
        if " backup " in command:
            (made,) = (tmp_path / "backups").iterdir()
            meant[SHOWN_BACKUP] = str(made)
    assert "1 messages" in printed[f"holdfast restore {SHOWN_BACKUP}"]
    poll(lambda: httpx.get(place, headers=headers, timeout=30).status_code, lambda status: status == 401)
    token = {"Authorization": f"Bearer {printed['holdfast token --expires-in'].strip()}"}
    assert httpx.get(place, headers=token, timeout=30).status_code == 200
    assert (tmp_path / "restored" / "holdfast.db").exists()
    assert server.stop() == 0
