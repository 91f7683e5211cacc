"""The audit trail writes each entry once, however many want it written, with what was named."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from holdfast.domain.audit import NewEntry
from holdfast.domain.principals import ANYONE
from holdfast.operations.access import Access
from holdfast.operations.audit_trail import AuditTrail
from holdfast.operations.jobs import JobOperations
from holdfast.storage.contract.audit import Audit
from holdfast.storage.sqlite.storage import SqliteStorage


class SlowAudit:
    """A store that takes a moment for what is noted."""

    def __init__(self) -> None:
        self.actions: list[str] = []

    async def note(self, entries: Sequence[NewEntry]) -> None:
        await asyncio.sleep(0.01)
        self.actions += [entry.action for entry in entries]


async def test_entries_that_several_flush_at_once_are_written_once() -> None:
    audit = SlowAudit()
    trail = AuditTrail(cast("Audit", audit))
    noted = [f"action {number}" for number in range(3)]
    for action in noted:
        trail.note(ANYONE, action, ())
    await asyncio.gather(*(trail.flush() for _ in range(3)))
    assert audit.actions == noted
    await trail.close()


async def test_it_is_noted_which_jobs_were_named(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    trail = AuditTrail(storage.audit)
    jobs = JobOperations(Access(storage, trail))
    for verb in (jobs.retry, jobs.drop):
        assert [await verb(ANYONE, named) for named in ([7, 12], None)] == [0, 0]
    await trail.close()
    noted = [(entry.action, entry.targets) for entry in await storage.audit.page(before=None, limit=9)]
    assert noted[::-1] == [
        ("retry_jobs", ("7", "12")),
        ("retry_jobs", ()),
        ("drop_jobs", ("7", "12")),
        ("drop_jobs", ()),
    ]
    await storage.stop()
