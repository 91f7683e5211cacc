"""A session that has reached the last position: its messages live and die as all others do."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from holdfast.domain.timestamps import now
from holdfast.errors import InvalidRequest, NotFound
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import contents, live, say, summarise

LAST = f"(sessions.id << 24) + {MAXIMUM_POSITION}"


async def nearly_full(storage: SqliteStorage, directory: Path, session_id: str) -> int:
    """A session with one message at the last position but one; its number."""
    number = (await say(storage, session_id, "old")).session
    other = apsw.Connection(str(directory / "holdfast.db"))
    for statement in (
        f"UPDATE messages SET key = (SELECT {LAST} - 1 FROM sessions WHERE id = ?1) WHERE key >> 24 = ?1",
        f"UPDATE sessions SET live_from = {MAXIMUM_POSITION} - 1, next_position = {MAXIMUM_POSITION} WHERE id = ?1",
    ):
        other.execute(statement, (number,))
    other.close()
    return number


@pytest.mark.parametrize("before", [0, 1])
async def test_the_last_message_is_found_deleted_and_purged(
    storage: SqliteStorage, tmp_path: Path, before: int
) -> None:
    for number in range(before):  # numbers are odd and even
        await say(storage, f"earlier{number}", "stays")
    session = await nearly_full(storage, tmp_path, "s")
    await say(storage, "later", "stays too")
    last = (await say(storage, "s", "last")).last
    assert last == MAXIMUM_POSITION
    for found in await live(storage, "s"):
        assert (await storage.messages.get("s", found.uuid)).content == found.content
    await summarise(storage, session, last - 1)
    assert await storage.summaries.unsummarised([session]) == {session: 1}
    with pytest.raises(InvalidRequest, match="full"):
        await say(storage, "s", "one too many")
    assert await storage.check() == []

    await storage.sessions.delete("s")
    await storage.sessions.merge_metadata("s", {"back": True})  # alive, and every position is used up
    assert await storage.summaries.unsummarised([session]) == {session: 0}
    assert await storage.summaries.newest(session) is None
    assert await storage.check() == []

    await storage.sessions.delete("s")
    purged = await storage.purge(receipts_before=now())
    assert (purged.messages, purged.summaries, purged.sessions) == (2, 1, 1)
    assert await storage.check() == []
    with pytest.raises(NotFound):
        await storage.sessions.merge_metadata("s", None)
    assert await contents(storage, "later") == ["stays too"]
