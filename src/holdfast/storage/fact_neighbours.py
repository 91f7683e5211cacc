"""Which facts must be known where others come, change or go: their neighbours in time, however many there are.

In a slot of one value a fact takes the place of the one before it, so what happens between two facts that name values
leaves all others as they are: see `fact_chains`.  In a slot of many that is so between two facts with the same key; a
fact that ends a value also takes the place of others.  What is said once more is looked for between what was said
directly before and after it.

Where there are few facts, all of them are taken: that is one question.  A search asks questions and is sent rows; each
store answers it in its own dialect: see `fact_questions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from holdfast.domain.facts import (
    Extracted,
    Fact,
    FactSource,
    Stated,
    as_said,
    is_announced,
    key_of,
    lead_of,
    offers_of,
    placed,
)
from holdfast.domain.slots import holds_one_value
from holdfast.domain.supersession import is_about, is_ended, is_told_as, tells_kinds
from holdfast.storage.fact_announcements import called_off_by, calling_off
from holdfast.storage.fact_chains import along_chains
from holdfast.storage.fact_places import LAST, Neighbours, Place, Search, alike
from holdfast.storage.fact_rows import Row, digest_of, fact_of

FEW = 64
"""So many facts, and sources, are taken without looking for neighbours."""
FEW_FOR_EACH = 4
"""So many more are for each place that is touched: looking for its neighbours costs as much."""

MOST_CONDITIONAL = 256
"""So much that was said later, about something that may be known, is worked out anew where something is stated."""
MANY = 1024
"""So many facts, and sources, of slots are taken for that; among more it stays as it is."""


def touched(holder: int, places: Collection[Place], uuids: Collection[str] = ()) -> Search[Neighbours]:
    """What is needed where facts come to places, and those with the UUIDs change or go."""
    found = Neighbours(holder, uuids)
    changed: list[Fact] = []
    if uuids:
        changed += found.add((yield "named", (list(uuids),)))
        changed += found.add((yield "replaced by", (list(uuids),)))
    everywhere = [*map(Place.of, changed), *places]
    slots = {place.slot for place in everywhere if place.slot is not None}
    if not slots or (yield from _few(found, "in slots", slots, most=FEW + FEW_FOR_EACH * len(everywhere))) is not None:
        return found
    yield from _around_places(found, everywhere)
    yield from along_chains(found)
    return found


def extracting(holder: int, extracted: Extracted, cited: Sequence[FactSource]) -> Search[Neighbours]:
    """What is needed where a language model found something: one that says the same, too, wherever it stands."""
    slot, key = extracted.slot, key_of(extracted.slot, extracted.value, extracted.text)
    said_at = max(source.said_at for source in cited)
    said = placed(max(source.order for source in cited), extracted.valid_at or said_at, ends=False)
    place = Place(slot, key, said, extracted.value, subject=extracted.subject)
    found = yield from touched(holder, [place], extracted.supersedes)
    parameters = (holder, extracted.subject, digest_of(key))
    rows = yield ("known sentence", parameters) if slot is None else ("known in slot", (*parameters, slot))
    found.add(rows, beside=True)
    return found


def stating(holder: int, stated: Sequence[Stated]) -> Search[Neighbours]:
    """What is needed where statements are recorded."""
    slots = {each.slot for each in stated if each.slot is not None}
    conditional = (yield from _conditional_after(holder, stated)) if slots else []
    found = yield from _all_in_slots(holder, stated, conditional, most=MANY if conditional else FEW)
    if found is not None:
        return found
    found = Neighbours(holder)
    for each in stated:
        for meant in (yield from _meanings(found, each, stated)):
            key = key_of(meant.slot, meant.value, meant.text)
            yield from _said_beside(found, meant, key, alone=len(stated) == 1)
            place = Place(meant.slot, key, meant.order, meant.value, meant.ends)
            _expect_any(found, place, meant)
            for fact in (yield from _around_place(found, place)):
                yield from _around_restated(found, fact)
    yield from along_chains(found)
    return found


def _expect_any(found: Neighbours, place: Place, statement: Stated) -> None:
    """Note that a statement may end whatever a slot of one value holds: what it is about is told later."""
    if statement.about is not None and place.ends and place.slot is not None and holds_one_value(place.slot):
        line = (found.holder, place.slot, place.subject)
        found.expect(msgspec.structs.replace(place, value=None), line)


def _around_restated(found: Neighbours, announced: Fact) -> Search[None]:
    """What stands beside that which says again, once it would have begun, what is called off: it is parted from it."""
    sources = found.add_sources([announced.uuid], (yield "all sources", (announced.uuid,)))
    lead = lead_of([source for source in sources if not is_announced(source.order)])
    if lead is not None:
        key = key_of(announced.slot, lead.value, announced.text)
        yield from _around_place(found, Place(announced.slot, key, lead.order, lead.value, announced.ends))


def _conditional_after(holder: int, stated: Sequence[Stated]) -> Search[list[Row]]:
    """What was said later about something that may be known, and may mean what is stated now."""
    slots = {each.slot for each in stated if each.slot is not None}
    first = min(as_said(each.order) for each in stated if each.slot is not None)
    rows = yield "conditional after", (holder, first, MOST_CONDITIONAL)
    return [row for row in rows if not slots.isdisjoint(offer.slot for offer in offers_of(fact_of(row)))]


def _all_in_slots(
    holder: int, stated: Sequence[Stated], conditional: Sequence[Row], *, most: int
) -> Search[Neighbours | None]:
    """All facts of the slots that are touched, if they and their sources are few; else ``None``."""
    found = Neighbours(holder)
    slots = {each.slot for each in stated if each.slot is not None}
    keys = {digest_of(key_of(each.slot, each.value, each.text)) for each in stated if each.slot is None}
    for question, values in (("in slots", slots), ("of sentences", keys)):
        if values and (yield from _few(found, question, values, most=most)) is None:
            return None
    if conditional:
        uuids = [fact.uuid for fact in found.add(conditional)]
        found.add((yield "found in the same messages", (uuids,)), beside=True)
    return found if (yield from _few_sources(found, most=most)) else None


def _few(found: Neighbours, question: str, values: Collection[str], *, most: int) -> Search[list[Row] | None]:
    """All facts, if they are few; else ``None``, and none of them."""
    rows = yield question, (sorted(values), found.holder, most + 1)
    if len(rows) > most:
        return None
    found.add(rows)
    return list(rows)


def _few_sources(found: Neighbours, *, most: int) -> Search[bool]:
    """Whether all facts that are there have few sources, which are then known."""
    rows = (yield "sources", (list(found.facts), most + 1)) if found.facts else ()
    found.add_sources(found.facts, rows)
    return len(rows) <= most


def _around_places(found: Neighbours, places: Collection[Place]) -> Search[None]:
    """As `_around_place`, of many: what stands between the same neighbours is taken at once."""
    lines: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        if place.slot is not None:
            lines[place.slot, place.subject].append(place)
    for (slot, subject), some in lines.items():
        line = (found.holder, slot, subject)
        if len(some) == 1:
            yield from _around_place(found, some[0])
        elif holds_one_value(slot):
            for place in some:
                found.expect(place, line)
        else:
            yield from _among_equals(found, some, line)
            named: list[Fact] = []
            for place in some:
                named += (yield from _ended(found, place, line)) if place.ends else ()
            yield from _among_equals(found, [Place.of(fact) for fact in named], line)
        if len(some) > 1:
            for place in some:
                yield from _around_announced(found, place, line)


def _around_place(found: Neighbours, place: Place) -> Search[list[Fact]]:
    """The facts that may stand otherwise when one comes to a place or leaves it, and what they stand beside.

    The announced facts among them that it calls off, or has called off.
    """
    if place.slot is None:
        return []
    line = (found.holder, place.slot, place.subject)
    yield from _beside_place(found, place, line)
    return (yield from _around_announced(found, place, line))


def _around_announced(found: Neighbours, place: Place, line: tuple[Any, ...]) -> Search[list[Fact]]:
    """What may be called off, or be so no longer, with what it stands beside and what else calls it off."""
    facts = yield from called_off_by(found, place, line)
    if is_announced(place.said):
        yield from calling_off(found, place, line)
    for fact in facts:
        yield from _beside_place(found, Place.of(fact), line)
        yield from calling_off(found, Place.of(fact), line)
    return facts


def _beside_place(found: Neighbours, place: Place, line: tuple[Any, ...]) -> Search[None]:
    """What stands directly beside a place, and what an end takes the place of."""
    if holds_one_value(line[1]):
        found.expect(place, line)
        return
    yield from _between_equals(found, place, line)
    if place.ends:
        named = yield from _ended(found, place, line)
        for fact in named:
            yield from _between_equals(found, Place.of(fact), line)


def _between_equals(found: Neighbours, place: Place, line: tuple[Any, ...]) -> Search[None]:
    of_key = (*line, digest_of(place.key))
    before = yield "before in key", (*of_key, *place.first)
    after = yield "after in key", (*of_key, *place.last)
    first, last = (tuple(rows[0]) if rows else end for rows, end in ((before, place.first), (after, LAST)))
    rows = yield "between in key", (*of_key, *first, *last)
    found.add(rows, but=[last[2]])
    rows = yield "ends between", (*line, *first, *last)
    found.add(rows, beside=True)


def _among_equals(found: Neighbours, places: Collection[Place], line: tuple[Any, ...]) -> Search[None]:
    """As `_between_equals`, of many: all facts with the same keys, and all ends of the slot, unless these are many."""
    most = FEW + FEW_FOR_EACH * len(places)
    keys = {digest_of(place.key) for place in places}
    rows = (yield "with keys", (sorted(keys), *line, most + 1)) if keys else ()
    ends = (yield "some ends", (*line, most + 1)) if len(rows) <= most and keys else ()
    if len(rows) <= most and len(ends) <= most:
        found.add(rows)
        found.add(ends, beside=True)
        return
    for place in places:
        yield from _between_equals(found, place, line)


def _ended(found: Neighbours, place: Place, line: tuple[Any, ...]) -> Search[list[Fact]]:
    """The facts whose place an end takes, or has taken."""
    facts: list[Fact] = []
    if place.came is not None:
        facts += found.add((yield "superseded by", (place.came[1],)))
    parameters, like = (*line, *place.first), alike(place.value)
    present = yield ("like these present before", (like, *parameters)) if like else ("present before", parameters)
    named = [uuid for uuid, value in present if is_ended(line[1], place.value, value)]
    if named:
        facts += found.add((yield "named", (named,)))
    return facts


def _meanings(found: Neighbours, statement: Stated, stated: Sequence[Stated]) -> Search[list[Stated]]:
    """What a statement may say, given what its slot holds at that time and what else is being recorded."""
    slot, about = statement.slot, statement.about
    if about is None or slot is None or holds_one_value(slot):
        return [statement]
    parameters, like = (found.holder, slot, statement.order), alike(about)
    held = yield ("like these before", (like, *parameters)) if like else ("values before", parameters)
    named = [(uuid, value) for uuid, value in held if value is not None and is_about(about, value)][-1:]
    if not named and like and statement.ends and tells_kinds(slot):
        told = yield "told like these before", (like, *parameters)
        named = [(uuid, value) for uuid, value, text in told if value and is_told_as(about, slot, value, text)]
    if named:
        uuids = [uuid for uuid, _ in named]
        found.add((yield "named", (uuids,)), beside=True)
        found.add((yield "replacing", (uuids,)), beside=True)
    if not statement.ends:
        return [statement]
    values = {value for _, value in named}
    values |= {each.value for each in stated if each.slot == slot and each.value and _is_meant(about, slot, each)}
    return [msgspec.structs.replace(statement, value=value) for value in sorted(values)]


def _is_meant(about: str, slot: str, stated: Stated) -> bool:
    """Whether words may speak of what is stated at the same time."""
    value = stated.value or ""
    return is_about(about, value) or is_told_as(about, slot, value, stated.text)


def _said_beside(found: Neighbours, statement: Stated, key: str, *, alone: bool) -> Search[None]:
    """The facts that were said directly before and after a statement, or on both sides of it.

    Where it is not ``alone``, what comes after it may be parted by others that come after it.
    """
    line, parameters = _line(found.holder, statement, key)
    sources_after = "first source" if alone else "all sources"
    order = statement.order
    effect = max(statement.said_at, statement.valid_at)
    point = (effect, statement.said_at, statement.session, statement.position, statement.number)
    for question in (f"said before in {line}", f"said again before in {line}"):
        for fact in found.add((yield question, parameters), beside=True):
            found.add_sources([fact.uuid], (yield "last source before", (fact.uuid, *point)))
            yield from _around_fact(found, fact, order)
    for again in ("", "again "):
        for fact in found.add((yield f"said {again}after in {line}", parameters), beside=True):
            found.add_sources([fact.uuid], (yield sources_after, (fact.uuid,)))
            # What was announced, and not said again since, is not said earlier by what is said now.
            if again or not is_announced(fact.said):
                yield from _around_fact(found, fact, order)
    spread = found.add((yield f"said on both sides in {line}", parameters), beside=True)
    if line == "key" and (ends := (yield from found.ends_concerning(str(statement.slot), key))):
        spread += found.add((yield "named", (ends,)), beside=True)
    for fact in spread:
        found.add_sources([fact.uuid], (yield "last source before", (fact.uuid, *point)))
        later = found.add_sources([fact.uuid], (yield "sources after", (fact.uuid, *point)))
        yield from _around_fact(found, fact, order)
        if (lead := lead_of(later)) is not None:  # it may be parted there
            parted = key_of(fact.slot, lead.value, fact.text)
            yield from _around_place(found, Place(fact.slot, parted, lead.order, lead.value, fact.ends))


def _around_fact(found: Neighbours, fact: Fact, order: str) -> Search[None]:
    """What a fact stands beside that may be said earlier from now on."""
    if fact.said > order:
        yield from _around_place(found, Place.of(fact))


def _line(holder: int, statement: Stated, key: str) -> tuple[str, tuple[Any, ...]]:
    """Which facts may say the same as a statement, or stand between it and those that do; and the parameters."""
    if statement.slot is None:
        return "sentence", (holder, digest_of(key), statement.order)
    if holds_one_value(statement.slot):
        return "slot", (holder, statement.slot, statement.order)
    return "key", (holder, statement.slot, statement.order, digest_of(key))
