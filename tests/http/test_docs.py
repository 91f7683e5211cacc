"""The published description of the API."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from holdfast.http.openapi import describe_api
from holdfast.http.routes import ROUTES

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_committed_description_is_that_of_the_routes() -> None:
    """`make openapi` writes it anew."""
    assert json.loads(COMMITTED.read_text("utf-8")) == describe_api(ROUTES)


def test_the_server_serves_the_description(client: httpx.Client) -> None:
    assert client.get("/openapi.json").json() == describe_api(ROUTES)


def test_the_page_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    response = client.get("/docs")
    assert response.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "http://" not in response.text
    assert "https://" not in response.text
