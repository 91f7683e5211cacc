"""The lock on a data directory: one server at a time.

The directory itself is locked, as well as a file in it that says who holds the lock, and where it listens: a file can
be removed by somebody who tidies up, and a second server would then find no lock at all.  Where a directory cannot be
locked (network shares, Windows, which does not let a file go that is open) there is the file only.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from io import FileIO
from pathlib import Path

from holdfast.errors import DataDirectoryLocked
from holdfast.system.locks import lock, lock_directory

LOCK_NAME = "holdfast.lock"
_LONGEST = 4096


class DirectoryLock:
    """Holds the lock from its making to its release; `DataDirectoryLocked` when somebody else does."""

    def __init__(self, directory: Path) -> None:
        with ExitStack() as stack:
            self._file = stack.enter_context(_opened(directory / LOCK_NAME))
            if not _all_locked(self._file, directory, stack):
                holder, address = _read(self._file)
                raise DataDirectoryLocked(
                    f"another Holdfast server (process {holder}) is using {directory}; "
                    "stop it, or start this one with another --data directory",
                    address=address,
                )
            self._file.truncate(0)
            self._write(f"{os.getpid()}\n")
            self._held = stack.pop_all()

    def announce(self, address: str) -> None:
        """Say where the server listens that holds the lock."""
        self._write(f"{os.getpid()}\n{address}\n")

    def release(self) -> None:
        """Let others have the lock."""
        self._held.close()

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.write(text.encode())


def _opened(path: Path) -> FileIO:
    """The file, without a buffer: who looks into it sees all that was written, or what was there before.

    What it says may be a key to the server (`holdfast.cli.near_socket`), so only this account can read it.
    """
    return FileIO(path, "r+", opener=lambda name, flags: os.open(name, flags | os.O_CREAT, 0o600))


def _all_locked(file: FileIO, directory: Path, stack: ExitStack) -> bool:
    """Lock the file and the directory for as long as they are open; whether nobody else has."""
    if not lock(file.fileno()):
        return False
    try:
        descriptor = lock_directory(directory)
    except BlockingIOError:
        return False
    if descriptor is not None:
        stack.callback(os.close, descriptor)
    return True


def _read(file: FileIO) -> tuple[str, str]:
    """The process that holds a lock, and where it listens, as far as it has written that down."""
    file.seek(0)
    holder, _, rest = file.read(_LONGEST).decode(errors="replace").partition("\n")
    address, end, _ = rest.partition("\n")
    return holder.strip() or "unknown", address if end else ""
