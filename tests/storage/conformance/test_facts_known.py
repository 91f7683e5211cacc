"""What statements say about something that is known: that it is over, or that another has taken its place."""

from __future__ import annotations

import random

import pytest

from holdfast.domain.facts import (
    FactSelection,
    FactState,
    NewFact,
)
from holdfast.domain.timestamps import now
from holdfast.storage import fact_neighbours
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.samples import user_of
from tests.storage.stated_facts import ada, ada_again, facts_of, sound, stated


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
