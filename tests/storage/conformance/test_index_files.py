"""Search indexes in files, over each store.

1. After a restart a search finds what it found, without making the index anew, and what came since.
2. Another process with the same directory and database finds the same.
3. What was deleted and purged is in no file, and in no result.
4. A file that the database does not know is not used, as after a database was put back from a backup.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import ANYONE
from holdfast.domain.sessions import NewSession
from holdfast.domain.users import NewUser
from holdfast.operations.access import Access
from holdfast.operations.retrieval_engine import IndexDirectory
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import LONG_AGO

QUESTION = SearchQuery("Who plays the violin by the harbour?", limit=50)


@pytest.fixture(autouse=True)
def small_and_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("holdfast.retrieval.keeping.LEAST_MESSAGES", 10)
    monkeypatch.setattr("holdfast.retrieval.keeping.KEEP_SECONDS", 0.0)
    yield


async def say(storage: Storage, session: str, role: str, count: int) -> None:
    said = [NewMessage(role=role, content=f"The violin of number {place} by the harbour") for place in range(count)]
    await storage.messages.append(session, said, steps=())


@pytest.fixture
async def talks(storage: Storage) -> Storage:
    """A user with two sessions, and a session of nobody."""
    await storage.users.create(NewUser(user_id="ada"))
    for session in ("tour", "home"):
        await storage.sessions.create(NewSession(session_id=session, user_id="ada"))
        await say(storage, session, "marsupial4711" if session == "tour" else "user", 20)
    await say(storage, "other", "user", 20)
    return storage


class Process:
    """Searches as one process has them, whose indexes may be in files."""

    def __init__(self, storage: Storage, directory: Path | None) -> None:
        kept_in = None if directory is None else IndexDirectory(directory / "indexes", MEBIBYTE)
        self.search = Search(Access(storage), model=None, cache_bytes=MEBIBYTE, kept_in=kept_in)

    async def finds(self) -> list[tuple[str, float]]:
        """What is found in a user's sessions and in all, once by memory and once by file."""
        first = await self._found()
        await self.search.engine.cache.settled()
        assert await self._found() == first
        return first

    async def _found(self) -> list[tuple[str, float]]:
        found = await self.search.of_user(ANYONE, "ada", QUESTION) + await self.search.everywhere(ANYONE, QUESTION)
        return [(hit.message.uuid, pytest.approx(hit.dist, abs=1e-6)) for hit in found if hit.message is not None]


async def fresh(storage: Storage) -> list[tuple[str, float]]:
    """What a process finds that has no files."""
    return await Process(storage, None).finds()


async def test_a_restart_finds_the_same_and_what_came_since(talks: Storage, tmp_path: Path) -> None:
    first = Process(talks, tmp_path)
    assert await first.finds() == await fresh(talks)
    await first.search.close()
    await say(talks, "home", "user", 1)
    again = Process(talks, tmp_path)
    assert await again.finds() == await fresh(talks)
    assert again.search.cache_counts.builds == 0
    await again.search.close()


async def test_two_processes_find_the_same(talks: Storage, other: Storage, tmp_path: Path) -> None:
    one, two = Process(talks, tmp_path), Process(other, tmp_path)
    for _ in range(2):
        assert await one.finds() == await two.finds() == await fresh(talks)
        await say(other, "home", "user", 12)
        await talks.sessions.delete("tour")
        assert await two.finds() == await one.finds() == await fresh(talks)
        await say(talks, "tour", "user", 5)
    for process in (one, two):
        await process.search.close()


async def test_what_was_purged_is_in_no_file(talks: Storage, tmp_path: Path) -> None:
    files = tmp_path / "indexes"
    process = Process(talks, tmp_path)
    await process.finds()
    assert any(b"marsupial4711" in file.read_bytes() for file in files.glob("*.index"))
    await talks.sessions.delete("tour")
    await talks.purge(receipts_before=LONG_AGO)
    await process.search.engine.renew_files()
    assert list(files.glob("*.index"))
    assert not any(b"marsupial4711" in file.read_bytes() for file in files.iterdir())
    assert await process.finds() == await fresh(talks)
    await process.search.close()


async def test_a_file_that_the_database_does_not_know_is_not_used(talks: Storage, tmp_path: Path) -> None:
    first = Process(talks, tmp_path)
    await first.finds()
    await first.search.close()
    (name,) = [path.read_text("ascii") for path in (tmp_path / "indexes").iterdir() if path.name == "name"]
    await talks.marks.set(f"search-indexes {name}", version="", place="")
    again = Process(talks, tmp_path)
    assert await again.finds() == await fresh(talks)
    assert again.search.cache_counts.builds == 2
    await again.search.close()
