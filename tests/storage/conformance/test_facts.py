"""Facts: who holds them, how they supersede each other, what becomes of them when what they rest on goes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from holdfast.domain.facts import (
    Extracted,
    FactChange,
    FactOrigin,
    FactSelection,
    FactState,
    NewFact,
)
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.metadata import decode_metadata
from holdfast.domain.receipts import Receipt
from holdfast.errors import InvalidRequest, NotFound
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.samples import LONG_AGO, message, session_of, user_of
from tests.storage.stated_facts import ALL, ada, ada_again, at, facts_of, shape, sound, stated, talk


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


async def test_holders_of_facts_are_told_apart_from_others(storage: Storage) -> None:
    ann, bob = await user_of(storage, "ann"), await user_of(storage, "bob")
    session = await session_of(storage, "s")
    await storage.facts.add(NewFact(user_id="ann", text="Likes tea"), actor="test")
    fact = await storage.facts.add(NewFact(session_id="s", text="Likes tea"), actor="test")
    await storage.facts.forget(fact.result.uuid, actor="test")
    assert await storage.facts.holders([ann.id, bob.id, -session.id, -4711]) == {ann.id, -session.id}
    assert await storage.facts.holders([]) == set()
