"""Single messages and pages of them over HTTP."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def stored(client: httpx.Client, name: str) -> list[dict]:
    messages = [{"role": "human", "content": str(number), "metadata": {"n": number}} for number in range(7)]
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    return client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]


def test_a_message_is_found_by_any_form_of_its_uuid(client: httpx.Client, name: str, stored: list[dict]) -> None:
    known = stored[2]["uuid"]
    for form in (known, known.upper(), known.replace("-", ""), "{" + known + "}", "urn:uuid:" + known):
        found = client.get(f"/api/v1/sessions/{name}/messages/{form}")
        assert found.json()["content"] == "2", form


@pytest.mark.parametrize("wrong", ["not-a-uuid", "5b2d", "0" * 31, "g" * 32, "{}"])
def test_what_is_no_uuid_is_refused(client: httpx.Client, name: str, wrong: str) -> None:
    for method in ("GET", "PATCH"):
        response = client.request(method, f"/api/v1/sessions/{name}/messages/{wrong}", json={"metadata": {"a": 1}})
        assert response.status_code == 400
        assert "unable to parse" in response.text
        assert "UUID" in response.text


def test_a_message_of_another_or_a_deleted_session_is_not_found(
    client: httpx.Client, name: str, stored: list[dict]
) -> None:
    path = f"/api/v1/sessions/{name}/messages/{stored[0]['uuid']}"
    for unknown in (path.replace(name, name + "x"), f"/api/v1/sessions/{name}/messages/{uuid.uuid4()}"):
        assert client.get(unknown).status_code == 404
        assert client.patch(unknown, json={"metadata": {"a": 1}}).status_code == 404
    client.delete(f"/api/v1/sessions/{name}/memory")
    assert client.get(path).status_code == 404


def test_a_merge_changes_metadata_and_its_time_only(client: httpx.Client, name: str, stored: list[dict]) -> None:
    path = f"/api/v1/sessions/{name}/messages/{stored[3]['uuid']}"
    sent = {
        "uuid": stored[4]["uuid"],
        "role": "ai",
        "content": "x",
        "token_count": 99,
        "metadata": {"a": {"b": 1}, "system": {"c": 1}},
    }
    merged = client.patch(path, json=sent).json()
    assert merged["uuid"] == stored[3]["uuid"]
    assert merged["content"] == "3"
    assert merged["token_count"] != 99
    assert merged["metadata"]["a"] == {"b": 1}
    assert merged["metadata"]["n"] == 3
    assert "c" not in merged["metadata"].get("system", {})
    assert merged["updated_at"] > merged["created_at"]
    assert client.get(path).json()["metadata"]["a"] == {"b": 1}


@pytest.mark.parametrize("body", [{}, {"metadata": None}, {"metadata": {}}, {"foo": 1}])
def test_a_merge_of_nothing_answers_the_message(
    client: httpx.Client, name: str, stored: list[dict], body: dict
) -> None:
    response = client.patch(f"/api/v1/sessions/{name}/messages/{stored[0]['uuid']}", json=body)
    assert response.status_code == 200
    assert response.json()["content"] == "0"


def test_parallel_merges_into_one_message_all_survive(client: httpx.Client, name: str, stored: list[dict]) -> None:
    path = f"/api/v1/sessions/{name}/messages/{stored[0]['uuid']}"
    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(lambda n: client.patch(path, json={"metadata": {f"k{n}": n}}), range(50)))
    assert {answer.status_code for answer in answers} == {200}
    metadata = client.get(path).json()["metadata"]
    assert all(metadata[f"k{number}"] == number for number in range(50))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(0, 12), cursor=st.integers(-2, 12))
def test_pages_are_slices(client: httpx.Client, name: str, limit: int, cursor: int) -> None:
    if not client.get(f"/api/v1/sessions/{name}/messages").json()["total_count"]:
        messages = [{"role": "human", "content": str(number)} for number in range(9)]
        client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    page = client.get(f"/api/v1/sessions/{name}/messages", params={"limit": limit, "cursor": cursor}).json()
    everything = [str(number) for number in range(9)]
    start = (max(cursor, 1) - 1) * limit
    expected = everything[start : start + limit] if limit else everything
    assert [message["content"] for message in page["messages"]] == expected
    assert (page["total_count"], page["row_count"]) == (9, len(expected))


def test_numbers_that_make_no_sense_have_their_defaults_here(
    client: httpx.Client, name: str, stored: list[dict]
) -> None:
    page = client.get(f"/api/v1/sessions/{name}/messages?limit=x&cursor=y").json()
    assert page["row_count"] == len(stored)
    assert client.get(f"/api/v1/sessions/{name}/messages?limit=-1").status_code == 400


def test_a_huge_cursor_is_an_empty_page(client: httpx.Client, name: str, stored: list[dict]) -> None:
    page = client.get(f"/api/v1/sessions/{name}/messages?limit=500&cursor={2**63 - 1}").json()
    assert page == {"messages": [], "total_count": len(stored), "row_count": 0}


def test_long_lists_are_complete_and_in_order(client: httpx.Client, name: str) -> None:
    for start in range(0, 1800, 600):
        messages = [{"role": "human", "content": str(start + number)} for number in range(600)]
        client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    everything = client.get(f"/api/v1/sessions/{name}/messages").json()
    assert [message["content"] for message in everything["messages"]] == [str(number) for number in range(1800)]
    assert (everything["total_count"], everything["row_count"]) == (1800, 1800)
    page = client.get(f"/api/v1/sessions/{name}/messages?limit=700&cursor=3").json()
    assert [message["content"] for message in page["messages"]] == [str(number) for number in range(1400, 1800)]


def test_a_deleted_message_is_found_nowhere(client: httpx.Client, name: str) -> None:
    said = ["The bees sleep.", "The zeppelin lands at noon.", "The bees wake."]
    messages = [{"role": "human", "content": content} for content in said]
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    search = {"text": "When does the zeppelin land?"}

    def found() -> list[str]:
        hits = client.post(f"/api/v1/sessions/{name}/search", json=search).json()
        return [hit["message"]["content"] for hit in hits]

    assert found()[0] == said[1]
    uuid = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"][1]["uuid"]
    path = f"/api/v1/sessions/{name}/messages/{uuid}"
    answer = client.delete(path)
    assert (answer.status_code, answer.text) == (200, "OK")
    assert said[1] not in found()
    page = client.get(f"/api/v1/sessions/{name}/messages").json()
    assert ([m["content"] for m in page["messages"]], page["total_count"]) == ([said[0], said[2]], 2)
    assert len(client.get(f"/api/v1/sessions/{name}/memory").json()["messages"]) == 2
    assert client.get(path).status_code == client.delete(path).status_code == 404
    again = {"messages": [{"uuid": uuid, "role": "human", "content": "The zeppelin is late."}]}
    assert client.post(f"/api/v1/sessions/{name}/memory", json=again).status_code == 200
    assert found()[0] == "The zeppelin is late."


def test_an_edited_message_is_found_by_what_it_says_now(client: httpx.Client, name: str) -> None:
    said = ["The bees sleep.", "The zeppelin lands at noon.", "The bees wake."]
    messages = [{"role": "human", "content": content, "metadata": {"n": 1}} for content in said]
    client.post(f"/api/v1/sessions/{name}/memory", params={"wait": "true"}, json={"messages": messages})
    uuid = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"][1]["uuid"]

    def best(text: str) -> str:
        return client.post(f"/api/v1/sessions/{name}/search", json={"text": text}).json()[0]["message"]["content"]

    assert best("zeppelin") == said[1]
    path = f"/api/v1/sessions/{name}/messages/{uuid}"
    edited = client.patch(path, json={"content": "The ferry leaves at noon.", "metadata": {"m": 2}}).json()
    assert edited["content"] == "The ferry leaves at noon."
    assert {key: edited["metadata"][key] for key in ("n", "m")} == {"n": 1, "m": 2}
    assert best("the ferry") == "The ferry leaves at noon."
    assert best("zeppelin at noon") == "The ferry leaves at noon."


def test_a_message_that_is_sent_back_whole_keeps_its_content(client: httpx.Client, name: str, stored: list) -> None:
    path = f"/api/v1/sessions/{name}/messages/{stored[3]['uuid']}"
    for whole in ({**stored[3], "content": "x"}, {"role": "human", "content": "x"}, {"content": ""}):
        assert client.patch(path, json=whole).json()["content"] == "3"


def test_a_name_comes_back_where_it_was_given(client: httpx.Client, name: str) -> None:
    messages = [{"role": "human", "content": "one", "name": "Ada"}, {"role": "human", "content": "two"}]
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    one, two = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    assert one["name"] == "Ada"
    assert "name" not in two
    too_long = {"messages": [{"role": "human", "content": "x", "name": "n" * 3000}]}
    refused = client.post(f"/api/v1/sessions/{name}/memory", json=too_long)
    assert (refused.status_code, "messages[0].name" in refused.text) == (400, True)
