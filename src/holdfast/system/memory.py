"""Memory that goes back to the system as soon as nobody has it, blank or with what a file holds."""

from __future__ import annotations

import sys
from io import BufferedReader
from mmap import ACCESS_COPY, mmap


def blank(nbytes: int) -> mmap:
    """So many zeros, for this process alone."""
    return mmap(-1, nbytes) if sys.platform == "win32" else mmap(-1, nbytes, access=ACCESS_COPY)


def content_of(file: BufferedReader, nbytes: int) -> mmap:
    """The first bytes of a file, which are read when somebody looks at them; changes stay with this process.

    On Windows all of them are read at once: as long as a file is mapped there, it can be neither replaced nor removed.

    Raises:
        OSError: the file is shorter, or cannot be read.
    """
    if sys.platform != "win32":
        return mmap(file.fileno(), nbytes, access=ACCESS_COPY)
    memory = blank(nbytes)
    file.seek(0)
    if file.readinto(memory) < nbytes:
        raise OSError(f"{file.name} is shorter than it was")
    return memory
