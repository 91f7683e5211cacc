"""The lock on a data directory: one server at a time.

The directory itself is locked, as well as a file in it that says who holds the lock, and where it listens: a file can
be removed by somebody who tidies up, and a second server would then find no lock at all.  File systems that cannot lock
a directory (network shares) have the file only.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from holdfast.errors import DataDirectoryLocked

LOCK_NAME = "holdfast.lock"


class DirectoryLock:
    """Holds the lock from its making to its release; `DataDirectoryLocked` when somebody else does."""

    def __init__(self, directory: Path) -> None:
        path = directory / LOCK_NAME
        self._descriptors = [os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)]
        try:
            fcntl.flock(self._descriptors[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._lock_directory(directory)
        except BlockingIOError:
            holder, address = _read(self._descriptors[0])
            self.release()
            raise DataDirectoryLocked(
                f"another Holdfast server (process {holder}) is using {directory}; "
                "stop it, or start this one with another --data directory",
                address=address,
            ) from None
        except BaseException:
            self.release()
            raise
        os.ftruncate(self._descriptors[0], 0)
        os.pwrite(self._descriptors[0], f"{os.getpid()}\n".encode(), 0)

    def announce(self, address: str) -> None:
        """Say where the server listens that holds the lock."""
        os.pwrite(self._descriptors[0], f"{os.getpid()}\n{address}\n".encode(), 0)

    def _lock_directory(self, directory: Path) -> None:
        descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
        self._descriptors.append(descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            self._descriptors.remove(descriptor)
            os.close(descriptor)

    def release(self) -> None:
        """Let others have the lock."""
        while self._descriptors:
            os.close(self._descriptors.pop())


def _read(descriptor: int) -> tuple[str, str]:
    """The process that holds a lock, and where it listens, as far as it has written that down."""
    holder, _, rest = os.pread(descriptor, 4096, 0).decode(errors="replace").partition("\n")
    address, end, _ = rest.partition("\n")
    return holder.strip() or "unknown", address if end else ""
