"""Indexes in files, so that neither a restart nor a scope larger than the budget has them made anew.

A file is a cache of a cache: whatever is wrong with it leads to a new index. It is used only by the version and for the
model and the language that it was made with, when all of it is as it was written, and when the database knows it: each
file has a token that is noted in the database after the file was written. So a file of another database, or one that is
ahead of a database which was put back from a backup, is never used.

A file says what a scope held at a revision of the log of changes; what came since is added as to any index. It holds
numbers of terms, vectors and the names of those who speak, so it is written anew, or goes, before messages that it
holds count as erased.

The directory is bounded: the files that were not used for longest go. Processes may share it: files are replaced as a
whole, and who uses one that was replaced or removed notices.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, Protocol

import holdfast
from holdfast.retrieval.feed import Span
from holdfast.retrieval.index import COLUMN_NAMES, ScopeIndex
from holdfast.retrieval.spans import MappedSpans, stored_spans
from holdfast.retrieval.stored_columns import (
    DamagedFileError,
    FileIdentity,
    MappedColumns,
    StoppedError,
    Stored,
    map_file,
    read_facts,
    write,
)

log = logging.getLogger(__name__)

FORMAT = 2
"""To be raised whenever what an index holds of a message changes, or how."""
MOST_FILES = 256
_SUFFIX = ".index"
_UNFINISHED = "*.new"
_UNFINISHED_SECONDS = 3600.0
"""A file that was not finished for so long never will be."""
_REST_SECONDS = 600.0
"""After a failure to write, nothing is tried for so long."""


class Register(Protocol):
    """Where the database notes which files are its own."""

    async def tokens(self) -> Collection[str]:
        """The tokens of files that may be used."""
        ...

    async def note(self, token: str) -> None:
        """Note a further one, and forget the oldest when there are many."""
        ...


class State(NamedTuple):
    """An index, and what it is of: a revision, None where it is not finished, and the span of each session."""

    scope_index: ScopeIndex
    cursor: int | None
    spans: MappedSpans


class Snapshot(NamedTuple):
    """What a file is to hold of an index, taken at one moment; without a ``cursor`` the index is not finished."""

    stored: Stored
    cursor: int | None
    rows: int


class Extent(NamedTuple):
    """Up to which revision a file goes, None where it is not finished, and how many messages it holds."""

    cursor: int | None
    rows: int


class IndexFiles:
    """Files of indexes by name in a directory, which is made when it is needed.

    Methods that read or write files are meant for threads.

    Args:
        directory: where they lie.
        identity: what else an index depends on, such as language and model.
        most_bytes: of all files together.

    Attributes:
        directory: where they lie.
        most_bytes: of all files together.
    """

    def __init__(self, directory: Path, *, identity: str, most_bytes: int) -> None:
        self.directory = directory
        self._version = f"{FORMAT} {holdfast.__version__} {identity} {' '.join(COLUMN_NAMES)}"
        self.most_bytes = most_bytes
        self._rests_until = 0.0
        self._closed = False

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return self._path(name).exists()

    def extent(self, name: str) -> Extent | None:
        """What the file of a name goes up to, by what it says itself; None when there is none of this version."""
        try:
            facts = read_facts(self._path(name))
        except (OSError, DamagedFileError):
            return None
        if facts.get("version") != self._version:
            return None
        return Extent(facts["cursor"], facts["layout"]["count"])

    def is_current(self, name: str, file: FileIdentity) -> bool:
        """Whether a file is still there."""
        return FileIdentity.of(self._path(name)) == file

    @property
    def accepts(self) -> bool:
        """Whether it makes sense to write a file now."""
        return not self._closed and time.monotonic() >= self._rests_until

    def save(self, name: str, snapshot: Snapshot) -> str | None:
        """Write a file; its token, or None when there is no room for it.

        A failure is logged, for nothing depends on it, and then nothing is tried for a while.
        """
        if snapshot.stored.nbytes > self.most_bytes:
            return None
        token = token_hex(16)
        facts = {
            **snapshot.stored.facts,
            "version": self._version, "name": name, "token": token, "cursor": snapshot.cursor,
        }  # fmt: skip
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            write(self._path(name), Stored(snapshot.stored.columns, facts), go_on=lambda: not self._closed)
            self._trim(keep=self._path(name))
        except StoppedError:
            return None
        except OSError as error:
            self._rests_until = time.monotonic() + _REST_SECONDS
            log.warning("a search index could not be kept in %s: %s", self.directory, error)
            return None
        return token

    def load(self, name: str, tokens: Collection[str]) -> tuple[State, FileIdentity] | None:
        """What the file of a name holds; None when there is none that can be used, and then it is removed."""
        path = self._path(name)
        try:
            file = map_file(path, admit=lambda facts: self._admits(facts, name, tokens))
        except FileNotFoundError:
            return None
        except (OSError, DamagedFileError) as error:
            log.warning("a search index is made anew: %s", error)
            file = None
        if file is None:
            self.remove(name)
            return None
        with suppress(OSError):
            os.utime(path)
        return _state_of(file), file.identity

    def remove(self, name: str) -> None:
        """Remove the file of a name, if there is one."""
        _remove(self._path(name))

    def names(self) -> list[str]:
        """The names of all files; those of other versions, and what was not finished, are removed."""
        found = []
        for path in self._files():
            try:
                facts = read_facts(path)
            except (OSError, DamagedFileError):
                facts = {}
            if facts.get("version") == self._version:
                found.append(str(facts["name"]))
            else:
                _remove(path)
        return found

    def close(self) -> None:
        """Break off what is being written."""
        self._closed = True

    def _admits(self, facts: dict[str, object], name: str, tokens: Collection[str]) -> bool:
        return facts.get("version") == self._version and facts.get("name") == name and facts.get("token") in tokens

    def _path(self, name: str) -> Path:
        return self.directory / (blake2b(name.encode(), digest_size=16).hexdigest() + _SUFFIX)

    def _files(self) -> list[Path]:
        for path in self.directory.glob(_UNFINISHED):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _UNFINISHED_SECONDS:
                    _remove(path)
        return sorted(self.directory.glob(f"*{_SUFFIX}"))

    def _trim(self, *, keep: Path) -> None:
        """Remove the files that were not used for longest, as long as there are too many."""
        sizes = dict(_used(self._files()))
        newest = sorted(sizes, key=lambda path: (path == keep, sizes[path][0]), reverse=True)
        total = 0
        for place, path in enumerate(newest):
            total += sizes[path][1]
            if place and (total > self.most_bytes or place >= MOST_FILES):
                _remove(path)


def remove_index_files(directory: Path) -> None:
    """Remove all files of indexes in a directory, as a tool does that removes messages beside a server."""
    for pattern in (f"*{_SUFFIX}", _UNFINISHED):
        for path in directory.glob(pattern):
            _remove(path)


def snapshot_of(index: ScopeIndex, cursor: int | None, spans: Mapping[int, Span]) -> Snapshot:
    """What a file is to hold of an index."""
    stored = index.stored()
    return Snapshot(Stored({**stored.columns, **stored_spans(spans)}, stored.facts), cursor, len(index))


def _state_of(file: MappedColumns) -> State:
    return State(ScopeIndex.restored(file), file.facts["cursor"], MappedSpans(file))


def _used(paths: list[Path]) -> Iterator[tuple[Path, tuple[float, int]]]:
    """When each file was last used, and what it takes on the disk."""
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            yield path, (status.st_mtime, getattr(status, "st_blocks", 0) * 512 or status.st_size)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
