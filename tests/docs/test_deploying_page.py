"""The page on deploying can be followed: its commands, on paths of a test, do what an operator wants of them."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.docs.pages import commands_in, page
from tests.postgres import binaries
from tests.running_server import RunningServer, without_settings

ROOT = Path(__file__).parents[2]
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", page("deploying.md"), re.MULTILINE | re.DOTALL))
ENDING = "trap 'jobs -p | xargs --no-run-if-empty kill; wait' EXIT\n"
SHOWN_BACKUP = "/backups/20260502T080000Z.holdfast-backup"
PAGE_DSN = "postgresql://holdfast:secret@db.example.org/"

pytestmark = [
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
    pytest.mark.timeout(300),  # each command is a process, also beside other work
]


def blocks(section: str) -> list[str]:
    return commands_in(SECTIONS[section])


class Machine:
    """A folder that stands for the root of an operator's machine; what changes a system is only noted there."""

    def __init__(self, root: Path) -> None:
        self.data, self.backups, self.noted = root / "var/lib/holdfast", root / "backups", root / "noted"
        self.environment = root / "etc/holdfast/environment"
        self._root, self.programs = root, root / "opt/holdfast/bin"
        for folder in (self.data, self.backups, self.programs, root / "etc/systemd/system"):
            folder.mkdir(parents=True)
        (self.programs / "holdfast").symlink_to(Path(sys.executable).with_name("holdfast"))
        for program in ("pip", "systemctl", "python3"):
            (self.programs / program).write_text(f'#!/bin/sh\necho "{program} $*" >> {self.noted}\n')
            (self.programs / program).chmod(0o755)

    def type(self, commands: str, *, environment: Mapping[str, str] | None = None, **places: str) -> str:
        """What the commands print; the first that fails fails the test.  ``places`` are replaced beside the paths."""
        for path in ("/etc/", "/opt/", "/var/lib/", "/backups", "/tmp/drill"):
            commands = re.sub(rf"(?<![\w/.]){path}", f"{self._root}{path}", commands)
        for shown, meant in places.items():
            commands = commands.replace(shown, meant)
        path = f"{self.programs}:{os.environ['PATH']}"
        surroundings = {**without_settings(os.environ), "PATH": path, **(environment or {})}
        commands = re.sub(r"\bcurl ", "curl -sS --fail-with-body ", commands)
        command = ["bash", "-euc", commands]
        done = subprocess.run(
            command, env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def settings(self) -> dict[str, str]:
        """The environment of the service."""
        return dict(line.split("=", 1) for line in self.environment.read_text().splitlines())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "root")


def status(server: RunningServer, token: str) -> int:
    headers = {"Authorization": f"Bearer {token.strip()}"}
    return httpx.get(f"{server.url}/api/v1/sessions", headers=headers, timeout=30).status_code


def test_the_service_gets_a_secret_that_only_root_reads_and_clients_get_tokens(machine: Machine) -> None:
    install, token = blocks("As a service of systemd")
    machine.type(install)
    assert stat.S_IMODE(machine.environment.stat().st_mode) == 0o600
    assert "systemctl enable --now holdfast" in machine.noted.read_text()
    server = RunningServer(machine.data, environment=machine.settings())
    assert machine.type(token, **{"http://localhost:8000": server.url}).strip() == "[]"
    assert server.stop() == 0


def test_a_changed_secret_lets_old_tokens_and_new_ones_in(machine: Machine) -> None:
    machine.type(blocks("As a service of systemd")[0])
    make = blocks("As a service of systemd")[1].splitlines()[0] + '\necho "$TOKEN"'
    old = machine.type(make)
    (change,) = blocks("Changing the secret")
    machine.type(change)
    new = machine.type(make)
    server = RunningServer(machine.data, environment=machine.settings())
    assert [status(server, token) for token in (old, new, "x" + old)] == [200, 200, 401]
    assert server.stop() == 0
    settings = {name: value for name, value in machine.settings().items() if "PREVIOUS" not in name}
    server = RunningServer(machine.data, environment=settings)
    assert [status(server, token) for token in (old, new)] == [401, 200]
    assert server.stop() == 0


def test_a_backup_can_be_tried_and_brings_an_upgrade_back(machine: Machine) -> None:
    said = {"messages": [{"role": "human", "content": "We sail in May."}]}
    server = RunningServer(machine.data)
    httpx.post(f"{server.url}/api/v1/sessions/kept/memory", json=said, timeout=30).raise_for_status()
    backup, upgrade, back = blocks("Backups")[0], *blocks("Upgrading and going back")
    machine.type(backup.splitlines()[0])
    (made,) = machine.backups.iterdir()
    shown = {f"{machine.backups.parent}{SHOWN_BACKUP}": str(made)}
    machine.type(backup.splitlines()[1], **shown)
    made.unlink()
    machine.type(upgrade)
    httpx.post(f"{server.url}/api/v1/sessions/later/memory", json=said, timeout=30).raise_for_status()
    assert server.stop() == 0
    (made,) = machine.backups.iterdir()
    machine.type(back, **{f"{machine.backups.parent}{SHOWN_BACKUP}": str(made)})
    noted = machine.noted.read_text().splitlines()
    assert [line.split()[1] for line in noted] == ["install", "restart", "stop", "install", "start"]
    assert (machine.backups / "newer" / "holdfast.db").exists()
    server = RunningServer(machine.data)
    listed = httpx.get(f"{server.url}/api/v1/sessions", timeout=30).json()
    assert server.stop() == 0
    assert [session["session_id"] for session in listed] == ["kept"]


def test_two_servers_and_a_worker_share_a_database_that_a_dump_brings_back(machine: Machine, postgres_dsn: str) -> None:
    folder = postgres_dsn.partition("host=")[2]
    programs = f"{binaries()}:{machine.programs}:{os.environ['PATH']}"
    environment = {"PGHOST": folder, "PGUSER": "postgres", "PATH": programs}
    name, drill = (f"{kind}_{secrets.token_hex(4)}" for kind in ("own", "drill"))
    places = {
        f"{PAGE_DSN}holdfast": f"postgresql://{name}@/{name}?host={folder}",
        f"{PAGE_DSN}drill": f"postgresql://{name}@/{drill}?host={folder}",
        "--owner holdfast holdfast": f"--owner {name} {name}",
        "--owner holdfast drill": f"--owner {name} {drill}",
        "--dbname=drill": f"--dbname={drill}",
    }
    for shown, port in zip(("8001", "8002"), free_ports(2), strict=True):
        places |= {f"localhost:{shown}": f"localhost:{port}", f"--port {shown}": f"--port {port}"}
    setting_up = "\n".join(commands_in(page("postgresql.md"))[0].splitlines()[:3])
    asked = {"--pwprompt holdfast": name, "vector' holdfast": f"vector' {name}"}
    machine.type(setting_up, environment=environment, **places, **asked)
    start, use = blocks("Several servers on PostgreSQL")
    printed = machine.type(ENDING + start + use, environment=environment, **places)
    memory, _ = json.JSONDecoder().raw_decode(printed, printed.index('{"messages"'))
    assert [message["content"] for message in memory["messages"]] == ["We sail in May."]
    _, dump = blocks("Backups")
    count = f"psql --tuples-only --command='SELECT content FROM messages' {drill}"
    assert machine.type(dump + count, environment=environment, **places).split("\n", 1)[1].strip() == "We sail in May."


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; all are held until all are known."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def test_a_unit_with_the_command_of_a_worker_is_valid(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    (override,) = re.findall(r"```ini\n(.*?)```", SECTIONS["Several servers on PostgreSQL"], re.DOTALL)
    unit = (ROOT / "deploy/systemd/holdfast.service").read_text("utf-8") + override
    (tmp_path / "holdfast.service").write_text(unit.replace("/opt/holdfast/bin/holdfast", "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "holdfast.service"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "holdfast.service" in done.stderr) == (0, False), done.stderr
