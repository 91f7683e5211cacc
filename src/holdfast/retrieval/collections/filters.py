"""Which rows a condition on metadata admits.

Deciding takes a few microseconds a row, so what was decided is kept: programs send the same few conditions again and
again, and of those only rows that came since are looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import merge
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.collections.index import EncodedObject, View

Condition = Callable[[EncodedObject | None], bool]

_KEPT = 32
"""Conditions remembered of one collection, at a byte per row each."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on metadata, and a text that stands for it: equal texts mean equal conditions."""

    name: str
    admits: Condition


@dataclass(frozen=True, slots=True)
class _Decided:
    """Which of the first rows are admitted, after so many edits of metadata."""

    mask: NDArray[np.bool_]
    edits: int


_NOTHING = _Decided(np.empty(0, np.bool_), 0)


class FilterMemory:
    """What was decided for the rows of one collection; safe to share between threads."""

    def __init__(self) -> None:
        self._decided: dict[str, _Decided] = {}

    def mask(self, view: View, condition: Filter | None) -> NDArray[np.bool_]:
        """Which rows of `view` are live and admitted."""
        live = view.live[: len(view)]
        if condition is None:
            return live
        known = self._decided.get(condition.name, _NOTHING)
        if known.edits > view.edits:  # another search has looked at a later state
            known = _NOTHING
        decided = known.mask
        if len(decided) < len(view) or known.edits < view.edits:
            decided = _decide(view, condition, known)
            self._remember(condition.name, _Decided(decided, view.edits))
        return live & decided[: len(view)]

    def _remember(self, name: str, decided: _Decided) -> None:
        self._decided.pop(name, None)
        self._decided[name] = decided
        for oldest in list(self._decided)[:-_KEPT]:
            self._decided.pop(oldest, None)


def newest(view: View, filters: FilterMemory, condition: Filter | None, limit: int) -> list[int]:
    """The numbers of the last documents that a condition admits, those without a vector included, newest first."""
    numbers = np.sort(view.numbers[filters.mask(view, condition)], kind="stable")[::-1]
    waiting = dict(view.waiting)
    waiting_numbers = (
        number for number in sorted(waiting, reverse=True) if condition is None or condition.admits(waiting[number])
    )
    return list(islice(merge(numbers.tolist(), waiting_numbers, reverse=True), limit))


def _decide(view: View, condition: Filter, known: _Decided) -> NDArray[np.bool_]:
    """The mask of all rows, looking only at those that came or were edited since."""
    added = view.metadata[len(known.mask) : len(view)]
    mask = np.concatenate((known.mask, np.fromiter(map(condition.admits, added), np.bool_, len(added))))
    for row in set(view.edited[known.edits : view.edits]):
        mask[row] = condition.admits(view.metadata[row])
    return mask
