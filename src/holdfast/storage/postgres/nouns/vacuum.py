"""Clearing the pages of tables of rows that were deleted."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, translated

log = logging.getLogger(__name__)


async def vacuum(database: Database, tables: Sequence[str]) -> None:
    """Have the database clear these tables, and their indexes, of dead rows that no transaction needs any more."""
    try:
        connection = await database.connect_directly()
        try:
            for table in tables:
                await connection.execute(f"VACUUM {table}", timeout=None)
        finally:
            connection.terminate()
    except DATABASE_ERRORS as error:
        raise translated(error) from error
