"""The index cache.

1. A lookup always returns an index of exactly the messages that the scope has at that moment.
2. What is known is not loaded again; what is new is loaded alone; where nothing happened nothing is read but the news.
   What was stored is loaded ahead of the next search, once for each search.
3. Searches that meet a stale scope together load once; one that was told older news is served what is newer. News of
   many sessions that are nothing to the index keep nobody waiting for whoever changes it.
4. The least recently used indexes go when the budget is exceeded; one beyond the budget drops none and is kept a while.
   To give their memory back keeps nobody waiting.
5. Vectors that come later are asked for until they are there, and messages that were promised and not found.
6. A loader that fails leaves the cache as it was; one that takes too long goes on while searches are refused.
7. A condition is decided once for each text of metadata; edits, new messages and compacted rows are followed.
"""

import asyncio
import gc
import threading
import weakref
from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.filters.work import Work
from holdfast.retrieval.cache import IndexCache, TooLongError
from holdfast.retrieval.conditions import Condition
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.feed import Missing, News, Span
from holdfast.retrieval.index import MessageBatch
from tests.retrieval.conversations import ENGLISH, NOON

LARGE = 10**9


class Memory:
    """Messages in memory: session s holds positions border[s] … last[s]; the key is 1000 · s + position."""

    known: Span | None = None

    def __init__(self) -> None:
        self.log: list[Span] = []
        self.loaded: list[tuple[int, int, int]] = []
        self.late: dict[int, list[float]] = {}
        self.hidden: set[int] = set()
        self.metadata_of: dict[int, bytes] = {}
        self.edits: list[tuple[int, tuple[int, int]]] = []
        self.read: list[int] = []
        self.looks = 0
        self.gone: set[int] = set()
        self.stored_name: str | None = None

    @property
    def sessions(self) -> dict[int, Span]:
        return {span.session: span for span in self.log}

    def has(self, session: int, first: int, last: int, edition: int = 0, removed: int = 0) -> None:
        self.log.append(Span(session, first, last, edition, removed))

    def remove(self, session: int, position: int) -> None:
        """Delete one message, if it is there."""
        known = self.sessions.get(session, Span(session, 1, 0))
        if 1000 * session + position in self.keys():
            self.gone.add(1000 * session + position)
            self.has(session, known.border, known.last, known.edition + 1, known.removed + 1)

    def append(self, session: int, count: int) -> None:
        known = self.sessions.get(session, Span(session, 1, 0))
        self.has(session, known.border, known.last + count, known.edition, known.removed)

    def delete(self, session: int) -> None:
        if session in self.sessions:
            known = self.sessions[session]
            self.has(session, known.last + 1, known.last, known.edition)

    def keys(self) -> set[int]:
        there = (1000 * one.session + at for one in self.sessions.values() for at in range(one.border, one.last + 1))
        return set(there) - self.gone

    async def since(self, cursor: int | None, *, edits: bool) -> News:
        self.looks += 1
        edited = [span for at, span in self.edits if cursor is not None and at >= cursor]
        if cursor is None:
            return News(len(self.log), list(self.sessions.values()), complete=True)
        return News(len(self.log), self.log[cursor:], edited=edited)

    async def load(self, missing: Sequence[Missing]) -> AsyncIterator[MessageBatch]:
        for one in missing:
            session, border, after, last = one.session, one.border, one.after, one.last
            await asyncio.sleep(0)
            self.loaded.append((session, max(border, after + 1), last))
            rows = [1000 * session + at for at in range(max(border, after + 1), last + 1)]
            if rows := [key for key in rows if key not in self.hidden | self.gone]:
                yield batch_of(rows)

    def promised(self, missing: Missing) -> int | None:
        return max(0, missing.last - max(missing.border - 1, missing.after) - missing.removed)

    async def vectors(self, keys: Sequence[int]):
        found = [key for key in keys if key in self.late]
        return (found, np.array([self.late[key] for key in found], np.float32)) if found else None

    async def metadata(self, sessions: Sequence[int], keys: Sequence[int]):
        assert [key // 1000 for key in keys] == list(sessions)
        self.read += keys
        yield list(keys), [self.metadata_of.get(key) for key in keys]

    def edit(self, key: int, text: bytes) -> None:
        self.metadata_of[key] = text
        self.edits.append((len(self.log), (key, key)))


def batch_of(keys: Sequence[int]) -> MessageBatch:
    return MessageBatch(
        keys=keys,
        sessions=[key // 1000 for key in keys],
        roles=["user"] * len(keys),
        created=[NOON + key for key in keys],
        features=[MessageFeatures.of(f"message {key % 1000}", ENGLISH) for key in keys],
    )


def keys_of(index) -> set[int]:
    return set(index.keys[index.live_mask].tolist())


async def test_much_news_of_nothing_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.retrieval.cache.MANY_SESSIONS", 1)
    memory, cache = Memory(), IndexCache(LARGE, patience=0.1)
    memory.append(1, 2)
    before = await cache.get("all", memory)
    memory.has(2, 5, 4)
    memory.has(3, 5, 4)
    (entry,) = cache._entries.values()
    async with entry.lock:
        assert await cache.get("all", memory) is before
    memory.append(2, 1)
    memory.append(3, 1)
    assert keys_of(await cache.get("all", memory)) == memory.keys()


changes = st.lists(
    st.tuples(st.sampled_from(["append", "delete", "remove", "look"]), st.integers(1, 3), st.integers(1, 4)),
    max_size=15,
)


@settings(max_examples=60, deadline=None)
@given(changes)
def test_a_lookup_has_exactly_the_live_messages(steps) -> None:
    async def run() -> None:
        memory, cache = Memory(), IndexCache(LARGE)
        for action, session, amount in [*steps, ("look", 1, 1)]:
            if action == "append":
                memory.append(session, amount)
            elif action == "delete":
                memory.delete(session)
            elif action == "remove":
                memory.remove(session, amount)
            else:
                index = await cache.get("all", memory)
                assert keys_of(index) == memory.keys()
                assert index.live == len(memory.keys())
        await cache.close()

    asyncio.run(run())


async def test_only_what_is_new_is_loaded() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 5)
    memory.has(2, 1, 2)
    await cache.get("all", memory)
    await cache.get("all", memory)
    memory.has(2, 1, 4)
    await cache.get("all", memory)
    assert memory.loaded == [(1, 1, 5), (2, 1, 2), (2, 3, 4)]
    counts = cache.counts
    assert (counts.builds, counts.extensions, counts.hits) == (1, 1, 1)


async def test_what_is_awaited_is_loaded_ahead_once_for_each_search() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 5)
    cache.anticipate("all", memory)
    assert not memory.loaded and not cache.awaited
    await cache.get("all", memory)
    for last in (6, 7):
        memory.has(1, 1, last)
        if "all" in cache.awaited:
            cache.anticipate("all", memory)
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    assert memory.loaded == [(1, 1, 5), (1, 6, 6)]
    assert sorted((await cache.get("all", memory)).keys) == [1001, 1002, 1003, 1004, 1005, 1006, 1007]
    assert "all" in cache.awaited


async def test_nobody_awaits_an_index_that_went() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 200)
    await cache.get("one", memory)
    cache = IndexCache(cache.counts.nbytes + 1)
    for scope in ("one", "two"):
        await cache.get(scope, memory)
    assert cache.awaited == {"two"}


async def test_searches_that_meet_load_once() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 5)
    found = await asyncio.gather(*[cache.get("all", memory) for _ in range(20)])
    assert memory.loaded == [(1, 1, 5)]
    assert len({id(index) for index in found}) == 1
    memory.has(1, 1, 7)
    await asyncio.gather(*[cache.get("all", memory) for _ in range(20)])
    assert memory.loaded == [(1, 1, 5), (1, 6, 7)]


async def test_who_was_told_older_news_is_served_what_is_newer() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 2)
    memory.has(2, 1, 2)
    await cache.get("all", memory)
    old = Memory()
    old.log = [*memory.log, Span(1, 1, 3)]
    memory.has(1, 1, 5)
    memory.delete(2)
    await cache.get("all", memory)
    memory.loaded.clear()
    index = await cache.get("all", old)
    assert keys_of(index) == memory.keys()
    assert old.loaded == []


async def test_a_session_that_came_back_has_its_new_messages_alone() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 5)
    await cache.get("all", memory)
    memory.delete(1)
    assert keys_of(await cache.get("all", memory)) == set()
    memory.append(1, 2)
    assert keys_of(await cache.get("all", memory)) == {1006, 1007}
    assert memory.loaded == [(1, 1, 5), (1, 6, 7)]


async def test_the_least_recently_used_goes_first() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 50)
    await cache.get("a", memory)
    size = cache.counts.nbytes
    cache = IndexCache(int(2.5 * size))
    for scope in ("a", "b", "a", "c"):
        await cache.get(scope, memory)
    memory.loaded.clear()
    await cache.get("a", memory)
    assert memory.loaded == []
    await cache.get("b", memory)
    assert memory.loaded == [(1, 1, 50)]
    assert cache.counts.nbytes <= 2.5 * size


async def test_an_index_beyond_the_budget_drops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large, cache = Memory(), Memory(), IndexCache(LARGE)
    small.has(1, 1, 5)
    large.has(1, 1, 900)
    await cache.get("small", small)
    cache = IndexCache(3 * cache.counts.nbytes)
    for scope in ("a", "b"):
        await cache.get(scope, small)
    for _ in range(3):
        assert (await cache.get("large", large)).live == 900
    counts = cache.counts
    assert (counts.entries, counts.evictions) == (2, 0)
    assert large.loaded == [(1, 1, 900)], "it is kept for a while"
    await cache.close()


async def test_an_index_beyond_the_budget_goes_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.retrieval.cache.GUEST_SECONDS", 0.0)
    memory, cache = Memory(), IndexCache(10)
    memory.has(1, 1, 5)
    for _ in range(2):
        assert (await cache.get("all", memory)).live == 5
        await asyncio.sleep(0.01)
    assert len(memory.loaded) == 2
    await cache.close()


async def test_what_is_dropped_gives_its_memory_back_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.retrieval.entries._INLINE_COPY", 0)
    dropped, other = Memory(), Memory()
    dropped.has(1, 1, 50)
    other.has(2, 1, 50)
    cache, threads = IndexCache(60_000), []
    index = await cache.get("one", dropped)
    weakref.finalize(index.keys.base, lambda: threads.append(threading.current_thread()))
    del index
    while not threads and cache.counts.builds < 5000:
        await cache.get(cache.counts.builds, other)
        await asyncio.sleep(0.01)
    assert cache.counts.evictions
    assert threading.current_thread() not in threads
    assert threads
    await cache.close()


async def test_late_vectors_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    monkeypatch.setattr("holdfast.retrieval.entries._LONGEST_PAUSE", 0.0)
    monkeypatch.setattr("holdfast.retrieval.entries._FIRST_PAUSE", 0.0)
    monkeypatch.setattr("holdfast.retrieval.entries._LATE_VECTORS", 1)
    memory.has(1, 1, 2)
    assert not (await cache.get("all", memory)).vectors.complete
    memory.late = {1002: [0.0, 1.0]}
    for _ in range(3):
        index = await cache.get("all", memory)
    assert index.vectors.embedded.tolist() == [False, True]
    memory.late[1001] = [1.0, 0.0]
    for _ in range(3):
        index = await cache.get("all", memory)
    assert index.vectors.complete


async def test_messages_that_are_not_to_be_seen_yet_are_not_taken_for_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a database of several nodes, of which one commits a moment later."""
    memory, cache = Memory(), IndexCache(LARGE)
    monkeypatch.setattr("holdfast.retrieval.entries._FIRST_PAUSE", 0.0)
    monkeypatch.setattr("holdfast.retrieval.entries._LONGEST_PAUSE", 0.0)
    memory.has(1, 1, 3)
    memory.hidden = {1002}
    assert keys_of(await cache.get("all", memory)) == {1001, 1003}
    memory.hidden = set()
    assert keys_of(await cache.get("all", memory)) == {1001, 1002, 1003}
    memory.loaded.clear()
    await cache.get("all", memory)
    assert memory.loaded == []


async def test_what_never_comes_is_asked_for_less_and_less() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 3)
    memory.hidden = {1002}
    for _ in range(10):
        await cache.get("all", memory)
    assert memory.loaded == [(1, 1, 3)]
    memory.delete(1)
    assert keys_of(await cache.get("all", memory)) == set()


async def test_a_failing_loader_changes_nothing() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 2)
    await cache.get("all", memory)

    class Broken(Memory):
        async def load(self, missing: Sequence[Missing]) -> AsyncIterator[MessageBatch]:
            yield batch_of([1003])
            raise OSError("the disk is gone")

    broken = Broken()
    broken.log = [*memory.log, Span(1, 1, 4)]
    with pytest.raises(OSError, match="the disk is gone"):
        await cache.get("all", broken)
    with pytest.raises(OSError, match="the disk is gone"):
        await cache.get("another", broken)
    memory.has(1, 1, 4)
    assert keys_of(await cache.get("all", memory)) == {1001, 1002, 1003, 1004}
    assert keys_of(await cache.get("another", memory)) == {1001, 1002, 1003, 1004}


async def test_a_search_waits_no_longer_than_its_patience_and_the_work_goes_on() -> None:
    memory, cache = Memory(), IndexCache(LARGE, patience=0.01)
    memory.has(1, 1, 5)
    go_on = asyncio.Event()

    class Slow(Memory):
        async def load(self, missing: Sequence[Missing]) -> AsyncIterator[MessageBatch]:
            await go_on.wait()
            async for batch in Memory.load(self, missing):
                yield batch

    slow = Slow()
    slow.log = memory.log
    for _ in range(2):
        with pytest.raises(TooLongError):
            await cache.get("all", slow)
    go_on.set()
    cache._patience = 5.0
    assert (await cache.get("all", slow)).live == 5
    assert slow.loaded == [(1, 1, 5)]


async def test_what_happened_in_many_sessions_is_looked_through_beside_the_event_loop() -> None:
    cache, threads = IndexCache(LARGE), set()

    class Watched(Memory):
        def promised(self, missing: Missing) -> int | None:
            threads.add(threading.current_thread())
            return super().promised(missing)

    memory = Watched()
    for session in range(1, 2100):
        memory.has(session, 1, 1)
    assert (await cache.get("all", memory)).live == 2099
    assert threads
    assert threading.current_thread() not in threads
    memory.append(1, 1)
    assert (await cache.get("all", memory)).live == 2100
    for session in range(2, 2100):
        memory.delete(session)
    threads.clear()
    assert (await cache.get("all", memory)).live == 2, "told of by news that are not complete, too"
    assert threading.current_thread() not in threads
    await cache.close()


async def test_many_sessions_give_the_garbage_collector_nothing_to_look_at() -> None:
    """It looks at everything at once, with the interpreter's lock, so it would keep the event loop waiting."""
    memory, cache = Memory(), IndexCache(LARGE)
    for session in range(3000):
        memory.has(session, 1, 1)
    gc.collect()
    before = len(gc.get_objects())
    assert (await cache.get("all", memory)).live == 3000
    gc.collect()
    assert len(gc.get_objects()) - before < 1000
    await cache.close()


async def test_metadata_are_read_and_judged_once() -> None:
    memory, cache, judged = Memory(), IndexCache(LARGE), []

    def is_red(text: bytes | None, work: Work) -> bool:
        work.spend(1)
        judged.append(text)
        return text == b"red"

    async def red() -> set[int]:
        index, mask = await cache.admitted("all", memory, Condition("red", is_red))
        return set(index.keys[mask & index.live_mask].tolist())

    memory.has(1, 1, 400)
    memory.metadata_of = {1000 + at: b"red" if at % 2 else b"blue" for at in range(1, 401)}
    assert await red() == {1000 + at for at in range(1, 401, 2)}
    assert sorted(judged) == [b"blue", b"red"]
    memory.read.clear()
    assert len(await red()) == 200
    memory.append(1, 1)
    memory.metadata_of[1401] = b"red"
    assert 1401 in await red()
    memory.edit(1002, b"red")
    memory.edit(1001, b"green")
    assert {1001, 1002} & await red() == {1002}
    assert sorted(memory.read) == [1001, 1002, 1401]
    assert sorted(judged) == [b"blue", b"green", b"red"]
    await cache.close()


async def test_conditions_follow_an_index_that_is_compacted() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.has(1, 1, 30)
    memory.has(2, 1, 30)
    memory.metadata_of = {2000 + at: b"red" for at in range(5, 9)}

    async def red() -> list[int]:
        index, mask = await cache.admitted("all", memory, Condition("red", lambda text, _: text == b"red"))
        return index.keys[mask & index.live_mask].tolist()

    assert await red() == [2005, 2006, 2007, 2008]
    memory.delete(1)
    assert await red() == [2005, 2006, 2007, 2008]
    async with asyncio.timeout(60):
        while len(await cache.get("all", memory)) > 30:
            await asyncio.to_thread(len, ())  # until the thread that compacts is done
    memory.read.clear()
    assert await red() == [2005, 2006, 2007, 2008]
    assert memory.read == []
    await cache.close()


async def test_an_index_that_holds_all_that_is_known_of_its_session_is_served_without_asking() -> None:
    cache, memory = IndexCache(LARGE), Memory()
    memory.has(1, 1, 3)
    memory.known = memory.sessions[1]
    assert (await cache.get("one", memory)).live == 3
    asked = memory.looks
    assert (await cache.get("one", memory)).live == 3
    assert memory.looks == asked
    for first, last, live in ((1, 4, 4), (3, 4, 2)):
        memory.has(1, first, last)
        memory.known = memory.sessions[1]
        assert (await cache.get("one", memory)).live == live
    assert cache.awaited == {"one"}
    assert cache.counts.hits == 1
