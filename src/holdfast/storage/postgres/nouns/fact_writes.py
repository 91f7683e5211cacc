"""Writing facts in PostgreSQL: reading what a ledger needs, writing what it decided, and letting go of messages.

Whoever changes or removes facts of a holder locks the sessions that they rest on first and the holder then, each in the
order of their numbers, so that the facts of a slot are always worked out from all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, cast

import asyncpg
import msgspec

from holdfast.domain.fact_ledger import FactLedger, Holder
from holdfast.domain.facts import ANNOUNCED, Fact, FactSource, FactState
from holdfast.domain.timestamps import now
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.fact_neighbours import touched
from holdfast.storage.fact_places import Found, Loss, Search
from holdfast.storage.fact_questions import AS_THEY_TAKE_EFFECT, statements
from holdfast.storage.fact_rows import (
    COLUMNS,
    REVISION_COLUMNS,
    SOURCE_COLUMNS,
    SPAN,
    WRITTEN,
    fact_of,
    revision_row_of,
    row_of,
    source_of,
    source_row_of,
)
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION

RULES = "rules"
"""The actor of what follows from other changes."""

TOGETHER = 300
"""Facts that are worked out at a time, which takes some hundredths of a second: others have the event loop between."""

FACTS = f"SELECT {', '.join(COLUMNS)} FROM facts"
SOURCES = f"SELECT {', '.join(SOURCE_COLUMNS)} FROM fact_sources"

_LOCK_HOLDER = "SELECT pg_advisory_xact_lock($1)"
_LOCK_SPACE = 0x6661_6374 << 32  # "fact"
_STANDING = "state IN ('valid', 'superseded')"
_DEAD_TOMBSTONE = "state = 'forgotten' AND NOT EXISTS (SELECT FROM fact_sources WHERE fact = uuid)"
_HOLDERS = (
    "SELECT holder FROM facts WHERE session = $1"
    " UNION SELECT holder FROM fact_sources JOIN facts ON facts.uuid = fact WHERE fact_sources.session = $1"
)
_BESIDE_EACH_OTHER = "holder, slot, subject, said"
"""In that order, few neighbours belong to many facts."""
_RESTING = (
    "SELECT uuid, holder FROM facts WHERE uuid IN"
    " (SELECT fact FROM fact_sources WHERE fact_sources.session = $1 AND position BETWEEN $2 AND $3)"
    f" ORDER BY {_BESIDE_EACH_OTHER}"
)
_LEADS = (
    f"SELECT DISTINCT ON (fact) {', '.join(SOURCE_COLUMNS)} FROM fact_sources WHERE fact = ANY($1::uuid[])"
    f" AND number >= 0 ORDER BY fact, {AS_THEY_TAKE_EFFECT.format(later='greatest')}"
)
_SOME_SOURCES = (
    f"SELECT DISTINCT ON (fact) {', '.join(SOURCE_COLUMNS)} FROM fact_sources WHERE fact = ANY($1::uuid[])"
    " ORDER BY fact"
)
_REWORDED = (
    "SELECT DISTINCT fact FROM fact_revisions JOIN facts ON facts.uuid = fact WHERE fact = ANY($1::uuid[])"
    " AND fact_revisions.content <> facts.content"
)
_IN_SAME_SLOTS = (
    "SELECT uuid, holder FROM facts WHERE holder = $1 AND slot IN (SELECT slot FROM facts WHERE holder = $2)"
    f" ORDER BY {_BESIDE_EACH_OTHER}"
)
_GIVE = (
    "UPDATE facts SET holder = $1, user_id = $2, session = CASE WHEN rests THEN NULL ELSE session END,"
    " session_id = CASE WHEN rests THEN NULL ELSE session_id END WHERE holder = $3"
)
_QUESTIONS = statements(
    yes="true",
    no="false",
    any_uuid="= ANY($1::uuid[])",
    any_text="= ANY($1::text[])",
    any_like="({column} ILIKE ANY($1::text[]) OR octet_length({column}) <> char_length({column})"
    " OR {column} !~ '[A-Za-z0-9]')",
    later="greatest",
    hints=False,
)
_NAMED = f"{FACTS} WHERE uuid = ANY($1::uuid[])"


def _marks(count: int) -> str:
    return ", ".join(f"${number}" for number in range(1, count + 1))


_INSERT = f"INSERT INTO facts ({', '.join((*WRITTEN, *SPAN))}) VALUES ({_marks(len(WRITTEN) + 2)}) RETURNING id"
_UPDATE = (
    f"UPDATE facts SET {', '.join(f'{column} = ${number}' for number, column in enumerate(WRITTEN, 1))}"
    f" WHERE id = ${len(WRITTEN) + 1}"
)
_WIDEN_SPAN = "UPDATE facts SET first_said = least(first_said, $2), last_said = greatest(last_said, $3) WHERE uuid = $1"
_TEXT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_ORDER = (
    "(SELECT {}(CASE WHEN fact_sources.valid_at > said_at THEN"
    f" {_TEXT.format('fact_sources.valid_at')} || '{ANNOUNCED}' || (CASE WHEN fact_sources.ends THEN '0' ELSE '1' END)"
    f" ELSE '' END || {_TEXT.format('said_at')}"
    " || lpad(to_hex(fact_sources.session), 16, '0') || lpad(to_hex(position), 8, '0')"
    " || lpad(to_hex(greatest(number, 0)), 4, '0') COLLATE \"C\") FROM fact_sources WHERE fact = facts.uuid)"
)
_SPAN_ANEW = (
    f"UPDATE facts SET first_said = coalesce(CASE WHEN origin = 'stated' THEN {_ORDER.format('min')}"
    f" ELSE least(said, {_ORDER.format('min')}) END, said), last_said = coalesce(CASE WHEN origin = 'stated'"
    f" THEN {_ORDER.format('max')} ELSE greatest(said, {_ORDER.format('max')}) END, said) WHERE uuid = ANY($1::uuid[])"
)
_INSERT_SOURCE = (
    f"INSERT INTO fact_sources ({', '.join(SOURCE_COLUMNS)}) VALUES ({_marks(len(SOURCE_COLUMNS))})"
    " ON CONFLICT DO NOTHING"
)
_DELETE_SOURCE = "DELETE FROM fact_sources WHERE fact = $1 AND session = $2 AND position = $3 AND number = $4"
_INSERT_REVISION = (
    f"INSERT INTO fact_revisions ({', '.join(REVISION_COLUMNS)}) VALUES ({_marks(len(REVISION_COLUMNS))})"
)
_NOTE_HOLDER = (
    "INSERT INTO fact_holders (holder, user_id, generation, newest) VALUES ($1, $2, 1, $4)"
    " ON CONFLICT (holder) DO UPDATE SET generation = fact_holders.generation + $3,"
    " newest = greatest(fact_holders.newest, $4) RETURNING generation, newest"
)
_NOTE = "INSERT INTO session_changes (session, user_id, kind, first, last) VALUES ($1, $2, $3, $4, $5)"
_SESSION = (
    "SELECT id, session_id, user_id, owner, live_from, next_position, remember FROM sessions"
    f" WHERE id = $1 AND deleted_at IS NULL AND {PRESENT} FOR SHARE"
)


class LiveSession(msgspec.Struct, frozen=True):
    """A session that is there, and whose facts are made of it, if it is to be remembered."""

    number: int
    holder: Holder
    first: int
    last: int
    remembered: bool = True


async def live_session(connection: asyncpg.Connection, session: int) -> LiveSession | None:
    """The session with that number, locked so that it stays as it is; ``None`` when it is gone."""
    row = await connection.fetchrow(_SESSION, session)
    if row is None:
        return None
    number, session_id, user_id, owner, live_from, next_position, remembered = row
    holder = Holder(-number, None, session_id) if owner is None else Holder(owner, user_id)
    return LiveSession(number, holder, live_from, next_position - 1, remembered)


async def lock_holder(connection: asyncpg.Connection, holder: int) -> None:
    """Keep others from changing the facts of a holder until the transaction ends."""
    await connection.execute(_LOCK_HOLDER, _LOCK_SPACE ^ holder)


async def lock_holders(connection: asyncpg.Connection, holders: Iterable[int]) -> None:
    """As `lock_holder`, of several, in the order that everybody keeps to."""
    for holder in sorted(set(holders)):
        await lock_holder(connection, holder)


async def facts_named(connection: asyncpg.Connection, uuids: Iterable[str]) -> list[Fact]:
    """The facts with these UUIDs, tombstones too."""
    return [fact_of(row) for row in await connection.fetch(_NAMED, list(uuids))]


async def look(connection: asyncpg.Connection, search: Search[Found]) -> Found:
    """What a search for facts finds."""
    try:
        name, parameters = next(search)
        while True:
            name, parameters = search.send(await connection.fetch(_QUESTIONS[name], *parameters))
    except StopIteration as end:
        return cast("Found", end.value)


async def write_ledger(connection: asyncpg.Connection, holder: Holder, ledger: FactLedger) -> dict[str, Fact]:
    """Write what a ledger decided; the facts that are new or changed, as they lie there now."""
    added, changed, gone = ledger.close()
    written = {}
    # Each of these is one round trip, however many facts there are.
    numbers = await connection.fetchmany(_INSERT, list(map(_new_row, added))) if added else []
    for fact, (number,) in zip(added, numbers, strict=True):
        written[fact.uuid] = msgspec.structs.replace(fact, id=number)
    if changed:
        await connection.executemany(_UPDATE, [(*row_of(fact), fact.id) for fact in changed])
        written |= {fact.uuid: fact for fact in changed}
    if ledger.moved:
        await connection.executemany(
            "UPDATE fact_sources SET fact = $1 WHERE fact = $2 AND session = $3 AND position = $4 AND number = $5",
            [(uuid, moved.fact, moved.session, moved.position, moved.number) for moved, uuid in ledger.moved],
        )
    if ledger.sources:
        await connection.executemany(_INSERT_SOURCE, [source_row_of(source) for source in ledger.sources])
    if ledger.withdrawn:
        await connection.executemany(_DELETE_SOURCE, list(map(_name_of, ledger.withdrawn)))
    widened, anew = ledger.spans()
    if widened:
        await connection.executemany(_WIDEN_SPAN, [(uuid, *span) for uuid, span in widened.items()])
    if anew:
        await connection.execute(_SPAN_ANEW, list(anew))
    await remove_facts(connection, [fact.uuid for fact in gone])
    newest = max((written[fact.uuid].id for fact in added), default=0)
    if newest or changed or gone:
        await note_holder(connection, holder.number, holder.user_id, changed=bool(changed or gone), newest=newest)
    return written


def _new_row(fact: Fact) -> tuple[Any, ...]:
    return (*row_of(fact), fact.said, fact.said)


def _name_of(source: FactSource) -> tuple[str, int, int, int]:
    return (source.fact, source.session, source.position, source.number)


async def keep_revision(connection: asyncpg.Connection, fact: Fact) -> None:
    """Keep what a fact is, before it changes."""
    await connection.execute(_INSERT_REVISION, *revision_row_of(fact))


async def redact_revisions(connection: asyncpg.Connection, uuids: Sequence[str]) -> None:
    """Leave nothing of the content of former revisions of facts."""
    await connection.execute(
        "UPDATE fact_revisions SET content = '', value = NULL, topics = '[]', metadata = NULL, reason = ''"
        " WHERE fact = ANY($1::uuid[])",
        uuids,
    )


async def remove_facts(connection: asyncpg.Connection, uuids: Sequence[str]) -> None:
    """Remove facts with all that belongs to them."""
    if not uuids:
        return
    for table, column in (("fact_sources", "fact"), ("fact_revisions", "fact"), ("facts", "uuid")):
        await connection.execute(f"DELETE FROM {table} WHERE {column} = ANY($1::uuid[])", uuids)


async def redact_conditional(connection: asyncpg.Connection, uuid: str) -> None:
    """Leave nothing of what is kept as conditional of the messages that a fact rests on."""
    rows = await connection.fetch(_QUESTIONS["found in the same messages"], [uuid])
    kept = [fact.id for fact in map(fact_of, rows) if fact.state is FactState.CONDITIONAL]
    await connection.execute(
        "UPDATE facts SET content = '', value = NULL, metadata = NULL, reason = '' WHERE id = ANY($1::bigint[])", kept
    )


async def note_holder(
    connection: asyncpg.Connection, holder: int, user_id: str | None, *, changed: bool, newest: int = 0
) -> None:
    """Tell that facts came, or that some changed or went."""
    ((generation, last),) = await connection.fetch(_NOTE_HOLDER, holder, user_id, int(changed), newest)
    await connection.execute(_NOTE, holder, user_id, ChangeKind.FACTS, generation, last)


async def drop_sources(connection: asyncpg.Connection, session: int, first: int, last: int) -> None:
    """Let no fact rest any longer on the messages of a session from one position to another.

    It belongs into the transaction that deletes or changes these messages, which has locked the session's row.
    """
    place = (session, first, last)
    holders = {holder for _, holder in await connection.fetch(_RESTING, *place)}
    if not holders:
        return
    # What rests there is read under the lock: others may just be moving sources from one fact to another.
    await lock_holders(connection, holders)
    for holder, uuids in _portions(await connection.fetch(_RESTING, *place)):
        await _drop_sources_of(connection, holder, uuids, place)


def _portions(rows: Iterable[asyncpg.Record]) -> Iterator[tuple[int, list[str]]]:
    """Facts, each with its holder, in portions that are worked out together: the holder, and UUIDs of facts."""
    for holder, some in groupby(rows, key=lambda row: row[1]):
        uuids = [uuid for uuid, _ in some]
        for first in range(0, len(uuids), TOGETHER):
            yield holder, uuids[first : first + TOGETHER]


async def _drop_sources_of(
    connection: asyncpg.Connection, holder: int, uuids: Sequence[str], place: tuple[int, int, int]
) -> None:
    """Let some facts of a holder rest no longer on messages, and do with the sources that they have left."""
    former = await _leads(connection, uuids)
    await connection.execute(
        "DELETE FROM fact_sources WHERE session = $1 AND position BETWEEN $2 AND $3 AND fact = ANY($4::uuid[])",
        *place,
        uuids,
    )
    facts = await facts_named(connection, uuids)
    losses = await _losses(connection, facts, former)
    places = [place for loss in losses for place in loss.places]
    found = await look(connection, touched(holder, places, uuids))
    whose = Holder(holder, facts[0].user_id, facts[0].session_id)
    ledger = found.ledger(whose, actor=RULES, moment=now())
    for loss in losses:
        ledger.lose_sources(loss.fact.uuid, loss.left, loss.text, quoted=loss.quoted)
    await write_ledger(connection, whose, ledger)


async def _losses(connection: asyncpg.Connection, facts: Sequence[Fact], former: dict[str, FactSource]) -> list[Loss]:
    """What facts that lost sources are left with; ``former`` are the sources that they quoted."""
    uuids = [fact.uuid for fact in facts]
    leads = await _leads(connection, uuids)
    moved = [uuid for uuid in uuids if leads.get(uuid) != former.get(uuid)]
    # Whether nobody ever put other words in the place of those that a fact quotes.
    quoted = set(moved) - {uuid for (uuid,) in await connection.fetch(_REWORDED, moved)}
    await redact_revisions(connection, moved)
    cited = await connection.fetch(_SOME_SOURCES, [uuid for uuid in uuids if uuid not in leads])
    left = {source.fact: source for source in map(source_of, cited)} | leads
    texts = await _texts_of(connection, leads.values())
    return [
        Loss(fact, [left[fact.uuid]] if fact.uuid in left else [], texts.get(fact.uuid, ""), fact.uuid in quoted)
        for fact in facts
    ]


async def _leads(connection: asyncpg.Connection, uuids: Sequence[str]) -> dict[str, FactSource]:
    """The sources that facts quote."""
    return {source.fact: source for source in map(source_of, await connection.fetch(_LEADS, uuids))}


async def sources_of(connection: asyncpg.Connection, uuids: Sequence[str]) -> list[FactSource]:
    """The sources of facts, as they were said."""
    rows = await connection.fetch(f"{SOURCES} WHERE fact = ANY($1::uuid[])", uuids)
    return sorted(map(source_of, rows), key=lambda source: source.order)


async def text_of(connection: asyncpg.Connection, source: FactSource | None) -> str:
    """The words of a source; the empty text where there is none, or its message is gone."""
    return "" if source is None else (await _texts_of(connection, [source]))[source.fact]


async def _texts_of(connection: asyncpg.Connection, sources: Iterable[FactSource]) -> dict[str, str]:
    """The words of sources, by their facts."""
    by_session: dict[int, list[FactSource]] = defaultdict(list)
    for source in sources:
        by_session[source.session].append(source)
    texts: dict[str, str] = {}
    query = "SELECT position, content FROM messages WHERE session = $1 AND position = ANY($2::integer[])"
    for session, some in by_session.items():
        rows = await connection.fetch(query, session, [source.position for source in some])
        contents = dict(map(tuple, rows))
        texts |= {each.fact: contents.get(each.position, "")[each.start : each.end] for each in some}
    return texts


async def drop_of_session(connection: asyncpg.Connection, session: int) -> None:
    """Let no fact rest on a session any longer, and remove those that go with it."""
    await lock_holders(connection, (holder for (holder,) in await connection.fetch(_HOLDERS, session)))
    await _remove_own(connection, session)
    await drop_sources(connection, session, 0, MAXIMUM_POSITION)
    query = f"SELECT uuid, holder FROM facts WHERE session = $1 ORDER BY {_BESIDE_EACH_OTHER}"
    for holder, uuids in _portions(await connection.fetch(query, session)):
        await _remove(connection, holder, uuids)


async def _remove_own(connection: asyncpg.Connection, session: int) -> None:
    """Remove what is known of a session that has no user: nobody else's facts stand beside it."""
    query = "SELECT uuid FROM facts WHERE holder = $1 AND state <> 'forgotten'"
    rows = await connection.fetch(query, -session)
    if rows:
        await remove_facts(connection, [uuid for (uuid,) in rows])
        await note_holder(connection, -session, None, changed=True)


async def _remove(connection: asyncpg.Connection, holder: int, uuids: Sequence[str]) -> None:
    """Remove some facts of a holder."""
    found = await look(connection, touched(holder, (), uuids))
    first = found.facts[uuids[0]]
    whose = Holder(holder, first.user_id, first.session_id)
    ledger = found.ledger(whose, actor=RULES, moment=now())
    for uuid in uuids:
        ledger.remove(uuid)
    await write_ledger(connection, whose, ledger)


async def give_to_user(connection: asyncpg.Connection, session: int, owner: int, user_id: str) -> None:
    """Let the facts of a session that had no user be those of its user."""
    await lock_holders(connection, [-session, owner])
    newest: int | None = await connection.fetchval("SELECT max(id) FROM facts WHERE holder = $1", -session)
    if newest is None:
        return
    holder = Holder(owner, user_id)
    for _, uuids in _portions(await connection.fetch(_IN_SAME_SLOTS, -session, owner)):
        await connection.execute(f"{_GIVE} AND uuid = ANY($4::uuid[])", owner, user_id, -session, uuids)
        found = await look(connection, touched(owner, (), uuids))
        await write_ledger(connection, holder, found.ledger(holder, actor=RULES, moment=now()))
    # Beside these the user knows nothing, so they stay as they are.
    await connection.execute(_GIVE, owner, user_id, -session)
    await note_holder(connection, -session, None, changed=True)
    await note_holder(connection, owner, user_id, changed=True, newest=newest)


async def note_departure(connection: asyncpg.Connection, user: int, user_id: str) -> None:
    """Tell that the facts of a deleted user are gone."""
    if await connection.fetchrow("SELECT 1 FROM fact_holders WHERE holder = $1", user):
        await note_holder(connection, user, user_id, changed=True)


async def remove_some_of_holder(connection: asyncpg.Connection, holder: int, *, most: int) -> int:
    """Remove at most so many facts of a holder that is gone; how many they were."""
    await lock_holder(connection, holder)
    rows = await connection.fetch("SELECT uuid FROM facts WHERE holder = $1 LIMIT $2", holder, most)
    await remove_facts(connection, [uuid for (uuid,) in rows])
    if not rows:
        await connection.execute("DELETE FROM fact_holders WHERE holder = $1", holder)
    return len(rows)


async def remove_some_tombstones(connection: asyncpg.Connection, *, most: int) -> int:
    """Remove at most so many tombstones that nothing can bring back; how many they were.

    A tombstone that has sources stays as long as their messages: what these say must not be taken for a fact again.
    """
    rows = await connection.fetch(f"SELECT uuid, holder FROM facts WHERE {_DEAD_TOMBSTONE} LIMIT $1", most)
    await lock_holders(connection, (holder for _, holder in rows))
    named = [uuid for uuid, _ in rows]
    still = await connection.fetch(f"SELECT uuid FROM facts WHERE uuid = ANY($1::uuid[]) AND {_DEAD_TOMBSTONE}", named)
    await remove_facts(connection, [uuid for (uuid,) in still])
    return len(still)
