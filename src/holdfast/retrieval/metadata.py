"""Which messages of a scope a condition on their metadata admits.

Reading and deciding take microseconds a message, so both are remembered: the metadata of each message as the number of
a distinct text, of which there are far fewer than messages where programs write them, and for the conditions that were
asked lately what was decided of each text.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.conditions import Condition, Verdicts
from holdfast.retrieval.feed import MetadataText

_KEPT_CONDITIONS = 16
_BYTES_PER_TEXT = 150
"""What Python's objects for a text take, beside the text."""
_UNREAD = -1

Numbers = NDArray[np.int32]
"""The number of each row's text."""


class MetadataMemory:
    """The metadata of the rows of an index, and what was decided of them."""

    def __init__(self) -> None:
        self._texts: list[MetadataText | None] = []
        self._numbers: dict[MetadataText | None, int] = {}
        self._text_bytes = 0
        self._of_rows = np.empty(0, np.int32)
        self._decided: OrderedDict[str, tuple[Verdicts, asyncio.Lock]] = OrderedDict()

    def unread(self, rows: int) -> NDArray[np.intp]:
        """Which of the first so many rows are not known."""
        self._reach(rows)
        return np.flatnonzero(self._of_rows[:rows] == _UNREAD)

    def learn(self, rows: NDArray[np.intp], texts: Sequence[MetadataText | None]) -> None:
        """Take in the metadata of rows."""
        self._of_rows[rows] = [self._number(text) for text in texts]

    def forget(self, rows: NDArray[np.intp]) -> None:
        """Have rows read again; those beyond the known ones are read anyway."""
        self._of_rows[rows[rows < len(self._of_rows)]] = _UNREAD

    def forget_beyond(self, rows: int) -> None:
        """Have all but the first so many rows read again."""
        self._of_rows[rows:] = _UNREAD

    def forget_all(self) -> None:
        """Have everything read again; what was decided of a text stays right."""
        self._of_rows[:] = _UNREAD

    def keep(self, rows: NDArray[np.intp]) -> None:
        """Follow an index that was compacted to these rows."""
        self._reach(int(rows.max(initial=-1)) + 1)
        self._of_rows = self._of_rows[rows]

    def numbers(self, rows: int) -> Numbers:
        """What is known of the first so many rows at this moment."""
        return self._of_rows[:rows].copy()

    async def mask(self, numbers: Numbers, condition: Condition) -> NDArray[np.bool_]:
        """Which rows a condition admits; none whose metadata could not be read.

        Of several searches with one condition the first decides, and the others have what it decided. Errors are those
        of `Verdicts.reach`.
        """
        verdicts, lock = self._decided.setdefault(condition.name, (Verdicts(), asyncio.Lock()))
        self._decided.move_to_end(condition.name)
        if len(self._decided) > _KEPT_CONDITIONS:
            self._decided.popitem(last=False)
        count = int(numbers.max(initial=_UNREAD)) + 1
        if len(verdicts) < count:
            async with lock:
                await verdicts.reach(self._texts, count, condition)
        mask: NDArray[np.bool_] = np.append(verdicts.mask(count), False).take(numbers)
        return mask

    @property
    def nbytes(self) -> int:
        """Memory, about."""
        decided = sum(len(verdicts) for verdicts, _ in self._decided.values())
        return self._of_rows.nbytes + self._text_bytes + _BYTES_PER_TEXT * len(self._texts) + decided

    def _number(self, text: MetadataText | None) -> int:
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._texts)
            self._texts.append(text)
            self._text_bytes += len(text or b"")
        return number

    def _reach(self, rows: int) -> None:
        if rows > len(self._of_rows):
            more = np.full(rows + rows // 8 - len(self._of_rows), _UNREAD, np.int32)
            self._of_rows = np.concatenate((self._of_rows, more))
