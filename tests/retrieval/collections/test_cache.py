"""The cache keeps indexes up to date, builds graphs beside the search, and stays within its budget."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from holdfast.retrieval.collections import cache, ranking
from holdfast.retrieval.collections.cache import CollectionIndexes, Cursor, Wanted
from holdfast.retrieval.collections.graph import build
from holdfast.retrieval.collections.graph_files import GraphFiles
from holdfast.retrieval.collections.index import State
from holdfast.retrieval.collections.ranking import ViewQuery, rank
from tests.retrieval.collections.samples import WIDTH, dead, live, vectors


class Feed:
    """A collection as its changes; each call of `change` makes one revision."""

    def __init__(self, collection: int = 1) -> None:
        self.collection = collection
        self.revision = 0
        self.purged = 0
        self.reads = 0
        self.fails_after = 1 << 30
        self.rows: dict[int, tuple[int, State]] = {}

    def change(self, *states: State) -> None:
        self.revision += 1
        for state in states:
            self.rows[state.number] = (self.revision, state)

    def purge(self) -> None:
        gone = [number for number, (_, state) in self.rows.items() if not state.live]
        self.purged = max([self.purged, *(self.rows.pop(number)[0] for number in gone)])

    def wanted(self, name: str = "") -> Wanted:
        return Wanted(
            collection=self.collection,
            dimensions=WIDTH,
            words=False,
            revision=self.revision,
            purged=self.purged,
            name=name,
        )

    async def changes(self, collection: int, after: Cursor) -> tuple[Sequence[State], Cursor]:
        assert collection == self.collection
        self.reads += 1
        await asyncio.sleep(0)
        if self.reads > self.fails_after:
            self.fails_after = 1 << 30
            raise ConnectionError
        page = sorted((revision, number) for number, (revision, _) in self.rows.items() if (revision, number) > after)
        page = page[:7]
        return [self.rows[number][1] for _, number in page], page[-1] if page else after


async def held(indexes: CollectionIndexes, feed: Feed, name: str = "") -> set[int]:
    view, _ = await indexes.view(feed.wanted(name), feed)
    return set(view.numbers[view.live[: len(view)]].tolist())


ROWS = vectors(2000)


def batch(first: int, count: int) -> list[State]:
    return [live(number, ROWS[number % len(ROWS)]) for number in range(first, first + count)]


async def test_an_index_holds_what_was_acknowledged_before_the_search() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30)
    assert await held(indexes, feed) == set()
    feed.change(*batch(1, 20))
    assert await held(indexes, feed) == set(range(1, 21))
    feed.change(dead(4))
    feed.change(*batch(21, 3))
    assert await held(indexes, feed) == set(range(1, 24)) - {4}


async def test_an_unchanged_collection_is_not_read_again() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30)
    feed.change(*batch(1, 20))
    await held(indexes, feed)
    reads = feed.reads
    await held(indexes, feed)
    assert feed.reads == reads


async def test_searches_that_meet_load_a_collection_once() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30)
    feed.change(*batch(1, 20))
    assert await asyncio.gather(*(held(indexes, feed) for _ in range(5))) == [set(range(1, 21))] * 5
    assert feed.reads == 4


async def test_a_deletion_that_was_purged_unseen_is_noticed() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30)
    feed.change(*batch(1, 10))
    await held(indexes, feed)
    feed.change(dead(3))
    feed.purge()
    feed.change(*batch(11, 1))
    assert await held(indexes, feed) == set(range(1, 12)) - {3}


async def test_a_dropped_collection_is_built_anew() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30)
    feed.change(*batch(1, 10))
    await held(indexes, feed)
    indexes.drop(1)
    assert indexes.nbytes == 0
    assert await held(indexes, feed) == set(range(1, 11))


async def test_after_a_failure_in_the_middle_nothing_is_missing() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30)
    feed.change(*batch(1, 5))
    await held(indexes, feed)
    feed.change(*batch(6, 30))
    feed.fails_after = feed.reads + 2
    outcomes = await asyncio.gather(*(held(indexes, feed) for _ in range(2)), return_exceptions=True)
    assert isinstance(outcomes[0], ConnectionError)
    assert outcomes[1] == set(range(1, 36))
    assert await held(indexes, feed) == set(range(1, 36))


async def test_the_least_recently_used_collections_give_way() -> None:
    feeds = [Feed(number) for number in range(4)]
    for feed in feeds:
        feed.change(*batch(1, 500))
    single = CollectionIndexes(1 << 30)
    await held(single, feeds[0])
    indexes = CollectionIndexes(int(2.5 * single.nbytes))
    for feed in feeds:
        await held(indexes, feed)
    assert indexes.nbytes <= 2.5 * single.nbytes
    reads = [feed.reads for feed in feeds]
    await held(indexes, feeds[3])
    assert feeds[3].reads == reads[3]
    await held(indexes, feeds[0])
    assert feeds[0].reads > reads[0]


async def test_a_graph_is_built_beside_the_search_and_extended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "EXACT_ROWS", 100)
    feed, indexes = Feed(), CollectionIndexes(1 << 30, graph_rows=500)
    feed.change(*batch(1, 400))
    await held(indexes, feed)
    assert not indexes.has_graph(1)
    feed.change(*batch(401, 400))
    assert len(await held(indexes, feed)) == 800
    await until(lambda: indexes.has_graph(1))
    feed.change(*batch(801, 400))
    view, _ = await indexes.view(feed.wanted(), feed)
    assert view.graph is not None
    hits = rank(view, ViewQuery(vector=ROWS[1150], limit=1), view.live)
    assert [hit.number for hit in hits] == [1150]
    first = view.graph

    async def extended() -> bool:
        graph = (await indexes.view(feed.wanted(), feed))[0].graph
        return graph is not None and graph is not first and len(graph.rows) == 1200

    await until(extended)


async def test_an_index_of_mostly_deleted_documents_is_compacted() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30, graph_rows=500)
    feed.change(*batch(1, 800))
    await held(indexes, feed)
    await until(lambda: indexes.has_graph(1))
    feed.change(*(dead(number) for number in range(1, 601)))
    view, _ = await indexes.view(feed.wanted(), feed)
    assert len(view) == 200
    assert np.all(view.live)


async def test_closing_calls_off_what_is_being_built() -> None:
    feed, indexes = Feed(), CollectionIndexes(1 << 30, graph_rows=500)
    feed.change(*batch(1, 2000))
    await held(indexes, feed)
    await indexes.close()
    assert indexes.nbytes == 0


async def until(condition: object, seconds: float = 60) -> None:
    """Wait for a condition, plain or asynchronous."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        outcome = condition()  # type: ignore[operator]
        if asyncio.iscoroutine(outcome):
            outcome = await outcome
        if outcome:
            return
        assert asyncio.get_running_loop().time() < deadline, "waited in vain"
        await asyncio.sleep(0.01)


async def test_after_a_restart_the_kept_graph_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = Feed()
    feed.change(*batch(1, 900))
    built = []
    monkeypatch.setattr(cache, "build", lambda *rows, **options: built.append(1) or build(*rows, **options))
    for _ in range(2):
        indexes = CollectionIndexes(1 << 30, graph_rows=500, files=GraphFiles(tmp_path))
        assert len(await held(indexes, feed, name="docks")) == 900
        await until(lambda indexes=indexes: indexes.has_graph(1))
        await indexes.close()
    assert built == [1]
    indexes.remove(1, "docks")
    view, _ = await indexes.view(feed.wanted(), feed)
    assert GraphFiles(tmp_path).load("docks", view) is None


@pytest.mark.parametrize("seen", [True, False])
async def test_after_a_purge_no_file_has_anything_of_what_is_gone(tmp_path: Path, *, seen: bool) -> None:
    """A graph in memory that knows of the deletion is written anew; else the file goes."""
    files = GraphFiles(tmp_path)
    indexes = CollectionIndexes(1 << 30, graph_rows=500, files=files)
    feed = Feed()
    feed.change(*batch(1, 1000))
    await held(indexes, feed, "docks")
    await until(lambda: indexes.has_graph(1) and files.revision("docks") == 1)
    vector = (tmp_path / "docks" / "links.usearch").read_bytes()[8 : 8 + 2 * WIDTH]
    feed.change(dead(1))
    if seen:
        await held(indexes, feed, "docks")
    feed.purge()
    await indexes.forget_purged(1, "docks", feed.purged)
    if seen:
        assert files.revision("docks") == 2
        assert vector not in (tmp_path / "docks" / "links.usearch").read_bytes()
    else:
        assert not (tmp_path / "docks").exists()
    await indexes.close()
