"""What is looked at around places of a slot of one value is enough to arrange all that may stand otherwise there."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from holdfast.domain.fact_ledger import Holder
from holdfast.domain.facts import Fact, FactCopy, FactOrigin, order_of
from holdfast.domain.supersession import arranged
from holdfast.storage.fact_chains import along_chains
from holdfast.storage.fact_places import Neighbours, Place
from holdfast.storage.fact_rows import row_of
from tests.storage.many_facts import minute

CASES = 3_000
LINE = (1, "home", "user")


def _fact(number: int, chance: random.Random, ending: float) -> Fact:
    ends = chance.random() < ending
    value = chance.choice(["Oslo", "Rome", "Bonn", "Faro", "Faro", None] if ends else ["Oslo", "Rome", "Bonn"])
    return Fact(
        uuid=f"{number:08x}-0000-4000-8000-000000000000", holder=1, origin=FactOrigin.ASSERTED, text="t", slot="home",
        value=value, ends=ends, valid_at=minute(number), said=order_of(minute(number)), created_at=minute(number),
        updated_at=minute(number), actor="a",
    )  # fmt: skip


def _come_later(fact: Fact) -> Fact:
    """A fact that was stored after another one that may have been said at the same time."""
    return replace(fact, uuid=f"1{fact.uuid[1:]}", created_at=minute(150), updated_at=minute(150))


def _point(fact: Fact) -> tuple[str, str, str]:
    return fact.said, fact.created_at, fact.uuid


def _answers(stored: Sequence[Fact]) -> Callable[[str, tuple[Any, ...]], list[Any]]:
    """A store of the facts of one slot, in order, that answers what is asked about places in it."""

    def answer(question: str, parameters: tuple[Any, ...]) -> list[Any]:
        if question == "named":
            return [_row(fact) for fact in stored if fact.uuid in parameters[0]]
        point = parameters[3:6]
        before = [fact for fact in stored if _point(fact) < point]
        values = [fact for fact in before if not fact.ends]
        found = {
            "standing before in slot": lambda: map(_row, before[-1:]),
            "value before in slot": lambda: map(_row, values[-1:]),
            "before in slot": lambda: map(_point, values[-1:]),
            "after in slot": lambda: map(_point, [one for one in stored if not one.ends and _point(one) > point][:1]),
            "along slot": lambda: map(_row, [one for one in stored if _point(one) >= point][: parameters[6]]),
            "between in slot": lambda: map(_row, [one for one in stored if point <= _point(one) <= parameters[6:9]]),
        }
        return list(found[question]())

    return answer


def _row(fact: Fact) -> tuple[Any, ...]:
    return (fact.id, *row_of(fact)[:-1])


def _looked_at(stored: Sequence[Fact], places: Sequence[Place]) -> Neighbours:
    found = Neighbours(1)
    for place in places:
        found.expect(place, LINE)
    search, answer = along_chains(found), _answers(stored)
    try:
        question = next(search)
        while True:
            question = search.send(answer(*question))
    except StopIteration:
        return found


def _written(stored: Sequence[Fact], found: Neighbours, gone: Sequence[str], come: Sequence[Fact]) -> list[Fact]:
    """What a ledger of the facts that were found leaves in the store."""
    ledger = found.ledger(Holder(1), actor="a", moment=minute(200))
    for uuid in gone:
        ledger.remove(uuid)
    for fact in come:
        ledger.restore(FactCopy(fact=fact), None)
    added, changed, removed = ledger.close()
    assert {fact.uuid for fact in removed} == set(gone)
    left = {fact.uuid: fact for fact in stored if fact.uuid not in gone}
    return sorted((left | {fact.uuid: fact for fact in (*added, *changed)}).values(), key=_point)


def test_what_comes_and_goes_leaves_a_slot_as_if_all_of_it_had_been_arranged() -> None:
    chance = random.Random(1)
    fewest = 0
    for _ in range(CASES):
        ending = chance.choice([0.4, 0.6, 0.8])
        numbers = sorted(chance.sample(range(40), chance.randint(2, 14)))
        stored = sorted(arranged(_fact(number, chance, ending) for number in numbers), key=_point)
        among = chance.choice([stored, [fact for fact in stored if not fact.ends]])
        first = chance.randrange(len(stored))
        moved = chance.choice([among[first : first + chance.choice([0, 1, 2, 3])], chance.sample(stored, 2)])
        come = [
            _come_later(_fact(number, chance, ending)) for number in chance.sample(range(40), chance.choice([0, 1, 2]))
        ]
        places = [*map(Place.of, moved), *(replace(Place.of(fact), came=None) for fact in come)]
        gone = [fact.uuid for fact in moved if chance.random() < 0.9]
        found = _looked_at(stored, places)
        fewest += len(found.facts) < len(stored)
        left = [fact for fact in stored if fact.uuid not in gone]
        assert _written(stored, found, gone, come) == sorted(arranged([*left, *come]), key=_point), (stored, places)
    assert fewest > CASES // 4
