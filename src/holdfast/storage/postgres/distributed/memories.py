"""Memories of sessions that lie on nodes: the coordinator tells the sessions and their shards, the nodes all else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import asyncpg

from holdfast.storage.postgres.distributed.nodes import PLACES_MARK, Address, Nodes, Shard, shard_of
from holdfast.storage.postgres.distributed.session_statements import COLUMNS, NAMED
from holdfast.storage.postgres.engine.database import Database

_NAMED = NAMED.format(more="")
_PLACED = NAMED.format(more=f", worker_hash(sessions.id), {PLACES_MARK}")
_MEMORY = f"""
WITH newest AS MATERIALIZED (
    SELECT * FROM summaries WHERE session = $1 AND point >= $2 ORDER BY point DESC LIMIT 1
)
SELECT $7::bigint, point AS position, uuid, point_uuid::text AS role, content, metadata, token_count, created_at,
    created_at AS updated_at, '' AS name, 0 AS revision, NULL AS expires_at, true AS remember, id FROM newest
UNION ALL (
    SELECT $7::bigint, {COLUMNS}, NULL FROM messages WHERE session = $1 AND position < $3
    AND position >= greatest($2, CASE WHEN $4 = 0 THEN $3 - $5::int END,
        CASE WHEN $6 THEN (SELECT point + 1 FROM newest) END)
    ORDER BY position DESC LIMIT $5
)
"""
# As `holdfast.storage.postgres.nouns.memories` reads them, at the node that has the shards of the sessions.
_AT_NODE = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::int[], $7::bool[], $8::bigint[])
        AS wanted (slot, session, live_from, past, removed, size, windowed, shard)
), live (slot, session, past, size, shard, first, point, uuid, point_uuid, content, metadata, token_count, created_at,
    summary) AS MATERIALIZED ({live})
SELECT slot::bigint, point AS position, uuid, point_uuid::text AS role, content, metadata, token_count, created_at,
    created_at AS updated_at, '' AS name, 0 AS revision, NULL::timestamptz AS expires_at, true AS remember, summary
FROM live WHERE summary IS NOT NULL
UNION ALL {recent}
"""
_LIVE = """
    SELECT slot, wanted.session, past, size, shard, greatest(live_from, CASE WHEN removed = 0 THEN past - size END,
            CASE WHEN windowed THEN newest.point + 1 END),
        newest.point, newest.uuid, newest.point_uuid, newest.content, newest.metadata, newest.token_count,
        newest.created_at, newest.id
    FROM wanted LEFT JOIN LATERAL (
        SELECT * FROM summaries_{shard.summaries} AS summaries
        WHERE summaries.session = wanted.session AND point >= live_from ORDER BY point DESC LIMIT 1
    ) AS newest ON true WHERE shard = {shard.messages}"""
_RECENT = f"""
    SELECT live.slot, recent.*, NULL FROM live, LATERAL (
        SELECT {COLUMNS} FROM messages_{{shard.messages}} AS messages
        WHERE messages.session = live.session AND position >= live.first AND position < live.past
        ORDER BY position DESC LIMIT live.size
    ) AS recent WHERE live.shard = {{shard.messages}}"""

_FEW = 4
"""A statement for all shards of a node costs as much before its first row as statements for this part of them."""


class _Asked(NamedTuple):
    """A memory that is asked for: its place, the session as the coordinator has it, and what is wanted of it."""

    slot: int
    session: int
    first: int
    end: int
    removed: int
    size: int
    windowed: bool


_AtNode = dict[Shard, list[_Asked]]
"""Memories of sessions on one node, by shard."""


async def memories(
    database: Database, nodes: Nodes, names: Sequence[str], sizes: Sequence[int], windowed: Sequence[bool]
) -> list[asyncpg.Record]:
    """The rows of the memories of sessions, as `holdfast.storage.postgres.nouns.memories` reads them."""
    named = await database.rows(_PLACED if nodes.may_be_asked else _NAMED, names)
    asked = [
        _Asked(slot, session, first, end, removed, sizes[slot - 1], windowed[slot - 1])
        for slot, session, first, end, removed, *_ in named
    ]
    if not (asked and nodes.may_be_asked):
        return await _by_coordinator(database, asked)
    shards = await nodes.shards(named[0][6])
    groups: dict[Address, _AtNode] = {}
    unplaced: list[_Asked] = []
    for one, row in zip(asked, named, strict=True):
        shard = shard_of(shards, row[5])
        if shard is None:
            unplaced.append(one)
        else:
            groups.setdefault(shard.address, {}).setdefault(shard, []).append(one)
    found = await asyncio.gather(
        *(_by_node(database, nodes, address, some, shards) for address, some in groups.items()),
        _by_coordinator(database, unplaced),
    )
    return list(chain.from_iterable(found))


async def _by_coordinator(database: Database, asked: Sequence[_Asked]) -> list[asyncpg.Record]:
    found = await asyncio.gather(*(database.rows(_MEMORY, *one[1:], one.slot) for one in asked))
    return list(chain.from_iterable(found))


async def _by_node(
    database: Database, nodes: Nodes, address: Address, asked: _AtNode, shards: Sequence[Shard]
) -> list[asyncpg.Record]:
    """The rows of memories of sessions that lie on one node: from there, or else from the coordinator."""
    there = tuple(shard for shard in shards if shard.address == address)
    rows = await nodes.rows(address, list(_calls(asked, there)))
    return await _by_coordinator(database, list(chain.from_iterable(asked.values()))) if rows is None else rows


def _calls(asked: _AtNode, there: tuple[Shard, ...]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Statements with arguments: one for each shard, or for many of those that are ``there`` one for all of them."""
    if len(asked) * _FEW < len(there):
        for shard, some in asked.items():
            yield _at_node((shard,)), _arguments({shard: some})
    else:
        yield _at_node(there), _arguments(asked)


def _arguments(asked: _AtNode) -> Sequence[Any]:
    rows = [(*one, shard.messages) for shard, some in asked.items() for one in some]
    return list(map(list, zip(*rows, strict=True)))


@lru_cache(1024)
def _at_node(shards: tuple[Shard, ...]) -> str:
    live, recent = (" UNION ALL ".join(part.format(shard=shard) for shard in shards) for part in (_LIVE, _RECENT))
    return _AT_NODE.format(live=live, recent=recent)
