"""Making what was written durable, by the call that the operating system means for it."""

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path

log = logging.getLogger(__name__)

if sys.platform == "win32":

    def sync(descriptor: int) -> None:
        """Return when what was written to the file is on disk; `OSError` when the disk fails.

        The file must be open for writing.
        """
        os.fsync(descriptor)

    def sync_directory(directory: Path) -> None:
        """Make the names of freshly created files durable: Windows does so itself, and opens no directories."""
else:
    import fcntl

    _UNSUPPORTED = {errno.ENOTSUP, errno.EINVAL, errno.ENOTTY}

    def sync(descriptor: int) -> None:
        """Return when what was written to the file is on disk; `OSError` when the disk fails.

        On macOS, ``fsync`` hands the data to the disk, which keeps it in a buffer that a loss of power empties;
        ``F_FULLFSYNC`` empties that too.  File systems that know no such call (network shares) get ``fsync`` there.
        """
        full_sync: int | None = getattr(fcntl, "F_FULLFSYNC", None)
        if full_sync is None:
            getattr(os, "fdatasync", os.fsync)(descriptor)
            return
        try:
            fcntl.fcntl(descriptor, full_sync)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            os.fsync(descriptor)

    def sync_directory(directory: Path) -> None:
        """Make the names of freshly created files durable, without which their contents could not be found."""
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_directory(directory: Path) -> None:
    """Make a directory and those above it, if they are missing, so that none is lost with the power.

    Raises `OSError` when that cannot be done.
    """
    missing = [each for each in (directory, *directory.parents) if not each.exists()]
    directory.mkdir(parents=True, exist_ok=True)
    for made in missing:
        try:
            sync_directory(made.parent)
        except PermissionError:
            log.info("%s may not be read, so the name of %s in it is durable only in a while", made.parent, made.name)


def sync_file(path: Path) -> None:
    """See `sync`, for a file that somebody else has written and closed."""
    with path.open("r+b") as file:
        sync(file.fileno())
