"""Sessions in PostgreSQL.

Locks are taken in one order everywhere: users, then sessions by number, then the counter of session numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import asyncpg

from holdfast.domain.jobs import MESSAGES, NewJob
from holdfast.domain.metadata import Metadata
from holdfast.domain.origins import origin_of
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import AS_IT_IS, RetentionChange
from holdfast.domain.sessions import DeletedSession, ListedSession, NewSession, Session
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import AlreadyExists, HoldfastError, InvalidRequest, NotFound
from holdfast.storage.contract.changes import Change, ChangeKind
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.expirations import ExpirationWatch
from holdfast.storage.postgres.engine.batcher import Batcher
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import Collision
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.engine.turns import Turns
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.storage.postgres.nouns.changes import note, note_forgotten
from holdfast.storage.postgres.nouns.fact_writes import drop_of_session, drop_sources, give_to_user
from holdfast.storage.postgres.nouns.jobs import add_jobs
from holdfast.storage.postgres.nouns.prefixes import begins
from holdfast.storage.postgres.nouns.receipts import once
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION, merged_text, metadata_text
from holdfast.storage.prefixes import range_of
from holdfast.storage.removal import Removal

_COLUMNS = "id, uuid, session_id, user_id, metadata, created_at, updated_at, expires_at, remember"
_EXTENT = (
    "SELECT sessions.id, sessions.session_id, live_from, next_position - 1, edition, removed, remember FROM sessions"
)

_NAME = "session_names JOIN sessions ON sessions.id = session_names.session WHERE session_names.session_id = $1"

NAMED = f"{_NAME} AND {PRESENT}"
"""The row that a session_id stands for now: a live session, or a soft-deleted one that may come back."""

NAMED_COLUMNS = ", ".join(f"sessions.{column.strip()}" for column in _COLUMNS.split(","))

_BEYOND = 2**63 - 1
_OF_USER = "owner = (SELECT users.id FROM users WHERE users.user_id = $1) AND deleted_at IS NULL"
_EXTENTS = (
    "SELECT sessions.id, sessions.session_id, live_from, next_position - 1, edition, removed, remember"
    " FROM session_names JOIN sessions ON sessions.id = session_names.session"
    f" WHERE session_names.session_id = ANY($1::text[]) AND deleted_at IS NULL AND {PRESENT}"
)
_LOCK = (
    "SELECT sessions.id, sessions.metadata, user_id, expires_at, remember,"
    f" {PRESENT} AS present, deleted_at IS NULL AND {PRESENT} AS live"
    f" FROM {_NAME} AND NOT superseded FOR UPDATE OF sessions"
)
# The name goes to the new session only if it still belongs to the one seen before, $2, or to nobody.
_CREATE = (
    "WITH named AS (INSERT INTO session_names (session_id, session) VALUES ($1, nextval('session_numbers'))"
    " ON CONFLICT (session_id) DO UPDATE SET session = excluded.session WHERE session_names.session = $2"
    " RETURNING session),"
    " old AS (UPDATE sessions SET superseded = true WHERE id = $2)"
    f" INSERT INTO sessions ({_COLUMNS}, owner) SELECT session, $3, $1, $4, $5, $6, $7, $9, $10, $8 FROM named"
    f" RETURNING {_COLUMNS}"
)
_LOCK_USERS = "SELECT user_id, id FROM users WHERE user_id = ANY($1::text[]) ORDER BY user_id FOR KEY SHARE"
_TAKEN = (
    f"SELECT session_names.session_id, deleted_at IS NULL AND {PRESENT} AS live"
    " FROM session_names JOIN sessions ON sessions.id = session_names.session"
    " WHERE session_names.session_id = ANY($1::text[])"
)
_CREATE_ALL = (
    "WITH fresh AS MATERIALIZED (SELECT given.*, nextval('session_numbers') AS number FROM unnest($1::uuid[],"
    " $2::text[], $3::text[], $4::bigint[], $5::json[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],"
    " $9::boolean[]) AS given (uuid, session_id, user_id, owner, metadata, created_at, updated_at, expires_at,"
    " remember)),"
    " named AS (INSERT INTO session_names (session_id, session) SELECT session_id, number FROM fresh"
    " ORDER BY session_id ON CONFLICT DO NOTHING RETURNING session)"
    f" INSERT INTO sessions ({_COLUMNS}, owner) SELECT number, uuid, fresh.session_id, user_id, metadata, created_at,"
    " updated_at, expires_at, remember, owner FROM fresh JOIN named ON named.session = number"
    f" RETURNING {_COLUMNS}"
)
_MERGE = (
    "UPDATE sessions SET metadata = $2, user_id = coalesce(user_id, $3), owner = coalesce(owner, $4), updated_at = $5,"
    " deleted_at = NULL, expires_at = $6, edition = edition + (remember <> $7)::integer, remember = $7 WHERE id = $1"
    f" RETURNING {_COLUMNS}"
)
_DELETE = (
    "UPDATE sessions SET deleted_at = $2, former_from = live_from, live_from = next_position, removed = 0"
    " FROM session_names"
    " WHERE session_names.session_id = $1 AND sessions.id = session_names.session"
    f" AND deleted_at IS NULL AND NOT superseded AND {PRESENT} RETURNING sessions.id"
)
_ERASE = (
    "WITH gone AS (UPDATE sessions SET deleted_at = $2, live_from = next_position, removed = 0, superseded = true"
    " FROM session_names WHERE session_names.session_id = $1 AND sessions.id = session_names.session"
    f" AND deleted_at IS NULL AND NOT superseded AND {PRESENT} RETURNING sessions.id, sessions.session_id)"
    " DELETE FROM session_names USING gone WHERE session_names.session_id = gone.session_id"
    " AND session_names.session = gone.id RETURNING gone.id"
)


_RESTORABLE = f"deleted_at IS NOT NULL AND NOT superseded AND former_from IS NOT NULL AND {PRESENT}"
_LOCK_DELETED = (
    f"SELECT sessions.id, former_from, next_position - 1 FROM {_NAME} AND {_RESTORABLE} FOR UPDATE OF sessions"
)
_COUNT_FROM = "SELECT count(*) FROM messages WHERE session = $1 AND position >= $2"
_RESTORE = (
    "UPDATE sessions SET deleted_at = NULL, live_from = $2, removed = $3, edition = edition + 1, updated_at = $4"
    f" WHERE id = $1 RETURNING {_COLUMNS}"
)


class PostgresSessions:
    """See `holdfast.storage.contract.sessions.Sessions`."""

    def __init__(self, database: Database, removal: Removal, wakeups: Wakeups, expirations: ExpirationWatch) -> None:
        self._database = database
        self._removal = removal
        self._wakeups = wakeups
        self._expirations = expirations
        self._turns = Turns(database)
        self._extents: Batcher[str, Extent | None] = Batcher(
            partial(_read_extents, database), limit=database.options.pool_timeout
        )

    async def create(self, session: NewSession, *, receipt: Receipt | None = None) -> Written[Session]:
        async def operation(connection: asyncpg.Connection) -> Session:
            owner = None if session.user_id is None else await _lock_user(connection, session.user_id)
            old = await connection.fetchrow(_LOCK, session.session_id)
            if old is not None and old["live"]:
                raise _exists(session.session_id)
            if session.user_id is not None and owner is None:
                raise InvalidRequest(f"user does not exist with user_id: {session.user_id}")
            origin = origin_of(session.origin)
            row = await connection.fetchrow(
                _CREATE,
                session.session_id,
                old["id"] if old else None,
                origin.uuid,
                session.user_id,
                metadata_text(session.metadata),
                origin.created_at,
                origin.updated_at,
                owner,
                session.expires_at,
                session.remember,
            )
            if row is None:  # somebody took the session_id since
                raise Collision
            return Session(*row)

        self._expirations.expect(session.expires_at)
        return await self._database.transaction(once(receipt, Session, operation))

    async def create_all(self, sessions: Sequence[NewSession]) -> list[Session | HoldfastError]:
        for session in sessions:
            self._expirations.expect(session.expires_at)
        created = await self._database.transaction(partial(_create_fresh, sessions))
        outcomes: list[Session | HoldfastError] = []
        for place, session in enumerate(sessions):
            known = created.get(place)
            outcomes.append(await self._created(session) if known is None else known)
        return outcomes

    async def _created(self, session: NewSession) -> Session | HoldfastError:
        try:
            return (await self.create(session)).result
        except HoldfastError as error:
            return error

    async def get(self, session_id: str) -> Session:
        row = await self._database.row(f"SELECT {NAMED_COLUMNS} FROM {NAMED} AND deleted_at IS NULL", session_id)
        if row is None:
            raise NotFound("session", session_id)
        return Session(*row)

    async def merge_metadata(
        self,
        session_id: str,
        metadata: Metadata | None,
        *,
        user_id: str | None = None,
        retention: RetentionChange = AS_IT_IS,
    ) -> Session:
        async def operation(connection: asyncpg.Connection) -> Session:
            owner = None if user_id is None else await _lock_user(connection, user_id)
            found = await connection.fetchrow(_LOCK, session_id)
            if found is None or not found["present"]:
                await _collide_if_renamed(connection, session_id)
                raise NotFound("session", session_id)
            given = user_id if found["user_id"] is None else None
            if given is not None and owner is None:
                raise InvalidRequest(f"user does not exist with user_id: {user_id}")
            remember = retention.remembered_after(stored=found["remember"])
            (row,) = await connection.fetch(
                _MERGE,
                found["id"],
                merged_text(found["metadata"], metadata),
                given,
                None if given is None else owner,
                now(),
                retention.expiry_after(found["expires_at"]),
                remember,
            )
            if given is not None and owner is not None:
                await give_to_user(connection, found["id"], owner, given)
            if not remember:
                await drop_sources(connection, found["id"], 0, MAXIMUM_POSITION)
            if given is not None or remember != found["remember"]:
                await _note_whole(connection, found["id"])
            return Session(*row)

        self._expirations.expect(retention.expiry_after(None))
        if user_id is not None:  # users are locked before sessions, so that nobody waits in a circle
            return await self._database.transaction(operation)
        return await self._turns.take(session_id, operation)

    async def delete(self, session_id: str) -> None:
        await self._bury(_DELETE, session_id)

    async def deleted(self, *, before: int | None, limit: int, session_id: str | None = None) -> list[DeletedSession]:
        rows = await self._database.read(
            f"SELECT next_position - former_from, deleted_at, {_COLUMNS} FROM sessions WHERE {_RESTORABLE} AND id < $1"
            f"{'' if session_id is None else ' AND session_id = $3'} ORDER BY id DESC LIMIT $2",
            _BEYOND if before is None else before,
            limit,
            *(() if session_id is None else (session_id,)),
        )
        return [DeletedSession(Session(*row[2:]), row[0], row[1]) for row in map(tuple, rows)]

    async def restore(self, session_id: str, *, steps: Sequence[str]) -> Session:
        async def operation(connection: asyncpg.Connection) -> Session:
            found = await connection.fetchrow(_LOCK_DELETED, session_id)
            if found is None:
                raise NotFound("session", session_id)
            number, first, last = tuple(found)
            count = await connection.fetchval(_COUNT_FROM, number, first)
            (row,) = await connection.fetch(_RESTORE, number, first, last + 1 - first - count, now())
            await _note_whole(connection, number)
            if steps and count:
                job = NewJob(kind=MESSAGES, scope=number, first=first, last=last, steps=tuple(steps))
                await add_jobs(connection, [job])
            return Session(*row)

        session = await self._database.transaction(operation)
        self._wakeups.announce()
        return session

    async def erase(self, session_id: str) -> None:
        await self._bury(_ERASE, session_id)
        self._removal.begin()

    async def _bury(self, statement: str, session_id: str) -> None:
        """Take a live session away with all that rests on it."""

        async def operation(connection: asyncpg.Connection) -> None:
            number = await connection.fetchval(statement, session_id, now())
            if number is None:
                raise NotFound("session", session_id)
            await drop_of_session(connection, number)

        await self._database.transaction(operation)

    async def set_updated_at(self, times: Mapping[int, Timestamp]) -> None:
        await self._database.rows(
            "UPDATE sessions SET updated_at = new.time FROM"
            " unnest($1::bigint[], $2::timestamptz[]) AS new (number, time)"
            f" WHERE sessions.id = new.number AND deleted_at IS NULL AND {PRESENT}",
            list(times),
            list(times.values()),
        )

    async def beginning(self, prefix: str, *, limit: int) -> list[Session]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM sessions WHERE {begins('session_id')} AND deleted_at IS NULL AND NOT superseded"
            f" AND {PRESENT} LIMIT $3",
            *range_of(prefix),
            limit,
        )
        return [Session(*row) for row in rows]

    async def of_users_beginning(self, prefix: str, *, limit: int) -> list[Session]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM sessions WHERE owner IN"
            f" (SELECT users.id FROM users WHERE {begins('users.user_id')} OFFSET 0) AND deleted_at IS NULL LIMIT $3",
            *range_of(prefix),
            limit,
        )
        return [Session(*row) for row in rows]

    async def page(self, *, after: int, limit: int) -> list[Session]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM sessions WHERE id > $1 AND deleted_at IS NULL AND {PRESENT} ORDER BY id LIMIT $2",
            after,
            limit,
        )
        return [Session(*row) for row in rows]

    async def of_user(self, user_id: str, *, after: int, limit: int) -> list[Session]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM sessions WHERE {_OF_USER} AND id > $2 ORDER BY id LIMIT $3",
            user_id,
            after,
            limit,
        )
        return [Session(*row) for row in rows]

    async def newest(self, *, before: int | None, limit: int, user_id: str | None = None) -> list[ListedSession]:
        among = f"deleted_at IS NULL AND {PRESENT}" if user_id is None else _OF_USER.replace("$1", "$3")
        rows = await self._database.read(
            f"SELECT next_position - live_from - removed, {_COLUMNS} FROM sessions WHERE {among} AND id < $1"
            " ORDER BY id DESC LIMIT $2",
            _BEYOND if before is None else before,
            limit,
            *(() if user_id is None else (user_id,)),
        )
        return [ListedSession(Session(*row[1:]), row[0]) for row in map(tuple, rows)]

    async def extent(self, session_id: str) -> Extent | None:
        return await self._extents.submit(session_id)

    async def edition(self, session: int) -> int:
        row = await self._database.row(f"SELECT edition FROM sessions WHERE id = $1 AND {PRESENT}", session)
        return 0 if row is None else int(row[0])

    async def names(self, numbers: Collection[int]) -> dict[int, str]:
        rows = await self._database.read("SELECT id, session_id FROM sessions WHERE id = ANY($1)", list(numbers))
        return dict(map(tuple, rows))

    async def extents_of_user(self, user_id: str) -> list[Extent]:
        rows = await self._database.read(f"{_EXTENT} WHERE {_OF_USER} ORDER BY id", user_id)
        return [Extent(*row) for row in rows]

    async def extents(self) -> list[Extent]:
        rows = await self._database.read(f"{_EXTENT} WHERE deleted_at IS NULL AND {PRESENT} ORDER BY id")
        return [Extent(*row) for row in rows]


async def _create_fresh(
    sessions: Sequence[NewSession], connection: asyncpg.Connection
) -> dict[int, Session | HoldfastError]:
    """Create, in one statement, the sessions whose ids nobody has and whose users there are; by their places.

    Those that live already are told of, too; what is left is for `PostgresSessions.create`.
    """
    users = sorted({session.user_id for session in sessions if session.user_id is not None})
    owners = dict(map(tuple, await connection.fetch(_LOCK_USERS, users))) if users else {}
    taken = dict(map(tuple, await connection.fetch(_TAKEN, [session.session_id for session in sessions])))
    there: dict[int, Session | HoldfastError] = {
        place: _exists(session.session_id) for place, session in enumerate(sessions) if taken.get(session.session_id)
    }
    fresh: dict[str, int] = {}
    for place, session in enumerate(sessions):
        if session.session_id not in taken and (session.user_id is None or session.user_id in owners):
            fresh.setdefault(session.session_id, place)
    if not fresh:
        return there
    rows = []
    for name, place in fresh.items():
        session = sessions[place]
        origin = origin_of(session.origin)
        rows.append(
            (
                origin.uuid,
                name,
                session.user_id,
                None if session.user_id is None else owners[session.user_id],
                metadata_text(session.metadata),
                origin.created_at,
                origin.updated_at,
                session.expires_at,
                session.remember,
            )
        )
    created = await connection.fetch(_CREATE_ALL, *zip(*rows, strict=True))
    if len(created) < len(rows):  # somebody took a session_id since
        raise Collision
    return there | {fresh[row["session_id"]]: Session(*row) for row in created}


def _exists(session_id: str) -> AlreadyExists:
    return AlreadyExists(f"session already exists with session_id: {session_id}")


async def _read_extents(database: Database, session_ids: Sequence[str]) -> list[Extent | None]:
    """The extents of live sessions, None for those that are none."""
    rows = await database.rows(_EXTENTS, session_ids)
    found = {row[1]: Extent(*row) for row in rows}
    return [found.get(session_id) for session_id in session_ids]


async def _lock_user(connection: asyncpg.Connection, user_id: str) -> int | None:
    """Keep the user from being deleted until the transaction ends; its number, if there is one."""
    number: int | None = await connection.fetchval("SELECT id FROM users WHERE user_id = $1 FOR KEY SHARE", user_id)
    return number


async def _note_whole(connection: asyncpg.Connection, session: int) -> None:
    """Tell that a session came to a user, became remembered, was restored, or ceased to be remembered."""
    query = "SELECT live_from, next_position - 1, edition, removed, remember FROM sessions WHERE id = $1"
    ((first, last, edition, removed, remember),) = await connection.fetch(query, session)
    if not remember:
        await note_forgotten(connection, session)
        return
    changes = [Change(session, ChangeKind.MESSAGES, first, last, edition, removed)]
    newest = await connection.fetchval(
        "SELECT max(id) FROM summaries WHERE session = $1 AND point >= $2", session, first
    )
    if newest is not None:
        changes.append(Change(session, ChangeKind.SUMMARIES, first, newest, edition))
    await note(connection, changes)


async def _collide_if_renamed(connection: asyncpg.Connection, session_id: str) -> None:
    """A lock that was waited for and then not given may have been on a session that lost its name meanwhile."""
    if await connection.fetchrow(f"SELECT 1 FROM {NAMED} AND NOT superseded", session_id):
        raise Collision
