"""What stands of all facts of somebody at a moment, and until when that is so."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from msgspec.structs import replace

from holdfast.domain.facts import Fact, FactOrigin, FactSelection, FactState, NewFact
from holdfast.domain.timestamps import Timestamp
from holdfast.operations import standing_facts
from holdfast.operations.prompting.matters import Matter
from holdfast.operations.prompting.stable import StablePart
from holdfast.operations.standing_facts import Standing, StandingFacts
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.operations.test_sections import fact
from tests.storage.samples import user_of

JANUARY, MARCH, MAY, JULY = (Timestamp(f"2026-0{month}-01T00:00:00.000000Z") for month in (1, 3, 5, 7))
APRIL = Timestamp("2026-04-01T00:00:00.000000Z")

HOLDS = fact(1, "Ada lives in Leith", id=1, slot="home", value="Leith", valid_at=MARCH)
STATED = fact(2, "I am allergic to nuts", id=2, origin=FactOrigin.STATED, valid_at=JANUARY)
ENDED = fact(3, "Ada works at the docks", id=3, slot="work", value="docks", valid_at=JANUARY, invalid_at=MARCH)
AHEAD = fact(4, "Ada is in Rome", id=4, slot="place", value="Rome", valid_at=MAY, invalid_at=JULY)
WRONG = fact(5, "Ada is a cellist", id=5, state=FactState.INVALID, valid_at=JANUARY)
FACTS = (HOLDS, STATED, ENDED, AHEAD, WRONG)


def test_what_holds_is_told_apart_from_what_is_only_known() -> None:
    standing = Standing.of(FACTS, APRIL)
    assert standing.holding == {1: HOLDS, 2: STATED}
    assert standing.known == {each.uuid for each in (HOLDS, STATED, ENDED, AHEAD)}
    assert standing.unquoted == {each.uuid for each in (HOLDS, ENDED, AHEAD)}
    assert standing.whole
    assert HOLDS in standing.facts
    assert not {each.uuid for each in standing.facts} & {each.uuid for each in (ENDED, AHEAD, WRONG)}


def test_it_stands_from_the_last_border_to_the_next_one() -> None:
    for moment, since, until in (
        (APRIL, MARCH, MAY),
        (MARCH, MARCH, MAY),
        (JANUARY, JANUARY, MARCH),
        (JULY, JULY, "9999"),
        (Timestamp("2025-01-01T00:00:00.000000Z"), "", JANUARY),
    ):
        standing = Standing.of(FACTS, moment)
        assert (standing.since, standing.until) == (since, until), moment


def test_of_very_many_facts_the_newest_are_looked_through_for_what_bears_on_advice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standing_facts, "_LOOKED_THROUGH", 1)
    old, new = (
        fact(number, f"I am allergic to {what}", id=number, said=said, valid_at=JANUARY)
        for number, what, said in ((6, "nuts", JANUARY), (7, "fish", MARCH))
    )
    assert Standing.of([old, new], APRIL).bearing(frozenset({Matter.FOOD})) == [new]


def test_a_part_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = itertools.count(1)

    def make(facts: object) -> StablePart:
        return StablePart(str(next(made)), "", 0, [], {})

    monkeypatch.setattr(standing_facts, "_KEPT_PARTS", 2)
    standing = Standing.of(FACTS, APRIL)
    assert [standing.part(key, make).text for key in ("a", "b", "a", "b")] == ["1", "2", "1", "2"]
    assert [standing.part(key, make).text for key in ("c", "c", "a")] == ["3", "3", "4"]


async def test_old_facts_are_told_if_they_fill_a_slot_or_are_pinned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_facts, "_READ", 3)
    monkeypatch.setattr(standing_facts, "_KEPT", 1)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    for user in ("ada", "ben"):
        await user_of(storage, user)
    for text in ("tea", "pinned 1", "x", "milk", "pinned 2", "y", "jam", "z", "pinned 3"):
        is_told = len(text) > 1 and "pinned" not in text
        new = NewFact(user_id="ada", text=text, slot="likes" if is_told else None, value=text if is_told else None)
        await storage.facts.add(replace(new, pinned="pinned" in text), actor="test")
    found = await standing_facts.read(storage.facts, FactSelection(user_id="ada"), None)
    assert [each.text for each in found] == ["pinned 3", "z", "jam", "pinned 2", "milk", "pinned 1", "tea"]
    kept, page, read = StandingFacts(), storage.facts.page, set[str | None]()

    async def noted(selection: FactSelection, *, before: int | None = None, limit: int) -> list[Fact]:
        read.add(selection.user_id)
        return await page(selection, before=before, limit=limit)

    monkeypatch.setattr(storage.facts, "page", noted)
    for user, is_read in (("ada", True), ("ada", False), ("ben", True), ("ben", False), ("ada", True)):
        read.clear()
        await kept.of_user(storage.facts, user, APRIL)
        assert read == ({user} if is_read else set())
    pictured = NewFact(user_id="ada", text="p", metadata={"picture": "0" * standing_facts._LARGEST_KEPT})
    await storage.facts.add(pictured, actor="test")
    for _ in range(2):
        read.clear()
        await kept.of_user(storage.facts, "ada", APRIL)
        assert read == {"ada"}, "large metadata are not kept"
    await storage.stop()
