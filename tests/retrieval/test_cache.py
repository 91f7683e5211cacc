"""The index cache.

1. A lookup always returns an index of exactly the messages that the scope has at that moment.
2. What is known is not loaded again; what is new is loaded alone.
3. Searches that meet a stale scope together load once.
4. The least recently used indexes go when the budget is exceeded; an index beyond the budget is served all the same.
5. Vectors that come later are asked for until they are there.
6. A loader that fails leaves the cache as it was.
"""

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.cache import IndexCache, Span, compare
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.index import MessageBatch
from tests.retrieval.conversations import ENGLISH, NOON

LARGE = 10**9


class Memory:
    """Messages in memory: session s holds positions first[s] … last[s]; the key is 1000 · s + position."""

    def __init__(self) -> None:
        self.sessions: dict[int, tuple[int, int]] = {}
        self.loaded: list[Span] = []
        self.late: dict[int, list[float]] = {}

    def spans(self) -> list[Span]:
        return [Span(session, *positions) for session, positions in sorted(self.sessions.items())]

    def keys(self) -> set[int]:
        return {1000 * span.session + at for span in self.spans() for at in range(span.first, span.last + 1)}

    async def messages(self, missing: Sequence[Span]) -> MessageBatch:
        await asyncio.sleep(0)
        self.loaded += missing
        rows = [(span.session, at) for span in missing for at in range(span.first, span.last + 1)]
        return MessageBatch(
            keys=[1000 * session + at for session, at in rows],
            sessions=[session for session, _ in rows],
            roles=["user"] * len(rows),
            created=[NOON + at for _, at in rows],
            features=[MessageFeatures.of(f"message {at}", ENGLISH) for _, at in rows],
        )

    async def vectors(self, keys: Sequence[int]):
        found = [key for key in keys if key in self.late]
        return (found, np.array([self.late[key] for key in found], np.float32)) if found else None


changes = st.lists(
    st.tuples(st.sampled_from(["append", "delete", "look"]), st.integers(1, 3), st.integers(1, 4)), max_size=15
)


@settings(max_examples=60, deadline=None)
@given(changes)
def test_a_lookup_has_exactly_the_live_messages(steps) -> None:
    async def run() -> None:
        memory, cache = Memory(), IndexCache(LARGE)
        for action, session, amount in [*steps, ("look", 1, 1)]:
            first, last = memory.sessions.get(session, (1, 0))
            if action == "append":
                memory.sessions[session] = (first, last + amount)
            elif action == "delete":
                memory.sessions[session] = (last + 1, last)
                if amount > 2:
                    del memory.sessions[session]
            else:
                index = await cache.get("all", memory.spans(), memory)
                assert set(index.keys[index.live_mask].tolist()) == memory.keys()
                assert index.live == len(memory.keys())

    asyncio.run(run())


async def test_only_what_is_new_is_loaded() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.sessions = {1: (1, 5), 2: (1, 2)}
    await cache.get("all", memory.spans(), memory)
    await cache.get("all", memory.spans(), memory)
    memory.sessions[2] = (1, 4)
    await cache.get("all", memory.spans(), memory)
    assert memory.loaded == [Span(1, 1, 5), Span(2, 1, 2), Span(2, 3, 4)]
    counts = cache.counts
    assert (counts.builds, counts.extensions) == (1, 1)


async def test_searches_that_meet_load_once() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.sessions = {1: (1, 5)}
    found = await asyncio.gather(*[cache.get("all", memory.spans(), memory) for _ in range(20)])
    assert memory.loaded == [Span(1, 1, 5)]
    assert len({id(index) for index in found}) == 1


async def test_the_least_recently_used_goes_first() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.sessions = {1: (1, 50)}
    size = (await cache.get("a", memory.spans(), memory)).nbytes
    cache = IndexCache(int(2.5 * size))
    for scope in ("a", "b", "a", "c"):
        await cache.get(scope, memory.spans(), memory)
    memory.loaded.clear()
    await cache.get("a", memory.spans(), memory)
    assert memory.loaded == []
    await cache.get("b", memory.spans(), memory)
    assert memory.loaded == [Span(1, 1, 50)]
    assert cache.counts.nbytes <= 2.5 * size


async def test_an_index_beyond_the_budget_is_served_and_not_kept() -> None:
    memory, cache = Memory(), IndexCache(10)
    memory.sessions = {1: (1, 5)}
    assert len(await cache.get("all", memory.spans(), memory)) == 5
    assert cache.counts.entries == 0
    assert cache.counts.nbytes == 0


async def test_late_vectors_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    monkeypatch.setattr("holdfast.retrieval.cache._LONGEST_PAUSE", 0.0)
    monkeypatch.setattr("holdfast.retrieval.cache._FIRST_PAUSE", 0.0)
    memory.sessions = {1: (1, 2)}
    assert not (await cache.get("all", memory.spans(), memory)).vectors.complete
    memory.late = {1001: [1.0, 0.0], 1002: [0.0, 1.0]}
    index = await cache.get("all", memory.spans(), memory)
    assert index.vectors.complete


async def test_a_failing_loader_changes_nothing() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.sessions = {1: (1, 2)}
    await cache.get("all", memory.spans(), memory)

    class Broken(Memory):
        async def messages(self, missing: Sequence[Span]) -> MessageBatch:
            raise OSError("the disk is gone")

    memory.sessions = {1: (1, 3)}
    with pytest.raises(OSError, match="the disk is gone"):
        await cache.get("all", memory.spans(), Broken())
    assert len(await cache.get("all", memory.spans(), memory)) == 3


async def test_dropped_scopes_are_built_anew() -> None:
    memory, cache = Memory(), IndexCache(LARGE)
    memory.sessions = {1: (1, 2)}
    await cache.get("all", memory.spans(), memory)
    cache.drop("all")
    cache.drop("never held")
    await cache.get("all", memory.spans(), memory)
    assert cache.counts.builds == 2


def test_a_session_that_lost_messages_is_loaded_again() -> None:
    difference = compare([Span(1, 1, 5), Span(2, 1, 3)], [Span(1, 3, 6)])
    assert difference.gone == [1, 2]
    assert difference.missing == [Span(1, 3, 6)]
