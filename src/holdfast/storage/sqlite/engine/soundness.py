"""Whether the database can be trusted, and what callers are told when something is wrong with it."""

from __future__ import annotations

import logging
from pathlib import Path

import apsw

from holdfast.errors import Unavailable
from holdfast.storage.sqlite.engine.place import is_full

log = logging.getLogger(__name__)

DATABASE_ERRORS = (apsw.Error, MemoryError)
"""Everything that a statement raises by itself."""


class Soundness:
    """What reads, writes and syncs have found out about the database at ``path``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._damage = ""
        self._fatal = ""
        self.suspended = ""
        """Why nobody reads or writes for the moment; empty when they do."""

    def verify(self) -> None:
        """`Unavailable` when anything is known to be wrong."""
        self.verify_writing()
        if self._damage:
            raise Unavailable(self._damage, retry_after=60)

    def verify_writing(self) -> None:
        """`Unavailable` when no write can be accepted."""
        if self._fatal:
            raise Unavailable(self._fatal, retry_after=60)
        self.verify_reading()

    def verify_reading(self) -> None:
        """`Unavailable` while nobody may read."""
        if self.suspended:
            raise Unavailable(self.suspended)

    def give_up(self, fault: str) -> Unavailable:
        """Accept no write until the server is started again; what callers are told."""
        if not self._fatal:
            self._fatal = f"{fault}; repair it and restart the server"
            log.critical("no write is accepted any more: %s", self._fatal)
        return Unavailable(self._fatal, retry_after=60)

    def suspend(self, why: str) -> None:
        """Let nobody read or write until `resume`."""
        if not self.suspended:
            log.critical("nothing is read or written for the time being: %s", why)
        self.suspended = why

    def resume(self) -> None:
        """Let everybody read and write again."""
        log.warning("reading and writing go on")
        self.suspended = ""

    def translated(self, error: BaseException) -> BaseException:
        """What a caller is told of a failure; that the file is damaged is remembered."""
        if isinstance(error, apsw.CorruptError | apsw.NotADBError):
            return self._damaged(error)
        if isinstance(error, apsw.NoMemError | MemoryError):
            return Unavailable("the server is out of memory; try again, or ask for less at once", retry_after=5)
        if isinstance(error, apsw.BusyError | apsw.LockedError | apsw.ProtocolError):
            return Unavailable("the database is busy; try again", retry_after=1)
        if isinstance(error, apsw.FullError) or (isinstance(error, apsw.IOError) and is_full(self._path.parent)):
            return Unavailable("the disk is full; nothing was stored", retry_after=60)
        if isinstance(error, apsw.IOError | apsw.ReadOnlyError | apsw.CantOpenError | apsw.PermissionsError):
            log.error("the database %s failed: %s", self._path, error)
            return Unavailable(
                f"the database cannot be read or written ({error}); see the server's log", retry_after=60
            )
        return error

    def _damaged(self, error: apsw.Error) -> Unavailable:
        text = f"the database is damaged ({error}): run holdfast check, then restore a backup"
        if not self._damage:
            log.critical("%s: %s", self._path, text)
        self._damage = text
        return Unavailable(text, retry_after=60)
