"""Memory over HTTP: what is stored, what is given back, and in which order."""

from __future__ import annotations

import uuid

import httpx
import pytest

ZERO_SUMMARY = {
    "uuid": "00000000-0000-0000-0000-000000000000",
    "created_at": "0001-01-01T00:00:00Z",
    "content": "",
    "recent_message_uuid": "00000000-0000-0000-0000-000000000000",
    "token_count": 0,
}


def add(client: httpx.Client, session_id: str, *contents: str, query: str = "", **fields: object) -> httpx.Response:
    messages = [{"role": "human", "content": content, **fields} for content in contents]
    return client.post(f"/api/v1/sessions/{session_id}/memory{query}", json={"messages": messages})


def contents(client: httpx.Client, session_id: str, query: str = "") -> list[str]:
    memory = client.get(f"/api/v1/sessions/{session_id}/memory{query}").json()
    return [message["content"] for message in memory["messages"]]


def test_an_unknown_session_has_an_empty_memory_with_a_zero_summary(client: httpx.Client, name: str) -> None:
    response = client.get(f"/api/v1/sessions/{name}/memory")
    assert response.status_code == 200
    assert response.json() == {"messages": [], "summary": ZERO_SUMMARY}
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404


def test_messages_come_back_in_the_order_in_which_they_were_sent(client: httpx.Client, name: str) -> None:
    response = add(client, name, "one", "two")
    assert (response.status_code, response.text) == (200, "OK")
    add(client, name, "three")
    assert contents(client, name) == ["one", "two", "three"]


def test_a_message_comes_back_as_it_was_sent(client: httpx.Client, name: str) -> None:
    sent = {"role": "Ai ✓", "content": " <b>&amp; ü😀\n", "metadata": {"n": 12345678901234567890, "l": [None, 1.5]}}
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [sent, {}]})
    first, second = client.get(f"/api/v1/sessions/{name}/memory").json()["messages"]
    assert (first["role"], first["content"]) == (sent["role"], sent["content"])
    assert {**first["metadata"], "system": None} == {**sent["metadata"], "system": None}
    assert first["metadata"]["n"] == 12345678901234567890
    assert (second["role"], second["content"]) == ("", "")


def test_no_messages_still_create_the_session(client: httpx.Client, name: str) -> None:
    assert client.post(f"/api/v1/sessions/{name}/memory", json={}).text == "OK"
    assert client.get(f"/api/v1/sessions/{name}").status_code == 200


def test_lastn_gives_the_newest_messages_whatever_the_window(client: httpx.Client, name: str) -> None:
    add(client, name, *(str(number) for number in range(30)))
    assert contents(client, name, "?lastn=2") == ["28", "29"]
    assert len(contents(client, name, "?lastn=25")) == 25
    assert len(contents(client, name, "?lastn=1000")) == 30


@pytest.mark.parametrize("lastn", ["-1", "x", "1.0"])
def test_a_lastn_that_makes_no_sense_is_refused(client: httpx.Client, name: str, lastn: str) -> None:
    response = client.get(f"/api/v1/sessions/{name}/memory", params={"lastn": lastn})
    assert response.status_code == 400
    assert "lastn" in response.text


def test_the_servers_clock_decides_unless_the_import_option_is_given(client: httpx.Client, name: str) -> None:
    past = "2023-05-08T13:56:00Z"
    add(client, name, "now", created_at=past)
    add(client, name, "then", created_at=past, query="?keep_timestamps=true")
    now, then = client.get(f"/api/v1/sessions/{name}/memory").json()["messages"]
    assert now["created_at"] > "2024"
    assert then["created_at"].startswith("2023-05-08T13:56:00")


def test_an_identical_replay_of_a_message_uuid_stores_nothing_twice(client: httpx.Client, name: str) -> None:
    known = str(uuid.uuid4())
    assert add(client, name, "once", uuid=known).status_code == 200
    assert add(client, name, "once", uuid=known).status_code == 200
    assert contents(client, name) == ["once"]


def test_a_known_uuid_with_other_content_is_refused_and_nothing_is_stored(client: httpx.Client, name: str) -> None:
    known = str(uuid.uuid4())
    add(client, name, "once", uuid=known)
    messages = [{"role": "human", "content": "fresh"}, {"role": "human", "content": "other", "uuid": known}]
    response = client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    assert response.status_code == 400
    assert known in response.text
    assert contents(client, name) == ["once"]
    assert add(client, name + "b", "once", uuid=known).status_code == 400


def test_a_message_found_by_search_as_soon_as_it_was_acknowledged(client: httpx.Client, name: str) -> None:
    for number in range(20):
        word = f"zebra{number}"
        add(client, name, f"I saw {word} today")
        hits = client.post(f"/api/v1/sessions/{name}/search?limit=1", json={"text": word}).json()
        assert hits[0]["message"]["content"] == f"I saw {word} today"


def test_token_counts_arrive_in_the_background(client: httpx.Client, name: str, poll) -> None:
    add(client, name, "How are you today?")
    message = poll(
        lambda: client.get(f"/api/v1/sessions/{name}/memory").json()["messages"][0], lambda m: m["token_count"]
    )
    assert 4 <= message["token_count"] <= 12
    assert message["updated_at"] == message["created_at"]
