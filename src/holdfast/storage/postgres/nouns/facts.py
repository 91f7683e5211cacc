"""Facts in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

import asyncpg
import msgspec

from holdfast.domain.fact_ledger import Holder
from holdfast.domain.facts import USER as ABOUT_USER
from holdfast.domain.facts import (
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
from holdfast.storage.fact_rows import COLUMNS, REVISION_COLUMNS, conditions, fact_of, revision_of, source_of
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.changes import fact_changes
from holdfast.storage.postgres.nouns.fact_holders import LIVE_SESSION, USER, holder_of
from holdfast.storage.postgres.nouns.fact_restoring import restore
from holdfast.storage.postgres.nouns.fact_writes import (
    FACTS,
    SOURCES,
    LiveSession,
    facts_named,
    keep_revision,
    live_session,
    lock_holder,
    lock_holders,
    look,
    redact_conditional,
    redact_revisions,
    text_of,
    write_ledger,
)
from holdfast.storage.postgres.nouns.receipts import once

_PRESENT = "holder NOT IN (SELECT id FROM departed_users)"
_TOPIC = "jsonb_exists(topics::jsonb, {})"
_HISTORY = f"SELECT {', '.join(REVISION_COLUMNS)} FROM fact_revisions WHERE fact = $1 ORDER BY revision"
_FORMER = (
    f"SELECT {', '.join(f'fact_revisions.{column}' for column in REVISION_COLUMNS)} FROM fact_revisions"
    " WHERE fact IN (SELECT uuid FROM facts WHERE holder = $1) ORDER BY fact, revision"
)
_ARRANGED = "state IN ('valid', 'superseded') AND replaced = false"
"""What `facts_in_time` has."""
_SLOTS = (
    f"SELECT facts.slot FROM facts WHERE holder = $1 AND facts.slot > {{}} AND {_ARRANGED} ORDER BY facts.slot LIMIT 1"
)
_FIRST_SLOT, _NEXT_SLOT = _SLOTS.format("''"), _SLOTS.format("slots.slot")
_NEWEST_IN_SLOTS = (
    f"WITH RECURSIVE slots (slot) AS (SELECT ({_FIRST_SLOT}) UNION ALL"
    f" SELECT ({_NEXT_SLOT}) FROM slots WHERE slots.slot IS NOT NULL)"
    f" SELECT {', '.join(f'facts.{column}' for column in COLUMNS)} FROM (SELECT slot FROM slots LIMIT $3) AS slots"
    " JOIN LATERAL (SELECT * FROM facts AS newest WHERE newest.holder = $1 AND newest.slot = slots.slot"
    f" AND newest.subject = '{ABOUT_USER}' AND {_ARRANGED} ORDER BY newest.said DESC LIMIT $2) AS facts ON true"
)
_RECORDED = (
    "SELECT position, number, state = 'conditional' FROM fact_sources JOIN facts ON facts.uuid = fact_sources.fact"
    " WHERE fact_sources.session = $1 AND position = ANY($2::int[])"
)
_CONTENTS = (
    "SELECT position, content, created_at FROM messages WHERE session = $1 AND position = ANY($2::int[]) AND remember"
)

_NEXT_SUPERSEDED = "SELECT min(superseded_at) FROM facts WHERE holder = $1 AND state = 'valid' AND superseded_at > $2"


class PostgresFacts:
    """See `holdfast.storage.contract.facts.Facts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewFact, *, actor: str, receipt: Receipt | None = None) -> Written[Fact]:
        async def operation(connection: asyncpg.Connection) -> Fact:
            holder, session = await holder_of(connection, new.user_id, new.session_id)
            cited = await _cited(connection, new, holder)
            await lock_holder(connection, holder.number)
            await _check_superseded(connection, new, holder)
            moment = now()
            search = touched(holder.number, [Place.of_asserted(new, moment)], new.supersedes)
            ledger = (await look(connection, search)).ledger(holder, actor=actor, moment=moment)
            fact = ledger.assert_fact(new, session=session, session_id=new.session_id)
            ledger.sources += [msgspec.structs.replace(source, fact=fact.uuid) for source in cited]
            return (await write_ledger(connection, holder, ledger))[fact.uuid]

        return await self._database.transaction(once(receipt, Fact, operation))

    async def restore(self, copy: FactCopy) -> bool:
        return await self._database.transaction(partial(restore, copy))

    async def get(self, uuid: str) -> Fact:
        row = await self._database.row(f"{FACTS} WHERE uuid = $1 AND state <> 'conditional' AND {_PRESENT}", uuid)
        if row is None:
            raise NotFound("fact", uuid)
        return fact_of(row)

    async def sources(self, uuids: Sequence[str]) -> dict[str, list[FactSource]]:
        found: dict[str, list[FactSource]] = defaultdict(list)
        rows = await self._database.read(f"{SOURCES} WHERE fact = ANY($1::uuid[])", uuids)
        for source in sorted(map(source_of, rows), key=lambda source: source.order):
            found[source.fact].append(source)
        return dict(found)

    async def history(self, uuid: str) -> list[FactRevision]:
        return [revision_of(row) for row in await self._database.read(_HISTORY, uuid)]

    async def change(self, uuid: str, change: FactChange, *, actor: str, revision: int | None = None) -> Fact:
        async def operation(connection: asyncpg.Connection) -> Fact:
            fact = await _to_change(connection, uuid, revision)
            search = touched(fact.holder, [Place.of_changed(fact, change)], [uuid])
            holder = Holder(fact.holder, fact.user_id, fact.session_id)
            ledger = (await look(connection, search)).ledger(holder, actor=actor, moment=now())
            await keep_revision(connection, fact)
            ledger.change(uuid, change)
            return (await write_ledger(connection, holder, ledger))[uuid]

        return await self._database.transaction(operation)

    async def forget(self, uuid: str, *, actor: str, revision: int | None = None) -> None:
        async def operation(connection: asyncpg.Connection) -> None:
            fact = await _to_change(connection, uuid, revision)
            holder = Holder(fact.holder, fact.user_id, fact.session_id)
            found = await look(connection, touched(fact.holder, (), [uuid]))
            ledger = found.ledger(holder, actor=actor, moment=now())
            await keep_revision(connection, fact)
            await redact_revisions(connection, [uuid])
            await connection.execute("UPDATE fact_sources SET value = NULL WHERE fact = $1", uuid)
            ledger.forget(uuid)
            await redact_conditional(connection, uuid)
            await write_ledger(connection, holder, ledger)

        await self._database.transaction(operation)

    async def page(self, selection: FactSelection, *, before: int | None = None, limit: int) -> list[Fact]:
        statement = await self._selected(selection)
        if statement is None:
            return []
        where, bindings = statement
        if before is not None:
            where, bindings = f"{where} AND facts.id < ${len(bindings) + 1}", [*bindings, before]
        rows = await self._database.read(
            f"{FACTS} WHERE {where} ORDER BY facts.id DESC LIMIT ${len(bindings) + 1}", *bindings, limit
        )
        return list(map(fact_of, rows))

    async def newest_in_slots(self, user_id: str, *, each: int, slots: int) -> list[Fact]:
        number = await self._user(user_id)
        rows = [] if number is None else await self._database.read(_NEWEST_IN_SLOTS, number, each, slots)
        return list(map(fact_of, rows))

    async def count(self, selection: FactSelection) -> int:
        statement = await self._selected(selection)
        if statement is None:
            return 0
        ((count,),) = await self._database.read(f"SELECT count(*) FROM facts WHERE {statement[0]}", *statement[1])
        return int(count)

    async def next_superseded(self, user_id: str, moment: Timestamp) -> Timestamp | None:
        ((found,),) = await self._database.read(_NEXT_SUPERSEDED, await self._user(user_id), moment)
        return None if found is None else Timestamp(found)

    async def known(self, selection: FactSelection, moment: Timestamp) -> list[Fact]:
        session = await self._session(selection)
        holder = await self._holder(selection, session)
        if holder is None:
            return []
        former: dict[str, list[FactRevision]] = defaultdict(list)
        for row in await self._database.read(_FORMER, holder):
            former[row[0]].append(revision_of(row))
        query = f"{FACTS} WHERE holder = $1 AND created_at <= $2 AND {_PRESENT}"
        facts = [fact_of(row) for row in await self._database.read(query, holder, moment)]
        wanted = None if session is None else await self._part_of(session)
        known = known_at(((fact, former.get(fact.uuid, [])) for fact in facts), moment)
        found = [fact for fact in known if selection.admits(fact) and (wanted is None or fact.uuid in wanted)]
        return sorted(found, key=lambda fact: fact.id, reverse=True)

    async def at(self, numbers: Sequence[int]) -> dict[int, Fact]:
        rows = await self._database.read(
            f"{FACTS} WHERE id = ANY($1::bigint[]) AND state NOT IN ('forgotten', 'conditional') AND {_PRESENT}",
            list(numbers),
        )
        return {row[0]: fact_of(row) for row in rows}

    async def of_messages(self, session: int, first: int, last: int) -> list[Fact]:
        rows = await self._database.read(
            f"{FACTS} WHERE uuid IN (SELECT fact FROM fact_sources WHERE session = $1 AND position BETWEEN $2 AND $3)"
            f" AND state NOT IN ('forgotten', 'conditional') AND {_PRESENT} ORDER BY id",
            session,
            first,
            last,
        )
        return list(map(fact_of, rows))

    async def record(self, statements: Sequence[Stated], *, actor: str) -> int:
        async def operation(connection: asyncpg.Connection) -> int:
            by_holder: dict[int, tuple[Holder, list[Stated]]] = {}
            for session, fresh in await _fresh(connection, statements):
                by_holder.setdefault(session.holder.number, (session.holder, []))[1].extend(fresh)
            await lock_holders(connection, by_holder)
            for holder, some in by_holder.values():
                await _state(connection, holder, sorted(some, key=lambda each: each.order), actor)
            return sum(len(some) for _, some in by_holder.values())

        return await self._database.transaction(operation) if statements else 0

    async def record_extracted(self, facts: Sequence[Extracted], *, actor: str) -> int:
        async def operation(connection: asyncpg.Connection) -> int:
            numbers = sorted({fact.session for fact in facts})
            found = {number: await live_session(connection, number) for number in numbers}
            live = {number: session for number, session in found.items() if session is not None and session.remembered}
            await lock_holders(connection, (session.holder.number for session in live.values()))
            cited_live = [fact for fact in facts if fact.session in live]
            return sum([await _extract(connection, live[fact.session], fact, actor) for fact in cited_live])

        return await self._database.transaction(operation) if facts else 0

    async def changes(self, revision: int | None, *, user_id: str | None = None) -> Changes:
        return await fact_changes(self._database, revision, user_id)

    async def holders(self, wanted: Sequence[int]) -> set[int]:
        query = "SELECT DISTINCT holder FROM facts WHERE holder = ANY($1::bigint[])"
        return {holder for (holder,) in await self._database.read(query, list(wanted))}

    async def of_holder(self, holder: int, *, after: int, last: int) -> list[Fact]:
        rows = await self._database.read(
            f"{FACTS} WHERE holder = $1 AND id > $2 AND id <= $3 AND state = 'valid' AND {_PRESENT} ORDER BY id",
            holder,
            after,
            last,
        )
        return list(map(fact_of, rows))

    async def _session(self, selection: FactSelection) -> int | None:
        """The number of the live session that is wanted; 0, which no session has, when it is unknown."""
        if selection.session_id is None:
            return None
        row = await self._database.row(LIVE_SESSION, selection.session_id)
        return 0 if row is None else row[0]

    async def _user(self, user_id: str) -> int | None:
        row = await self._database.row(USER, user_id)
        return None if row is None else row[0]

    async def _holder(self, selection: FactSelection, session: int | None) -> int | None:
        """Whose facts are wanted, of those who know them: of a user, or of a session."""
        if selection.user_id is not None:
            return await self._user(selection.user_id)
        row = await self._database.row("SELECT coalesce(owner, -id) FROM sessions WHERE id = $1", session)
        return None if row is None else row[0]

    async def _part_of(self, session: int) -> set[str]:
        """The facts that a session has part in."""
        query = "SELECT uuid FROM facts WHERE session = $1 UNION SELECT fact FROM fact_sources WHERE session = $1"
        return {uuid for (uuid,) in await self._database.read(query, session)}

    async def _selected(self, selection: FactSelection) -> tuple[str, list[Any]] | None:
        """The condition for the facts that are wanted, and its bindings; ``None`` when there can be none."""
        holder = None
        if selection.user_id is not None and (holder := await self._user(selection.user_id)) is None:
            return None
        bindings: list[Any] = []

        def mark(value: Any) -> str:
            bindings.append(value)
            return f"${len(bindings)}"

        session = await self._session(selection)
        found = conditions(selection, holder=holder, session=session, mark=mark, topic=_TOPIC)
        return " AND ".join([*found, _PRESENT]), bindings


async def _to_change(connection: asyncpg.Connection, uuid: str, revision: int | None) -> Fact:
    """The fact that is to be changed, its holder locked; `NotFound` or `Outdated` when it is none."""
    query = f"{FACTS} WHERE uuid = $1 AND state <> 'conditional' AND {_PRESENT}"
    row = await connection.fetchrow(query, uuid)
    if row is not None:
        await lock_holder(connection, fact_of(row).holder)
        row = await connection.fetchrow(query, uuid)
    fact = None if row is None else fact_of(row)
    if fact is None or fact.state is FactState.FORGOTTEN:
        raise NotFound("fact", uuid)
    if revision not in {None, fact.revision}:
        raise Outdated("fact", uuid, fact.revision)
    return fact


async def _check_superseded(connection: asyncpg.Connection, new: NewFact, holder: Holder) -> None:
    """`InvalidRequest` when a fact to supersede is unknown or another holder's."""
    known = {
        fact.uuid
        for fact in await facts_named(connection, new.supersedes)
        if fact.holder == holder.number and fact.state is not FactState.FORGOTTEN
    }
    for uuid in new.supersedes:
        if uuid not in known:
            raise InvalidRequest(f"supersedes: there is no fact {uuid} of the same user or session")


async def _cited(connection: asyncpg.Connection, new: NewFact, holder: Holder) -> list[FactSource]:
    """The messages that a new fact rests on; `InvalidRequest` when one does not live with the same holder."""
    if not new.sources:
        return []
    query = "SELECT uuid, session, position, content, created_at, remember FROM messages WHERE uuid = ANY($1::uuid[])"
    rows = {row[0]: row for row in await connection.fetch(query, new.sources)}
    numbers = sorted({row[1] for row in rows.values()})
    sessions = {number: await live_session(connection, number) for number in numbers}
    found = []
    for place, uuid in enumerate(new.sources):
        row = rows.get(uuid)
        session = None if row is None else sessions[row[1]]
        if row is None or session is None or session.holder.number != holder.number or row[2] < session.first:
            raise InvalidRequest(f"sources[{place}]: there is no message {uuid} of the same user or session")
        if not (session.remembered and row[5]):
            raise InvalidRequest(f"sources[{place}]: message {uuid} is not to be remembered")
        found.append(FactSource("", session.number, row[2], -1, 0, len(row[3]), row[4], row[4]))
    return found


async def _fresh(
    connection: asyncpg.Connection, statements: Sequence[Stated]
) -> list[tuple[LiveSession, list[Stated]]]:
    """The statements, by session, whose messages are there and still say so, and that were not recorded before."""
    by_session: dict[int, list[Stated]] = defaultdict(list)
    for statement in statements:
        by_session[statement.session].append(statement)
    found = []
    for number, some in sorted(by_session.items()):
        session = await live_session(connection, number)
        if session is not None and session.remembered:
            found.append((session, await _fresh_of(connection, session, some)))
    return found


async def _fresh_of(connection: asyncpg.Connection, session: LiveSession, statements: Sequence[Stated]) -> list[Stated]:
    positions = list({statement.position for statement in statements})
    contents = {row[0]: row[1] for row in await connection.fetch(_CONTENTS, session.number, positions)}
    rows = await connection.fetch(_RECORDED, session.number, positions)
    recorded = {(position, number) for position, number, _ in rows}
    kept = {position for position, _, is_kept in rows if is_kept}  # what is conditional of a message came together
    return [
        each
        for each in statements
        if session.first <= each.position <= session.last
        and (each.position, each.number) not in recorded
        and not (each.about is not None and each.slot is not None and each.position in kept)
        and contents.get(each.position, "")[each.start : each.end] == each.text
    ]


async def _state(connection: asyncpg.Connection, holder: Holder, statements: Sequence[Stated], actor: str) -> None:
    found = await look(connection, stating(holder.number, statements))
    ledger = found.ledger(holder, actor=actor, moment=now())
    ledger.state_all(statements)
    for uuid, source in ledger.unquoted.items():
        ledger.quote(uuid, await text_of(connection, source))
    await write_ledger(connection, holder, ledger)


async def _extract(connection: asyncpg.Connection, session: LiveSession, extracted: Extracted, actor: str) -> bool:
    """Store one fact of a language model; whether it is new and all that it cites is there."""
    rows = {row[0]: row for row in await connection.fetch(_CONTENTS, session.number, list(extracted.cites))}
    cited = [
        FactSource("", session.number, place, -1, 0, len(rows[place][1]), rows[place][2], rows[place][2])
        for place in extracted.cites
        if place in rows and session.first <= place <= session.last
    ]
    if len(cited) < len(extracted.cites) or not cited or await _was_forgotten(connection, session, extracted):
        return False
    holder = session.holder
    found = await look(connection, extracting(holder.number, extracted, cited))
    ledger = found.ledger(holder, actor=actor, moment=now())
    fact = ledger.extract(extracted, cited)
    await write_ledger(connection, holder, ledger)
    return fact is not None


async def _was_forgotten(connection: asyncpg.Connection, session: LiveSession, extracted: Extracted) -> bool:
    """Whether an extracted fact of the same messages and slot was forgotten: it must not come back."""
    query = (
        "SELECT 1 FROM fact_sources JOIN facts ON facts.uuid = fact_sources.fact WHERE fact_sources.session = $1"
        " AND position = ANY($2::int[]) AND state = 'forgotten' AND slot IS NOT DISTINCT FROM $3 LIMIT 1"
    )
    found = await connection.fetchrow(query, session.number, list(extracted.cites), extracted.slot)
    return found is not None
