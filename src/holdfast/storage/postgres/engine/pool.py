"""The pool of connections: asyncpg's, with a short way for the usual case.

asyncpg's pool starts a task for each acquisition and each release, which is a fifth of what a read costs.  So a
connection that comes back sound while nobody waits is kept at hand, still acquired as far as asyncpg is concerned, and
given to the next one who asks.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

import asyncpg

from holdfast.errors import Unavailable
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, reason, translated

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

log = logging.getLogger(__name__)


def _in_one_line(record: logging.LogRecord) -> bool:
    """Put the reason where the traceback was: asyncpg logs one whenever it tries a database that is away."""
    if record.exc_info and isinstance(record.exc_info[1], DATABASE_ERRORS):
        record.msg, record.args = f"{record.getMessage()}: {reason(record.exc_info[1])}", ()
        record.exc_info = record.exc_text = None
    return True


logging.getLogger("asyncpg.pool").addFilter(_in_one_line)


class Pool:
    """Connections to one database, of which nobody waits longer than ``wait_limit`` seconds for one."""

    def __init__(self, pool: asyncpg.Pool, *, wait_limit: float) -> None:
        self._pool = pool
        self._wait_limit = wait_limit
        self._at_hand: deque[PoolConnectionProxy] = deque()
        self._waiting = 0
        self._closing = False

    async def acquire(self) -> PoolConnectionProxy:
        """A connection; `Unavailable` when there is none within the wait limit or the database does not answer."""
        while self._at_hand:
            connection = self._at_hand.pop()
            if _is_open(connection):
                return connection
            await self._give_back(connection)
        self._waiting += 1
        try:
            return await self._pool.acquire(timeout=self._wait_limit)
        except TimeoutError as error:
            raise Unavailable(f"no database connection was free for {self._wait_limit:g} seconds") from error
        except DATABASE_ERRORS as error:
            raise translated(error) from error
        finally:
            self._waiting -= 1

    async def release(self, connection: PoolConnectionProxy, *, sound: bool) -> None:
        """Take a connection back; ``sound`` when its last use ended as it should."""
        if sound and not self._waiting and not self._closing and _is_open(connection):
            self._at_hand.append(connection)
        else:
            await self._give_back(connection)

    def discard(self, connection: PoolConnectionProxy) -> None:
        """Close a connection that is not to be used again; it must be released nevertheless."""
        if _is_open(connection):
            connection.terminate()

    async def close(self) -> None:
        """Wait for connections that are in use, then close all."""
        self._closing = True
        while self._at_hand:
            await self._give_back(self._at_hand.pop())
        await self._pool.close()

    def terminate(self) -> None:
        """Close all connections at once."""
        self._pool.terminate()

    async def _give_back(self, connection: PoolConnectionProxy) -> None:
        try:
            await self._pool.release(connection)
        except DATABASE_ERRORS as error:
            log.debug("a broken connection was thrown away: %s", error)


def _is_open(connection: PoolConnectionProxy) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # asyncpg has taken the broken connection from under the proxy
        return False
