"""Collections over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest


def create(client: httpx.Client, name: str, **fields: object) -> None:
    body = {"name": name, "embedding_dimensions": 8, "is_auto_embedded": False, **fields}
    response = client.post(f"/api/v1/collection/{name}", json=body)
    assert (response.status_code, response.text) == (200, "OK")


def test_a_collection_has_exactly_the_published_fields(client: httpx.Client, name: str) -> None:
    create(client, name.upper(), description="pilot books", metadata={"big": 12345678901234567})
    collection = client.get(f"/api/v1/collection/{name.upper()}").json()
    assert collection.keys() == {
        "uuid",
        "created_at",
        "updated_at",
        "name",
        "description",
        "metadata",
        "embedding_dimensions",
        "is_auto_embedded",
        "is_normalized",
        "is_indexed",
        "document_count",
        "document_embedded_count",
    }
    assert (collection["name"], collection["metadata"]) == (name, {"big": 12345678901234567})
    assert collection in client.get("/api/v1/collection").json()


def test_every_defect_of_a_new_collection_is_named(client: httpx.Client, name: str) -> None:
    body = {"name": "a-b", "embedding_dimensions": 7, "description": "d" * 1001}
    response = client.post(f"/api/v1/collection/{name}", json=body)
    assert response.status_code == 400
    lines = response.text.strip().split("\n")
    assert [line.split("'")[3] for line in lines] == ["Name", "Description", "EmbeddingDimensions", "IsAutoEmbedded"]
    assert [line.split("'")[5] for line in lines] == ["alphanum", "max", "min", "required"]


def test_of_twenty_simultaneous_creations_one_succeeds(client: httpx.Client, name: str) -> None:
    body = {"name": name, "embedding_dimensions": 8, "is_auto_embedded": True}
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: client.post(f"/api/v1/collection/{name}", json=body), range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 19
    assert {answer.text.strip() for answer in answers} == {"OK", f"collection already exists: {name}"}


def test_a_retried_creation_is_answered_as_the_first(client: httpx.Client, name: str) -> None:
    body = {"name": name, "embedding_dimensions": 8, "is_auto_embedded": True}
    headers = {"Idempotency-Key": f"create-{name}"}
    answers = [client.post(f"/api/v1/collection/{name}", json=body, headers=headers) for _ in range(2)]
    assert [answer.text for answer in answers] == ["OK", "OK"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/document"),
        ("POST", "/document/list/get"),
        ("POST", "/document/list/delete"),
        ("PATCH", "/document/list/update"),
        ("POST", "/index/create"),
        ("GET", "/document/uuid/11111111-1111-4111-8111-111111111111"),
        ("PATCH", "/document/11111111-1111-4111-8111-111111111111"),
    ],
)
def test_an_unknown_collection_is_not_found(client: httpx.Client, method: str, path: str) -> None:
    bodies = {"/document": [], "/document/list/delete": [], "/document/list/update": []}
    body = bodies.get(path, {"metadata": {"a": 1}})
    response = client.request(method, f"/api/v1/collection/nowhere{path}", json=body)
    assert response.status_code == 404
    assert "not found" in response.text


def test_an_unknown_collection_cannot_be_searched(client: httpx.Client) -> None:
    assert client.post("/api/v1/collection/nowhere/search", json={"text": "x"}).status_code == 404


def test_the_server_needs_no_order_to_build_an_index(client: httpx.Client, name: str) -> None:
    create(client, name)
    for query in ("", "?force=true", "?force=0"):
        assert client.post(f"/api/v1/collection/{name}/index/create{query}").text == "OK"
    response = client.post(f"/api/v1/collection/{name}/index/create?force=perhaps")
    assert (response.status_code, "force" in response.text) == (400, True)
