"""What is closed to a principal is for it as if it were not there: to each way to read and to each way to change.

What is open is as it is for anybody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from holdfast.domain.collections import CollectionChange, NewCollection
from holdfast.domain.facts import SHOWN_STATES, FactChange, FactSelection, NewFact, Stated
from holdfast.domain.files import Put
from holdfast.domain.memory import EMPTY_MEMORY
from holdfast.domain.messages import MessagePage
from holdfast.domain.principals import ALL_RIGHTS, Limits, Principal
from holdfast.domain.retention import RetentionChange
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import now
from holdfast.domain.users import NewUser, UserChange
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.limited import facts as limited_facts
from holdfast.operations.limited import paging
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Nouns
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import LONG_AGO, message


class Belongings(msgspec.Struct, frozen=True):
    """What one user has, by whatever it is asked for."""

    user: str
    session: str
    number: int
    more: str
    more_number: int
    gone: str
    message: str
    gone_message: str
    fact: str
    fact_number: int
    loose: str
    collection: str


def page(belongings: Belongings, *, session: bool = False, **fields: Any) -> FactSelection:
    whose = {"session_id": belongings.session} if session else {"user_id": belongings.user}
    return FactSelection(states=SHOWN_STATES, **whose, **fields)


Call = Callable[[Nouns, Belongings], Awaitable[object]]

BY_SESSION: dict[str, Call] = {
    "sessions.get": lambda to, of: to.sessions.get(of.session),
    "sessions.get of another": lambda to, of: to.sessions.get(of.more),
    "messages.page of another": lambda to, of: to.messages.page(of.more, offset=0, limit=9),
    "sessions.extent": lambda to, of: to.sessions.extent(of.session),
    "sessions.names": lambda to, of: to.sessions.names([of.number]),
    "sessions.beginning": lambda to, of: to.sessions.beginning(of.session, limit=9),
    "sessions.deleted": lambda to, of: to.sessions.deleted(before=None, limit=9, session_id=of.gone),
    "sessions.of_user": lambda to, of: to.sessions.of_user(of.user, after=0, limit=9),
    "sessions.of_users_beginning": lambda to, of: to.sessions.of_users_beginning(of.user, limit=9),
    "sessions.newest": lambda to, of: to.sessions.newest(before=None, limit=9, user_id=of.user),
    "sessions.extents_of_user": lambda to, of: to.sessions.extents_of_user(of.user),
    "messages.memory": lambda to, of: to.messages.memory(of.session, window=9, lastn=0),
    "messages.page": lambda to, of: to.messages.page(of.session, offset=0, limit=9),
    "messages.get": lambda to, of: to.messages.get(of.session, of.message),
    "messages.deleted": lambda to, of: to.messages.deleted(of.session, before=None, limit=9),
    "facts.get": lambda to, of: to.facts.get(of.fact),
    "facts.history": lambda to, of: to.facts.history(of.fact),
    "facts.at": lambda to, of: to.facts.at([of.fact_number]),
    "facts.page of a session": lambda to, of: to.facts.page(page(of, session=True), limit=9),
    "facts.count of a session": lambda to, of: to.facts.count(page(of, session=True)),
    "facts.known of a session": lambda to, of: to.facts.known(page(of, session=True), now()),
    "facts.of_messages": lambda to, of: to.facts.of_messages(of.number, 1, 9),
}
"""Ways to read what belongs to a session."""

BY_USER: dict[str, Call] = {
    "users.get": lambda to, of: to.users.get(of.user),
    "users.beginning": lambda to, of: to.users.beginning(of.user, limit=9),
    "files.get": lambda to, of: to.files.get(of.user, "a.md"),
    "files.former": lambda to, of: to.files.former(of.user, "a.md"),
    "files.page": lambda to, of: to.files.page(of.user, folder="", after="", limit=9),
    "files.contents": lambda to, of: to.files.contents(of.user, after="", limit=9),
    "facts.get": lambda to, of: to.facts.get(of.loose),
    "facts.page": lambda to, of: to.facts.page(page(of), limit=9),
    "facts.page from a number on": lambda to, of: to.facts.page(page(of), before=of.fact_number, limit=9),
    "facts.count": lambda to, of: to.facts.count(page(of)),
    "facts.known": lambda to, of: to.facts.known(page(of), now()),
    "facts.newest_in_slots": lambda to, of: to.facts.newest_in_slots(of.user, each=9, slots=9),
    "collections.get": lambda to, of: to.collections.get(of.collection),
}
"""Ways to read what belongs to a user."""

CHANGES: dict[str, Call] = {
    "facts.add": lambda to, of: to.facts.add(NewFact(session_id=of.session, text="new"), actor="a"),
    "facts.change": lambda to, of: to.facts.change(of.fact, FactChange(pinned=True), actor="a"),
    "facts.forget": lambda to, of: to.facts.forget(of.fact, actor="a"),
    "sessions.merge_metadata": lambda to, of: to.sessions.merge_metadata(of.session, {"a": 1}),
    "messages.append": lambda to, of: to.messages.append(of.session, [message("new")], steps=()),
    "messages.merge_metadata": lambda to, of: to.messages.merge_metadata(of.session, of.message, {"a": 1}),
    "messages.revise": lambda to, of: to.messages.revise(of.session, of.message, "other", steps=()),
    "messages.retain": lambda to, of: to.messages.retain(of.session, of.message, FORGETFUL, steps=()),
    "messages.restore": lambda to, of: to.messages.restore(of.session, of.gone_message, steps=()),
    "messages.delete": lambda to, of: to.messages.delete(of.session, of.message),
    "sessions.restore": lambda to, of: to.sessions.restore(of.gone, steps=()),
    "sessions.delete": lambda to, of: to.sessions.delete(of.more),
    "sessions.erase": lambda to, of: to.sessions.erase(of.session),
    "users.update": lambda to, of: to.users.update(of.user, UserChange(email="a@b")),
    "files.change": lambda to, of: to.files.change(of.user, "a.md", Put("three"), author="a"),
    "files.rename": lambda to, of: to.files.rename(of.user, "a.md", "b.md", author="a"),
    "files.delete": lambda to, of: to.files.delete(of.user, "b.md", folder=False),
    "facts.add to a user": lambda to, of: to.facts.add(NewFact(user_id=of.user, text="new"), actor="a"),
    "users.delete": lambda to, of: to.users.delete(of.user),
    "collections.update": lambda to, of: to.collections.update(of.collection, CollectionChange(description="d")),
    "collections.delete": lambda to, of: to.collections.delete(of.collection),
}
"""Ways to change, in an order in which each finds what it changes."""

BY_NUMBER: dict[str, Call] = {
    "sessions.set_updated_at": lambda to, of: to.sessions.set_updated_at({of.more_number: LONG_AGO}),
    "messages.set_updated_at": lambda to, of: to.messages.set_updated_at(of.more_number, {1: LONG_AGO}),
    "messages.record": lambda to, of: to.messages.record(
        [MessageResult(session=of.more_number, position=1, findings={"b": 1})]
    ),
}
"""Ways to change by numbers, which only those know who may see what they are of."""

FORGETFUL = RetentionChange(remember=False)
NOTHING: list[object] = [None, [], {}, 0, EMPTY_MEMORY, MessagePage([], 0)]
USER_LIMITS = [
    {"users": ("team-a",)},
    {"user_prefixes": ("team-",)},
    {"users": ("team-a", "team-b")},
    {"users": ("team-a",), "session_prefixes": ("web-",)},
]
SESSION_LIMITS = [*USER_LIMITS, {"session_prefixes": ("web-team",)}]


@pytest.fixture
async def mine(storage: SqliteStorage) -> Belongings:
    return await _belongings(storage, "team-a")


@pytest.fixture
async def theirs(storage: SqliteStorage, mine: Belongings) -> Belongings:
    return await _belongings(storage, "other")


@pytest.mark.parametrize("limits", SESSION_LIMITS)
async def test_sessions_are_read_as_they_are_or_not_at_all(
    storage: SqliteStorage, mine: Belongings, theirs: Belongings, limits: dict[str, Any]
) -> None:
    await _read(storage, _seen(storage, limits), BY_SESSION, mine, theirs)


@pytest.mark.parametrize("limits", USER_LIMITS)
async def test_users_are_read_as_they_are_or_not_at_all(
    storage: SqliteStorage,
    mine: Belongings,
    theirs: Belongings,
    limits: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limited_facts, "CHUNK", 1)
    await _read(storage, _seen(storage, limits), BY_USER, mine, theirs)


async def _read(storage: SqliteStorage, to: Nouns, ways: dict[str, Call], mine: Belongings, theirs: Belongings) -> None:
    for name, read in ways.items():
        found = await read(storage, mine)
        assert found not in NOTHING, name
        assert await read(to, mine) == found, name
        try:
            told = await read(to, theirs)
        except NotFound:
            continue
        assert told in NOTHING, name


async def test_what_is_closed_stays_as_it_is_whatever_is_tried(
    storage: SqliteStorage, mine: Belongings, theirs: Belongings
) -> None:
    to = _seen(storage, {"users": ("team-a",)})
    before = [await read(storage, theirs) for read in (BY_SESSION | BY_USER).values()]
    for name, change in CHANGES.items():
        with pytest.raises((NotFound, InvalidRequest)):
            await change(to, theirs)
            pytest.fail(f"{name} was done")
    assert [await read(storage, theirs) for read in (BY_SESSION | BY_USER).values()] == before
    for name, change in (BY_NUMBER | CHANGES).items():
        before = await _snapshot(storage, mine)
        await change(to, mine)
        assert await _snapshot(storage, mine) != before, f"{name} changed nothing"


@pytest.mark.parametrize("limits", [{"users": ("team-a",)}, {"users": ("team-a",), "session_prefixes": ("web-",)}])
async def test_a_fact_neither_supersedes_nor_rests_on_what_is_closed(
    storage: SqliteStorage, mine: Belongings, theirs: Belongings, limits: dict[str, Any]
) -> None:
    to = _seen(storage, limits)
    with pytest.raises(InvalidRequest, match=f"supersedes: there is no fact {theirs.fact} of the same user or session"):
        await to.facts.add(NewFact(session_id=mine.session, text="t", supersedes=(theirs.fact,)), actor="a")
    with pytest.raises(InvalidRequest, match=rf"sources\[0\]: there is no message {theirs.message} of the same user"):
        await to.facts.add(NewFact(session_id=mine.session, text="t", sources=(theirs.message,)), actor="a")
    new = NewFact(session_id=mine.session, text="t", supersedes=(mine.fact,), sources=(mine.message,))
    added = (await to.facts.add(new, actor="a")).result
    assert (await storage.facts.get(mine.fact)).superseded_by == added.uuid


async def test_facts_of_sessions_that_are_closed_by_their_names_are_closed(
    storage: SqliteStorage, mine: Belongings
) -> None:
    to = _seen(storage, {"users": ("team-a",), "session_prefixes": ("web-",)})
    await storage.sessions.create(NewSession(session_id="app", user_id=mine.user))
    there = (await storage.facts.add(NewFact(session_id="app", text="asserted there"), actor="a")).result
    said = (await storage.messages.append("app", [message("I live in Oslo")], steps=())).result
    statement = Stated(
        session=said.session, position=1, number=0, start=0, end=14, text="I live in Oslo", slot="home", value="Oslo",
        ends=False, said_at=now(), valid_at=now(),
    )  # fmt: skip
    await storage.facts.record([statement], actor="a")
    stated = (await storage.facts.of_messages(said.session, 1, 1))[0]
    selection = FactSelection(user_id=mine.user, states=SHOWN_STATES)
    seen = {fact.uuid for fact in await to.facts.page(selection, limit=9)}
    assert seen == {mine.fact, mine.loose}
    assert {fact.uuid for fact in await storage.facts.page(selection, limit=9)} == seen | {there.uuid, stated.uuid}
    assert await to.facts.count(selection) == len(seen)
    for closed in (there, stated):
        with pytest.raises(NotFound):
            await to.facts.get(closed.uuid)


async def test_facts_of_a_session_without_a_user_are_open_by_its_name_alone(storage: SqliteStorage) -> None:
    await storage.sessions.create(NewSession(session_id="web-nobody"))
    fact = (await storage.facts.add(NewFact(session_id="web-nobody", text="t"), actor="a")).result
    assert await _seen(storage, {"session_prefixes": ("web-",)}).facts.get(fact.uuid) == fact
    for limits in ({"session_prefixes": ("app-",)}, {"users": ("team-a",)}):
        with pytest.raises(NotFound):
            await _seen(storage, limits).facts.get(fact.uuid)


async def test_a_new_session_is_of_a_user_who_is_open(storage: SqliteStorage, mine: Belongings) -> None:
    sole = _seen(storage, {"users": (mine.user,)}).sessions
    assert (await sole.create(NewSession(session_id="one"))).result.user_id == mine.user
    several = _seen(storage, {"users": (mine.user, "team-b")}).sessions
    assert (await several.create(NewSession(session_id="two", user_id=mine.user))).result.user_id == mine.user
    with pytest.raises(NotFound):
        await several.create(NewSession(session_id="three"))
    with pytest.raises(NotFound):
        await sole.create(NewSession(session_id="four", user_id="other"))
    by_name = _seen(storage, {"session_prefixes": ("web-",)}).sessions
    assert (await by_name.create(NewSession(session_id="web-five"))).result.user_id is None
    assert await storage.sessions.extent("three") is await storage.sessions.extent("four") is None


async def test_a_session_is_given_to_no_user_who_is_closed(
    storage: SqliteStorage, mine: Belongings, theirs: Belongings
) -> None:
    to = _seen(storage, {"users": (mine.user,)}).sessions
    with pytest.raises(NotFound, match=theirs.user):
        await to.merge_metadata(mine.session, None, user_id=theirs.user)
    assert (await to.merge_metadata(mine.session, None, user_id=mine.user)).user_id == mine.user


@pytest.mark.parametrize("limits", SESSION_LIMITS)
async def test_lists_of_the_newest_have_what_is_open(
    storage: SqliteStorage,
    mine: Belongings,
    theirs: Belongings,
    limits: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paging, "CHUNK", 1)
    to = _seen(storage, limits)
    everything = await storage.sessions.newest(before=None, limit=9)
    expected = [listed for listed in everything if listed.session.user_id == mine.user]
    assert len(everything) == 2 * len(expected) == 4
    assert await to.sessions.newest(before=None, limit=9) == expected
    assert await to.sessions.newest(before=None, limit=1) == expected[:1]
    assert await to.sessions.newest(before=expected[0].id, limit=9) == expected[1:]
    assert await to.sessions.newest(before=expected[-1].id, limit=9) == []
    assert await to.sessions.newest(before=None, limit=9, user_id=theirs.user) == []


async def _snapshot(storage: SqliteStorage, belongings: Belongings) -> list[object]:
    """What is read in all ways, or that it is not there."""
    found: list[object] = []
    for read in (BY_SESSION | BY_USER).values():
        try:
            found.append(await read(storage, belongings))
        except NotFound:
            found.append("not there")
    return found


async def _belongings(storage: SqliteStorage, user: str) -> Belongings:
    collection = user.replace("-", "")
    await storage.users.create(NewUser(user_id=user))
    await storage.collections.create(NewCollection(name=collection, dimensions=8, is_auto_embedded=False))
    for content in ("one", "two"):
        await storage.files.change(user, "a.md", Put(content), author="a")
    for name in (f"web-{user}", f"web-{user}-more", f"web-{user}-gone"):
        await storage.sessions.create(NewSession(session_id=name, user_id=user))
        texts = [message(text) for text in ("I live in Rome", "two", "three")]
        await storage.messages.append(name, texts, steps=())
    await storage.sessions.delete(f"web-{user}-gone")
    session, more = [await storage.sessions.get(f"web-{user}{end}") for end in ("", "-more")]
    first, _, last = (await storage.messages.page(session.session_id, offset=0, limit=9)).messages
    await storage.messages.delete(session.session_id, last.uuid)
    statement = Stated(
        session=session.id, position=1, number=0, start=0, end=14, text="I live in Rome", slot="home", value="Rome",
        ends=False, said_at=LONG_AGO, valid_at=LONG_AGO,
    )  # fmt: skip
    loose = (await storage.facts.add(NewFact(user_id=user, text="loose"), actor="a")).result
    await storage.facts.record([statement], actor="a")
    (fact,) = await storage.facts.of_messages(session.id, 1, 1)
    await storage.facts.change(fact.uuid, FactChange(topics=("t",)), actor="a")
    return Belongings(
        user, session.session_id, session.id, more.session_id, more.id, f"web-{user}-gone", first.uuid, last.uuid,
        fact.uuid, fact.id, loose.uuid, collection,
    )  # fmt: skip


def _seen(storage: SqliteStorage, limits: dict[str, Any]) -> Nouns:
    opened = Limits(**limits, collection_prefixes=("team",))
    with Access(storage).writing(Principal("test", ALL_RIGHTS, opened), "test") as seen:
        return seen
