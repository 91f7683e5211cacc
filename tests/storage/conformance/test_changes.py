"""The log of what happens to sessions.

1. It tells what came and went since a revision, of a user or of all; nothing when nothing happened.
2. Asked for everything, or for more than it keeps, it tells of all live sessions, and says so.
3. Who follows it knows at any time what a look at all sessions would tell.
4. It tells whose metadata changed, of a session too.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from holdfast.domain.facts import NewFact
from holdfast.domain.summaries import NewSummary
from holdfast.storage.contract import changes as contract
from holdfast.storage.contract.changes import Change, ChangeKind, Changes
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.nouns import changes as postgres_changes
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.engine.readers import Reader
from holdfast.storage.sqlite.nouns import changes as sqlite_changes
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.chaos import Chaos
from tests.storage.deadline import until
from tests.storage.enriched import set_findings, set_token_counts
from tests.storage.samples import LONG_AGO, live, say, session_of, user_of


class Follower:
    """Keeps the live messages and the newest summaries of a scope up to date."""

    def __init__(self, storage: Storage, user_id: str | None = None, *, summaries: bool = False) -> None:
        self.storage, self.user_id, self.summaries = storage, user_id, summaries
        self.kind = ChangeKind.SUMMARIES if summaries else ChangeKind.MESSAGES
        self.revision: int | None = None
        self.spans: dict[int, tuple[int, int]] = {}
        self.editions: dict[int, int] = {}
        self.removed: dict[int, int] = {}
        self.complete = 0

    async def look(self) -> dict[int, tuple[int, int]]:
        found = await self.storage.session_changes.since(self.revision, user_id=self.user_id, summaries=self.summaries)
        assert self.revision is None or found.revision >= self.revision or found.complete
        self.revision = found.revision
        if found.complete:
            self.complete += 1
            self.spans = {}
        for change in found.changes:
            self.take(change)
        return {session: span for session, span in self.spans.items() if self.has_some(session, *span)}

    def has_some(self, session: int, first: int, last: int) -> bool:
        """Whether there is anything: all messages of a session that is not to be remembered count as removed."""
        return last - first + 1 > (0 if self.summaries else self.removed.get(session, 0))

    def take(self, change: Change) -> None:
        if change.kind is not self.kind and not (self.summaries and change.kind is ChangeKind.MESSAGES):
            return
        first, last = self.spans.get(change.session, (0, 0))
        if change.edition > self.editions.get(change.session, 0):
            self.editions[change.session] = change.edition
            first = 0
        elif change.edition < self.editions.get(change.session, 0):
            change = msgspec.structs.replace(change, first=0)
        if change.kind is self.kind:
            if change.first >= first:
                self.removed[change.session] = change.removed
            self.spans[change.session] = (max(first, change.first), max(last, change.last))
        elif self.summaries and change.kind is ChangeKind.MESSAGES and change.session in self.spans:
            self.spans[change.session] = (max(first, change.first), last)


def of_kind(found: Changes, kind: ChangeKind) -> list[tuple[int, int, int]]:
    return [(change.session, change.first, change.last) for change in found.changes if change.kind is kind]


async def extents(storage: Storage, user_id: str | None = None) -> dict[int, tuple[int, int]]:
    of = storage.sessions.extents() if user_id is None else storage.sessions.extents_of_user(user_id)
    return {each.session: (each.first, each.last) for each in await of if each.remember and each.count > 0}


async def revision_of(storage: Storage, user_id: str | None = None) -> int:
    return (await storage.session_changes.since(None, user_id=user_id)).revision


async def summarise(storage: Storage, session: int, point: int, base: int = 0) -> int:
    summary = await storage.summaries.add(session, NewSummary(base=base, point=point, content="x", token_count=1))
    assert summary is not None
    return summary.id


async def test_nothing_happened(storage: Storage) -> None:
    await say(storage, "s", "one")
    revision = await revision_of(storage)
    assert (await storage.session_changes.since(revision)).changes == []
    assert (await storage.session_changes.since(await revision_of(storage, "nobody"), user_id="nobody")).changes == []


async def test_messages_come_and_go(storage: Storage) -> None:
    await say(storage, "s", "one")
    (session,) = await extents(storage)
    revision = await revision_of(storage)
    await say(storage, "s", "two", "three")
    await say(storage, "s", "four")
    assert of_kind(await storage.session_changes.since(revision), ChangeKind.MESSAGES) == [(session, 1, 4)]
    await storage.sessions.delete("s")
    ((_, first, last),) = of_kind(await storage.session_changes.since(revision), ChangeKind.MESSAGES)
    assert first > last
    await say(storage, "s", "back")
    assert of_kind(await storage.session_changes.since(revision), ChangeKind.MESSAGES) == [(session, 5, 5)]


async def test_a_restored_session_is_told_of_with_its_summaries(storage: Storage) -> None:
    other = (await say(storage, "other", "one", "two")).session
    session = (await say(storage, "s", "one", "two")).session
    summary = await summarise(storage, session, 2, base=await summarise(storage, session, 1))
    await summarise(storage, other, 1)
    await storage.sessions.delete("other")
    followers = [Follower(storage), Follower(storage, summaries=True)]
    for follower in followers:
        await follower.look()
    await storage.sessions.delete("s")
    late = await storage.session_changes.since(await revision_of(storage))
    assert [await follower.look() for follower in followers[:1]] == [{}]
    await storage.sessions.restore("s", steps=())
    assert [await follower.look() for follower in followers] == [{session: (1, 2)}, {session: (1, summary)}]
    # Whoever hears of both at once, in whatever order, is told the newer of the two.
    since = await storage.session_changes.since(late.revision)
    assert of_kind(since, ChangeKind.MESSAGES) == [(session, 1, 2)]
    assert of_kind(since, ChangeKind.SUMMARIES) == [(session, 1, summary)]
    await storage.sessions.delete("s")
    assert await followers[0].look() == {}
    await storage.sessions.restore("s", steps=())
    await say(storage, "s", "three")
    assert await followers[0].look() == {session: (1, 3)}


async def test_a_user_sees_its_own_sessions_only(storage: Storage) -> None:
    await user_of(storage, "ann")
    mine = (await session_of(storage, "mine", user_id="ann")).id
    revision = await revision_of(storage, "ann")
    await say(storage, "other", "one")
    await say(storage, "mine", "one")
    found = await storage.session_changes.since(revision, user_id="ann")
    assert of_kind(found, ChangeKind.MESSAGES) == [(mine, 1, 1)]
    assert not found.complete


async def test_a_user_sees_a_session_that_it_is_given(storage: Storage) -> None:
    await user_of(storage, "ann")
    session = (await say(storage, "s", "one", "two")).session
    summary = await summarise(storage, session, 1)
    revision = await revision_of(storage, "ann")
    await storage.sessions.merge_metadata("s", {"a": 1})
    assert (await storage.session_changes.since(revision, user_id="ann")).changes == []
    await storage.sessions.merge_metadata("s", None, user_id="ann")
    found = await storage.session_changes.since(revision, user_id="ann")
    assert of_kind(found, ChangeKind.MESSAGES) == [(session, 1, 2)]
    assert of_kind(found, ChangeKind.SUMMARIES) == [(session, 1, summary)]


async def test_many_changes_are_told_as_few_are(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    await user_of(storage, "ann")
    for name in ("mine", "mine too"):
        await session_of(storage, name, user_id="ann")
    for name in ("mine", "mine too", "other"):
        await say(storage, name, "one")
    revision = await revision_of(storage)
    for name in ("mine", "mine too", "other"):
        await say(storage, name, "two", "three")
    other = (await say(storage, "other", "four")).session
    await storage.messages.merge_metadata("other", (await live(storage, "other"))[0].uuid, {"a": 1})
    for session in ("mine", "other"):
        await storage.facts.add(NewFact(session_id=session, text="Likes tea"), actor="a")
    await storage.users.delete("ann")

    async def told() -> list[Changes]:
        of_sessions = [await storage.session_changes.since(revision, user_id=user) for user in (None, "ann")]
        of_facts = [await storage.facts.changes(since) for since in (revision, None)]
        return [*of_sessions, *of_facts, await storage.session_changes.edits(other, revision)]

    few = await told()
    threads = set()

    def merged(changes: Iterable[tuple[int, int, int, int, int, int]]) -> list[Change]:
        threads.add(threading.current_thread())
        return contract.merged(changes)

    for module in (sqlite_changes, postgres_changes):
        monkeypatch.setattr(module, "_CHUNK", 1)
        monkeypatch.setattr(module, "merged", merged)
    many = await told()
    assert threads.isdisjoint({threading.current_thread()})
    # The sessions are buried meanwhile, which is told as it was before.
    assert [set(each.changes) for each in many] == [set(each.changes) for each in few]
    assert all(later.revision >= each.revision for later, each in zip(many, few, strict=True))
    assert [len(each.changes) for each in few] == [4, 2, 2, 1, 1]


async def test_sessions_of_a_deleted_user_are_told_of_once(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Removal, "begin", lambda _: None)  # so that they wait to be buried
    await user_of(storage, "ann")
    await session_of(storage, "mine", user_id="ann")
    session = (await say(storage, "mine", "one")).session
    other = (await say(storage, "other", "one")).session
    revision = await revision_of(storage)
    await storage.users.delete("ann")
    seen = await storage.session_changes.since(revision)
    assert of_kind(seen, ChangeKind.MESSAGES) == [(session, 2, 1)]
    assert (await storage.session_changes.since(revision, user_id="ben")).changes == []

    async def nothing_more() -> bool:
        nonlocal seen
        seen = await storage.session_changes.since(seen.revision)
        return not seen.changes

    # What other transactions are under way with may be told twice.
    await until(nothing_more)
    await say(storage, "other", "two")
    assert of_kind(await storage.session_changes.since(seen.revision), ChangeKind.MESSAGES) == [(other, 1, 2)]


async def test_everything_is_told_of_live_sessions(storage: Storage) -> None:
    await user_of(storage, "ann")
    mine = (await session_of(storage, "mine", user_id="ann")).id
    await say(storage, "mine", "one", "two")
    for name in ("other", "gone"):
        await say(storage, name, "one")
    await session_of(storage, "empty")
    await storage.sessions.delete("gone")
    found = await storage.session_changes.since(None)
    assert found.complete
    assert {session: (first, last) for session, first, last in of_kind(found, ChangeKind.MESSAGES)} == await extents(
        storage
    )
    assert of_kind(await storage.session_changes.since(None, user_id="ann"), ChangeKind.MESSAGES) == [(mine, 1, 2)]


async def test_summaries_are_told_of(storage: Storage) -> None:
    for name in ("s", "t"):
        await say(storage, name, "one", "two")
    session, _ = await extents(storage)
    first = await summarise(storage, session, 1)
    everything = await storage.session_changes.since(None, summaries=True)
    assert of_kind(everything, ChangeKind.SUMMARIES) == [(session, 1, first)]
    second = await summarise(storage, session, 2, base=first)
    found = await storage.session_changes.since(everything.revision, summaries=True)
    assert of_kind(found, ChangeKind.SUMMARIES) == [(session, 1, second)]
    await storage.sessions.delete("s")
    await say(storage, "s", "three")
    assert (await storage.session_changes.since(None, summaries=True)).changes == []


async def test_edits_are_told_of(storage: Storage) -> None:
    await say(storage, "s", "one", "two", "three")
    await say(storage, "other", "one")
    session, other = sorted(await extents(storage))
    revision = await revision_of(storage)
    start = (await storage.session_changes.edits(session, None)).revision
    nothing = await storage.session_changes.edits(session, start)
    assert (nothing.changes, nothing.complete) == ([], False)
    await storage.messages.merge_metadata("s", (await live(storage, "s"))[0].uuid, {"a": 1})
    await set_findings(storage.messages, session, {2: {"b": 1}})
    await storage.messages.record([MessageResult(session=other, position=1, findings={"c": 1})])
    await set_token_counts(storage.messages, session, {3: 7})
    edits = await storage.session_changes.edits(session, start)
    assert (of_kind(edits, ChangeKind.METADATA), edits.complete) == ([(session, 1, 2)], False)
    found = await storage.session_changes.since(revision)
    assert sorted(of_kind(found, ChangeKind.METADATA)) == [(session, 1, 2), (other, 1, 1)]

    async def nothing_more() -> bool:
        nonlocal edits
        edits = await storage.session_changes.edits(session, edits.revision)
        return not edits.changes

    await until(nothing_more)


async def test_edits_of_summaries_are_told_of(storage: Storage) -> None:
    await say(storage, "s", "one")
    (session,) = await extents(storage)
    summary = await summarise(storage, session, 1)
    start = (await storage.session_changes.edits(session, None)).revision
    await storage.summaries.set_findings(session, summary, {"a": 1})
    edits = await storage.session_changes.edits(session, start)
    assert of_kind(edits, ChangeKind.SUMMARY_METADATA) == [(session, summary, summary)]


async def test_an_edit_is_told_to_those_who_follow_its_user(storage: Storage) -> None:
    for user in ("ann", "ben"):
        await user_of(storage, user)
        await session_of(storage, f"of {user}", user_id=user)
        await say(storage, f"of {user}", "one")
    revision = await revision_of(storage)
    await storage.messages.merge_metadata("of ann", (await live(storage, "of ann"))[0].uuid, {"a": 1})
    assert (await storage.session_changes.since(revision, user_id="ben")).changes == []
    assert len((await storage.session_changes.since(revision, user_id="ann")).changes) == 1
    assert len((await storage.session_changes.since(revision)).changes) == 1


async def test_facts_are_no_change_of_a_session(storage: Storage) -> None:
    await user_of(storage, "ann")
    session = (await say(storage, "s", "one")).session
    revision = await revision_of(storage)
    start = (await storage.session_changes.edits(session, None)).revision
    await storage.facts.add(NewFact(user_id="ann", text="Likes tea"), actor="a")
    await storage.facts.add(NewFact(session_id="s", text="Likes tea"), actor="a")
    assert (await storage.session_changes.since(revision)).changes == []
    assert (await storage.session_changes.edits(session, start)).changes == []


async def test_who_asks_for_what_is_no_longer_kept_is_told_everything(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sqlite_changes, postgres_changes):
        monkeypatch.setattr(module, "KEPT_CHANGES", 2)
        monkeypatch.setattr(module, "_CHUNK", 1)
    monkeypatch.setattr(sqlite_changes, "CHUNK", 1)
    follower, late, halfway = Follower(storage), Follower(storage), Follower(storage)
    await late.look()
    for name in "abcdefgh":
        await say(storage, name, "one")
        await follower.look()
        if name == "d":
            await halfway.look()
    await storage.sessions.delete("a")
    await follower.look()
    await storage.purge(receipts_before=LONG_AGO)
    assert await late.look() == await follower.look() == await extents(storage)
    await halfway.look()
    assert (late.complete, halfway.complete) == (2, 2)
    assert (await storage.session_changes.since(follower.revision)).changes == []


async def test_who_asks_for_what_was_forgotten_is_told_everything(storage: Storage) -> None:
    follower = Follower(storage)
    await say(storage, "s", "one")
    await follower.look()
    await say(storage, "s", "two")
    await user_of(storage, "ann")
    await storage.session_changes.forget()
    assert await follower.look() == await extents(storage)
    assert follower.complete == 2
    await say(storage, "s", "three")
    assert await follower.look() == await extents(storage)
    assert follower.complete == 2


async def test_who_is_told_in_a_thread_while_the_log_is_forgotten_is_told_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_changes, "_CHUNK", 1)
    read = Reader.read

    async def late(reader: Reader, work: Callable[[Any], Any]) -> Any:
        monkeypatch.setattr(Reader, "read", read)
        await storage.session_changes.forget()
        return await read(reader, work)

    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        session = (await say(storage, "s", "one")).session
        asked: list[Callable[[int], Awaitable[Changes]]] = [
            storage.session_changes.since,
            lambda revision: storage.session_changes.edits(session, revision),
            storage.facts.changes,
        ]
        for ask in asked:
            revision = await revision_of(storage)
            await say(storage, "s", "two", "three")
            await storage.messages.merge_metadata("s", (await live(storage, "s"))[0].uuid, {"a": revision})
            await storage.facts.add(NewFact(session_id="s", text="Likes tea"), actor="a")
            monkeypatch.setattr(Reader, "read", late)
            assert (await ask(revision)).complete
    finally:
        await storage.stop()


async def test_who_follows_misses_nothing(storage: Storage) -> None:
    """Whatever happens meanwhile; a follower that looks again when all is quiet knows what there is."""
    followers = [Follower(storage), Follower(storage, "ann"), Follower(storage, summaries=True)]
    done = asyncio.Event()

    async def follow(follower: Follower) -> None:
        while not done.is_set():
            await follower.look()
            await asyncio.sleep(random.random() / 50)

    watching = [asyncio.create_task(follow(follower)) for follower in followers]
    await asyncio.gather(*(Chaos(storage, seed).run(1) for seed in range(6)))
    done.set()
    await asyncio.gather(*watching)
    everything, anns, summaries = [await follower.look() for follower in followers]
    editions = followers[0].editions
    assert everything == await extents(storage)
    assert present(anns, everything) == await extents(storage, "ann")
    for session, (first, last) in summaries.items():
        newest = await storage.summaries.newest(session)
        if newest is not None and session in everything:
            assert first == everything[session][0]
            # Where messages went one by one, summaries that had folded them went with them, the newest ones first.
            assert newest.id == last or (newest.id < last and editions[session] > 0)


def present(of_user: dict[int, tuple[int, int]], sessions: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Those of a user's sessions that there are: one of a user who was removed meanwhile is nobody's."""
    return {session: span for session, span in of_user.items() if session in set(sessions)}


@pytest.mark.parametrize("user_id", [None, "ann"])
async def test_a_deleted_user_is_told_of_before_its_sessions_are_buried(
    storage: Storage, user_id: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await user_of(storage, "ann")
    for number in range(3):
        await session_of(storage, f"s{number}", user_id="ann")
        await say(storage, f"s{number}", "one")
    await say(storage, "other", "one")
    follower = Follower(storage, user_id)
    assert await follower.look() == await extents(storage, user_id)
    with monkeypatch.context() as held:
        held.setattr(Removal, "begin", lambda _: None)
        await storage.users.delete("ann")
    await user_of(storage, "ann")
    await session_of(storage, "s0", user_id="ann")
    await say(storage, "s0", "new")
    await say(storage, "s1", "of nobody")
    assert await follower.look() == await extents(storage, user_id)
    await storage.purge(receipts_before=LONG_AGO)
    assert await follower.look() == await extents(storage, user_id)
    assert follower.complete == 1


async def test_which_edits_were_made_cannot_be_told_from_the_start_or_of_what_is_forgotten(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_changes, "CHUNK", 1)
    monkeypatch.setattr(postgres_changes, "_CHUNK", 1)
    session = (await say(storage, "s", "one")).session
    (found,) = await live(storage, "s")
    before = (await storage.session_changes.since(None)).revision
    await storage.messages.merge_metadata("s", found.uuid, {"n": 1})
    told = await storage.session_changes.edits(session, before)
    assert (told.complete, [(change.first, change.last) for change in told.changes]) == (False, [(1, 1)])
    assert (await storage.session_changes.edits(session, None)).complete
    await storage.session_changes.forget()
    assert (await storage.session_changes.edits(session, before)).complete
    later = await storage.session_changes.edits(session, told.revision + 1)
    assert (later.changes, later.complete) == ([], False)
