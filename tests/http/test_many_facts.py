"""Five thousand facts in one slot of one user: whatever is written among them holds up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.storage.open import open_storage
from tests.postgres import temporary_postgres
from tests.running_server import RunningServer
from tests.storage.many_facts import fill_slot, minute

FACTS = "/api/v1/facts"
MANY = 5_000


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty store of its own for each test, of the kind that was chosen with ``--store``."""
    if request.config.getoption("--store") == "sqlite":
        yield "sqlite"
        return
    with temporary_postgres() as dsn:
        yield dsn


async def _filled(store: str, directory: Path, *, number: int = MANY, **options: bool) -> list[str]:
    storage = open_storage(store, data=directory)
    await storage.start()
    uuids = await fill_slot(storage, "ada", "home", number, **options)
    await storage.stop()
    return uuids


@pytest.fixture(params=[True, False], ids=["stated", "asserted"])
def filled(request: pytest.FixtureRequest, store: str, tmp_path: Path) -> Iterator[tuple[RunningServer, list[str]]]:
    uuids = asyncio.run(_filled(store, tmp_path / "data", stated=request.param))
    server = RunningServer(tmp_path / "data", "--store", store)
    yield server, uuids
    assert server.stop() == 0, server.output


def test_writes_among_very_many_facts_keep_nobody_waiting(
    filled: tuple[RunningServer, list[str]], poll: Callable[..., Any]
) -> None:
    server, uuids = filled
    with server.client() as client:
        server.stalls.begin()  # a start may take its time
        fact = {"user_id": "ada", "text": "Ada lives in Porto.", "slot": "home", "value": "Porto"}
        for valid_at in (None, minute(MANY // 2), minute(1)):
            answer = client.post(FACTS, json={**fact, "valid_at": valid_at} if valid_at else fact)
            assert answer.status_code == 201, answer.text
        assert client.patch(f"{FACTS}/{uuids[100]}", json={"value": "Faro"}).status_code == 200
        assert client.patch(f"{FACTS}/{uuids[200]}", json={"state": "invalid"}).status_code == 200
        assert client.delete(f"{FACTS}/{uuids[300]}").status_code == 200
        said = {"messages": [{"role": "user", "content": "I live in Lisbon now. I no longer live in Porto."}]}
        assert client.post("/api/v1/sessions/ada's/memory", json=said).status_code == 200
        poll(
            lambda: client.get(FACTS, params={"user_id": "ada", "limit": 5}).json()["facts"],
            lambda facts: any(each["value"] == "Lisbon" for each in facts),
        )
        (first, *_) = client.get("/api/v1/sessions/ada's/messages", params={"limit": 1}).json()["messages"]
        assert client.delete(f"/api/v1/sessions/ada's/messages/{first['uuid']}").status_code == 200
        assert client.get("/api/v1/user/ada/profile").json()["slots"]["home"]
        assert client.post("/api/v1/user/ada/erase").status_code == 200
        assert client.get("/api/v1/user/ada").status_code == 404


@pytest.mark.parametrize("given", [True, False])
def test_very_many_facts_of_a_session_keep_nobody_waiting(store: str, tmp_path: Path, given: bool) -> None:
    asyncio.run(_filled(store, tmp_path / "data", stated=False, alone=True))
    server = RunningServer(tmp_path / "data", "--store", store)
    with server.client() as client:
        server.stalls.begin()
        if given:
            body = {"user_id": "ada", "metadata": {}}
            assert client.patch("/api/v1/sessions/ada's", json=body).json()["user_id"] == "ada"
            standing = client.get(FACTS, params={"user_id": "ada"}).json()["facts"]
            assert [fact["value"] for fact in standing] == [f"Town {MANY}"]
        assert client.delete("/api/v1/sessions/ada's/memory").status_code == 200
        assert client.get(FACTS, params={"user_id": "ada", "state": "all"}).json()["facts"] == []
    assert server.stop() == 0, server.output
