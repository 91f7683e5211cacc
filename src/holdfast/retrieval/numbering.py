"""Numbers for values, such as sessions and roles, in order of appearance."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BYTES_PER_VALUE = 160
"""What a list, a dictionary and the value itself take, about."""


class Numbering:
    """Gives values numbers. Snapshots of an index share one: what it learns for a later one does an earlier no harm.

    Attributes:
        values: the value of each number.
    """

    __slots__ = ("_first", "_new", "_numbers", "values")

    def __init__(self) -> None:
        self._new: list[Any] = []
        self._numbers: dict[Hashable, int] = {}
        self._first = 0
        self.values: Sequence[Any] = self._new

    def numbers(self, values: Sequence[Any]) -> NDArray[np.int32]:
        """The numbers of values, new ones for those that are new."""
        found = np.empty(len(values), np.int32)
        for place, value in enumerate(values):
            number = self._numbers.get(value)
            if number is None:
                number = self._numbers[value] = self._first + len(self._new)
                self._new.append(value)
            found[place] = number
        return found

    def known(self, values: Iterable[Any]) -> Collection[int]:
        """The numbers of those values that have one."""
        found = map(self._numbers.get, values)
        return [number for number in found if number is not None]

    def integers(self) -> NDArray[np.int64]:
        """The value of each number, where all are integers."""
        return np.array(self._new, np.int64)

    @property
    def nbytes(self) -> int:
        """Memory, about."""
        return _BYTES_PER_VALUE * len(self._new)


class MappedNumbering(Numbering):
    """Numbers for integers of which the first ones lie in a file that is mapped into memory.

    Args:
        integers: the value of each number.
        order: the numbers, ascending by their values.
    """

    __slots__ = ("_integers", "_order")

    def __init__(self, integers: NDArray[np.int64], order: NDArray[np.int32]) -> None:
        super().__init__()
        self._integers = integers
        self._order = order
        self._first = len(integers)
        self.values = _Joined(integers, self._new)

    def numbers(self, values: Sequence[int]) -> NDArray[np.int32]:
        """See `Numbering.numbers`."""
        found = self._mapped(np.asarray(values, np.int64))
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = super().numbers([values[place] for place in new.tolist()])
        return found

    def known(self, values: Iterable[int]) -> Collection[int]:
        """See `Numbering.known`."""
        wanted = list(values)
        found = self._mapped(np.array(wanted, np.int64))
        return [*found[found >= 0].tolist(), *super().known(wanted)]

    def integers(self) -> NDArray[np.int64]:
        """See `Numbering.integers`."""
        return np.concatenate((self._integers, super().integers()))

    def _mapped(self, values: NDArray[np.int64]) -> NDArray[np.int32]:
        """The numbers of values, -1 for those that are not in the file."""
        if not self._first:
            return np.full(len(values), -1, np.int32)
        places = self._integers.searchsorted(values, sorter=self._order)
        numbers = self._order.take(places, mode="clip")
        return np.where(self._integers[numbers] == values, numbers, np.int32(-1))


class _Joined(Sequence[int]):
    """Two sequences as one."""

    def __init__(self, mapped: NDArray[np.int64], new: list[int]) -> None:
        self._mapped = mapped
        self._new = new

    def __len__(self) -> int:
        return len(self._mapped) + len(self._new)

    def __getitem__(self, place: Any) -> Any:
        first = len(self._mapped)
        return int(self._mapped[place]) if place < first else self._new[place - first]
