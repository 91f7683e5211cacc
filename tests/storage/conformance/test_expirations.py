"""Sessions and messages that expire, and those that are not to be remembered.

1. What has expired is gone when it was settled: a session with all that it has, whose name is free then; a message
   like one that was deleted by itself, with what it said before.  What is still to come stays.
2. What this process stores is known at once, what another one stored soon; a restart changes nothing.
3. A session that is not to be remembered is told of to nobody who follows the changes of a user or of all; no facts
   are made of it.  Of a single message that is so, the index is told.
4. Both can be changed and taken back.
"""

from __future__ import annotations

import asyncio
import math
from types import SimpleNamespace

import pytest

from holdfast.domain.facts import FactSelection, NewFact
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import SUMMARISING
from holdfast.domain.retention import RetentionChange
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import datetime_of
from holdfast.errors import AlreadyExists, InvalidRequest, NotFound
from holdfast.storage import expirations
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.expirations import Expired
from holdfast.storage.contract.storage import Storage
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.nouns import fact_writes as sqlite_fact_writes
from holdfast.storage.transfer import TABLES
from tests.storage.deadline import until
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
    stated,
    summarise,
    user_of,
)

NEVER = RetentionChange(expires_at=None)
FORGETFUL = RetentionChange(remember=False)


async def rows(storage: Storage, name: str) -> int:
    (table,) = [table for table in TABLES if table.name == name]
    return await storage.transfer.count(table)


async def facts(storage: Storage, user_id: str) -> list[str]:
    return [fact.text for fact in await storage.facts.page(FactSelection(user_id=user_id), limit=99)]


async def test_an_expired_session_is_gone_with_all_that_it_has(storage: Storage) -> None:
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u", expires_at=LONG_AGO)
    appended = await say(storage, "s", "I live in Rome.", "two")
    await storage.facts.record([stated(appended.session, 1, "I live in Rome.")], actor="rules")
    await say(storage, "other", "stays")
    revision = (await storage.session_changes.since(None, user_id="u")).revision
    assert storage.expirations.may_be_due()
    assert await storage.expirations.settle() == Expired(sessions=1)
    with pytest.raises(NotFound):
        await storage.sessions.get("s")
    assert await contents(storage, "s") == []
    assert await facts(storage, "u") == []
    assert [session.session_id for session in await storage.sessions.page(after=0, limit=9)] == ["other"]
    told = (await storage.session_changes.since(revision, user_id="u")).changes
    assert any(change.session == appended.session and change.first > change.last for change in told)
    # Its name is free, and what comes under it is a session of its own, that does not expire.
    assert (await say(storage, "s", "anew")).session != appended.session
    assert await storage.expirations.settle() == Expired()
    assert await contents(storage, "s") == ["anew"]

    async def is_removed() -> bool:
        return await rows(storage, "messages") == 2

    await until(is_removed)
    assert await storage.check() in ([], ["ok"])


async def test_a_deleted_session_that_expires_does_not_come_back(storage: Storage) -> None:
    first = await session_of(storage, "s", expires_at=LONG_AGO)
    await storage.sessions.delete("s")
    await storage.expirations.settle()
    assert (await say(storage, "s", "anew")).session != first.id


async def test_an_expired_message_is_gone_like_a_deleted_one(storage: Storage) -> None:
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    new = [message("one"), message("I live in Rome.", expires_at=LONG_AGO), message("three", expires_at=LONG_AGO)]
    chosen = message("four", uuid=new_uuid())
    appended = (await storage.messages.append("s", [*new, chosen], steps=())).result
    await set_terms(storage.messages, appended.session, {1: b"terms", 2: b"terms"}, analyzer=1)
    # In another session something expires at the same position.
    await storage.messages.append("other", [message(), message(expires_at=LONG_AGO)], steps=())
    uuid = (await live(storage, "s"))[1].uuid
    for position, text in ((2, "I live in Rome."), (3, "three")):
        await storage.facts.record([stated(appended.session, position, text)], actor="rules")
    await summarise(storage, appended.session, 1)
    await summarise(storage, appended.session, 2, base=(await storage.summaries.of_session(appended.session))[0].id)
    assert await storage.expirations.settle(summarising=("summary",)) == Expired(messages=3)
    assert await contents(storage, "s") == ["one", "four"]
    found = await storage.features.rows([(appended.session, 1, 9)], analyzer=1, model="")
    assert [(row.position, row.terms) for row in found] == [(1, b"terms"), (4, None)]
    assert await storage.check() in ([], ["ok"])
    assert (await storage.messages.page("s", offset=0, limit=1)).total_count == 2
    assert await facts(storage, "u") == []
    assert [summary.point for summary in await storage.summaries.of_session(appended.session)] == [1]
    jobs = await storage.jobs.claim(limit=9, lease=9.0, kind=SUMMARISING)
    assert [(job.scope, job.first, tuple(job.steps)) for job in jobs] == [(appended.session, 2, ("summary",))]
    extent = await storage.sessions.extent("s")
    assert extent is not None
    assert (extent.count, extent.removed, extent.edition) == (2, 2, 1)
    assert await rows(storage, "messages") == 3
    again = (await storage.messages.append("s", [message("five", uuid=uuid)], steps=())).result
    assert again.first == 5
    with pytest.raises(AlreadyExists):
        await storage.messages.append("other", [chosen], steps=())


async def test_what_it_said_before_is_gone_too(storage: Storage) -> None:
    new = [message("stays"), message("before", expires_at=LONG_AGO)]
    session = (await storage.messages.append("s", new, steps=())).result.session
    other = (await say(storage, "other", "of", "others")).session
    for name in ("s", "other"):
        for found in await live(storage, name):
            await storage.messages.revise(name, found.uuid, "after", steps=())
    await storage.expirations.settle()
    (table,) = [table for table in TABLES if table.name == "message_revisions"]
    kept = [row[table.columns.index("content")] for row in await storage.transfer.read(table, after=None, limit=9)]
    assert [content for content in kept if content] == ["stays", "of", "others"]
    assert [one.content for one in (await storage.messages.former(session, [1]))[1]] == ["stays"]
    assert list(await storage.messages.former(other, [1, 2])) == [1, 2]


async def test_a_message_of_a_deleted_session_is_removed_when_it_expires(storage: Storage) -> None:
    new = [message("x", expires_at=LONG_AGO), message("y")]
    session = (await storage.messages.append("s", new, steps=())).result.session
    await storage.sessions.delete("s")
    await say(storage, "s", "back")
    kept = await summarise(storage, session, 3)
    assert await storage.expirations.settle() == Expired(messages=1)
    assert await rows(storage, "messages") == 2
    assert await contents(storage, "s") == ["back"]
    assert await storage.summaries.of_session(session) == [kept]


async def test_what_expired_in_a_deleted_session_does_not_come_back_with_it(storage: Storage) -> None:
    new = [message("one"), message("two", expires_at=LONG_AGO), message("three")]
    session = (await storage.messages.append("s", new, steps=())).result.session
    first = await summarise(storage, session, 1)
    await summarise(storage, session, 2, base=first.id)
    other = (await say(storage, "other", "one", "two", "three")).session
    kept = await summarise(storage, other, 3)
    await storage.sessions.delete("s")
    await storage.expirations.settle()
    await storage.sessions.restore("s", steps=())
    assert await storage.summaries.of_session(other) == [kept]
    assert await contents(storage, "s") == ["one", "three"]
    assert [summary.point for summary in await storage.summaries.of_session(session)] == [1]
    assert await storage.check() in ([], ["ok"])


async def test_an_expired_session_cannot_be_restored(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Removal, "begin", lambda _: None)  # so that its rows stay
    for name in ("s", "deleted"):
        await session_of(storage, name, expires_at=LONG_AGO)
        await say(storage, name, "x", "y")
        await storage.messages.delete(name, (await live(storage, name))[0].uuid)
    await storage.sessions.delete("deleted")
    async with asyncio.timeout(60):
        assert await storage.expirations.settle() == Expired(sessions=2)
    for name in ("s", "deleted"):
        with pytest.raises(NotFound):
            await storage.sessions.restore(name, steps=())
    assert await storage.check() == []


async def test_the_database_is_sound_whatever_way_a_message_comes_to_expire(storage: Storage) -> None:
    late = [message(text, expires_at=f"2999-01-0{day}T00:00:00.000000Z") for day, text in ((2, "late"), (3, "later"))]
    await storage.messages.append("s", [message("one", expires_at=FAR_AHEAD), message("two"), *late], steps=())
    first, second, *_ = await live(storage, "s")
    assert await storage.check() in ([], ["ok"])
    await storage.messages.delete("s", first.uuid)
    await storage.messages.retain("s", second.uuid, RetentionChange(expires_at=LONG_AGO), steps=())
    assert await storage.check() in ([], ["ok"])
    assert await storage.expirations.settle() == Expired(messages=1)
    assert await storage.check() in ([], ["ok"])
    await storage.messages.restore("s", first.uuid, steps=())
    assert await contents(storage, "s") == ["one", "late", "later"]
    assert await storage.check() in ([], ["ok"])
    chosen = message("three", uuid="8c4d6d40-6f0a-4f0e-9d2c-3b6f8f0c0001", expires_at=FAR_AHEAD)
    await storage.messages.append("other", [chosen], steps=())
    assert await storage.check() in ([], ["ok"])


async def test_very_many_expire_in_pieces(storage: Storage) -> None:
    await storage.messages.append("s", [message(str(n), expires_at=LONG_AGO) for n in range(450)], steps=())
    for number in range(60):
        await session_of(storage, f"gone-{number}", expires_at=LONG_AGO)
    await say(storage, "s", "stays")
    assert await storage.expirations.settle() == Expired(sessions=60, messages=450)
    assert await contents(storage, "s") == ["stays"]


async def test_what_is_to_come_stays(storage: Storage) -> None:
    await session_of(storage, "s", expires_at=FAR_AHEAD)
    await storage.messages.append("s", [message("x", expires_at=FAR_AHEAD)], steps=())
    assert await storage.expirations.settle() == Expired()
    assert await contents(storage, "s") == ["x"]
    assert (await storage.sessions.get("s")).expires_at == FAR_AHEAD
    assert (await live(storage, "s"))[0].expires_at == FAR_AHEAD
    assert not storage.expirations.may_be_due()
    # What is stored in this process is known at once.
    await storage.messages.append("s", [message("y", expires_at=LONG_AGO)], steps=())
    assert storage.expirations.may_be_due()


async def test_another_process_learns_of_what_expires(storage: Storage, other: Storage) -> None:
    assert await other.expirations.settle() == Expired()
    await session_of(storage, "s", expires_at=LONG_AGO)
    if other.shared:

        async def is_due() -> bool:
            return other.expirations.may_be_due()

        await until(is_due)
        assert await other.expirations.settle() == Expired(sessions=1)
    else:  # a process that is started later
        assert await storage.expirations.settle() == Expired(sessions=1)


async def test_a_restart_changes_nothing(storage: Storage) -> None:
    await session_of(storage, "s", expires_at=LONG_AGO)
    await storage.stop()
    await storage.start()
    assert await storage.expirations.settle() == Expired(sessions=1)


async def test_what_a_process_stores_itself_is_known_to_it_at_once(storage: Storage) -> None:
    gone = RetentionChange(expires_at=LONG_AGO)
    for name in ("created", "created with others", "changed", "message"):
        await storage.expirations.settle()
        if name == "created":
            await session_of(storage, name, expires_at=LONG_AGO)
        elif name == "created with others":
            await storage.sessions.create_all([NewSession(session_id=name, expires_at=LONG_AGO)])
        elif name == "changed":
            await session_of(storage, name)
            await storage.sessions.merge_metadata(name, None, retention=gone)
        else:
            await say(storage, name, "x")
            await storage.messages.retain(name, (await live(storage, name))[0].uuid, gone, steps=())
        assert storage.expirations.may_be_due(), name
        assert (await storage.expirations.settle()).total == 1
    await storage.messages.append("s", [message("x", expires_at=LONG_AGO)], steps=())
    assert storage.expirations.may_be_due()


async def test_a_restored_message_expires_in_time(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    await storage.messages.append("s", [message("x", expires_at=FAR_AHEAD), message(expires_at=LONG_AGO)], steps=())
    uuid = (await live(storage, "s"))[0].uuid
    await storage.messages.delete("s", uuid)
    assert await storage.expirations.settle() == Expired(messages=1)
    clock = SimpleNamespace(time=lambda: datetime_of(FAR_AHEAD).timestamp(), monotonic=lambda: -math.inf)
    monkeypatch.setattr(expirations, "time", clock)
    assert not storage.expirations.may_be_due()
    await storage.messages.restore("s", uuid, steps=())
    assert storage.expirations.may_be_due()


async def test_the_time_can_be_changed_and_taken_back(storage: Storage) -> None:
    await session_of(storage, "s")
    session = await storage.sessions.merge_metadata("s", None, retention=RetentionChange(expires_at=LONG_AGO))
    assert session.expires_at == LONG_AGO
    assert (await storage.sessions.merge_metadata("s", {"a": 1})).expires_at == LONG_AGO
    assert (await storage.sessions.merge_metadata("s", None, retention=NEVER)).expires_at is None
    await say(storage, "s", "x")
    (uuid,) = [found.uuid for found in await live(storage, "s")]
    changed = await storage.messages.retain("s", uuid, RetentionChange(expires_at=LONG_AGO), steps=())
    assert changed.expires_at == LONG_AGO
    assert (await storage.messages.retain("s", uuid, NEVER, steps=())).expires_at is None
    assert await storage.expirations.settle() == Expired()
    assert await contents(storage, "s") == ["x"]
    with pytest.raises(NotFound):
        await storage.messages.retain("other", uuid, NEVER, steps=())


async def test_whoever_follows_wide_changes_is_not_told_of_what_is_not_to_be_remembered(storage: Storage) -> None:
    await user_of(storage, "u")
    session = await session_of(storage, "s", user_id="u", remember=False)
    assert session.remember is False
    revision = (await storage.session_changes.since(None)).revision
    await say(storage, "s", "one", "two")
    await summarise(storage, session.id, 1)
    for user_id in (None, "u"):
        assert [c for c in (await storage.session_changes.since(revision, user_id=user_id)).changes if c.kind < 2] == []
        for summaries in (False, True):
            everything = await storage.session_changes.since(None, user_id=user_id, summaries=summaries)
            assert everything.changes == []
    extent = await storage.sessions.extent("s")
    assert extent is not None
    assert not extent.remember
    assert [bool(each.remember) for each in await storage.sessions.extents_of_user("u")] == [False]
    assert len(await storage.summaries.rows([(session.id, 1, 99)], model="")) == 1
    assert await storage.summaries.rows([(session.id, 1, 99)], model="", remembered=True) == []


async def test_when_a_session_is_to_be_remembered_again_that_is_told(storage: Storage) -> None:
    await user_of(storage, "u")
    session = await session_of(storage, "s", user_id="u")
    await say(storage, "s", "one", "two")
    summary = await summarise(storage, session.id, 1)
    revision = (await storage.session_changes.since(None)).revision
    assert (await storage.sessions.merge_metadata("s", None, retention=FORGETFUL)).remember is False
    told = [c for c in (await storage.session_changes.since(revision)).changes if c.kind is ChangeKind.MESSAGES]
    # As if each message had been deleted by itself: the edition has moved, and nothing is left.
    assert [(c.first, c.last, c.edition, c.removed) for c in told] == [(1, 2, 1, 2)]
    await say(storage, "s", "three")
    remembered = RetentionChange(remember=True)
    assert (await storage.sessions.merge_metadata("s", None, retention=remembered)).remember is True
    for user_id in (None, "u"):
        told = (await storage.session_changes.since(revision, user_id=user_id)).changes
        assert (session.id, 1, 3, 2, 0) in [
            (c.session, c.first, c.last, c.edition, c.removed) for c in told if c.kind is ChangeKind.MESSAGES
        ]
        assert summary.id in [c.last for c in told if c.kind is ChangeKind.SUMMARIES]


async def test_no_facts_are_made_of_what_is_not_to_be_remembered(storage: Storage) -> None:
    await user_of(storage, "u")
    session = await session_of(storage, "s", user_id="u", remember=False)
    await say(storage, "s", "I live in Oslo.")
    await storage.facts.record([stated(session.id, 1, "I live in Oslo.")], actor="rules")
    assert await facts(storage, "u") == []
    with pytest.raises(InvalidRequest, match="session_id"):
        await storage.facts.add(NewFact(session_id="s", text="It is so."), actor="x")
    new = [message("I live in Bern.", remember=False), message("I live in Rome.")]
    appended = (await storage.messages.append("other", new, steps=())).result
    await storage.sessions.merge_metadata("other", None, user_id="u")
    await storage.facts.record(
        [stated(appended.session, 1, "I live in Bern."), stated(appended.session, 2, "I live in Rome.")], actor="rules"
    )
    assert await facts(storage, "u") == ["I live in Rome."]
    hidden, shown = await live(storage, "other")
    with pytest.raises(InvalidRequest, match="sources"):
        await storage.facts.add(NewFact(user_id="u", text="So.", sources=(hidden.uuid,)), actor="x")
    changed = await storage.messages.retain("other", shown.uuid, FORGETFUL, steps=("facts",))
    assert changed.remember is False
    assert await facts(storage, "u") == []


async def test_facts_go_when_their_session_is_not_to_be_remembered_any_more(storage: Storage) -> None:
    await user_of(storage, "u")
    session = await session_of(storage, "s", user_id="u")
    await say(storage, "s", "I live in Oslo.")
    await storage.facts.record([stated(session.id, 1, "I live in Oslo.")], actor="rules")
    assert await facts(storage, "u") == ["I live in Oslo."]
    await storage.sessions.merge_metadata("s", None, retention=FORGETFUL)
    assert await facts(storage, "u") == []
    assert await storage.check() in ([], ["ok"])


@pytest.mark.parametrize("change", [FORGETFUL, RetentionChange(expires_at=LONG_AGO)])
async def test_very_many_facts_go_in_portions(
    storage: Storage, change: RetentionChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_fact_writes, "TOGETHER", 2)
    await user_of(storage, "u")
    session = await session_of(storage, "s", user_id="u")
    texts = [f"I live in town {number}." for number in range(7)]
    await say(storage, "s", *texts)
    await storage.facts.record([stated(session.id, at, text) for at, text in enumerate(texts, 1)], actor="rules")
    assert await rows(storage, "fact_sources") == 7
    changed = await storage.sessions.merge_metadata("s", {"a": 1}, retention=change)
    assert decoded(changed.metadata) == {"a": 1}
    await storage.expirations.settle()
    assert await rows(storage, "fact_sources") == 0
    assert await contents(storage, "s") == (texts if change is FORGETFUL else [])
    assert await storage.check() in ([], ["ok"])


async def test_an_index_is_told_which_messages_are_not_to_be_remembered(storage: Storage) -> None:
    new = [message("one", remember=False), message("two")]
    session = (await storage.messages.append("s", new, steps=())).result.session
    found = await storage.features.rows([(session, 1, 9)], analyzer=1, model="m")
    assert [bool(row.remember) for row in found] == [False, True]
    extent = await storage.sessions.extent("s")
    assert extent is not None
    uuid = (await live(storage, "s"))[0].uuid
    assert (await storage.messages.retain("s", uuid, RetentionChange(remember=True), steps=())).remember
    # So that indexes are made anew.
    changed = await storage.sessions.extent("s")
    assert changed is not None
    assert changed.edition == extent.edition + 1
