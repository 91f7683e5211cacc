"""Appends: those that come while others are under way go to the database together, in one statement.

What the statement (see `append_statement`) cannot do is told by the rows that it does not return.  Appends that were
stored under their keys before are given the result of then.  Sessions that do not exist yet are created, and their
appends are stored in the same transaction; where another server creates the same one, the faster one has it, and the
other finds it there.  Sessions that somebody holds locked are waited for, each by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import asyncpg

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.receipts import Written
from holdfast.domain.timestamps import now
from holdfast.errors import Unavailable
from holdfast.storage.contract.messages import Appended
from holdfast.storage.postgres.engine.batcher import UNSETTLED, Batcher, Outcome
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import Collision
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.nouns.append_statement import Append, AppendStatement
from holdfast.storage.postgres.nouns.receipts import find_results

MAXIMUM_BATCH = 128
"""Appends in one statement: their number bounds how long each of them waits for the others."""

_TRIES = 10

# A name goes to the new session only if nobody has it, or still the departed one that had it before, one of $4.
_CREATE = """
WITH fresh AS MATERIALIZED (
    SELECT wanted.session_id, wanted.uuid, nextval('session_numbers') AS id
    FROM unnest($2::text[], $3::uuid[]) AS wanted (session_id, uuid)
), named AS (
    INSERT INTO session_names (session_id, session) SELECT session_id, id FROM fresh ORDER BY session_id
    ON CONFLICT (session_id) DO UPDATE SET session = excluded.session WHERE session_names.session = ANY($4::bigint[])
    RETURNING session
), unnamed AS (
    UPDATE sessions SET superseded = true FROM fresh JOIN named ON named.session = fresh.id
    WHERE sessions.id = ANY($4::bigint[]) AND sessions.session_id = fresh.session_id
)
INSERT INTO sessions (id, uuid, session_id, created_at, updated_at)
SELECT id, uuid, session_id, $1, $1 FROM fresh JOIN named ON named.session = fresh.id RETURNING session_id
"""

_Outcomes = list[Outcome[Written[Appended]]]

_TAKEN = (
    f"SELECT session_names.session_id, sessions.id, {PRESENT} FROM session_names"
    " JOIN sessions ON sessions.id = session_names.session WHERE session_names.session_id = ANY($1)"
)
# Everybody locks sessions in the order of their numbers, and a session before its name.
_LOCK_TAKEN = f"{_TAKEN} ORDER BY sessions.id FOR UPDATE OF sessions"


def batched_appends(database: Database) -> Batcher[Append, Written[Appended]]:
    """Where appends wait to be stored together, those to one session in the order of their arrival."""
    appends = Appends(database)
    return Batcher(
        appends.to_free_sessions,
        appends.done_before,
        appends.to_new_sessions,
        limit=database.options.pool_timeout,
        most=MAXIMUM_BATCH,
        in_flight=database.batches_in_flight,
        gathers=database.gathers,
        group=_session_of,
        apart=(appends.done_before, appends.to_known_sessions, appends.to_new_sessions),
        places=max(1, database.options.pool_size // 4),
    )


class _CreatedForNothing(Exception):
    """Takes back sessions of which no append was stored, because their keys were used in the meantime."""


class Appends:
    """The ways to settle appends, each of which is one transaction at most: it stores all that it can, or nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def to_free_sessions(self, appends: Sequence[Append]) -> _Outcomes:
        """Store the appends to sessions that exist and that nobody holds locked."""
        return await self._to_known_sessions(appends, wait=False)

    async def to_known_sessions(self, appends: Sequence[Append]) -> _Outcomes:
        """Store the appends to sessions that exist, however long somebody holds them locked."""
        return await self._to_known_sessions(appends, wait=True)

    async def done_before(self, appends: Sequence[Append]) -> _Outcomes:
        """Give appends that were stored under their keys before the result that they had then."""
        outcomes: _Outcomes = [UNSETTLED] * len(appends)
        keyed = [(number, append.receipt) for number, append in enumerate(appends) if append.receipt is not None]
        if keyed:
            found = await find_results(self._database, [receipt for _, receipt in keyed], Appended)
            for (number, _), result in zip(keyed, found, strict=True):
                outcomes[number] = UNSETTLED if result is None else result
        return outcomes

    async def to_new_sessions(self, appends: Sequence[Append]) -> _Outcomes:
        """Create the sessions that do not exist, and store the appends to them."""
        names = list(dict.fromkeys(append.session_id for append in appends))
        taken = await self._database.rows(_TAKEN, names)
        fresh = set(names).difference(name for name, _, present in taken if present)
        if not fresh:
            return [UNSETTLED] * len(appends)

        async def operation(connection: asyncpg.Connection) -> _Outcomes:
            created = await _create_sessions(connection, [name for name in names if name in fresh])
            mine = [number for number, append in enumerate(appends) if append.session_id in created]
            outcomes: _Outcomes = [UNSETTLED] * len(appends)
            if mine:
                stored = await store_known(
                    connection,
                    [appends[number] for number in mine],
                    wait=True,
                    distributed=self._database.distributed,
                )
                for number, outcome in zip(mine, stored, strict=True):
                    outcomes[number] = outcome
            if created - {appends[number].session_id for number in mine if outcomes[number] is not UNSETTLED}:
                raise _CreatedForNothing
            return outcomes

        try:
            return await self._database.transaction(operation)
        except _CreatedForNothing:
            return [UNSETTLED] * len(appends)

    async def _to_known_sessions(self, appends: Sequence[Append], *, wait: bool) -> _Outcomes:
        for _ in range(_TRIES):
            try:
                async with self._database.connection() as connection:
                    return await store_known(connection, appends, wait=wait, distributed=self._database.distributed)
            except Collision:
                continue
        raise Unavailable("too many writes to the same sessions at once")


async def store_all(connection: asyncpg.Connection, appends: Sequence[Append], *, distributed: bool) -> list[Appended]:
    """Store appends inside a transaction; `Collision` when a session is being created elsewhere."""
    await _create_sessions(connection, list(dict.fromkeys(append.session_id for append in appends)))
    return [_settled(outcome) for outcome in await store_known(connection, appends, wait=True, distributed=distributed)]


def _settled(outcome: Outcome[Written[Appended]]) -> Appended:
    if not isinstance(outcome, Written):
        raise Collision
    return outcome.result


async def store_known(
    connection: asyncpg.Connection, appends: Sequence[Append], *, wait: bool, distributed: bool
) -> _Outcomes:
    """Store the appends to sessions that exist and, unless it is to ``wait`` for them, are not locked.

    Those whose keys are known are left unsettled, and all others to the same session with them.
    """
    statement = AppendStatement(now())
    places = [statement.add(append) for append in appends]
    given = await statement.store(connection, wait=wait, distributed=distributed)
    return [_outcome(append, place, given) for append, place in zip(appends, places, strict=True)]


def _outcome(
    append: Append, place: tuple[int, int] | None, given: Mapping[int, tuple[int, int]]
) -> Outcome[Written[Appended]]:
    if place is None or place[0] not in given:
        return UNSETTLED
    slot, offset = place
    session, first = given[slot]
    return Written(Appended(session, first + offset, first + offset + len(append.messages) - 1))


async def _create_sessions(connection: asyncpg.Connection, names: Sequence[str]) -> set[str]:
    """Create those of the sessions that nobody else has created, and say which; the others are locked."""
    taken = await connection.fetch(_LOCK_TAKEN, names)
    present = {name for name, _, present in taken if present}
    fresh = [name for name in names if name not in present]
    if not fresh:
        return set()
    departed = [number for _, number, present in taken if not present]
    created = await connection.fetch(_CREATE, now(), fresh, [new_uuid() for _ in fresh], departed)
    return {name for (name,) in created}


def _session_of(append: Append) -> str:
    return append.session_id
