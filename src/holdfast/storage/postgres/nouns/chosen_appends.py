"""Appends whose messages have UUIDs that callers chose, such as those of an import.

Some of them may be stored already: these are left out.  Appends to several sessions share a transaction; when one of
them is refused, the batch is parted until the refusal meets the one that is to blame.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

import asyncpg

from holdfast.domain.messages import NewMessage
from holdfast.errors import AlreadyExists
from holdfast.storage.contract.messages import Appended
from holdfast.storage.former_contents import former_rows
from holdfast.storage.postgres.engine.batcher import Batcher
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import Collision
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.nouns.append_statement import Append
from holdfast.storage.postgres.nouns.appends import store_all
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION

MAXIMUM_BATCH = 32
"""Appends in one transaction: each may bring thousands of messages."""

_FIRST_LIVE = f"SELECT id, live_from FROM sessions WHERE id = ANY($1) AND {PRESENT}"
_LOCK_FIRST_LIVE = f"{_FIRST_LIVE} ORDER BY id FOR UPDATE"
_CLAIM = (
    "INSERT INTO chosen_uuids (uuid) SELECT DISTINCT unnest($1::uuid[]) ORDER BY 1"
    " ON CONFLICT (uuid) DO UPDATE SET uuid = excluded.uuid"
)
_KEEP = (
    "INSERT INTO message_revisions (session, position, revision, uuid, role, name, content, metadata, created_at,"
    " updated_at, ended_at, removed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false)"
)
_REVISED = "UPDATE messages SET revision = $3 WHERE session = $1 AND position = $2"
_KNOWN = "SELECT uuid, role, content, session, position FROM messages WHERE uuid = ANY($1::uuid[])"

_BEYOND = MAXIMUM_POSITION + 1

Leftovers: TypeAlias = list[tuple[int, int]]
"""Session and position of dead messages that hold UUIDs which are wanted; it grows from try to try."""


class Known(NamedTuple):
    """A message that is there: in which session, who says it, and what it says."""

    session: int
    role: str
    content: str


def chosen_appends(database: Database) -> Batcher[Append, Appended]:
    """Where such appends, without receipts, wait to be stored together."""

    async def together(appends: Sequence[Append]) -> Sequence[Appended]:
        return await database.transaction(partial(append_chosen, appends, [], distributed=database.distributed))

    return Batcher(together, limit=database.options.pool_timeout, most=MAXIMUM_BATCH, group=_session_of)


async def append_chosen(
    appends: Sequence[Append], leftovers: Leftovers, connection: asyncpg.Connection, *, distributed: bool
) -> list[Appended]:
    """Store appends, all or none, in a transaction; ``leftovers`` are empty at its first try.

    `AlreadyExists` when a UUID stands for something else; `Collision` when a session is being created elsewhere, and
    when dead messages have to be removed first.
    """
    await remove_leftovers(connection, leftovers)
    touched = await store_all(
        connection, [Append(append.session_id, [], ()) for append in appends], distributed=distributed
    )
    chosen = [each.uuid for one in appends for each in one.messages if each.uuid]
    known = await known_messages(connection, chosen, leftovers)
    fresh = [
        Append(
            append.session_id,
            _without_replays(append.messages, place.session, known),
            append.steps,
            request=append.request,
        )
        for append, place in zip(appends, touched, strict=True)
    ]
    some = [append for append in fresh if append.messages]
    places = await store_all(connection, some, distributed=distributed) if some else []
    for append, place in zip(some, places, strict=True):
        await _keep_former(connection, append.messages, place)
    stored = iter(places)
    return [next(stored) if append.messages else place for append, place in zip(fresh, touched, strict=True)]


async def _keep_former(connection: asyncpg.Connection, messages: Sequence[NewMessage], place: Appended) -> None:
    """Keep what messages said before they were edited, where they come from."""
    for position, message in enumerate(messages, place.first):
        if message.former:
            rows = former_rows(place.session, position, message)
            await connection.executemany(_KEEP, rows)
            await connection.execute(_REVISED, place.session, position, len(rows))


def _without_replays(messages: Sequence[NewMessage], session: int, known: dict[str, Known]) -> list[NewMessage]:
    """The messages that are not stored yet, which are ``known`` then; `AlreadyExists` for those that cannot be."""
    fresh: list[NewMessage] = []
    for message in messages:
        twin = None if message.uuid is None else known.get(message.uuid)
        if twin is None:
            fresh.append(message)
            if message.uuid is not None:
                known[message.uuid] = Known(session, message.role, message.content)
        elif twin.session != session:
            raise AlreadyExists(f"a message already exists with uuid: {message.uuid}, in another session")
        elif (twin.role, twin.content) != (message.role, message.content):
            raise AlreadyExists(f"a different message already exists with uuid: {message.uuid}")
    return fresh


async def known_messages(
    connection: asyncpg.Connection, uuids: Sequence[str], leftovers: Leftovers
) -> dict[str, Known]:
    """The stored messages of these UUIDs.

    Claiming the UUIDs first makes others that want the same ones wait for the end of this transaction.  Dead messages
    must give theirs up: they are put into ``leftovers`` and raise `Collision`, so that the next try of the transaction
    removes them before it claims anything.
    """
    if not uuids:
        return {}
    await connection.execute(_CLAIM, uuids)
    rows = await connection.fetch(_KNOWN, uuids)
    first_live = await _first_live(connection, _FIRST_LIVE, {row[3] for row in rows})
    dead = [(session, position) for *_, session, position in rows if position < first_live.get(session, _BEYOND)]
    if dead:
        leftovers += dead
        raise Collision
    return {uuid: Known(session, role, content) for uuid, role, content, session, _ in rows}


async def remove_leftovers(connection: asyncpg.Connection, leftovers: Leftovers) -> None:
    """Remove those of the messages that are still dead.

    It belongs to the beginning of a transaction: everybody locks a session before its messages, and these before
    their UUIDs.
    """
    first_live = await _first_live(connection, _LOCK_FIRST_LIVE, {session for session, _ in leftovers})
    for session, position in sorted(leftovers):
        if position < first_live.get(session, _BEYOND):
            await connection.execute("DELETE FROM features WHERE session = $1 AND position = $2", session, position)
            await connection.execute("DELETE FROM messages WHERE session = $1 AND position = $2", session, position)


async def _first_live(connection: asyncpg.Connection, statement: str, sessions: Collection[int]) -> dict[int, int]:
    return dict(map(tuple, await connection.fetch(statement, list(sessions)))) if sessions else {}


def _session_of(append: Append) -> str:
    return append.session_id
