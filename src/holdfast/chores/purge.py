"""Removing for good what was deleted."""

from __future__ import annotations

import logging

from holdfast.domain.receipts import expiry
from holdfast.domain.timestamps import END_OF_TIME, Timestamp
from holdfast.storage.contract.storage import Purged, Storage

log = logging.getLogger(__name__)


async def purge_deleted(storage: Storage, *, deleted_before: Timestamp = END_OF_TIME) -> Purged:
    """Remove for good what was soft-deleted before a moment, and receipts that have had their day."""
    purged = await storage.purge(receipts_before=expiry(), deleted_before=deleted_before)
    if purged.total:
        log.info(
            "purged %d messages, %d summaries, %d sessions, %d documents, %d files, %d receipts",
            purged.messages,
            purged.summaries,
            purged.sessions,
            purged.documents,
            purged.files,
            purged.receipts,
        )
    return purged
