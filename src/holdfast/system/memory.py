"""Memory that goes back to the system as soon as nobody has it, blank or with what a file holds."""

from __future__ import annotations

import ctypes
import os
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BufferedReader
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from tempfile import TemporaryFile

MOST_FILES = 192
"""So much memory lies in files at once: each takes one of the files that a process may have open."""

_directory: ContextVar[Path | None] = ContextVar("_directory", default=None)
_in_files: weakref.WeakSet[mmap] = weakref.WeakSet()


@contextmanager
def lying_in_files(directory: Path | None) -> Iterator[None]:
    """Have what is blank within the block lie in files without a name in a directory, as far as that can be had.

    The operating system may put such memory out to the disk when others need it. ``None`` changes nothing.
    """
    token = _directory.set(directory)
    try:
        yield
    finally:
        _directory.reset(token)


def blank(nbytes: int) -> mmap:
    """So many zeros, for this process alone."""
    directory = _directory.get()
    if directory is not None and (memory := _blank_in_file(directory, nbytes)) is not None:
        return memory
    return mmap(-1, nbytes) if sys.platform == "win32" else mmap(-1, nbytes, access=ACCESS_COPY)


def _blank_in_file(directory: Path, nbytes: int) -> mmap | None:
    """Zeros in a file of its own; None where there is no room for it, or the system cannot reserve it."""
    if not hasattr(os, "posix_fallocate") or len(_in_files) >= MOST_FILES:
        return None
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=directory) as file:
            # Without a reservation a full disk would end the process when somebody writes to the memory.
            os.posix_fallocate(file.fileno(), 0, nbytes)
            memory = mmap(file.fileno(), nbytes)
    except OSError:
        return None
    _in_files.add(memory)
    return memory


def give_back_unused() -> None:
    """Let the system have what C's allocator holds free, where it is one that can be asked (glibc's)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


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
