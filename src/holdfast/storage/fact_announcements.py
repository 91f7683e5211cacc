"""Which facts must be known where an announced fact may be called off, or be so no longer: see `fact_neighbours`.

Few facts begin later than they are said, so these are asked for only around such facts, and around ends.
"""

from __future__ import annotations

from typing import Any

from holdfast.domain.facts import SAID_AT, Fact, as_said, folded, is_announced
from holdfast.domain.supersession import is_ended
from holdfast.storage.fact_places import Neighbours, Place, Search, alike
from holdfast.storage.fact_rows import digest_of, fact_of

_BEHIND = "~"
"""Follows all that stands behind a moment in an order."""


def called_off_by(found: Neighbours, place: Place, line: tuple[Any, ...]) -> Search[list[Fact]]:
    """The announced facts that what comes to a place calls off, or has called off."""
    announced = is_announced(place.said)
    if not announced and not (place.ends and place.value is not None):
        return []
    facts: list[Fact] = []
    if place.came is not None:
        facts += found.add((yield "called off by", (place.came[1],)))
    told = as_said(place.said)
    pending = (*line, told, told[:SAID_AT].rstrip())
    if place.ends and place.value is not None:
        begins = place.said[:SAID_AT]
        like = alike(place.value)
        parameters = (*pending, begins)
        rows = yield ("pending like these", (like, *parameters)) if like else ("pending", parameters)
        values = [fact_of(row) for row in rows]
        facts += found.take([fact for fact in values if is_ended(place.slot, place.value, fact.value)])
    if announced and place.ends:
        ends = [fact_of(row) for row in (yield "pending ends", pending)]
        facts += found.take([fact for fact in ends if _ended(fact.value) == _ended(place.value)])
    elif announced:
        facts += found.add((yield "pending in key", (*pending, digest_of(place.key))))
    return facts


def calling_off(found: Neighbours, place: Place, line: tuple[Any, ...]) -> Search[None]:
    """The first facts said that call off what is announced at a place, beside those that are touched."""
    told, begins = as_said(place.said), place.said[:SAID_AT]
    if place.ends:
        rows = yield "announced ends since", (*line, told, begins)
        named = [(as_said(said), uuid) for uuid, value, said in rows if _ended(value) == _ended(place.value)]
    else:
        again = (*line, told, begins, digest_of(place.key), len(found.touched) + 2)
        found.add((yield "announced again in key", again), beside=True)
        rows = yield "ends since", (*line, told, f"{begins}{_BEHIND}")
        named = [
            (as_said(said), uuid)
            for uuid, value, said in rows
            if value is not None and is_ended(place.slot, value, place.value)
        ]
    own = place.came[1] if place.came is not None else ""
    later = sorted((said, uuid) for said, uuid in named if told <= said < begins and uuid not in {*found.touched, own})
    if later:
        found.add((yield "named", ([later[0][1]],)), beside=True)


def _ended(value: str | None) -> str | None:
    return None if value is None else folded(value)
