"""``holdfast export``, and ``holdfast import`` of what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

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
