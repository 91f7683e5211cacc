"""Locks on files and directories, which go when the process that has them ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _PLACE = 1 << 30
    """Windows locks bytes, and lets nobody else read them: this one lies behind all that a file holds."""

    def lock(descriptor: int) -> bool:
        """Lock an open file until it is closed; False when somebody else has locked it.

        Raises:
            OSError: the file system knows no locks.
        """
        os.lseek(descriptor, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def lock_directory(directory: Path) -> int | None:  # noqa: ARG001
        """Lock a directory until the descriptor that is returned is closed.

        None where directories cannot be locked: on network shares and on Windows.

        Raises:
            BlockingIOError: somebody else has locked it.
        """
        return None
else:
    import fcntl

    def lock(descriptor: int) -> bool:
        """Lock an open file until it is closed; False when somebody else has locked it.

        Raises:
            OSError: the file system knows no locks.
        """
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    def lock_directory(directory: Path) -> int | None:
        """Lock a directory until the descriptor that is returned is closed.

        None where directories cannot be locked: on network shares and on Windows.

        Raises:
            BlockingIOError: somebody else has locked it.
        """
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise
            return None
        return descriptor
