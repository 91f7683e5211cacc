"""Sessions in SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import cast

import apsw

from holdfast.domain.jobs import MESSAGES, NewJob
from holdfast.domain.metadata import Metadata
from holdfast.domain.origins import origin_of
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import AS_IT_IS, RetentionChange
from holdfast.domain.sessions import DeletedSession, ListedSession, NewSession, Session
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import AlreadyExists, HoldfastError, InvalidRequest, NotFound
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.expirations import ExpirationWatch
from holdfast.storage.prefixes import range_of
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import POSITION_BITS
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.nouns.fact_writes import drop_some, give_some_to_user, remove_some_of_session
from holdfast.storage.sqlite.nouns.jobs import add_jobs
from holdfast.storage.sqlite.nouns.receipts import once
from holdfast.storage.sqlite.nouns.rows import merged_text, metadata_from_text, metadata_text

NAMED = f"session_id = ? AND superseded = 0 AND {PRESENT}"
"""The condition for the row that a session_id stands for: a live session, or a soft-deleted one that may come back."""

_LIVE = f"deleted_at IS NULL AND {PRESENT}"
_COLUMNS = "id, uuid, session_id, user_id, metadata, created_at, updated_at, expires_at, remember"
_COLUMNS_OF_SESSIONS = ", ".join(f"sessions.{column}" for column in _COLUMNS.split(", "))
_EXTENT = "SELECT id, session_id, live_from, next_position - 1, edition, removed, remember FROM sessions"
_EDITION = f"SELECT edition FROM sessions WHERE id = ? AND {PRESENT}"
_LIVE_FROM = f"SELECT live_from FROM sessions WHERE id = ? AND {PRESENT}"
_RESTORABLE = f"deleted_at IS NOT NULL AND superseded = 0 AND former_from IS NOT NULL AND {PRESENT}"
_FORMER_COUNT = (
    f"(SELECT count(*) FROM messages WHERE key BETWEEN sessions.id << {POSITION_BITS} | former_from"
    f" AND sessions.id << {POSITION_BITS} | next_position)"
)
_NOTE_SUMMARIES = (
    "INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)"
    f" SELECT sessions.id, user_id, {ChangeKind.SUMMARIES:d}, live_from, max(summaries.id), edition, removed"
    f" FROM sessions JOIN summaries ON point BETWEEN sessions.id << {POSITION_BITS} | live_from"
    f" AND sessions.id << {POSITION_BITS} | next_position WHERE sessions.id = ? AND remember = 1 GROUP BY sessions.id"
)
_BEYOND = 2**63 - 1
_OF_USER = "owner = (SELECT id FROM users WHERE user_id = ?) AND deleted_at IS NULL"


class SqliteSessions:
    """See `holdfast.storage.contract.sessions.Sessions`."""

    def __init__(self, database: Database, removal: Removal, expirations: ExpirationWatch) -> None:
        self._database = database
        self._removal = removal
        self._expirations = expirations
        self._coming_to: dict[int, str] = {}
        """Sessions of which some facts, and not all yet, came to a user: no other user may be given the rest."""

    async def create(self, session: NewSession, *, receipt: Receipt | None = None) -> Written[Session]:
        def operation(connection: apsw.Connection) -> Session:
            make_room(connection, session.session_id)
            owner = _owner(connection, session.user_id)
            origin = origin_of(session.origin)
            (row,) = connection.execute(
                "INSERT INTO sessions (uuid, session_id, user_id, owner, metadata, created_at, updated_at, expires_at,"
                f" remember) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
                (
                    origin.uuid,
                    session.session_id,
                    session.user_id,
                    owner,
                    metadata_text(session.metadata),
                    origin.created_at,
                    origin.updated_at,
                    session.expires_at,
                    session.remember,
                ),
            ).fetchall()
            return _from_row(row)

        self._expirations.expect(session.expires_at)
        return await self._database.write(once(receipt, Session, operation))

    async def create_all(self, sessions: Sequence[NewSession]) -> list[Session | HoldfastError]:
        # They share transactions, in their order.
        outcomes = await asyncio.gather(*map(self.create, sessions), return_exceptions=True)
        return [_created(outcome) for outcome in outcomes]

    async def get(self, session_id: str) -> Session:
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM sessions WHERE {NAMED} AND deleted_at IS NULL",
            (session_id,),
        )
        if row is None:
            raise NotFound("session", session_id)
        return _from_row(row)

    async def merge_metadata(
        self,
        session_id: str,
        metadata: Metadata | None,
        *,
        user_id: str | None = None,
        retention: RetentionChange = AS_IT_IS,
    ) -> Session:
        given: dict[int, str] = {}

        def operation(connection: apsw.Connection) -> Session | None:
            found = connection.execute(
                f"SELECT id, metadata, user_id, owner, expires_at, remember FROM sessions WHERE {NAMED}", (session_id,)
            ).fetchone()
            if found is None:
                raise NotFound("session", session_id)
            number, stored, owner_id, owner, expires_at, remembered = found
            merged = merged_text(stored, metadata)
            remember = retention.remembered_after(stored=bool(remembered))
            if owner_id is None and user_id is not None:
                owner_id = given.get(number) or self._coming_to.get(number, user_id)
                owner = _number_of(connection, owner_id)
                if not give_some_to_user(connection, number, owner, owner_id):
                    given[number] = self._coming_to[number] = owner_id
                    return None
            if not remember and not drop_some(connection, number):
                return None
            (row,) = connection.execute(
                "UPDATE sessions SET metadata = ?1, user_id = ?2, owner = ?3, updated_at = ?4, deleted_at = NULL,"
                " expires_at = ?5, edition = edition + (remember <> ?6), remember = ?6"
                f" WHERE id = ?7 RETURNING {_COLUMNS}",
                (merged, owner_id, owner, now(), retention.expiry_after(expires_at), remember, number),
            ).fetchall()
            return _from_row(row)

        self._expirations.expect(retention.expiry_after(None))
        # Very many facts that go elsewhere with the session, or rest on what is not to be remembered, go first.
        try:
            while (changed := await self._database.write(operation)) is None:
                pass
        finally:
            for number in given:
                self._coming_to.pop(number, None)
        return changed

    async def delete(self, session_id: str) -> None:
        await self._bury(session_id, "former_from = live_from")

    async def deleted(self, *, before: int | None, limit: int, session_id: str | None = None) -> list[DeletedSession]:
        named, parameters = ("", ()) if session_id is None else (" AND session_id = ?", (session_id,))
        rows = self._database.rows(
            f"SELECT next_position - former_from, deleted_at, {_COLUMNS} FROM sessions WHERE {_RESTORABLE} AND id < ?"
            f"{named} ORDER BY id DESC LIMIT ?",
            (_BEYOND if before is None else before, *parameters, limit),
        )
        return [DeletedSession(_from_row(row[2:]), row[0], row[1]) for row in rows]

    async def restore(self, session_id: str, *, steps: Sequence[str]) -> Session:
        def operation(connection: apsw.Connection) -> Session:
            row = connection.execute(
                f"SELECT id, former_from, next_position - former_from - {_FORMER_COUNT} FROM sessions"
                f" WHERE session_id = ? AND {_RESTORABLE}",
                (session_id,),
            ).fetchone()
            if row is None:
                raise NotFound("session", session_id)
            number, first, removed = cast("tuple[int, int, int]", row)
            (back,) = connection.execute(
                "UPDATE sessions SET deleted_at = NULL, live_from = ?, removed = ?, edition = edition + 1,"
                f" updated_at = ? WHERE id = ? RETURNING next_position - 1, {_COLUMNS}",
                (first, removed, now(), number),
            ).fetchall()
            connection.execute(_NOTE_SUMMARIES, (number,))
            last = cast("int", back[0])
            if steps and last >= first:
                add_jobs(connection, [NewJob(kind=MESSAGES, scope=number, first=first, last=last, steps=tuple(steps))])
            return _from_row(back[1:])

        return await self._database.write(operation)

    async def erase(self, session_id: str) -> None:
        await self._bury(session_id, "superseded = 1")
        self._removal.begin()

    async def _bury(self, session_id: str, way: str) -> None:
        """Take a live session away with all that rests on it; ``way``, an assignment, says what is to become of it."""

        def operation(connection: apsw.Connection) -> bool:
            found = connection.execute(
                f"SELECT id FROM sessions WHERE {NAMED} AND deleted_at IS NULL", (session_id,)
            ).fetchone()
            if found is None:
                raise NotFound("session", session_id)
            number = cast("int", found[0])
            if not (drop_some(connection, number) and remove_some_of_session(connection, number)):
                return False
            connection.execute(
                f"UPDATE sessions SET deleted_at = ?, {way}, live_from = next_position, removed = 0 WHERE id = ?",
                (now(), *found),
            )
            return True

        # Where very many facts rest on the session, these go first, so that no transaction is long.
        while not await self._database.write(operation):
            pass

    async def set_updated_at(self, times: Mapping[int, Timestamp]) -> None:
        def operation(connection: apsw.Connection) -> None:
            connection.executemany(
                f"UPDATE sessions SET updated_at = ? WHERE id = ? AND {_LIVE}",
                [(time, number) for number, time in times.items()],
            )

        await self._database.write(operation)

    async def beginning(self, prefix: str, *, limit: int) -> list[Session]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM sessions INDEXED BY sessions_by_session_id WHERE superseded = 0"
            f" AND session_id >= ?1 AND session_id < ?2 AND {_LIVE} LIMIT ?3",
            (*range_of(prefix), limit),
        )
        return [_from_row(row) for row in rows]

    async def of_users_beginning(self, prefix: str, *, limit: int) -> list[Session]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS_OF_SESSIONS} FROM users CROSS JOIN sessions ON sessions.owner = users.id"
            " WHERE users.user_id >= ?1 AND users.user_id < ?2 AND deleted_at IS NULL LIMIT ?3",
            (*range_of(prefix), limit),
        )
        return [_from_row(row) for row in rows]

    async def page(self, *, after: int, limit: int) -> list[Session]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM sessions WHERE id > ? AND {_LIVE} ORDER BY id LIMIT ?",
            (after, limit),
        )
        return [_from_row(row) for row in rows]

    async def of_user(self, user_id: str, *, after: int, limit: int) -> list[Session]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM sessions WHERE {_OF_USER} AND id > ? ORDER BY id LIMIT ?",
            (user_id, after, limit),
        )
        return [_from_row(row) for row in rows]

    async def newest(self, *, before: int | None, limit: int, user_id: str | None = None) -> list[ListedSession]:
        among, parameters = (_LIVE, ()) if user_id is None else (_OF_USER, (user_id,))
        rows = self._database.rows(
            f"SELECT next_position - live_from - removed, {_COLUMNS} FROM sessions WHERE {among} AND id < ?"
            " ORDER BY id DESC LIMIT ?",
            (*parameters, _BEYOND if before is None else before, limit),
        )
        return [ListedSession(_from_row(row[1:]), row[0]) for row in rows]

    async def extent(self, session_id: str) -> Extent | None:
        row = self._database.row(f"{_EXTENT} WHERE {NAMED} AND deleted_at IS NULL", (session_id,))
        return None if row is None else Extent(*row)

    async def edition(self, session: int) -> int:
        row = self._database.row(_EDITION, (session,))
        return 0 if row is None else int(row[0])

    async def names(self, numbers: Collection[int]) -> dict[int, str]:
        rows = self._database.rows(
            "SELECT sessions.id, session_id FROM json_each(?) AS wanted"
            " CROSS JOIN sessions ON sessions.id = wanted.value",
            (str(list(numbers)),),
        )
        return dict(rows)

    async def extents_of_user(self, user_id: str) -> list[Extent]:
        rows = self._database.rows(f"{_EXTENT} WHERE {_OF_USER} ORDER BY id", (user_id,))
        return [Extent(*row) for row in rows]

    async def extents(self) -> list[Extent]:
        return [Extent(*row) for row in self._database.rows(f"{_EXTENT} WHERE {_LIVE} ORDER BY id")]


def _created(outcome: Written[Session] | BaseException) -> Session | HoldfastError:
    if isinstance(outcome, Written):
        return outcome.result
    if isinstance(outcome, HoldfastError):
        return outcome
    raise outcome


def live_from(connection: apsw.Connection, session: int) -> int | None:
    """The first live position of the session with that number; ``None`` when it is gone."""
    row = connection.execute(_LIVE_FROM, (session,)).fetchone()
    return None if row is None else row[0]


def make_room(connection: apsw.Connection, session_id: str) -> None:
    """Free the ``session_id`` of a session that is not live; `AlreadyExists` when it is."""
    if connection.execute(f"SELECT 1 FROM sessions WHERE {NAMED} AND deleted_at IS NULL", (session_id,)).fetchone():
        raise AlreadyExists(f"session already exists with session_id: {session_id}")
    connection.execute("UPDATE sessions SET superseded = 1 WHERE session_id = ? AND superseded = 0", (session_id,))


def _owner(connection: apsw.Connection, user_id: str | None) -> int | None:
    """The number of a user; `InvalidRequest` when there is none."""
    return None if user_id is None else _number_of(connection, user_id)


def _number_of(connection: apsw.Connection, user_id: str) -> int:
    row: Row | None = connection.execute("SELECT id FROM users WHERE user_id = ?", (user_id,)).fetchone()
    if row is None:
        raise InvalidRequest(f"user does not exist with user_id: {user_id}")
    return cast("int", row[0])


def _from_row(row: Row) -> Session:
    number, uuid, session_id, user_id, metadata, created_at, updated_at, expires_at, remember = row
    return Session(
        number,
        uuid,
        session_id,
        user_id,
        metadata_from_text(metadata),
        created_at,
        updated_at,
        expires_at,
        bool(remember),
    )
