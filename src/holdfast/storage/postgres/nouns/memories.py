"""Memories: many in one statement, and a simpler statement for one alone."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg
import msgspec

from holdfast.domain.memory import EMPTY_MEMORY, MOST_RESULTS, Memory, call_before, is_result
from holdfast.domain.messages import Message
from holdfast.domain.summaries import Summary
from holdfast.storage.postgres.distributed import memories as distributed_memories
from holdfast.storage.postgres.distributed.nodes import Nodes
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION

_COLUMNS = (
    "position, uuid, role, content, metadata, token_count, created_at, updated_at, name, revision, expires_at, remember"
)
_MESSAGE = ", ".join(f"messages.{column.strip()}" for column in _COLUMNS.split(","))

# Both statements follow the window rule (`holdfast.domain.memory.window_bounds`).  A row whose last column is not null
# is the summary, whose point lies in the column of the position and the point's UUID in that of the role.
_ONE = f"""
WITH live AS MATERIALIZED (
    SELECT sessions.id, live_from, next_position, removed
    FROM session_names JOIN sessions ON sessions.id = session_names.session
    WHERE session_names.session_id = $1 AND deleted_at IS NULL AND {PRESENT}
), newest AS MATERIALIZED (
    SELECT summaries.* FROM live JOIN summaries ON summaries.session = live.id AND summaries.point >= live.live_from
    ORDER BY summaries.point DESC LIMIT 1
)
SELECT 1, point AS position, uuid, point_uuid::text AS role, content, metadata, token_count, created_at,
    created_at AS updated_at, '' AS name, 0 AS revision, NULL::timestamptz AS expires_at, true AS remember, id
FROM newest
UNION ALL (
    SELECT 1, {_MESSAGE}, NULL
    FROM live JOIN messages ON messages.session = live.id
    AND messages.position >= greatest(
        live.live_from, CASE WHEN live.removed = 0 THEN live.next_position - $2::int END,
        CASE WHEN $3 THEN (SELECT point + 1 FROM newest) END)
    ORDER BY messages.position DESC LIMIT $2
)
"""

_MANY = f"""
WITH live AS MATERIALIZED (
    SELECT wanted.slot, wanted.size, sessions.id, newest.point, newest.uuid, newest.point_uuid, newest.content,
        newest.metadata, newest.token_count, newest.created_at, newest.id AS summary,
        greatest(live_from, CASE WHEN removed = 0 THEN next_position - wanted.size END,
            CASE WHEN wanted.windowed THEN newest.point + 1 END) AS first
    FROM unnest($1::text[], $2::int[], $3::bool[]) WITH ORDINALITY AS wanted (session_id, size, windowed, slot)
    JOIN session_names ON session_names.session_id = wanted.session_id
    JOIN sessions ON sessions.id = session_names.session AND deleted_at IS NULL AND {PRESENT}
    LEFT JOIN LATERAL (
        SELECT * FROM summaries WHERE summaries.session = sessions.id AND point >= live_from
        ORDER BY point DESC LIMIT 1
    ) AS newest ON true
)
SELECT slot, point AS position, uuid, point_uuid::text AS role, content, metadata, token_count, created_at,
    created_at AS updated_at, '' AS name, 0 AS revision, NULL::timestamptz AS expires_at, true AS remember, summary
FROM live WHERE summary IS NOT NULL
UNION ALL
SELECT live.slot, recent.*, NULL FROM live, LATERAL (
    SELECT {_COLUMNS} FROM messages
    WHERE messages.session = live.id AND messages.position >= live.first ORDER BY messages.position DESC
    LIMIT live.size
) AS recent
"""


class Wanted(msgspec.Struct, frozen=True):
    """A memory that is asked for: the newest ``size`` messages, when ``windowed`` those after the summary point."""

    session_id: str
    size: int
    windowed: bool


async def read_memories(database: Database, nodes: Nodes, wanted: Sequence[Wanted]) -> list[Memory]:
    """The memories that are asked for, in order."""
    memories = await _read(database, nodes, wanted)
    within = [place for place, memory in enumerate(memories) if memory.messages and is_result(memory.messages[0])]
    if within:
        longer = await _read(database, nodes, [_longer(wanted[place].session_id, memories[place]) for place in within])
        for place, earlier in zip(within, longer, strict=True):
            memories[place] = _from_call(memories[place], earlier)
    return memories


def _longer(session_id: str, memory: Memory) -> Wanted:
    """The messages of a memory and those before them among which there may be the call of its first result."""
    return Wanted(session_id, len(memory.messages) + MOST_RESULTS, windowed=False)


def _from_call(memory: Memory, longer: Memory) -> Memory:
    first = memory.messages[0].position
    earlier = [message for message in longer.messages if message.position < first]
    return Memory(call_before(earlier) + memory.messages, memory.summary)


async def _read(database: Database, nodes: Nodes, wanted: Sequence[Wanted]) -> list[Memory]:
    names = [one.session_id for one in wanted]
    sizes = [min(one.size, MAXIMUM_POSITION) for one in wanted]
    windowed = [one.windowed for one in wanted]
    if database.distributed:
        rows = await distributed_memories.memories(database, nodes, names, sizes, windowed)
    elif len(wanted) == 1:
        rows = await database.read(_ONE, names[0], sizes[0], windowed[0])
    else:
        rows = await database.read(_MANY, names, sizes, windowed)
    return _memories(rows, len(wanted))


def _memories(rows: Sequence[asyncpg.Record], count: int) -> list[Memory]:
    messages: list[list[Message]] = [[] for _ in range(count)]
    summaries: list[Summary | None] = [None] * count
    for row in rows:
        if row[13] is None:
            messages[row[0] - 1].append(Message(*row[1:13]))
        else:
            slot, point, uuid, point_uuid, content, metadata, token_count, created_at, *_, number = row
            summaries[slot - 1] = Summary(number, uuid, point, point_uuid, content, metadata, token_count, created_at)
    return [
        Memory(found, summary) if found or summary else EMPTY_MEMORY
        for found, summary in zip(map(_in_order, messages), summaries, strict=True)
    ]


def _in_order(messages: list[Message]) -> list[Message]:
    messages.sort(key=_position)
    return messages


def _position(message: Message) -> int:
    return message.position
