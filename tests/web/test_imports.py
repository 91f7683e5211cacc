"""Conversations that are pasted or uploaded, and forms that are refused."""

from __future__ import annotations

import html
import json

import httpx
import pytest

from tests.web.visiting import path, send


def test_a_transcript_can_be_pasted(browser: httpx.Client, name: str) -> None:
    text = "Ada: I moved to Lisbon.\nIn May, in fact.\nassistant: How do you like it?\n\nAda： 很好"
    page = send(browser, "/admin/import", {"text": text, "session_id": name, "user_id": f"{name}-u"})
    assert page.url.path == path("sessions", name)
    assert "The conversation is stored" in page.text
    stored = browser.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    assert [(message["role"], message["content"]) for message in stored] == [
        ("Ada", "I moved to Lisbon.\nIn May, in fact."), ("assistant", "How do you like it?"), ("Ada", "很好"),
    ]  # fmt: skip
    again = send(browser, "/admin/import", {"text": text, "session_id": name})
    assert again.status_code == 200
    assert len(browser.get(f"/api/v1/sessions/{name}/messages").json()["messages"]) == 3
    other = send(browser, "/admin/import", {"text": text, "session_id": name, "user_id": f"{name}-v"})
    assert other.status_code == 400
    assert "belongs to" in other.text


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("talk.jsonl", '{"role": "user", "content": "tea"}\n{"role": "ai", "content": "with milk?"}\n'),
        ("talk.csv", "role,content\nuser,tea\nai,with milk?\n"),
        ("talk.json", json.dumps([{"role": "user", "content": "tea"}, {"role": "ai", "content": "with milk?"}])),
    ],
)
def test_files_of_known_formats_can_be_uploaded(browser: httpx.Client, name: str, file: str, content: str) -> None:
    files = {"file": (file, content.encode())}
    page = send(browser, "/admin/import", {"session_id": name, "text": "", "user_id": ""}, files=files)
    assert page.url.path == path("sessions", name), page.text
    stored = browser.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    assert [message["content"] for message in stored] == ["tea", "with milk?"]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"text": ""}, "paste a conversation, or choose a file"),
        ({"text": "no speaker here"}, "names no speaker"),
        ({"text": "[1, 2]"}, "not known"),
        ({"text": '{"role"'}, "no message was found"),
        ({"text": "user: hi", "session_id": "n" * 3000}, "session_id"),
    ],
)
def test_what_cannot_be_stored_is_said_and_kept_in_the_form(
    browser: httpx.Client, form: dict[str, str], says: str
) -> None:
    answer = send(browser, "/admin/import", form)
    assert answer.status_code == 400
    assert says in html.unescape(answer.text)
    assert (
        html.escape(form["text"], quote=False) in html.unescape(answer.text).replace("&", "&amp;") or not form["text"]
    )


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ({"Content-Type": "application/json"}, b"{}"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"nonsense"),
        ({"Content-Type": "multipart/form-data"}, b"--x\r\n"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"a=1&" * 1000),
        ({}, b"\xff\xfe"),
    ],
)
def test_bodies_that_are_no_forms_are_refused(browser: httpx.Client, headers: dict[str, str], content: bytes) -> None:
    browser.get("/admin")
    for address in ("/admin/import", "/admin/users", "/admin/login"):
        assert browser.post(address, headers=headers, content=content).status_code in {400, 403}


def test_a_form_that_is_too_large_is_refused(browser: httpx.Client) -> None:
    answer = send(browser, "/admin/import", {"text": "user: " + "x" * 6_000_000})
    assert answer.status_code == 413
    assert "too large" in answer.text
