"""Jobs that embed documents: those of a batch just added, and those that somebody finds missing."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from holdfast.domain.jobs import DOCUMENTS
from holdfast.domain.timestamps import now
from holdfast.storage.sqlite.engine.database import Row
from holdfast.storage.sqlite.nouns.jobs import NEW_JOB
from holdfast.telemetry.requests import current_request


def insert_jobs(
    connection: apsw.Connection, collection: int, numbers: range, *, steps: Sequence[str], job_size: int
) -> int:
    """One job for each ``job_size`` documents of these numbers; how many."""
    names, moment, request = " ".join(steps), now(), current_request.get()
    jobs = [
        (DOCUMENTS, collection, part.start, part[-1], names, moment, request)
        for part in (numbers[start : start + job_size] for start in range(0, len(numbers), job_size))
    ]
    connection.executemany(NEW_JOB, jobs)
    return len(jobs)


def schedule(connection: apsw.Connection, model: str, steps: Sequence[str], job_size: int) -> int:
    """See `holdfast.storage.contract.documents.Documents.schedule`."""
    rows: list[Row] = connection.execute(
        "SELECT id, next_number - 1 FROM collections WHERE is_auto_embedded AND dropped = 0 AND next_number > 1"
        " AND (model NOT IN ('', ?1) OR document_count > embedded_count AND NOT EXISTS"
        " (SELECT 1 FROM jobs WHERE scope = collections.id AND kind = ?2))",
        (model, DOCUMENTS),
    ).fetchall()
    made = 0
    for collection, last in rows:
        connection.execute("DELETE FROM jobs WHERE scope = ? AND kind = ?", (collection, DOCUMENTS))
        connection.execute("UPDATE collections SET model = ? WHERE id = ?", (model, collection))
        made += insert_jobs(connection, collection, range(1, last + 1), steps=steps, job_size=job_size)
    return made
