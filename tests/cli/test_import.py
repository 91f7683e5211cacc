"""``holdfast import``: conversation files through the API."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from tests.cli.lossy_proxy import LossyProxy
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
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in LINES))
    for _ in range(2):
        finished = run_here("import", str(file), "--url", server.url)
        assert "Imported 2 messages in 1 session." in finished.stdout, finished.stderr
    stored = messages(client, name)
    assert [message["content"] for message in stored] == ["Hi!", "Hello ✓"]
    assert stored[0]["created_at"].startswith("2024-05-02T08:00:00")
    assert stored[1]["metadata"]["a"] == 1


def test_lines_may_name_sessions_and_a_user_may_own_them(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "lines.jsonl"
    lines = [{"content": str(number), "session_id": f"{name}-{number % 2}"} for number in range(250)]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    finished = run_here("import", str(file), "--url", server.url, "--user", name)
    assert finished.returncode == 0, finished.stderr
    assert len(client.get(f"/api/v1/user/{name}/sessions").json()) == 2
    assert [m["content"] for m in messages(client, f"{name}-1")] == [str(number) for number in range(1, 250, 2)]


def test_the_locomo_format_makes_a_user_and_a_session_each(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path
) -> None:
    file = tmp_path / "dev.json"
    file.write_text(json.dumps(LOCOMO))
    assert "3 messages in 2 sessions" in run_here("import", str(file), "--url", server.url).stdout
    first = messages(client, "conv-1-S1")
    assert first[0]["content"] == "Look! [shares a photo of a dog]"
    assert first[0]["created_at"].startswith("2023-05-08T13:56:00")
    assert messages(client, "conv-1-S2")[0]["created_at"].startswith("2024-03-15")
    assert len(client.get("/api/v1/user/conv-1/sessions").json()) == 2


def test_what_cannot_be_read_is_named_with_its_line(server: RunningServer, run_here, tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"content": "fine"}\n{"role": "human"}\n')
    finished = run_here("import", str(file), "--url", server.url)
    assert finished.returncode == 1
    assert "line 2" in finished.stderr
    assert "content" in finished.stderr


def test_a_server_that_is_not_there_is_said_so(run_here, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"content": "fine"}\n')
    finished = run_here("import", str(file), "--url", "http://127.0.0.1:9")
    assert finished.returncode == 1
    assert "is `holdfast serve` running there?" in finished.stderr


def test_sessions_that_had_no_user_are_given_one(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in LINES))
    for user in ([], ["--user", f"{name}-u"], ["--user", f"{name}-u"]):
        finished = run_here("import", str(file), "--url", server.url, *user)
        assert finished.returncode == 0, finished.stderr
    assert client.get(f"/api/v1/sessions/{name}").json()["user_id"] == f"{name}-u"
    refused = run_here("import", str(file), "--url", server.url, "--user", f"{name}-v")
    assert refused.returncode == 1
    assert f"session {name} belongs to user {name}-u already" in refused.stderr


def test_a_byte_order_mark_is_skipped(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    lines, locomo, table = (tmp_path / f"{name}{end}" for end in (".jsonl", ".json", ".csv"))
    lines.write_bytes(b'\xef\xbb\xbf{"role":"user","content":"x"}\r\n')
    locomo.write_bytes(b"\xef\xbb\xbf" + json.dumps([{**LOCOMO[0], "id": name}]).encode())
    table.write_bytes(b"\xef\xbb\xbfcontent\ny\n")
    for file, says in ((lines, "1 message in 1 session."), (locomo, "3 messages in 2 sessions."), (table, "1 message")):
        finished = run_here("import", str(file), "--url", server.url)
        assert says in finished.stdout, finished.stderr
    assert [m["content"] for m in messages(client, name)] == ["x", "y"]


def test_other_encodings_are_named(run_here, tmp_path: Path) -> None:
    line = '{"role": "user", "content": "x"}\n'
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        (tmp_path / "wide.jsonl").write_bytes(line.encode(encoding))
        finished = run_here("import", str(tmp_path / "wide.jsonl"))
        assert finished.returncode == 1
        assert "UTF-16, not UTF-8" in finished.stderr
    (tmp_path / "wide.toml").write_bytes("[server]\nport = 81\n".encode("utf-16"))
    assert "UTF-16, not UTF-8" in run_here("--config", "wide.toml", "--dump-config").stderr
    (tmp_path / "marked.toml").write_bytes(b"\xef\xbb\xbf[server]\nport = 8123\n")
    assert '"port": 8123' in run_here("--config", "marked.toml", "--dump-config").stdout


def test_long_messages_travel_in_batches_that_fit(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    file.write_text("\n".join(json.dumps({"content": f"{number} " + "x" * 72_000}) for number in range(150)))
    finished = run_here("import", str(file), "--url", server.url)
    assert finished.returncode == 0, finished.stderr
    assert client.get(f"/api/v1/sessions/{name}/messages?limit=1").json()["total_count"] == 150


def test_lines_are_read_as_the_api_reads_messages(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    uuid = "11111111-2222-4333-8444-555555555555"
    file.write_text('{"role":"assistant","content":null}\n{"Role":"user","content":"x \\ud83d"}\n')
    with file.open("a") as opened:
        opened.write(json.dumps({"content": "y\x00", "uuid": uuid, "unknown": 1}))
    finished = run_here("import", str(file), "--url", server.url)
    assert finished.returncode == 0, finished.stderr
    found = messages(client, name)
    assert [(m["role"], m["content"]) for m in found] == [("assistant", ""), ("user", "x \ufffd"), ("", "y")]
    assert found[2]["uuid"] == uuid


def test_what_cannot_be_read_may_be_left_out(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    lines = ['{"content":"a"}', "{", "7", '{"content":"b","created_at":"soon"}', '{"content":"c"}']
    file.write_text("\n".join([*lines, json.dumps({"content": "d" * 6_000_000}), '{"content":"e"}']))
    refused = run_here("import", str(file), "--url", server.url)
    assert refused.returncode == 1
    assert "line 2: invalid JSON" in refused.stderr
    assert "--skip-invalid" in refused.stderr
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404
    finished = run_here("import", str(file), "--url", server.url, "--skip-invalid")
    assert finished.returncode == 0, finished.stderr
    for text in ("line 2:", "line 3: content: missing", "line 4: created_at", "request body too large"):
        assert text in finished.stderr
    assert "Imported 3 messages in 1 session.\nLeft out 4 parts" in finished.stdout
    assert [m["content"] for m in messages(client, name)] == ["a", "c", "e"]


def node(parent: str | None, text: str | None, role: str = "user", **more: object) -> dict:
    said = text and {"author": {"role": role}, "content": {"content_type": "text", "parts": [text]}, **more}
    return {"message": said, "parent": parent, "children": []}


def tree(name: str) -> dict:
    """A conversation whose question was asked twice, and answered anew."""
    nodes = {
        "root": node(None, None),
        "hidden": node("root", "Be nice.", "system", metadata={"is_visually_hidden_from_conversation": True}),
        "q1": node("hidden", "What is a quay?"),
        "a1": node("q1", "A dog.", "assistant"),
        "q2": node("hidden", "What is a quay, really?", create_time=1714636800.5),
        "a2": node("q2", "A landing place.", "assistant", metadata={"model_slug": "gpt-4o"}),
    }
    return {"title": "Quays", "mapping": nodes, "current_node": "a2", "conversation_id": name}


def test_a_chatgpt_export_follows_the_branch_that_was_left_last(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "conversations.json"
    file.write_text(json.dumps([tree(name)]))
    for _ in range(2):
        assert "2 messages in 1 session" in run_here("import", str(file), "--url", server.url).stdout
    found = messages(client, name)
    assert [(m["role"], m["content"]) for m in found] == [
        ("user", "What is a quay, really?"),
        ("assistant", "A landing place."),
    ]
    assert found[0]["created_at"] == "2024-05-02T08:00:00.500000Z"
    assert found[1]["metadata"]["model"] == "gpt-4o"
    assert client.get(f"/api/v1/sessions/{name}").json()["metadata"] == {"title": "Quays"}
    continued = tree(name)
    continued["mapping"]["q3"] = node("a2", "Thanks.")
    continued["current_node"] = "q3"
    file.write_text(json.dumps([continued]))
    run_here("import", str(file), "--url", server.url)
    assert [m["content"] for m in messages(client, name)][2:] == ["Thanks."]


def test_a_broken_tree_is_named_and_no_endless_walk(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    circle, orphan = tree(f"{name}-circle"), tree(f"{name}-orphan")
    circle["mapping"]["root"]["parent"] = "a2"
    orphan["mapping"]["hidden"]["parent"] = "gone"
    file = tmp_path / "conversations.json"
    file.write_text(json.dumps([circle, orphan, tree(f"{name}-sound"), {"mapping": 3}]))
    refused = run_here("import", str(file), "--url", server.url)
    assert refused.returncode == 1
    assert f"conversation 1 ({name}-circle): its messages go round in a circle" in refused.stderr
    finished = run_here("import", str(file), "--url", server.url, "--skip-invalid")
    assert finished.returncode == 0, finished.stderr
    assert "the parent 'gone' of 'hidden' is missing" in finished.stderr
    for kind in ("circle", "orphan", "sound"):
        assert [m["content"] for m in messages(client, f"{name}-{kind}")][-1] == "A landing place."


def test_a_claude_export_has_its_messages_in_order(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    said = [
        {"uuid": "1", "sender": "human", "text": "Read this.", "created_at": "2024-05-02T08:00:00Z",
         "attachments": [{"file_name": "a.txt", "extracted_content": "the tide table"}]},
        {"uuid": "2", "sender": "assistant", "text": "", "content": [{"type": "text", "text": "Done."}, {"type": "x"}]},
    ]  # fmt: skip
    file = tmp_path / "conversations.json"
    file.write_text(
        json.dumps([{"uuid": name, "name": "Tides", "chat_messages": said}, {"uuid": "x" + name, "chat_messages": []}])
    )
    finished = run_here("import", str(file), "--url", server.url, "--user", f"{name}-u")
    assert finished.returncode == 0, finished.stderr
    assert [m["content"] for m in messages(client, name)] == ["Read this.\n\n[a.txt]\nthe tide table", "Done."]
    (session,) = client.get(f"/api/v1/user/{name}-u/sessions").json()
    assert session["metadata"] == {"title": "Tides"}


def test_openai_messages_come_as_a_list_an_object_or_lines(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    said = [
        {"role": "user", "content": [{"type": "text", "text": "Look:"}, {"type": "image_url", "image_url": {}}]},
        {"role": "assistant", "content": None, "tool_calls": calls},
        {"role": "tool", "content": "9", "tool_call_id": "c"},
    ]
    texts = [json.dumps(said), json.dumps({"messages": said}, indent=1), json.dumps({"messages": said}) + "\n"]
    for number, (text, session) in enumerate(zip(texts, ("-0", "-1", "-2-1"), strict=True)):
        file = tmp_path / f"{name}-{number}.json"
        file.write_text(text)
        finished = run_here("import", str(file), "--url", server.url)
        assert finished.returncode == 0, finished.stderr
        found = messages(client, f"{name}{session}")
        assert [m["content"] for m in found] == ["Look:\n[image_url]", "", "9"]
        assert found[1]["metadata"]["tool_calls"] == calls


def test_a_table_is_read_by_its_header(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_text(f'Speaker;Text;date;session;mood\nAnn;"a;b";2024-05-02 08:00:00Z;{name}-s;calm\nBo;c;;;\n')
    finished = run_here("import", str(file), "--url", server.url)
    assert finished.returncode == 0, finished.stderr
    (first,), (second,) = messages(client, f"{name}-s"), messages(client, name)
    assert (first["role"], first["content"], first["metadata"]["mood"]) == ("Ann", "a;b", "calm")
    assert first["created_at"].startswith("2024-05-02T08:00:00")
    assert (second["role"], second["content"]) == ("Bo", "c")
    file.write_text("speaker,said\nAnn,x\n")
    assert "no column for the text" in run_here("import", str(file), "--url", server.url).stderr


def test_what_no_reader_knows_is_said_so(run_here, tmp_path: Path) -> None:
    for text, says in (
        ('[{"a": 1}]', "the first has a"),
        ("[1]", "no keys"),
        ("[]", "no messages"),
        ("", "empty"),
        ("hello", "neither JSON"),
        ("[", "invalid JSON"),
    ):
        (tmp_path / "odd.json").write_text(text)
        finished = run_here("import", str(tmp_path / "odd.json"))
        assert finished.returncode == 1
        assert says in finished.stderr
        assert "Traceback" not in finished.stderr


def test_an_import_through_a_proxy_that_loses_answers_stores_nothing_twice(
    client: httpx.Client, server: RunningServer, run_here, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.jsonl"
    lines = [{"content": str(number), "user_id": f"{name}-u"} for number in range(450)]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    with LossyProxy(server.url, every=3) as proxy:
        finished = run_here("import", str(file), "--url", proxy.url)
    assert finished.returncode == 0, finished.stderr
    assert proxy.lost > 1
    assert [m["content"] for m in messages(client, name)] == [line["content"] for line in lines]
    assert [s["session_id"] for s in client.get(f"/api/v1/user/{name}-u/sessions").json()] == [name]
