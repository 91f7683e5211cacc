"""Rate limits over HTTP: told in headers, refused with the time to wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import jwt
import pytest

from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
REQUESTS, MESSAGES = 8, 3


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[RunningServer]:
    environment = {
        "HOLDFAST_AUTH_REQUIRED": "true",
        "HOLDFAST_AUTH_SECRET": SECRET,
        "HOLDFAST_RATES_REQUESTS_PER_MINUTE": str(REQUESTS),
        "HOLDFAST_RATES_MESSAGES_PER_MINUTE": str(MESSAGES),
    }
    running = RunningServer(tmp_path / "data", environment=environment)
    yield running
    assert running.stop() == 0


def client(server: RunningServer, user: str) -> httpx.Client:
    return server.client(
        headers={"Authorization": f"Bearer {jwt.encode({'hf_user': user}, SECRET, algorithm='HS256')}"}
    )


def test_who_asks_too_much_waits_and_nobody_else(limited: RunningServer) -> None:
    with client(limited, "ada") as ada, client(limited, "ben") as ben:
        assert ada.post("/api/v1/user", json={"user_id": "ada"}).status_code == 201
        left = [int(ada.get("/api/v1/sessions").headers["RateLimit-Remaining"]) for _ in range(REQUESTS - 1)]
        assert left == sorted(left, reverse=True)
        refused = ada.get("/api/v1/sessions")
        assert refused.status_code == 429
        assert f"{REQUESTS} a minute" in refused.text
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert (refused.headers["RateLimit-Limit"], refused.headers["RateLimit-Remaining"]) == (str(REQUESTS), "0")
        answered = ben.get("/api/v1/sessions")
        assert (answered.status_code, answered.headers["RateLimit-Limit"]) == (200, str(REQUESTS))
    assert httpx.get(limited.url + "/readyz").status_code == 200


def test_messages_have_a_limit_of_their_own(limited: RunningServer) -> None:
    with client(limited, "ada") as ada:
        assert ada.post("/api/v1/user", json={"user_id": "ada"}).status_code == 201
        body = {"messages": [{"role": "a", "content": "x"}] * MESSAGES}
        assert ada.post("/api/v1/sessions/s/memory", json=body).status_code == 200
        refused = ada.post("/api/v1/sessions/s/memory", json=body)
        assert (refused.status_code, "messages" in refused.text) == (429, True)
        assert "Retry-After" in refused.headers
        assert ada.get("/api/v1/sessions/s/messages").json()["total_count"] == MESSAGES
