"""The vectors of a scope: unit rows in a buffer that grows, and cosine against them.

Components are kept as fixed-point numbers of 16 bits: half the memory of single precision, half of what a search has
to read, and a cosine that is off by less than 0.0002.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import kernel
from holdfast.retrieval.kernel import ONE

FixedPoint = NDArray[np.int16]


class _Buffer:
    """Rows with room to grow, written once each; `used` rows are taken."""

    __slots__ = ("rows", "used")

    def __init__(self, rows: FixedPoint, used: int) -> None:
        self.rows = rows
        self.used = used


@dataclass(frozen=True, slots=True)
class Vectors:
    """An immutable view of the vectors of the first `count` messages of a scope.

    Attributes:
        count: messages.
        embedded: which of them have a vector.
        complete: whether all of them have.
        centre: the mean of the vectors there are; None as long as there is none.
    """

    count: int = 0
    embedded: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    complete: bool = True
    centre: NDArray[np.float32] | None = None
    _sum: NDArray[np.float64] | None = None
    _buffer: _Buffer | None = None

    @classmethod
    def _of(cls, embedded: NDArray[np.bool_], total: NDArray[np.float64], buffer: _Buffer) -> "Vectors":
        known = int(np.count_nonzero(embedded))
        centre = (total / (ONE * known)).astype(np.float32) if known else None
        return cls(len(embedded), embedded, known == len(embedded), centre, total, buffer)

    @property
    def width(self) -> int:
        """Components of a vector; 0 as long as no message has one."""
        return 0 if self._buffer is None else int(self._buffer.rows.shape[1])

    def at(self, rows: Sequence[int] | NDArray[np.intp]) -> NDArray[np.float32]:
        """(rows, width) the vectors of some messages, zeros where there is none."""
        return self._rows.take(rows, axis=0) * np.float32(1 / ONE)

    def extended(self, added: NDArray[np.float32] | None, count: int) -> "Vectors":
        """The vectors with those of `count` further messages.

        Raises:
            ValueError: their width differs.
        """
        total = self.count + count
        if added is None and self._buffer is None:
            return Vectors(total, np.zeros(total, np.bool_), complete=False)
        fixed = np.zeros((count, self.width), np.int16) if added is None else _fixed(added)
        buffer = self._room(total, fixed.shape[1])
        buffer.rows[self.count : total] = fixed
        buffer.used = total
        embedded = np.concatenate((self.embedded, _filled(fixed)))
        summed = _summed(fixed) if self._sum is None else self._sum + _summed(fixed)
        return Vectors._of(embedded, summed, buffer)

    def placed(self, rows: NDArray[np.intp], vectors: NDArray[np.float32], count: int) -> "Vectors":
        """A copy with vectors put at some rows."""
        copy = np.zeros((count, self.width or vectors.shape[1]), np.int16)
        if self._buffer is not None:
            copy[: self.count] = self._rows
        copy[rows] = _fixed(vectors)
        return Vectors._of(_filled(copy), _summed(copy), _Buffer(copy, count))

    def kept(self, keep: NDArray[np.bool_]) -> "Vectors":
        """The vectors of the rows where `keep` is true."""
        embedded = self.embedded[keep]
        if self._buffer is None:
            return Vectors(len(embedded), embedded, complete=bool(embedded.all()))
        kept = self._rows[keep]
        return Vectors._of(embedded, _summed(kept), _Buffer(kept, len(embedded)))

    def compare(self, query: NDArray[np.float32], out: NDArray[np.float64]) -> None:
        """Fill `out` with the product of each row and a query: cosines, if it has length 1; 0 without a vector.

        Raises:
            ValueError: the query differs in width, or no message has a vector.
        """
        self.require_width(query)
        kernel.products(self._rows, query, out)

    def require_width(self, query: NDArray[np.float32]) -> None:
        """Check that a query can be compared.

        Raises:
            ValueError: it differs in width, or no message has a vector.
        """
        if self.width != len(query):
            raise ValueError(f"the query has {len(query)} dimensions, the index {self.width}")

    @property
    def nbytes(self) -> int:
        """Memory, room for growth included."""
        return self.embedded.nbytes + (0 if self._buffer is None else self._buffer.rows.nbytes)

    @property
    def _rows(self) -> FixedPoint:
        return np.empty((self.count, 0), np.int16) if self._buffer is None else self._buffer.rows[: self.count]

    def _room(self, total: int, width: int) -> _Buffer:
        """A buffer for `total` rows: the shared one while this is its latest snapshot, else a copy."""
        buffer = self._buffer
        if buffer is None:
            return _Buffer(np.zeros((total, width), np.int16), self.count)
        if buffer.rows.shape[1] != width:
            raise ValueError(f"vectors have {width} dimensions, those of the index {buffer.rows.shape[1]}")
        if buffer.used == self.count and total <= len(buffer.rows):
            return buffer
        rows = np.zeros((total + total // 8 + 8, width), np.int16)
        rows[: self.count] = buffer.rows[: self.count]
        return _Buffer(rows, self.count)


def _fixed(vectors: NDArray[np.float32]) -> FixedPoint:
    fixed: FixedPoint = np.rint(vectors * np.float32(ONE)).astype(np.int16)
    return fixed


def _filled(rows: FixedPoint) -> NDArray[np.bool_]:
    """Which rows are not all zeros."""
    filled: NDArray[np.bool_] = np.logical_or.reduce(rows, axis=1)
    return filled


def _summed(rows: FixedPoint) -> NDArray[np.float64]:
    summed: NDArray[np.float64] = np.add.reduce(rows, axis=0, dtype=np.float64)
    return summed


def pack(vector: NDArray[np.float32]) -> bytes:
    """The stored form of a vector: little-endian half precision, which costs no recall and half the disk."""
    return vector.astype("<f2").tobytes()


def unpack(blobs: Sequence[bytes | None], dimensions: int) -> NDArray[np.float32]:
    """(n, d) vectors from their stored forms; a row of zeros where there is none or where the width differs."""
    blank = bytes(2 * dimensions)
    whole = b"".join([blob if blob is not None and len(blob) == len(blank) else blank for blob in blobs])
    return np.frombuffer(whole, dtype="<f2").reshape(len(blobs), dimensions).astype(np.float32)
