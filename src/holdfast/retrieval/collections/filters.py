"""Which rows a condition on metadata admits.

Deciding takes a few microseconds a row, so what was decided is kept: programs send the same few conditions again and
again, and of those only rows that came since are looked at.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from heapq import merge
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.collections.index import View
from holdfast.retrieval.conditions import Condition, Verdicts

_KEPT = 32
"""Conditions remembered of one collection, at a byte per row each."""
_WAITING_TOGETHER = 1000
"""Documents without a vector that are looked at together; usually few are."""

Mask = NDArray[np.bool_]


class _Decided:
    """What a condition says of the first rows, after so many edits of metadata."""

    def __init__(self) -> None:
        self.verdicts = Verdicts()
        self.edits = 0
        self.lock = asyncio.Lock()

    async def reach(self, view: View, condition: Condition) -> Mask:
        """The mask of all rows, looking only at those that came or were edited since."""
        edited = sorted({row for row in view.edited[self.edits : view.edits] if row < len(self.verdicts)})
        if edited:
            anew = Verdicts()
            await anew.reach([view.metadata[row] for row in edited], len(edited), condition)
            for row, admitted in zip(edited, anew.mask(len(edited)).tolist(), strict=True):
                self.verdicts[row] = admitted
        self.edits = view.edits
        await self.verdicts.reach(view.metadata, len(view), condition)
        return self.verdicts.mask(len(view))


class FilterMemory:
    """What was decided for the rows of one collection; belongs to one event loop."""

    def __init__(self) -> None:
        self._decided: OrderedDict[str, _Decided] = OrderedDict()

    async def mask(self, view: View, condition: Condition | None) -> Mask:
        """Which rows of `view` are live and admitted. Errors are those of `Verdicts.reach`."""
        live = view.live[: len(view)]
        if condition is None:
            return live
        known = self._decided.setdefault(condition.name, _Decided())
        self._decided.move_to_end(condition.name)
        if len(self._decided) > _KEPT:
            self._decided.popitem(last=False)
        async with known.lock:
            if known.edits > view.edits:  # another search has looked at a later state
                known = _Decided()
            return live & await known.reach(view, condition)


async def newest_waiting(view: View, condition: Condition | None, limit: int) -> list[int]:
    """The numbers of the last documents without a vector that a condition admits, newest first."""
    waiting = dict(view.waiting)
    if condition is None:
        return sorted(waiting, reverse=True)[:limit]
    found: list[int] = []
    numbers = sorted(waiting, reverse=True)
    for start in range(0, len(numbers), _WAITING_TOGETHER):
        some = numbers[start : start + _WAITING_TOGETHER]
        verdicts = Verdicts()
        await verdicts.reach([waiting[number] for number in some], len(some), condition)
        found += np.array(some)[verdicts.mask(len(some))].tolist()
        if len(found) >= limit:
            break
    return found[:limit]


def newest(view: View, mask: Mask, waiting: Sequence[int], limit: int) -> list[int]:
    """The numbers of the last documents among the rows of a mask and those that wait for a vector, newest first."""
    numbers = np.sort(view.numbers[mask], kind="stable")[::-1]
    return list(islice(merge(numbers.tolist(), waiting, reverse=True), limit))
