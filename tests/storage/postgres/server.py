"""A PostgreSQL of its own for a test that kills and restarts it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import SETTINGS, SUPERUSER, _private_folder, _run, binaries

# Whatever was acknowledged must have left the server's memory when the process is killed.
DURABLE = {**SETTINGS, "synchronous_commit": "on"}


class Server:
    """One cluster in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._commands = binaries()
        self._run = lambda command, *arguments: _run([self._commands / command, *arguments], cwd=folder)

    @property
    def dsn(self) -> str:
        return f"postgresql://{SUPERUSER}@/postgres?host={self.folder}"

    def create(self) -> None:
        settings = ["-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "-N", "-U", SUPERUSER]
        self._run("initdb", *settings, "-D", self.data)

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in DURABLE.items())
        log = self.folder / "server.log"
        self._run("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", f"-k {self.folder} {options}", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def kill(self) -> None:
        """What an administrator must not do: SIGKILL to the server; its sessions notice and end."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)


@contextmanager
def own_server() -> Iterator[Server]:
    server = Server(_private_folder())
    server.create()
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
