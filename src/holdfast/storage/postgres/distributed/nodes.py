"""Reading shards at the node that has them, past the coordinator of a distributed PostgreSQL (Citus).

A statement for one session costs the coordinator and the node 300 to 600 microseconds together, nearly all of which
they spend on planning it.  The node alone, asked by a prepared statement on the shards' own tables, needs a fraction of
that, and answers for many sessions of many shards at once.  Whoever asks the coordinator for sessions asks in the same
statement for the `PLACES_MARK`, which changes when a shard or a node moves: a shard that has just been moved leaves a
copy behind, which grows old.  So an answer has all that was committed before it was asked for, as if the coordinator
had given it.

Nothing depends on nodes that can be reached: while they cannot, and behind a pooler, the coordinator is asked.
"""

from __future__ import annotations

import asyncio
import bisect
import logging
import math
from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple

import asyncpg

from holdfast.errors import HoldfastError
from holdfast.storage.postgres.engine.connections import Connections
from holdfast.storage.postgres.engine.errors import Collision, reason
from holdfast.telemetry.spans import statement_span

log = logging.getLogger(__name__)

LEFT_ALONE_SECONDS = 30.0
"""How long a node that could not be asked is not tried again."""

_STATEMENTS = 1000
"""Each shard has a statement of its own, and all of a node together have one."""
_SETTINGS = {
    # Hiding shards makes each look into the catalogue, and so each new connection, take seconds.
    "citus.override_table_visibility": "off",
    # Each statement is planned once, and not five times before that.
    "plan_cache_mode": "force_generic_plan",
}

PLACES_MARK = (
    "(SELECT max(placementid) FROM pg_dist_placement)"
    " + (SELECT sum(hashtextextended(pg_dist_node::text, 0)) FROM pg_dist_node)"
)
"""SQL for a number that stands for where shards lie and nodes are: each shard that is moved gets a new placement."""

_PLACES = (
    f"SELECT {PLACES_MARK}, one.shardminvalue::int, one.shardid, other.shardid, nodename, nodeport"
    " FROM pg_dist_shard AS one JOIN pg_dist_shard AS other USING (shardminvalue)"
    " JOIN pg_dist_placement ON one.shardid = pg_dist_placement.shardid JOIN pg_dist_node USING (groupid)"
    " WHERE one.logicalrelid = 'messages'::regclass AND other.logicalrelid = 'summaries'::regclass"
    " AND noderole = 'primary' ORDER BY 2"
)


class Address(NamedTuple):
    """Where a node is, as the coordinator says."""

    host: str
    port: int


class Shard(NamedTuple):
    """Where sessions lie whose hashes begin with ``least``: the node, and the numbers of the tables there."""

    least: int
    messages: int
    summaries: int
    address: Address


class Nodes:
    """The nodes that the shards of ``coordinator`` lie on."""

    def __init__(self, coordinator: Connections) -> None:
        self._coordinator = coordinator
        self._mark: object = None
        self._shards: list[Shard] = []
        self._nodes: dict[Address, _Node] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Close the connections to all nodes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for node in self._nodes.values():
            await node.close()

    @property
    def may_be_asked(self) -> bool:
        """Whether nodes may be asked at all: behind a pooler they are not."""
        return not self._coordinator.options.pooler

    async def shards(self, mark: object) -> list[Shard]:
        """The shards of sessions, ascending by hash, as they lay when the coordinator told this mark, or later."""
        if mark != self._mark:
            rows = await self._coordinator.rows(_PLACES)
            self._mark = rows[0][0] if rows else None
            self._shards = [
                Shard(least, messages, summaries, Address(host, port))
                for _, least, messages, summaries, host, port in rows
            ]
        return self._shards

    async def rows(self, address: Address, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[asyncpg.Record] | None:
        """What the node says to statements with arguments, one after the other; ``None``: ask the coordinator.

        The first use of a node opens it for the next ones.
        """
        node = self._nodes.get(address)
        if node is None:
            node = self._nodes[address] = _Node(self._coordinator, address)
        if not node.is_open:
            if node.may_be_opened:
                self._spawn(node.try_to_open())
            return None
        try:
            return await node.answer(calls)
        except asyncpg.UndefinedTableError:
            return None  # the shard was moved meanwhile
        except (HoldfastError, Collision, asyncpg.PostgresError) as error:
            node.leave_alone(reason(error))
            self._spawn(node.close())
            return None

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="postgres-node")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Node(Connections):
    """One node, with user, password, database and settings of the coordinator's DSN."""

    def __init__(self, coordinator: Connections, address: Address) -> None:
        super().__init__(coordinator.dsn)
        self.options = coordinator.options
        self._address = address
        self.place = f"the node {address.host}:{address.port}"
        self._not_before = 0.0

    async def answer(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[asyncpg.Record]:
        """The rows of statements on one connection: each connection prepares each statement anew."""
        found: list[asyncpg.Record] = []
        async with self.connection() as connection:
            for statement, arguments in calls:
                with statement_span("postgresql", statement):
                    found += await connection.fetch(statement, *arguments)
        return found

    @property
    def may_be_opened(self) -> bool:
        """Whether nobody is at it, and it has not just failed."""
        return asyncio.get_running_loop().time() >= self._not_before

    async def try_to_open(self) -> None:
        """Open the pool, if the node answers."""
        self._not_before = math.inf
        try:
            await self.open()
        except HoldfastError as error:
            self.leave_alone(reason(error))

    def leave_alone(self, why: str) -> None:
        """Let the coordinator be asked in its place for a while."""
        log.warning("%s is not asked for the time being, but the coordinator: %s", self.place, why)
        self._not_before = asyncio.get_running_loop().time() + LEFT_ALONE_SECONDS

    def _pool_settings(self) -> dict[str, Any]:
        settings = super()._pool_settings()
        return {
            **settings,
            **self._address._asdict(),
            "statement_cache_size": _STATEMENTS,
            "max_cacheable_statement_size": 0,  # no limit: the longest ones are those for all shards
            "server_settings": {**settings["server_settings"], **_SETTINGS},
        }


def shard_of(shards: Sequence[Shard], hashed: int) -> Shard | None:
    """The shard among ``shards``, ascending by hash, that has what is ``hashed`` so."""
    place = bisect.bisect_right(shards, hashed, key=lambda shard: shard.least) - 1
    return shards[place] if place >= 0 else None
