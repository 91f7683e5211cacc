"""A server that asks who comes, and ways to log in there."""

from __future__ import annotations

import re

import httpx
import jwt

from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
ENVIRONMENT = {"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": SECRET}


def token(**claims: object) -> str:
    return jwt.encode(claims, SECRET, algorithm="HS256")


def api(server: RunningServer) -> httpx.Client:
    """A client of the API with all rights."""
    return server.client(headers={"Authorization": f"Bearer {token()}"})


def key(server: RunningServer, **fields: object) -> dict[str, str]:
    """A new key, as the API answers it."""
    with api(server) as client:
        answer = client.post("/api/v1/keys", json={"name": "n", "rights": ["read", "write", "forget"], **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()


def form_token(page: str) -> str:
    """What the forms of a page carry."""
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


def log_in(client: httpx.Client, secret: str, wanted: str = "") -> httpx.Response:
    """Send the login form as a browser would; the cookies stay with the client."""
    page = client.get("/admin/login", params={"next": wanted})
    form = {"form_token": form_token(page.text), "token": secret, "next": wanted}
    return client.post("/admin/login", data=form)
