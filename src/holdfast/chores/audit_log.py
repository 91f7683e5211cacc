"""Removing entries of the audit log that have had their time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from holdfast.domain.timestamps import timestamp_of
from holdfast.storage.contract.audit import Audit

BATCH = 500
"""Entries removed in one transaction."""


async def drop_old_entries(audit: Audit, *, days: int) -> int:
    """Remove entries older than ``days``, and return how many there were."""
    before = timestamp_of(datetime.now(UTC) - timedelta(days=days))
    total = 0
    while (dropped := await audit.drop(before=before, limit=BATCH)) == BATCH:
        total += dropped
        await asyncio.sleep(0)
    return total + dropped
