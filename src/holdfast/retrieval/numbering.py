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

    __slots__ = ("_numbers", "values")

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def numbers(self, values: Sequence[Hashable]) -> NDArray[np.int32]:
        """The numbers of values, new ones for those that are new."""
        found = np.empty(len(values), np.int32)
        for place, value in enumerate(values):
            number = self._numbers.get(value)
            if number is None:
                number = self._numbers[value] = len(self.values)
                self.values.append(value)
            found[place] = number
        return found

    def known(self, values: Iterable[Hashable]) -> Collection[int]:
        """The numbers of those values that have one."""
        found = map(self._numbers.get, values)
        return [number for number in found if number is not None]

    @property
    def nbytes(self) -> int:
        """Memory, about."""
        return _BYTES_PER_VALUE * len(self.values)
