"""Reading a shard at the node that has it, past the coordinator of a distributed PostgreSQL (Citus).

A statement for one session costs the coordinator and the node 300 to 600 microseconds together, nearly all of which
they spend on planning it.  The node alone, asked by a prepared statement on the shard's own table, needs a fraction of
that, and answers for several sessions of the shard at once.  Where a shard lies is asked anew for each batch of reads:
one that has just been moved leaves a copy behind, which grows old.  So an answer has all that was committed before it
was asked for, as if the coordinator had given it.

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
"""Each shard has a statement of its own."""
_SETTINGS = {
    # Hiding shards makes each look into the catalogue, and so each new connection, take seconds.
    "citus.override_table_visibility": "off",
    # Each statement is planned once, and not five times before that.
    "plan_cache_mode": "force_generic_plan",
}

_PLACES = (
    "SELECT shardminvalue::int, shardid, nodename, nodeport FROM pg_dist_shard JOIN pg_dist_placement USING (shardid)"
    " JOIN pg_dist_node USING (groupid) WHERE logicalrelid = 'messages'::regclass AND noderole = 'primary' ORDER BY 1"
)
_BESIDE = (
    "SELECT one.shardid, other.shardid FROM pg_dist_shard AS one JOIN pg_dist_shard AS other USING (shardminvalue)"
    " WHERE one.logicalrelid = 'messages'::regclass AND other.logicalrelid = 'summaries'::regclass"
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
        self._beside: dict[int, int] = {}
        self._nodes: dict[Address, _Node] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Close the connections to all nodes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for node in self._nodes.values():
            await node.close()

    async def shards(self) -> list[Shard]:
        """The shards of sessions, ascending by hash, as they lie now; none where none may be asked."""
        if self._coordinator.options.pooler:
            return []
        rows = await self._coordinator.rows(_PLACES)
        if any(shard not in self._beside for _, shard, _, _ in rows):
            self._beside = dict(map(tuple, await self._coordinator.rows(_BESIDE)))
        return [
            Shard(least, shard, self._beside[shard], Address(host, port))
            for least, shard, host, port in rows
            if shard in self._beside
        ]

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
            "server_settings": {**settings["server_settings"], **_SETTINGS},
        }


def shard_of(shards: Sequence[Shard], hashed: int) -> Shard | None:
    """The shard among ``shards``, ascending by hash, that has what is ``hashed`` so."""
    place = bisect.bisect_right(shards, hashed, key=lambda shard: shard.least) - 1
    return shards[place] if place >= 0 else None
