"""Whether the files that a server has open are still those that their names lead to.

A directory that is deleted, moved, unmounted or replaced by a backup leaves the open files as they were: one can write
to them, sync them, and nobody will ever find what was written.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

_LEAST_FREE_BYTES = 1 << 20


class Place:
    """Remembers which files these are."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._identities = {str(path): _identity(str(path)) for path in paths}

    def fault(self) -> str:
        """What happened to the files; empty when they are where they were."""
        for path, identity in self._identities.items():
            try:
                if _identity(path) != identity:
                    return f"{path} was replaced by another file"
            except OSError as error:
                return f"{path} cannot be found any more ({error.strerror})"
        return ""


def is_full(directory: Path) -> bool:
    """Whether the file system has next to no room left; SQLite calls that an I/O error as often as not."""
    try:
        return shutil.disk_usage(directory).free < _LEAST_FREE_BYTES
    except OSError:
        return False


def _identity(path: str) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116  (the same without making objects: it is asked before each acknowledgement)
    return status.st_dev, status.st_ino
