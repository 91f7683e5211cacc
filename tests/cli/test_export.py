"""``holdfast export``, and ``holdfast import`` of what it wrote."""

from __future__ import annotations

import itertools
import json
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdfast.cli.api_connection import ApiConnection
from tests.running_server import RunningServer


def seed(client: httpx.Client, name: str) -> None:
    client.post("/api/v1/user", json={"user_id": name})
    for number in (1, 2):
        session = f"{name}-{number}"
        client.post("/api/v1/sessions", json={"session_id": session, "user_id": name})
        said = [{"role": "user", "content": f"{session} says {place}"} for place in range(3)]
        client.post(f"/api/v1/sessions/{session}/memory", json={"messages": said})


def test_a_user_leaves_one_server_and_arrives_at_another(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str, store_arguments: list[str]
) -> None:
    seed(client, name)
    where = store_arguments or ["--data", str(server.data)]
    file = tmp_path / "out.jsonl"
    finished = run_here("export", "--user", name, "--output", str(file), *where)
    assert finished.returncode == 0, finished.stderr
    client.delete(f"/api/v1/user/{name}")
    finished = run_here("import", str(file), "--url", server.url)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout == "Stored 1 users, 2 sessions, 6 messages; 0 records were there already.\n"
    assert "9 records were there already" in run_here("import", str(file), "--url", server.url).stdout
    found = client.get(f"/api/v1/sessions/{name}-2/messages").json()["messages"]
    assert [each["content"] for each in found] == [f"{name}-2 says {place}" for place in range(3)]


def test_one_session_or_everything_may_be_asked_for(
    client: httpx.Client, server: RunningServer, run_here, name: str, store_arguments: list[str]
) -> None:
    seed(client, name)
    where = store_arguments or ["--data", str(server.data)]
    one = [json.loads(line) for line in run_here("export", "--session", f"{name}-1", *where).stdout.splitlines()]
    assert one[-1]["counts"] == {"users": 1, "sessions": 1, "messages": 3}
    every = run_here("export", "--all", *where).stdout
    assert f"{name}-2 says 2" in every
    assert f"> {name}-1 says 0" in run_here("export", "--session", f"{name}-1", "--format", "markdown", *where).stdout
    assert run_here("export", "--user", "nobody at all", *where).returncode == 1
    assert run_here("export", *where).returncode == 2


def test_an_import_that_broke_off_goes_on_where_it_was(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = "2024-05-02T08:00:00Z"
    said = [
        {"kind": "message", "session_id": name, "uuid": str(uuid.uuid4()), "role": "user", "content": str(number),
         "created_at": moment, "updated_at": moment} for number in range(40)
    ]  # fmt: skip
    session = {"kind": "session", "session_id": name, "uuid": str(uuid.uuid4()), "created_at": moment,
               "updated_at": moment}  # fmt: skip
    end = {"kind": "end", "counts": {"sessions": 1, "messages": 40}}
    file = tmp_path / "archive.jsonl"
    file.write_text("\n".join(map(json.dumps, [{"kind": "archive", "version": 1}, session, *said, end])))
    monkeypatch.setattr("holdfast.cli.archives.MOST_LINES", 10)
    with monkeypatch.context() as patched:
        requests = itertools.count()
        request = ApiConnection.request

        def cut(self: ApiConnection, method: str, path: str, **others: Any) -> httpx.Response:
            if next(requests) == 3:
                raise KeyboardInterrupt
            return request(self, method, path, **others)

        patched.setattr(ApiConnection, "request", cut)
        assert run_here("import", str(file), "--url", server.url).returncode != 0
    assert client.get(f"/api/v1/sessions/{name}/messages").json()["total_count"] == 18
    finished = run_here("import", str(file), "--url", server.url)
    assert "Going on behind 20 lines" in finished.stderr
    assert finished.stdout == "Stored 22 messages; 0 records were there already.\n"
    found = client.get(f"/api/v1/sessions/{name}/messages?limit=100").json()["messages"]
    assert [each["content"] for each in found] == [str(number) for number in range(40)]
    # An import that came to its end is gone through from the first line on.
    assert "41 records were there already" in run_here("import", str(file), "--url", server.url).stdout
    for query in ("", "?archive=x", f"?archive={'g' * 64}"):
        assert client.get(f"/api/v1/import{query}").status_code == 400
    assert client.post("/api/v1/import?archive=x", content=b"").status_code == 400
    assert client.post(f"/api/v1/import?archive={'a' * 64}&lines=-1", content=b"").status_code == 400


def test_an_archive_that_was_cut_off_is_refused(run_here, tmp_path: Path) -> None:
    file = tmp_path / "cut.jsonl"
    heading = '{"kind":"archive","version":1}\n'
    user = '{"kind":"user","user_id":"u","uuid":"x","created_at":"","updated_at":""}\n'
    for text, says in (
        (heading + user, "it was cut off"),
        (heading + user[:20], "line 2: "),
        (heading + user + '{"kind":"end","counts":{"users":2}}\n', "says that it holds"),
        (heading.replace("1", "9"), "version 9"),
    ):
        file.write_text(text)
        finished = run_here("import", str(file))
        assert finished.returncode == 1
        assert says in finished.stderr
