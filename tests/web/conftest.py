"""Servers and a browser for all tests of pages: starting them takes longer than what they are asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.running_server import RunningServer
from tests.web.guarded import ENVIRONMENT
from tests.web.large import write_large_memory

WITHOUT_ENRICHMENT = {
    f"HOLDFAST_EXTRACTORS_MESSAGES_{step}_ENABLED": "false" for step in ("SUMMARIZER", "ENTITIES", "INTENT")
}


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that lets nobody in without a key or token."""
    running = RunningServer(tmp_path_factory.mktemp("guarded") / "data", environment=ENVIRONMENT)
    yield running
    assert running.stop() == 0, running.output
    assert "Traceback" not in running.output, running.output


@pytest.fixture(scope="session")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that asks nobody who they are."""
    running = RunningServer(tmp_path_factory.mktemp("open") / "data")
    yield running
    assert running.stop() == 0, running.output
    assert "Traceback" not in running.output, running.output


@pytest.fixture
def browser(open_server: RunningServer) -> Iterator[httpx.Client]:
    """Who visits the open server, and follows where it leads."""
    with open_server.client(follow_redirects=True) as client:
        yield client


@pytest.fixture(scope="session")
def large_memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with 10 000 conversations, one of them of 50 000 messages, to be copied."""
    data = tmp_path_factory.mktemp("large") / "data"
    data.mkdir()
    with ThreadPoolExecutor(1) as apart:  # Chromium's driver keeps a loop running in this one
        apart.submit(write_large_memory, data).result()
    return data


@pytest.fixture(scope="session")
def large(large_memory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of a large memory that asks who comes, and finds out nothing more about its messages."""
    yield from _serving(large_memory, tmp_path_factory, {**ENVIRONMENT, **WITHOUT_ENRICHMENT})


@pytest.fixture(scope="session")
def large_open(large_memory: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """As `large`, asking nobody."""
    yield from _serving(large_memory, tmp_path_factory, WITHOUT_ENRICHMENT)


def _serving(
    memory: Path, tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("large") / "data"
    shutil.copytree(memory, data)
    running = RunningServer(data, environment=environment)
    yield running
    assert running.stop() == 0, running.output
    assert "Traceback" not in running.output, running.output


@pytest.fixture
def visitor(guarded: RunningServer) -> Iterator[httpx.Client]:
    """A browser, as far as cookies and forms go, at the server that is guarded."""
    with guarded.client() as client:
        yield client
