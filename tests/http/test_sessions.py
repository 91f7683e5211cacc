"""Sessions over HTTP: creation, lists, merges, deletion and revival."""

from __future__ import annotations

import httpx
import pytest


def create(client: httpx.Client, session_id: str, **fields: object) -> dict:
    response = client.post("/api/v1/sessions", json={"session_id": session_id, **fields})
    assert response.status_code == 201, response.text
    return response.json()


def test_a_created_session_is_answered_whole_and_can_be_fetched(client: httpx.Client, name: str) -> None:
    session = create(client, name, metadata={"lang": "is"})
    assert session.keys() == {
        "uuid", "id", "created_at", "updated_at", "deleted_at", "session_id", "metadata", "user_id"
    }  # fmt: skip
    assert session["deleted_at"] is None
    assert session["user_id"] is None
    assert client.get(f"/api/v1/sessions/{name}").json() == session


def test_metadata_never_given_is_null_and_given_empty_is_empty(client: httpx.Client, name: str) -> None:
    assert create(client, name)["metadata"] is None
    assert create(client, name + "e", metadata={})["metadata"] == {}


@pytest.mark.parametrize("body", [{}, {"session_id": ""}, {"session_id": None}])
def test_a_session_needs_an_id(client: httpx.Client, body: dict) -> None:
    response = client.post("/api/v1/sessions", json=body)
    assert response.status_code == 400
    assert "sessionID cannot be empty" in response.text


def test_a_live_session_cannot_be_created_again(client: httpx.Client, name: str) -> None:
    create(client, name)
    response = client.post("/api/v1/sessions", json={"session_id": name})
    assert response.status_code == 400
    assert f"session already exists with session_id: {name}" in response.text


def test_a_session_of_an_unknown_user_is_refused_and_burns_no_id(client: httpx.Client, name: str) -> None:
    before = create(client, name + "1")["id"]
    response = client.post("/api/v1/sessions", json={"session_id": name, "user_id": "nobody-" + name})
    assert response.status_code == 400
    assert "user does not exist with user_id: nobody-" in response.text
    assert create(client, name + "2")["id"] == before + 1


def test_updates_merge_metadata_deeply_and_leave_the_protected_key(client: httpx.Client, name: str) -> None:
    create(client, name, metadata={"a": {"x": 1, "l": [1, 2]}, "b": 3})
    sent = {"metadata": {"a": {"l": [9], "y": None}, "system": {"k": 1}}}
    merged = client.patch(f"/api/v1/sessions/{name}", json=sent).json()
    assert merged["metadata"] == {"a": {"x": 1, "l": [9], "y": None}, "b": 3}


@pytest.mark.parametrize("body", [{}, {"metadata": None}, {"metadata": {}}, {"metadata": {"system": {"a": 1}}}])
def test_an_update_without_metadata_only_moves_the_time(client: httpx.Client, name: str, body: dict) -> None:
    before = create(client, name, metadata={"a": 1})
    after = client.patch(f"/api/v1/sessions/{name}", json=body).json()
    assert after["metadata"] == {"a": 1}
    assert after["updated_at"] > before["updated_at"]


def test_an_unknown_session_cannot_be_updated(client: httpx.Client, name: str) -> None:
    response = client.patch(f"/api/v1/sessions/{name}", json={"metadata": {"a": 1}})
    assert response.status_code == 404
    assert "not found" in response.text


def test_a_deleted_session_is_gone_until_it_is_written_to(client: httpx.Client, name: str) -> None:
    before = create(client, name, metadata={"a": 1})
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [{"role": "human", "content": "old"}]})
    assert client.delete(f"/api/v1/sessions/{name}/memory").text == "OK"
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404
    assert client.delete(f"/api/v1/sessions/{name}/memory").status_code == 404
    revived = client.patch(f"/api/v1/sessions/{name}", json={"metadata": {"b": 2}}).json()
    assert (revived["uuid"], revived["id"]) == (before["uuid"], before["id"])
    assert revived["metadata"] == {"a": 1, "b": 2}
    assert client.get(f"/api/v1/sessions/{name}/memory").json()["messages"] == []


def test_a_deleted_session_id_can_be_given_to_a_new_session(client: httpx.Client, name: str) -> None:
    before = create(client, name, metadata={"a": 1})
    client.delete(f"/api/v1/sessions/{name}/memory")
    after = create(client, name, metadata={"b": 2})
    assert after["uuid"] != before["uuid"]
    assert after["id"] > before["id"]
    assert after["metadata"] == {"b": 2}


def test_lists_page_by_the_last_id(client: httpx.Client, name: str) -> None:
    first = create(client, f"{name}-0")["id"]
    for number in range(1, 5):
        create(client, f"{name}-{number}")
    seen, cursor = [], first - 1
    while page := client.get("/api/v1/sessions", params={"limit": 2, "cursor": cursor}).json():
        seen += [session["session_id"] for session in page]
        cursor = page[-1]["id"]
    assert seen == [f"{name}-{number}" for number in range(5)]


def test_a_list_without_limit_holds_everything_in_order(client: httpx.Client, name: str) -> None:
    for number in range(3):
        create(client, f"{name}-{number}")
    ids = [session["id"] for session in client.get("/api/v1/sessions?limit=&cursor=").json()]
    assert ids == sorted(set(ids))
    assert len(ids) >= 3


@pytest.mark.parametrize("query", ["limit=x", "cursor=1.5", f"limit={2**63}", "cursor=1_000", "limit=١"])
def test_a_limit_or_cursor_that_is_no_integer_is_refused(client: httpx.Client, query: str) -> None:
    response = client.get(f"/api/v1/sessions?{query}")
    assert response.status_code == 400
    assert response.text.startswith(query.split("=", maxsplit=1)[0])
