"""What stands of all facts of somebody at a moment, and until when that is so."""

from __future__ import annotations

from holdfast.domain.facts import FactOrigin, FactState
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.prompting.stable import StablePart
from holdfast.operations.standing_facts import Standing
from tests.operations.test_sections import fact

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


def test_a_part_is_made_once() -> None:
    made: list[int] = []

    def make(facts: object) -> StablePart:
        made.append(len(made))
        return StablePart(str(len(made)), "", 0, [], {})

    standing = Standing.of(FACTS, APRIL)
    assert [standing.part(key, make).text for key in ("a", "b", "a", "b")] == ["1", "2", "1", "2"]
    assert made == [0, 1]
