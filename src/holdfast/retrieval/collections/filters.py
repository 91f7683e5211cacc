"""Which rows a condition on metadata admits.

Deciding takes a few microseconds a row, so what was decided is kept: programs send the same few conditions again and
again, and of those only rows that came since are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(slots=True)
class _Decided:
    mask: NDArray[np.bool_]
    epoch: int


class FilterMemory:
    """What was decided for the rows of one collection; safe to share between threads."""

    def __init__(self) -> None:
        self._decided: dict[str, _Decided] = {}

    def mask(self, view: View, condition: Filter | None) -> NDArray[np.bool_]:
        """Which rows of `view` are live and admitted."""
        live = view.live[: len(view)]
        if condition is None:
            return live
        known = self._decided.get(condition.name)
        decided = known.mask if known is not None and known.epoch == view.epoch else np.empty(0, np.bool_)
        if len(decided) < len(view):
            rest = view.metadata[len(decided) : len(view)]
            decided = np.concatenate((decided, _decide(rest, condition.admits)))
            self._remember(condition.name, _Decided(decided, view.epoch))
        return live & decided[: len(view)]

    def _remember(self, name: str, decided: _Decided) -> None:
        self._decided.pop(name, None)
        self._decided[name] = decided
        for oldest in list(self._decided)[:-_KEPT]:
            self._decided.pop(oldest, None)


def newest(view: View, condition: Filter | None, limit: int) -> list[int]:
    """The numbers of the last documents that a condition admits, those without a vector included, newest first."""
    found: list[int] = []
    for number, metadata in _from_newest(view):
        if len(found) == limit:
            break
        if condition is None or condition.admits(metadata):
            found.append(number)
    return found


def _from_newest(view: View) -> Iterator[tuple[int, EncodedObject | None]]:
    rows = np.flatnonzero(view.live[: len(view)])
    numbered = dict(zip(view.numbers[rows].tolist(), (view.metadata[row] for row in rows.tolist()), strict=True))
    numbered.update(view.waiting)
    for number in sorted(numbered, reverse=True):
        yield number, numbered[number]


def _decide(metadata: Sequence[EncodedObject | None], admits: Condition) -> NDArray[np.bool_]:
    return np.fromiter(map(admits, metadata), np.bool_, len(metadata))
