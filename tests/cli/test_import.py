"""``holdfast import``: conversation files through the API."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from tests.running_server import RunningServer

LINES = [
    {"role": "human", "content": "Hi!", "created_at": "2024-05-02T08:00:00Z"},
    {"role": "ai", "content": "Hello ✓", "metadata": {"a": 1}},
]

LOCOMO = [
    {
        "id": "conv-1",
        "speakers": ["Ann", "Bo"],
        "sessions": [
            {
                "id": "S1",
                "date": "1:56 pm on 8 May, 2023",
                "turns": [
                    {"id": "D1:1", "speaker": "Ann", "text": "Look!", "caption": "a photo of a dog"},
                    {"id": "D1:2", "speaker": "Bo", "text": "Sweet."},
                ],
            },
            {"id": "S2", "date": "March-15-2024", "turns": [{"id": "D2:1", "speaker": "Ann", "text": "Back again."}]},
        ],
        "questions": [],
    }
]


def messages(client: httpx.Client, session_id: str) -> list[dict]:
    return client.get(f"/api/v1/sessions/{session_id}/messages").json()["messages"]


def test_lines_become_messages_once(
    client: httpx.Client, server: RunningServer, run_command, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in LINES))
    for _ in range(2):
        finished = run_command("import", str(file), "--url", server.url)
        assert "Imported 2 messages in 1 sessions" in finished.stdout, finished.stderr
    stored = messages(client, name)
    assert [message["content"] for message in stored] == ["Hi!", "Hello ✓"]
    assert stored[0]["created_at"].startswith("2024-05-02T08:00:00")
    assert stored[1]["metadata"]["a"] == 1


def test_lines_may_name_sessions_and_a_user_may_own_them(
    client: httpx.Client, server: RunningServer, run_command, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "lines.jsonl"
    lines = [{"content": str(number), "session_id": f"{name}-{number % 2}"} for number in range(250)]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    finished = run_command("import", str(file), "--url", server.url, "--user", name)
    assert finished.returncode == 0, finished.stderr
    assert len(client.get(f"/api/v1/user/{name}/sessions").json()) == 2
    assert [m["content"] for m in messages(client, f"{name}-1")] == [str(number) for number in range(1, 250, 2)]


def test_the_locomo_format_makes_a_user_and_a_session_each(
    client: httpx.Client, server: RunningServer, run_command, tmp_path: Path
) -> None:
    file = tmp_path / "dev.json"
    file.write_text(json.dumps(LOCOMO))
    assert "3 messages in 2 sessions" in run_command("import", str(file), "--url", server.url).stdout
    first = messages(client, "conv-1-S1")
    assert first[0]["content"] == "Look! [shares a photo of a dog]"
    assert first[0]["created_at"].startswith("2023-05-08T13:56:00")
    assert messages(client, "conv-1-S2")[0]["created_at"].startswith("2024-03-15")
    assert len(client.get("/api/v1/user/conv-1/sessions").json()) == 2


def test_what_cannot_be_read_is_named_with_its_line(server: RunningServer, run_command, tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"content": "fine"}\n{"role": "human"}\n')
    finished = run_command("import", str(file), "--url", server.url)
    assert finished.returncode == 1
    assert "line 2" in finished.stderr
    assert "content" in finished.stderr


def test_a_server_that_is_not_there_is_said_so(run_command, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"content": "fine"}\n')
    finished = run_command("import", str(file), "--url", "http://127.0.0.1:9")
    assert finished.returncode == 1
    assert "is `holdfast serve` running there?" in finished.stderr


def test_sessions_that_had_no_user_are_given_one(
    client: httpx.Client, server: RunningServer, run_command, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in LINES))
    for user in ([], ["--user", f"{name}-u"], ["--user", f"{name}-u"]):
        finished = run_command("import", str(file), "--url", server.url, *user)
        assert finished.returncode == 0, finished.stderr
    assert client.get(f"/api/v1/sessions/{name}").json()["user_id"] == f"{name}-u"
    refused = run_command("import", str(file), "--url", server.url, "--user", f"{name}-v")
    assert refused.returncode == 1
    assert f"session {name} belongs to user {name}-u already" in refused.stderr
