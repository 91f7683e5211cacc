"""Facts do not depend on the order in which they arrive, and what goes leaves no trace in what stays."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import hypothesis.strategies as some
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from holdfast.domain.fact_ledger import FactLedger, Holder
from holdfast.domain.facts import Fact, FactSource, FactState, Stated
from holdfast.domain.supersession import arranged, known_at, said_by
from holdfast.domain.timestamps import Timestamp
from tests.storage.slot_history import told

HOLDER = Holder(1, "ada")


def at(day: int, *, of: str = "2025-01") -> Timestamp:
    return Timestamp(f"{of}-{day:02}T00:00:00.000000Z")


class Memory:
    """Facts and their sources, as a store keeps them from one ledger to the next."""

    def __init__(self) -> None:
        self.facts: dict[str, Fact] = {}
        self.sources: list[FactSource] = []
        self.moment = 1

    def state(self, *statements: Stated) -> None:
        ledger = FactLedger(
            HOLDER, self.facts.values(), actor="rules", moment=at(self.moment, of="2026-01"), known=self.sources
        )
        ledger.state_all(statements)
        for uuid, source in ledger.unquoted.items():
            ledger.quote(uuid, said(source))
        self._write(ledger)

    def lose(self, position: int) -> None:
        """The message at a position goes."""
        ledger = FactLedger(HOLDER, self.facts.values(), actor="rules", moment=at(self.moment, of="2026-01"))
        hit = {source.fact for source in self.sources if source.position == position}
        self.sources = [source for source in self.sources if source.position != position]
        for uuid in hit:
            left = sorted((source for source in self.sources if source.fact == uuid), key=lambda each: each.order)
            ledger.lose_sources(uuid, left, said(left[0]) if left else "", quoted=True)
        self._write(ledger)

    def _write(self, ledger: FactLedger) -> None:
        added, changed, gone = ledger.close()
        self.facts |= {fact.uuid: fact for fact in (*added, *changed)}
        for fact in gone:
            del self.facts[fact.uuid]
        moved = {(source.fact, source.position): uuid for source, uuid in ledger.moved}
        self.sources = [
            replace(source, fact=moved.get((source.fact, source.position), source.fact)) for source in self.sources
        ]
        self.sources += ledger.sources
        self.sources = [
            source for source in self.sources if source not in ledger.withdrawn and source.fact in self.facts
        ]
        self.moment += 1

    def holding(self, day: int) -> set[tuple[Any, ...]]:
        """What is true on a day, and in whose words."""
        return {
            (fact.slot, fact.key, fact.text) for fact in self.facts.values() if fact.holds_at(at(day)) and not fact.ends
        }


def said(source: FactSource) -> str:
    return f"message {source.position}"


@some.composite
def conversations(draw: Any) -> list[Stated]:
    """Statements of messages, one a day, in two slots of one value and one of many."""
    found = []
    for position in range(1, draw(some.integers(1, 7)) + 1):
        slot = draw(some.sampled_from(["home", "diet"]))
        found.append(
            Stated(
                session=1, position=position, number=0, start=0, end=9, text=f"message {position}", slot=slot,
                value=draw(some.sampled_from(["oslo", "rome", "faro"])), ends=draw(some.integers(0, 3)) == 0,
                said_at=at(position), valid_at=at(position),
            )
        )  # fmt: skip
    return found


def remembered(statements: list[Stated]) -> Memory:
    memory = Memory()
    for statement in statements:
        memory.state(statement)
    return memory


def values(memory: Memory, day: int) -> set[tuple[Any, ...]]:
    return {(slot, key) for slot, key, _ in memory.holding(day)}


def naive(statements: list[Stated], day: int) -> set[tuple[Any, ...]]:
    """What holds on a day, worked out as simply as can be: one home, which a denial of another leaves; many diets."""
    homes: set[str] = set()
    diets: set[str] = set()
    for each in statements:
        if each.position > day:
            continue
        value = each.value or ""
        if each.ends:
            homes -= {value} if each.slot == "home" else set()
            diets -= {value} if each.slot == "diet" else set()
        elif each.slot == "home":
            homes = {value}
        else:
            diets.add(value)
    return {("home", value) for value in homes} | {("diet", value) for value in diets}


def standing(facts: list[Fact]) -> set[tuple[Any, ...]]:
    return {(fact.slot, fact.key) for fact in facts if fact.state is FactState.VALID and not fact.ends}


@given(some.data(), conversations())
@settings(max_examples=120, deadline=None)
def test_a_slot_holds_what_was_said_last(data: some.DataObject, statements: list[Stated]) -> None:
    memory = remembered(data.draw(some.permutations(statements)))
    for day in range(1, len(statements) + 1):
        assert values(memory, day) == naive(statements, day)
        assert standing(said_by(memory.facts.values(), at(day))) == naive(statements, day)


@given(some.data(), conversations())
@settings(max_examples=120, deadline=None)
def test_what_was_known_at_a_moment_is_what_had_arrived_by_then(
    data: some.DataObject, statements: list[Stated]
) -> None:
    memory, then = Memory(), []
    for statement in data.draw(some.permutations(statements)):
        moment = at(memory.moment, of="2026-01")
        memory.state(statement)
        then.append((moment, standing(list(memory.facts.values()))))
    for moment, expected in then:
        assert standing(known_at(((fact, []) for fact in memory.facts.values()), moment)) == expected


@given(some.data(), conversations())
@settings(max_examples=120, deadline=None)
def test_the_order_of_arrival_does_not_matter(data: some.DataObject, statements: list[Stated]) -> None:
    expected = remembered(statements)
    shuffled = remembered(data.draw(some.permutations(statements)))
    for day in range(1, len(statements) + 1):
        assert values(shuffled, day) == values(expected, day)


@given(some.data(), conversations())
@settings(max_examples=120, deadline=None)
def test_a_message_that_goes_leaves_no_trace(data: some.DataObject, statements: list[Stated]) -> None:
    memory = remembered(statements)
    gone = data.draw(some.sets(some.sampled_from(range(1, len(statements) + 1))))
    for position in gone:
        memory.lose(position)
    never = remembered([each for each in statements if each.position not in gone])
    for day in range(1, len(statements) + 1):
        assert values(memory, day) == values(never, day)
    texts = {fact.text for fact in memory.facts.values()}
    assert texts.isdisjoint(f"message {position}" for position in gone)
    assert all(source.position not in gone for source in memory.sources)


@given(conversations())
@settings(max_examples=60, deadline=None)
def test_arranging_again_changes_nothing_and_the_past_can_be_asked_for(statements: list[Stated]) -> None:
    memory = Memory()
    states = [dict(memory.facts)]
    for statement in statements:
        memory.state(statement)
        states.append(dict(memory.facts))
    assert {fact.uuid: fact for fact in arranged(memory.facts.values())} == memory.facts
    present = known_at(((fact, []) for fact in memory.facts.values()), at(memory.moment, of="2026-01"))
    assert {fact.uuid: fact for fact in present} == memory.facts


@some.composite
def conversations_of_what_is_known(draw: Any) -> list[Stated]:
    """Statements, some of which are about what may be known: they end it, or something takes its place."""
    found = []
    for each in draw(conversations()):
        slot = draw(some.sampled_from(["home", "pets", "pets"]))
        about = draw(some.sampled_from([None, None, "oslo", "rome", "the dog"]))
        ends = draw(some.booleans()) if about else each.ends
        value = None if about and ends else each.value
        text = each.text if each.value == "faro" else f"our dog {each.value}"
        found.append(replace(each, slot=slot, about=about, ends=ends, value=value, text=text))
    return found


def times(memory: Memory, days: int) -> list[set[tuple[Any, ...]]]:
    return [values(memory, day) for day in range(1, days + 1)]


@given(some.data(), conversations_of_what_is_known())
@settings(max_examples=100, deadline=None)
def test_what_is_said_about_something_means_the_same_whenever_that_arrives(
    data: some.DataObject, statements: list[Stated]
) -> None:
    expected = times(remembered(statements), len(statements))
    together = Memory()
    together.state(*statements)
    assert times(together, len(statements)) == expected
    shuffled, memory = data.draw(some.permutations(statements)), Memory()
    border = data.draw(some.integers(0, len(statements)))
    memory.state(*shuffled[:border])
    for statement in shuffled[border:]:
        memory.state(statement)
    assert times(memory, len(statements)) == expected


def of_employer(said: int, value: str | None, *, valid: int | None = None, ends: bool = False) -> Stated:
    """What is said on a day of whom somebody works for, maybe since or from another one."""
    return Stated(
        session=1, position=said, number=0, start=0, end=9, text=f"message {said}", slot="employer", value=value,
        ends=ends, said_at=at(said), valid_at=at(valid or said),
    )  # fmt: skip


TESCO = of_employer(1, "Tesco")
GREGGS = of_employer(2, "Greggs", valid=10)
OFF = of_employer(4, "Greggs", ends=True)


@pytest.mark.parametrize(
    ("statements", "told_on"),
    [
        ([TESCO, GREGGS, of_employer(3, "Boots")], {2: "Tesco", 3: "Boots", 9: "Boots", 10: "Greggs"}),
        ([TESCO, GREGGS, of_employer(3, "Tesco")], {3: "Tesco", 9: "Tesco", 10: "Greggs"}),
        ([TESCO, GREGGS, of_employer(3, "Boots"), OFF], {2: "Tesco", 3: "Boots", 10: "Boots"}),
        ([TESCO, GREGGS, OFF], {2: "Tesco", 10: "Tesco"}),
        ([TESCO, GREGGS, OFF, of_employer(12, "Greggs")], {10: "Tesco", 11: "Tesco", 12: "Greggs"}),
        ([TESCO, GREGGS, OFF, of_employer(5, "Greggs", valid=11)], {10: "Tesco", 11: "Greggs"}),
        ([TESCO, GREGGS, of_employer(10, "Greggs", ends=True)], {9: "Tesco", 10: None}),
        ([TESCO, GREGGS, of_employer(5, "Greggs", valid=12)], {10: "Tesco", 11: "Tesco", 12: "Greggs"}),
        ([TESCO, GREGGS, of_employer(5, "Greggs", valid=8)], {7: "Tesco", 8: "Greggs", 10: "Greggs"}),
        ([TESCO, GREGGS, of_employer(3, "Boots", valid=12)], {9: "Tesco", 10: "Greggs", 12: "Boots"}),
        ([TESCO, GREGGS, of_employer(3, "Boots", valid=10)], {9: "Tesco", 10: "Boots"}),
        ([TESCO, GREGGS, of_employer(3, "Boots", valid=5)], {4: "Tesco", 5: "Boots", 10: "Greggs"}),
        ([TESCO, GREGGS, of_employer(11, "Tesco")], {9: "Tesco", 10: "Greggs", 11: "Tesco"}),
        ([TESCO, of_employer(2, "Tesco", valid=10, ends=True)], {2: "Tesco", 9: "Tesco", 10: None}),
        ([TESCO, of_employer(2, None, valid=7, ends=True), of_employer(3, "Boots", valid=7)], {6: "Tesco", 7: "Boots"}),
        ([TESCO, GREGGS, of_employer(3, None, valid=10, ends=True)], {9: "Tesco", 10: "Greggs"}),
        ([TESCO, GREGGS, of_employer(3, None, ends=True)], {2: "Tesco", 3: None, 9: None, 10: "Greggs"}),
        ([TESCO, *(of_employer(said, None, valid=said + 8, ends=True) for said in (2, 4))], {10: "Tesco", 12: None}),
        ([TESCO, of_employer(2, "Tesco", valid=8, ends=True), of_employer(3, "Boots")], {7: "Boots", 8: "Boots"}),
        ([of_employer(4, "Tesco"), of_employer(8, "Lidl", valid=2)], {3: "Lidl", 5: "Lidl"}),
    ],
)  # fmt: skip
def test_what_is_announced_begins_on_its_day_unless_it_is_called_off(
    statements: list[Stated], told_on: dict[int, str | None]
) -> None:
    for arrival in permutations(statements):
        memory = remembered(list(arrival))
        for day, value in told_on.items():
            assert held(memory, "employer", day) == ({value} if value else set()), (day, arrival)
        assert not any(
            fact.holds_at(at(day)) for fact in memory.facts.values() if fact.is_called_off for day in range(1, 28)
        )


def test_an_announced_value_that_is_said_again_holds_since_it_began() -> None:
    memory = remembered([TESCO, GREGGS, of_employer(12, "Greggs")])
    assert [fact.valid_at for fact in memory.facts.values() if fact.value == "Greggs"] == [at(10)]


@some.composite
def announcements(draw: Any) -> list[Stated]:
    """Statements about what is, was or will be, some of them said at the same moment."""
    found = []
    for position in range(1, draw(some.integers(2, 8)) + 1):
        said = draw(some.integers(3, 9))
        valid = draw(some.sampled_from([said, said, 1, 5, 6, 8, 9]))
        slot = draw(some.sampled_from(["employer", "employer", "diet"]))
        value = draw(some.sampled_from(["tesco", "greggs", "greggs"])) if valid >= said else f"lidl {position}"
        ends = draw(some.integers(0, 3)) == 0
        if ends and slot == "employer" and draw(some.integers(0, 2)) == 0:
            value = None
        found.append(
            Stated(
                session=1, position=position, number=0, start=0, end=9, text=f"message {position}", slot=slot,
                value=value, ends=ends, said_at=at(said), valid_at=at(valid),
            )
        )  # fmt: skip
    return found


def held(memory: Memory, slot: str, day: int) -> set[str]:
    """The values that are told of a slot on a day: of a single one, the last to take effect."""
    facts = [fact for fact in memory.facts.values() if fact.slot == slot and fact.holds_at(at(day)) and not fact.ends]
    facts.sort(key=lambda fact: fact.said)
    return {str(fact.value) for fact in (facts[-1:] if slot == "employer" else facts)}


@given(some.data(), announcements())
@settings(max_examples=300, deadline=None)
def test_a_slot_holds_what_all_that_was_said_of_it_comes_to(data: some.DataObject, statements: list[Stated]) -> None:
    memory = remembered(data.draw(some.permutations(statements)))
    left = list(statements)
    for gone in [None, *data.draw(some.permutations(statements))[: data.draw(some.integers(0, 3))]]:
        if gone is not None:
            memory.lose(gone.position)
            left.remove(gone)
        for slot in ("employer", "diet"):
            of_slot = [each for each in left if each.slot == slot]
            for day in range(1, 12):
                assert held(memory, slot, day) == told(of_slot, at(day), single=slot == "employer"), (slot, day)
        assert {fact.uuid: fact for fact in arranged(memory.facts.values())} == memory.facts
