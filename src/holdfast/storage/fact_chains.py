"""Which facts must be known in a slot of one value where others come, change or go: see `fact_neighbours`.

What stands between two values are ends.  Those before the first that names the value stand alone; that one takes the
place of the value, and each one behind it that of the one before.  So a place needs what stands directly beside it, the
value before it with what has taken the place of that, and the ends behind it up to where all values that may stand
before them are named: behind these, nothing can stand otherwise.  Hundreds of ends in a row are not looked at.

Where more than one value comes or goes, all between two values is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from holdfast.domain.facts import Fact
from holdfast.domain.supersession import is_ended
from holdfast.storage.fact_places import FIRST, LAST, Neighbours, Place, Point, Search
from holdfast.storage.fact_rows import COLUMNS, fact_of

FEW_PLACES = 4
"""So many places of a slot are looked around one by one."""

_AT_FIRST, _FACTOR = 4, 4
_ALONG = 65

_SAID, _CREATED_AT, _UUID, _ENDS = (COLUMNS.index(name) for name in ("said", "created_at", "uuid", "ends"))

_Line = tuple[Any, ...]


def along_chains(found: Neighbours) -> Search[None]:
    """What is needed around all places that are expected in slots of one value."""
    for line, places in found.expected.items():
        if len(places) > FEW_PLACES:
            yield from _along_values(found, places, line)
        elif sum(not place.ends for place in places) > 1:
            for place in places:
                yield from _between_values(found, place, line)
        else:
            for place in places:
                yield from _around(found, place, places, line)


def _around(found: Neighbours, place: Place, places: Collection[Place], line: _Line) -> Search[None]:
    """What is needed around one of the places of a slot in which one value at most comes or goes."""
    going = {each.came for each in places if each.came is not None}
    before = found.add((yield "standing before in slot", (*line, *place.first)), beside=True)
    values = before
    if before and before[0].ends:
        values = found.add((yield "value before in slot", (*line, *place.first)), beside=True)
    open_values = [] if (yield from _is_over(found, values, place, going)) else values
    if place.ends:
        open_values = [value for value in open_values if is_ended(place.slot, place.value, value.value)]
    found.take([*open_values, *(fact for fact in before if fact.ends)])
    named = [value.value for value in open_values] + ([] if place.ends else [place.value])
    yield from _behind(found, place, named, going, line)


def _is_over(
    found: Neighbours, values: Sequence[Fact], place: Place, going: Collection[tuple[str, str]]
) -> Search[bool]:
    """Whether an end that stays has taken the place of the value before a place, or there is none."""
    over = True
    for value in values:
        over = False
        if value.superseded_by is not None:
            for newer in found.add((yield "named", ([value.superseded_by],)), beside=True):
                over = newer.ends and _point(newer) < place.first and _point(newer)[1:] not in going
    return over


def _behind(
    found: Neighbours, place: Place, named: Sequence[str | None], going: Collection[tuple[str, str]], line: _Line
) -> Search[None]:
    """What stands behind a place, up to where ends that stay have named some values, and one fact more."""
    most = _AT_FIRST
    while True:
        facts = [fact_of(row) for row in (yield "along slot", (*line, *place.first, most))]
        if place.came is None and any(fact.said == place.said for fact in facts):
            # Which of the two stands before the other is told when the new one comes.
            yield from _between_values(found, place, line)
            return
        count = _reach(facts, place, named, going)
        if count < len(facts) or len(facts) < most:
            found.take(facts[:count])
            found.take(facts[count : count + 1], beside=True)
            return
        most *= _FACTOR


def _reach(facts: Sequence[Fact], place: Place, named: Sequence[str | None], going: Collection[tuple[str, str]]) -> int:
    """How many facts from a place on may stand otherwise; all of them, if more may."""
    left = list(named)
    for number, fact in enumerate(facts):
        if _point(fact)[1:] == place.came:
            continue
        if not fact.ends or not left:
            return number
        if _point(fact)[1:] not in going:
            left = [value for value in left if not is_ended(place.slot, fact.value, value)]
    return len(facts)


def _between_values(found: Neighbours, place: Place, line: _Line) -> Search[None]:
    """All that stands between the value before a place and the one behind it."""
    before = yield "before in slot", (*line, *place.first)
    after = yield "after in slot", (*line, *place.last)
    first, last = (tuple(rows[0]) if rows else end for rows, end in ((before, FIRST), (after, LAST)))
    rows = yield "between in slot", (*line, *first, *last)
    found.add(rows, but=[last[2]])


def _along_values(found: Neighbours, places: Collection[Place], line: _Line) -> Search[None]:
    """As `_between_values`, of many: the slot is read along them, with a leap where few facts stand between two."""
    waiting = sorted(places, key=lambda place: place.first)
    most = _ALONG
    while waiting:
        before = yield "before in slot", (*line, *waiting[0].first)
        there = yield "along slot", (*line, *(before[0] if before else FIRST), most)
        rows = [tuple(row) for row in there]
        values = [number for number, row in enumerate(rows) if not row[_ENDS]]
        beyond = LAST if len(rows) < most else _point_of(rows[values[-1]]) if values else FIRST
        reached = [place for place in waiting if place.last < beyond or beyond == LAST]
        if not reached:
            most *= _FACTOR
            continue
        waiting = [place for place in waiting if place.last >= beyond and beyond != LAST]
        last = max(place.last for place in reached)
        after = next((number for number in values if _point_of(rows[number]) > last), len(rows))
        found.add(rows[: after + 1], but=[row[_UUID] for row in rows[after : after + 1]])
        most = most * _FACTOR if after > most // 2 else _ALONG


def _point(fact: Fact) -> Point:
    return fact.said, fact.created_at, fact.uuid


def _point_of(row: tuple[Any, ...]) -> Point:
    return row[_SAID], row[_CREATED_AT], row[_UUID]
