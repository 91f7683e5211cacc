"""Exporting a user and importing an archive over HTTP."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import httpx


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def seed(client: httpx.Client, name: str, *, count: int = 3) -> None:
    client.post("/api/v1/user", json={"user_id": name, "metadata": {"a": 1}})
    client.post("/api/v1/sessions", json={"session_id": f"{name}-s", "user_id": name})
    said = [{"role": "user", "content": f"{name} said {number}"} for number in range(count)]
    client.post(f"/api/v1/sessions/{name}-s/memory", json={"messages": said})


def test_an_export_is_an_archive_that_imports_again(client: httpx.Client, name: str) -> None:
    seed(client, name, count=450)
    answer = client.get(f"/api/v1/user/{name}/export")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    lines = lines_of(answer.text)
    assert (lines[0]["kind"], lines[0]["version"]) == ("archive", 1)
    assert lines[-1] == {"kind": "end", "counts": {"users": 1, "sessions": 1, "messages": 450}}
    assert [line["content"] for line in lines if line["kind"] == "message"][449] == f"{name} said 449"
    client.delete(f"/api/v1/user/{name}")
    taken = client.post("/api/v1/import", content=answer.content).json()
    assert taken == {"stored": {"users": 1, "sessions": 1, "messages": 450}, "present": {}, "left_out": []}
    again = client.post("/api/v1/import", content=answer.content).json()
    assert again == {"stored": {}, "present": {"users": 1, "sessions": 1, "messages": 450}, "left_out": []}
    text = client.get(f"/api/v1/user/{name}/export").text
    bare = [without_findings(line) for line in lines_of(text)[1:]]
    assert bare == [without_findings(line) for line in lines[1:]]


def without_findings(line: dict[str, Any]) -> dict[str, Any]:
    """What enrichment may have added meanwhile is left aside."""
    return {key: value for key, value in line.items() if key not in {"metadata", "token_count"}}


def test_a_transcript_can_be_read(client: httpx.Client, name: str) -> None:
    seed(client, name)
    answer = client.get(f"/api/v1/user/{name}/export?format=markdown")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert f"# User {name}\n" in answer.text
    assert f"## Session {name}-s\n" in answer.text
    assert f"\n\n> {name} said 2\n" in answer.text


def test_what_is_wrong_is_named(client: httpx.Client, name: str) -> None:
    assert client.get(f"/api/v1/user/{name}/export").status_code == 404
    client.post("/api/v1/user", json={"user_id": name})
    refused = client.get(f"/api/v1/user/{name}/export?format=xml")
    assert (refused.status_code, refused.text) == (400, "format: 'xml' is not one of jsonl, markdown\n")
    for body, says in (
        (b'{"kind":"archive","version":2}', "the archive has version 2"),
        (b'\n{"kind":"user"}', "line 2: "),
        (b"{", "line 1: "),
        (b'{"kind":"wish"}', "line 1: "),
    ):
        answer = client.post("/api/v1/import", content=body)
        assert answer.status_code == 400
        assert says in answer.text


def test_an_archive_is_taken_in_without_characters_that_no_store_keeps(client: httpx.Client, name: str) -> None:
    records = [
        {"kind": "user", "user_id": f"{name}\0", "first_name": "A\0da", "metadata": {"a\0": "\0", "b": "\\u0000"}},
        {"kind": "session", "session_id": f"{name}-s\0", "user_id": name},
        {"kind": "message", "session_id": f"{name}-s", "role": "us\0er", "content": "\0\0I like \\tea."},
    ]
    when = {"created_at": "2026-01-01T00:00:00.000000Z", "updated_at": "2026-01-01T00:00:00.000000Z"}
    lines = [json.dumps({**record, **when, "uuid": str(uuid4())}) for record in records]
    answer = client.post("/api/v1/import", content="\n".join(lines))
    assert answer.status_code == 200, answer.text
    assert answer.json()["stored"] == {"users": 1, "sessions": 1, "messages": 1}, answer.text
    user = client.get(f"/api/v1/user/{name}").json()
    assert (user["first_name"], user["metadata"]) == ("Ada", {"a": "", "b": "\\u0000"})
    (message,) = client.get(f"/api/v1/sessions/{name}-s/messages").json()["messages"]
    assert (message["role"], message["content"]) == ("user", "I like \\tea.")
