"""Purging what was deleted, now and again."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from holdfast.domain.timestamps import timestamp_of
from holdfast.errors import HoldfastError
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


async def purge_regularly(storage: Storage, *, minutes: int) -> None:
    """Purge every ``minutes``, first after one interval, until cancelled; a failure waits for its next turn."""
    while True:
        await asyncio.sleep(minutes * 60)
        try:
            await purge_deleted(storage)
        except HoldfastError:
            log.exception("the purge failed; it will be tried again in %d minutes", minutes)
