"""The application by itself: what no client can bring about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.responses import Response

from holdfast.app import Server, build_server
from holdfast.http.application import HttpApplication
from holdfast.http.request import ApiRequest
from holdfast.http.responses import streamed_json
from holdfast.http.routing import Routes
from holdfast.settings import DataSettings, Settings


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return build_server(Settings(data=DataSettings(directory=str(tmp_path / "data"))))


async def test_an_answer_that_breaks_off_is_logged_and_counted(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"["
        raise ValueError("the store fell silent")

    routes = Routes("broken")

    @routes.route("GET", "/broken", answer=str, authenticated=False)
    async def break_off(request: ApiRequest) -> Response:
        return streamed_json(parts())

    transport = httpx.ASGITransport(HttpApplication(server.services, list(routes)))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        with pytest.raises(AssertionError):  # the transport insists on a complete answer
            await client.get("/broken")
    assert server.services.requests.broken == 1
    assert "GET /broken: the answer broke off" in caplog.text
    assert "the store fell silent" in caplog.text
