"""Sessions and messages that expire, and those that are not to be remembered, over HTTP."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

FAR = "2999-01-01T00:00:00.000000Z"
WAIT = {"wait": "true"}
PAUSE = 0.02


def said(client: httpx.Client, session: str, *messages: dict[str, Any]) -> None:
    body = {"messages": [{"role": "user", **message} for message in messages]}
    answer = client.post(f"/api/v1/sessions/{session}/memory", json=body, params=WAIT)
    assert answer.status_code == 200, answer.text


def begin(client: httpx.Client, session: str, **fields: Any) -> dict[str, Any]:
    user = f"u-{session}"
    client.post("/api/v1/user", json={"user_id": user})
    answer = client.post("/api/v1/sessions", json={"session_id": session, "user_id": user, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def contents(client: httpx.Client, session: str) -> list[str]:
    return [one["content"] for one in client.get(f"/api/v1/sessions/{session}/messages").json()["messages"]]


def in_session(client: httpx.Client, session: str, text: str) -> list[str]:
    answer = client.post(f"/api/v1/sessions/{session}/search", json={"text": text})
    return [hit["message"]["content"] for hit in answer.json()]


def of_user(client: httpx.Client, session: str, text: str) -> list[str]:
    answer = client.post(f"/api/v1/user/u-{session}/search", json={"text": text})
    assert answer.status_code == 200, answer.text
    return [hit["message"]["content"] for hit in answer.json()]


def await_end(client: httpx.Client, path: str) -> None:
    """Ask until what is there is not found any more."""
    end = time.monotonic() + 60
    while client.get(path).status_code != 404:
        assert time.monotonic() < end, f"{path} is still there"
        time.sleep(PAUSE)


def facts(client: httpx.Client, session: str) -> list[str]:
    answer = client.get("/api/v1/facts", params={"user_id": f"u-{session}"})
    assert answer.status_code == 200, answer.text
    return [fact["text"] for fact in answer.json()["facts"]]


def context(client: httpx.Client, session: str, text: str, **more: Any) -> str:
    answer = client.post("/api/v1/context", json={"user_id": f"u-{session}", "query": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_session_is_gone_when_its_time_is_over(client: httpx.Client, name: str) -> None:
    session = begin(client, name, ttl=3600)
    assert session["expires_at"] > session["created_at"]
    said(client, name, {"content": f"I live in {name.title()}."})
    assert of_user(client, name, "where do I live") == [f"I live in {name.title()}."]
    client.patch(f"/api/v1/sessions/{name}", json={"ttl": 1})
    await_end(client, f"/api/v1/sessions/{name}")
    assert contents(client, name) == []
    assert client.get(f"/api/v1/sessions/{name}/memory").json()["messages"] == []
    assert in_session(client, name, "where do I live") == []
    assert of_user(client, name, "where do I live") == []
    assert facts(client, name) == []
    assert name.title() not in context(client, name, "where do I live")
    again = begin(client, name)
    assert again["uuid"] != session["uuid"]
    assert "expires_at" not in again


def test_a_message_is_gone_when_its_time_is_over(client: httpx.Client, name: str) -> None:
    begin(client, name)
    said(client, name, {"content": "The code of the day is heron."}, {"content": "My code is osprey.", "ttl": 3600})
    page = client.get(f"/api/v1/sessions/{name}/messages").json()
    assert "expires_at" not in page["messages"][0]
    path = f"/api/v1/sessions/{name}/messages/{page['messages'][1]['uuid']}"
    assert page["messages"][1]["expires_at"]
    assert "My code is osprey." in of_user(client, name, "osprey code")
    client.patch(path, json={"ttl": 1})
    await_end(client, path)
    page = client.get(f"/api/v1/sessions/{name}/messages").json()
    assert (page["total_count"], page["row_count"]) == (1, 1)
    assert in_session(client, name, "osprey code") == ["The code of the day is heron."]
    assert of_user(client, name, "osprey code") == ["The code of the day is heron."]


def test_what_is_not_to_be_remembered_is_found_in_its_session_only(client: httpx.Client, name: str) -> None:
    session = begin(client, name, remember=False)
    assert session["remember"] is False
    said(client, name, {"content": "I live in Zanzibar."}, {"content": "It is warm there."})
    begin(client, f"{name}-b")
    client.patch(f"/api/v1/sessions/{name}-b", json={"user_id": f"u-{name}"})
    assert in_session(client, name, "Zanzibar")[0] == "I live in Zanzibar."
    assert len(contents(client, name)) == 2
    assert len(client.get(f"/api/v1/sessions/{name}/memory").json()["messages"]) == 2
    assert of_user(client, name, "Zanzibar") == []
    assert facts(client, name) == []
    assert "Zanzibar" not in context(client, name, "Zanzibar")
    everywhere = client.post("/api/v1/search", json={"text": "Zanzibar"}).json()
    assert all(hit["session_id"] != name for hit in everywhere)
    # Its own context has what was said last.
    assert "Zanzibar" in context(client, name, "Zanzibar", session_id=name)


def test_a_session_can_be_taken_out_of_wide_searches_and_back(client: httpx.Client, name: str) -> None:
    begin(client, name)
    said(client, name, {"content": "I live in Kyoto."}, {"content": "The heron nests there."})
    assert of_user(client, name, "heron nests")[0] == "The heron nests there."
    assert facts(client, name) == ["I live in Kyoto."]
    answer = client.patch(f"/api/v1/sessions/{name}", json={"remember": False}).json()
    assert answer["remember"] is False
    assert of_user(client, name, "heron nests") == []
    assert facts(client, name) == []
    said(client, name, {"content": "The heron sleeps there."})
    assert of_user(client, name, "heron") == []
    assert len(in_session(client, name, "heron")) == 3
    answer = client.patch(f"/api/v1/sessions/{name}", json={"remember": True}).json()
    assert "remember" not in answer
    assert len(of_user(client, name, "heron")) == 3


def test_a_message_that_is_not_to_be_remembered_is_found_in_its_session_only(client: httpx.Client, name: str) -> None:
    begin(client, name)
    secret = {"content": "I live in Quito, says the falcon.", "remember": False}
    said(client, name, {"content": "The falcon is grey."}, secret, {"content": "The falcon is fast."})
    assert len(in_session(client, name, "falcon")) == 3
    assert sorted(of_user(client, name, "falcon")) == ["The falcon is fast.", "The falcon is grey."]
    assert facts(client, name) == []
    # Not even as the neighbour of what is found.
    told = context(client, name, "Is the falcon grey?", min_score=0.0, neighbours=2)
    assert "The falcon is grey." in told
    assert "The falcon is fast." in told
    assert "Quito" not in told
    stored = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"][1]
    assert stored["remember"] is False
    path = f"/api/v1/sessions/{name}/messages/{stored['uuid']}"
    assert "remember" not in client.patch(path, json={"remember": True}).json()
    assert len(of_user(client, name, "falcon")) == 3
    assert client.patch(path, json={"remember": False, "metadata": {"a": 1}}).json()["metadata"]["a"] == 1
    assert len(of_user(client, name, "falcon")) == 2


def test_the_time_to_expire_can_be_changed_and_taken_back(client: httpx.Client, name: str) -> None:
    begin(client, name, expires_at=FAR)
    path = f"/api/v1/sessions/{name}"
    assert client.get(path).json()["expires_at"] == FAR
    assert client.patch(path, json={"metadata": {"a": 1}}).json()["expires_at"] == FAR
    assert client.patch(path, json={"ttl": 3600}).json()["expires_at"] < FAR
    assert "expires_at" not in client.patch(path, json={"expires_at": ""}).json()
    said(client, name, {"content": "x", "expires_at": FAR})
    (message,) = client.get(f"{path}/messages").json()["messages"]
    one = f"{path}/messages/{message['uuid']}"
    assert client.patch(one, json={"content": "y"}).json()["expires_at"] == FAR
    assert "expires_at" not in client.patch(one, json={"expires_at": ""}).json()
    assert client.patch(one, json={"ttl": 3600}).json()["expires_at"] < FAR


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"ttl": 0}, "ttl"),
        ({"ttl": -1}, "ttl"),
        ({"ttl": 10**12}, "ttl"),
        ({"ttl": 1.5}, "ttl"),
        ({"ttl": "1"}, "ttl"),
        ({"ttl": True}, "ttl"),
        ({"ttl": 60, "expires_at": FAR}, "ttl: give either"),
        ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": 5}, "expires_at"),
        ({"remember": "no"}, "remember"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    client: httpx.Client, name: str, fields: dict[str, Any], reason: str
) -> None:
    answer = client.post("/api/v1/sessions", json={"session_id": name, **fields})
    assert answer.status_code == 400
    assert answer.text.startswith(reason)
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404
    messages = {"messages": [{"role": "user", "content": "x"}, {"role": "user", "content": "y", **fields}]}
    answer = client.post(f"/api/v1/sessions/{name}/memory", json=messages)
    assert answer.status_code == 400
    assert answer.text.startswith(f"messages[1].{reason}")
    assert contents(client, name) == []
    said(client, name, {"content": "x"})
    assert client.patch(f"/api/v1/sessions/{name}", json={"metadata": {"a": 1}, **fields}).status_code == 400
    assert client.get(f"/api/v1/sessions/{name}").json()["metadata"] is None
    (message,) = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    path = f"/api/v1/sessions/{name}/messages/{message['uuid']}"
    assert client.patch(path, json={"content": "z", **fields}).status_code == 400
    assert contents(client, name) == ["x"]
