"""A PostgreSQL of its own for a test that kills and restarts it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.postgres import SETTINGS, SUPERUSER, _private_folder, _run, binaries

# Whatever was acknowledged must have left the server's memory when the process is killed.
DURABLE = {**SETTINGS, "synchronous_commit": "on"}


class Server:
    """One cluster in a folder of its own."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self._settings = {**DURABLE, **settings}
        self.data = folder / "data"
        self._commands = binaries()

    def _run(self, command: str, *arguments: str | Path) -> None:
        _run([self._commands / command, *arguments], cwd=self.folder)

    @property
    def dsn(self) -> str:
        return f"postgresql://{SUPERUSER}@/postgres?host={self.folder}"

    def create(self) -> None:
        settings = ["-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "-N", "-U", SUPERUSER]
        self._run("initdb", *settings, "-D", self.data)

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        log = self.folder / "server.log"
        command = ("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", f"-k {self.folder} {options}", "start")
        end = time.monotonic() + 60
        while True:
            try:
                self._run(*command)
            except RuntimeError:  # sessions of a killed server live on for a moment and hold its memory
                if time.monotonic() > end:
                    raise
            else:
                return

    def copy_from(self, primary: Server) -> None:
        """Become a standby of a running server, as `pg_basebackup` makes them."""
        source = ("-h", primary.folder, "-U", SUPERUSER, "-X", "stream", "-c", "fast")
        self._run("pg_basebackup", *source, "-R", "-D", self.data)

    def promote(self) -> None:
        """Make a standby a primary, as after the loss of the one that it followed."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def follow(self, primary: Server) -> None:
        """Start again, after a stop, as a standby of another primary."""
        with (self.data / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"primary_conninfo = 'host={primary.folder} user={SUPERUSER}'\n")
        self.start()

    @property
    def log(self) -> str:
        """What the server has logged."""
        return (self.folder / "server.log").read_text()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def kill(self) -> None:
        """What an administrator must not do: SIGKILL to the server and to all its sessions."""
        postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        for process in [postmaster, *postmaster.children()]:
            process.kill()


@contextmanager
def own_server(settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A running server with other settings than tests usually have."""
    server = Server(_private_folder(), settings or {})
    server.create()
    with _running(server):
        yield server


@contextmanager
def standby_of(primary: Server, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A running standby that follows ``primary`` over its socket."""
    server = Server(_private_folder(), settings or {})
    server.copy_from(primary)
    with _running(server):
        yield server


@contextmanager
def _running(server: Server) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
