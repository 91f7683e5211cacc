"""Files of columns that are mapped into memory: arrays of numbers, and a few facts about them.

A file has its columns one after the other, each on a page boundary and with room for more rows behind it, which takes
no disk; then a trailer in JSON that says where they lie, what their checksums are, and whatever else is to be known;
then the trailer's length and checksum, and a mark. A file is written under another name, synced and renamed, so there
is the old one, the new one, or none. It is mapped privately: what is written to its arrays is seen by this process
alone and changes no file, and pages that nobody wrote to are the operating system's, to keep or to drop.

Checksums are XXH3's of 64 bits: they find what disks and people do to files, at the speed of memory.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from struct import Struct
from typing import IO, Any, NamedTuple

import msgspec
import numpy as np
import xxhash
from numpy.typing import NDArray

from holdfast.retrieval.growing import Growing
from holdfast.system.durability import sync, sync_directory
from holdfast.system.memory import content_of

_MARK = b"holdfast columns"
_END = Struct("<QQ16s")
"""Length of the trailer, its checksum, and the mark."""
_PIECE = 4 << 20
"""Bytes that are written at once."""
_ROOM_SHARE = 8


class DamagedFileError(Exception):
    """A file is not what was written."""


class StoppedError(Exception):
    """Writing was broken off."""


class Column(NamedTuple):
    """What a file is to hold under a name: pieces of one array, and for how many more rows there is to be room."""

    pieces: Sequence[NDArray[Any]]
    room: int = 0

    @classmethod
    def of(cls, rows: NDArray[Any]) -> Column:
        """An array that stays as it is."""
        return cls((rows,))

    @classmethod
    def growing(cls, rows: NDArray[Any]) -> Column:
        """An array to which rows will be appended."""
        return cls((rows,), len(rows) // _ROOM_SHARE + _ROOM_SHARE)


class Stored(NamedTuple):
    """What a file holds: columns by name, and facts that JSON can express."""

    columns: Mapping[str, Column]
    facts: Mapping[str, Any]

    @property
    def nbytes(self) -> int:
        """What the columns take, without room."""
        return sum(piece.nbytes for column in self.columns.values() for piece in column.pieces)


class _Place(msgspec.Struct, array_like=True):
    """Where a column lies."""

    dtype: str
    width: list[int]
    offset: int
    rows: int
    room: int
    checksum: int


class _Trailer(msgspec.Struct):
    places: dict[str, _Place]
    facts: dict[str, Any]


class MappedColumns:
    """The columns of a file that is mapped into memory, and the facts.

    Attributes:
        facts: what was written with the columns.
        identity: by which a later file in its place is told from it.
    """

    def __init__(self, memory: mmap.mmap, trailer: _Trailer, identity: FileIdentity) -> None:
        self._memory = memory
        self._places = trailer.places
        self.facts = trailer.facts
        self.identity = identity

    def __contains__(self, name: str) -> bool:
        """Whether there is a column of that name."""
        return name in self._places

    def array(self, name: str) -> NDArray[Any]:
        """A column without room; KeyError when there is none of the name."""
        place = self._places[name]
        return self._rows(place)[: place.rows]

    def growing(self, name: str) -> Growing:
        """A column with room; KeyError when there is none of the name."""
        place = self._places[name]
        return Growing(self._rows(place), place.rows, mapped=place.rows)

    def _rows(self, place: _Place) -> NDArray[Any]:
        rows = place.rows + place.room
        count = rows * int(np.prod(place.width, dtype=np.int64))
        if not count:
            return np.empty((rows, *place.width), place.dtype)
        flat = np.frombuffer(self._memory, place.dtype, count, place.offset)
        return flat.reshape(rows, *place.width)


class FileIdentity(NamedTuple):
    """Tells a file from another one of the same name, as long as either is mapped."""

    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> FileIdentity | None:
        """That of a file; None when there is none."""
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(status.st_dev, status.st_ino)


def write(path: Path, stored: Stored, *, go_on: Callable[[], bool] = lambda: True) -> None:
    """Write a file in the place of what there is; the directory must exist.

    Raises:
        OSError: it cannot be written; what there was is untouched.
        StoppedError: `go_on` said no.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            _write(file, stored, go_on)
            file.flush()
            sync(file.fileno())
        fresh.replace(path)
        sync_directory(path.parent)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def read_facts(path: Path) -> dict[str, Any]:
    """The facts of a file.

    Raises:
        DamagedFileError: it is not whole.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return _read_trailer(file).facts


def map_file(path: Path, *, admit: Callable[[dict[str, Any]], bool] = lambda _: True) -> MappedColumns | None:
    """Map a file into memory, after checking all of it; None when `admit` refuses its facts.

    Raises:
        DamagedFileError: it is not what was written.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        trailer = _read_trailer(file)
        if not admit(trailer.facts):
            return None
        status = os.fstat(file.fileno())
        memory = content_of(file, status.st_size)
    identity = FileIdentity(status.st_dev, status.st_ino)
    columns = MappedColumns(memory, trailer, identity)
    for name, place in trailer.places.items():
        if place.offset + _size(place) > status.st_size or _checksum(columns.array(name)) != place.checksum:
            raise DamagedFileError(f"{path}: the column {name} is damaged")
    return columns


def _write(file: IO[bytes], stored: Stored, go_on: Callable[[], bool]) -> None:
    places = {}
    for name, column in stored.columns.items():
        file.seek(-file.tell() % mmap.PAGESIZE, os.SEEK_CUR)
        places[name] = place = _place(column, file.tell())
        digest = xxhash.xxh3_64()
        for piece in _pieces(column.pieces):
            if not go_on():
                raise StoppedError
            digest.update(piece)
            file.write(piece)
        place.checksum = digest.intdigest()
        file.seek(place.offset + _size(place))
    trailer = msgspec.json.encode(_Trailer(places, dict(stored.facts)))
    file.write(trailer)
    file.write(_END.pack(len(trailer), xxhash.xxh3_64_intdigest(trailer), _MARK))


def _place(column: Column, offset: int) -> _Place:
    first = column.pieces[0]
    rows = sum(len(piece) for piece in column.pieces)
    return _Place(first.dtype.newbyteorder("<").str, list(first.shape[1:]), offset, rows, column.room, 0)


def _size(place: _Place) -> int:
    width = int(np.prod(place.width, dtype=np.int64))
    return (place.rows + place.room) * width * np.dtype(place.dtype).itemsize


def _pieces(arrays: Sequence[NDArray[Any]]) -> Iterator[bytes]:
    """Copies of what arrays hold: others may write to them meanwhile, and the checksum must be that of what is kept."""
    for array in arrays:
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        whole = little.reshape(-1).view(np.uint8)
        for start in range(0, len(whole), _PIECE):
            yield whole[start : start + _PIECE].tobytes()


def _checksum(array: NDArray[Any]) -> int:
    return xxhash.xxh3_64_intdigest(array.reshape(-1).view(np.uint8).data)


def _read_trailer(file: IO[bytes]) -> _Trailer:
    size = file.seek(0, os.SEEK_END)
    if size < _END.size:
        raise DamagedFileError(f"{file.name} is not whole")
    file.seek(size - _END.size)
    length, checksum, mark = _END.unpack(file.read(_END.size))
    if mark != _MARK or length > size - _END.size:
        raise DamagedFileError(f"{file.name} is not whole")
    file.seek(size - _END.size - length)
    text = file.read(length)
    if xxhash.xxh3_64_intdigest(text) != checksum:
        raise DamagedFileError(f"{file.name}: the trailer is damaged")
    try:
        return msgspec.json.decode(text, type=_Trailer)
    except msgspec.DecodeError as error:
        raise DamagedFileError(f"{file.name}: {error}") from None
