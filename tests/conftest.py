"""Fixtures for all tests: a running server, clients of it, names, and waiting with a deadline."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import settings

from tests.forked.process import POSSIBLE, run_forked
from tests.postgres import postgres_dsn
from tests.running_server import RunningServer, without_settings
from tests.storage.deadline import SECONDS

__all__ = ["postgres_dsn"]

# Tests of properties are judged by their result, not by how busy the machine is.
settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")


def _store(text: str) -> str:
    if text in {"sqlite", "postgres"} or text.startswith(("postgres://", "postgresql://")):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is neither sqlite, postgres nor the DSN of a PostgreSQL")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--store",
        type=_store,
        default="sqlite",
        metavar="sqlite|postgres|DSN",
        help="what the server stores in that the tests through HTTP talk to; a DSN names an empty database, such as "
        "one that is distributed over a cluster, which the conformance suite then takes for its distributed store",
    )
    parser.addoption(
        "--outage",
        action="append",
        default=[],
        metavar="COMMAND",
        help="a shell command that crashes a server of the database given with --store and starts it again; the slow "
        "test of outages runs each one twenty times, and the option may be given several times",
    )


def pytest_xdist_auto_num_workers() -> int:
    """One process of tests more than there are cores: many wait for servers, and should leave no core without work."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def store_arguments(request: pytest.FixtureRequest) -> list[str]:
    """Options of ``holdfast serve`` for the store that was chosen with ``--store``."""
    if request.config.getoption("--store") == "sqlite":
        return []
    store = request.config.getoption("--store")
    return ["--store", request.getfixturevalue("postgres_dsn") if store == "postgres" else store]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, store_arguments: list[str]) -> Iterator[RunningServer]:
    """One server for all tests that only talk to it; it must survive them and stop cleanly."""
    running = RunningServer(tmp_path_factory.mktemp("server") / "data", *store_arguments, started_anew=True)
    yield running
    assert running.stop() == 0, running.output
    assert "Traceback" not in running.output, running.output


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture
def name() -> str:
    """An identifier that no other test uses."""
    return f"t{secrets.token_hex(6)}"


@pytest.fixture
def poll() -> Callable[..., Any]:
    """Repeats a reading until it fits, for what happens in the background."""

    def until(read: Callable[[], Any], fits: Callable[[Any], object], *, seconds: float = SECONDS) -> Any:
        deadline = time.monotonic() + seconds
        while not fits(found := read()):
            assert time.monotonic() < deadline, f"waited {seconds} s in vain; last seen: {found!r}"
            time.sleep(0.02)
        return found

    return until


@pytest.fixture
def run_command(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs ``holdfast`` with arguments in an empty directory, without settings from the surroundings.

    It is forked, as servers are (`RunningServer`), unless it is to be ``started_anew``.
    """

    def run(
        *arguments: str, environment: Mapping[str, str] | None = None, started_anew: bool = not POSSIBLE
    ) -> subprocess.CompletedProcess[str]:
        surroundings = {**without_settings(os.environ), "NO_COLOR": "1", "COLUMNS": "120", **(environment or {})}
        if not started_anew:
            return run_forked(arguments, environment=surroundings, directory=tmp_path, timeout=60)
        return subprocess.run(
            [sys.executable, "-m", "holdfast", *arguments],
            env=surroundings,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
