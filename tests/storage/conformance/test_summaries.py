"""Summaries: a chain, each extending the one before; losers of a race are told so."""

from __future__ import annotations

import asyncio

from holdfast.domain.summaries import NewSummary
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.samples import LONG_AGO, decoded, live, say, summarise


def extending(base: int, point: int) -> NewSummary:
    return NewSummary(base=base, point=point, content="text", token_count=3)


async def test_a_stored_summary_is_returned_as_it_is_read_back(storage: Storage) -> None:
    await say(storage, "earlier", "one", "two")
    appended = await say(storage, "s", "one", "two")
    _, two = await live(storage, "s")
    summary = await storage.summaries.add(appended.session, extending(0, 2))
    assert summary is not None
    assert await storage.summaries.newest(appended.session) == summary
    # The first message may be the last one that a summary has folded.
    session = (await storage.sessions.get("earlier")).id
    first = await summarise(storage, session, 1)
    assert await storage.summaries.unsummarised([session, appended.session]) == {session: 1, appended.session: 0}
    assert await storage.summaries.at(session, 1) == first
    assert (summary.point, summary.point_uuid, summary.content, summary.token_count) == (2, two.uuid, "text", 3)


async def vectors(storage: Storage, session: int, *, model: str) -> dict[int, bytes | None]:
    rows = await storage.summaries.rows([(session, 1, 10**9)], model=model)
    return {row.summary.id: row.vector for row in rows}


async def test_summaries_of_many_sessions_are_read_span_after_span(storage: Storage) -> None:
    made = []
    for name in "stuvwxyz":
        session = (await say(storage, name, *"abcd")).session
        first = await summarise(storage, session, 2)
        made.append((session, first, await summarise(storage, session, 4, base=first.id)))
    spans = [(session, second.id, second.id) for session, _, second in reversed(made)]
    rows = await storage.summaries.rows([*spans, (made[0][0], 1, made[0][2].id)], model="m")
    expected = [(session, second) for session, _, second in reversed(made)]
    expected += [(made[0][0], made[0][1]), (made[0][0], made[0][2])]
    assert [(row.session, row.summary) for row in rows] == expected
    assert await storage.summaries.rows([], model="m") == []


async def test_vectors_of_summaries_are_kept_by_model_and_only_the_latest(storage: Storage) -> None:
    session = (await say(storage, "s", *"abcd")).session
    first = await summarise(storage, session, 2)
    second = await summarise(storage, session, 4, base=first.id)
    await storage.summaries.set_vector(session, first.id, b"one", model="old")
    await storage.summaries.set_vector(session, first.id, b"two", model="new")
    await storage.summaries.set_vector(session, second.id, b"three", model="old")
    assert await vectors(storage, session, model="new") == {first.id: b"two", second.id: None}
    assert await vectors(storage, session, model="old") == {first.id: None, second.id: b"three"}
    assert await storage.summaries.of_session(session) == [first, second]
    await storage.summaries.set_findings(session, first.id, {"n": 1})
    changed, unchanged = await storage.summaries.of_session(session)
    assert (changed.id, unchanged) == (first.id, second)


async def test_a_summary_may_come_with_its_vector(storage: Storage) -> None:
    session = (await say(storage, "s", *"abcd")).session
    known = NewSummary(base=0, point=2, content="text", token_count=3, model="m", vector=b"one")
    first = await storage.summaries.add(session, known)
    assert first is not None
    assert await vectors(storage, session, model="m") == {first.id: b"one"}
    assert await vectors(storage, session, model="old") == {first.id: None}
    await storage.summaries.set_vector(session, first.id, b"two", model="m")
    assert await vectors(storage, session, model="m") == {first.id: b"two"}


async def test_vectors_of_summaries_that_are_gone_are_neither_written_nor_found(storage: Storage) -> None:
    session = (await say(storage, "s", *"ab")).session
    summary = await summarise(storage, session, 2)
    await storage.summaries.set_vector(session, summary.id, b"one", model="m")
    await storage.sessions.delete("s")
    await storage.summaries.set_vector(session, summary.id, b"two", model="m")
    await storage.summaries.set_vector(4711, summary.id, b"three", model="m")
    await say(storage, "s", "revived")
    assert await vectors(storage, session, model="m") == {}
    assert await vectors(storage, 4711, model="m") == {}


async def test_a_session_without_summaries_has_none(storage: Storage) -> None:
    appended = await say(storage, "s", "one")
    assert await storage.summaries.newest(appended.session) is None
    assert await storage.summaries.of_session(appended.session) == []
    assert await storage.summaries.newest(4711) is None
    assert await storage.summaries.of_session(4711) == []


async def test_summaries_of_a_session_come_oldest_first(storage: Storage) -> None:
    session = (await say(storage, "s", *"abcd")).session
    first = await summarise(storage, session, 2)
    second = await summarise(storage, session, 4, base=first.id)
    assert await storage.summaries.of_session(session) == [first, second]
    assert await storage.summaries.newest(session) == second


async def test_a_summary_on_an_outdated_base_is_not_stored(storage: Storage) -> None:
    session = (await say(storage, "s", *"abcd")).session
    first = await summarise(storage, session, 2)
    assert await storage.summaries.add(session, extending(0, 4)) is None
    assert await storage.summaries.add(session, extending(first.id + 1, 4)) is None
    assert await storage.summaries.of_session(session) == [first]


async def test_a_summary_must_reach_beyond_its_base(storage: Storage) -> None:
    session = (await say(storage, "s", *"abcd")).session
    first = await summarise(storage, session, 2)
    assert await storage.summaries.add(session, extending(first.id, 2)) is None


async def test_a_summary_of_messages_that_are_not_there_is_not_stored(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    assert await storage.summaries.add(session, extending(0, 2)) is None
    assert await storage.summaries.add(4711, extending(0, 1)) is None


async def test_a_summary_for_a_deleted_session_is_not_stored(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    await storage.sessions.delete("s")
    assert await storage.summaries.add(session, extending(0, 1)) is None
    await say(storage, "s", "two")
    assert await storage.summaries.add(session, extending(0, 1)) is None


async def test_deletion_of_the_session_deletes_its_summaries(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    await summarise(storage, session, 1)
    await storage.sessions.delete("s")
    assert await storage.summaries.newest(session) is None
    await say(storage, "s", "two")
    assert await storage.summaries.of_session(session) == []
    assert (await storage.messages.memory("s", window=12, lastn=0)).summary is None


async def test_a_revived_session_starts_a_new_chain(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    old = await summarise(storage, session, 1)
    await storage.sessions.delete("s")
    await say(storage, "s", "two")
    new = await summarise(storage, session, 2)
    assert new.id > old.id
    assert await storage.summaries.of_session(session) == [new]


async def test_findings_merge_under_the_protected_key(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two")).session
    former = await summarise(storage, session, 1)
    await storage.summaries.set_findings(session, former.id, {"former": 1})
    summary = await summarise(storage, session, 2, base=former.id)
    await storage.summaries.set_findings(session, summary.id, {"entities": [1]})
    await storage.summaries.set_findings(session, summary.id, {"intent": "x", "entities": [2]})
    newest = await storage.summaries.newest(session)
    assert newest is not None
    assert decoded(newest.metadata) == {"system": {"entities": [2], "intent": "x"}}


async def test_findings_for_a_summary_that_is_gone_are_dropped(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    old = await summarise(storage, session, 1)
    await storage.sessions.delete("s")
    await say(storage, "s", "two")
    new = await summarise(storage, session, 2)
    await storage.summaries.set_findings(session, old.id, {"a": 1})
    await storage.summaries.set_findings(session, 4711, {"a": 1})
    await storage.summaries.set_findings(4711, new.id, {"a": 1})
    newest = await storage.summaries.newest(session)
    assert newest is not None
    assert newest.metadata is None


async def test_a_summary_is_found_at_its_point(storage: Storage) -> None:
    session = (await say(storage, "s", *"abcd")).session
    first = await summarise(storage, session, 2)
    assert await storage.summaries.at(session, 2) == first
    assert await storage.summaries.at(session, 1) is None
    await storage.sessions.delete("s")
    await say(storage, "s", "e")
    assert await storage.summaries.at(session, 2) is None
    only = await summarise(storage, session, 5)
    assert await storage.summaries.at(session, 5) == only


async def test_messages_after_the_newest_summary_are_counted_by_session(storage: Storage) -> None:
    plain = (await say(storage, "plain", *"abc")).session
    folded = (await say(storage, "folded", *"abcde")).session
    await summarise(storage, folded, 4)
    gone = (await say(storage, "gone", "a")).session
    await storage.sessions.delete("gone")
    revived = (await say(storage, "revived", *"abc")).session
    await summarise(storage, revived, 1)
    await storage.sessions.delete("revived")
    await say(storage, "revived", "d", "e")
    found = await storage.summaries.unsummarised([plain, folded, gone, revived, 4711])
    assert found == {plain: 3, folded: 1, revived: 2}
    assert await storage.summaries.unsummarised([]) == {}


async def test_a_summary_of_the_first_message_after_a_deletion_is_in_the_memory(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    await storage.sessions.delete("s")
    appended = await say(storage, "s", "three", "four")
    summary = await summarise(storage, appended.session, appended.first)
    memory = await storage.messages.memory("s", window=5, lastn=0)
    assert memory.summary == summary
    assert [message.content for message in memory.messages] == ["four"]
    assert await storage.summaries.newest(appended.session) == summary


async def test_memories_asked_for_together_have_each_its_newest_living_summary(storage: Storage) -> None:
    revived = (await say(storage, "revived", "a", "b")).session
    await summarise(storage, revived, 1)
    await storage.sessions.delete("revived")
    await say(storage, "revived", "c")
    told = (await say(storage, "told", *"abcd")).session
    newest = await summarise(storage, told, 3, base=(await summarise(storage, told, 1)).id)
    again = (await say(storage, "again", "a", "b")).session
    await storage.sessions.delete("again")
    await say(storage, "again", "c", "d")
    first = await summarise(storage, again, 3)
    names = ("revived", "told", "again", "unknown")
    found = await asyncio.gather(*(storage.messages.memory(name, window=9, lastn=0) for name in names))
    assert [memory.summary for memory in found] == [None, newest, first, None]
    assert [[one.content for one in memory.messages] for memory in found] == [["c"], ["d"], ["d"], []]
    assert await storage.summaries.unsummarised([again]) == {again: 1}


async def test_what_is_not_summarised_follows_the_newest_summary(storage: Storage) -> None:
    summarised = (await say(storage, "s", *"abcdefgh")).session
    first = await summarise(storage, summarised, 2)
    await summarise(storage, summarised, 5, base=first.id)
    plain = (await say(storage, "t", *"abc")).session
    assert await storage.summaries.unsummarised([plain, summarised]) == {plain: 3, summarised: 3}
    await storage.messages.delete("s", (await live(storage, "s"))[6].uuid)
    await storage.messages.delete("t", (await live(storage, "t"))[0].uuid)
    assert await storage.summaries.unsummarised([plain, summarised]) == {plain: 2, summarised: 2}


async def test_a_purge_leaves_the_summary_of_the_first_message_that_lives(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two")).session
    await summarise(storage, session, 2, content="dead")
    await storage.sessions.delete("s")
    await say(storage, "s", "three", "four")
    await summarise(storage, session, 3, content="lives")
    await storage.purge(receipts_before=LONG_AGO)
    assert [(summary.point, summary.content) for summary in await storage.summaries.of_session(session)] == [
        (3, "lives")
    ]
    assert await storage.check() == []
    (table,) = [table for table in TABLES if table.name == "summaries"]
    assert await storage.transfer.count(table) == 1
