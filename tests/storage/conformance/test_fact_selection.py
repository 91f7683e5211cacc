"""A store selects the facts that `FactSelection.admits`, whatever is asked for."""

from __future__ import annotations

from itertools import product

import msgspec
import pytest

from holdfast.domain.facts import SHOWN_STATES, Fact, FactChange, FactOrigin, FactSelection, FactState, NewFact, Stated
from holdfast.domain.supersession import said_by
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.nouns import facts as sqlite_facts
from tests.storage.samples import message, session_of, user_of

ALL = SHOWN_STATES


def at(day: str, second: int = 0) -> Timestamp:
    return Timestamp(f"{day}T12:00:0{second}.000000Z")


async def said(
    storage: Storage,
    session_id: str,
    user_id: str,
    *texts: tuple[str, str, str],
    ends: bool = False,
    valid_at: Timestamp | None = None,
) -> None:
    """Record statements with the days of their messages."""
    await session_of(storage, session_id, user_id=user_id)
    new = [message(text, created_at=at(day)) for day, text, _ in texts]
    session = (await storage.messages.append(session_id, new, steps=())).result.session
    statements = [
        Stated(
            session=session, position=position, number=0, start=0, end=len(text), text=text, slot="home", value=value,
            ends=ends, said_at=at(day), valid_at=valid_at or at(day),
        )
        for position, (day, text, value) in enumerate(texts, 1)
    ]  # fmt: skip
    await storage.facts.record(statements, actor="rules")


async def facts_of_all_kinds(storage: Storage) -> None:
    """Of two users: superseded, ended, wrong, forgotten, future, pinned, with and without topics and slots."""
    for user in ("ada", "ben"):
        await user_of(storage, user)
    homes = [("2025-01-01", "I live in Oslo", "Oslo"), ("2025-02-01", "I live in Rome", "Rome")]
    await said(storage, "s", "ada", *homes)
    await said(storage, "t", "ben", *homes[:1])
    await said(storage, "u", "ben", ("2025-03-01", "No longer in Oslo", "Oslo"), ends=True)
    made = [
        NewFact(user_id="ada", text="drinks tea", slot="drink", value="tea", topics=("a", "b"), pinned=True),
        NewFact(user_id="ada", session_id="s", text="likes tea", topics=("b",), valid_at=at("2025-01-15")),
        NewFact(user_id="ada", text="works", slot="job", value="smith", valid_at=at("2025-01-20")),
        NewFact(user_id="ada", text="rents", valid_at=at("2025-01-01"), invalid_at=at("2025-01-20")),
        NewFact(user_id="ada", text="will work", slot="job", value="cook", valid_at=at("2999-01-01")),
        NewFact(user_id="ben", session_id="t", text="pinned", pinned=True, valid_at=at("2025-01-01")),
        NewFact(user_id="ben", text="wrong", valid_at=at("2025-01-01")),
        NewFact(user_id="ben", text="to be forgotten", valid_at=at("2025-01-01")),
    ]
    *_, wrong, forgotten = [(await storage.facts.add(new, actor="a")).result for new in made]
    await storage.facts.change(wrong.uuid, FactChange(state=FactState.INVALID), actor="a")
    await storage.facts.forget(forgotten.uuid, actor="a")


def moments_of(facts: list[Fact]) -> set[Timestamp]:
    """When something begins or ends, and the moments before and after."""
    bounds = {bound for fact in facts for bound in (fact.valid_at, fact.invalid_at, fact.superseded_at) if bound}
    days = {bound[:10] for bound in bounds}
    return bounds | {at("2024-12-31"), at("2025-12-31")} | {at(day, second) for day in days for second in (0, 1)}


async def selected(storage: Storage, selection: FactSelection) -> list[str]:
    found = [fact.text for fact in await storage.facts.page(selection, limit=99)]
    assert await storage.facts.count(selection) == len(found)
    return found


async def test_what_is_selected_is_what_the_selection_admits(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    # The embedded store reads many in other ways than few; here two are many.
    for name in ("_FEW", "_RARE"):
        monkeypatch.setattr(sqlite_facts, name, 2)
    await facts_of_all_kinds(storage)
    everything = await storage.facts.page(FactSelection(states=ALL), limit=99)
    assert {fact.state for fact in everything} == set(ALL)
    assert any(fact.invalid_at for fact in everything)
    wanted = [
        FactSelection(user_id=user, states=states, slot=slot, topic=topic, pinned=pinned, slotted=slotted)
        for user, states, slot, topic, pinned, slotted in product(
            ("ada", "ben"), (ALL, (FactState.VALID,)), (None, "home"), (None, "a", "b"), (False, True), (False, True)
        )
    ]
    wanted += [FactSelection(states=ALL, origin=origin) for origin in FactOrigin]
    wanted += [FactSelection(states=ALL, valid_on=moment) for moment in moments_of(everything)]
    wanted += [
        FactSelection(user_id=user, states=states, standing_on=moment)
        for user, states, moment in product(
            ("ada", "ben"), ((FactState.VALID,), (FactState.SUPERSEDED,), ALL), (at("2998-12-31"), at("2999-01-01", 1))
        )
    ]
    (smith,) = [fact for fact in everything if fact.value == "smith"]
    assert smith.state is FactState.VALID
    assert await storage.facts.next_superseded("ada", at("2025-01-01")) == at("2999-01-01")
    assert await storage.facts.next_superseded("ada", at("2999-01-01")) is None
    for moment, state in ((at("2998-12-31"), FactState.VALID), (at("2999-01-01"), FactState.SUPERSEDED)):
        assert smith.state_on(moment) is state
        assert "works" in await selected(storage, FactSelection(states=(state,), standing_on=moment))
    for selection in wanted:
        whose = [fact for fact in everything if selection.user_id in {None, fact.user_id}]
        expected = [fact.text for fact in whose if selection.admits(fact)]
        assert await selected(storage, selection) == expected, msgspec.to_builtins(selection)


async def test_a_session_selects_its_own_facts_and_those_it_is_a_source_of(storage: Storage) -> None:
    await facts_of_all_kinds(storage)
    assert await selected(storage, FactSelection(session_id="s", states=ALL)) == [
        "likes tea", "I live in Rome", "I live in Oslo",
    ]  # fmt: skip
    assert await selected(storage, FactSelection(session_id="s", user_id="ada")) == ["likes tea", "I live in Rome"]
    assert await selected(storage, FactSelection(session_id="s", user_id="ben")) == []


async def test_what_had_been_said_by_a_moment_is_selected_as_it_stood_then(storage: Storage) -> None:
    await facts_of_all_kinds(storage)
    await said(storage, "v", "ada", ("2025-04-01", "From June on in Faro", "Faro"), valid_at=at("2025-06-01"))
    states = (FactState.VALID, FactState.SUPERSEDED)
    everything = await storage.facts.page(FactSelection(states=states), limit=99)
    for user, moment in product(("ada", "ben"), moments_of(everything) | {fact.said_at for fact in everything}):
        then = said_by((fact for fact in everything if fact.user_id == user), moment)
        valid = [fact for fact in then if fact.state is FactState.VALID]
        expected = {fact.text for fact in valid if fact.superseded_at is None or fact.superseded_at > moment}
        selection = FactSelection(user_id=user, states=states, said_until=moment)
        assert set(await selected(storage, selection)) == expected, moment
