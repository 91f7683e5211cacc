"""What becomes of the facts of one holder when some are added, change or go, decided without a store.

A store loads the facts of the slots that are touched into a `FactLedger`, tells it what happens, and writes what it
then finds added, changed and removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec
from msgspec.structs import replace

from holdfast.domain.fact_changes import revised, tombstone
from holdfast.domain.facts import (
    USER,
    Extracted,
    Fact,
    FactChange,
    FactCopy,
    FactOrigin,
    FactSource,
    FactState,
    NewFact,
    Offer,
    Stated,
    as_said,
    folded,
    is_announced,
    key_of,
    lead_of,
    order_in,
    order_of,
    order_of_asserted,
    placed,
    statements_kept,
    with_offer,
)
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.metadata import encode_metadata
from holdfast.domain.slots import holds_one_value
from holdfast.domain.supersession import arranged, calls_off, held_before, meant, replaced_by
from holdfast.domain.timestamps import Timestamp

_STANDING = frozenset({FactState.VALID, FactState.SUPERSEDED})


class Holder(msgspec.Struct, frozen=True):
    """Whose facts they are: the number of a user, or the negative number of a session that has no user."""

    number: int
    user_id: str | None = None
    session_id: str | None = None

    @property
    def session(self) -> int | None:
        """The number of the session that has no user."""
        return -self.number if self.number < 0 else None


class FactLedger:
    """The facts of one holder, and what happens to them; ``actor`` does it at ``moment``.

    ``known`` are the sources of the facts, which are needed where something is stated; when those ``unheard`` were said
    is not known.  The facts ``beside`` are there for the others to stand beside, and stay as they are.

    Attributes:
        sources: those that are new.
        bereft: facts that lost sources, by UUID.
        moved: sources that belong to another fact from now on, each with the UUID of that one.
        unquoted: facts that are made of moved sources, by UUID, with the source whose words they are to be given.
        withdrawn: sources that no fact rests on any longer, once those are moved that are.
    """

    def __init__(
        self,
        holder: Holder,
        facts: Iterable[Fact],
        *,
        actor: str,
        moment: Timestamp,
        known: Iterable[FactSource] = (),
        beside: Collection[str] = (),
        unheard: Collection[str] = (),
    ) -> None:
        self._holder = holder
        self._before = {fact.uuid: fact for fact in facts}
        self._facts = dict(self._before)
        self._beside = beside
        self._unheard = unheard
        self._actor = actor
        self._moment = moment
        self._known: dict[str, list[FactSource]] = defaultdict(list)
        for source in known:
            self._known[source.fact].append(source)
        self.sources: list[FactSource] = []
        self.bereft: set[str] = set()
        self.moved: list[tuple[FactSource, str]] = []
        self.unquoted: dict[str, FactSource] = {}
        self.withdrawn: list[FactSource] = []
        self._kept: dict[tuple[object, ...], str] = {}

    def assert_fact(self, new: NewFact, *, session: int | None, session_id: str | None) -> Fact:
        """Add what a caller says; the facts that it supersedes must be in the ledger."""
        valid_at = new.valid_at or self._moment
        fact = Fact(
            uuid=new_uuid(),
            holder=self._holder.number,
            user_id=self._holder.user_id,
            session=session,
            session_id=session_id,
            subject=new.subject,
            origin=FactOrigin.ASSERTED,
            text=new.text,
            slot=new.slot,
            value=new.value,
            rests=bool(new.sources),
            valid_at=valid_at,
            invalid_at=new.invalid_at,
            said=order_of_asserted(valid_at, self._moment, ends=False),
            created_at=self._moment,
            updated_at=self._moment,
            pinned=new.pinned,
            topics=new.topics,
            metadata=None if new.metadata is None else encode_metadata(new.metadata),
            actor=self._actor,
        )
        self._facts[fact.uuid] = fact
        self._supersede(fact, new.supersedes)
        return fact

    def state_all(self, statements: Sequence[Stated]) -> None:
        """Add what a user said; what was said later, about something that may be known, is worked out anew.

        All that was said so must be in the ledger, with its sources, or nothing of it.
        """
        first: dict[str | None, str] = {}
        for each in statements:
            order = as_said(each.order)
            first[each.slot] = min(first.get(each.slot, order), order)
        kept = [
            (each, False)
            for fact in list(self._facts.values())
            if fact.state is FactState.CONDITIONAL
            for source in self._known.get(fact.uuid, ())
            for each in statements_kept(fact, source)
            if each.slot in first and each.order > first[each.slot]
        ]
        for one, is_new in sorted([*((each, True) for each in statements), *kept], key=lambda each: each[0].order):
            if is_new:
                self.state(one)
            else:
                self._reconsider(one)

    def state(self, statement: Stated) -> None:
        """Add what a user said, or make it another source of the fact that says the same."""
        if statement.about is not None and statement.slot is not None:
            self._keep(statement)
        meant = self._meant(statement)
        if meant is not None:
            self._record(meant)

    def _keep(self, statement: Stated) -> None:
        """Keep what is said about something that may be known: once, whatever slots it may fill."""
        words = (statement.session, statement.position, statement.start, statement.end)
        name = (*words, statement.about, statement.value, statement.ends, statement.valid_at)
        if name not in self._kept:
            fact = replace(
                self._new(FactOrigin.STATED, statement.text, None, statement.value),
                ends=statement.ends,
                state=FactState.CONDITIONAL,
                valid_at=statement.valid_at,
                said=statement.order,
                reason=statement.about or "",
            )
            self._kept[name] = fact.uuid
            self._facts[fact.uuid] = fact
            self._rest(fact.uuid, statement)
        uuid = self._kept[name]
        offer = Offer(statement.number, statement.slot or "", statement.topics)
        self._facts[uuid] = with_offer(self._facts[uuid], offer)

    def _reconsider(self, statement: Stated) -> None:
        """Work out what a conditional statement says now; what somebody has changed or forgotten stays."""
        meant = self._meant(statement)
        place = (statement.session, statement.position, statement.number)
        made = [
            (fact, each)
            for uuid, sources in self._known.items()
            if (fact := self._facts.get(uuid)) is not None and fact.state is not FactState.CONDITIONAL
            for each in sources
            if each.place == place
        ]
        if any(not _is_as_stated(fact) for fact, _ in made):
            return
        says = None if meant is None else (key_of(meant.slot, meant.value, meant.text), meant.ends)
        if says == next(((fact.key, fact.ends) for fact, _ in made), None):
            return
        for fact, each in made:
            self._withdraw(fact, each)
        if meant is not None:
            self._record(meant)

    def _withdraw(self, fact: Fact, source: FactSource) -> None:
        """Let a fact rest no longer on a source."""
        left = [each for each in self._known[fact.uuid] if each != source]
        self._known[fact.uuid] = left
        self.sources = [each for each in self.sources if each != source]
        self.withdrawn.append(source)
        lead = lead_of(left)
        if lead is None:
            self.remove(fact.uuid)
            self.unquoted.pop(fact.uuid, None)
            return
        self.bereft.add(fact.uuid)
        if as_said(lead.order) != as_said(fact.said):
            self._facts[fact.uuid] = replace(fact, valid_at=lead.valid_at, said=lead.order, value=lead.value)
            self.unquoted[fact.uuid] = lead

    def _record(self, statement: Stated) -> None:
        twin = self._twin(statement)
        if twin is None:
            twin = self._new(FactOrigin.STATED, statement.text, statement.slot, statement.value)
            twin = replace(
                twin,
                ends=statement.ends,
                valid_at=statement.valid_at,
                said=statement.order,
                topics=statement.topics,
            )
            self._part(twin, statement)
            self._part_called_off(twin)
        elif twin.origin is FactOrigin.STATED and statement.order < twin.said and twin.revision == 1:
            twin = replace(
                twin,
                text=statement.text,
                value=statement.value,
                valid_at=statement.valid_at,
                said=statement.order,
            )
        self._facts[twin.uuid] = twin
        self._rest(twin.uuid, statement)

    def _rest(self, uuid: str, statement: Stated) -> None:
        """Let a fact rest on what a user said."""
        source = FactSource(
            fact=uuid,
            session=statement.session,
            position=statement.position,
            number=statement.number,
            start=statement.start,
            end=statement.end,
            said_at=statement.said_at,
            valid_at=statement.valid_at,
            value=statement.value,
            ends=statement.ends,
        )
        self.sources.append(source)
        self._known[uuid].append(source)

    def extract(self, extracted: Extracted, cited: Sequence[FactSource]) -> Fact | None:
        """Add what a language model found, unless that is known; ``cited`` are its messages, for any fact."""
        key = key_of(extracted.slot, extracted.value, extracted.text)
        for known in self._facts.values():
            if (known.subject, known.slot, known.key) == (extracted.subject, extracted.slot, key) and (
                known.state in {*_STANDING, FactState.FORGOTTEN}
            ):
                return None
        said_at = max(source.said_at for source in cited)
        valid_at = extracted.valid_at or said_at
        fact = replace(
            self._new(FactOrigin.EXTRACTED, extracted.text, extracted.slot, extracted.value),
            subject=extracted.subject,
            valid_at=valid_at,
            said=placed(max(source.order for source in cited), valid_at, ends=False),
        )
        self._facts[fact.uuid] = fact
        self.sources += [replace(source, fact=fact.uuid, number=-1) for source in cited]
        self._supersede(fact, extracted.supersedes)
        return fact

    def restore(self, copy: FactCopy, session: int | None) -> None:
        """Add a fact as it was elsewhere, which goes with a ``session`` here, if any."""
        holder, fact = self._holder, copy.fact
        fact = replace(fact, holder=holder.number, user_id=holder.user_id, session=session)
        self._facts[fact.uuid] = replace(fact, said=order_in(fact, copy.sources))
        self.sources += [replace(source, fact=fact.uuid) for source in copy.sources]

    def quote(self, uuid: str, text: str) -> None:
        """Give a fact of `unquoted` its words."""
        self._facts[uuid] = replace(self._facts[uuid], text=text)

    def change(self, uuid: str, change: FactChange) -> None:
        """Make a new revision of a fact."""
        self._facts[uuid] = revised(self._facts[uuid], change, actor=self._actor, moment=self._moment)

    def forget(self, uuid: str) -> None:
        """Leave a tombstone without content in the place of a fact."""
        self._facts[uuid] = tombstone(self._facts[uuid], actor=self._actor, moment=self._moment)

    def lose_sources(self, uuid: str, left: Sequence[FactSource], text: str, *, quoted: bool) -> None:
        """Let a fact rest on the sources that are ``left``; ``text`` is what the first of them says.

        ``quoted`` tells that nobody ever put other words in the place of those that were quoted.
        """
        fact = self._facts[uuid]
        if not left and fact.rests:
            del self._facts[uuid]
            return
        self.bereft.add(uuid)
        lead = lead_of(left)
        if fact.origin is FactOrigin.STATED and lead is not None and as_said(lead.order) != as_said(fact.said):
            said = {"text": text, "value": lead.value} if quoted and fact.state is not FactState.FORGOTTEN else {}
            self._facts[uuid] = replace(fact, valid_at=lead.valid_at, said=lead.order, **said)

    def remove(self, uuid: str) -> None:
        """Take a fact out as if it had never been."""
        self._facts.pop(uuid, None)

    def close(self) -> tuple[list[Fact], list[Fact], list[Fact]]:
        """What is to be written: facts that are new, facts that changed, facts that are gone."""
        present = {fact.uuid: fact for fact in arranged(self._with_released())}
        present |= {uuid: self._facts[uuid] for uuid in self._beside}
        added = [fact for uuid, fact in present.items() if uuid not in self._before]
        changed = [fact for uuid, fact in present.items() if uuid in self._before and fact != self._before[uuid]]
        return added, changed, [fact for uuid, fact in self._before.items() if uuid not in present]

    def spans(self) -> tuple[dict[str, tuple[str, str]], set[str]]:
        """Between which orders facts were said also, by UUID, and the facts of which that is to be worked out anew."""
        orders: dict[str, list[str]] = defaultdict(list)
        for source in self.sources:
            orders[source.fact].append(source.order)
        for source, uuid in self.moved:
            orders[uuid].append(source.order)
        said_otherwise = {
            uuid
            for uuid, fact in self._facts.items()
            if (uuid in self._before and fact.said != self._before[uuid].said)
            or (uuid not in self._before and uuid in orders and _is_said_otherwise(fact, orders[uuid]))
        }
        anew = self.bereft | said_otherwise | {source.fact for source, _ in self.moved}
        # That a fact was said when it was said is known already.
        known = {uuid: {fact.said} for uuid, fact in self._facts.items()}
        spans = {uuid: (min(some), max(some)) for uuid, some in orders.items() if uuid not in anew}
        return {uuid: span for uuid, span in spans.items() if uuid in known and set(span) != known[uuid]}, anew

    def fact(self, uuid: str) -> Fact:
        """A fact as it is in the ledger."""
        return self._facts[uuid]

    def _with_released(self) -> list[Fact]:
        """All facts, those in whose place one was that is gone as if nothing had taken it."""
        gone = self._gone()
        return [
            replace(fact, replaced=False, superseded_at=None) if fact.superseded_by in gone else fact
            for fact in self._facts.values()
        ]

    def _gone(self) -> set[str]:
        return self._before.keys() - self._facts.keys()

    def _supersede(self, newer: Fact, uuids: Iterable[str]) -> None:
        for uuid in uuids:
            older = self._facts.get(uuid)
            if older is not None and older.uuid != newer.uuid and older.state in _STANDING:
                self._facts[uuid] = replaced_by(older, newer)

    def _new(self, origin: FactOrigin, text: str, slot: str | None, value: str | None) -> Fact:
        return Fact(
            uuid=new_uuid(),
            holder=self._holder.number,
            user_id=self._holder.user_id,
            session=self._holder.session,
            session_id=self._holder.session_id,
            origin=origin,
            text=text,
            slot=slot,
            value=value,
            rests=True,
            valid_at=self._moment,
            said=order_of(self._moment),
            created_at=self._moment,
            updated_at=self._moment,
            actor=self._actor,
        )

    def _part(self, newer: Fact, statement: Stated) -> None:
        """Part facts that were stated before and again after something else was: they held twice."""
        for fact in sorted(self._facts.values(), key=lambda fact: (fact.said, fact.created_at, fact.uuid)):
            if fact.origin is FactOrigin.ASSERTED or not _concerns(fact, statement, newer.key):
                continue
            sources = self._known.get(fact.uuid, [])
            later = [source for source in sources if source.order > statement.order]
            if later and len(later) < len(sources):
                self._move(fact, later, fact.origin)

    def _part_called_off(self, later: Fact) -> None:
        """Part facts that are called off by now from what says again, once they would have begun, that it is so."""
        if later.slot is None or not (later.ends or later.is_announced):
            return
        for fact in list(self._facts.values()):
            if (fact.subject, fact.slot) == (later.subject, later.slot) and calls_off(later, fact):
                known = self._known.get(fact.uuid, ())
                again = [source for source in known if source.number >= 0 and not is_announced(source.order)]
                self._move(fact, again, FactOrigin.STATED)

    def _move(self, fact: Fact, sources: Sequence[FactSource], origin: FactOrigin) -> None:
        """Let a fact of its own rest on some sources of another."""
        lead = lead_of(sources)
        if lead is None:
            return
        other = self._new(origin, fact.text, fact.slot, lead.value)
        other = replace(
            other, ends=fact.ends, valid_at=lead.valid_at, said=lead.order, actor=fact.actor, topics=fact.topics
        )
        self._facts[other.uuid] = other
        self.unquoted[other.uuid] = lead
        self.moved += [(source, other.uuid) for source in sources]
        self._known[fact.uuid] = [source for source in self._known[fact.uuid] if source not in sources]
        self._known[other.uuid] = [replace(source, fact=other.uuid) for source in sources]
        # What is not written yet is written for the other fact at once; what is in the store moves there.
        self.sources = [replace(each, fact=other.uuid) if each in sources else each for each in self.sources]

    def _meant(self, statement: Stated) -> Stated | None:
        """What a statement says of a value that is known; ``None`` where its slot holds none that it is about."""
        if statement.about is None or statement.slot is None:
            return statement
        held = held_before(self._facts.values(), statement.slot, statement.order, gone=self._gone())
        if holds_one_value(statement.slot):
            held = held[-1:]
        texts = [(fact.value, fact.text) for fact in held]
        number = meant(statement.about, statement.slot, texts, ends=statement.ends)
        if number is None:
            return None
        return replace(statement, value=held[number].value) if statement.ends else statement

    def _twin(self, statement: Stated) -> Fact | None:
        """The fact that says the same without any other between them that says something else.

        What is announced begins anew, and so does an end: something that was announced may have been said between two.
        """
        key, said = key_of(statement.slot, statement.value, statement.text), statement.order
        if statement.slot is not None and (statement.ends or is_announced(said)):
            return None
        events = sorted(
            (order, fact.uuid)
            for fact in self._facts.values()
            if fact.uuid not in self._unheard and _concerns(fact, statement, key)
            for order in self._orders(fact)
        )
        place = sum(order <= said for order, _ in events)
        before, after = events[max(place - 1, 0) : place], events[place : place + 1]
        for _, uuid in (*before, *(each for each in after if not is_announced(each[0]))):
            fact = self._facts[uuid]
            if fact.key == key and fact.ends == statement.ends and not self._is_called_off(fact):
                return fact
        return None

    def _is_called_off(self, fact: Fact) -> bool:
        """Whether an announced fact is called off, by what is in the ledger or what was found before."""
        if fact.slot is None or not fact.is_announced:
            return False
        if fact.is_called_off and fact.superseded_by not in self._before:
            return True
        return any(
            calls_off(each, fact)
            for each in self._facts.values()
            if (each.subject, each.slot) == (fact.subject, fact.slot) and each.state in _STANDING and not each.replaced
        )

    def _orders(self, fact: Fact) -> list[str]:
        """When a fact was said, as often as that was."""
        said = [source.order for source in self._known.get(fact.uuid, ())]
        return said if said and fact.origin is FactOrigin.STATED else [*said, fact.said]


def _is_said_otherwise(fact: Fact, orders: Collection[str]) -> bool:
    """Whether somebody had changed when a fact holds that comes from elsewhere, where ``orders`` are its sources'."""
    return fact.origin is FactOrigin.STATED and fact.said not in orders


def _is_as_stated(fact: Fact) -> bool:
    """Whether a fact is as it was made of statements, and nobody has changed it."""
    return fact.origin is FactOrigin.STATED and fact.revision == 1 and fact.state in _STANDING and not fact.replaced


def _concerns(fact: Fact, statement: Stated, key: str) -> bool:
    """Whether a fact may stand between a statement and the one that says the same."""
    if fact.subject != USER or fact.slot != statement.slot or fact.state not in _STANDING or fact.replaced:
        return False
    if statement.slot is not None and holds_one_value(statement.slot):
        return True
    return fact.key == key or (fact.ends and (fact.value is None or folded(fact.value) in key))
