"""Idempotency keys: a retry answers as the first request did and stores nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.running_server import RunningServer

REPLAYED = "Idempotency-Replayed"


def post(client: httpx.Client, path: str, body: object, key: str) -> httpx.Response:
    return client.post(path, json=body, headers={"Idempotency-Key": key})


def test_a_retried_memory_is_stored_once(client: httpx.Client, name: str) -> None:
    body = {"messages": [{"role": "human", "content": "once"}]}
    for _ in range(3):
        response = post(client, f"/api/v1/sessions/{name}/memory", body, name)
        assert (response.status_code, response.text) == (200, "OK")
    assert client.get(f"/api/v1/sessions/{name}/messages").json()["total_count"] == 1


def test_a_retried_creation_answers_the_same_object(client: httpx.Client, name: str) -> None:
    first = post(client, "/api/v1/sessions", {"session_id": name}, name)
    again = post(client, "/api/v1/sessions", {"session_id": name}, name)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    user = post(client, "/api/v1/user", {"user_id": name}, name + "u")
    assert post(client, "/api/v1/user", {"user_id": name}, name + "u").content == user.content


def test_another_request_with_the_same_key_is_refused(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}/memory"
    post(client, path, {"messages": [{"role": "human", "content": "a"}]}, name)
    other = post(client, path, {"messages": [{"role": "human", "content": "b"}]}, name)
    assert other.status_code == 422
    assert "Idempotency-Key" in other.text
    assert post(client, "/api/v1/sessions", {"session_id": name}, name).status_code == 422
    assert client.get(f"/api/v1/sessions/{name}/messages").json()["total_count"] == 1


def test_what_failed_stored_nothing_and_may_be_tried_again_under_its_key(client: httpx.Client, name: str) -> None:
    body = {"session_id": name, "user_id": name}
    assert post(client, "/api/v1/sessions", body, name).status_code == 400
    client.post("/api/v1/user", json={"user_id": name})
    created = post(client, "/api/v1/sessions", body, name)
    assert created.status_code == 201
    assert post(client, "/api/v1/sessions", body, name).content == created.content
    assert post(client, "/api/v1/sessions", body, name + "2").status_code == 400


def test_a_search_is_answered_anew_whatever_its_key(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}"
    assert post(client, path + "/search", {"text": "bees"}, name).json() == []
    client.post(path + "/memory", json={"messages": [{"role": "human", "content": "bees"}]})
    found = post(client, path + "/search", {"text": "bees"}, name)
    assert [hit["message"]["content"] for hit in found.json()] == ["bees"]
    assert REPLAYED not in found.headers
    assert post(client, path + "/search", {"text": "wasps"}, name).status_code == 200


def test_a_retry_waits_for_enrichment_as_the_first_request_did(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}/memory?wait=true"
    body = {"messages": [{"role": "human", "content": "once"}]}
    first, again = (post(client, path, body, name) for _ in range(2))
    assert first.headers["X-Holdfast-Enrichment"] == again.headers["X-Holdfast-Enrichment"] == "done"
    assert (REPLAYED in first.headers, again.headers[REPLAYED]) == (False, "true")


def test_documents_are_added_and_deleted_once(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/collection/{name}"
    client.post(path, json={"name": name, "embedding_dimensions": 8, "is_auto_embedded": False})
    added = [post(client, path + "/document", [{"content": "a", "embedding": [1.0] * 8}], name) for _ in range(2)]
    assert added[0].json() == added[1].json()
    assert client.get(path).json()["document_count"] == 1
    deleted = [post(client, path + "/document/list/delete", added[0].json(), name + "d") for _ in range(2)]
    assert [(answer.text, answer.headers.get(REPLAYED)) for answer in deleted] == [("OK", None), ("OK", "true")]


def test_the_description_names_the_key_where_a_request_writes(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    keyed = {
        path
        for path, methods in paths.items()
        for parameter in methods.get("post", {}).get("parameters", [])
        if parameter["name"] == "Idempotency-Key"
    }
    assert keyed == {
        "/api/v1/sessions",
        "/api/v1/sessions/{session_id}/memory",
        "/api/v1/facts",
        "/api/v1/user",
        "/api/v1/user/{user_id}/files",
        "/api/v1/user/{user_id}/files/{path}",
        "/api/v1/collection/{name}",
        "/api/v1/collection/{name}/document",
        "/api/v1/collection/{name}/document/list/delete",
    }


def test_simultaneous_retries_store_once(client: httpx.Client, name: str) -> None:
    body = {"messages": [{"role": "human", "content": "once"}]}
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: post(client, f"/api/v1/sessions/{name}/memory", body, name), range(20)))
    assert {answer.text for answer in answers} == {"OK"}
    assert client.get(f"/api/v1/sessions/{name}/messages").json()["total_count"] == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
def test_a_key_that_is_none_is_refused(client: httpx.Client, name: str, key: str) -> None:
    assert post(client, "/api/v1/sessions", {"session_id": name}, key).status_code == 400
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404


def test_a_retry_after_the_server_was_killed_is_still_recognised(tmp_path, name: str) -> None:
    first = RunningServer(tmp_path / "data")
    with first.client() as client:
        created = post(client, "/api/v1/sessions", {"session_id": name}, name)
    first.kill()
    second = RunningServer(tmp_path / "data")
    with second.client() as client:
        assert post(client, "/api/v1/sessions", {"session_id": name}, name).content == created.content
    assert second.stop() == 0
