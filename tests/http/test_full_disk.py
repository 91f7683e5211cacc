"""A disk that takes no more: writes are told to come again, reads go on, and nothing acknowledged is lost."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.http.test_memory import add, contents
from tests.running_server import RunningServer

pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs limits of another process (Linux)")

_UNLIMITED = resource.RLIM_INFINITY


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server of its own, whose files can be kept from growing."""
    server = RunningServer(tmp_path / "data")
    yield server
    server.kill()


def limit_files_of(server: RunningServer, size: int) -> None:
    """Let no file of the server grow beyond ``size`` bytes."""
    resource.prlimit(server.process_id, resource.RLIMIT_FSIZE, (size, _UNLIMITED))


def test_what_does_not_fit_is_refused_and_what_was_acknowledged_stays(
    server: RunningServer, client: httpx.Client, name: str, poll: Callable[..., Any]
) -> None:
    add(client, name, "first")
    poll(lambda: client.get("/readyz").json(), lambda ready: not ready["jobs_pending"])
    limit_files_of(server, max(path.stat().st_size for path in server.data.iterdir()) + 20_000)
    kept, refused = ["first"], []
    for number in range(60):
        content = f"{number} {'x' * 2_000}"
        answer = add(client, name, content)
        (kept if answer.status_code == 200 else refused).append(content)
        assert answer.status_code in {200, 503}, answer.text
    assert len(refused) > 10
    assert int(answer.headers["Retry-After"]) > 0
    assert contents(client, name, "?lastn=100") == kept
    assert client.post(f"/api/v1/sessions/{name}/search", json={"text": "first"}).status_code == 200
    limit_files_of(server, _UNLIMITED)
    poll(lambda: add(client, name, "last").status_code, lambda status: status == 200)
    assert contents(client, name, "?lastn=100") == [*kept, "last"]
    server.kill()  # what only the server's memory holds is gone
    again = RunningServer(server.data)
    with again.client() as later:
        assert contents(later, name, "?lastn=100") == [*kept, "last"]
    assert again.stop() == 0
