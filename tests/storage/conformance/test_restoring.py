"""Restoring deleted sessions and messages, until the purge."""

from __future__ import annotations

import asyncio

import pytest

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import MESSAGES, SUMMARISING
from holdfast.domain.summaries import NewSummary
from holdfast.domain.timestamps import now
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.nouns import pieces as sqlite_pieces
from holdfast.storage.transfer import TABLES
from tests.storage.deadline import until
from tests.storage.samples import FAR_AHEAD, LONG_AGO, contents, live, message, say, session_of, summarise, user_of


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
    session = (await say(storage, "s", "one", "two")).session
    before = (await live(storage, "s"))[0].uuid
    await storage.messages.delete("s", before)
    await storage.sessions.delete("s")
    await say(storage, "s", "three", "four", "five")
    assert await deleted_messages(storage) == []
    with pytest.raises(NotFound):
        await storage.messages.restore("s", before, steps=())
    await storage.messages.delete("s", (await live(storage, "s"))[1].uuid)
    await storage.sessions.delete("s")
    await storage.sessions.restore("s", steps=())
    assert await contents(storage, "s") == ["three", "five"]
    empty = await session_of(storage, "empty")
    await storage.sessions.delete("empty")
    await storage.sessions.restore("empty", steps=("tokens",))
    assert [await storage.jobs.pending(number) for number in (session, empty.id)] == [[], []]
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
    for name in ("before", "erased", "after", "alive"):
        await say(storage, name, name)
    for name in ("before", "after"):
        await storage.sessions.delete(name)
    with pytest.raises(NotFound):
        await storage.sessions.erase("before")
    await storage.sessions.erase("erased")

    async def is_removed() -> bool:
        return await rows(storage, "sessions") <= 3

    await until(is_removed)
    for name in ("before", "after"):
        session = (await storage.sessions.restore(name, steps=("tokens",))).id
        assert await contents(storage, name) == [name]
        assert [(job.first, job.last) for job in await storage.jobs.pending(session)] == [(1, 1)]
    assert await contents(storage, "alive") == ["alive"]


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


async def deleted_messages(storage: Storage, session_id: str = "s", **options: int | None) -> list[str]:
    page = {"before": None, "limit": 9, **options}
    return [each.message.content for each in await storage.messages.deleted(session_id, **page)]  # type: ignore[arg-type]


async def test_a_restored_message_is_as_it_was_and_at_its_place(storage: Storage) -> None:
    metadata = {"by": "hand"}
    kept = [message(text, metadata=metadata, name="Ada", expires_at=FAR_AHEAD, remember=False) for text in "abc"]
    session = (await storage.messages.append("s", kept, steps=())).result.session
    first, second, third = await live(storage, "s")
    assert first.name == "Ada"
    await storage.messages.revise("s", second.uuid, "changed", steps=())
    second = await storage.messages.get("s", second.uuid)
    began = now()
    await storage.messages.delete("s", second.uuid)
    (deleted,) = await storage.messages.deleted("s", before=None, limit=9)
    assert deleted.message == second
    assert began <= deleted.deleted_at <= now()
    restored = await storage.messages.restore("s", second.uuid, steps=("facts", "terms"), summarising=("summary",))
    assert restored == second == await storage.messages.get("s", second.uuid)
    assert await live(storage, "s") == [first, second, third]
    assert [each.content for each in (await storage.messages.former(session, [2]))[2]] == ["b"]
    extent = await storage.sessions.extent("s")
    assert extent is not None
    assert (extent.first, extent.last, extent.removed, extent.edition) == (1, 3, 0, 3)
    assert await deleted_messages(storage) == []
    (job,) = await storage.jobs.claim(limit=9, lease=60, kind=MESSAGES)
    assert (job.scope, job.first, job.last, tuple(job.steps)) == (session, 2, 2, ("facts", "terms"))
    assert await storage.check() == []


async def test_summaries_that_lack_a_restored_message_are_made_anew(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two", "three")).session
    uuid = (await live(storage, "s"))[1].uuid
    await storage.messages.delete("s", uuid)
    summary = NewSummary(base=0, point=3, content="one three", token_count=2, edition=1)
    assert await storage.summaries.add(session, summary) is not None
    await storage.messages.restore("s", uuid, steps=(), summarising=("summary",))
    assert await storage.summaries.newest(session) is None
    (job,) = await storage.jobs.claim(limit=9, lease=60, kind=SUMMARISING)
    assert (job.scope, job.first, job.last) == (session, 2, 3)


async def test_whoever_follows_the_changes_learns_of_a_restored_message(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two")).session
    uuid = (await live(storage, "s"))[0].uuid
    await storage.messages.delete("s", uuid)
    since = (await storage.session_changes.since(None)).revision
    await storage.messages.restore("s", uuid, steps=())
    told = (await storage.session_changes.since(since)).changes
    (change,) = [change for change in told if change.kind is ChangeKind.MESSAGES]
    assert (change.session, change.first, change.last, change.edition, change.removed) == (session, 1, 2, 2, 0)


async def test_deleted_messages_are_paged_and_only_those_of_the_live_session(storage: Storage) -> None:
    await say(storage, "s", *"abcde")
    await say(storage, "other", "x")
    for place in (4, 2, 0):
        await storage.messages.delete("s", (await live(storage, "s"))[place].uuid)
    assert await deleted_messages(storage) == ["e", "c", "a"]
    assert await deleted_messages(storage, limit=2) == ["e", "c"]
    assert await deleted_messages(storage, before=3) == ["a"]
    assert await deleted_messages(storage, before=10**18) == ["e", "c", "a"]
    for nobody in ("other", "unknown"):
        assert await deleted_messages(storage, nobody) == []
    (uuid,) = [each.message.uuid for each in await storage.messages.deleted("s", before=2, limit=9)]
    with pytest.raises(NotFound):
        await storage.messages.restore("other", uuid, steps=())
    await storage.sessions.delete("s")
    assert await deleted_messages(storage) == []
    with pytest.raises(NotFound):
        await storage.messages.restore("s", uuid, steps=())
    await storage.sessions.restore("s", steps=())
    await storage.messages.restore("s", uuid, steps=())
    assert await contents(storage, "s") == ["a", "b", "d"]
    assert await deleted_messages(storage) == ["e", "c"]
    assert await storage.check() == []


async def test_what_was_purged_or_has_expired_does_not_come_back(storage: Storage) -> None:
    await say(storage, "s", "gone", "lives")
    gone = (await live(storage, "s"))[0].uuid
    await storage.messages.delete("s", gone)
    await storage.purge(receipts_before=LONG_AGO)
    await storage.messages.append("s", [message("brief", expires_at=LONG_AGO)], steps=())
    brief = (await live(storage, "s"))[-1].uuid
    await storage.messages.delete("s", brief)
    assert await deleted_messages(storage) == []
    for uuid in (gone, brief, new_uuid()):
        with pytest.raises(NotFound):
            await storage.messages.restore("s", uuid, steps=())
    assert await contents(storage, "s") == ["lives"]


async def test_a_uuid_that_is_taken_meanwhile_keeps_its_new_holder(storage: Storage) -> None:
    uuid = new_uuid()
    await storage.messages.append("s", [message("first", uuid=uuid)], steps=())
    await storage.messages.delete("s", uuid)
    await storage.messages.append("other", [message("second", uuid=uuid)], steps=())
    with pytest.raises(AlreadyExists):
        await storage.messages.restore("s", uuid, steps=())
    assert await contents(storage, "other") == ["second"]
    assert await deleted_messages(storage) == ["first"]
    await storage.messages.delete("other", uuid)
    await storage.messages.restore("s", uuid, steps=())
    with pytest.raises(AlreadyExists):
        await storage.messages.append("third", [message("third", uuid=uuid)], steps=())
    assert await contents(storage, "s") == ["first"]
    await storage.messages.delete("s", uuid)
    await storage.messages.append("s", [message("newer", uuid=uuid)], steps=())
    with pytest.raises(AlreadyExists):
        await storage.messages.restore("s", uuid, steps=())
    await storage.messages.delete("s", uuid)
    # Who has it is deleted with its session, and not yet removed.
    await storage.messages.append("fourth", [message("fourth", uuid=uuid)], steps=())
    await storage.sessions.delete("fourth")
    assert (await storage.messages.restore("s", uuid, steps=())).content == "newer"
    assert await deleted_messages(storage) == ["first"]
    assert await storage.check() == []
