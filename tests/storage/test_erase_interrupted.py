"""An erasure that breaks off anywhere is finished by the next start, whatever others write meanwhile.

Each example breaks an erasure off before another one of the calls that it makes to the store, from the first to the
last, as a kill would: nothing of the process is left but what the store holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from holdfast.domain.facts import NewFact
from holdfast.domain.principals import OPERATOR
from holdfast.errors import NotFound
from holdfast.operations.access import Access
from holdfast.operations.erase import Erase
from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.storage import PostgresStorage
from holdfast.storage.sqlite.storage import SqliteStorage
from holdfast.storage.transfer import TABLES
from tests.storage.conftest import EMPTY, execute
from tests.storage.samples import contents, say, session_of, summarise, user_of

WORDS = ("quokka8842", "wallaby0815", "eucalyptus77")
_NOUNS = frozenset(
    ("users", "sessions", "messages", "facts", "summaries", "jobs", "files", "erasures", "audit", "session_changes")
)
Opened = Callable[[str], Storage]


class Cut(BaseException):
    """The process ends here."""


class Cutting:
    """A store, or a noun of one, that ends the process before the call whose turn it is."""

    def __init__(self, whole: Any, turns: Iterator[bool]) -> None:
        self._whole = whole
        self._turns = turns

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._whole, name)
        if asyncio.iscoroutinefunction(found):

            async def call(*arguments: Any, **named: Any) -> Any:
                if next(self._turns):
                    raise Cut
                return await found(*arguments, **named)

            return call
        if name in _NOUNS:
            return Cutting(found, self._turns)
        return found


@pytest.fixture(params=["sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    """Opens the store of an example, which is empty the first time."""
    if request.param == "sqlite":
        return lambda example: SqliteStorage(tmp_path / example)
    dsn = request.getfixturevalue("empty_postgres")
    seen: set[str] = set()

    def open_postgres(example: str) -> Storage:
        if example not in seen:
            execute(dsn, EMPTY)
            seen.add(example)
        return PostgresStorage(dsn)

    return open_postgres


async def test_an_erasure_may_break_off_anywhere(opened: Opened, tmp_path: Path) -> None:
    # PostgreSQL writes its tables anew each time, so fewer moments are tried there.
    for turn in count(1, 7 if opened("probe").shared else 1):
        if not await _cut_before(opened, tmp_path, turn):
            assert turn > 20
            return


async def _cut_before(opened: Opened, folder: Path, turn: int) -> bool:
    """Break an erasure off before one of its calls, and finish it; whether it makes so many calls at all."""
    example = f"example-{turn}"
    storage = opened(example)
    await storage.start()
    try:
        await _seed(storage)
        done = asyncio.Event()
        others = asyncio.create_task(_write(storage, done))
        turns = (number == turn for number in count(1))
        try:
            await Erase(Access(Cutting(storage, turns))).user(OPERATOR, "quokka8842")  # type: ignore[arg-type]
            return False
        except Cut:
            pass
        finally:
            done.set()
            await others
        said = await contents(storage, "busy")
    finally:
        await storage.stop()
    storage = opened(example)
    await storage.start()
    try:
        await _finish(storage)
        assert await contents(storage, "busy") == said
        assert await storage.check() in ([], ["ok"]), turn
        held = await _places(storage)
    finally:
        await storage.stop()
    assert held == [], f"broken off before call {turn}"
    files = [path for path in (folder / example).rglob("*") if path.is_file()] if (folder / example).is_dir() else []
    assert [path.name for path in files if any(word.encode() in path.read_bytes() for word in WORDS)] == [], turn
    return True


async def _finish(storage: Storage) -> None:
    """What a start does; and where nothing had begun, the caller asks again."""
    erase = Erase(Access(storage))
    await storage.finish_deletions()
    await erase.finish_pending(OPERATOR)
    with suppress(NotFound):
        await erase.user(OPERATOR, "quokka8842")
    (certificate,) = await erase.certificates(OPERATOR, after=0, limit=9)
    assert certificate.scan.found == {}
    assert await erase.verify(OPERATOR) == (1, [])


async def _seed(storage: Storage) -> None:
    await user_of(storage, "quokka8842", metadata={"likes": "eucalyptus77"})
    await session_of(storage, "wallaby0815", user_id="quokka8842")
    appended = await say(storage, "wallaby0815", "quokka8842 ate eucalyptus77.", "And wallaby0815 too.", steps=("x",))
    await summarise(storage, appended.session, 1, content="eucalyptus77 was eaten")
    await storage.facts.add(NewFact(user_id="quokka8842", text="Ate eucalyptus77"), actor="test")


async def _write(storage: Storage, done: asyncio.Event) -> None:
    """Somebody else writes all the while."""
    for number in count():
        if done.is_set():
            return
        await say(storage, "busy", f"and so on {number}")
        await asyncio.sleep(0)


async def _places(storage: Storage) -> list[str]:
    """The tables that hold a word."""
    found = []
    for table in TABLES:
        rows = await storage.transfer.read(table, after=None, limit=10_000)
        if any(word in str(value) for row in rows for value in row for word in WORDS):
            found.append(table.name)
    return found
