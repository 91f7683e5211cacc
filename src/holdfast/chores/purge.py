"""Removing for good what was deleted."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from holdfast.domain.timestamps import timestamp_of
from holdfast.storage.contract.storage import Purged, Storage

log = logging.getLogger(__name__)

ANSWER_LIFETIME = timedelta(days=1)


async def purge_deleted(storage: Storage) -> Purged:
    """Remove for good what is soft-deleted, and recorded answers that have had their day."""
    purged = await storage.purge(answers_before=timestamp_of(datetime.now(UTC) - ANSWER_LIFETIME))
    if purged.total:
        log.info(
            "purged %d messages, %d summaries, %d sessions, %d documents, %d recorded answers",
            purged.messages,
            purged.summaries,
            purged.sessions,
            purged.documents,
            purged.answers,
        )
    return purged
