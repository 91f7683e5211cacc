"""Jobs that embed documents: those of a batch just added, and those that somebody finds missing."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from holdfast.domain.jobs import DOCUMENTS, NewJob
from holdfast.storage.postgres.nouns.jobs import add_jobs

_DUE = (
    "SELECT id, next_number - 1 FROM collections WHERE is_auto_embedded AND NOT dropped AND next_number > 1"
    " AND (model NOT IN ('', $1) OR document_count > embedded_count AND NOT EXISTS"
    " (SELECT 1 FROM jobs WHERE scope = collections.id AND kind = $2)) ORDER BY id FOR UPDATE"
)


async def insert_jobs(
    connection: asyncpg.Connection, collection: int, numbers: range, *, steps: Sequence[str], job_size: int
) -> int:
    """One job for each ``job_size`` documents of these numbers; how many."""
    parts = [numbers[start : start + job_size] for start in range(0, len(numbers), job_size)]
    await add_jobs(
        connection,
        [
            NewJob(kind=DOCUMENTS, scope=collection, first=part.start, last=part[-1], steps=tuple(steps))
            for part in parts
        ],
    )
    return len(parts)


async def schedule(connection: asyncpg.Connection, model: str, steps: Sequence[str], job_size: int) -> int:
    """See `holdfast.storage.contract.documents.Documents.schedule`."""
    made = 0
    for collection, last in await connection.fetch(_DUE, model, DOCUMENTS):
        await connection.execute("DELETE FROM jobs WHERE scope = $1 AND kind = $2", collection, DOCUMENTS)
        await connection.execute("UPDATE collections SET model = $2 WHERE id = $1", collection, model)
        made += await insert_jobs(connection, collection, range(1, last + 1), steps=steps, job_size=job_size)
    return made
