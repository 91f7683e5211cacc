"""Storing a batch of appends in one statement.

The statement is one transaction: it locks the sessions' rows in the order of their numbers, gives out positions, and
stores messages and jobs.  Where the tables are spread over nodes it does all but the messages, which lie elsewhere and
follow in a second one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.messages import NewMessage
from holdfast.domain.receipts import Receipt
from holdfast.domain.timestamps import Timestamp, datetime_of
from holdfast.storage.postgres.distributed.session_statements import store_messages
from holdfast.storage.postgres.engine.errors import Collision
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.nouns.rows import metadata_text

_GIVING = f"""
WITH done AS MATERIALIZED (
    SELECT asked.slot FROM unnest($9::int[], $10::text[], $11::text[]) AS asked (slot, owner, key)
    CROSS JOIN LATERAL (
        SELECT FROM receipts WHERE receipts.owner = asked.owner AND receipts.key = asked.key LIMIT 1
    ) AS kept
), locked AS MATERIALIZED (
    SELECT sessions.id, slots.slot, slots.count, slots.expiry
    FROM unnest($2::text[], $3::int[], $15::timestamptz[]) WITH ORDINALITY AS slots (session_id, count, expiry, slot)
    JOIN session_names ON session_names.session_id = slots.session_id
    JOIN sessions ON sessions.id = session_names.session
    WHERE NOT sessions.superseded AND {PRESENT} AND slots.slot <> ALL (ARRAY(SELECT slot FROM done))
    ORDER BY sessions.id FOR UPDATE OF sessions {{skip}}
), touched AS (
    UPDATE sessions SET updated_at = $1, deleted_at = NULL, next_position = next_position + locked.count,
        next_expiry = least(next_expiry, locked.expiry)
    FROM locked WHERE sessions.id = locked.id
    RETURNING sessions.id, locked.slot, next_position - locked.count AS first, locked.count, user_id, live_from,
        edition, removed, remember
), noted AS (
    INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)
    SELECT id, user_id, 0, live_from, first + count - 1, edition, removed FROM touched WHERE count > 0 AND remember
), promised AS (
    INSERT INTO jobs (kind, scope, first, last, steps, request, created_at)
    SELECT 'messages', touched.id, touched.first + promise.first, touched.first + promise.last,
        string_to_array(promise.steps, ' '), promise.request, $1
    FROM unnest($4::int[], $5::int[], $6::int[], $7::text[], $8::text[])
        AS promise (slot, first, last, steps, request)
    JOIN touched ON touched.slot = promise.slot
), claimed AS (
    INSERT INTO receipts (owner, key, fingerprint, result, created_at)
    SELECT asked.owner, asked.key, asked.fingerprint, format('{{{{"session":%s,"first":%s,"last":%s}}}}',
        touched.id, touched.first + asked.first, touched.first + asked.last), $1
    FROM unnest($9::int[], $10::text[], $11::text[], $12::bytea[], $13::int[], $14::int[])
        AS asked (slot, owner, key, fingerprint, first, last)
    JOIN touched ON touched.slot = asked.slot
    ORDER BY asked.owner, asked.key
)"""
_STORING = """, stored AS (
    INSERT INTO messages (session, position, uuid, role, content, metadata, token_count, created_at, updated_at, name,
        expires_at, remember)
    SELECT touched.id, touched.first + entry.place, entry.uuid::uuid, entry.role, entry.content, entry.metadata,
        coalesce(entry.token_count, 0), coalesce(entry.created_at, $1), coalesce(entry.created_at, $1),
        coalesce(entry.name, ''), entry.expires_at, coalesce(entry.remember, true)
    FROM unnest($16::int[], $17::int[], $18::text[], $19::text[], $20::text[], $21::json[], $22::bigint[],
        $23::timestamptz[], $24::text[], $25::timestamptz[], $26::boolean[])
        AS entry (slot, place, uuid, role, content, metadata, token_count, created_at, name, expires_at, remember)
    JOIN touched ON touched.slot = entry.slot
)"""
_GIVEN = "SELECT slot, id, first FROM touched"
_LOCKING = {True: "", False: "SKIP LOCKED"}
_APPEND = {wait: f"{_GIVING.format(skip=skip)}{_STORING} {_GIVEN}" for wait, skip in _LOCKING.items()}
_GIVE = {wait: f"{_GIVING.format(skip=skip)} {_GIVEN}" for wait, skip in _LOCKING.items()}
"""Statements by whether they wait for locked sessions."""


class Append(msgspec.Struct, frozen=True):
    """One call of `holdfast.storage.contract.messages.Messages.append`, less what is not stored."""

    session_id: str
    messages: Sequence[NewMessage]
    steps: Sequence[str]
    receipt: Receipt | None = None
    request: str = ""


_NEEDED = 5
"""Columns of messages that are always filled; six more may be empty."""

_NO_MESSAGES: list[Sequence[Any]] = [()] * 11
_NO_RECEIPTS: list[Sequence[Any] | None] = [None] * 6


class AppendStatement:
    """Appends that are stored together: sessions (slots), their messages, their jobs, their receipts.

    Each element of an array costs asyncpg as much as all else that it does with it.  So a column that no message
    fills is not sent (NULL in place of the array), and UUIDs travel as text, which the statement makes UUIDs of.
    """

    def __init__(self, moment: Timestamp) -> None:
        self._moment = moment
        self._slots: dict[str, int] = {}
        self._counts: list[int] = []
        self._expiries: list[Timestamp | None] = []
        self._messages: list[tuple[Any, ...]] = []
        self._promises: list[tuple[int, int, int, str, str]] = []
        self._receipts: dict[tuple[str, str], tuple[Any, ...]] = {}

    def add(self, append: Append) -> tuple[int, int] | None:
        """Take an append in; its slot, and how many messages of the batch precede its own in the session.

        ``None`` for one whose key another one in the batch has: it is to come again.
        """
        receipt, count = append.receipt, len(append.messages)
        if receipt is not None and (receipt.owner, receipt.key) in self._receipts:
            return None
        slot = self._slots.setdefault(append.session_id, len(self._slots) + 1)
        if slot > len(self._counts):
            self._counts.append(0)
            self._expiries.append(None)
        offset = self._counts[slot - 1]
        last = offset + count - 1
        if receipt is not None:
            row = (slot, receipt.owner, receipt.key, receipt.fingerprint, offset, last)
            self._receipts[receipt.owner, receipt.key] = row
        for place, message in enumerate(append.messages, offset):
            self._messages.append(
                (
                    slot,
                    place,
                    message.uuid or new_uuid(),
                    message.role,
                    message.content,
                    metadata_text(message.metadata),
                    message.token_count or None,
                    message.created_at,
                    message.name or None,
                    message.expires_at,
                    None if message.remember else False,
                )
            )
        self._counts[slot - 1] += count
        self._expiries[slot - 1] = _earliest(self._expiries[slot - 1], append.messages)
        if count and append.steps:
            self._promises.append((slot, offset, last, " ".join(append.steps), append.request))
        return slot, offset

    async def store(
        self, connection: asyncpg.Connection, *, wait: bool, distributed: bool
    ) -> dict[int, tuple[int, int]]:
        """Store what can be stored; by slot, the number of the session and the first position that it was given.

        Sessions that do not exist are left out, and those with an append that was stored before under its key; those
        that somebody holds locked too, unless it is to ``wait``.  `Collision` when a key was taken just now.
        """
        try:
            return await self._store(connection, wait=wait, distributed=distributed)
        except asyncpg.UniqueViolationError as error:
            if error.table_name == "receipts":
                raise Collision from error
            raise

    async def _store(
        self, connection: asyncpg.Connection, *, wait: bool, distributed: bool
    ) -> dict[int, tuple[int, int]]:
        if not distributed:
            rows = await connection.fetch(_APPEND[wait], *self._promised(), *self._columns())
            return {slot: (session, first) for slot, session, first in rows}
        async with connection.transaction():
            rows = await connection.fetch(_GIVE[wait], *self._promised())
            given = {slot: (session, first) for slot, session, first in rows}
            await store_messages(connection, given, (self._moment, *self._columns()))
            return given

    def _promised(self) -> tuple[Any, ...]:
        promises = list(zip(*self._promises, strict=True)) or [()] * 5
        receipts = list(zip(*self._receipts.values(), strict=True)) or _NO_RECEIPTS
        return (self._moment, list(self._slots), self._counts, *promises, *receipts, _unless_empty(self._expiries))

    def _columns(self) -> list[Sequence[Any] | None]:
        columns = list(zip(*self._messages, strict=True)) or _NO_MESSAGES
        return [*columns[:_NEEDED], *map(_unless_empty, columns[_NEEDED:])]


def _earliest(known: Timestamp | None, messages: Sequence[NewMessage]) -> Timestamp | None:
    """When the first of messages expires, if it is before what is known."""
    moments = [message.expires_at for message in messages if message.expires_at is not None]
    if known is not None:
        moments.append(known)
    return min(moments, key=datetime_of, default=None)


def _unless_empty(column: Sequence[Any]) -> Sequence[Any] | None:
    return column if any(value is not None for value in column) else None
