"""Removal in the background: what a deleted user or collection leaves behind goes soon, and nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from holdfast.errors import HoldfastError
from holdfast.storage.contract.storage import Purged

log = logging.getLogger(__name__)

RECEIPTS_OF_REMOVED = "receipts of removed"
"""The mark that stands from the first removal of something unreachable until receipts that tell of it are gone too."""

_FIRST_RETRY_SECONDS = 1.0
_LONGEST_RETRY_SECONDS = 60.0


class Removal:
    """Runs ``remove``, which removes what nobody can reach any more, in a task of its own whenever there may be some.

    Where a process dies in the middle, `holdfast.storage.contract.storage.Storage.finish_deletions` goes on.
    """

    def __init__(self, remove: Callable[[], Awaitable[Purged]]) -> None:
        self._remove = remove
        self._wanted = False
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """See to it that all that is unreachable by now is removed."""
        self._wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="removal")

    async def stop(self) -> None:
        """Leave the rest for later."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        delay = _FIRST_RETRY_SECONDS
        while self._wanted:
            self._wanted = False
            try:
                _tell(await self._remove())
                delay = _FIRST_RETRY_SECONDS
            except HoldfastError as error:
                log.warning("what was deleted cannot be removed yet, it will be tried again: %s", error)
                self._wanted = True
                await asyncio.sleep(delay)
                delay = min(delay * 2, _LONGEST_RETRY_SECONDS)


def _tell(removed: Purged) -> None:
    if removed.total:
        log.info(
            "removed %d sessions with %d messages and %d summaries, %d documents, and %d files",
            removed.sessions,
            removed.messages,
            removed.summaries,
            removed.documents,
            removed.files,
        )
