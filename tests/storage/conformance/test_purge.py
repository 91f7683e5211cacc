"""The purge: what is deleted goes for good, what lives stays."""

from __future__ import annotations

import pytest

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import NotFound
from holdfast.storage.contract.storage import Purged, Storage
from holdfast.storage.transfer import TABLES
from tests.storage.deadline import until
from tests.storage.documents import collection_of, document
from tests.storage.enriched import set_terms
from tests.storage.samples import LONG_AGO, contents, live, message, say, session_of, summarise, user_of


async def purged(storage: Storage) -> Purged:
    return await storage.purge(receipts_before=LONG_AGO)


async def test_nothing_deleted_means_nothing_purged(storage: Storage) -> None:
    appended = await say(storage, "s", "one")
    await summarise(storage, appended.session, 1)
    assert await purged(storage) == Purged()
    assert await contents(storage, "s") == ["one"]


async def test_a_deleted_session_goes_with_its_messages_and_summaries(storage: Storage) -> None:
    appended = await say(storage, "s", "one", "two", steps=("tokens",))
    await summarise(storage, appended.session, 1)
    await storage.sessions.delete("s")
    found = await purged(storage)
    assert found == Purged(messages=2, summaries=1, sessions=1)
    assert found.total == 4
    assert await storage.jobs.pending(appended.session) == []
    assert await purged(storage) == Purged()


async def test_a_deleted_session_without_messages_goes_too(storage: Storage) -> None:
    await session_of(storage, "s")
    await storage.sessions.delete("s")
    assert await purged(storage) == Purged(sessions=1)


async def test_a_deleted_session_whose_id_was_given_away_goes_too(storage: Storage) -> None:
    await say(storage, "s", "old")
    await storage.sessions.delete("s")
    await session_of(storage, "s")
    await say(storage, "s", "new")
    assert await purged(storage) == Purged(messages=1, sessions=1)
    assert await contents(storage, "s") == ["new"]


async def test_a_revived_session_loses_its_dead_messages_only(storage: Storage) -> None:
    session = (await say(storage, "s", "old", "older")).session
    await summarise(storage, session, 1)
    await storage.sessions.delete("s")
    await say(storage, "s", "new")
    kept = await summarise(storage, session, 3)
    assert await purged(storage) == Purged(messages=2, summaries=1)
    assert await contents(storage, "s") == ["new"]
    assert await storage.summaries.of_session(session) == [kept]
    assert await purged(storage) == Purged()


async def moment_after(deleted_at: str) -> Timestamp:
    """The present, as soon as it is later than that."""

    async def is_over() -> bool:
        return now() > deleted_at

    await until(is_over)
    return now()


async def test_a_purge_of_what_was_deleted_before_a_moment_leaves_what_was_deleted_since(storage: Storage) -> None:
    for name in ("early", "late"):
        await say(storage, name, name, f"more of {name}")
        await say(storage, "s", f"{name} retracted")
    retracted = [found.uuid for found in await live(storage, "s")]
    collection = await collection_of(storage)
    documents = (await storage.documents.add(collection.id, [document(), document()])).result
    await storage.sessions.delete("early")
    await storage.messages.delete("s", retracted[0])
    await storage.documents.delete(collection.id, documents[:1])
    moment = await moment_after(now())
    await storage.sessions.delete("late")
    await storage.messages.delete("s", retracted[1])
    await storage.documents.delete(collection.id, documents)
    found = await storage.purge(receipts_before=LONG_AGO, deleted_before=moment)
    assert found == Purged(messages=3, sessions=1, documents=1)
    assert (await storage.documents.delete(collection.id, documents)).result == 1
    assert await storage.purge(receipts_before=LONG_AGO, deleted_before=moment) == Purged()
    for session_id, uuid in (("early", None), ("s", retracted[0])):
        with pytest.raises(NotFound):
            await restore(storage, session_id, uuid)
    await restore(storage, "late")
    await restore(storage, "s", retracted[1])
    assert (await contents(storage, "late"), await contents(storage, "s")) == (
        ["late", "more of late"],
        ["late retracted"],
    )
    assert await storage.check() in ([], ["ok"])
    assert await purged(storage) == Purged(documents=1)


async def restore(storage: Storage, session_id: str, uuid: str | None = None) -> None:
    if uuid is None:
        await storage.sessions.restore(session_id, steps=())
    else:
        await storage.messages.restore(session_id, uuid, steps=())


async def test_what_the_last_deletion_did_not_take_goes_although_the_session_can_be_restored(storage: Storage) -> None:
    session = (await say(storage, "s", "old", "older")).session
    await summarise(storage, session, 1)
    await storage.sessions.delete("s")
    await say(storage, "s", "new")
    await storage.sessions.delete("s")
    found = await storage.purge(receipts_before=LONG_AGO, deleted_before=LONG_AGO)
    assert found == Purged(messages=2, summaries=1)
    assert await storage.purge(receipts_before=LONG_AGO, deleted_before=LONG_AGO) == Purged()
    await storage.sessions.restore("s", steps=())
    assert await contents(storage, "s") == ["new"]
    assert await storage.check() in ([], ["ok"])


async def test_what_nobody_can_bring_back_goes_whenever_it_was_deleted(storage: Storage) -> None:
    await user_of(storage, "ann")
    await session_of(storage, "hers", user_id="ann")
    for name in ("hers", "taken", "erased"):
        await say(storage, name, name)
    await storage.sessions.delete("hers")
    await storage.users.delete("ann")
    await storage.sessions.delete("taken")
    await session_of(storage, "taken")
    await storage.sessions.erase("erased")
    await storage.purge(receipts_before=LONG_AGO, deleted_before=LONG_AGO)
    (messages,) = [table for table in TABLES if table.name == "messages"]
    assert await storage.transfer.count(messages) == 0


async def test_the_number_of_a_purged_session_is_never_given_again(storage: Storage) -> None:
    old = await session_of(storage, "s")
    await storage.sessions.delete("s")
    await purged(storage)
    assert (await session_of(storage, "s")).id > old.id


async def test_a_purged_uuid_is_free_again(storage: Storage) -> None:
    known = message("one", uuid=new_uuid())
    await storage.messages.append("s", [known], steps=())
    await storage.sessions.delete("s")
    await purged(storage)
    await storage.messages.append("t", [known], steps=())
    assert await contents(storage, "t") == ["one"]


async def test_a_dead_message_that_gives_its_uuid_away_takes_nothing_along(storage: Storage) -> None:
    known = message("one", uuid=new_uuid())
    session = (await storage.messages.append("s", [known], steps=())).result.session
    await storage.sessions.delete("s")
    await say(storage, "s", "two")
    await set_terms(storage.messages, session, {2: b"terms"}, analyzer=1)
    await storage.messages.append("t", [known], steps=())
    assert (await contents(storage, "s"), await contents(storage, "t")) == (["two"], ["one"])
    found = await storage.features.rows([(session, 1, 9)], analyzer=1, model="")
    assert [(row.position, row.terms) for row in found] == [(2, b"terms")]


async def test_positions_go_on_after_a_purge(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    await storage.sessions.delete("s")
    await say(storage, "s", "three")
    await purged(storage)
    await say(storage, "s", "four")
    assert [found.position for found in await live(storage, "s")] == [3, 4]


async def test_a_long_session_is_purged_whole(storage: Storage) -> None:
    await say(storage, "s", *(f"message {number}" for number in range(1_001)))
    await storage.sessions.delete("s")
    assert await purged(storage) == Purged(messages=1_001, sessions=1)


async def test_the_purge_leaves_the_owner_of_a_purged_session(storage: Storage) -> None:
    await user_of(storage, "ann")
    await session_of(storage, "s", user_id="ann")
    await storage.sessions.delete("s")
    await purged(storage)
    assert (await storage.users.get("ann")).user_id == "ann"
    assert await storage.sessions.of_user("ann", after=0, limit=10) == []
    with pytest.raises(NotFound):
        await storage.sessions.get("s")


async def test_jobs_of_what_came_after_a_deletion_stay(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two", steps=("tokens",))).session
    await storage.sessions.delete("s")
    await say(storage, "s", "three", steps=("tokens",))
    await say(storage, "s", "four", "five", steps=("tokens",))
    await purged(storage)
    assert [(job.first, job.last) for job in await storage.jobs.pending(session)] == [(3, 3), (4, 5)]
    assert (await storage.jobs.counts()).pending == 2


async def test_what_chores_have_noted_stays(storage: Storage) -> None:
    await storage.marks.set("chore", version="1", place="here")
    await say(storage, "s", "one")
    await storage.sessions.erase("s")
    await storage.finish_deletions()
    await purged(storage)
    mark = await storage.marks.get("chore")
    assert mark is not None
    assert (mark.version, mark.place) == ("1", "here")
