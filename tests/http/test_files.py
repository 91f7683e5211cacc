"""Files of users over HTTP: written, edited with revisions, renamed, found, deleted; refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from holdfast.domain.files import MAXIMUM_CONTENT, MAXIMUM_PATH


class Files:
    """The files of one user."""

    def __init__(self, client: httpx.Client, user: str) -> None:
        self._client = client
        self.base = f"/api/v1/user/{user}/files"

    def ask(self, method: str, path: str = "", **options: Any) -> httpx.Response:
        return self._client.request(method, self.base + path, **options)

    def put(self, path: str, content: str, **headers: str) -> httpx.Response:
        return self.ask("PUT", path, json={"content": content}, headers=headers)

    def paths(self, **query: Any) -> list[str]:
        return [found["path"] for found in self.ask("GET", params=query).json()]


@pytest.fixture
def files(client: httpx.Client, name: str) -> Iterator[Files]:
    assert client.post("/api/v1/user", json={"user_id": name}).status_code == 201
    yield Files(client, name)
    assert client.delete(f"/api/v1/user/{name}").status_code == 200


def test_a_file_is_written_and_read(files: Files) -> None:
    written = files.put("/notes/travel.md", "We sail in May.\n☃")
    read = files.ask("GET", "/notes/travel.md")
    assert (written.status_code, read.status_code) == (200, 200)
    assert read.headers["etag"] == written.headers["etag"] == f'"{read.json()["version"]}"'
    assert read.json() == {**written.json(), "content": "We sail in May.\n☃", "former": []}
    assert (read.json()["revision"], read.json()["author"]) == (1, "anyone")


@pytest.mark.parametrize("path", ["/a%2Fb.md", "/a/b.md", "//a/./c/../b.md"])
def test_a_path_may_be_spelt_with_or_without_escapes(files: Files, path: str) -> None:
    assert files.put(path, "x").json()["path"] == "a/b.md"
    assert files.ask("GET", "/a/b.md").json()["content"] == "x"


def test_edits_make_revisions_that_can_be_read(files: Files) -> None:
    files.put("/a.md", "one\n")
    inserted = files.ask("POST", "/a.md", json={"command": "insert", "insert_line": 1, "insert_text": "two\n"})
    replaced = files.ask("POST", "/a.md", json={"command": "str_replace", "old_str": "one", "new_str": "1"})
    assert (inserted.json()["revision"], replaced.json()["revision"]) == (2, 3)
    read = files.ask("GET", "/a.md").json()
    assert (read["content"], [each["revision"] for each in read["former"]]) == ("1\ntwo\n", [2, 1])
    assert files.ask("GET", "/a.md?revision=1").json()["content"] == "one\n"
    assert files.ask("GET", "/a.md?revision=9").status_code == 404


def test_an_edit_under_a_key_is_done_once(files: Files) -> None:
    files.put("/a.md", "x")
    edit = {"command": "insert", "insert_line": 0, "insert_text": "y"}
    tries = [files.ask("POST", "/a.md", json=edit, headers={"Idempotency-Key": files.base}) for _ in range(2)]
    assert [each.headers.get("idempotency-replayed") for each in tries] == [None, "true"]
    assert files.ask("GET", "/a.md").json()["content"] == "y\nx\n"


def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(files: Files) -> None:
    first = files.put("/a.md", "one", **{"If-None-Match": "*"})
    assert files.put("/a.md", "two", **{"If-None-Match": "*"}).status_code == 412
    assert files.put("/a.md", "two", **{"If-Match": first.headers["etag"]}).status_code == 200
    for method, body in (
        ("PUT", {"content": "three"}),
        ("POST", {"command": "insert", "insert_line": 0, "insert_text": "three"}),
        ("DELETE", None),
    ):
        stale = files.ask(method, "/a.md", json=body, headers={"If-Match": first.headers["etag"]})
        assert stale.status_code == 412
        assert "read it again" in stale.text
    assert files.ask("GET", "/a.md").json()["content"] == "two"


def test_files_are_listed_by_folder_and_page(files: Files) -> None:
    for path in ("a.md", "b/c.md", "b/d/e.md", "f.md"):
        files.put(f"/{path}", path)
    assert files.paths() == ["a.md", "b/c.md", "b/d/e.md", "f.md"]
    assert files.paths(folder="b") == files.paths(folder="/b/") == ["b/c.md", "b/d/e.md"]
    assert files.paths(limit=2, cursor="a.md") == ["b/c.md", "b/d/e.md"]


def test_files_are_found_by_words_in_any_form(files: Files) -> None:
    files.put("/travel/boats.md", "Plans.\nWe are sailing to Lisbon in the spring.\nThe rest.")
    files.put("/food.md", "Spring rolls.")
    files.put("/sails.md", "Nothing else.")
    found = files.ask("GET", params={"text": "When do we sail in spring?"}).json()
    assert (found[0]["path"], found[0]["line"]) == ("travel/boats.md", 2)
    assert {each["path"] for each in found} == {"travel/boats.md", "food.md", "sails.md"}
    assert found[0]["excerpt"] == "We are sailing to Lisbon in the spring."
    assert found[0]["score"] == 1.0 > found[1]["score"]
    assert files.paths(text="zeppelin") == files.paths(text="the") == []
    assert files.paths(text="spring", limit=1) == ["food.md"]


def test_a_rename_moves_a_folder(files: Files) -> None:
    files.put("/a/b.md", "x")
    files.put("/a/c.md", "y")
    assert files.ask("POST", json={"path": "a", "new_path": "/d/e"}).json() == {"renamed": 2}
    assert files.paths() == ["d/e/b.md", "d/e/c.md"]
    assert files.ask("POST", json={"path": "a", "new_path": "z"}).status_code == 404
    assert files.ask("POST", json={"path": "d/e/b.md", "new_path": "d/e/c.md"}).status_code == 400


def test_a_folder_is_deleted_when_that_is_meant(files: Files) -> None:
    for path in ("/a/b.md", "/a/c.md", "/d.md"):
        files.put(path, "x")
    assert files.ask("DELETE", "/a").status_code == 404
    assert files.ask("DELETE", "/d.md").text == "OK"
    assert files.ask("DELETE", "/a?recursive=true").text == "OK"
    assert files.paths() == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "names"),
    [
        ("PUT", "/a.md", {}, 400, "content"),
        ("PUT", "/a.md", {"content": 7}, 400, "content"),
        ("PUT", "/a.md", {"text": "x"}, 400, "content"),
        ("PUT", "/a.md", {"content": "é" * MAXIMUM_CONTENT}, 400, "content"),
        ("PUT", "/%2E%2E%2Fa.md", {"content": "x"}, 400, "path"),
        ("PUT", "/a%2F%2Fb.md", {"content": "x"}, 400, "path"),
        ("PUT", "/a%0Ab.md", {"content": "x"}, 400, "path"),
        ("PUT", "/" + "x" * (MAXIMUM_PATH + 1), {"content": "x"}, 400, "path"),
        ("PUT", "/a" * 17, {"content": "x"}, 400, "path"),
        ("PUT", "/kept.md/b", {"content": "x"}, 400, "path"),
        ("POST", "/kept.md", {"command": "view"}, 400, "command"),
        ("POST", "/kept.md", {"command": "str_replace", "old_str": "zeppelin"}, 400, "old_str"),
        ("POST", "/kept.md", {"command": "str_replace"}, 400, "old_str"),
        ("POST", "/kept.md", {"command": "insert", "insert_line": 2, "insert_text": "x"}, 400, "insert_line"),
        ("POST", "/kept.md", {"command": "insert", "insert_line": "0"}, 400, "insert_line"),
        ("POST", "/none.md", {"command": "insert", "insert_line": 0}, 404, "none.md"),
        ("POST", "", {"path": "kept.md", "new_path": "a//b"}, 400, "new_path"),
        ("POST", "", {"path": "kept.md"}, 400, "new_path"),
        ("GET", "/none.md", None, 404, "none.md"),
        ("GET", "/kept.md?revision=x", None, 400, "revision"),
        ("DELETE", "/none.md", None, 404, "none.md"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_field(
    files: Files, method: str, path: str, body: Any, status: int, names: str
) -> None:
    files.put("/kept.md", "kept")
    refused = files.ask(method, path, json=body)
    assert (refused.status_code, names in refused.text) == (status, True), refused.text
    assert files.paths() == ["kept.md"]
    assert files.ask("GET", "/kept.md").json()["content"] == "kept"


def test_a_user_that_does_not_exist_has_no_files(client: httpx.Client, name: str) -> None:
    files = Files(client, name)
    for answer in (files.ask("GET"), files.put("/a.md", "x"), files.ask("GET", params={"text": "x"})):
        assert (answer.status_code, answer.text) == (404, f"user: {name} not found\n")
