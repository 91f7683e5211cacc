"""A disk that may forget, at a power cut, whatever was not synced.

Everything that SQLite writes goes to the real files as ever, and is written down: writes, truncations, syncs, in the
order in which they happened.  From that record a directory can be made as a power cut at any moment might have left
it: what was synced is there; of the rest each sector may be there or not, whatever came before or after it.

`Disk` takes SQLite's writes through a VFS, and the syncs of Holdfast's own in place of `os.fsync` and `os.fdatasync`,
which are what a kernel that begins no syncs leaves to it.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest

from holdfast.system import background_sync

SECTOR = 512
"""Bytes that a disk writes wholly or not at all."""

SyncFile = Callable[[int], None]

_VFS = "forgetful"
_NOT_KEPT = ("-shm", ".lock")


@dataclass(frozen=True)
class Write:
    path: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncation:
    path: str
    size: int


@dataclass(frozen=True)
class Deletion:
    path: str


@dataclass(frozen=True)
class Sync:
    """All that was written to a file before the moment ``since`` is on the disk."""

    path: str
    since: int


@dataclass(frozen=True)
class Names:
    """The directory was synced: files of these names are found after a power cut."""

    names: frozenset[str]


Event = Write | Truncation | Deletion | Sync | Names


class Disk:
    """What happened to the files below ``directory`` since recording began."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.syncs: dict[str, int] = defaultdict(int)
        self._record: list[Event] = []
        self._lock = threading.Lock()

    @property
    def moment(self) -> int:
        """Now, as a place in the record."""
        return len(self._record)

    def note(self, event: Event) -> None:
        with self._lock:
            self._record.append(event)
            if isinstance(event, Sync):
                self.syncs[Path(event.path).name] += 1

    def note_names(self) -> None:
        self.note(Names(frozenset(path.name for path in self.directory.iterdir())))

    @contextmanager
    def recording(self, fault: Callable[[SyncFile], SyncFile] = lambda sync: sync) -> Iterator[None]:
        """Record what is done to the files that are opened meanwhile; ``fault`` makes a bad sync of a good one."""
        vfs = _RecordingVfs(self)
        with pytest.MonkeyPatch.context() as patch:
            for name in ("fsync", "fdatasync"):
                _replace_everywhere(patch, getattr(os, name), fault(self._noting(getattr(os, name))))
            patch.setattr(background_sync, "open_kernel_sync", lambda descriptor: None)
            yield
        vfs.unregister()

    def after_power_cut(self, moment: int, target: Path, chance: random.Random) -> None:
        """Write to ``target`` what a power cut at ``moment`` may have left of the files."""
        record = self._record[:moment]
        synced = max((place for place, event in enumerate(record) if isinstance(event, Names)), default=0)
        names = record[synced].names if record and isinstance(record[synced], Names) else frozenset()
        target.mkdir()
        for name in names:
            path = str(self.directory / name)
            deletions = [place for place, event in enumerate(record) if event == Deletion(path)]
            begin = max((place for place in deletions if place < synced), default=0)
            end = min((place for place in deletions if place > synced), default=moment)
            # A deletion that was not synced may be forgotten, and the file is there as it was before.
            if not name.endswith(_NOT_KEPT) and (end == moment or chance.random() < 0.5):
                (target / name).write_bytes(_content(path, record[:end], begin, _whim(chance)))

    def _noting(self, sync: SyncFile) -> SyncFile:
        def noting(descriptor: int) -> None:
            since = self.moment
            sync(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            if path == self.directory:
                self.note_names()
            elif path.parent == self.directory:
                self.note(Sync(str(path), since))

        return noting


def _content(path: str, record: list[Event], begin: int, keeps: Callable[[], bool]) -> bytes:
    """The file that was created after ``begin``: what was synced, and as much of the rest as the disk ``keeps``."""
    synced = max((event.since for event in record if isinstance(event, Sync) and event.path == path), default=0)
    content = bytearray()
    for place, event in enumerate(record[begin:], begin):
        if isinstance(event, Write) and event.path == path:
            for offset, sector in _sectors(event):
                if place < synced or keeps():
                    content.extend(bytes(max(0, offset + len(sector) - len(content))))
                    content[offset : offset + len(sector)] = sector
        elif isinstance(event, Truncation) and event.path == path and (place < synced or keeps()):
            content[event.size :] = bytes(max(0, event.size - len(content)))
    return bytes(content)


def _sectors(write: Write) -> Iterator[tuple[int, bytes]]:
    begin, end = write.offset, write.offset + len(write.data)
    for offset in range(begin, end, SECTOR - begin % SECTOR if begin % SECTOR else SECTOR):
        yield offset, write.data[offset - begin : min(offset + SECTOR, end) - begin]


def _whim(chance: random.Random) -> Callable[[], bool]:
    """How a disk treats what was not synced: it forgets all, keeps all, or keeps some sectors."""
    share = chance.choice([0.0, 1.0, 0.1, 0.5, 0.9])
    return lambda: chance.random() < share


def _replace_everywhere(monkeypatch: pytest.MonkeyPatch, old: SyncFile, new: SyncFile) -> None:
    """Put ``new`` in the place of ``old``, also where the store's modules have taken it before."""
    monkeypatch.setattr(os, old.__name__, new)
    for name, module in list(sys.modules.items()):
        if name.startswith("holdfast.storage.sqlite"):
            for attribute, value in list(vars(module).items()):
                if value is old:
                    monkeypatch.setattr(module, attribute, new)


class _RecordingVfs(apsw.VFS):
    """The usual VFS, as the default one, for files that write things down."""

    def __init__(self, disk: Disk) -> None:
        self._usual = apsw.vfs_names()[0]
        self._disk = disk
        super().__init__(_VFS, self._usual, makedefault=True)

    def xDelete(self, name: str, sync_directory: bool) -> None:  # noqa: N802
        super().xDelete(name, sync_directory)
        self._disk.note(Deletion(name))
        if sync_directory:
            self._disk.note_names()

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _RecordingFile(self._usual, name, flags, self._disk)


class _RecordingFile(apsw.VFSFile):
    def __init__(self, vfs: str, name: str | apsw.URIFilename | None, flags: list[int], disk: Disk) -> None:
        super().__init__(vfs, name, flags)
        self._disk = disk
        self._named = not str(name).endswith(("-wal", "-journal"))
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._disk.note(Write(self._path, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self._disk.note(Truncation(self._path, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        since = self._disk.moment
        super().xSync(flags)
        self._disk.note(Sync(self._path, since))
        if not self._named:  # SQLite syncs the directory with the first sync of a file
            self._named = True
            self._disk.note_names()
