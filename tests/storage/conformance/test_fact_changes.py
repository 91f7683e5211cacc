"""What is said to be otherwise: facts that are changed, moved, taken back or forgotten, and what was known when."""

from __future__ import annotations

import pytest

from holdfast.domain.facts import (
    FactChange,
    FactSelection,
    FactState,
    NewFact,
)
from holdfast.domain.metadata import decode_metadata
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import InvalidRequest, NotFound, Outdated
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import LONG_AGO, say, session_of, user_of
from tests.storage.stated_facts import ALL, ada, at, facts_of, shape, sound, stated, talk


async def test_forgetting_leaves_a_tombstone_without_content(storage: Storage) -> None:
    session = await ada(storage, ("2025-01-01", "I live in Oslo"), ("2025-02-01", "I live in Rome"))
    statements = [
        stated(session, 1, "I live in Oslo", "home", "Oslo", "2025-01-01"),
        stated(session, 2, "I live in Rome", "home", "Rome", "2025-02-01"),
    ]
    await storage.facts.record(statements, actor="rules")
    rome = (await facts_of(storage, "ada", FactState.VALID))[0]
    await storage.facts.change(
        rome.uuid, FactChange(text="Rome it is", topics=("x",), metadata={"x": 1}, reason="r"), actor="person"
    )
    await storage.facts.forget(rome.uuid, actor="person")
    gone = await storage.facts.get(rome.uuid)
    assert (gone.text, gone.value, gone.topics, gone.state) == ("", None, (), FactState.FORGOTTEN)
    history = await storage.facts.history(rome.uuid)
    assert {(one.text, one.value, one.reason, one.topics, one.metadata) for one in history} == {
        ("", None, "", (), None)
    }
    assert [source.value for source in (await storage.facts.sources([rome.uuid]))[rome.uuid]] == [None]
    assert [shape(fact) for fact in await facts_of(storage, "ada", FactState.VALID)] == [("Oslo", "valid")]
    assert await storage.facts.at([rome.id]) == {}
    assert [fact.text for fact in await storage.facts.of_messages(session, 1, 9)] == ["I live in Oslo"]
    assert await storage.facts.record(statements, actor="rules") == 0
    for attempt in (
        storage.facts.forget(rome.uuid, actor="p"),
        storage.facts.change(rome.uuid, FactChange(), actor="p"),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await storage.facts.count(FactSelection(user_id="nobody")) == 0
    asserted = (await storage.facts.add(NewFact(user_id="ada", text="t"), actor="a")).result
    await storage.facts.forget(asserted.uuid, actor="a")
    assert (await storage.purge(receipts_before=LONG_AGO)).facts == 1
    with pytest.raises(NotFound):
        await storage.facts.get(asserted.uuid)
    await sound(storage)


async def test_changes_make_revisions_and_say_who_and_why(storage: Storage) -> None:
    await user_of(storage, "ada")
    fact = (await storage.facts.add(NewFact(user_id="ada", text="one", metadata={"a": 1}), actor="key:1")).result
    change = FactChange(text="two", slot="home", value="Oslo", metadata={"b": 2}, reason="typo")
    changed = await storage.facts.change(fact.uuid, change, actor="person:x", revision=1)
    assert (changed.text, changed.slot, changed.revision, changed.actor, changed.reason) == (
        "two", "home", 2, "person:x", "typo",
    )  # fmt: skip
    assert decode_metadata(changed.metadata) == {"a": 1, "b": 2}
    (former,) = await storage.facts.history(fact.uuid)
    assert (former.revision, former.text, former.actor) == (1, "one", "key:1")
    assert (former.pinned is False, decode_metadata(former.metadata)) == (True, {"a": 1})
    with pytest.raises(Outdated):
        await storage.facts.change(fact.uuid, FactChange(text="three"), actor="a", revision=1)
    with pytest.raises(Outdated):
        await storage.facts.forget(fact.uuid, actor="a", revision=1)
    assert await storage.facts.get(fact.uuid) == changed


async def test_a_fact_that_is_moved_to_a_slot_stands_beside_those_that_are_there(storage: Storage) -> None:
    await user_of(storage, "ada")
    for day, text, slot in (("2025-01-01", "Oslo", None), ("2025-02-01", "Rome", "home")):
        new = NewFact(user_id="ada", text=text, slot=slot, value=text, valid_at=at(day))
        await storage.facts.add(new, actor="a")
    oslo, _ = await facts_of(storage)
    await storage.facts.change(oslo.uuid, FactChange(slot="home"), actor="p")
    assert [shape(fact) for fact in await facts_of(storage)] == [("Oslo", "superseded"), ("Rome", "valid")]
    await sound(storage)


async def test_what_is_said_to_be_wrong_gives_its_place_back(storage: Storage) -> None:
    await user_of(storage, "ada")
    for value, day in (("Oslo", "2025-01-01"), ("Rome", "2025-02-01")):
        await storage.facts.add(
            NewFact(user_id="ada", text=value, slot="home", value=value, valid_at=at(day)), actor="a"
        )
    oslo, rome = await facts_of(storage)
    assert (shape(oslo), shape(rome)) == (("Oslo", "superseded"), ("Rome", "valid"))
    await storage.facts.change(rome.uuid, FactChange(state=FactState.INVALID, reason="wrong"), actor="p")
    assert list(map(shape, await facts_of(storage))) == [("Oslo", "valid"), ("Rome", "invalid")]
    await storage.facts.change(rome.uuid, FactChange(state=FactState.VALID), actor="p")
    assert list(map(shape, await facts_of(storage))) == [("Oslo", "superseded"), ("Rome", "valid")]
    await storage.facts.change(rome.uuid, FactChange(slot="origin"), actor="p")
    assert list(map(shape, await facts_of(storage))) == [("Oslo", "valid"), ("Rome", "valid")]


async def test_a_caller_may_say_what_is_superseded(storage: Storage) -> None:
    await user_of(storage, "ada")
    await user_of(storage, "ben")
    old = (await storage.facts.add(NewFact(user_id="ada", text="old"), actor="a")).result
    foreign = (await storage.facts.add(NewFact(user_id="ben", text="foreign"), actor="a")).result
    for uuid in (foreign.uuid, "dead0000-0000-4000-8000-000000000001"):
        with pytest.raises(InvalidRequest, match=r"^supersedes: "):
            await storage.facts.add(NewFact(user_id="ada", text="new", supersedes=(uuid,)), actor="a")
    new = (await storage.facts.add(NewFact(user_id="ada", text="new", supersedes=(old.uuid,)), actor="a")).result
    former = await storage.facts.get(old.uuid)
    assert (former.state, former.superseded_by) == (FactState.SUPERSEDED, new.uuid)
    await storage.facts.forget(new.uuid, actor="a")
    again = await storage.facts.get(old.uuid)
    assert (again.state, again.superseded_by, again.ended_at) == (FactState.VALID, None, None)


async def test_facts_may_rest_on_messages_of_the_same_user_only(storage: Storage) -> None:
    await ada(storage, ("2025-01-01", "one"), ("2025-01-02", "two"))
    await user_of(storage, "ben")
    await session_of(storage, "bens", user_id="ben")
    await talk(storage, "bens", ("2025-01-01", "his"))
    one, two = (await storage.messages.page("s", offset=0, limit=9)).messages
    (his,) = (await storage.messages.page("bens", offset=0, limit=9)).messages
    with pytest.raises(InvalidRequest, match=r"^sources\[1\]: "):
        await storage.facts.add(NewFact(user_id="ada", text="t", sources=(one.uuid, his.uuid)), actor="a")
    fact = (await storage.facts.add(NewFact(user_id="ada", text="t", sources=(one.uuid, two.uuid)), actor="a")).result
    sources = (await storage.facts.sources([fact.uuid]))[fact.uuid]
    assert [(source.position, source.start, source.end) for source in sources] == [(1, 0, 3), (2, 0, 3)]
    # It does not quote what it cites, so it stays as it is and was while something is left.
    await storage.facts.change(fact.uuid, FactChange(text="changed"), actor="a")
    await storage.messages.delete("s", one.uuid)
    assert (await storage.facts.get(fact.uuid)).text == "changed"
    assert [revision.text for revision in await storage.facts.history(fact.uuid)] == ["t"]
    await storage.sessions.delete("s")
    with pytest.raises(NotFound):
        await storage.facts.get(fact.uuid)
    await sound(storage)


async def test_what_was_known_at_a_moment(storage: Storage) -> None:
    session = await ada(storage, ("2025-01-01", "I live in Oslo"), ("2025-02-01", "I live in Rome"))
    await storage.facts.record([stated(session, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")], actor="rules")
    first = now()
    (oslo,) = await facts_of(storage)
    await storage.facts.change(oslo.uuid, FactChange(text="Oslo, Norway"), actor="p")
    second = now()
    await storage.facts.record([stated(session, 2, "I live in Rome", "home", "Rome", "2025-02-01")], actor="rules")
    third = now()
    selection = FactSelection(user_id="ada", states=ALL)

    async def known(moment: Timestamp) -> list[tuple[str, str]]:
        return [(fact.text, fact.state.value) for fact in await storage.facts.known(selection, moment)]

    assert await known(at("2020-01-01")) == []
    assert await known(first) == await known(oslo.created_at) == [("I live in Oslo", "valid")]
    assert await known(second) == [("Oslo, Norway", "valid")]
    assert await known(third) == [("I live in Rome", "valid"), ("Oslo, Norway", "superseded")]
    of_session = FactSelection(session_id="s")
    assert [fact.text for fact in await storage.facts.known(of_session, third)] == ["I live in Rome"]


async def test_changes_tell_of_what_came_and_what_changed(storage: Storage) -> None:
    user = await user_of(storage, "ada")
    start = await storage.facts.changes(None, user_id="ada")
    assert (start.changes, start.complete) == ([], True)
    await session_of(storage, "s", user_id="ada")
    await say(storage, "s", "no fact")
    fact = (await storage.facts.add(NewFact(user_id="ada", text="one"), actor="a")).result
    first = await storage.facts.changes(start.revision, user_id="ada")
    assert [(change.session, change.last) for change in first.changes] == [(user.id, fact.id)]
    assert not (await storage.facts.changes(first.revision, user_id="ben")).changes
    await storage.facts.change(fact.uuid, FactChange(text="two"), actor="a")
    second = await storage.facts.changes(first.revision, user_id="ada")
    assert not (await storage.facts.changes(first.revision, user_id="ben")).changes
    assert second.changes[-1].first > first.changes[-1].first
    nothing_new = await storage.facts.changes(second.revision, user_id="ada")
    assert (nothing_new.changes, nothing_new.complete) == ([], False)
    assert [found.text for found in await storage.facts.of_holder(user.id, after=0, last=fact.id)] == ["two"]
    assert await storage.facts.of_holder(user.id, after=fact.id, last=fact.id) == []
    newer = (await storage.facts.add(NewFact(user_id="ada", text="three"), actor="a")).result
    await storage.facts.change(fact.uuid, FactChange(text="four"), actor="a")
    whole = await storage.facts.changes(None)
    assert whole.complete
    assert [(change.session, change.last) for change in whole.changes] == [(user.id, newer.id)]
    await storage.users.delete("ada")
    third = await storage.facts.changes(second.revision, user_id="ada")
    assert third.changes[-1].first > second.changes[-1].first
    assert await storage.facts.of_holder(user.id, after=0, last=fact.id) == []
