"""``holdfast migrate zep-postgres``: from a real PostgreSQL, into both stores."""

from __future__ import annotations

import json
import math
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.conftest import Finished
from tests.cli.migration.cutting_proxy import CuttingProxy
from tests.running_server import RunningServer
from tests.storage.conftest import database_in, execute

QUIET = {f"HOLDFAST_EXTRACTORS_MESSAGES_{step}_ENABLED": "false" for step in ("SUMMARIZER", "ENTITIES", "INTENT")}


@pytest.fixture
def zep(postgres_dsn: str, name: str) -> Iterator[str]:
    """The DSN of a database of a Zep server."""
    execute(postgres_dsn, f"CREATE DATABASE {name} STRATEGY file_copy")
    dsn = database_in(postgres_dsn, name)
    execute(dsn, (Path(__file__).parent / "zep.sql").read_text())
    yield dsn
    execute(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> Iterator[list[str]]:
    """Options of a command for an empty store of each kind."""
    if request.param == "sqlite":
        yield ["--data", str(tmp_path / "data")]
        return
    dsn = request.getfixturevalue("postgres_dsn")
    execute(dsn, f"CREATE DATABASE {name}_target STRATEGY file_copy")
    yield ["--store", database_in(dsn, f"{name}_target")]
    execute(dsn, f"DROP DATABASE {name}_target WITH (FORCE)")


def messages(client: httpx.Client, session: str) -> list[dict[str, Any]]:
    return client.get(f"/api/v1/sessions/{session}/messages").json()["messages"]


def test_everything_that_lives_arrives_and_nothing_else(
    run_here: Callable[..., Finished], zep: str, target: list[str], tmp_path: Path
) -> None:
    counted = run_here("migrate", "--dry-run", *target, "zep-postgres", zep)
    assert counted.stdout == (
        "There are 1 users, 3 sessions, 4 messages, 1 summaries, 2 collections, 2 documents.\n"
    ), counted.stderr
    for stored in ("2 stored, 0 were there", "0 stored, 2 were there"):
        finished = run_here("migrate", *target, "zep-postgres", zep)
        assert finished.returncode == 3, finished.stderr
        assert f"messages: 4 read, {stored.replace('2', '3')}, 1 left out" in finished.stdout
        assert f"sessions: 3 read, {stored}, 1 left out" in finished.stdout
        assert "Verified" in finished.stdout
        for told in (
            "session_id: must not be blank", "role: at most 2048 bytes", "document_id: at most 100",
            "1 messages belong to no session", "session odd/%2F comes without its user", "'docstore_nowhere_8' lacks",
        ):  # fmt: skip
            assert told in finished.stderr
    (tmp_path / "data").mkdir(exist_ok=True)
    server = RunningServer(tmp_path / "data", *target[:2] if "--store" in target else (), environment=QUIET)
    with server.client() as client:
        look_at(client)
    assert server.stop() == 0


def look_at(client: httpx.Client) -> None:
    user = client.get("/api/v1/user/b0000000-0000-4000-8000-000000000001").json()
    assert (user["uuid"], user["first_name"]) == ("a0000000-0000-4000-8000-000000000001", "Ada")
    assert user["created_at"] == "2024-05-02T08:00:00.123456Z"
    assert user["metadata"] == {"tier": 3, "none": None, "big": 12345678901234567890123}
    assert [each["user_id"] for each in client.get("/api/v1/user").json()] == [user["user_id"]]
    sessions = {each["session_id"]: each for each in client.get("/api/v1/sessions").json()}
    assert list(sessions) == ["tour", "odd/%2F"]
    assert sessions["tour"]["user_id"] == user["user_id"]
    assert sessions["tour"]["created_at"] == "2024-05-02T07:00:00.000000Z"
    assert sessions["odd/%2F"]["metadata"] == {"value": ["a list"]}
    first, second = messages(client, "tour")
    assert first["uuid"] == "e0000000-0000-4000-8000-000000000002"
    assert first["metadata"]["x"] == {"y": [1, 2.5, True]}
    assert first["metadata"]["system"]["intent"] == "asks"
    assert (first["created_at"], first["updated_at"]) == ("2024-05-02T12:00:00.000000Z", "2024-05-02T13:00:00.000000Z")
    assert second["content"] == "By the harbour."
    summary = client.get("/api/v1/sessions/tour/memory").json()["summary"]
    assert (summary["content"], summary["recent_message_uuid"]) == ("They look for the quay.", second["uuid"])
    (document,) = client.post("/api/v1/collection/notes/document/list/get", json={}).json()
    assert document["uuid"] == "d0000000-0000-4000-8000-000000000001"
    assert document["embedding"] == [1, 2, 3, 4, 5, 6, 7, 8.25]
    found = client.post("/api/v1/search", json={"text": "secretword"}).text + str(client.get("/api/v1/sessions").json())
    assert "secretword" not in found


def test_what_was_written_since_is_fetched_by_another_run(
    run_here: Callable[..., Finished], zep: str, tmp_path: Path
) -> None:
    target = ["--data", str(tmp_path / "data")]
    run_here("migrate", *target, "zep-postgres", zep)
    execute(
        zep,
        "INSERT INTO message (uuid, created_at, session_id, role, content, token_count) SELECT"
        " gen_random_uuid(), now(), 'tour', 'human', 'more ' || n, 0 FROM generate_series(1, 1500) AS n",
    )
    finished = run_here("migrate", *target, "zep-postgres", zep)
    assert "messages: 1504 read, 1500 stored, 3 were there, 1 left out" in finished.stdout, finished.stderr
    assert "sound" in run_here("check", *target).stdout


MORE = (
    "INSERT INTO message (uuid, created_at, session_id, role, content, token_count) SELECT"
    " gen_random_uuid(), now(), 'tour', 'human', 'more ' || n, 0 FROM generate_series(1, 6000) AS n"
)


def test_a_run_whose_source_broke_off_is_gone_on_with(
    run_here: Callable[..., Finished], zep: str, target: list[str]
) -> None:
    execute(zep, MORE)
    with CuttingProxy(zep) as proxy:
        proxy.most = 700_000
        broken = run_here("migrate", *target, "zep-postgres", proxy.dsn)
        assert broken.returncode == 1
        assert "failed" in broken.stderr
        assert "run the command again, it goes on" in broken.stderr
        assert "Traceback" not in broken.stderr
        proxy.most = math.inf
        finished = run_here("migrate", *target, "zep-postgres", proxy.dsn)
        assert finished.returncode in {0, 3}, finished.stderr
        assert "had been moved by a run that broke off" in finished.stderr
        stored = re.search(r"messages: 6004 read, (\d+) stored, (\d+) were there", finished.stdout)
        assert stored is not None, finished.stdout
        assert int(stored[1]) >= 1000
        assert int(stored[2]) >= 1000
        # Another run looks at everything, and finds nothing to do.
        again = run_here("migrate", *target, "zep-postgres", proxy.dsn)
        assert "messages: 6004 read, 0 stored, 6003 were there, 1 left out" in again.stdout, again.stderr
    assert "sound" in run_here("check", *target).stdout


def test_where_the_source_changed_meanwhile_all_of_it_is_taken_in(
    run_here: Callable[..., Finished], zep: str, tmp_path: Path
) -> None:
    target = ["--data", str(tmp_path / "data")]
    execute(zep, MORE)
    with CuttingProxy(zep) as proxy:
        proxy.most = 700_000
        assert run_here("migrate", *target, "zep-postgres", proxy.dsn).returncode == 1
        execute(
            zep,
            "INSERT INTO session (uuid, created_at, session_id) SELECT gen_random_uuid(), now(), 'new ' || n"
            " FROM generate_series(1, 3) AS n",
        )
        proxy.most = math.inf
        finished = run_here("migrate", *target, "zep-postgres", proxy.dsn)
        assert "sessions: 6 read, 3 stored, 2 were there, 1 left out" in finished.stdout, finished.stderr
        assert "had been moved" not in finished.stderr


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs limits of another process (Linux)")
def test_a_disk_that_takes_no_more_is_named_and_the_rest_is_moved_later(
    run_here: Callable[..., Finished], zep: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    execute(zep, MORE)
    command = [sys.executable, "-m", "holdfast", "migrate", "--data", str(data), "zep-postgres", zep]
    full = subprocess.run(
        ["prlimit", "--fsize=2000000", *command], capture_output=True, text=True, check=False, timeout=60
    )
    assert full.returncode == 1
    assert "the database cannot be read or written (disk" in full.stderr
    assert "Traceback" not in full.stderr
    finished = run_here("migrate", "--data", str(data), "zep-postgres", zep)
    assert "messages: 6004 read" in finished.stdout, finished.stderr
    assert finished.returncode in {0, 3}
    server = RunningServer(data, environment=QUIET)
    with server.client() as client:
        page = client.get("/api/v1/sessions/tour/messages?limit=1").json()
    assert server.stop() == 0
    assert page["total_count"] == 6002


def test_a_database_that_takes_any_bytes_for_text_is_read_all_the_same(
    run_here: Callable[..., Finished], postgres_dsn: str, name: str, tmp_path: Path
) -> None:
    execute(postgres_dsn, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    dsn = database_in(postgres_dsn, name)
    execute(dsn, (Path(__file__).parent / "zep.sql").read_text())
    execute(
        dsn,
        "SET client_encoding = 'SQL_ASCII'; INSERT INTO message (uuid, created_at, session_id, role, content,"
        " metadata) SELECT gen_random_uuid(), now(), 'tour', 'human', text, '{\"café\": 1}'"
        " FROM unnest(ARRAY[E'caf\\xe9', E'caf\\xc3\\xa9']) AS text",
    )
    finished = run_here("migrate", "--data", str(tmp_path / "data"), "zep-postgres", dsn)
    assert "some texts are not UTF-8, and are read as Latin-1" in finished.stderr
    exported = run_here("export", "--session", "tour", "--data", str(tmp_path / "data")).stdout
    assert [line["content"] for line in map(json.loads, exported.splitlines()) if line["kind"] == "message"][-2:] == [
        "café",
        "café",
    ]
    assert exported.count('"metadata":{"café":1}') == 2
    execute(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


def test_vectors_may_be_missing_where_they_are_made_anew_anyway(
    run_here: Callable[..., Finished], zep: str, tmp_path: Path
) -> None:
    execute(
        zep,
        "CREATE TABLE docstore_nowhere_8 AS SELECT * FROM docstore_notes_8 LIMIT 1;"
        "UPDATE docstore_nowhere_8 SET uuid = gen_random_uuid(); ALTER TABLE docstore_nowhere_8 DROP COLUMN embedding",
    )
    finished = run_here("migrate", "--data", str(tmp_path / "data"), "zep-postgres", zep)
    assert "documents: 3 read, 2 stored, 0 were there, 1 left out" in finished.stdout, finished.stderr


def test_what_is_left_out_for_one_reason_is_told_once_and_kept_in_a_report(
    run_here: Callable[..., Finished], zep: str, tmp_path: Path
) -> None:
    execute(zep, "UPDATE document_collection SET embedding_dimensions = 4 WHERE name = 'notes'")
    execute(
        zep,
        "INSERT INTO docstore_notes_8 SELECT gen_random_uuid(), now(), NULL, NULL, NULL, 'text', NULL, true,"
        " '[1,2,3,4,5,6,7,8]' FROM generate_series(1, 200)",
    )
    report = tmp_path / "report.jsonl"
    finished = run_here("migrate", "--data", str(tmp_path / "data"), "--report", str(report), "zep-postgres", zep)
    assert finished.returncode == 3
    assert "left out: 197 more documents: collection: notes not found" in finished.stderr
    assert len(finished.stderr.splitlines()) < 25
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert sum(line.get("left_out", {}).get("kind") == "documents" for line in lines) == 202
    assert any("comes without its user" in line.get("note", "") for line in lines)


def test_a_table_that_may_not_be_read_is_named_and_no_hope_is_given(
    run_here: Callable[..., Finished], zep: str, name: str, tmp_path: Path
) -> None:
    execute(zep, f"CREATE ROLE {name}_reader LOGIN; GRANT SELECT ON session, users TO {name}_reader")
    finished = run_here(
        "migrate", "--data", str(tmp_path / "data"), "zep-postgres", zep.replace("postgres@", f"{name}_reader@")
    )
    assert finished.returncode == 1
    assert "permission denied for table message" in finished.stderr
    assert "run the command again" not in finished.stderr
    execute(zep, f"DROP OWNED BY {name}_reader; DROP ROLE {name}_reader")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("ALTER TABLE message DROP COLUMN token_count", "the table message lacks token_count"),
        ("DROP TABLE message", "there is no table message"),
        ("ALTER TABLE session RENAME TO sessions", "zep-ce-postgres"),
    ],
)
def test_a_database_of_another_kind_is_refused(
    run_here: Callable[..., Finished], zep: str, tmp_path: Path, change: str, says: str
) -> None:
    execute(zep, change)
    finished = run_here("migrate", "--data", str(tmp_path / "data"), "zep-postgres", zep)
    assert finished.returncode == 1
    assert says in finished.stderr
    assert not (tmp_path / "data").exists()


def test_a_source_that_is_not_there_is_named_without_its_password(run_here: Callable[..., Finished]) -> None:
    dsn = "postgresql://me:hidden@127.0.0.1:1/zep"
    finished = run_here("migrate", "zep-postgres", dsn)
    assert finished.returncode == 1
    assert "cannot read PostgreSQL, 127.0.0.1:1/zep" in finished.stderr
    assert "hidden" not in finished.stderr
