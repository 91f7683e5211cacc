"""What is worked out from the code and costs much, kept in a file, so that a process need only read it.

The file lies where Python keeps the bytecode of the module that wants it; where nothing may be written there, in the
user's cache directory; and where nothing may be written at all, each process works it out.  A file tells what it was
worked out from and has a checksum, so one that is of other code, or damaged, is never used.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

import platformdirs

_DIGEST: Final = 32
"""Bytes of a checksum."""
_NAME: Final = 16
"""Characters of a name that tell a file from others."""


def derived(module: str, sources: Iterable[bytes], work_out: Callable[[], bytes]) -> bytes:
    """What is worked out from some ``sources``, for the module whose file is ``module``.

    It is read where that was done before with the same sources and the same Python.
    """
    key = _digest(sys.version.encode(), *sources)
    for file in _files(module):
        found = _read(file, key)
        if found is not None:
            return found
    made = work_out()
    for file in _files(module):
        if _write(file, key, made):
            break
    return made


def _digest(*parts: bytes) -> bytes:
    """A checksum of some parts, each with its length."""
    state = blake2b(digest_size=_DIGEST)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def _files(module: str) -> Iterator[Path]:
    """Where the file may be, best first."""
    with contextlib.suppress(NotImplementedError):  # a Python that keeps no bytecode
        yield Path(cache_from_source(module)).with_suffix(".derived")
    # Modules of different packages may have the same name.
    name = f"{Path(module).stem}.{_digest(module.encode()).hex()[:_NAME]}.{sys.implementation.cache_tag}.derived"
    directory = platformdirs.user_cache_path("holdfast", appauthor=False)
    if directory.is_absolute():  # not so of somebody whom the system does not know, such as a number in a container
        yield directory / name


def _read(file: Path, key: bytes) -> bytes | None:
    try:
        whole = file.read_bytes()
    except OSError:
        return None
    checksum, found = whole[:_DIGEST], whole[_DIGEST:]
    return found if checksum == _digest(key, found) else None


def _write(file: Path, key: bytes, made: bytes) -> bool:
    """Write a file, as a whole or not at all; whether that went."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    except OSError:
        return False
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(_digest(key, made) + made)
        Path(name).chmod(0o644)  # as bytecode: others may run what is installed
        Path(name).replace(file)
    except OSError:  # a full disk; on Windows, another process that reads it
        with contextlib.suppress(OSError):
            Path(name).unlink()
        return False
    return True
