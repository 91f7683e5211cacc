"""What holds for every route: paths, methods, headers, bodies."""

from __future__ import annotations

import http.client
import json
import re
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.http.paths import decode_segment, encode_segment, split_path
from tests.running_server import RunningServer

VERSION = re.compile(r"\d+\.\d+\.\d+-\S+ \(\S+\)")


def raw(server: RunningServer, method: str, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
    """Send a path as it is spelt."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=60)
    connection.putrequest(method, path, skip_host=False)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    response.read_text = response.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return response


@pytest.mark.parametrize("path", ["/healthz", "/HEALTHZ"])
def test_liveness_is_one_dot(server: RunningServer, path: str) -> None:
    response = raw(server, "GET", path)
    assert (response.status, response.read_text) == (200, ".")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/healthz/"), ("POST", "/healthz"), ("GET", "/"), ("GET", "/api/v1")]
)
def test_other_paths_are_unknown(server: RunningServer, method: str, path: str) -> None:
    assert raw(server, method, path).status == 404


@pytest.mark.parametrize(
    "path", ["/healthz", "/nope", "/api/v1/sessions/x", "/api/v1/sessions/%00", "/readyz", "/docs"]
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_every_answer_carries_a_version_that_clients_accept(server: RunningServer, method: str, path: str) -> None:
    header = raw(server, method, path).getheader("X-Zep-Version")
    assert header and VERSION.fullmatch(header)
    assert [int(part) for part in header.split("-")[0].split(".")] >= [0, 21, 0]


@pytest.mark.parametrize(
    "spelling",
    ["/api/v1/sessions/{}/", "//api//v1///sessions/{}", "/api/v1/./sessions/x/../{}", "/../api/v1/sessions/{}"],
)
def test_paths_are_cleaned_without_a_redirect(
    server: RunningServer, client: httpx.Client, name: str, spelling: str
) -> None:
    client.post("/api/v1/sessions", json={"session_id": name})
    assert raw(server, "GET", spelling.format(name)).status == 200


@pytest.mark.parametrize("odd", ["a/b", "usr (1)", "ü😀", "..", ".", "a+b", "100%", "%2F", "a?b#c", "a|b^c[d]", " x "])
def test_any_id_can_be_addressed(client: httpx.Client, name: str, odd: str) -> None:
    session_id = odd + name if odd not in {"..", "."} else odd
    client.post("/api/v1/sessions", json={"session_id": session_id})
    path = "/api/v1/sessions/" + quote(session_id, safe="").replace(".", "%2E")
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["session_id"] == session_id


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1), min_size=1))
def test_segments_survive_the_way_through_a_path(texts: list[str]) -> None:
    path = "/" + "/".join(encode_segment(text).replace(".", "%2E") for text in texts)
    assert [decode_segment(segment) for segment in split_path(path.encode())] == texts


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/sessions/x", "GET, PATCH"),
        ("HEAD", "/api/v1/sessions", "GET, POST"),
        ("OPTIONS", "/api/v1/user", "GET, POST"),
        ("POST", "/api/v1/sessions/x/messages", "GET"),
        ("PATCH", "/api/v1/sessions/x/memory", "DELETE, GET, POST"),
    ],
)
def test_a_known_path_with_another_method_names_those_it_has(
    server: RunningServer, method: str, path: str, allowed: str
) -> None:
    response = raw(server, method, path)
    assert (response.status, response.read_text) == (405, "")
    assert response.getheader("Allow") == allowed


def test_bytes_after_the_value_odd_cases_and_duplicates_are_accepted(client: httpx.Client, name: str) -> None:
    body = f'{{"session_id":"x{name}","SESSION_ID":"{name}","MetaData":{{"a":1}},"unknown":[]}} trailing'
    session = client.post("/api/v1/sessions", content=body).json()
    assert (session["session_id"], session["metadata"]) == (name, {"a": 1})


def test_the_content_type_does_not_matter(client: httpx.Client, name: str) -> None:
    body = json.dumps({"session_id": name})
    headers = {"Content-Type": "text/plain;charset=UTF-8"}
    assert client.post("/api/v1/sessions", content=body, headers=headers).status_code == 201


def test_broken_text_is_mended(client: httpx.Client, name: str) -> None:
    content = b'{"messages":[{"role":"a\\u0000b","content":"x\\ud800y\xffz","metadata":{"k\\u0000":"\\u0000"}}]}'
    assert client.post(f"/api/v1/sessions/{name}/memory", content=content).status_code == 200
    (message,) = client.get(f"/api/v1/sessions/{name}/memory").json()["messages"]
    assert (message["role"], message["content"]) == ("ab", "x\ufffdy\ufffdz")
    assert message["metadata"]["k\\u0000"] == "\\u0000"


def test_no_character_of_a_query_is_too_much_for_a_store(client: httpx.Client, name: str) -> None:
    assert client.post("/api/v1/user", json={"user_id": name}).status_code == 201
    fact = {"user_id": name, "text": "Likes tea.", "slot": "likes", "topics": ["tea"]}
    assert client.post("/api/v1/facts", json=fact).status_code == 201
    assert client.put(f"/api/v1/user/{name}/files/tea", json={"content": "green"}).status_code == 200
    for query in (f"user_id=%00{name}", f"user_id={name}%00&slot=li%00kes&topic=%00tea"):
        assert [each["text"] for each in client.get(f"/api/v1/facts?{query}").json()["facts"]] == ["Likes tea."]
    assert client.get(f"/api/v1/facts?user_id={name}&session_id=%00s").json()["facts"] == []
    for query in ("cursor=%00a", "cursor=%00", "text=gre%00en", "folder=%00"):
        assert [each["path"] for each in client.get(f"/api/v1/user/{name}/files?{query}").json()] == ["tea"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "EOF"),
        ("{", "invalid JSON"),
        ("[]", "body: expected an object"),
        ('{"session_id":1}', "session_id: expected a string"),
        ('{"session_id":"x","metadata":[]}', "metadata: expected an object"),
        ('{"session_id":NaN}', "NaN"),
        ('{"session_id":"x","metadata":{"n":1e999}}', "out of range"),
        ("[" * 100_000, "nested too deeply"),
        ('{"metadata":' * 5_000, "nested too deeply"),
    ],
)
def test_a_malformed_body_is_refused_with_the_place(client: httpx.Client, body: str, says: str) -> None:
    response = client.post("/api/v1/sessions", content=body)
    assert response.status_code == 400
    assert says in response.text


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ({"uuid": ""}, "messages[0].uuid: invalid UUID"),
        ({"created_at": "2023-05-08"}, "messages[0].created_at"),
        ({"token_count": 1.0}, "messages[0].token_count: expected an integer"),
        ({"token_count": 2**70}, "messages[0].token_count"),
        ({"content": ["x"]}, "messages[0].content: expected a string"),
        ("text", "messages[0]: expected an object"),
    ],
)
def test_a_malformed_message_is_refused_and_its_batch_not_stored(
    client: httpx.Client, name: str, message: object, says: str
) -> None:
    body = {"messages": [message, {"role": "human", "content": "fine"}]}
    response = client.post(f"/api/v1/sessions/{name}/memory", json=body)
    assert response.status_code == 400
    assert says in response.text
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404


def test_a_body_may_be_as_long_as_the_limit_and_no_longer(client: httpx.Client, name: str) -> None:
    head, tail = b'{"messages":[{"role":"human","content":"', b'"}]}'
    fill = 5_242_880 - len(head) - len(tail)
    path = f"/api/v1/sessions/{name}/memory"
    assert client.post(path, content=head + b"x" * fill + tail).status_code == 200
    response = client.post(path, content=head + b"x" * (fill + 1) + tail)
    assert response.status_code == 413
    assert "request body too large" in response.text
    assert client.get(f"{path}?lastn=5").json()["messages"][0]["content"] == "x" * fill


def test_errors_are_text_and_json_only_when_asked_for(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}"
    text = client.get(path)
    assert text.headers["content-type"].startswith("text/plain")
    asked = client.get(path, headers={"Accept": "application/json"})
    assert asked.json() == {"message": text.text.rstrip("\n")}


def test_readiness_tells_the_state_of_the_background_work(client: httpx.Client) -> None:
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["jobs_parked"] == 0


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT
_VALUES = st.recursive(_SCALARS, lambda children: st.lists(children) | st.dictionaries(_TEXT, children))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_VALUES)
def test_metadata_comes_back_as_it_was_sent(client: httpx.Client, value: object) -> None:
    session_id = "metadata-as-sent"
    client.delete(f"/api/v1/sessions/{session_id}/memory")
    created = client.post("/api/v1/sessions", json={"session_id": session_id, "metadata": {"value": value}})
    assert created.json()["metadata"] == {"value": value}
