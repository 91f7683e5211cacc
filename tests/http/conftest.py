"""In each test of the HTTP API the event loops of all servers are watched (`tests.loop.stalls`)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.loop.stalls import LIMIT_SECONDS, limit
from tests.running_server import STARTED


@pytest.fixture(autouse=True)
def no_stall(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test in which a server kept its loop for longer than is allowed."""
    for server in STARTED:
        server.stalls.begin()
    yield
    mark = request.node.get_closest_marker("stall")
    allowed = LIMIT_SECONDS if mark is None else mark.kwargs["seconds"]
    longest = max((server.longest_stall() for server in STARTED), default=0.0)
    STARTED[:] = [server for server in STARTED if server.is_alive]
    assert longest <= allowed or longest <= (now := limit(allowed)), (
        f"an event loop stood still for {longest * 1000:.0f} ms; here and now {now * 1000:.0f} are allowed"
    )
