"""Indexes in files.

1. Whatever happens, and whenever a process starts anew or a file is written: a lookup has exactly the live messages.
2. A restart makes nothing anew: what the file has is not loaded again, what came since is.
3. A file that is damaged anywhere, of another version or model, not known to the database, or of another scope is not
   used, and goes.
4. A disk that is full costs the file and nothing else; what was not finished goes.
5. Nothing of messages that are gone stays in a file once it was renewed; a scope that is gone or small has none.
6. An index beyond the budget is searched from its file, without being made again.
7. Of several processes with one directory, each is right, and lets go of a file that another one replaced or removed.
8. The files are bounded in number and bytes; those used last stay.
9. While an index beyond the budget is made, its memory lies in the directory of the files, in ones without a name.
10. Conditions on metadata follow an index that is replaced by its file.
11. Who is stopped while an index is made goes on where that was, after a restart too.
"""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.cache import IndexCache
from holdfast.retrieval.conditions import Condition
from holdfast.retrieval.feed import Span
from holdfast.retrieval.index_files import IndexFiles
from holdfast.retrieval.keeping import Keeper
from holdfast.retrieval.spans import MappedSpans, stored_spans
from holdfast.retrieval.stored_columns import Stored, map_file, write
from tests.retrieval.test_cache import LARGE, Memory, keys_of
from tests.system.test_memory import mapped_from


class Register:
    """What a database notes."""

    def __init__(self) -> None:
        self.noted: list[str] = []

    async def tokens(self) -> list[str]:
        return self.noted

    async def note(self, token: str) -> None:
        self.noted.append(token)


class Named(Memory):
    """Messages of a scope that may be kept in a file, said by somebody."""

    def __init__(self, name: str = "all", speaker: str = "user") -> None:
        super().__init__()
        self.stored_name = name
        self.speaker = speaker

    async def load(self, missing):
        async for batch in super().load(missing):
            first = [self.speaker if key // 1000 == 1 else "user" for key in batch.keys]
            yield type(batch)(batch.keys, batch.sessions, first, batch.created, batch.features, batch.vectors)


@pytest.fixture(autouse=True)
def small_and_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files of indexes of ten messages, as often as anything changed, and of parts of them."""
    monkeypatch.setattr("holdfast.retrieval.keeping.LEAST_MESSAGES", 10)
    monkeypatch.setattr("holdfast.retrieval.keeping.LEAST_PART", 10)
    monkeypatch.setattr("holdfast.retrieval.entries.STAGE", 10)
    monkeypatch.setattr("holdfast.retrieval.keeping.KEEP_SECONDS", 0.0)
    yield


class Process:
    """A process with a cache of its own, over a directory."""

    def __init__(
        self, directory: Path, register: Register, *, identity: str = "model", most: int = LARGE, budget: int = LARGE
    ) -> None:
        self.directory = directory
        files = IndexFiles(directory, identity=identity, most_bytes=most)
        self.cache = IndexCache(budget, keeper=Keeper(files, register))

    async def get(self, memory: Memory, scope: str = "all"):
        index = await self.cache.get(scope, memory)
        assert keys_of(index) == memory.keys()
        return index

    async def settled(self) -> None:
        """Wait for what is done beside searches."""
        await self.cache.settled()

    async def keep(self, memory: Memory, scope: str = "all") -> None:
        """Search, and have the index written."""
        await self.get(memory, scope)
        await self.settled()


def files_in(directory: Path) -> list[Path]:
    return sorted(directory.glob("*")) if directory.exists() else []


steps = st.lists(
    st.tuples(
        st.sampled_from(["append", "delete", "remove", "look", "settle", "restart", "renew"]),
        st.integers(1, 3),
        st.integers(1, 12),
    ),
    max_size=20,
)


@settings(max_examples=100, deadline=None)
@given(steps)
def test_a_lookup_has_exactly_the_live_messages(steps) -> None:
    async def run(directory: Path) -> None:
        memory, register = Named(), Register()
        process = Process(directory, register)
        for action, session, amount in [*steps, ("look", 1, 1), ("settle", 1, 1), ("look", 1, 1), ("restart", 1, 1)]:
            if action == "append":
                memory.append(session, amount)
            elif action == "delete":
                memory.delete(session)
            elif action == "remove":
                memory.remove(session, amount)
            elif action == "look":
                await process.get(memory)
            elif action == "settle":
                await process.settled()
            elif action == "renew":
                await process.cache.renew(lambda _: ("all", memory))
            else:
                await process.cache.close()
                process = Process(directory, register)
        await process.get(memory)
        await process.cache.close()

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


class Stopping(Named):
    """Messages of which some can be read, and then no more; they can in another process."""

    def __init__(self, sessions: int) -> None:
        super().__init__()
        self.readable = sessions
        self.stopped = asyncio.Event()

    async def load(self, missing):
        for one in missing:
            if one.session > self.readable:
                self.stopped.set()
                await asyncio.Event().wait()
            async for batch in super().load([one]):
                yield batch


async def test_an_index_that_was_not_finished_is_finished_after_a_restart(tmp_path: Path) -> None:
    memory, register = Stopping(sessions=4), Register()
    for session in range(1, 7):
        memory.has(session, 1, 5)
    process = Process(tmp_path, register)
    search = asyncio.create_task(process.get(memory))
    async with asyncio.timeout(60):
        await memory.stopped.wait()
    search.cancel()
    await process.cache.close()
    memory.readable = 6
    memory.delete(2)
    memory.append(3, 1)
    memory.loaded.clear()
    process = Process(tmp_path, register)
    await process.get(memory)
    assert memory.loaded == [(3, 6, 6), (5, 1, 5), (6, 1, 5)]
    await process.cache.renew(lambda _: ("all", memory))
    (entry,) = process.cache._entries.values()
    assert entry.kept is not None and entry.kept.rows == entry.index.live == len(memory.keys())
    assert files_in(tmp_path), "what was deleted is out of the file, which is there"
    await process.cache.close()


async def test_a_restart_loads_what_came_since_and_nothing_else(tmp_path: Path) -> None:
    memory, register = Named(), Register()
    memory.has(1, 1, 40)
    process = Process(tmp_path, register)
    await process.keep(memory)
    await process.cache.close()
    memory.append(1, 2)
    memory.loaded.clear()
    process = Process(tmp_path, register)
    await process.get(memory)
    assert memory.loaded == [(1, 41, 42)]
    assert process.cache.counts.builds == 0
    await process.cache.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")
@pytest.mark.parametrize("messages", [40, 10])
async def test_an_index_beyond_the_budget_is_made_in_files(
    tmp_path: Path, messages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.retrieval.entries.LARGE_BUILD", 5)
    monkeypatch.setattr("holdfast.retrieval.growing._OWN_BYTES", 1)
    monkeypatch.setattr("holdfast.retrieval.keeping.LEAST_MESSAGES", 1000)
    memory = Named()
    memory.has(1, 1, messages)
    process = Process(tmp_path, Register(), budget=30 * 800)
    index = await process.get(memory)
    assert (mapped_from(tmp_path) > 10) == (messages > 30) and not files_in(tmp_path)
    memory.append(1, 5)
    await process.get(memory)
    assert len(index) == messages
    await process.cache.close()


@pytest.mark.parametrize("place", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.9999])
@pytest.mark.parametrize("damage", ["flip", "cut"])
async def test_a_damaged_file_is_not_used(tmp_path: Path, place: float, damage: str) -> None:
    memory, register = Named(), Register()
    memory.has(1, 1, 400)
    process = Process(tmp_path, register)
    await process.keep(memory)
    await process.cache.close()
    (file,) = files_in(tmp_path)
    whole = bytearray(file.read_bytes())
    # Room for growth and the gaps before pages hold nothing that counts.
    used = [at for at, byte in enumerate(whole) if byte]
    at = used[int(place * len(used))]
    if damage == "flip":
        whole[at] ^= 0x41
    file.write_bytes(whole if damage == "flip" else whole[:at])
    memory.loaded.clear()
    process = Process(tmp_path, register)
    await process.get(memory)
    assert memory.loaded == [(1, 1, 400)]
    await process.cache.close()


@pytest.mark.parametrize("reason", ["format", "model", "database", "scope"])
async def test_a_file_of_something_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    memory, register = Named(), Register()
    memory.has(1, 1, 40)
    process = Process(tmp_path, register)
    await process.keep(memory)
    await process.cache.close()
    (file,) = files_in(tmp_path)
    other = Process(tmp_path, register)
    if reason == "format":
        monkeypatch.setattr("holdfast.retrieval.index_files.FORMAT", 99)
        other = Process(tmp_path, register)
    elif reason == "model":
        other = Process(tmp_path, register, identity="another model")
    elif reason == "database":
        other = Process(tmp_path, Register())
    else:
        memory.stored_name = "another scope"
        file.rename(other.cache._keeper._files._path("another scope"))
    memory.loaded.clear()
    await other.get(memory)
    assert memory.loaded == [(1, 1, 40)]
    assert other.cache.counts.builds == 1
    await other.cache.close()


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may become longer than a page."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


async def test_a_full_disk_costs_the_file_and_nothing_else(tmp_path: Path, full_disk: None) -> None:
    memory = Named()
    memory.has(1, 1, 40)
    process = Process(tmp_path / "new", Register())
    await process.keep(memory)
    memory.append(1, 40)
    await process.keep(memory)
    assert files_in(tmp_path / "new") == []
    assert process.cache.counts.builds == 1
    await process.cache.close()


async def test_a_disk_that_became_full_leaves_the_file_that_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, register = Named(), Register()
    memory.has(1, 1, 40)
    process = Process(tmp_path, register)
    await process.keep(memory)
    before = files_in(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("holdfast.retrieval.stored_columns.sync", full)
    memory.append(1, 40)
    await process.keep(memory)
    await process.get(memory)
    assert files_in(tmp_path) == before
    await process.cache.close()


async def test_what_is_gone_leaves_no_trace_in_a_file(tmp_path: Path) -> None:
    memory, register = Named(speaker="quokka8842"), Register()
    for session in (1, 2):
        memory.has(session, 1, 40)
    process = Process(tmp_path, register)
    await process.keep(memory)
    assert any(b"quokka8842" in file.read_bytes() for file in files_in(tmp_path))
    memory.delete(1)
    await process.cache.renew(lambda _: ("all", memory))
    assert files_in(tmp_path)
    assert not any(b"quokka8842" in file.read_bytes() for file in files_in(tmp_path))
    memory.loaded.clear()
    await process.get(memory)
    assert memory.loaded == []
    await process.cache.close()


async def test_a_cold_file_is_renewed_too(tmp_path: Path) -> None:
    memory, register = Named(speaker="quokka8842"), Register()
    for session in (1, 2):
        memory.has(session, 1, 40)
    process = Process(tmp_path, register)
    await process.keep(memory)
    await process.cache.close()
    memory.delete(1)
    process = Process(tmp_path, register)
    await process.cache.renew(lambda _: ("all", memory))
    assert files_in(tmp_path)
    assert not any(b"quokka8842" in file.read_bytes() for file in files_in(tmp_path))
    await process.cache.close()


@pytest.mark.parametrize("left", [0, 5])
async def test_a_scope_of_which_little_is_left_has_no_file(tmp_path: Path, left: int) -> None:
    memory, register = Named(), Register()
    memory.has(1, 1, 40)
    process = Process(tmp_path, register)
    await process.keep(memory)
    memory.has(1, 41 - left, 40)
    await process.cache.renew(lambda _: ("all", memory))
    assert files_in(tmp_path) == []
    await process.get(memory)
    await process.cache.close()


async def test_a_file_of_which_nobody_knows_the_scope_goes(tmp_path: Path) -> None:
    memory = Named()
    memory.has(1, 1, 40)
    process = Process(tmp_path, Register())
    await process.keep(memory)
    await process.cache.renew(lambda _: None)
    assert files_in(tmp_path) == []
    await process.get(memory)
    await process.cache.close()


async def test_an_index_beyond_the_budget_is_searched_from_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.retrieval.cache.GUEST_SECONDS", 0.0)
    monkeypatch.setattr("holdfast.retrieval.entries.INLINE_MESSAGES", 10**6)
    large, small = Named("large"), Memory()
    large.has(1, 1, 900)
    small.has(2, 1, 5)
    process = Process(tmp_path, Register(), budget=20_000)
    await process.get(small, "small")
    await process.keep(large, "large")
    for _ in range(3):
        await process.get(large, "large")
        await asyncio.sleep(0.01)
    counts = process.cache.counts
    assert large.loaded == [(1, 1, 900)]
    assert (counts.entries, counts.evictions) == (2, 0)
    await process.cache.close()


async def test_processes_that_share_a_directory_are_right(tmp_path: Path) -> None:
    memory, register = Named(), Register()
    memory.has(1, 1, 40)
    one, other = Process(tmp_path, register), Process(tmp_path, register)
    await one.keep(memory)
    await other.get(memory)
    assert other.cache.counts.builds == 0
    for _ in range(3):
        memory.append(2, 30)
        await one.keep(memory)
        memory.delete(2)
        await other.keep(memory)
        await one.get(memory)
    for process in (one, other):
        await process.cache.close()


async def test_a_process_lets_go_of_a_file_that_another_one_removed(tmp_path: Path) -> None:
    memory, register = Named(), Register()
    memory.has(1, 1, 40)
    process = Process(tmp_path, register)
    await process.keep(memory)
    for file in files_in(tmp_path):
        file.unlink()
    memory.loaded.clear()
    await process.get(memory)
    assert memory.loaded == [(1, 1, 40)]
    await process.cache.close()


async def test_the_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.retrieval.index_files.MOST_FILES", 2)
    memories = [Named(f"scope {number}") for number in range(4)]
    process = Process(tmp_path, Register())
    for number, memory in enumerate(memories):
        memory.has(1, 1, 40)
        await process.keep(memory, f"scope {number}")
        for place, file in enumerate(sorted(files_in(tmp_path), key=lambda path: path.stat().st_mtime)):
            os.utime(file, (place, place))
    names = await process.cache._keeper.names()
    assert sorted(names) == ["scope 2", "scope 3"]
    for number, memory in enumerate(memories):
        await process.get(memory, f"scope {number}")
    await process.cache.close()


async def test_an_index_that_exceeds_the_bytes_of_all_files_has_none(tmp_path: Path) -> None:
    memory = Named()
    memory.has(1, 1, 400)
    process = Process(tmp_path, Register(), most=1000)
    await process.keep(memory)
    assert files_in(tmp_path) == []
    await process.cache.close()


async def test_what_was_not_finished_goes(tmp_path: Path) -> None:
    unfinished = tmp_path / "x.index.1.new"
    unfinished.write_bytes(b"a word")
    os.utime(unfinished, (0, 0))
    memory = Named()
    memory.has(1, 1, 40)
    process = Process(tmp_path, Register())
    await process.keep(memory)
    assert not unfinished.exists()
    await process.cache.close()


async def test_conditions_follow_an_index_that_is_replaced_by_its_file(tmp_path: Path) -> None:
    memory = Named()
    for session in (1, 2):
        memory.has(session, 1, 40)
    for key in (1003, 2005):
        memory.metadata_of[key] = b"wanted"
    process, condition = Process(tmp_path, Register()), Condition("wanted", lambda text, _: text == b"wanted")
    await check(process, memory, condition, {1003, 2005})
    memory.append(1, 2)
    memory.edit(1042, b"wanted")
    await check(process, memory, condition, {1003, 2005, 1042})
    memory.delete(2)
    memory.edit(1003, b"other")
    await check(process, memory, condition, {1042})
    await process.cache.close()


async def check(process: Process, memory: Memory, condition: Condition, expected: set[int]) -> None:
    for _ in range(2):
        index, mask = await process.cache.admitted("all", memory, condition)
        assert set(index.keys[mask & index.live_mask].tolist()) == expected
        await process.settled()


@given(
    st.dictionaries(st.integers(0, 9), st.integers(1, 9)),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20),
)
def test_spans_of_a_file_behave_as_a_dictionary(kept: dict[int, int], steps: list[tuple[int, int]]) -> None:
    expected = {session: Span(session, 1, last) for session, last in kept.items()}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spans"
        write(path, Stored(stored_spans(expected), {}))
        file = map_file(path)
        assert file is not None
        spans = MappedSpans(file)
        for session, last in steps:
            if last:
                spans[session] = expected[session] = Span(session, 1, last)
            else:
                assert spans.pop(session, None) == expected.pop(session, None)
            assert (len(spans), dict(spans)) == (len(expected), expected)
        write(path, Stored(stored_spans(spans), {}))
        again = map_file(path)
        assert again is not None
        assert dict(MappedSpans(again)) == expected
