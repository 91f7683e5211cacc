"""Arrays that grow at their end and are shared by snapshots."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.system.memory import blank

_SMALLEST_ROOM = 8
_OWN_BYTES = 1 << 20
"""Arrays of so many bytes get memory of their own."""


class Growing:
    """An array with room to grow: each holder knows how many rows it has, and sees these.

    Whoever holds the latest state appends in place; from an older one a copy is made. So appending costs what is
    appended, and now and then a copy, of which each row has eight in all.

    Attributes:
        rows: the array, room included.
        used: how many rows are taken.
        most: as many rows as there will ever be, if that is known.
        mapped: how many rows lie in a file that is mapped into memory, room included in the file; None for an array
            that lies in memory as a whole.
    """

    __slots__ = ("mapped", "most", "rows", "used")

    def __init__(self, rows: NDArray[Any], used: int, *, most: int | None = None, mapped: int | None = None) -> None:
        self.rows = rows
        self.used = used
        self.most = most
        self.mapped = mapped

    @classmethod
    def empty(cls, dtype: Any, *width: int, most: int | None = None) -> Growing:
        """Nothing yet."""
        return cls(np.empty((0, *width), dtype), 0, most=most)

    def has_room(self, held: int, total: int) -> bool:
        """Whether a holder of `held` rows can have `total` in place."""
        return self.used == held and total <= len(self.rows)

    def extended(self, held: int, added: NDArray[Any]) -> Growing:
        """The array with rows after the `held` ones of the caller; itself when that is possible in place."""
        total = held + len(added)
        grown = self if self.has_room(held, total) else self._copied(held, total)
        grown.rows[held:total] = added
        grown.used = total
        return grown

    @property
    def nbytes(self) -> int:
        """Memory, room included; of an array in a file what was appended since."""
        if self.mapped is None or not len(self.rows):
            return self.rows.nbytes
        return (self.used - self.mapped) * (self.rows.nbytes // len(self.rows))

    def _copied(self, held: int, total: int) -> Growing:
        room = total + total // 8 + _SMALLEST_ROOM
        room = room if self.most is None else max(total, min(room, self.most))
        rows = _blank((room, *self.rows.shape[1:]), self.rows.dtype)
        rows[:held] = self.rows[:held]
        return Growing(rows, held, most=self.most)


def _blank(shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    """An array to be filled.

    A large one goes back to the system as soon as nobody has it. What is left to the allocator of C stays with the
    process, in gaps between what others have: hundreds of megabytes after an index was put into a file.
    """
    size = prod(shape)
    nbytes = size * dtype.itemsize
    if nbytes < _OWN_BYTES:
        return np.empty(shape, dtype)
    return np.frombuffer(blank(nbytes), dtype, size).reshape(shape)
