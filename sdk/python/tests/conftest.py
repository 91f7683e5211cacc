"""Fixtures for all tests."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest

from support.proxy import LossyProxy, lossy_proxy
from support.server import Server, running_server

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without authentication."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def locked_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server which wants a token."""
    data: Path = tmp_path_factory.mktemp("locked")
    settings = {"ZEP_AUTH_REQUIRED": "true", "ZEP_AUTH_SECRET": "a secret for these tests only, long enough"}
    with running_server(data, **settings) as running:
        yield running


@pytest.fixture
def proxy(server: Server) -> Iterator[LossyProxy]:
    """A proxy in front of the server."""
    with lossy_proxy(server.url) as running:
        yield running


@pytest.fixture
def fresh() -> Callable[[str], str]:
    """Makes names nobody has used: ``fresh("user")``."""
    return lambda kind: f"{kind}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def anyio_backend() -> str:
    """Event loop of the asynchronous tests."""
    return "asyncio"


@pytest.fixture
def collections(server: Server) -> None:
    """Skips the test if the server has no collections."""
    if httpx.get(f"{server.url}/api/v1/collection").status_code == httpx.codes.NOT_FOUND:
        pytest.skip("this server has no collections")


@pytest.fixture
def name(collections: None) -> Callable[[], str]:
    """Makes names for collections."""
    return lambda: f"c{uuid.uuid4().hex[:12]}"
