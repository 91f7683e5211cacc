"""Places in slots, and the facts that a search for neighbours has found: see `fact_neighbours`."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Sequence
from typing import Any, Final, TypeVar

import msgspec

from holdfast.domain.fact_ledger import FactLedger, Holder
from holdfast.domain.facts import (
    USER,
    Fact,
    FactChange,
    FactSource,
    NewFact,
    as_said,
    folded,
    key_of,
    lead_of,
    order_in,
    order_of_asserted,
    order_of_changed,
)
from holdfast.domain.timestamps import END_OF_TIME, Timestamp
from holdfast.storage.fact_rows import Row, fact_of, source_of

_BEGINNING: Final = 3
"""So many letters of words are compared at least where values are, see `holdfast.domain.supersession`."""

Point = tuple[str, str, str]
"""Where a fact stands in its slot: when it was said, when it came, and its UUID."""

_LEAST_UUID: Final = "00000000-0000-0000-0000-000000000000"
_GREATEST_UUID: Final = "ffffffff-ffff-ffff-ffff-ffffffffffff"
FIRST: Final[Point] = ("", "0001-01-01T00:00:00.000000Z", _LEAST_UUID)
LAST: Final[Point] = ("~", END_OF_TIME, _GREATEST_UUID)

Question = tuple[str, tuple[Any, ...]]
"""The name of a statement, and its parameters; a list stands for the values of which a column has one."""

Found = TypeVar("Found")
Search = Generator[Question, Sequence[Row], Found]


class Place(msgspec.Struct, frozen=True):
    """Where in a slot a fact stands, or is to stand; ``came`` is when it came and its UUID, once it has them."""

    slot: str | None
    key: str
    said: str
    value: str | None = None
    ends: bool = False
    subject: str = USER
    came: tuple[str, str] | None = None

    @classmethod
    def of(cls, fact: Fact) -> Place:
        """Where a fact stands."""
        return cls(fact.slot, fact.key, fact.said, fact.value, fact.ends, fact.subject, (fact.created_at, fact.uuid))

    @classmethod
    def of_asserted(cls, new: NewFact, moment: Timestamp) -> Place:
        """Where a fact will stand that is asserted at a moment."""
        key = key_of(new.slot, new.value, new.text)
        order = order_of_asserted(new.valid_at or moment, moment, ends=False)
        return cls(new.slot, key, order, new.value, subject=new.subject)

    @classmethod
    def of_changed(cls, fact: Fact, change: FactChange) -> Place:
        """Where a fact will stand once it is changed."""
        slot, value, text, valid_at = (
            getattr(fact, name) if getattr(change, name) is msgspec.UNSET else getattr(change, name)
            for name in ("slot", "value", "text", "valid_at")
        )
        said = fact.said if change.valid_at is msgspec.UNSET else order_of_changed(fact, valid_at)
        came = (fact.created_at, fact.uuid)
        return cls(slot, key_of(slot, value, text), said, value, fact.ends, fact.subject, came)

    @classmethod
    def of_restored(cls, fact: Fact, sources: Sequence[FactSource]) -> Place:
        """Where a fact will stand that rests on sources here."""
        return msgspec.structs.replace(cls.of(fact), said=order_in(fact, sources))

    @property
    def first(self) -> Point:
        """Nothing that stands before it is later than that."""
        return (self.said, *(self.came or FIRST[1:]))

    @property
    def last(self) -> Point:
        """Nothing that stands behind it is earlier than that."""
        return (self.said, *(self.came or LAST[1:]))


class Loss(msgspec.Struct, frozen=True):
    """A fact that lost sources: some of those that are ``left``, its lead first, and the words of that one.

    ``quoted`` tells that it takes these for its own.
    """

    fact: Fact
    left: Sequence[FactSource]
    text: str
    quoted: bool

    @property
    def places(self) -> list[Place]:
        """Where it will stand, if that is elsewhere."""
        lead = lead_of(self.left)
        if lead is None or as_said(lead.order) == as_said(self.fact.said):
            return []
        fact = msgspec.structs.replace(self.fact, said=lead.order)
        return [
            Place.of(fact),
            Place.of(msgspec.structs.replace(fact, text=self.text, value=lead.value))
            if self.quoted
            else Place.of(fact),
        ]


class Neighbours:
    """The facts of a holder that are needed, by UUID, and the ``sources`` that are.

    Those ``beside`` are there for the others to stand beside; how they stand themselves cannot be told from these.
    Those that change or go are ``touched``.
    """

    def __init__(self, holder: int, touched: Collection[str] = ()) -> None:
        self.holder = holder
        self.touched = frozenset(touched)
        self.facts: dict[str, Fact] = {}
        self._arranged: set[str] = set()
        self._heard: set[str] = set()
        self._sources: dict[tuple[str, int, int, int], FactSource] = {}
        self._ends: dict[str, list[tuple[str, str | None]]] = {}
        self._expected: dict[tuple[Any, ...], dict[Place, None]] = {}

    def ledger(self, holder: Holder, *, actor: str, moment: Timestamp) -> FactLedger:
        """The ledger of these facts, in which somebody does something at a moment."""
        mine = {uuid: fact for uuid, fact in self.facts.items() if fact.holder == self.holder}
        return FactLedger(
            holder,
            mine.values(),
            actor=actor,
            moment=moment,
            known=self.sources,
            beside=mine.keys() - self._arranged,
            unheard=mine.keys() - self._heard,
        )

    @property
    def sources(self) -> list[FactSource]:
        """The sources that are known, as they were said."""
        return sorted(self._sources.values(), key=lambda source: source.order)

    @property
    def expected(self) -> dict[tuple[Any, ...], list[Place]]:
        """The places of slots of one value around which facts are to be known, by holder, slot and subject."""
        return {line: list(places) for line, places in self._expected.items()}

    def expect(self, place: Place, line: tuple[Any, ...]) -> None:
        """Note a place of a slot of one value: what is needed around it depends on all of them."""
        self._expected.setdefault(line, {})[place] = None

    def add(self, rows: Iterable[Row], *, but: Collection[str] = (), beside: bool = False) -> list[Fact]:
        """Take in facts, whose neighbours are taken in too unless they are ``beside``, or one that is excepted."""
        return self.take([fact_of(row) for row in rows], but=but, beside=beside)

    def take(self, facts: list[Fact], *, but: Collection[str] = (), beside: bool = False) -> list[Fact]:
        """As `add`, of facts."""
        self.facts |= {fact.uuid: fact for fact in facts}
        if not beside:
            self._arranged |= {fact.uuid for fact in facts} - set(but)
        return facts

    def add_sources(self, facts: Iterable[str], rows: Iterable[Row]) -> list[FactSource]:
        """Take in the sources of facts that matter."""
        self._heard |= set(facts)
        found = [source_of(row) for row in rows]
        self._sources |= {(each.fact, each.session, each.position, each.number): each for each in found}
        return found

    def ends_concerning(self, slot: str, key: str) -> Search[list[str]]:
        """The ends of a slot that may name what has a key."""
        if slot not in self._ends:
            rows = yield "ends of slot", (self.holder, slot)
            self._ends[slot] = [(uuid, None if value is None else folded(value)) for uuid, value in rows]
        return [uuid for uuid, ended in self._ends[slot] if ended is None or ended in key]


def alike(text: str | None) -> list[str]:
    """Patterns of which one is like each plain value that may have the beginning of a word in common with a text."""
    return [] if text is None else [f"%{word[:_BEGINNING]}%" for word in folded(text).split()]
