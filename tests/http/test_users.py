"""Users over HTTP."""

from __future__ import annotations

import httpx
import pytest


def create(client: httpx.Client, user_id: str, **fields: object) -> dict:
    response = client.post("/api/v1/user", json={"user_id": user_id, **fields})
    assert response.status_code == 201, response.text
    return response.json()


def test_empty_details_are_left_out(client: httpx.Client, name: str) -> None:
    user = create(client, name, email=None, metadata={})
    assert user.keys() == {"uuid", "id", "created_at", "updated_at", "deleted_at", "user_id"}
    assert client.get(f"/api/v1/user/{name}").json() == user


def test_a_user_needs_an_id_that_is_free(client: httpx.Client, name: str) -> None:
    assert "UserID cannot be empty" in client.post("/api/v1/user", json={"email": "a@example.org"}).text
    create(client, name)
    response = client.post("/api/v1/user", json={"user_id": name})
    assert response.status_code == 400
    assert f"user already exists with user_id: {name}" in response.text


def test_an_update_sets_what_is_not_empty_and_merges_metadata(client: httpx.Client, name: str) -> None:
    create(client, name, email="a@example.org", metadata={"tier": 2, "flags": {"a": True}})
    change = {"user_id": "x", "email": "", "first_name": "Ada", "metadata": {"flags": {"b": 1}, "system": {"k": 1}}}
    user = client.patch(f"/api/v1/user/{name}", json=change).json()
    assert (user["user_id"], user["email"], user["first_name"]) == (name, "a@example.org", "Ada")
    assert user["metadata"] == {"tier": 2, "flags": {"a": True, "b": 1}, "system": {"k": 1}}


@pytest.mark.parametrize("wrong", [{"uuid": ""}, {"uuid": "x"}, {"email": 1}, {"metadata": []}, []])
def test_a_malformed_update_is_refused(client: httpx.Client, name: str, wrong: object) -> None:
    create(client, name)
    assert client.patch(f"/api/v1/user/{name}", json=wrong).status_code == 400


def test_an_unknown_user_is_not_found(client: httpx.Client, name: str) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        response = client.request(method, f"/api/v1/user/{name}", json={})
        assert response.status_code == 404
        assert "not found" in response.text
    assert client.get(f"/api/v1/user/{name}/sessions").json() == []


def test_sessions_of_a_user_come_with_their_numbers_in_order(client: httpx.Client, name: str) -> None:
    create(client, name)
    for number in range(3):
        client.post("/api/v1/sessions", json={"session_id": f"{name}-{number}", "user_id": name})
    client.delete(f"/api/v1/sessions/{name}-1/memory")
    sessions = client.get(f"/api/v1/user/{name}/sessions").json()
    assert [session["session_id"] for session in sessions] == [f"{name}-0", f"{name}-2"]
    assert sessions[0]["id"] < sessions[1]["id"]


def test_deleting_a_user_removes_everything_at_once(client: httpx.Client, name: str) -> None:
    create(client, name)
    client.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
    message = {"role": "human", "content": "secret", "uuid": "6b1e5b0e-1111-4222-8333-" + name[1:].rjust(12, "0")}
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [message]})
    assert client.delete(f"/api/v1/user/{name}").text == "OK"
    assert client.delete(f"/api/v1/user/{name}").status_code == 404
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404
    assert client.get(f"/api/v1/sessions/{name}/messages").json()["total_count"] == 0
    create(client, name)
    assert client.post("/api/v1/sessions", json={"session_id": name}).status_code == 201
    assert client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [message]}).status_code == 200


def test_a_dry_run_counts_and_deletes_nothing(client: httpx.Client, name: str) -> None:
    client.post("/api/v1/user", json={"user_id": name})
    client.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
    counts = client.delete(f"/api/v1/user/{name}?dry_run=true").json()["counts"]
    assert (counts["users"], counts["sessions"]) == (1, 1)
    assert client.get(f"/api/v1/user/{name}").status_code == 200
    assert client.delete(f"/api/v1/user/{name}?dry_run=maybe").status_code == 400
    assert client.delete(f"/api/v1/user/{name}").text == "OK"
