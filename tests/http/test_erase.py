"""Erasing users and sessions: afterwards no word of them is in any byte that the store keeps."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import jwt
import pytest

from tests.running_server import RunningServer
from tests.storage.conftest import database_in, execute

SECRET = "a secret for tests that is long enough"
GUARDED = {"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": SECRET}
ADMIN = {"Authorization": f"Bearer {jwt.encode({}, SECRET, algorithm='HS256')}"}
WORDS = ("quokka8842", "marsupial4711", "wallaby0815", "eucalyptus77")


class Kept:
    """A server of which one can see what its store keeps."""

    def __init__(self, folder: Path, dsn: str | None) -> None:
        self.folder = folder / "data"
        self._dsn = dsn
        self.store = ["--data", str(self.folder)] if dsn is None else ["--store", dsn]
        self.server = self._start()

    def _start(self) -> RunningServer:
        return RunningServer(self.folder, *(self.store if self._dsn else ()), environment=GUARDED)

    def client(self) -> httpx.Client:
        return self.server.client(headers=ADMIN)

    def start_again(self) -> None:
        self.server = self._start()

    def places_of(self, word: str) -> list[str]:
        """The files or tables that hold a word."""
        if self._dsn is None:
            files = [path for path in self.folder.rglob("*") if path.is_file()]
            return [path.name for path in files if word.encode() in path.read_bytes()]
        return asyncio.run(_tables_with(self._dsn, word))


async def _tables_with(dsn: str, word: str) -> list[str]:
    """The tables of whose rows one has a word, and the files of the database in which it stands anywhere."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("CHECKPOINT")
        folder, number = await connection.fetchrow(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        files = await asyncio.to_thread(_files_with, Path(folder, "base", str(number)), word)
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        query = "SELECT EXISTS (SELECT FROM {0} AS one WHERE one::text LIKE '%' || $1 || '%')"
        return files + [name for (name,) in tables if await connection.fetchval(query.format(name), word)]
    finally:
        await connection.close()


def _files_with(folder: Path, word: str) -> list[str]:
    found = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            found += [path.name] if word.encode() in path.read_bytes() else []
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> Iterator[Kept]:
    dsn = None
    (tmp_path / "data").mkdir()
    if request.param == "postgres":
        shared = request.getfixturevalue("postgres_dsn")
        execute(shared, f"CREATE DATABASE {name} STRATEGY file_copy")
        dsn = database_in(shared, name)
    kept = Kept(tmp_path, dsn)
    yield kept
    if kept.server.is_alive:
        assert kept.server.stop() == 0
    if dsn is not None:
        execute(request.getfixturevalue("postgres_dsn"), f"DROP DATABASE {name} WITH (FORCE)")


def seed(client: httpx.Client, user: str = "quokka8842@example.org") -> None:
    """A user with its words in every place where a user can leave some."""
    keyed = {"Idempotency-Key": "marsupial4711-key"}
    person = {"user_id": user, "first_name": "marsupial4711", "metadata": {"likes": "eucalyptus77"}}
    assert client.post("/api/v1/user", json=person, headers=keyed).status_code == 201
    for number in (1, 2):
        session = f"wallaby0815-{number}"
        body = {"session_id": session, "user_id": user, "metadata": {"about": "eucalyptus77"}}
        key = {"Idempotency-Key": f"session-{number}"}
        assert client.post("/api/v1/sessions", json=body, headers=key).status_code == 201
        said = [
            {"role": "marsupial4711", "content": f"I, quokka8842, ate eucalyptus77 {place} times. I live in Perth."}
            for place in range(20)
        ]
        path = f"/api/v1/sessions/{session}/memory"
        answer = client.post(
            path, params={"wait": "true"}, json={"messages": said}, headers={"Idempotency-Key": f"said-{number}"}
        )
        assert answer.status_code == 200
    path = "/api/v1/sessions/wallaby0815-1/messages"
    first, second, *_ = client.get(path).json()["messages"]
    edited = client.patch(f"{path}/{first['uuid']}", json={"content": "I ate none, said quokka8842."})
    assert edited.is_success, edited.text
    assert client.delete(f"{path}/{second['uuid']}").is_success
    fact = {"user_id": user, "text": "Ate eucalyptus77", "metadata": {"by": "wallaby0815"}}
    assert client.post("/api/v1/facts", json=fact, headers={"Idempotency-Key": "fact"}).status_code == 201
    file = client.put(f"/api/v1/user/{user}/files/wallaby0815.md", json={"content": "eucalyptus77 leaves"})
    assert file.is_success, file.text
    client.delete("/api/v1/sessions/wallaby0815-2/memory")


def test_no_word_of_an_erased_user_is_left_anywhere(kept: Kept, run_command: Callable[..., Any]) -> None:
    with kept.client() as client:
        seed(client)
        client.post("/api/v1/sessions/other/memory", json={"messages": [{"role": "user", "content": "I stay here."}]})
        path = "/api/v1/user/quokka8842@example.org"
        preview = client.post(f"{path}/erase?dry_run=true").json()["counts"]
        assert (preview["users"], preview["sessions"], preview["messages"], preview["files"]) == (1, 1, 19, 1)
        assert client.get(path).status_code == 200
        with OthersWrite(kept):
            answer = client.post(f"{path}/erase")
        assert answer.status_code == 200, answer.text + kept.server.output
        certificate = answer.json()["certificate"]
        assert certificate["counts"]["messages"] == 19
        assert certificate["counts"]["facts"] >= 1
        assert certificate["scan"]["found"] == {}
        assert certificate["scan"]["samples"] > 20
        assert "table messages" in certificate["scan"]["places"]
        assert ("pages of messages" in certificate["scan"]["places"]) == (kept.store[0] == "--store")
        for word in WORDS:
            assert kept.places_of(word) == []
            assert word not in answer.text
            assert word not in client.get("/api/v1/audit").text
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/erase").status_code == 404
        assert client.get("/api/v1/sessions/other/messages").json()["total_count"] == 1
        assert client.get("/api/v1/certificates").json() == [certificate]
    assert "sound" in run_command("check", *kept.store).stdout


def test_what_was_learnt_from_an_erased_session_goes_with_it(kept: Kept, run_command: Callable[..., Any]) -> None:
    def facts() -> list[str]:
        return [fact["text"] for fact in client.get("/api/v1/facts?user_id=ada").json()["facts"]]

    with kept.client() as client:
        client.post("/api/v1/user", json={"user_id": "ada"})
        for session, home in (("erased", "Walgett"), ("kept", "Leith")):
            client.post("/api/v1/sessions", json={"session_id": session, "user_id": "ada"})
            said = {
                "messages": [{"role": "user", "content": f"I live in {home}."}, {"role": "user", "content": "Yes."}]
            }
            path = f"/api/v1/sessions/{session}"
            assert client.post(f"{path}/memory", params={"wait": "true"}, json=said).status_code == 200
        assert facts() != []
        *_, last = client.get("/api/v1/sessions/erased/messages").json()["messages"]
        assert client.delete(f"/api/v1/sessions/erased/messages/{last['uuid']}").is_success
        certificate = client.post("/api/v1/sessions/erased/erase").json()["certificate"]
        assert certificate["scan"]["found"] == {}
        assert facts() == ["I live in Leith."]
        assert kept.places_of("Walgett") == []
    assert "sound" in run_command("check", *kept.store).stdout


@pytest.mark.stall(seconds=0.5)  # messages by the thousand, as fast as they go
@pytest.mark.parametrize("kept", ["sqlite"], indirect=True)
def test_no_word_of_an_erased_user_is_left_in_the_file_of_an_index(kept: Kept, poll: Callable[..., Any]) -> None:
    files = kept.folder / "search-indexes"
    with kept.client() as client:
        client.post("/api/v1/user", json={"user_id": "quokka8842"})
        client.post("/api/v1/sessions", json={"session_id": "wallaby0815", "user_id": "quokka8842"})
        said = [{"role": "marsupial4711", "content": f"Leaf number {number} was green."} for number in range(500)]
        assert client.post("/api/v1/sessions/wallaby0815/memory", json={"messages": said}).is_success
        said = [{"role": "user", "content": f"Leaf number {number} was brown."} for number in range(1000)]
        for number in range(6):
            assert client.post(f"/api/v1/sessions/other-{number}/memory", json={"messages": said}).is_success
        assert client.post("/api/v1/search", json={"text": "green leaf"}).json()
        poll(
            lambda: [file.read_bytes() for file in files.glob("*.index")],
            lambda found: b"marsupial4711" in b"".join(found),
        )
        answer = client.post("/api/v1/user/quokka8842/erase")
        assert answer.json()["certificate"]["scan"]["found"] == {}
        assert [kept.places_of(word) for word in WORDS] == [[]] * len(WORDS)
        assert list(files.glob("*.index")), "what others said need not be read again"
        found = client.post("/api/v1/search", json={"text": "green leaf"}).json()
        assert found
        assert all("brown" in hit["message"]["content"] for hit in found)


class OthersWrite:
    """Somebody else writes all the while."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(60)

    def _write(self) -> None:
        with self._kept.client() as client:
            while not self._done.wait(0.01):
                client.post("/api/v1/sessions/busy/memory", json={"messages": [{"role": "a", "content": "and so on"}]})


def test_an_erasure_that_was_killed_is_finished_by_the_next_start(kept: Kept, poll: Callable[..., Any]) -> None:
    with kept.client() as client:
        seed(client)
        thread = threading.Thread(target=_erase_and_be_cut_off, args=(client,), daemon=True)
        thread.start()
        poll(lambda: client.get("/api/v1/user/quokka8842@example.org").status_code, lambda status: status == 404)
        kept.server.kill()
        thread.join(60)
    kept.start_again()
    with kept.client() as client:
        (certificate,) = poll(lambda: client.get("/api/v1/certificates").json(), len)
        assert certificate["counts"]["messages"] == 19
        assert certificate["scan"]["found"] == {}
        for word in WORDS:
            poll(lambda word=word: kept.places_of(word), lambda places: not places)


def _erase_and_be_cut_off(client: httpx.Client) -> None:
    try:
        client.post("/api/v1/user/quokka8842@example.org/erase")
    except httpx.HTTPError:
        return


def test_a_session_is_erased_alone_and_its_name_is_free(client: httpx.Client, name: str) -> None:
    client.post("/api/v1/user", json={"user_id": name})
    client.post("/api/v1/sessions", json={"session_id": f"{name}-s", "user_id": name})
    path = f"/api/v1/sessions/{name}-s"
    client.post(f"{path}/memory", json={"messages": [{"role": "a", "content": "x"}] * 20})
    assert client.post(f"{path}/erase?dry_run=true").json()["counts"]["messages"] == 20
    certificate = client.post(f"{path}/erase").json()["certificate"]
    assert (certificate["kind"], certificate["counts"]["messages"]) == ("session", 20)
    assert certificate["scan"]["found"] == {}
    assert client.get(f"/api/v1/user/{name}").status_code == 200
    assert client.get(f"{path}/messages").json()["total_count"] == 0
    assert client.patch(path, json={"metadata": {}}).status_code == 404
    assert client.post(f"{path}/erase").status_code == 404
    assert client.post("/api/v1/sessions", json={"session_id": f"{name}-s"}).status_code == 201
