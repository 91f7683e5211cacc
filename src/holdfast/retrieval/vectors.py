"""The vectors of a scope: unit rows of float32 in a buffer that grows, and cosine against them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


class _Buffer:
    """Rows with room to grow, written once each; `used` rows are taken."""

    __slots__ = ("rows", "used")

    def __init__(self, rows: NDArray[np.float32], used: int) -> None:
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
        centre = (total / known).astype(np.float32) if known else None
        return cls(len(embedded), embedded, known == len(embedded), centre, total, buffer)

    @property
    def matrix(self) -> NDArray[np.float32] | None:
        """(count, d) vectors, zero where there is none; None as long as no message has one."""
        return None if self._buffer is None else self._buffer.rows[: self.count]

    def extended(self, added: NDArray[np.float32] | None, count: int) -> "Vectors":
        """The vectors with those of `count` further messages.

        Raises:
            ValueError: their width differs.
        """
        total = self.count + count
        if added is None:
            if self._buffer is None:
                return Vectors(total, np.zeros(total, np.bool_), complete=False)
            added = np.zeros((count, self._buffer.rows.shape[1]), np.float32)
        buffer = self._room(total, added.shape[1])
        buffer.rows[self.count : total] = added
        buffer.used = total
        embedded = np.concatenate((self.embedded, _filled(added)))
        summed = _summed(added) if self._sum is None else self._sum + _summed(added)
        return Vectors._of(embedded, summed, buffer)

    def placed(self, rows: NDArray[np.intp], vectors: NDArray[np.float32], count: int) -> "Vectors":
        """A copy with vectors put at some rows."""
        matrix = self.matrix
        width = vectors.shape[1] if matrix is None else matrix.shape[1]
        copy = np.zeros((count, width), np.float32)
        if matrix is not None:
            copy[:] = matrix
        copy[rows] = vectors
        return Vectors._of(_filled(copy), _summed(copy), _Buffer(copy, count))

    def kept(self, keep: NDArray[np.bool_]) -> "Vectors":
        """The vectors of the rows where `keep` is true."""
        embedded = self.embedded[keep]
        matrix = self.matrix
        if matrix is None:
            return Vectors(len(embedded), embedded, complete=bool(embedded.all()))
        kept = matrix[keep]
        return Vectors._of(embedded, _summed(kept), _Buffer(kept, len(embedded)))

    def cosine(self, query: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """Cosine of a unit query with each row, 0 for rows without a vector; None when there is no vector at all.

        Raises:
            ValueError: the query differs in width.
        """
        matrix = self.matrix
        if matrix is None:
            return None
        self.require_width(query)
        return matrix @ query

    def require_width(self, query: NDArray[np.float32]) -> None:
        """Check that a query can be compared.

        Raises:
            ValueError: it differs in width.
        """
        if self._buffer is not None and self._buffer.rows.shape[1] != len(query):
            raise ValueError(f"the query has {len(query)} dimensions, the index {self._buffer.rows.shape[1]}")

    @property
    def nbytes(self) -> int:
        """Memory, room for growth included."""
        return self.embedded.nbytes + (0 if self._buffer is None else self._buffer.rows.nbytes)

    def _room(self, total: int, width: int) -> _Buffer:
        """A buffer for `total` rows: the shared one while this is its latest snapshot, else a copy."""
        buffer = self._buffer
        if buffer is None:
            return _Buffer(np.zeros((total, width), np.float32), self.count)
        if buffer.rows.shape[1] != width:
            raise ValueError(f"vectors have {width} dimensions, those of the index {buffer.rows.shape[1]}")
        if buffer.used == self.count and total <= len(buffer.rows):
            return buffer
        rows = np.zeros((total + total // 8 + 8, width), np.float32)
        rows[: self.count] = buffer.rows[: self.count]
        return _Buffer(rows, self.count)


def _filled(rows: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which rows are not all zeros."""
    filled: NDArray[np.bool_] = np.logical_or.reduce(rows, axis=1)
    return filled


def _summed(rows: NDArray[np.float32]) -> NDArray[np.float64]:
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
