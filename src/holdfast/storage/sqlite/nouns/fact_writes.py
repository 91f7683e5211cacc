"""Writing facts in SQLite: reading what a ledger needs, writing what it decided, and letting go of messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import cast

import apsw
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
from holdfast.storage.sqlite.engine.database import Row
from holdfast.storage.sqlite.engine.keys import key_of
from holdfast.storage.sqlite.engine.presence import PRESENT

RULES = "rules"
"""The actor of what follows from other changes."""

TOGETHER = 100
"""Facts, or sources of facts, that go in one transaction: it takes some milliseconds."""

FACTS = f"SELECT {', '.join(COLUMNS)} FROM facts"
SOURCES = f"SELECT {', '.join(SOURCE_COLUMNS)} FROM fact_sources"

_STANDING = "state IN ('valid', 'superseded')"
_QUESTIONS = {
    name: text.replace("$", "?")
    for name, text in statements(
        yes="1",
        no="0",
        any_uuid="IN (SELECT value FROM json_each($1))",
        any_text="IN (SELECT value FROM json_each($1))",
        any_like="(EXISTS (SELECT 1 FROM json_each($1) AS wanted WHERE facts.{column} LIKE wanted.value)"
        " OR length(CAST({column} AS BLOB)) <> length({column}) OR {column} NOT GLOB '*[A-Za-z0-9]*')",
        later="max",
        hints=True,
    ).items()
}
_NAMED = f"{FACTS} WHERE uuid IN (SELECT value FROM json_each(?))"
_INSERT = (
    f"INSERT INTO facts ({', '.join((*WRITTEN, *SPAN))}) VALUES ({', '.join('?' * (len(WRITTEN) + 2))}) RETURNING id"
)
_UPDATE = f"UPDATE facts SET {', '.join(f'{column} = ?' for column in WRITTEN)} WHERE id = ?"
_WIDEN_SPAN = "UPDATE facts SET first_said = min(first_said, ?2), last_said = max(last_said, ?3) WHERE uuid = ?1"
_ORDER = (
    "(SELECT {}(iif(fact_sources.valid_at > said_at, substr(fact_sources.valid_at || '       ', 1, 27) || '"
    f"{ANNOUNCED}' || (1 - fact_sources.ends), '') || substr(said_at || '       ', 1, 27)"
    " || printf('%016x%08x%04x', fact_sources.session, position, max(number, 0)))"
    " FROM fact_sources WHERE fact = facts.uuid)"
)
_SPAN_ANEW = (
    f"UPDATE facts SET first_said = coalesce(iif(origin = 'stated', {_ORDER.format('min')},"
    f" min(said, {_ORDER.format('min')})), said), last_said = coalesce(iif(origin = 'stated', {_ORDER.format('max')},"
    f" max(said, {_ORDER.format('max')})), said) WHERE uuid IN (SELECT value FROM json_each(?))"
)
_INSERT_SOURCE = (
    f"INSERT OR IGNORE INTO fact_sources ({', '.join(SOURCE_COLUMNS)}) VALUES ({', '.join('?' * len(SOURCE_COLUMNS))})"
)
_DELETE_SOURCE = "DELETE FROM fact_sources WHERE fact = ? AND session = ? AND position = ? AND number = ?"
_INSERT_REVISION = (
    f"INSERT INTO fact_revisions ({', '.join(REVISION_COLUMNS)}) VALUES ({', '.join('?' * len(REVISION_COLUMNS))})"
)
_NOTE_HOLDER = (
    "INSERT INTO fact_holders (holder, user_id, generation, newest) VALUES (?1, ?2, 1, ?4)"
    " ON CONFLICT (holder) DO UPDATE SET generation = generation + ?3, newest = max(newest, ?4)"
    " RETURNING generation, newest"
)
_NOTE = "INSERT INTO session_changes (session, user_id, kind, first, last) VALUES (?, ?, ?, ?, ?)"
_SESSION = (
    "SELECT id, session_id, user_id, owner, live_from, next_position, remember FROM sessions"
    f" WHERE id = ? AND deleted_at IS NULL AND {PRESENT}"
)


class LiveSession(msgspec.Struct, frozen=True):
    """A session that is there, and whose facts are made of it, if it is to be remembered."""

    number: int
    holder: Holder
    first: int
    last: int
    remembered: bool = True


def live_session(connection: apsw.Connection, session: int) -> LiveSession | None:
    """The session with that number; ``None`` when it is gone."""
    row: Row | None = connection.execute(_SESSION, (session,)).fetchone()
    if row is None:
        return None
    number, session_id, user_id, owner, live_from, next_position, remember = row
    holder = Holder(-number, None, session_id) if owner is None else Holder(owner, user_id)
    return LiveSession(number, holder, live_from, next_position - 1, bool(remember))


def facts_named(connection: apsw.Connection, uuids: Iterable[str]) -> list[Fact]:
    """The facts with these UUIDs, tombstones too."""
    return [fact_of(row) for row in connection.execute(_NAMED, (_array(uuids),))]


def look(connection: apsw.Connection, search: Search[Found]) -> Found:
    """What a search for facts finds."""
    try:
        name, parameters = next(search)
        while True:
            given = [_array(each) if isinstance(each, list) else each for each in parameters]
            name, parameters = search.send(connection.execute(_QUESTIONS[name], given).fetchall())
    except StopIteration as end:
        return cast("Found", end.value)


def write_ledger(connection: apsw.Connection, holder: Holder, ledger: FactLedger) -> dict[str, Fact]:
    """Write what a ledger decided; the facts that are new or changed, as they lie there now."""
    added, changed, gone = ledger.close()
    written = {}
    for fact in added:
        ((number,),) = connection.execute(_INSERT, (*row_of(fact), fact.said, fact.said)).fetchall()
        written[fact.uuid] = msgspec.structs.replace(fact, id=cast("int", number))
    for fact in changed:
        connection.execute(_UPDATE, (*row_of(fact), fact.id))
        written[fact.uuid] = fact
    connection.executemany(
        "UPDATE fact_sources SET fact = ? WHERE fact = ? AND session = ? AND position = ? AND number = ?",
        [(uuid, moved.fact, moved.session, moved.position, moved.number) for moved, uuid in ledger.moved],
    )
    if ledger.sources:
        connection.executemany(_INSERT_SOURCE, map(source_row_of, ledger.sources))
    connection.executemany(_DELETE_SOURCE, map(_name_of, ledger.withdrawn))
    widened, anew = ledger.spans()
    connection.executemany(_WIDEN_SPAN, [(uuid, *span) for uuid, span in widened.items()])
    if anew:
        connection.execute(_SPAN_ANEW, (_array(anew),))
    remove_facts(connection, [fact.uuid for fact in gone])
    newest = max((written[fact.uuid].id for fact in added), default=0)
    if newest or changed or gone:
        note_holder(connection, holder.number, holder.user_id, changed=bool(changed or gone), newest=newest)
    return written


def _name_of(source: FactSource) -> tuple[str, int, int, int]:
    return (source.fact, source.session, source.position, source.number)


def keep_revision(connection: apsw.Connection, fact: Fact) -> None:
    """Keep what a fact is, before it changes."""
    connection.execute(_INSERT_REVISION, revision_row_of(fact))


def redact_revisions(connection: apsw.Connection, uuid: str) -> None:
    """Leave nothing of the content of former revisions."""
    connection.execute(
        "UPDATE fact_revisions SET content = '', value = NULL, topics = '[]', metadata = NULL, reason = ''"
        " WHERE fact = ?",
        (uuid,),
    )


def remove_facts(connection: apsw.Connection, uuids: Sequence[str]) -> None:
    """Remove facts with all that belongs to them."""
    if not uuids:
        return
    names = _array(uuids)
    for table, column in (("fact_sources", "fact"), ("fact_revisions", "fact"), ("facts", "uuid")):
        connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (names,))


def redact_conditional(connection: apsw.Connection, uuid: str) -> None:
    """Leave nothing of what is kept as conditional of the messages that a fact rests on."""
    rows = connection.execute(_QUESTIONS["found in the same messages"], (_array([uuid]),)).fetchall()
    kept = [fact.id for fact in map(fact_of, rows) if fact.state is FactState.CONDITIONAL]
    connection.executemany(
        "UPDATE facts SET content = '', value = NULL, metadata = NULL, reason = '' WHERE id = ?",
        [(number,) for number in kept],
    )


def note_holder(
    connection: apsw.Connection, holder: int, user_id: str | None, *, changed: bool, newest: int = 0
) -> None:
    """Tell that facts came, or that some changed or went."""
    ((generation, last),) = connection.execute(_NOTE_HOLDER, (holder, user_id, int(changed), newest)).fetchall()
    connection.execute(_NOTE, (holder, user_id, ChangeKind.FACTS, generation, last))


def drop_sources(connection: apsw.Connection, session: int, first: int, last: int) -> None:
    """Let no fact rest any longer on the messages of a session from one position to another.

    It belongs into the transaction that deletes or changes these messages.
    """
    rows = connection.execute(
        "SELECT DISTINCT fact FROM fact_sources WHERE session = ? AND position BETWEEN ? AND ?", (session, first, last)
    ).fetchall()
    if not rows:
        return
    left = {cast("str", uuid): False for (uuid,) in rows}
    leads = {uuid: _lead(connection, uuid) for uuid in left}
    connection.execute(
        "DELETE FROM fact_sources WHERE session = ? AND position BETWEEN ? AND ?", (session, first, last)
    )
    by_holder: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts_named(connection, left):
        by_holder[fact.holder].append(fact)
    for number, facts in by_holder.items():
        _settle(connection, number, facts, leads)


def _settle(
    connection: apsw.Connection, number: int, facts: Sequence[Fact], leads: dict[str, FactSource | None]
) -> None:
    """Let the facts of a holder do with the sources that they have left."""
    holder = Holder(number, facts[0].user_id, facts[0].session_id)
    losses = [_loss(connection, fact, leads[fact.uuid]) for fact in facts]
    places = [place for loss in losses for place in loss.places]
    found = look(connection, touched(number, places, [fact.uuid for fact in facts]))
    ledger = found.ledger(holder, actor=RULES, moment=now())
    for loss in losses:
        ledger.lose_sources(loss.fact.uuid, loss.left, loss.text, quoted=loss.quoted)
    write_ledger(connection, holder, ledger)


def _loss(connection: apsw.Connection, fact: Fact, former: FactSource | None) -> Loss:
    """What a fact that lost sources is left with; ``former`` is the source that it quoted."""
    lead = _lead(connection, fact.uuid)
    moved = lead != former
    quoted = moved and _is_quoted(connection, fact)
    if moved:
        redact_revisions(connection, fact.uuid)
    left = [lead] if lead is not None else _any_source(connection, fact.uuid)
    return Loss(fact, left, text_of(connection, lead), quoted)


def sources_of(connection: apsw.Connection, uuids: Sequence[str]) -> list[FactSource]:
    """The sources of facts, as they were said."""
    rows = connection.execute(f"{SOURCES} WHERE fact IN (SELECT value FROM json_each(?))", (_array(uuids),))
    return sorted(map(source_of, rows), key=lambda source: source.order)


def _lead(connection: apsw.Connection, uuid: str) -> FactSource | None:
    """The source that a fact quotes."""
    query = f"{SOURCES} WHERE fact = ? AND number >= 0 ORDER BY {AS_THEY_TAKE_EFFECT.format(later='max')} LIMIT 1"
    row = connection.execute(query, (uuid,)).fetchone()
    return None if row is None else source_of(row)


def _any_source(connection: apsw.Connection, uuid: str) -> list[FactSource]:
    return [source_of(row) for row in connection.execute(f"{SOURCES} WHERE fact = ? LIMIT 1", (uuid,))]


def _is_quoted(connection: apsw.Connection, fact: Fact) -> bool:
    """Whether nobody ever put other words in the place of those that a fact quotes."""
    return not connection.execute(
        "SELECT 1 FROM fact_revisions WHERE fact = ? AND content <> ?", (fact.uuid, fact.text)
    ).fetchone()


def text_of(connection: apsw.Connection, source: FactSource | None) -> str:
    """The words of a source."""
    if source is None:
        return ""
    row = connection.execute(
        "SELECT content FROM messages WHERE key = ?", (key_of(source.session, source.position),)
    ).fetchone()
    return "" if row is None else cast("str", row[0])[source.start : source.end]


def _array(values: Iterable[str]) -> str:
    return msgspec.json.encode(list(values)).decode()


def drop_some(connection: apsw.Connection, session: int) -> bool:
    """Let no fact rest any longer on the earliest messages of a session that facts rest on.

    Whether none is left now.
    """
    rows = connection.execute(
        "SELECT position FROM fact_sources WHERE session = ? ORDER BY position LIMIT ?", (session, TOGETHER + 1)
    ).fetchall()
    if rows:
        drop_sources(connection, session, 0, cast("int", rows[-1][0]))
    return len(rows) <= TOGETHER


def remove_some_of_session(connection: apsw.Connection, session: int) -> bool:
    """Remove some facts that go with a session; whether none is left."""
    rows = connection.execute(f"{FACTS} WHERE session = ? ORDER BY holder LIMIT ?", (session, TOGETHER + 1)).fetchall()
    by_holder: dict[int, list[Fact]] = defaultdict(list)
    for fact in map(fact_of, rows[:TOGETHER]):
        by_holder[fact.holder].append(fact)
    for number, facts in by_holder.items():
        holder = Holder(number, facts[0].user_id, facts[0].session_id)
        found = look(connection, touched(number, (), [fact.uuid for fact in facts]))
        ledger = found.ledger(holder, actor=RULES, moment=now())
        for fact in facts:
            ledger.remove(fact.uuid)
        write_ledger(connection, holder, ledger)
    return len(rows) <= TOGETHER


def give_some_to_user(connection: apsw.Connection, session: int, owner: int, user_id: str) -> bool:
    """Let some facts of a session that had no user be those of its user; whether none is left to be given."""
    query = f"{FACTS} WHERE holder = ? ORDER BY id LIMIT ?"
    facts = [fact_of(row) for row in connection.execute(query, (-session, TOGETHER + 1))]
    given = facts[:TOGETHER]
    if not given:
        return True
    connection.execute(
        "UPDATE facts SET holder = ?1, user_id = ?2, session = iif(rests, NULL, session),"
        " session_id = iif(rests, NULL, session_id) WHERE holder = ?3 AND id <= ?4",
        (owner, user_id, -session, given[-1].id),
    )
    note_holder(connection, -session, None, changed=True)
    note_holder(connection, owner, user_id, changed=True, newest=given[-1].id)
    found = look(connection, touched(owner, (), [fact.uuid for fact in given]))
    holder = Holder(owner, user_id)
    write_ledger(connection, holder, found.ledger(holder, actor=RULES, moment=now()))
    return len(facts) <= TOGETHER


def note_departure(connection: apsw.Connection, user: int, user_id: str) -> None:
    """Tell that the facts of a deleted user are gone."""
    if connection.execute("SELECT 1 FROM fact_holders WHERE holder = ?", (user,)).fetchone():
        note_holder(connection, user, user_id, changed=True)


def remove_some_of_holder(connection: apsw.Connection, holder: int, *, most: int) -> int:
    """Remove at most so many facts of a holder that is gone; how many they were."""
    rows = connection.execute("SELECT uuid FROM facts WHERE holder = ? LIMIT ?", (holder, most)).fetchall()
    remove_facts(connection, [cast("str", uuid) for (uuid,) in rows])
    if not rows:
        connection.execute("DELETE FROM fact_holders WHERE holder = ?", (holder,))
    return len(rows)


def remove_some_tombstones(connection: apsw.Connection, *, most: int) -> int:
    """Remove at most so many tombstones that nothing can bring back; how many they were.

    A tombstone that has sources stays as long as their messages: what these say must not be taken for a fact again.
    """
    rows = connection.execute(
        "SELECT uuid FROM facts WHERE state = 'forgotten'"
        " AND NOT EXISTS (SELECT 1 FROM fact_sources WHERE fact = uuid) LIMIT ?",
        (most,),
    ).fetchall()
    remove_facts(connection, [cast("str", uuid) for (uuid,) in rows])
    return len(rows)
