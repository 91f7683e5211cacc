"""Restoring deleted sessions, until the purge."""

from __future__ import annotations

import asyncio

import pytest

from holdfast.domain.jobs import MESSAGES
from holdfast.domain.timestamps import now
from holdfast.errors import NotFound
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.nouns import pieces as sqlite_pieces
from holdfast.storage.transfer import TABLES
from tests.storage.deadline import until
from tests.storage.samples import LONG_AGO, contents, live, message, say, session_of, summarise, user_of


async def names_of_deleted(storage: Storage) -> list[tuple[str, int]]:
    return [
        (each.session.session_id, each.message_count) for each in await storage.sessions.deleted(before=None, limit=9)
    ]


async def test_a_restored_session_is_as_it_was(storage: Storage) -> None:
    await user_of(storage, "ada")
    await session_of(storage, "s", user_id="ada", metadata={"topic": "bees"})
    session = (await say(storage, "s", "one", "two", "three")).session
    await summarise(storage, session, 2)
    before, messages = await storage.sessions.get("s"), await live(storage, "s")
    summary = await storage.summaries.newest(session)
    assert summary is not None
    began = now()
    await storage.sessions.delete("s")
    (deleted,) = await storage.sessions.deleted(before=None, limit=9)
    assert (deleted.session, deleted.message_count) == (before, 3)
    assert began <= deleted.deleted_at <= now()
    assert await contents(storage, "s") == []
    restored = await storage.sessions.restore("s", steps=("facts", "terms"))
    assert restored == await storage.sessions.get("s")
    assert (restored.uuid, restored.user_id, restored.metadata) == (before.uuid, "ada", before.metadata)
    assert await live(storage, "s") == messages
    assert await storage.summaries.newest(session) == summary
    assert await names_of_deleted(storage) == []
    (job,) = await storage.jobs.claim(limit=9, lease=60, kind=MESSAGES)
    assert (job.scope, job.first, job.last, tuple(job.steps)) == (session, 1, 3, ("facts", "terms"))
    assert (await say(storage, "s", "four")).first == 4
    assert await storage.check() == []


async def test_only_what_the_last_deletion_took_comes_back(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    await storage.sessions.delete("s")
    await say(storage, "s", "three", "four", "five")
    await storage.messages.delete("s", (await live(storage, "s"))[1].uuid)
    await storage.sessions.delete("s")
    await storage.sessions.restore("s", steps=())
    assert await contents(storage, "s") == ["three", "five"]
    extent = await storage.sessions.extent("s")
    assert extent is not None
    assert (extent.first, extent.last, extent.count) == (3, 5, 2)
    await storage.purge(receipts_before=LONG_AGO)
    assert await contents(storage, "s") == ["three", "five"]
    assert await storage.check() == []


async def test_a_message_whose_uuid_was_used_elsewhere_stays_away(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    uuid = (await live(storage, "s"))[0].uuid
    await storage.sessions.delete("s")
    await storage.messages.append("t", [message("elsewhere", uuid=uuid)], steps=())
    await storage.sessions.restore("s", steps=())
    assert await contents(storage, "s") == ["two"]
    assert await contents(storage, "t") == ["elsewhere"]
    assert await storage.check() == []


async def test_what_cannot_come_back_is_not_found(storage: Storage) -> None:
    async def refused(session_id: str) -> None:
        assert session_id not in dict(await names_of_deleted(storage))
        with pytest.raises(NotFound):
            await storage.sessions.restore(session_id, steps=())

    await refused("never")
    await say(storage, "alive", "one")
    await refused("alive")
    for name in ("again", "taken", "erased", "of-ada", "purged"):
        await say(storage, name, "one")
    await user_of(storage, "ada")
    await storage.sessions.merge_metadata("of-ada", None, user_id="ada")
    for name in ("again", "taken", "of-ada", "purged"):
        await storage.sessions.delete(name)
    assert await names_of_deleted(storage) == [("purged", 1), ("of-ada", 1), ("taken", 1), ("again", 1)]
    (only,) = await storage.sessions.deleted(before=None, limit=9, session_id="taken")
    assert [each.session.session_id for each in await storage.sessions.deleted(before=only.id, limit=1)] == ["again"]
    await say(storage, "again", "two")
    await session_of(storage, "taken")
    await storage.sessions.erase("erased")
    await storage.users.delete("ada")
    for name in ("again", "taken", "erased", "of-ada"):
        await refused(name)
    await storage.purge(receipts_before=LONG_AGO)
    await refused("purged")


async def rows(storage: Storage, name: str) -> int:
    (table,) = [table for table in TABLES if table.name == name]
    return await storage.transfer.count(table)


async def test_what_is_removed_at_once_takes_no_deleted_session_along(storage: Storage) -> None:
    for name in ("before", "erased", "after"):
        await say(storage, name, name)
    for name in ("before", "after"):
        await storage.sessions.delete(name)
    await storage.sessions.erase("erased")

    async def is_removed() -> bool:
        return await rows(storage, "sessions") <= 2

    await until(is_removed)
    for name in ("before", "after"):
        await storage.sessions.restore(name, steps=())
        assert await contents(storage, name) == [name]


async def test_a_session_that_the_purge_began_with_cannot_come_back(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_pieces, "PIECE_SECONDS", 0.0005)
    await say(storage, "s", *("text" * 9 for _ in range(1_500)))
    await storage.sessions.delete("s")
    purge = asyncio.create_task(storage.purge(receipts_before=LONG_AGO))

    async def has_begun() -> bool:
        return await rows(storage, "messages") < 1_500

    await until(has_begun)
    with pytest.raises(NotFound):
        await storage.sessions.restore("s", steps=())
    assert not purge.done()
    await purge
