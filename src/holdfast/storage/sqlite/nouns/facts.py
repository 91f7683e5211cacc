"""Facts in SQLite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

import apsw
import msgspec

from holdfast.domain.fact_ledger import Holder
from holdfast.domain.facts import (
    USER,
    Extracted,
    Fact,
    FactChange,
    FactCopy,
    FactRevision,
    FactSelection,
    FactSource,
    FactState,
    NewFact,
    Stated,
)
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.supersession import known_at
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import InvalidRequest, NotFound, Outdated
from holdfast.storage.contract.changes import Changes
from holdfast.storage.fact_neighbours import extracting, stating, touched
from holdfast.storage.fact_places import Place
from holdfast.storage.fact_rows import COLUMNS, REVISION_COLUMNS, conditions, fact_of, revision_of
from holdfast.storage.sqlite.engine import keys
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.engine.readers import Reader
from holdfast.storage.sqlite.nouns.changes import fact_changes
from holdfast.storage.sqlite.nouns.fact_holders import holder_of
from holdfast.storage.sqlite.nouns.fact_restoring import restore
from holdfast.storage.sqlite.nouns.fact_writes import (
    FACTS,
    LiveSession,
    facts_named,
    keep_revision,
    live_session,
    look,
    redact_conditional,
    redact_revisions,
    sources_of,
    text_of,
    write_ledger,
)
from holdfast.storage.sqlite.nouns.receipts import once
from holdfast.storage.sqlite.nouns.sessions import NAMED

_FEW = 500
"""Of so many facts and more the number is not counted on the event loop."""
_RARE = 1000
"""A slot of fewer facts is read as a whole; of one of more the newest are soon found."""
_PRESENT = "holder NOT IN (SELECT id FROM departed_users)"
_TOPIC = "EXISTS (SELECT 1 FROM json_each(topics) WHERE json_each.value = {})"
_HISTORY = f"SELECT {', '.join(REVISION_COLUMNS)} FROM fact_revisions WHERE fact = ? ORDER BY revision"
_ARRANGED = "state IN ('valid', 'superseded') AND replaced = 0"
"""What `facts_in_time` has."""
_CONTENT = "SELECT content FROM messages WHERE key = ? AND remember = 1"
_RECORDED = (
    "SELECT number, state = 'conditional' FROM fact_sources JOIN facts ON facts.uuid = fact_sources.fact"
    " WHERE fact_sources.session = ? AND position = ?"
)
_FORMER = (
    f"SELECT {', '.join(f'fact_revisions.{column}' for column in REVISION_COLUMNS)} FROM fact_revisions"
    " WHERE fact IN (SELECT uuid FROM facts WHERE holder = ?) ORDER BY fact, revision"
)
_SLOTS = (
    "SELECT facts.slot FROM facts INDEXED BY facts_in_time WHERE holder = ?1 AND facts.slot > {}"
    f" AND {_ARRANGED} ORDER BY facts.slot LIMIT 1"
)
_FIRST_SLOT, _NEXT_SLOT = _SLOTS.format("''"), _SLOTS.format("slots.slot")
_NEWEST_IN_SLOTS = (
    f"WITH RECURSIVE slots (slot) AS (SELECT ({_FIRST_SLOT}) UNION ALL"
    f" SELECT ({_NEXT_SLOT}) FROM slots WHERE slots.slot IS NOT NULL LIMIT ?3)"
    f" SELECT {', '.join(f'facts.{column}' for column in COLUMNS)} FROM slots JOIN facts ON facts.id IN ("
    "SELECT newest.id FROM facts AS newest WHERE newest.holder = ?1 AND newest.slot = slots.slot"
    f" AND newest.subject = '{USER}' AND newest.state IN ('valid', 'superseded') AND newest.replaced = 0"
    " ORDER BY newest.said DESC LIMIT ?2)"
)

_NEXT_SUPERSEDED = "SELECT min(superseded_at) FROM facts WHERE holder = ? AND state = 'valid' AND superseded_at > ?"


class SqliteFacts:
    """See `holdfast.storage.contract.facts.Facts`."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database = database
        self._reader = reader

    async def add(self, new: NewFact, *, actor: str, receipt: Receipt | None = None) -> Written[Fact]:
        def operation(connection: apsw.Connection) -> Fact:
            holder, session = holder_of(connection, new.user_id, new.session_id)
            _check_superseded(connection, new, holder)
            cited = _cited(connection, new, holder)
            moment = now()
            search = touched(holder.number, [Place.of_asserted(new, moment)], new.supersedes)
            ledger = (look(connection, search)).ledger(holder, actor=actor, moment=moment)
            fact = ledger.assert_fact(new, session=session, session_id=new.session_id)
            ledger.sources += [msgspec.structs.replace(source, fact=fact.uuid) for source in cited]
            return write_ledger(connection, holder, ledger)[fact.uuid]

        return await self._database.write(once(receipt, Fact, operation))

    async def restore(self, copy: FactCopy) -> bool:
        return await self._database.write(partial(restore, copy))

    async def get(self, uuid: str) -> Fact:
        row = self._database.row(f"{FACTS} WHERE uuid = ? AND state <> 'conditional' AND {_PRESENT}", (uuid,))
        if row is None:
            raise NotFound("fact", uuid)
        return fact_of(row)

    async def sources(self, uuids: Sequence[str]) -> dict[str, list[FactSource]]:
        found: dict[str, list[FactSource]] = defaultdict(list)
        for source in self._database.read(lambda connection: sources_of(connection, uuids)):
            found[source.fact].append(source)
        return dict(found)

    async def history(self, uuid: str) -> list[FactRevision]:
        return [revision_of(row) for row in self._database.rows(_HISTORY, (uuid,))]

    async def change(self, uuid: str, change: FactChange, *, actor: str, revision: int | None = None) -> Fact:
        def operation(connection: apsw.Connection) -> Fact:
            fact = _to_change(connection, uuid, revision)
            search = touched(fact.holder, [Place.of_changed(fact, change)], [uuid])
            holder = Holder(fact.holder, fact.user_id, fact.session_id)
            ledger = (look(connection, search)).ledger(holder, actor=actor, moment=now())
            keep_revision(connection, fact)
            ledger.change(uuid, change)
            return write_ledger(connection, holder, ledger)[uuid]

        return await self._database.write(operation)

    async def forget(self, uuid: str, *, actor: str, revision: int | None = None) -> None:
        def operation(connection: apsw.Connection) -> None:
            fact = _to_change(connection, uuid, revision)
            holder = Holder(fact.holder, fact.user_id, fact.session_id)
            found = look(connection, touched(fact.holder, (), [uuid]))
            ledger = found.ledger(holder, actor=actor, moment=now())
            keep_revision(connection, fact)
            redact_revisions(connection, uuid)
            connection.execute("UPDATE fact_sources SET value = NULL WHERE fact = ?", (uuid,))
            ledger.forget(uuid)
            redact_conditional(connection, uuid)
            write_ledger(connection, holder, ledger)

        await self._database.write(operation)

    async def page(self, selection: FactSelection, *, before: int | None = None, limit: int) -> list[Fact]:
        statement = self._selected(selection)
        if statement is None:
            return []
        where, bindings = statement
        if before is not None:
            where, bindings = f"{where} AND facts.id < ?{len(bindings) + 1}", (*bindings, before)
        indexed = " INDEXED BY facts_by_key" if self._is_rare(selection) else ""
        query = f"{FACTS}{indexed} WHERE {where} ORDER BY facts.id DESC LIMIT ?{len(bindings) + 1}"
        if selection.is_plain:
            return list(map(fact_of, self._database.rows(query, (*bindings, limit))))
        return await self._reader.read(  # it may have to pass by very many others
            lambda connection: list(map(fact_of, connection.execute(query, (*bindings, limit))))
        )

    async def newest_in_slots(self, user_id: str, *, each: int, slots: int) -> list[Fact]:
        bindings = (self._user(user_id), each, slots)
        return await self._reader.read(
            lambda connection: list(map(fact_of, connection.execute(_NEWEST_IN_SLOTS, bindings)))
        )

    async def count(self, selection: FactSelection) -> int:
        statement = self._selected(selection)
        if statement is None:
            return 0
        where, bindings = statement
        few = self._database.rows(f"SELECT 1 FROM facts WHERE {where} LIMIT {_FEW}", bindings)
        if len(few) < _FEW:
            return len(few)
        query = f"SELECT count(*) FROM facts WHERE {where}"
        return await self._reader.read(lambda connection: _number(connection, query, bindings))

    async def next_superseded(self, user_id: str, moment: Timestamp) -> Timestamp | None:
        bindings = (self._user(user_id), moment)
        rows = await self._reader.read(lambda connection: connection.execute(_NEXT_SUPERSEDED, bindings).fetchall())
        return None if rows[0][0] is None else Timestamp(str(rows[0][0]))

    async def known(self, selection: FactSelection, moment: Timestamp) -> list[Fact]:
        session = self._session(selection)
        holder = self._holder(selection, session)
        if holder is None:
            return []
        facts, wanted = await self._reader.read(lambda connection: _known(connection, holder, session, moment))
        return [fact for fact in facts if selection.admits(fact) and (wanted is None or fact.uuid in wanted)]

    async def at(self, numbers: Sequence[int]) -> dict[int, Fact]:
        rows = self._database.rows(
            f"{FACTS} WHERE id IN (SELECT value FROM json_each(?))"
            f" AND state NOT IN ('forgotten', 'conditional') AND {_PRESENT}",
            (str(list(numbers)),),
        )
        return {row[0]: fact_of(row) for row in rows}

    async def of_messages(self, session: int, first: int, last: int) -> list[Fact]:
        rows = self._database.rows(
            f"{FACTS} WHERE uuid IN (SELECT fact FROM fact_sources WHERE session = ? AND position BETWEEN ? AND ?)"
            f" AND state NOT IN ('forgotten', 'conditional') AND {_PRESENT} ORDER BY id",
            (session, first, last),
        )
        return list(map(fact_of, rows))

    async def record(self, statements: Sequence[Stated], *, actor: str) -> int:
        def operation(connection: apsw.Connection) -> int:
            by_holder: dict[int, tuple[Holder, list[Stated]]] = {}
            for session, fresh in _fresh(connection, statements):
                by_holder.setdefault(session.holder.number, (session.holder, []))[1].extend(fresh)
            for holder, some in by_holder.values():
                _state(connection, holder, sorted(some, key=lambda each: each.order), actor)
            return sum(len(some) for _, some in by_holder.values())

        return await self._database.write(operation) if statements else 0

    async def record_extracted(self, facts: Sequence[Extracted], *, actor: str) -> int:
        def operation(connection: apsw.Connection) -> int:
            return sum(_extract(connection, fact, actor) for fact in facts)

        return await self._database.write(operation) if facts else 0

    async def changes(self, revision: int | None, *, user_id: str | None = None) -> Changes:
        return await fact_changes(self._database, self._reader, revision, user_id)

    async def holders(self, wanted: Sequence[int]) -> set[int]:
        query = (
            "SELECT value FROM json_each(?) AS wanted WHERE EXISTS (SELECT 1 FROM facts WHERE holder = wanted.value)"
        )
        return {holder for (holder,) in self._database.rows(query, (str(list(wanted)),))}

    async def of_holder(self, holder: int, *, after: int, last: int) -> list[Fact]:
        query = f"{FACTS} WHERE holder = ? AND id > ? AND id <= ? AND state = 'valid' AND {_PRESENT} ORDER BY id"
        rows = await self._reader.read(lambda connection: connection.execute(query, (holder, after, last)).fetchall())
        return list(map(fact_of, rows))

    def _session(self, selection: FactSelection) -> int | None:
        """The number of the live session that is wanted; 0, which no session has, when it is unknown."""
        if selection.session_id is None:
            return None
        row = self._database.row(
            f"SELECT id FROM sessions WHERE {NAMED} AND deleted_at IS NULL", (selection.session_id,)
        )
        return 0 if row is None else row[0]

    def _is_rare(self, selection: FactSelection) -> bool:
        """Whether facts of one slot are wanted that has so few that they are not looked for among all others."""
        if selection.slot is None or selection.user_id is None:
            return False
        query = f"SELECT 1 FROM facts INDEXED BY facts_by_key WHERE holder = ? AND slot = ? LIMIT {_RARE}"
        return len(self._database.rows(query, (self._user(selection.user_id), selection.slot))) < _RARE

    def _user(self, user_id: str) -> int | None:
        row = self._database.row("SELECT id FROM users WHERE user_id = ?", (user_id,))
        return None if row is None else row[0]

    def _holder(self, selection: FactSelection, session: int | None) -> int | None:
        """Whose facts are wanted, of those who know them: of a user, or of a session."""
        if selection.user_id is not None:
            return self._user(selection.user_id)
        row = self._database.row("SELECT coalesce(owner, -id) FROM sessions WHERE id = ?", (session,))
        return None if row is None else row[0]

    def _selected(self, selection: FactSelection) -> tuple[str, tuple[Any, ...]] | None:
        """The condition for the facts that are wanted, and its bindings; ``None`` when there can be none."""
        holder = None
        if selection.user_id is not None and (holder := self._user(selection.user_id)) is None:
            return None
        bindings: list[Any] = []

        def mark(value: Any) -> str:
            bindings.append(value)
            return f"?{len(bindings)}"

        session = self._session(selection)
        found = conditions(selection, holder=holder, session=session, mark=mark, topic=_TOPIC)
        return " AND ".join([*found, _PRESENT]), tuple(bindings)


def _number(connection: apsw.Connection, query: str, bindings: tuple[Any, ...]) -> int:
    """The number that a query gives."""
    row: Any = connection.execute(query, bindings).fetchone()
    return int(row[0])


def _known(
    connection: apsw.Connection, holder: int, session: int | None, moment: Timestamp
) -> tuple[list[Fact], set[str] | None]:
    """The facts of a holder as they were known at a moment, newest first, and which of them a session has part in."""
    former: dict[str, list[FactRevision]] = defaultdict(list)
    for row in connection.execute(_FORMER, (holder,)):
        former[row[0]].append(revision_of(row))
    query = f"{FACTS} WHERE holder = ? AND created_at <= ? AND {_PRESENT}"
    facts = [fact_of(row) for row in connection.execute(query, (holder, moment))]
    wanted = None
    if session is not None:
        part = "SELECT uuid FROM facts WHERE session = ?1 UNION SELECT fact FROM fact_sources WHERE session = ?1"
        wanted = {str(uuid) for (uuid,) in connection.execute(part, (session,))}
    known = known_at(((fact, former.get(fact.uuid, [])) for fact in facts), moment)
    return sorted(known, key=lambda fact: fact.id, reverse=True), wanted


def _to_change(connection: apsw.Connection, uuid: str, revision: int | None) -> Fact:
    """The fact that is to be changed; `NotFound` for a tombstone too, `Outdated` for another revision."""
    row = connection.execute(f"{FACTS} WHERE uuid = ? AND state <> 'conditional' AND {_PRESENT}", (uuid,)).fetchone()
    fact = None if row is None else fact_of(row)
    if fact is None or fact.state is FactState.FORGOTTEN:
        raise NotFound("fact", uuid)
    if revision not in {None, fact.revision}:
        raise Outdated("fact", uuid, fact.revision)
    return fact


def _check_superseded(connection: apsw.Connection, new: NewFact, holder: Holder) -> None:
    """`InvalidRequest` when a fact to supersede is unknown or another holder's."""
    known = {fact.uuid for fact in facts_named(connection, new.supersedes) if _may_be_superseded(fact, holder)}
    for uuid in new.supersedes:
        if uuid not in known:
            raise InvalidRequest(f"supersedes: there is no fact {uuid} of the same user or session")


def _may_be_superseded(fact: Fact, holder: Holder) -> bool:
    return fact.holder == holder.number and fact.state is not FactState.FORGOTTEN


def _cited(connection: apsw.Connection, new: NewFact, holder: Holder) -> list[FactSource]:
    """The messages that a new fact rests on; `InvalidRequest` when one does not live with the same holder."""
    found = []
    for place, uuid in enumerate(new.sources):
        row: Any = connection.execute(
            "SELECT key, content, created_at, remember FROM messages WHERE uuid = ?", (uuid,)
        ).fetchone()
        session = None if row is None else live_session(connection, keys.session_of(row[0]))
        position = 0 if row is None else keys.position_of(row[0])
        if session is None or session.holder.number != holder.number or position < session.first:
            raise InvalidRequest(f"sources[{place}]: there is no message {uuid} of the same user or session")
        if not (session.remembered and row[3]):
            raise InvalidRequest(f"sources[{place}]: message {uuid} is not to be remembered")
        found.append(FactSource("", session.number, position, -1, 0, len(row[1]), row[2], row[2]))
    return found


def _fresh(connection: apsw.Connection, statements: Sequence[Stated]) -> list[tuple[LiveSession, list[Stated]]]:
    """The statements, by session, whose messages are there and still say so, and that were not recorded before."""
    by_session: dict[int, list[Stated]] = defaultdict(list)
    for statement in statements:
        by_session[statement.session].append(statement)
    found = []
    for number, some in by_session.items():
        session = live_session(connection, number)
        if session is not None and session.remembered:
            found.append((session, _fresh_of(connection, session, some)))
    return found


def _fresh_of(connection: apsw.Connection, session: LiveSession, statements: Sequence[Stated]) -> list[Stated]:
    """The statements of a session whose messages are there and still say so, and that were not recorded before.

    What is conditional of a message was recorded all together.
    """
    found = []
    for position, some in groupby(sorted(statements, key=lambda each: each.position), key=lambda each: each.position):
        row: Any = connection.execute(_CONTENT, (keys.key_of(session.number, position),)).fetchone()
        if row is None or not session.first <= position <= session.last:
            continue
        recorded = connection.execute(_RECORDED, (session.number, position)).fetchall()
        numbers, conditional = {number for number, _ in recorded}, any(is_kept for _, is_kept in recorded)
        found += [
            each
            for each in some
            if each.number not in numbers
            and not (conditional and each.about is not None and each.slot is not None)
            and row[0][each.start : each.end] == each.text
        ]
    return found


def _state(connection: apsw.Connection, holder: Holder, statements: Sequence[Stated], actor: str) -> None:
    found = look(connection, stating(holder.number, statements))
    ledger = found.ledger(holder, actor=actor, moment=now())
    ledger.state_all(statements)
    for uuid, source in ledger.unquoted.items():
        ledger.quote(uuid, text_of(connection, source))
    write_ledger(connection, holder, ledger)


def _extract(connection: apsw.Connection, extracted: Extracted, actor: str) -> bool:
    """Store one fact of a language model; whether it is new and all that it cites is there."""
    session = live_session(connection, extracted.session)
    if session is None or not session.remembered:
        return False
    cited = []
    for position in extracted.cites:
        row: Any = connection.execute(
            "SELECT content, created_at FROM messages WHERE key = ? AND remember = 1",
            (keys.key_of(session.number, position),),
        ).fetchone()
        if row is None or not session.first <= position <= session.last:
            return False
        cited.append(FactSource("", session.number, position, -1, 0, len(row[0]), row[1], row[1]))
    if not cited or _was_forgotten(connection, session, extracted):
        return False
    holder = session.holder
    found = look(connection, extracting(holder.number, extracted, cited))
    ledger = found.ledger(holder, actor=actor, moment=now())
    fact = ledger.extract(extracted, cited)
    write_ledger(connection, holder, ledger)
    return fact is not None


def _was_forgotten(connection: apsw.Connection, session: LiveSession, extracted: Extracted) -> bool:
    """Whether an extracted fact of the same messages and slot was forgotten: it must not come back."""
    query = (
        "SELECT 1 FROM fact_sources JOIN facts ON facts.uuid = fact_sources.fact WHERE fact_sources.session = ?"
        " AND position IN (SELECT value FROM json_each(?)) AND state = 'forgotten' AND slot IS ? LIMIT 1"
    )
    places = str(list(extracted.cites))
    return connection.execute(query, (session.number, places, extracted.slot)).fetchone() is not None
