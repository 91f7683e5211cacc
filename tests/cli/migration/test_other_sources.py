"""``holdfast migrate`` from Zep CE, Zep Cloud (a double that speaks its API) and mem0."""

from __future__ import annotations

import itertools
import json
import math
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from holdfast.errors import Unavailable
from holdfast.operations.intake import Intake
from tests.cli.conftest import Finished
from tests.storage.conftest import database_in, execute

MOMENT = "2024-05-02T08:00:00Z"
Run = Callable[..., Finished]


def archive(run_here: Run, data: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run_here("export", "--all", "--data", str(data)).stdout.splitlines()]


def of_kind(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [line for line in lines if line["kind"] == kind]


def test_zep_ce(run_here: Run, postgres_dsn: str, name: str, tmp_path: Path) -> None:
    execute(postgres_dsn, f"CREATE DATABASE {name} STRATEGY file_copy")
    dsn = database_in(postgres_dsn, name)
    execute(dsn, (Path(__file__).parent / "zep_ce.sql").read_text())
    for _ in range(2):
        finished = run_here("migrate", "--data", str(tmp_path), "zep-ce-postgres", dsn, "--schema", "ce")
        assert finished.returncode == 0, finished.stderr
    lines = archive(run_here, tmp_path)
    (session,), (message,) = of_kind(lines, "session"), of_kind(lines, "message")
    assert (session["user_id"], session["metadata"]["ended_at"]) == ("ann", "2024-05-02T09:00:00.000000Z")
    assert (message["role"], message["name"], message["content"]) == ("user", "Ann", "Hi!")
    refused = run_here("migrate", "--data", str(tmp_path), "zep-ce-postgres", dsn)
    assert "there is no table users" in refused.stderr
    execute(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


class Cloud(BaseHTTPRequestHandler):
    """Speaks as much of the API of Zep Cloud as a migration needs; every fourth call comes too soon."""

    calls = 0
    most = math.inf

    def _answer(self, status: int, value: Any, **headers: str) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        for header, text in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(header.replace("_", "-"), text)
        self.end_headers()
        self.wfile.write(data)

    def _is_early(self) -> bool:
        Cloud.calls += 1
        if self.headers["Authorization"] != "Api-Key right":
            self._answer(401, {"message": "unauthorized"})
            return True
        if Cloud.calls > Cloud.most:
            self._answer(403, {"message": "suspended"})
            return True
        if Cloud.calls % 4 == 0:
            self._answer(429, {"message": "too many"}, Retry_After="0.01")
            return True
        return False

    def do_GET(self) -> None:
        if self._is_early():
            return
        parts = urlsplit(self.path)
        query = {key: int(values[0]) for key, values in parse_qs(parts.query).items() if values[0].isdigit()}
        path = unquote(parts.path)
        if path == "/users-ordered":
            users = [{"user_id": f"u{n}", "uuid": _uuid(1, n), "created_at": MOMENT} for n in range(150)]
            self._page("users", users, query["pageNumber"], query["pageSize"])
        elif path == "/threads":
            threads = [{"thread_id": "t/1", "uuid": _uuid(2, 1), "user_id": "u0", "created_at": MOMENT}]
            self._page("threads", threads, query["page_number"], query["page_size"])
        else:
            assert path == "/threads/t/1/messages"
            said = [
                {"uuid": _uuid(3, n), "role": "user", "name": "Ann", "content": f"m{n}", "created_at": MOMENT,
                 "metadata": {"n": n}} for n in range(230)
            ]  # fmt: skip
            self._page("messages", said, query["cursor"], query["limit"])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_early():
            return
        edges = [{"uuid": _uuid(4, 1), "fact": "Ann lives in Porto", "name": "LIVES_IN", "created_at": MOMENT}]
        self._answer(200, edges if self.path.endswith("/u0") else [])

    def _page(self, key: str, rows: list[Any], page: int, size: int) -> None:
        self._answer(200, {key: rows[(page - 1) * size : page * size], "total_count": len(rows)})

    def log_message(self, *_: object) -> None:
        pass


def _uuid(kind: int, number: int) -> str:
    return f"{kind:08x}-0000-4000-8000-{number:012x}"


@pytest.fixture
def cloud() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cloud)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(60)


def test_zep_cloud(run_here: Run, cloud: str, tmp_path: Path) -> None:
    command = ["migrate", "--data", str(tmp_path), "zep-cloud", "--url", cloud, "--api-key"]
    assert "401" in run_here(*command, "wrong").stderr
    for stored in ("230 stored, 0 were there", "0 stored, 230 were there"):
        finished = run_here(*command, "right")
        assert finished.returncode == 0, finished.stderr
        assert f"messages: 230 read, {stored}, 0 left out" in finished.stdout
    lines = archive(run_here, tmp_path)
    assert len(of_kind(lines, "user")) == 150
    assert [line["content"] for line in of_kind(lines, "message")] == [f"m{n}" for n in range(230)]
    assert of_kind(lines, "message")[7]["metadata"]["n"] == 7
    (fact,) = of_kind(lines, "fact")
    assert (fact["user_id"], fact["text"], fact["origin"]) == ("u0", "Ann lives in Porto", "asserted")


def test_zep_cloud_is_gone_on_with_where_a_run_broke_off(
    run_here: Run, cloud: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["migrate", "--data", str(tmp_path), "zep-cloud", "--url", cloud, "--api-key", "right"]
    monkeypatch.setattr(Cloud, "most", Cloud.calls + 10)
    broken = run_here(*command)
    assert (broken.returncode, "suspended" in broken.stderr) == (1, True)
    monkeypatch.setattr(Cloud, "most", math.inf)
    finished = run_here(*command)
    assert finished.returncode == 0, finished.stderr
    assert "had been moved by a run that broke off" in finished.stderr
    assert "users: 150 read, 0 stored, 150 were there" in finished.stdout
    assert "messages: 230 read" in finished.stdout
    said = of_kind(archive(run_here, tmp_path), "message")
    assert [line["content"] for line in said] == [f"m{n}" for n in range(230)]


def test_mem0_is_gone_on_with_where_a_run_broke_off(
    run_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mem0.json"
    file.write_text(json.dumps([{"id": n, "memory": f"fact {n}", "user_id": f"u{n % 3}"} for n in range(30)]))
    command = ["migrate", "--data", str(tmp_path / "data"), "mem0", str(file)]
    take, calls = Intake.__call__, itertools.count(1)

    async def cut(*arguments: Any) -> Any:
        if next(calls) == 4:
            raise Unavailable("the disk is full")
        return await take(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Intake, "__call__", cut)
        broken = run_here(*command)
        assert (broken.returncode, "the disk is full" in broken.stderr) == (1, True)
    finished = run_here(*command)
    assert "12 records had been moved by a run that broke off" in finished.stderr
    assert "facts: 30 read, 20 stored, 10 were there" in finished.stdout
    facts = [line["text"] for line in of_kind(archive(run_here, tmp_path / "data"), "fact")]
    assert sorted(facts) == sorted(f"fact {n}" for n in range(30))


class Mem0Server(BaseHTTPRequestHandler):
    """Answers as the server of mem0 does; one memory was changed twice."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/memories":
            user = parse_qs(parts.query)["user_id"][0]
            value: Any = {"results": [
                {"id": "a/1", "memory": "lives in Faro", "user_id": user, "created_at": MOMENT,
                 "updated_at": "2024-05-04T08:00:00Z"},
                {"id": "2", "memory": "likes tea", "user_id": user, "created_at": MOMENT, "updated_at": None},
            ]}  # fmt: skip
        else:
            assert parts.path == "/memories/a%2F1/history"
            texts = ("lives in Porto", "lives in Lisbon", "lives in Faro")
            value = [
                {"memory_id": "a/1", "new_memory": text, "event": "UPDATE" if number else "ADD", "created_at": MOMENT,
                 "updated_at": f"2024-05-0{number + 2}T08:00:00Z"} for number, text in enumerate(texts)
            ][::-1]  # fmt: skip
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def test_mem0_gives_the_history_of_what_was_changed(run_here: Run, tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mem0Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    for _ in range(2):
        finished = run_here("migrate", "--data", str(tmp_path), "mem0", url, "--user", "ann")
        assert finished.returncode == 0, finished.stderr
    server.shutdown()
    server.server_close()
    thread.join(60)
    moved, unchanged = of_kind(archive(run_here, tmp_path), "fact")
    assert (moved["text"], moved["revision"], moved["updated_at"][:10]) == ("lives in Faro", 3, "2024-05-04")
    said = [(one["text"], one["at"][:10]) for one in moved["former"]]
    assert said == [("lives in Porto", "2024-05-02"), ("lives in Lisbon", "2024-05-03")]
    assert "former" not in unchanged


def test_mem0(run_here: Run, tmp_path: Path) -> None:
    memories = [
        {"id": "1", "memory": "likes tea", "user_id": "ann", "created_at": "2024-05-02T08:00:00-07:00",
         "metadata": {"k": 1}},
        {"id": "2", "memory": "has a dog", "user_id": "bob"},
        {"id": "3", "memory": "nobody's"},
    ]  # fmt: skip
    file = tmp_path / "mem0.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"results": memories}).encode())
    for stored in ("2 stored, 0 were there", "0 stored, 2 were there"):
        finished = run_here("migrate", "--data", str(tmp_path / "data"), "mem0", str(file))
        assert finished.returncode == 0, finished.stderr
        assert f"facts: 2 read, {stored}" in finished.stdout
        assert "1 memories have no user" in finished.stderr
    facts = {line["text"]: line for line in of_kind(archive(run_here, tmp_path / "data"), "fact")}
    assert facts.keys() == {"likes tea", "has a dog"}
    assert facts["likes tea"]["valid_at"] == "2024-05-02T15:00:00.000000Z"
    assert facts["likes tea"]["metadata"] == {"k": 1}
    file.write_text('{"memory": 3}')
    assert "no memories of mem0" in run_here("migrate", "--data", str(tmp_path / "data"), "mem0", str(file)).stderr
