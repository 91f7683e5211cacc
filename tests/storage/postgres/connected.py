"""Who is connected to a database of the tests, besides the one who asks."""

from __future__ import annotations

import asyncpg

from tests.storage.deadline import SECONDS, until

_LEFT = (
    "SELECT pid, application_name, state, wait_event, backend_start, query FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_THROW_OUT = f"SELECT pg_terminate_backend(pid) FROM ({_LEFT}) AS those_left"


async def nobody_is_left(dsn: str) -> None:
    """Wait until nobody is connected to the database."""
    connection = await asyncpg.connect(dsn)
    try:
        await nobody_else(connection)
    finally:
        await connection.close()


async def nobody_else(connection: asyncpg.Connection, *, seconds: float = SECONDS) -> None:
    """Wait until nobody is connected to the database but the one who asks.

    `AssertionError` names those who stay; they are thrown out, so that whoever comes next does not find them there.
    """
    left: list[asyncpg.Record] = []

    async def none() -> bool:
        left[:] = await connection.fetch(_LEFT)
        return not left

    try:
        await until(none, seconds=seconds, seen=lambda: [dict(row) for row in left])
    finally:
        await connection.execute(_THROW_OUT)
