"""Making backups, and removing old ones."""

from __future__ import annotations

import logging
from pathlib import Path

from holdfast.operations.backup import backup_name, drop_old_backups, make_backup
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)


async def back_up(storage: Storage, directory: Path, *, keep: int, written_by: str) -> None:
    """Make a backup in ``directory`` and keep only so many."""
    path, manifest = await make_backup(storage, directory / backup_name(), written_by=written_by)
    log.info("backed up %d messages to %s", manifest.counts.get("messages", 0), path)
    drop_old_backups(directory, keep=keep)
