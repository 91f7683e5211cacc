"""Deleting and editing single messages.

1. A deleted message is gone for every reader at once; counting, paging and windows are exact with the gap it leaves.
2. Its UUID is free.  What it said is kept until the purge, and no longer.
3. An edited message says something else; all that was found out about it is gone, and what was found in what it said
   before is not written any more.
4. Summaries that had folded it are gone, a job is promised that makes them anew, and a summary that was being made
   of what it said is refused.
5. Whoever follows the changes learns of it.
"""

from __future__ import annotations

import random

import pytest

from holdfast.domain.facts import FactSelection, Stated
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import MESSAGES, SUMMARISING
from holdfast.domain.messages import FormerContent
from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.summaries import NewSummary
from holdfast.errors import NotFound
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Storage
from holdfast.storage.removal import Removal
from holdfast.storage.transfer import TABLES
from tests.storage.enriched import set_terms
from tests.storage.samples import (
    FAR_AHEAD,
    LONG_AGO,
    contents,
    decoded,
    live,
    message,
    say,
    session_of,
    summarise,
    user_of,
)


async def uuids(storage: Storage, session_id: str) -> list[str]:
    return [found.uuid for found in await live(storage, session_id)]


async def revisions(storage: Storage) -> int:
    (table,) = [table for table in TABLES if table.name == "message_revisions"]
    return await storage.transfer.count(table)


async def test_what_messages_said_before_comes_along_from_elsewhere(storage: Storage) -> None:
    before = (
        FormerContent(content="one", metadata=EncodedMetadata(b'{"a":1}'), updated_at=LONG_AGO, ended_at=LONG_AGO),
        FormerContent(content="two", updated_at=LONG_AGO, ended_at=FAR_AHEAD),
    )
    uuid = new_uuid()
    new = [message("plain"), message("three", uuid=uuid, former=before)]
    session = (await storage.messages.append("s", new, steps=())).result.session
    assert [each.revision for each in await live(storage, "s")] == [0, 2]
    assert await storage.messages.former(session, [1, 2, 3]) == {2: list(before)}
    # An edit goes on from there.
    assert (await storage.messages.revise("s", uuid, "four", steps=())).revision == 3
    assert [each.content for each in (await storage.messages.former(session, [2]))[2]] == ["one", "two", "three"]
    # Once more it is stored already.
    again = (await storage.messages.append("s", [message("four", uuid=uuid, former=before)], steps=())).result
    assert again.last < again.first
    await storage.messages.delete("s", uuid)
    assert await storage.messages.former(session, [2]) == {}
    assert await storage.messages.former(session, []) == {}
    assert await storage.check() in ([], ["ok"])


async def test_a_deleted_message_is_gone_for_every_reader(storage: Storage) -> None:
    appended = await say(storage, "s", "one", "two", "three")
    session = appended.session
    await set_terms(storage.messages, session, {2: b"t"}, analyzer=1)
    uuid = (await uuids(storage, "s"))[1]
    await storage.messages.delete("s", uuid)
    assert await contents(storage, "s") == ["one", "three"]
    assert (await storage.messages.page("s", offset=1, limit=5)).total_count == 2
    assert [m.content for m in await storage.messages.span(session, after=0, limit=9)] == ["one", "three"]
    assert list(await storage.messages.at([(session, 1), (session, 2)])) == [(session, 1)]
    assert [row.position for row in await storage.features.rows([(session, 1, 3)], analyzer=1, model="m")] == [1, 3]
    with pytest.raises(NotFound):
        await storage.messages.get("s", uuid)
    for call in (
        storage.messages.delete("s", uuid),
        storage.messages.revise("s", uuid, "x", steps=()),
        storage.messages.merge_metadata("s", uuid, {"a": 1}),
    ):
        with pytest.raises(NotFound):
            await call
    extent = await storage.sessions.extent("s")
    assert extent is not None
    assert (extent.first, extent.last, extent.removed, extent.edition, extent.count) == (1, 3, 1, 1, 2)
    assert await storage.check() == []


async def test_only_a_message_of_that_session_is_deleted_or_edited(storage: Storage) -> None:
    await say(storage, "s", "one")
    await say(storage, "other", "two")
    (uuid,) = await uuids(storage, "s")
    for session_id in ("other", "nobody"):
        with pytest.raises(NotFound):
            await storage.messages.delete(session_id, uuid)
        with pytest.raises(NotFound):
            await storage.messages.revise(session_id, uuid, "x", steps=())
    assert await contents(storage, "s") == ["one"]


@pytest.mark.parametrize("seed", range(4))
async def test_pages_windows_and_counts_are_exact_with_gaps(storage: Storage, seed: int) -> None:
    chance = random.Random(seed)
    session = (await say(storage, "s", *map(str, range(12)))).session
    true = [str(number) for number in range(12)]
    for step in range(8):
        if chance.random() < 0.3:
            await say(storage, "s", f"more {step}")
            true.append(f"more {step}")
        at = chance.randrange(len(true))
        await storage.messages.delete("s", (await uuids(storage, "s"))[at])
        del true[at]
        for offset in range(0, len(true) + 2, 3):
            page = await storage.messages.page("s", offset=offset, limit=3)
            assert ([m.content for m in page.messages], page.total_count) == (true[offset : offset + 3], len(true))
        for window in (1, 3, 50):
            for lastn in (0, window):
                memory = await storage.messages.memory("s", window=window, lastn=lastn)
                assert [m.content for m in memory.messages] == true[-window:]
        assert await storage.summaries.unsummarised([session]) == {session: len(true)}
        first = await storage.messages.span(session, after=0, limit=5)
        rest = await storage.messages.span(session, after=first[-1].position, limit=50)
        assert ([m.content for m in first], [m.content for m in rest]) == (true[:5], true[5:])
    assert await storage.check() == []


async def test_a_memory_after_a_summary_counts_what_is_there(storage: Storage) -> None:
    session = (await say(storage, "s", *map(str, range(10)))).session
    await summarise(storage, session, 4)
    for at in (8, 6):
        await storage.messages.delete("s", (await uuids(storage, "s"))[at])
    assert await storage.summaries.unsummarised([session]) == {session: 4}
    memory = await storage.messages.memory("s", window=9, lastn=0)
    assert ([m.content for m in memory.messages], memory.summary is not None) == (["4", "5", "7", "9"], True)


async def test_a_call_is_found_beyond_a_gap(storage: Storage) -> None:
    roles = ["user", "assistant", "user", "tool"]
    await storage.messages.append("s", [message(role, role=role) for role in roles], steps=())
    await storage.messages.delete("s", (await uuids(storage, "s"))[2])
    memory = await storage.messages.memory("s", window=1, lastn=0)
    assert [m.role for m in memory.messages] == ["assistant", "tool"]


async def test_all_messages_of_a_session_may_be_deleted(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    for uuid in await uuids(storage, "s"):
        await storage.messages.delete("s", uuid)
    assert await contents(storage, "s") == []
    await say(storage, "s", "three")
    assert await contents(storage, "s") == ["three"]
    await storage.sessions.delete("s")
    await say(storage, "s", "four")
    assert (await storage.messages.page("s", offset=0, limit=9)).total_count == 1


@pytest.mark.parametrize("where", ["s", "other"])
async def test_the_uuid_of_a_deleted_message_is_free(storage: Storage, where: str) -> None:
    uuid = new_uuid()
    await storage.messages.append("s", [message("one", uuid=uuid)], steps=())
    await storage.messages.delete("s", uuid)
    await storage.messages.append(where, [message("two", uuid=uuid)], steps=())
    assert await contents(storage, where) == ["two"]
    await storage.purge(receipts_before=LONG_AGO)
    assert await contents(storage, where) == ["two"]


async def test_what_was_said_is_kept_until_the_purge(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    one, two = await uuids(storage, "s")
    for content in ("first", "second"):
        await storage.messages.revise("s", one, content, steps=())
    await storage.messages.revise("s", two, "third", steps=())
    await storage.messages.delete("s", one)
    assert await revisions(storage) == 4
    assert (await storage.purge(receipts_before=LONG_AGO)).messages == 1
    assert await revisions(storage) == 1
    await storage.sessions.delete("s")
    await storage.purge(receipts_before=LONG_AGO)
    assert await revisions(storage) == 0
    assert await storage.check() == []


async def test_the_purge_leaves_what_living_messages_said_before(storage: Storage) -> None:
    await say(storage, "s", "dead", "dead")
    await storage.messages.revise("s", (await uuids(storage, "s"))[0], "dead too", steps=())
    await storage.sessions.delete("s")
    session = (await say(storage, "s", "one")).session
    await storage.messages.revise("s", (await uuids(storage, "s"))[0], "two", steps=())
    await storage.purge(receipts_before=LONG_AGO)
    assert await revisions(storage) == 1
    former = await storage.messages.former(session, [1, 2, 3])
    assert {position: [each.content for each in found] for position, found in former.items()} == {3: ["one"]}


async def test_what_messages_of_a_deleted_user_said_before_is_gone_at_once(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await user_of(storage, "u")
    session = (await session_of(storage, "s", user_id="u")).id
    await say(storage, "s", "one")
    await storage.messages.revise("s", (await uuids(storage, "s"))[0], "two", steps=())
    with monkeypatch.context() as held:
        held.setattr(Removal, "begin", lambda _: None)
        await storage.users.delete("u")
    assert await storage.messages.former(session, [1]) == {}


async def test_revisions_go_with_their_user(storage: Storage) -> None:
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    await say(storage, "s", "one", "two")
    one, two = await uuids(storage, "s")
    await storage.messages.revise("s", one, "first", steps=())
    await storage.messages.delete("s", two)
    await storage.users.delete("u")
    await storage.purge(receipts_before=LONG_AGO)
    assert await revisions(storage) == 0
    assert await storage.check() == []


async def test_an_edited_message_says_something_else(storage: Storage) -> None:
    given = message("one", metadata={"a": 1, "system": {"entities": []}}, token_count=5, name="Ada")
    await storage.messages.append("s", [given], steps=())
    (before,) = await live(storage, "s")
    session = (await storage.sessions.get("s")).id
    await set_terms(storage.messages, session, {1: b"t"}, analyzer=1)
    after = await storage.messages.revise("s", before.uuid, "other", {"b": 2, "system": {"no": 1}}, steps=("tokens",))
    assert after == (await live(storage, "s"))[0]
    assert (after.content, after.token_count, after.revision, after.name) == ("other", 0, 1, "Ada")
    assert decoded(after.metadata) == {"a": 1, "b": 2}
    assert after.updated_at > before.updated_at
    assert (after.uuid, after.position, after.created_at) == (before.uuid, before.position, before.created_at)
    (row,) = await storage.features.rows([(session, 1, 1)], analyzer=1, model="m")
    assert (row.terms, row.content) == (None, "other")
    assert [(j.kind, j.first, j.last, j.steps) for j in await storage.jobs.pending(session)] == [
        (MESSAGES, 1, 1, ("tokens",))
    ]


async def test_an_edit_to_what_it_says_changes_metadata_only(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    (uuid,) = await uuids(storage, "s")
    same = await storage.messages.revise("s", uuid, "one", {"a": 1}, steps=("tokens",))
    assert (same.revision, decoded(same.metadata)) == (0, {"a": 1})
    assert (await storage.sessions.edition(session), await storage.jobs.pending(session)) == (0, [])


async def test_what_was_found_in_the_former_content_is_dropped(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two")).session
    await storage.messages.revise("s", (await uuids(storage, "s"))[0], "other", steps=())

    def found(position: int, revision: int | None) -> MessageResult:
        return MessageResult(
            session=session, position=position, revision=revision, token_count=7, findings={"n": 1}, terms=b"t"
        )

    await storage.messages.record([found(1, 0), found(2, 0)], analyzer=1)
    one, two = await live(storage, "s")
    assert (one.token_count, one.metadata, two.token_count) == (0, None, 7)
    rows = await storage.features.rows([(session, 1, 2)], analyzer=1, model="m")
    assert [row.terms for row in rows] == [None, b"t"]
    await storage.messages.record([found(1, 1)], analyzer=1)
    assert (await live(storage, "s"))[0].token_count == 7


@pytest.mark.parametrize("deletes", [True, False])
async def test_summaries_that_had_folded_it_are_gone(storage: Storage, *, deletes: bool) -> None:
    session = (await say(storage, "s", *map(str, range(9)))).session
    first = await summarise(storage, session, 3)
    second = await summarise(storage, session, 6, base=first.id)

    async def change(at: int) -> None:
        uuid = (await uuids(storage, "s"))[at]
        if deletes:
            await storage.messages.delete("s", uuid, summarising=("summary",))
        else:
            await storage.messages.revise("s", uuid, f"other {at}", steps=(), summarising=("summary",))

    await change(7)
    assert await storage.summaries.newest(session) == second
    assert await storage.jobs.pending(session) == []
    await change(4)
    assert await storage.summaries.of_session(session) == [first]
    (job,) = await storage.jobs.pending(session)
    assert (job.kind, job.steps) == (SUMMARISING, ("summary",))
    await change(1)
    assert await storage.summaries.of_session(session) == []
    assert len(await storage.jobs.pending(session)) == 1


async def test_a_summary_of_what_was_said_before_is_refused(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two", "three")).session
    edition = await storage.sessions.edition(session)
    await storage.messages.delete("s", (await uuids(storage, "s"))[0])
    late = NewSummary(base=0, point=2, content="one and two", token_count=3, edition=edition)
    assert await storage.summaries.add(session, late) is None
    fresh = NewSummary(base=0, point=2, content="two", token_count=1, edition=await storage.sessions.edition(session))
    assert await storage.summaries.add(session, fresh) is not None


@pytest.mark.parametrize("deletes", [True, False])
async def test_facts_that_rest_on_it_are_gone(storage: Storage, *, deletes: bool) -> None:
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    session = (await say(storage, "s", "I live in Dundee.", "I am vegan.")).session

    def stated(position: int, text: str, slot: str, value: str) -> Stated:
        return Stated(
            session=session, position=position, number=0, start=0, end=len(text), text=text, slot=slot, value=value,
            ends=False, said_at=LONG_AGO, valid_at=LONG_AGO,
        )  # fmt: skip

    found = [stated(1, "I live in Dundee.", "home", "Dundee"), stated(2, "I am vegan.", "diet", "vegan")]
    assert await storage.facts.record(found, actor="rules") == 2
    uuid = (await uuids(storage, "s"))[0]
    if deletes:
        await storage.messages.delete("s", uuid)
    else:
        await storage.messages.revise("s", uuid, "other", steps=())
    facts = await storage.facts.page(FactSelection(user_id="u"), limit=9)
    assert [fact.value for fact in facts] == ["vegan"]


async def test_followers_learn_of_it(storage: Storage) -> None:
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    session = (await say(storage, "s", "one", "two", "three")).session
    revision = (await storage.session_changes.since(None)).revision
    one, two, _ = await uuids(storage, "s")
    await storage.messages.delete("s", one)
    await storage.messages.revise("s", two, "other", steps=())
    for user_id in (None, "u"):
        for asked in (revision, None):
            told = await storage.session_changes.since(asked, user_id=user_id)
            states = [c for c in told.changes if c.kind is ChangeKind.MESSAGES and c.session == session]
            assert [(c.first, c.last, c.edition, c.removed) for c in states] == [(1, 3, 2, 1)]
    await storage.sessions.delete("s")
    await say(storage, "s", "four")
    (state,) = [c for c in (await storage.session_changes.since(revision)).changes if c.kind is ChangeKind.MESSAGES]
    assert (state.first, state.last, state.edition, state.removed) == (4, 4, 2, 0)


async def test_of_a_deleted_message_no_former_contents_are_told(storage: Storage) -> None:
    sessions = [(await say(storage, name, "one", "two")).session for name in ("s", "other")]
    for name in ("s", "other"):
        for found in await live(storage, name):
            await storage.messages.revise(name, found.uuid, f"{found.content} of {name}", steps=())
    await storage.messages.delete("s", (await live(storage, "s"))[0].uuid)
    told = [await storage.messages.former(session, [1, 2]) for session in sessions]
    assert [{place: [each.content for each in some] for place, some in one.items()} for one in told] == [
        {2: ["two"]}, {1: ["one"], 2: ["two"]},
    ]  # fmt: skip
