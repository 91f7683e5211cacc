"""A filter that is not understood is refused, for it would let everything through; on demand it is ignored."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.running_server import RunningServer

UNKNOWN = [
    ({"where": {"not": [{"jsonpath": "$.n"}]}}, "metadata.where.not"),
    ({"where": {"n": 1}}, "metadata.where.n"),
    ({"where": {"and": [{"jsonpath": "$.n"}, {"jsonpth": "$.n"}]}}, "metadata.where.and[1].jsonpth"),
    ({"jsonpath": "$.n"}, "metadata.jsonpath"),
    ({"filter": {"n": 1}}, "metadata.filter"),
    ({"startDate": "2999-01-01"}, "metadata.startDate"),
]


@pytest.mark.parametrize(("metadata", "field"), UNKNOWN)
def test_a_filter_that_is_not_understood_is_named(client: httpx.Client, name: str, metadata: dict, field: str) -> None:
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [{"content": "apple", "metadata": {"n": 1}}]})
    client.post(f"/api/v1/collection/{name}", json={"name": name, "embedding_dimensions": 8, "is_auto_embedded": False})
    for path in (f"sessions/{name}/search", f"collection/{name}/search"):
        response = client.post(f"/api/v1/{path}", json={"metadata": metadata})
        assert response.status_code == 400
        assert response.text.startswith(f"{field}: unknown key; there are ")


def test_a_path_that_yields_one_boolean_is_that_boolean(client: httpx.Client, name: str) -> None:
    messages = [{"content": str(value), "metadata": {"ok": value, "other": 1}} for value in (True, False, [False, 1])]
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})

    def found(path: str) -> set[str]:
        hits = client.post(f"/api/v1/sessions/{name}/search", json={"metadata": {"where": {"jsonpath": path}}}).json()
        return {hit["message"]["content"] for hit in hits}

    assert found("$.ok") == {"True", "[False, 1]"}
    assert found("$.ok ? (@ == false)") == {"False", "[False, 1]"}
    assert found("$.other") == {"True", "False", "[False, 1]"}


def test_the_old_way_is_there_on_demand(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", environment={"HOLDFAST_SEARCH_UNKNOWN_FILTERS": "ignore"})
    with server.client() as client:
        client.post("/api/v1/sessions/s/memory", json={"messages": [{"content": "apple"}]})
        for metadata, _ in UNKNOWN[:2] + UNKNOWN[3:]:
            response = client.post("/api/v1/sessions/s/search", json={"metadata": metadata})
            assert len(response.json()) == 1
    assert server.stop() == 0
