"""Reading from a replica, a physical standby, without anybody noticing that it lags.

Before a read, the primary is asked how far its log has come; the standby answers the read once it has replayed that
much.  All that was committed before the read began is then in the answer, as if the primary had given it.  The primary
is asked once for all reads that wait at the time, so it costs the less the more there is to read.  The standby is
asked on the connection that then reads: behind one DSN there may be several.

Positions can be compared only within one timeline.  When another server has become the primary, a standby that still
follows the old one may be ahead by its position and hold what never was in the new one.  So the standby must also show
that it has come to the primary's timeline, which it does with its first restart point there, or, to users who may see
``pg_stat_wal_receiver``, as soon as it receives.

A standby that does not get there within `MAXIMUM_WAIT`, or that fails, is left alone until a probe finds it well
again; the primary answers meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import NamedTuple

import asyncpg

from holdfast.errors import HoldfastError, Unavailable
from holdfast.storage.postgres.engine.batcher import Batcher
from holdfast.storage.postgres.engine.connections import Connections
from holdfast.storage.postgres.engine.errors import Collision, reason

log = logging.getLogger(__name__)

MAXIMUM_WAIT = 0.05
"""Seconds that a read waits for the standby to catch up before it goes to the primary."""

_ASKERS = 10_000
_LAGS = "it lags behind"
_POLL_SECONDS = 0.001
_ANSWER_SECONDS = 1.0
_FIRST_PROBE_SECONDS = 0.25
_LONGEST_PROBE_SECONDS = 5.0

# Others can see a commit once its record is flushed or, where commits do not wait for that, once it is inserted.
_PRIMARY_POSITION = (
    "SELECT ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint,"
    " pg_wal_lsn_diff(CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()"
    " ELSE pg_current_wal_flush_lsn() END, '0/0')::bigint"
)
_STANDBY_POSITION = (
    "SELECT greatest(started.timeline_id, recovery.min_recovery_end_timeline,"
    " (SELECT max(received_tli) FROM pg_stat_wal_receiver))::bigint,"
    " pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint"
    " FROM pg_control_checkpoint() AS started, pg_control_recovery() AS recovery WHERE pg_is_in_recovery()"
)
_IDENTITY = "SELECT system_identifier FROM pg_control_system()"


class Position(NamedTuple):
    """How far a server has come: the timeline, and the bytes of the log."""

    timeline: int
    reached: int


class Replica:
    """A standby of ``primary`` that takes reads off it while it keeps up."""

    def __init__(self, primary: Connections, standby: Connections) -> None:
        self._primary = primary
        self._standby = standby
        self._positions: Batcher[None, Position] = Batcher(
            self._ask_position, limit=primary.options.pool_timeout, most=_ASKERS, in_flight=1
        )
        self._fault = "it was not looked for yet"
        self._left_alone = asyncio.Event()
        self._prober: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Use the standby if it is well, and look for it in the background if it is not."""
        await self._probe()
        self._prober = asyncio.create_task(self._probe_while_left_alone(), name="postgres-replica")

    async def stop(self) -> None:
        """Close all connections to the standby."""
        self._fault = "the server stops"
        prober, self._prober = self._prober, None
        if prober is not None:
            prober.cancel()
            await asyncio.gather(prober, return_exceptions=True)
        await self._standby.close()

    async def rows(self, sql: str, *arguments: object) -> list[asyncpg.Record] | None:
        """The rows of a statement that only reads, with all that is committed by now; ``None``: ask the primary."""
        if self._fault:
            return None
        try:
            position = await self._positions.submit(None)
        except HoldfastError:
            return None  # the primary can tell better itself
        try:
            async with self._standby.connection() as connection:
                if await _has_replayed(connection, position):
                    return await connection.fetch(sql, *arguments)
            self._leave_alone(_LAGS)
        except Collision:
            return None  # what the statement wanted to see was in the way of what the standby had to replay
        except (Unavailable, asyncpg.PostgresError) as error:
            self._leave_alone(reason(error))
        return None

    async def _ask_position(self, askers: Sequence[None]) -> list[Position]:
        (row,) = await self._primary.rows(_PRIMARY_POSITION)
        return [Position(*row)] * len(askers)

    def _leave_alone(self, why: str) -> None:
        if why != self._fault:
            log.warning("the replica is not used for the time being: %s", why)
        self._fault = why
        self._left_alone.set()

    async def _probe_while_left_alone(self) -> None:
        while True:
            await self._left_alone.wait()
            delay = _FIRST_PROBE_SECONDS
            while self._fault:
                await asyncio.sleep(delay)
                delay = min(delay * 2, _LONGEST_PROBE_SECONDS)
                await self._probe()

    async def _probe(self) -> None:
        """Use the standby from now on if it is well."""
        try:
            await self._examine()
        except (HoldfastError, Collision, asyncpg.PostgresError) as error:
            self._leave_alone(reason(error))
        else:
            log.info("the replica is used")
            self._fault = ""
            self._left_alone.clear()

    async def _examine(self) -> None:
        """Raise what keeps the standby from being used, if anything."""
        position = await self._positions.submit(None)
        if not self._standby.is_open:
            await self._standby.open()
        ((identity,),) = await self._primary.rows(_IDENTITY)
        async with self._standby.connection() as connection:
            if await connection.fetchval(_IDENTITY) != identity:
                raise Unavailable("it belongs to another primary")
            if not await _has_replayed(connection, position):
                raise Unavailable(_LAGS)


async def _has_replayed(connection: asyncpg.Connection, wanted: Position) -> bool:
    """Whether the standby gets there within the maximum wait; `Unavailable` when it cannot."""
    clock = asyncio.get_running_loop().time
    end = clock() + MAXIMUM_WAIT
    while True:
        row = await connection.fetchrow(_STANDBY_POSITION, timeout=_ANSWER_SECONDS)
        if row is None:
            raise Unavailable("it is not a standby")
        position = Position(*row)
        if position.timeline != wanted.timeline:
            raise Unavailable(f"it follows timeline {position.timeline}, the primary is on {wanted.timeline}")
        if position.reached >= wanted.reached:
            return True
        if clock() > end:
            return False
        await asyncio.sleep(_POLL_SECONDS)
