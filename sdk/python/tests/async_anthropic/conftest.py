"""Fixtures of these tests."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from holdfast_client import HoldfastClient
from support.server import Server


@pytest.fixture
async def client(server: Server) -> AsyncGenerator[HoldfastClient, None]:
    """A client of the server without authentication."""
    async with HoldfastClient(server.url) as client:
        yield client
