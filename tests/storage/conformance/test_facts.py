"""Facts: who holds them, how they supersede each other, what becomes of them when what they rest on goes."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from holdfast.domain.facts import (
    SHOWN_STATES,
    Extracted,
    Fact,
    FactChange,
    FactCopy,
    FactOrigin,
    FactSelection,
    FactSource,
    FactState,
    NewFact,
    Stated,
)
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.metadata import decode_metadata
from holdfast.domain.receipts import Receipt
from holdfast.domain.retention import RetentionChange
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import InvalidRequest, NotFound, Outdated
from holdfast.storage import fact_neighbours
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.samples import LONG_AGO, message, say, session_of, user_of

ALL = SHOWN_STATES


def at(day: str) -> Timestamp:
    return Timestamp(f"{day}T12:00:00.000000Z")


async def talk(storage: Storage, session_id: str, *said: tuple[str, str]) -> int:
    """Messages with the days on which they were said; the session's number."""
    new = [message(text, created_at=at(day)) for day, text in said]
    return (await storage.messages.append(session_id, new, steps=())).result.session


def stated(
    session: int, position: int, text: str, slot: str | None, value: str | None, day: str, **more: Any
) -> Stated:
    fields = {"number": 0, "start": 0, "end": len(text), "ends": False, "valid_at": at(day), **more}
    return Stated(session=session, position=position, text=text, slot=slot, value=value, said_at=at(day), **fields)


async def facts_of(storage: Storage, user_id: str = "ada", *states: FactState) -> list[Fact]:
    """Oldest first."""
    selection = FactSelection(user_id=user_id, states=states or ALL)
    return (await storage.facts.page(selection, limit=1000))[::-1]


async def ada(storage: Storage, *said: tuple[str, str], session_id: str = "s") -> int:
    """A user with a session, and what was said there."""
    await user_of(storage, "ada")
    await session_of(storage, session_id, user_id="ada")
    return await talk(storage, session_id, *said)


async def ada_again(storage: Storage, session_id: str, *said: tuple[str, str]) -> int:
    """Another session of the user, and what was said there."""
    await session_of(storage, session_id, user_id="ada")
    return await talk(storage, session_id, *said)


def shape(fact: Fact) -> tuple[str | None, str]:
    return fact.value, fact.state.value


async def sound(storage: Storage) -> None:
    """Nothing is found to be damaged, and what was stated was said from its first source to its last."""
    assert await storage.check() == []
    said: dict[str, list[str]] = {}
    for source in await rows_of(storage, "fact_sources"):
        said.setdefault(source["fact"], []).append(source["said_at"])
    for fact in await rows_of(storage, "facts"):
        if fact["origin"] == FactOrigin.STATED and (moments := said.get(fact["uuid"])):
            span = [fact[name][: len(LONG_AGO)] for name in ("first_said", "last_said")]
            assert span == [min(moments), max(moments)]


async def rows_of(storage: Storage, name: str) -> list[dict[str, Any]]:
    (table,) = [table for table in TABLES if table.name == name]
    found = await storage.transfer.read(table, after=None, limit=100_000)
    return [dict(zip(table.columns, row, strict=True)) for row in found]


async def test_what_is_asserted_is_read_back(storage: Storage) -> None:
    await user_of(storage, "ada")
    new = NewFact(
        user_id="ada", text="Lives in Turin", slot="home", value="Turin", valid_at=at("2024-05-01"), pinned=True,
        topics=("places", "a b"), metadata={"by": "hand"},
    )  # fmt: skip
    fact = (await storage.facts.add(new, actor="key:1")).result
    assert await storage.facts.get(fact.uuid) == fact
    assert (fact.text, fact.slot, fact.value, fact.valid_at) == ("Lives in Turin", "home", "Turin", at("2024-05-01"))
    assert (fact.origin, fact.state, fact.actor, fact.revision) == (FactOrigin.ASSERTED, FactState.VALID, "key:1", 1)
    assert (fact.pinned, fact.topics, decode_metadata(fact.metadata)) == (True, ("places", "a b"), {"by": "hand"})
    found = await storage.facts.get(fact.uuid)
    assert [type(each) for each in (found.pinned, found.ends, found.rests, found.replaced)] == [bool] * 4
    assert await facts_of(storage) == [fact]
    await sound(storage)


async def test_facts_need_a_holder_that_is_there(storage: Storage) -> None:
    await user_of(storage, "ada")
    await user_of(storage, "ben")
    await session_of(storage, "s", user_id="ben")
    for whose in ({"user_id": "eve"}, {"session_id": "none"}, {"user_id": "ada", "session_id": "s"}):
        with pytest.raises(InvalidRequest, match=r"^(user|session)_id: "):
            await storage.facts.add(NewFact(text="t", **whose), actor="a")
    fact = (await storage.facts.add(NewFact(text="t", session_id="s"), actor="a")).result
    assert (fact.user_id, fact.session_id) == ("ben", "s")


async def test_a_fact_asserted_twice_under_one_key_is_one_fact(storage: Storage) -> None:
    await user_of(storage, "ada")
    receipt = Receipt("k", b"f")
    first = await storage.facts.add(NewFact(text="t", user_id="ada"), actor="a", receipt=receipt)
    again = await storage.facts.add(NewFact(text="t", user_id="ada"), actor="a", receipt=receipt)
    assert again.result == first.result
    assert (first.replayed, again.replayed) == (False, True)
    assert len(await facts_of(storage)) == 1


async def test_pages_and_counts_follow_the_selection(storage: Storage) -> None:
    await user_of(storage, "ada")
    await user_of(storage, "ben")
    made = [
        (await storage.facts.add(NewFact(user_id="ada", text=str(number), topics=(str(number % 2),)), actor="a")).result
        for number in range(5)
    ]
    await storage.facts.add(NewFact(user_id="ben", text="other"), actor="a")
    selection = FactSelection(user_id="ada")
    first = await storage.facts.page(selection, limit=2)
    assert first == [made[4], made[3]]
    assert await storage.facts.page(selection, before=first[-1].id, limit=9) == [made[2], made[1], made[0]]
    assert await storage.facts.count(selection) == 5
    odd = FactSelection(user_id="ada", topic="1")
    assert [fact.text for fact in await storage.facts.page(odd, limit=9)] == ["3", "1"]
    assert await storage.facts.count(odd) == 2
    assert await storage.facts.count(FactSelection()) == 6
    assert await storage.facts.page(FactSelection(user_id="eve"), limit=9) == []
    assert await storage.facts.count(FactSelection(session_id="none")) == 0


async def test_a_newer_statement_takes_the_place_of_the_older_whatever_comes_first(storage: Storage) -> None:
    session = await ada(storage, ("2025-01-01", "I live in Oslo"), ("2025-02-01", "I live in Bergen"))
    older = stated(session, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")
    newer = stated(session, 2, "I live in Bergen", "home", "Bergen", "2025-02-01")
    assert await storage.facts.record([newer], actor="rules") == 1
    assert await storage.facts.record([older], actor="rules") == 1
    bergen, oslo = await facts_of(storage)
    assert [shape(oslo), shape(bergen)] == [("Oslo", "superseded"), ("Bergen", "valid")]
    assert (oslo.superseded_by, oslo.ended_at) == (bergen.uuid, at("2025-02-01"))
    on = FactSelection(user_id="ada", states=ALL, valid_on=at("2025-01-15"))
    assert await storage.facts.page(on, limit=9) == [oslo]
    await sound(storage)


async def test_recording_again_changes_nothing(storage: Storage) -> None:
    session = await ada(storage, ("2025-01-01", "I live in Oslo"))
    statement = stated(session, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")
    assert await storage.facts.record([statement], actor="rules") == 1
    before = await facts_of(storage)
    assert await storage.facts.record([statement], actor="rules") == 0
    assert await facts_of(storage) == before


async def test_what_says_the_same_becomes_another_source(storage: Storage) -> None:
    said = (
        ("2025-01-01", "I live in Oslo"),
        ("2025-02-01", "Home is Oslo"),
        ("2025-02-02", "Oslo, still"),
        ("2025-03-01", "I moved to Rome"),
    )
    session = await ada(storage, *said)
    for position, value in ((2, "Oslo"), (1, "oslo"), (3, "Oslo"), (4, "Rome")):
        day, text = said[position - 1]
        await storage.facts.record([stated(session, position, text, "home", value, day)], actor="rules")
    oslo, rome = await facts_of(storage)
    assert (oslo.text, oslo.value, oslo.valid_at) == ("I live in Oslo", "oslo", at("2025-01-01"))
    assert (shape(oslo), shape(rome)) == (("oslo", "superseded"), ("Rome", "valid"))
    sources = await storage.facts.sources([oslo.uuid, rome.uuid])
    assert [source.position for source in sources[oslo.uuid]] == [1, 2, 3]
    assert await storage.facts.of_messages(session, 2, 2) == [oslo]
    assert await storage.facts.of_messages(session, 3, 9) == [oslo, rome]
    assert await storage.facts.of_messages(session, 5, 9) == []
    await sound(storage)


async def test_a_fact_that_turns_out_to_have_held_twice_is_parted(storage: Storage) -> None:
    said = ("2025-01-01", "I live in Oslo"), ("2025-02-01", "I moved to Rome"), ("2025-03-01", "Back in Oslo")
    session = await ada(storage, *said[:2])
    later = await ada_again(storage, "later", said[2])
    for place, position, value in ((session, 1, "Oslo"), (later, 1, "Oslo"), (session, 2, "Rome")):
        day, text = said[2] if place == later else said[position - 1]
        await storage.facts.record([stated(place, position, text, "home", value, day)], actor="rules")
    found = {fact.text: shape(fact) for fact in await facts_of(storage)}
    assert found == {
        "I live in Oslo": ("Oslo", "superseded"), "I moved to Rome": ("Rome", "superseded"),
        "Back in Oslo": ("Oslo", "valid"),
    }  # fmt: skip
    for place, text in ((session, "I live in Oslo"), (later, "Back in Oslo")):
        assert [fact.text for fact in await storage.facts.of_messages(place, 1, 1)] == [text]
    await sound(storage)


async def test_a_negation_retires_what_it_names(storage: Storage) -> None:
    texts = ("2025-01-01", "I'm vegan"), ("2025-02-01", "I eat kosher"), ("2025-03-01", "not vegan any more")
    session = await ada(storage, *texts)
    statements = [
        stated(session, 1, texts[0][1], "diet", "strictly vegan", "2025-01-01"),
        stated(session, 2, texts[1][1], "diet", "kosher", "2025-02-01"),
        stated(session, 3, texts[2][1], "diet", "vegan", "2025-03-01", ends=True),
    ]
    await storage.facts.record(statements[2:], actor="rules")
    await storage.facts.record(statements[:2], actor="rules")
    found = {fact.text: fact for fact in await facts_of(storage)}
    assert found["I'm vegan"].state is FactState.SUPERSEDED
    assert found["I'm vegan"].ended_at == at("2025-03-01")
    assert found["I eat kosher"].state is FactState.VALID


async def test_statements_of_messages_that_are_gone_or_say_something_else_are_skipped(storage: Storage) -> None:
    session = await ada(storage, ("2025-01-01", "I live in Oslo"))
    wrong = stated(session, 1, "I live in Rome", "home", "Rome", "2025-01-01")
    beyond = stated(session, 7, "I live in Oslo", "home", "Oslo", "2025-01-01")
    unknown = stated(4711, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")
    assert await storage.facts.record([wrong, beyond, unknown], actor="rules") == 0
    await storage.sessions.delete("s")
    late = stated(session, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")
    assert await storage.facts.record([late], actor="rules") == 0
    assert await facts_of(storage) == []


async def test_a_session_that_goes_takes_along_what_rests_on_it_alone(storage: Storage) -> None:
    first = await ada(storage, ("2025-01-01", "I live in Oslo"), session_id="one")
    await session_of(storage, "two", user_id="ada")
    second = await talk(storage, "two", ("2025-02-01", "Still in Oslo"), ("2025-03-01", "I moved to Rome"))
    await storage.facts.record([stated(first, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")], actor="rules")
    statements = [
        stated(second, 1, "Still in Oslo", "home", "Oslo", "2025-02-01"),
        stated(second, 2, "I moved to Rome", "home", "Rome", "2025-03-01"),
    ]
    await storage.facts.record(statements, actor="rules")
    await storage.facts.add(NewFact(user_id="ada", session_id="two", text="asserted there"), actor="a")
    await storage.sessions.delete("two")
    (oslo,) = await facts_of(storage)
    assert shape(oslo) == ("Oslo", "valid")
    assert (oslo.superseded_by, oslo.ended_at, oslo.retired_at) == (None, None, None)
    await sound(storage)


async def test_a_fact_quotes_the_first_source_that_is_left(storage: Storage) -> None:
    first = await ada(storage, ("2025-01-01", "I live in Oslo"), session_id="one")
    await session_of(storage, "two", user_id="ada")
    second = await talk(storage, "two", ("2025-02-01", "Home is Oslo"))
    await talk(storage, "three", ("2025-03-01", "What another session says there"))
    await storage.facts.record([stated(first, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")], actor="rules")
    await storage.facts.record([stated(second, 1, "Home is Oslo", "home", "Oslo", "2025-02-01")], actor="rules")
    (fact,) = await facts_of(storage)
    await storage.facts.change(fact.uuid, FactChange(pinned=True), actor="person")
    # What somebody put into other words has nothing to do with it.
    reworded = (await storage.facts.add(NewFact(user_id="ada", text="likes tea"), actor="person")).result
    await storage.facts.change(reworded.uuid, FactChange(text="likes green tea"), actor="person")
    await storage.sessions.delete("one")
    left, _ = await facts_of(storage)
    assert (left.uuid, left.text, left.valid_at, left.pinned) == (fact.uuid, "Home is Oslo", at("2025-02-01"), True)
    assert "I live in Oslo" not in [revision.text for revision in await storage.facts.history(fact.uuid)]
    await sound(storage)


async def test_a_user_that_goes_takes_all_its_facts_along(storage: Storage) -> None:
    session = await ada(storage, ("2025-01-01", "I live in Oslo"))
    await storage.facts.record([stated(session, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")], actor="rules")
    fact = (await storage.facts.add(NewFact(user_id="ada", text="asserted"), actor="a")).result
    await storage.facts.change(fact.uuid, FactChange(text="changed"), actor="a")
    await user_of(storage, "eve")
    gone = (await storage.facts.add(NewFact(user_id="eve", text="forgotten"), actor="a")).result
    await storage.facts.forget(gone.uuid, actor="a")
    await storage.purge(receipts_before=LONG_AGO)
    for user_id in ("ada", "eve"):
        await storage.users.delete(user_id)
    assert await storage.facts.count(FactSelection(states=ALL)) == 0
    with pytest.raises(NotFound):
        await storage.facts.get(fact.uuid)
    await user_of(storage, "ada")
    assert await facts_of(storage) == []
    await storage.purge(receipts_before=LONG_AGO)
    tables = [table for table in TABLES if table.name.startswith("fact")]
    assert [await storage.transfer.count(table) for table in tables] == [0, 0, 0, 0]
    await sound(storage)


async def test_facts_of_a_session_without_a_user_go_with_it_or_come_to_its_user(storage: Storage) -> None:
    for name in ("one", "two"):
        await session_of(storage, name)
        session = await talk(storage, name, ("2025-01-01", "I live in Oslo"))
        await storage.facts.record([stated(session, 1, "I live in Oslo", "home", "Oslo", "2025-01-01")], actor="rules")
        await storage.facts.add(NewFact(session_id=name, text="asserted"), actor="a")
    assert await storage.facts.count(FactSelection(session_id="one")) == 2
    await user_of(storage, "ada")
    await storage.facts.add(
        NewFact(user_id="ada", text="in Rome", slot="home", value="Rome", valid_at=at("2025-06-01")), actor="a"
    )
    await storage.sessions.merge_metadata("one", None, user_id="ada")
    rome, oslo, _ = sorted(await facts_of(storage), key=lambda fact: fact.value or "", reverse=True)
    assert (shape(rome), shape(oslo)) == (("Rome", "valid"), ("Oslo", "superseded"))
    await storage.sessions.delete("two")
    assert await storage.facts.count(FactSelection(states=ALL)) == 3
    await sound(storage)


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


async def test_extracted_facts_cite_messages_that_are_there_and_are_kept_once(storage: Storage) -> None:
    session = await ada(storage, ("2025-01-01", "one"), ("2025-01-02", "two"))
    old = (await storage.facts.add(NewFact(user_id="ada", text="Has a cat"), actor="a")).result

    def found(text: str, *cites: int, **more: Any) -> Extracted:
        fields = {"subject": "user", "slot": None, "value": None, "valid_at": None, **more}
        return Extracted(session=session, text=text, cites=cites, **fields)

    good = found("Has two cats", 1, 2, supersedes=(old.uuid,))
    assert await storage.facts.record_extracted([good, found("Bad", 1, 9), found("None")], actor="model:m") == 1
    assert await storage.facts.record_extracted([good], actor="model:m") == 0
    assert [(fact.text, fact.state.value) for fact in await facts_of(storage)] == [
        ("Has a cat", "superseded"), ("Has two cats", "valid"),
    ]  # fmt: skip
    new = (await facts_of(storage))[1]
    assert (new.origin, new.said_at) == (FactOrigin.EXTRACTED, at("2025-01-02"))
    await storage.facts.forget(new.uuid, actor="p")
    assert await storage.facts.record_extracted([good], actor="model:m") == 0
    more = [message("deleted", uuid=new_uuid()), message("secret", remember=False), message("last")]
    await storage.messages.append("s", more, steps=())
    await storage.messages.delete("s", more[0].uuid or "")
    elsewhere = msgspec.structs.replace(good, session=4711)
    assert await storage.facts.record_extracted([found("a", 3), found("b", 4), elsewhere], actor="model:m") == 0
    await storage.sessions.delete("s")
    assert [(fact.text, fact.state.value) for fact in await facts_of(storage)] == [("Has a cat", "valid")]
    await sound(storage)


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


async def test_holders_of_facts_are_told_apart_from_others(storage: Storage) -> None:
    ann, bob = await user_of(storage, "ann"), await user_of(storage, "bob")
    session = await session_of(storage, "s")
    await storage.facts.add(NewFact(user_id="ann", text="Likes tea"), actor="test")
    fact = await storage.facts.add(NewFact(session_id="s", text="Likes tea"), actor="test")
    await storage.facts.forget(fact.result.uuid, actor="test")
    assert await storage.facts.holders([ann.id, bob.id, -session.id, -4711]) == {ann.id, -session.id}
    assert await storage.facts.holders([]) == set()


def copy_of(fact: Fact, **others: Any) -> FactCopy:
    return FactCopy(fact=fact, **others)


async def test_a_fact_is_restored_once_as_it_was(storage: Storage) -> None:
    await user_of(storage, "ann")
    asserted = await storage.facts.add(NewFact(user_id="ann", text="Likes tea", slot="likes", value="tea"), actor="k")
    fact = await storage.facts.change(asserted.result.uuid, FactChange(text="Likes green tea"), actor="k")
    history = tuple(await storage.facts.history(fact.uuid))
    assert await storage.facts.restore(copy_of(fact, history=history)) is False
    await storage.users.delete("ann")
    await storage.finish_deletions()
    with pytest.raises(InvalidRequest):
        await storage.facts.restore(copy_of(fact))
    again = await user_of(storage, "ann")
    assert await storage.facts.restore(copy_of(fact, history=history)) is True
    found = await storage.facts.get(fact.uuid)
    assert found == msgspec.structs.replace(fact, id=found.id, holder=again.id)
    assert await storage.facts.history(fact.uuid) == list(history)
    assert await storage.facts.holders([again.id]) == {again.id}


def place_of(source: FactSource) -> tuple[int, int, int]:
    return source.session, source.position, source.number


async def test_a_fact_that_was_found_anew_gives_way_to_the_restored_one(storage: Storage) -> None:
    session = await ada(storage, ("2024-05-01", "I like tea"), ("2024-05-02", "I like tea"))
    await session_of(storage, "t", user_id="ada")
    elsewhere = await talk(storage, "t", ("2024-05-03", "I like tea"))
    said = [stated(session, place, "I like tea", "likes", "tea", f"2024-05-0{place}") for place in (1, 2)]
    said.append(stated(session, 1, "like tea", "likes", "tea", "2024-05-01", number=1, start=2, end=10))
    said.append(stated(elsewhere, 1, "I like tea", "likes", "tea", "2024-05-03"))
    await storage.facts.record(said, actor="rules")
    selection = FactSelection(user_id="ada", states=ALL)
    (twin,) = await storage.facts.page(selection, limit=9)
    first, *others = (await storage.facts.sources([twin.uuid]))[twin.uuid]
    second = others[1]
    former = msgspec.structs.replace(twin, uuid=new_uuid(), pinned=True, actor="key:k")
    assert await storage.facts.restore(copy_of(former, sources=(first,))) is True
    facts = {fact.uuid: fact for fact in await storage.facts.page(selection, limit=9)}
    sources = await storage.facts.sources(list(facts))
    assert facts.keys() == sources.keys() == {former.uuid, twin.uuid}
    assert [place_of(each) for each in sources[former.uuid]] == [place_of(first)] == [(session, 1, 0)]
    assert [place_of(each) for each in sources[twin.uuid]] == [(session, 1, 1), (session, 2, 0), (elsewhere, 1, 0)]
    assert facts[former.uuid].pinned
    assert [facts[each.uuid].text for each in (former, twin)] == ["I like tea", "like tea"]
    # What somebody has changed here stays, and one that rests on nothing is not stored.
    await storage.facts.change(twin.uuid, FactChange(pinned=True), actor="key:k")
    other = msgspec.structs.replace(twin, uuid=new_uuid())
    assert await storage.facts.restore(copy_of(other, sources=(second,))) is False
    assert await storage.facts.restore(copy_of(other)) is False
    gone = msgspec.structs.replace(second, position=99)
    assert await storage.facts.restore(copy_of(other, sources=(gone,))) is False


async def test_a_statement_about_something_known_ends_it_and_is_nothing_where_nothing_is_known(
    storage: Storage,
) -> None:
    session = await ada(storage, ("2026-01-01", "I teach maths."), ("2026-02-01", "I've left teaching."))
    over = [
        stated(session, 2, "I've left teaching.", slot, None, "2026-02-01", ends=True, about="teaching", number=number)
        for number, slot in enumerate(("home", "employer", "job", "pets"))
    ]
    await storage.facts.record(
        [stated(session, 1, "I teach maths.", "job", "teach maths", "2026-01-01")], actor="rules"
    )
    await storage.facts.record(over, actor="rules")
    was, end = await facts_of(storage)
    assert (was.value, was.state, was.superseded_by) == ("teach maths", FactState.SUPERSEDED, end.uuid)
    assert (end.slot, end.value, end.ends) == ("job", "teach maths", True)


@pytest.mark.parametrize("few", [0, fact_neighbours.FEW])
@pytest.mark.parametrize(("about", "over"), [("dog", "Rex"), ("the cat", None), ("parrot", None), ("collar", None)])
async def test_the_kind_of_something_known_names_the_only_one_of_that_kind(
    storage: Storage, about: str, over: str | None, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_neighbours, "FEW", few)  # among more, what is near in time is looked for in the database
    monkeypatch.setattr(fact_neighbours, "FEW_FOR_EACH", few)
    told = (("Our dog Rex has a collar.", "Rex"), ("The cats: Fig the cat, and Bo the cat.", "Fig"))
    session = await ada(storage, *((f"2026-01-0{day}", text) for day, (text, _) in enumerate((*told, told[1]), 1)))
    known = [stated(session, day, text, "pets", value, f"2026-01-0{day}") for day, (text, value) in enumerate(told, 1)]
    known.append(stated(session, 3, told[1][0], "pets", "Bo", "2026-01-03"))
    await storage.facts.record(known, actor="rules")
    end = stated(session, 3, told[1][0], "pets", None, "2026-01-04", ends=True, about=about, number=9)
    await storage.facts.record([end], actor="rules")
    valid = {fact.value for fact in await facts_of(storage) if fact.state is FactState.VALID and not fact.ends}
    assert valid == {"Rex", "Fig", "Bo"} - {over}


async def test_where_work_is_done_names_the_work(storage: Storage) -> None:
    text = "I keep the books at a timber yard."
    session = await ada(
        storage, ("2026-01-01", text), ("2026-02-01", "I left the park."), ("2026-03-01", "I left the yard.")
    )
    await storage.facts.record([stated(session, 1, text, "job", "keep the books", "2026-01-01")], actor="rules")
    for position, about in ((2, "park"), (3, "timber yard in May")):
        end = stated(session, position, "I left", "job", None, f"2026-0{position}-01", ends=True, about=about)
        await storage.facts.record([end], actor="rules")
    states = [(fact.value, fact.ends, fact.state) for fact in await facts_of(storage)]
    assert states == [("keep the books", False, FactState.SUPERSEDED), ("keep the books", True, FactState.VALID)]


async def test_a_statement_about_something_known_takes_its_place(storage: Storage) -> None:
    session = await ada(
        storage,
        ("2026-01-01", "I'm with Acme in York."),
        ("2026-02-01", "Swapped Acme for Initech."),
        ("2026-03-01", "Left Acme."),
    )
    await storage.facts.record(
        [
            stated(session, 1, "I'm with Acme in York.", "employer", "Acme", "2026-01-01"),
            stated(session, 1, "I'm with Acme in York.", "home", "York", "2026-01-01", number=1),
        ],
        actor="rules",
    )
    text = "Swapped Acme for Initech."
    await storage.facts.record(
        [
            stated(session, 2, text, slot, "Initech", "2026-02-01", about="Acme", number=number)
            for number, slot in enumerate(("home", "employer"))
        ],
        actor="rules",
    )
    # The slot holds something else by now: what is said of the former value changes nothing.
    await storage.facts.record(
        [stated(session, 3, "Left Acme.", "employer", None, "2026-03-01", ends=True, about="Acme")], actor="rules"
    )
    found = {(fact.slot, fact.value, fact.state.value) for fact in await facts_of(storage)}
    assert found == {("employer", "Acme", "superseded"), ("employer", "Initech", "valid"), ("home", "York", "valid")}


async def test_what_fills_a_slot_is_selected_by_itself(storage: Storage) -> None:
    await user_of(storage, "ada")
    await storage.facts.add(NewFact(user_id="ada", text="Lives in Ghent", slot="home", value="Ghent"), actor="key:a")
    await storage.facts.add(NewFact(user_id="ada", text="Reads on trains"), actor="key:a")
    selection = FactSelection(user_id="ada", slotted=True)
    assert [fact.value for fact in await storage.facts.page(selection, limit=10)] == ["Ghent"]
    assert await storage.facts.count(selection) == 1
    assert [fact.value for fact in await storage.facts.known(selection, now())] == ["Ghent"]


async def test_what_else_was_found_neither_hinders_a_restored_fact_nor_yields_to_it(
    storage: Storage,
) -> None:
    texts = ("I like tea", "I have a cat")
    for name in ("s", "t"):
        session = await talk(storage, name, ("2024-05-01", texts[0]), ("2024-05-02", texts[1]))
        said = [stated(session, place, text, None, None, f"2024-05-0{place}") for place, text in enumerate(texts, 1)]
        said.append(stated(session, 1, "tea", None, None, "2024-05-01", number=1, start=7, end=10))
        await storage.facts.record(said, actor="rules")
    elsewhere = await storage.facts.page(FactSelection(session_id="s", states=ALL), limit=9)
    selection = FactSelection(session_id="t", states=ALL)
    cat, tea, word = sorted(await storage.facts.page(selection, limit=9), key=lambda fact: fact.text)
    cat, word = [await storage.facts.change(fact.uuid, FactChange(pinned=True), actor="key:k") for fact in (cat, word)]
    rest = [*elsewhere, cat, word]
    sources = await storage.facts.sources([fact.uuid for fact in rest])
    (source,) = (await storage.facts.sources([tea.uuid]))[tea.uuid]
    former = msgspec.structs.replace(tea, uuid=new_uuid())
    assert await storage.facts.restore(copy_of(former, sources=(source,))) is True
    assert {fact.uuid for fact in await storage.facts.page(selection, limit=9)} == {former.uuid, cat.uuid, word.uuid}
    assert [await storage.facts.get(fact.uuid) for fact in rest] == rest
    assert await storage.facts.sources([fact.uuid for fact in rest]) == sources
    # A message that is not to be remembered bears none.
    (found, _) = (await storage.messages.page("t", offset=0, limit=9)).messages
    await storage.messages.retain("t", found.uuid, RetentionChange(remember=False), steps=())
    other = msgspec.structs.replace(tea, uuid=new_uuid())
    assert await storage.facts.restore(copy_of(other, sources=(source,))) is False
    await sound(storage)


TOLD = (
    ("I work for Arup.", "employer", "Arup", False, None),
    ("Our dog Rex bit me.", "pets", "Rex", False, None),
    ("We said goodbye to Arup.", "employer", None, True, "Arup"),
    ("Our dog Max came.", "pets", "Max", False, None),
    ("The dog died.", "pets", None, True, "the dog"),
    ("Rex died.", "pets", "Rex", True, None),
    ("I work for Bosch.", "employer", "Bosch", False, None),
    ("Swapped Bosch for Cap.", "employer", "Cap", False, "Bosch"),
    ("The dog is gone.", "pets", None, True, "dog"),
    ("I left Arup.", "employer", None, True, "Arup"),
)
"""What was said on one day after the other: the words, slot, value, whether it ends, and what it is about."""


async def test_what_sessions_say_about_something_known_does_not_depend_on_the_order_in_which_they_arrive(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_neighbours, "FEW", 0)  # in order, what is near in time is looked for in the database
    chance = random.Random(1)
    await user_of(storage, "ada")
    found = []
    for turn in range(3):
        statements = []
        for day, (text, slot, value, ends, about) in enumerate(TOLD, 1):
            session = await ada_again(storage, f"s{turn}-{day}", (f"2026-01-{day:02}", text))
            more = {"ends": ends, "about": about}
            statements.append(stated(session, 1, text, slot, value, f"2026-01-{day:02}", **more))
        if turn:
            chance.shuffle(statements)
        while statements:
            some = [statements.pop() for _ in range(min(len(statements), chance.choice([1, 1, 3])))] if turn else []
            await storage.facts.record(some or [statements.pop(0)], actor="rules")
        known = await facts_of(storage)
        found.append({(fact.slot, fact.key, fact.ends, fact.valid_at, fact.ended_at, fact.state) for fact in known})
        for day in range(1, len(TOLD) + 1):
            await storage.sessions.delete(f"s{turn}-{day}")
        assert await facts_of(storage) == []
    assert found[1:] == found[:1] * 2
    assert {(slot, key) for slot, key, ends, _, _, state in found[0] if state is FactState.VALID and not ends} == {
        ("employer", "cap")
    }
    await sound(storage)


async def test_what_is_forgotten_leaves_nothing_of_what_was_said_about_it(storage: Storage) -> None:
    session = await ada(storage, ("2026-01-01", "I work for Arup."), ("2026-02-01", "Goodbye, Arup."))
    end = stated(session, 2, "Goodbye, Arup.", "employer", None, "2026-02-01", ends=True, about="Arup")
    await storage.facts.record([end], actor="rules")
    assert await facts_of(storage) == []
    assert await storage.facts.of_messages(session, 1, 2) == []
    job = stated(session, 1, "I work for Arup.", "employer", "Arup", "2026-01-01")
    await storage.facts.record([job], actor="rules")
    was, over = await facts_of(storage)
    assert (was.value, over.ends, was.superseded_by) == ("Arup", True, over.uuid)
    await storage.facts.forget(over.uuid, actor="person")
    (table,) = [table for table in TABLES if table.name == "facts"]
    rows = await storage.transfer.read(table, after=None, limit=9)
    assert "Goodbye" not in repr(rows)
    assert await storage.facts.record([end], actor="rules") == 0
