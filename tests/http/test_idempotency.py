"""Idempotency keys: a retry answers as the first request did and stores nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.running_server import RunningServer


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


def test_a_failure_by_the_callers_fault_is_repeated_too(client: httpx.Client, name: str) -> None:
    body = {"session_id": name, "user_id": name}
    assert post(client, "/api/v1/sessions", body, name).status_code == 400
    client.post("/api/v1/user", json={"user_id": name})
    assert post(client, "/api/v1/sessions", body, name).status_code == 400
    assert post(client, "/api/v1/sessions", body, name + "2").status_code == 201


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
