"""The index of everything, in its file before anybody searches.

1. A first search reads what was indexed ahead, and loads only what came since.
2. Few messages are left to the first search; the file follows when a good share has come.
3. Where no file can be had, nothing is indexed ahead.
4. What enrichment has not reached is not indexed ahead, unless it does not get there for long.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.chores.index_ahead import IndexAhead
from holdfast.domain.messages import NewMessage
from holdfast.operations.feeds.scopes import Scope
from holdfast.operations.retrieval_engine import IndexDirectory, RetrievalEngine
from holdfast.retrieval.index_files import Extent
from holdfast.storage.sqlite.storage import SqliteStorage

MUCH = 1 << 30


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("chores.index_ahead.LEAST_MESSAGES", "retrieval.keeping.LEAST_MESSAGES"):
        monkeypatch.setattr(f"holdfast.{name}", 10)
    monkeypatch.setattr("holdfast.retrieval.keeping.KEEP_SECONDS", 0.0)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    yield storage
    await storage.stop()


def engine_of(storage: SqliteStorage, directory: Path, most_bytes: int = MUCH) -> RetrievalEngine:
    kept_in = IndexDirectory(directory / "indexes", most_bytes)
    return RetrievalEngine(storage, model=None, language="english", cache_bytes=MUCH, kept_in=kept_in)


async def said(storage: SqliteStorage, session: str, count: int, steps: tuple[str, ...] = ()) -> None:
    messages = [NewMessage(role="user", content=f"otter {number}") for number in range(count)]
    await storage.messages.append(session, messages, steps=steps)


async def file_of(engine: RetrievalEngine) -> Extent | None:
    return await engine.extent_of_file(Scope())


async def test_a_first_search_reads_what_was_indexed_ahead(
    storage: SqliteStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[int] = []

    async def give_back(former: list[Any]) -> None:
        others.append(sys.getrefcount(former[0]) - sys.getrefcount(object()) - 1)

    monkeypatch.setattr("holdfast.retrieval.keeping.give_back", give_back)
    await said(storage, "tour", 30)
    engine = engine_of(storage, tmp_path)
    await IndexAhead(engine, storage.jobs).run()
    assert others == [0], "whoever keeps the index gives back its memory on the event loop"
    assert not engine.cache.awaited, "nobody has searched, so posts need not tell it"
    await engine.cache.close()
    await said(storage, "boat", 2)
    engine = engine_of(storage, tmp_path)
    index, _ = await engine.index(*engine.feed(Scope(), summaries=False), None)
    assert (index.live, engine.cache.counts.builds) == (32, 0)
    await engine.cache.close()


async def test_the_file_follows_what_comes_and_is_made_again_when_it_went(
    storage: SqliteStorage, tmp_path: Path
) -> None:
    engine = engine_of(storage, tmp_path)
    ahead, rows = IndexAhead(engine, storage.jobs), []
    for session, count in (("few", 9), ("tour", 30), ("boat", 9), ("train", 9), ("few", 0)):
        if count:
            await said(storage, session, count)
        await ahead.run()
        file = await file_of(engine)
        rows.append(file and file.rows)
    assert rows == [None, 39, 39, 57, 57]
    for path in (tmp_path / "indexes").glob("*.index"):
        path.unlink()
    await ahead.run()
    file = await file_of(engine)
    assert file is not None
    assert file.rows == 57
    await engine.cache.close()


async def test_nothing_is_indexed_ahead_for_which_there_is_no_room(storage: SqliteStorage, tmp_path: Path) -> None:
    await said(storage, "tour", 30)
    engine = engine_of(storage, tmp_path, most_bytes=1000)
    await IndexAhead(engine, storage.jobs).run()
    assert (engine.cache.counts.builds, await file_of(engine)) == (0, None)
    await engine.cache.close()


async def test_what_enrichment_has_not_reached_waits_for_it_but_not_for_ever(
    storage: SqliteStorage, tmp_path: Path
) -> None:
    engine = engine_of(storage, tmp_path)
    ahead, rows = IndexAhead(engine, storage.jobs), []
    await said(storage, "tour", 30, steps=("index",))
    await ahead.run()
    rows.append(await file_of(engine))
    jobs = await storage.jobs.claim(limit=10, lease=60)
    await storage.jobs.finish([job.id for job in jobs])
    await ahead.run()
    rows.append(await file_of(engine))
    await said(storage, "boat", 30, steps=("index",))
    looks = 0
    while rows[-1] == rows[1]:
        await ahead.run()
        rows.append(await file_of(engine))
        looks += 1
        assert looks < 100
    assert (rows[0], [file and file.rows for file in (rows[1], rows[-1])]) == (None, [30, 60])
    assert looks > 2
    await engine.cache.close()
