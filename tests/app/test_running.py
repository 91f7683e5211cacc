"""Starting and stopping a server of which a part fails: what was opened is closed, and the directory is free again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from holdfast.app import Server, server
from holdfast.app.collections import DocumentParts
from holdfast.app.enrichment import Enrichment
from holdfast.chores import supervisor
from holdfast.domain.timestamps import timestamp_of
from holdfast.enrichment.worker import Worker
from holdfast.errors import NotFound
from holdfast.operations.search import Search
from holdfast.settings import Settings
from holdfast.storage.sqlite.nouns import message_changes, sessions
from holdfast.storage.sqlite.nouns.jobs import SqliteJobs
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.deadline import until
from tests.storage.samples import contents, live, say


class BrokenError(Exception):
    """What the failing parts raise."""


def server_in(directory: Path) -> Server:
    settings = Settings()
    settings.data.directory = str(directory)
    settings.extractors.processes = 0
    return Server(settings, SqliteStorage(directory))


async def is_free(directory: Path) -> bool:
    """Whether no storage holds the directory."""
    storage = SqliteStorage(directory)
    await storage.start()
    await storage.stop()
    return True


def failing(*, after: Callable[..., Awaitable[Any]] | None = None) -> Callable[..., Awaitable[None]]:
    async def fail(*arguments: Any, **named: Any) -> None:
        if after is not None:
            await after(*arguments, **named)
        raise BrokenError

    return fail


CLOSINGS = [(DocumentParts, "close"), (Enrichment, "close"), (SqliteStorage, "stop")]


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the parts that were closed, as they are."""
    found: list[str] = []

    def noted(owner: type, name: str) -> Callable[..., Awaitable[None]]:
        close = getattr(owner, name)

        async def note(self: Any) -> None:
            found.append(owner.__name__)
            await close(self)

        return note

    for owner, name in CLOSINGS:
        monkeypatch.setattr(owner, name, noted(owner, name))
    return found


ALL = [owner.__name__ for owner, _ in CLOSINGS]


@pytest.mark.parametrize(
    ("owner", "name", "expected"),
    [
        (SqliteStorage, "start", ["SqliteStorage"]),
        (Search, "prepare", ALL),
        (SqliteJobs, "release", ALL),
    ],
)
async def test_what_fails_at_the_start_leaves_nothing_open(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    closed: list[str],
    owner: type,
    name: str,
    expected: list[str],
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(owner, name, failing(after=getattr(owner, name)))
        with pytest.raises(BrokenError):
            async with server_in(tmp_path).running():
                pytest.fail("it has started")
    assert closed == expected
    assert await is_free(tmp_path)


async def test_what_fails_while_it_runs_closes_everything(tmp_path: Path, closed: list[str]) -> None:
    with pytest.raises(BrokenError):
        async with server_in(tmp_path).running():
            raise BrokenError
    assert closed == ALL
    assert await is_free(tmp_path)


@pytest.mark.parametrize(("owner", "name"), CLOSINGS)
async def test_what_fails_at_the_stop_keeps_nothing_else_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: list[str], owner: type, name: str
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(owner, name, failing(after=getattr(owner, name)))
        with pytest.raises(BrokenError):
            async with server_in(tmp_path).running():
                pass
    assert closed == ALL
    assert await is_free(tmp_path)


async def test_background_work_that_fails_comes_again_and_the_stop_is_orderly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: list[str]
) -> None:
    monkeypatch.setattr(supervisor, "delay_after", lambda attempts, at_least=0.0: 0.01)
    run, failures = Worker.run, [BrokenError(), BrokenError()]

    async def fail_twice(self: Worker) -> None:
        if failures:
            raise failures.pop()
        await run(self)

    monkeypatch.setattr(Worker, "run", fail_twice)
    served = server_in(tmp_path)
    async with served.running():
        await say(served.storage, "s", "text", steps=("tokens",))

        async def worked_off() -> bool:
            return not (await served.storage.jobs.counts()).pending

        await until(worked_off)
    assert not failures
    assert closed == ALL


async def test_background_work_that_cannot_be_broken_off_in_order_skips_no_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: list[str]
) -> None:
    begun = asyncio.Event()

    async def fail_at_the_end(self: Worker) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise BrokenError

    monkeypatch.setattr(Worker, "run", fail_at_the_end)
    async with server_in(tmp_path).running():
        await begun.wait()
    assert closed == ALL
    assert await is_free(tmp_path)


async def test_the_purge_of_a_server_leaves_what_was_deleted_within_half_of_its_interval(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "FIRST_PURGE_SECONDS", 0.0)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    for name, minutes in (("early", 31), ("late", 29)):
        await say(storage, name, "kept", "retracted")
        await say(storage, f"{name} deleted", name)
        with monkeypatch.context() as earlier:
            for module in (sessions, message_changes):
                earlier.setattr(
                    module, "now", lambda ago=minutes: timestamp_of(datetime.now(UTC) - timedelta(minutes=ago))
                )
            await storage.messages.delete(name, (await live(storage, name))[1].uuid)
            await storage.sessions.delete(f"{name} deleted")
    await storage.stop()
    served = server_in(tmp_path)
    served.settings.data.purge_every = 60
    async with served.running():

        async def has_purged() -> bool:
            return any(state.name == "purge" and state.last_success for state in served.services.supervisor.states)

        await until(has_purged)
        assert await served.storage.messages.deleted("early", before=None, limit=9) == []
        with pytest.raises(NotFound):
            await served.storage.sessions.restore("early deleted", steps=())
        (retracted,) = await served.storage.messages.deleted("late", before=None, limit=9)
        await served.storage.messages.restore("late", retracted.message.uuid, steps=())
        await served.storage.sessions.restore("late deleted", steps=())
        assert await contents(served.storage, "late") == ["kept", "retracted"]
        assert await contents(served.storage, "late deleted") == ["late"]
