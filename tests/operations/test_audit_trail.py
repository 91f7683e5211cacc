"""The audit trail writes each entry once, however many want it written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from holdfast.domain.audit import NewEntry
from holdfast.domain.principals import ANYONE
from holdfast.operations.audit_trail import AuditTrail
from holdfast.storage.contract.audit import Audit


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
