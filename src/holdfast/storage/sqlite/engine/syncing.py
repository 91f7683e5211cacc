"""Making what was written to a file durable, by the call that the operating system means for it."""

from __future__ import annotations

import errno
import fcntl
import os

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
