"""What one request may bring: many and long things are refused with the field and the limit, and nothing is stored."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote

import httpx
import pytest

from holdfast.domain.json_text import MAXIMUM_PARTS
from holdfast.domain.metadata import MAXIMUM_METADATA, MAXIMUM_METADATA_PARTS
from holdfast.operations.limits import MAXIMUM_IDENTIFIER, MAXIMUM_MESSAGES

LONGEST = 5_242_880
TOO_LONG = "ü" * (MAXIMUM_IDENTIFIER // 2 + 1)


def filled(unit: str, *, length: int = LONGEST - 200) -> str:
    """A list of so many of ``unit`` that it fills a body."""
    return "[" + ",".join([unit] * (length // (len(unit) + 1))) + "]"


def test_messages_of_a_request_are_bounded(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}/memory"
    response = client.post(path, json={"messages": [{}] * (MAXIMUM_MESSAGES + 1)})
    assert response.status_code == 400
    assert response.text == f"messages: at most {MAXIMUM_MESSAGES} are taken in one request; send smaller batches\n"
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404
    assert client.post(path, json={"messages": [{"content": "x"}] * MAXIMUM_MESSAGES}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "sessions", {"session_id": TOO_LONG}, "session_id"),
        ("POST", "sessions", {"session_id": "{name}", "user_id": TOO_LONG}, "user_id"),
        ("POST", f"sessions/{quote(TOO_LONG)}/memory", {"messages": [{}]}, "session_id"),
        ("POST", "sessions/{name}/memory", {"messages": [{}, {"role": TOO_LONG}]}, "messages[1].role"),
        ("POST", "user", {"user_id": TOO_LONG}, "user_id"),
        ("POST", "user", {"user_id": "{name}", "email": TOO_LONG}, "email"),
        ("PATCH", "user/{name}", {"first_name": TOO_LONG}, "first_name"),
        ("PATCH", "user/{name}", {"last_name": TOO_LONG}, "last_name"),
    ],
)
def test_identifiers_roles_and_names_are_bounded(
    client: httpx.Client, name: str, method: str, path: str, body: dict, field: str
) -> None:
    body = json.loads(json.dumps(body).replace("{name}", name))
    response = client.request(method, f"/api/v1/{path.replace('{name}', name)}", json=body)
    assert response.status_code == 400
    assert response.text == (
        f"{field}: at most {MAXIMUM_IDENTIFIER} bytes in UTF-8 are allowed, got {MAXIMUM_IDENTIFIER + 2}\n"
    )


def test_an_identifier_may_have_as_many_bytes_as_the_limit(client: httpx.Client, name: str) -> None:
    longest = name + "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(2000))
    longest = longest.encode()[:MAXIMUM_IDENTIFIER].decode("utf-8", "ignore")
    longest += "x" * (MAXIMUM_IDENTIFIER - len(longest.encode()))
    assert client.post("/api/v1/user", json={"user_id": longest}).status_code == 201
    assert client.post("/api/v1/sessions", json={"session_id": longest, "user_id": longest}).status_code == 201
    path = f"/api/v1/sessions/{quote(longest, safe='')}"
    assert client.post(f"{path}/memory", json={"messages": [{"role": longest}]}).status_code == 200
    assert client.get(path).json()["session_id"] == longest


@pytest.mark.parametrize("path", ["%00", "%20", "%20%09"])
def test_a_blank_id_makes_no_session(client: httpx.Client, path: str) -> None:
    response = client.post(f"/api/v1/sessions/{path}/memory", json={"messages": [{"content": "x"}]})
    assert response.status_code == 400
    assert response.text.startswith("session_id: ")
    assert client.post("/api/v1/sessions", json={"session_id": " "}).status_code == 400


@pytest.mark.parametrize("kind", ["sessions", "user"])
def test_metadata_is_bounded_when_sent_and_when_merged(client: httpx.Client, name: str, kind: str) -> None:
    key = "session_id" if kind == "sessions" else "user_id"
    large = {"a": ["x" * (MAXIMUM_METADATA // 2)]}
    response = client.post(f"/api/v1/{kind}", json={key: name, "metadata": {"a": {"b": "x" * MAXIMUM_METADATA}}})
    assert response.status_code == 400
    assert response.text.startswith(f"metadata: at most {MAXIMUM_METADATA} bytes of JSON are kept, got")
    assert client.post(f"/api/v1/{kind}", json={key: name, "metadata": large}).status_code == 201
    response = client.patch(f"/api/v1/{kind}/{name}", json={"metadata": {"b": large}})
    assert response.status_code == 400
    assert response.text.startswith("metadata: would have")
    assert client.get(f"/api/v1/{kind}/{name}").json()["metadata"] == large


@pytest.mark.parametrize("kind", ["sessions", "user", "messages"])
def test_parts_of_metadata_are_bounded_when_sent_and_when_merged(client: httpx.Client, name: str, kind: str) -> None:
    full = {str(number): 1 for number in range(MAXIMUM_METADATA_PARTS - 100)}  # enrichment adds a few
    more = {f"more {number}": 1 for number in range(100)}  # the object itself is a part too

    def sent(metadata: dict) -> tuple[str, dict]:
        if kind == "messages":
            return f"sessions/{name}/memory", {"messages": [{"content": "x", "metadata": metadata}]}
        return kind, {"session_id" if kind == "sessions" else "user_id": name, "metadata": metadata}

    path, body = sent({**full, **more})
    response = client.post(f"/api/v1/{path}", json=body)
    assert response.status_code == 400
    assert f"metadata: at most {MAXIMUM_METADATA_PARTS} objects, lists and named values are kept" in response.text
    path, body = sent(full)
    assert client.post(f"/api/v1/{path}", json=body).status_code in {200, 201}
    place = f"/api/v1/{kind}/{name}"
    if kind == "messages":
        (message,) = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
        place = f"/api/v1/sessions/{name}/messages/{message['uuid']}"
    assert client.patch(place, json={"metadata": {"1": 2}}).status_code == 200
    response = client.patch(place, json={"metadata": more})
    assert response.status_code == 400
    assert response.text.endswith(f"what is stored already; at most {MAXIMUM_METADATA_PARTS} are kept\n")
    stored = client.get(place).json()["metadata"]
    stored.pop("system", None)
    assert stored == {**full, "1": 2}


def test_metadata_of_a_message_may_carry_an_image(client: httpx.Client, name: str) -> None:
    message = {"content": "look", "metadata": {"parts": [{"image": "x" * 4_000_000}]}}
    assert client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [message]}).status_code == 200


@pytest.mark.parametrize(
    "unit",
    ["1e308", "1.2345678901234567e-300", "123456789012345678901,1e-308", "[]", "{}", "[[[[[]]]]]", '{"a":1}', "1"],
)
def test_odd_json_costs_no_more_than_other(client: httpx.Client, name: str, unit: str) -> None:
    body = '{"messages":[{"content":"x","metadata":{"n":' + filled(unit) + "}}]}"
    path = f"/api/v1/sessions/{name}/memory"
    response = client.post(path, content=body)
    parts = sum(map(body.count, "{[:"))
    assert response.status_code == (400 if parts > MAXIMUM_PARTS else 200), response.text
    if response.status_code == 400:
        assert f"at most {MAXIMUM_PARTS} objects, lists and named values" in response.text
    else:
        (message,) = client.get(path).json()["messages"]
        assert message["metadata"]["n"] == json.loads(body)["messages"][0]["metadata"]["n"]


def test_signs_inside_texts_are_no_parts(client: httpx.Client, name: str) -> None:
    content = '{"[:' * (MAXIMUM_PARTS // 2) + "\\"
    path = f"/api/v1/sessions/{name}/memory"
    assert client.post(path, json={"messages": [{"content": content}]}).status_code == 200
    assert client.get(path).json()["messages"][0]["content"] == content


def test_packed_bodies_are_not_unpacked(client: httpx.Client, name: str) -> None:
    packed = gzip.compress(json.dumps({"messages": [{"content": "x"}]}).encode())
    for headers in ({"Content-Encoding": "gzip"}, {}):
        response = client.post(f"/api/v1/sessions/{name}/memory", content=packed, headers=headers)
        assert response.status_code == 415
        assert "gzip" in response.text
    plain = {"Content-Encoding": "identity"}
    assert client.post("/api/v1/sessions", json={"session_id": name}, headers=plain).status_code == 201


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"role": "human", "content": "x"}, "messages: missing; the body has 'content', 'role' in its place"),
        ({"memory": {"messages": [{"content": "x"}]}}, "messages: missing; the body has 'memory' in its place"),
        ({"messages": [{"content": "x"}, None]}, "messages[1]: expected an object, got null"),
    ],
)
def test_what_is_no_memory_is_refused(client: httpx.Client, name: str, body: dict, says: str) -> None:
    response = client.post(f"/api/v1/sessions/{name}/memory", json=body)
    assert (response.status_code, response.text) == (400, says + "\n")
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404


@pytest.mark.parametrize("body", [{}, {"messages": None}, {"messages": [{}]}, {"MESSAGES": []}])
def test_what_clients_send_as_an_empty_memory_is_taken(client: httpx.Client, name: str, body: dict) -> None:
    assert client.post(f"/api/v1/sessions/{name}/memory", json=body).text == "OK"


def test_a_session_that_clients_made_without_a_user_can_be_given_one(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}"
    client.post(f"{path}/memory", json={"messages": [{"role": "human", "content": "I like quinces."}]})
    assert client.patch(path, json={"user_id": name}).status_code == 400
    client.post("/api/v1/user", json={"user_id": name})
    assert client.patch(path, json={"session_id": name, "user_id": name}).json()["user_id"] == name
    assert client.patch(path, json={"user_id": "another"}).json()["user_id"] == name
    (hit,) = client.post(f"/api/v1/user/{name}/search", json={"text": "quinces"}).json()
    assert hit["session_id"] == name


def test_a_long_message_is_found_at_once_by_its_first_words(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}"
    text = " ".join(f"w{number}" for number in range(500_000))[:4_000_000]
    client.post(f"{path}/memory", json={"messages": [{"role": "human", "content": text}]})
    body = {"text": "w17", "search_type": "lexical"}
    (hit,) = client.post(f"{path}/search", json=body).json()
    assert len(hit["message"]["content"]) == len(text)


@pytest.fixture
def long_session(client: httpx.Client, name: str) -> str:
    """A session of 50 000 messages, the numbers from 0; every fifth is the result of a tool."""
    for start in range(0, 50_000, MAXIMUM_MESSAGES):
        messages = [
            {"role": "ai" if number % 5 else "tool", "content": str(number)}
            for number in range(start, start + MAXIMUM_MESSAGES)
        ]
        assert client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages}).status_code == 200
    return f"/api/v1/sessions/{name}"


def test_all_messages_are_sent_in_turns_with_others(client: httpx.Client, long_session: str) -> None:
    numbers = [str(number) for number in range(50_000)]
    page = client.get(f"{long_session}/messages?limit=0").json()
    assert [message["content"] for message in page["messages"]] == numbers
    memory = client.get(f"{long_session}/memory?lastn=400000").json()
    assert [message["content"] for message in memory["messages"]] == numbers
    memory = client.get(f"{long_session}/memory?lastn=20000").json()
    assert [message["content"] for message in memory["messages"]] == numbers[29_999:]


def test_a_question_is_read_up_to_a_limit(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}"
    client.post(f"{path}/memory", json={"messages": [{"role": "human", "content": "I like quinces."}]})
    text = "quinces " + " ".join(f"w{number}" for number in range(500_000))
    (hit,) = client.post(f"{path}/search", json={"text": text, "search_type": "lexical"}).json()
    assert hit["message"]["content"] == "I like quinces."
