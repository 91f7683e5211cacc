"""Many callers at once: nothing is lost, nothing is doubled, nothing is half done."""

from __future__ import annotations

import asyncio

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.users import UserChange
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.storage import Purged, Storage
from tests.storage.enriched import set_findings
from tests.storage.memories import REQUESTS, SESSIONS, expected, make_sessions
from tests.storage.samples import LONG_AGO, contents, decoded, live, message, say, session_of, summarise, user_of


async def test_fifty_first_posts_to_a_new_session_all_arrive(storage: Storage) -> None:
    posts = [(f"{number} a", f"{number} b", f"{number} c") for number in range(50)]
    appended = await asyncio.gather(*(say(storage, "s", *post, steps=("tokens",)) for post in posts))
    found = await live(storage, "s")
    assert len({one.session for one in appended}) == 1
    assert [one.position for one in found] == list(range(1, 151))
    by_position = {one.position: one.content for one in found}
    for post, one in zip(posts, appended, strict=True):
        assert tuple(by_position[position] for position in range(one.first, one.last + 1)) == post
    assert len(await storage.jobs.pending(appended[0].session)) == 50


async def test_two_hundred_merges_of_distinct_keys_are_all_kept(storage: Storage) -> None:
    await session_of(storage, "s")
    await asyncio.gather(*(storage.sessions.merge_metadata("s", {f"k{n}": n}) for n in range(200)))
    assert decoded((await storage.sessions.get("s")).metadata) == {f"k{n}": n for n in range(200)}


async def test_merges_into_one_user_are_all_kept(storage: Storage) -> None:
    await user_of(storage, "ann")
    changes = [UserChange(metadata={"all": {f"k{n}": n}}) for n in range(50)]
    await asyncio.gather(*(storage.users.update("ann", change) for change in changes))
    assert decoded((await storage.users.get("ann")).metadata) == {"all": {f"k{n}": n for n in range(50)}}


async def test_fifty_patches_of_one_message_are_all_kept_beside_findings(storage: Storage) -> None:
    appended = await say(storage, "s", "one")
    (one,) = await live(storage, "s")
    patches = [storage.messages.merge_metadata("s", one.uuid, {f"k{n}": n}) for n in range(50)]
    findings = [set_findings(storage.messages, appended.session, {1: {f"f{n}": n}}) for n in range(10)]
    await asyncio.gather(*patches, *findings)
    metadata = decoded((await storage.messages.get("s", one.uuid)).metadata)
    assert metadata.pop("system") == {f"f{n}": n for n in range(10)}
    assert metadata == {f"k{n}": n for n in range(50)}


async def test_memories_asked_for_at_once_are_each_their_own(storage: Storage) -> None:
    for n in range(10):
        session = (await say(storage, f"s{n}", *(f"{n} {m}" for m in range(n)))).session
        if n > 5:
            await summarise(storage, session, n - 3, content=f"sum {n}")
    asked = [(f"s{n}", window, lastn) for n in range(12) for window in (1, 4, 2**40) for lastn in (0, 2)]
    alone = [await storage.messages.memory(name, window=window, lastn=lastn) for name, window, lastn in asked]
    together = [storage.messages.memory(name, window=window, lastn=lastn) for name, window, lastn in asked]
    assert await asyncio.gather(*together) == alone
    assert {memory.summary.content for memory in alone if memory.summary} == {"sum 6", "sum 7", "sum 8", "sum 9"}


async def test_memories_of_all_kinds_of_sessions_are_the_same_alone_and_together(storage: Storage) -> None:
    await make_sessions(storage)
    asked = [(name, *sizes) for name in SESSIONS for sizes in REQUESTS]
    truth = [await expected(storage, *one) for one in asked]
    assert len({str(one) for one in truth}) > len(SESSIONS), "sessions differ, and so do requests"
    alone = [await storage.messages.memory(name, window=window, lastn=lastn) for name, window, lastn in asked]
    together = await asyncio.gather(
        *(storage.messages.memory(name, window=window, lastn=lastn) for name, window, lastn in asked)
    )
    assert [(memory.messages, memory.summary) for memory in alone] == truth
    assert together == alone


async def test_fifty_creations_of_one_session_have_one_winner(storage: Storage) -> None:
    outcomes = await asyncio.gather(*(session_of(storage, "s") for _ in range(50)), return_exceptions=True)
    losers = [outcome for outcome in outcomes if isinstance(outcome, AlreadyExists)]
    (winner,) = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert len(losers) == 49
    assert await storage.sessions.get("s") == winner
    assert (await session_of(storage, "t")).id > winner.id


async def test_fifty_creations_of_one_user_have_one_winner(storage: Storage) -> None:
    outcomes = await asyncio.gather(*(user_of(storage, "ann") for _ in range(50)), return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 49
    assert len(await storage.users.page(after=0, limit=100)) == 1


async def test_a_message_sent_by_many_at_once_is_stored_once(storage: Storage) -> None:
    one = message("one", uuid="8c4d6d40-6f0a-4f0e-9d2c-3b6f8f0c0001")
    appended = await asyncio.gather(*(storage.messages.append("s", [one], steps=()) for _ in range(30)))
    assert sum(found.result.last >= found.result.first for found in appended) == 1
    assert await contents(storage, "s") == ["one"]


async def test_of_many_appends_with_uuids_at_once_only_the_one_to_blame_is_refused(storage: Storage) -> None:
    names = [new_uuid() for _ in range(12)]
    await storage.messages.append("s0", [message("first", uuid=names[0])], steps=())
    appends = [
        storage.messages.append(f"s{n}", [message(f"m{n}", uuid=names[n]), message("more", uuid=new_uuid())], steps=())
        for n in range(12)
    ]
    again = storage.messages.append("s0", [message("first", uuid=names[0]), message("new")], steps=())
    outcomes = await asyncio.gather(*appends, again, return_exceptions=True)
    assert isinstance(outcomes[0], AlreadyExists)
    assert [each for each in outcomes[1:] if isinstance(each, BaseException)] == []
    for n in range(1, 12):
        assert await contents(storage, f"s{n}") == [f"m{n}", "more"]
    assert await contents(storage, "s0") == ["first", "new"]
    # The same once more stores nothing.
    twins = [storage.messages.append(f"s{n}", [message(f"m{n}", uuid=names[n])], steps=()) for n in range(1, 12)]
    assert all(each.result.last < each.result.first for each in await asyncio.gather(*twins))


async def test_a_uuid_sent_to_many_sessions_at_once_lands_in_one(storage: Storage) -> None:
    one = message("one", uuid="8c4d6d40-6f0a-4f0e-9d2c-3b6f8f0c0001")
    appends = (storage.messages.append(f"s{n}", [one], steps=()) for n in range(20))
    outcomes = await asyncio.gather(*appends, return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 19
    assert len(await storage.sessions.extents()) == 1


async def test_deletion_against_appends_leaves_whole_posts_after_the_last_deletion(storage: Storage) -> None:
    await say(storage, "s", "zero")

    async def delete() -> None:
        try:
            await storage.sessions.delete("s")
        except NotFound:
            return  # another deletion was faster, and no append in between

    posts = [say(storage, "s", f"{n} a", f"{n} b") for n in range(20)]
    await asyncio.gather(*(work for post in posts for work in (post, delete())))
    await say(storage, "s", "end a", "end b")
    found = await contents(storage, "s")
    assert found[-2:] == ["end a", "end b"]
    assert [text.replace(" a", " b") for text in found[::2]] == found[1::2]
    assert await storage.check() == []


async def test_a_purge_against_appends_takes_nothing_that_lives(storage: Storage) -> None:
    await say(storage, "s", *(f"old {n}" for n in range(700)))
    await storage.sessions.delete("s")
    posts = [say(storage, "s", f"{n} a", f"{n} b") for n in range(20)]
    purged, *_ = await asyncio.gather(storage.purge(receipts_before=LONG_AGO), *posts)
    assert purged.messages + (await storage.purge(receipts_before=LONG_AGO)).messages == 700
    assert sorted(await contents(storage, "s")) == sorted(text for n in range(20) for text in (f"{n} a", f"{n} b"))


async def test_purges_at_once_count_every_row_once(storage: Storage) -> None:
    for n in range(5):
        await say(storage, f"s{n}", "one", "two")
        await storage.sessions.delete(f"s{n}")
    purges = await asyncio.gather(*(storage.purge(receipts_before=LONG_AGO) for _ in range(4)))
    assert sum(purges, Purged()) == Purged(messages=10, sessions=5)


async def test_deleting_a_user_against_appends_leaves_no_message_behind(storage: Storage) -> None:
    await user_of(storage, "ann")
    session = await session_of(storage, "s", user_id="ann")
    await asyncio.gather(*(say(storage, "s", f"{n}") for n in range(10)), storage.users.delete("ann"))
    assert await storage.messages.span(session.id, after=0, limit=100) == []
    assert await storage.check() == []
