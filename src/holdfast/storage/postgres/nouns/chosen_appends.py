"""Appends whose messages have UUIDs that callers chose, such as those of an import.

Some of them may be stored already: these are left out.  Appends to several sessions share a transaction; when one of
them is refused, the batch is parted until the refusal meets the one that is to blame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import asyncpg

from holdfast.domain.messages import NewMessage
from holdfast.errors import AlreadyExists
from holdfast.storage.contract.messages import Appended
from holdfast.storage.former_contents import former_rows
from holdfast.storage.postgres.engine.batcher import Batcher
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.nouns.append_statement import Append
from holdfast.storage.postgres.nouns.appends import store_all

MAXIMUM_BATCH = 32
"""Appends in one transaction: each may bring thousands of messages."""

_FIRST_LIVE = f"SELECT id, live_from FROM sessions WHERE id = ANY($1) AND {PRESENT}"
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


class Known(NamedTuple):
    """A message that is there: in which session, who says it, and what it says."""

    session: int
    role: str
    content: str


def chosen_appends(database: Database) -> Batcher[Append, Appended]:
    """Where such appends, without receipts, wait to be stored together."""

    async def together(appends: Sequence[Append]) -> Sequence[Appended]:
        return await database.transaction(partial(append_chosen, appends, distributed=database.distributed))

    return Batcher(together, limit=database.options.pool_timeout, most=MAXIMUM_BATCH, group=_session_of)


async def append_chosen(
    appends: Sequence[Append], connection: asyncpg.Connection, *, distributed: bool
) -> list[Appended]:
    """Store appends, all or none, in a transaction.

    `AlreadyExists` when a UUID stands for something else; `Collision` when a session is being created elsewhere.
    """
    touched = await store_all(
        connection, [Append(append.session_id, [], ()) for append in appends], distributed=distributed
    )
    known = await known_messages(connection, [each.uuid for one in appends for each in one.messages if each.uuid])
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


async def known_messages(connection: asyncpg.Connection, uuids: Sequence[str]) -> dict[str, Known]:
    """The stored messages of these UUIDs.

    Dead ones are removed, so that their UUIDs are free.  Claiming the UUIDs first makes others that want the same ones
    wait for the end of this transaction.
    """
    if not uuids:
        return {}
    await connection.execute(_CLAIM, uuids)
    rows = await connection.fetch(_KNOWN, uuids)
    first_live: Mapping[int, int] = {}
    if rows:
        first_live = dict(map(tuple, await connection.fetch(_FIRST_LIVE, list({row[3] for row in rows}))))
    known = {}
    for uuid, role, content, session, position in rows:
        if session in first_live and position >= first_live[session]:
            known[uuid] = Known(session, role, content)
        else:
            await connection.execute("DELETE FROM features WHERE session = $1 AND position = $2", session, position)
            await connection.execute("DELETE FROM messages WHERE session = $1 AND position = $2", session, position)
    return known


def _session_of(append: Append) -> str:
    return append.session_id
