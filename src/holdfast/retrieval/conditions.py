"""Applies a condition to many texts of metadata and keeps the event loop for a moment only.

A little work is done at once. What takes more goes on in a thread, of which there is one for all requests: piece by
piece, so that they have it in turn, and so that a request that is broken off has no more of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.filters.limits import INLINE_WORK, MAX_METADATA_WORK, PIECE_WORK
from holdfast.domain.filters.work import Budget, TooMuchWorkError, Work, too_costly
from holdfast.retrieval.feed import MetadataText

Texts = Sequence[MetadataText | None]

_THREAD = ThreadPoolExecutor(1, "holdfast-filters")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of one request.

    Attributes:
        name: a text that stands for it: equal texts mean equal conditions.
        admits: whether it is fulfilled; spends work, and raises `TooMuchWorkError` when there is none left.
        budget: what the request may still do.
    """

    name: str
    admits: Callable[[MetadataText | None, Work], bool]
    budget: Budget = field(default_factory=Budget)


class Verdicts:
    """What a condition says of the first texts of a list, one after the other."""

    def __init__(self, said: bytes = b"") -> None:
        self._said = bytearray(said)

    def __len__(self) -> int:
        """Of how many texts it is known."""
        return len(self._said)

    def __setitem__(self, place: int, admitted: bool) -> None:
        self._said[place] = admitted

    async def reach(self, texts: Texts, count: int, condition: Condition) -> None:
        """Decide the first so many texts. What was decided stays when it breaks off.

        Raises:
            InvalidFilter: the condition takes too long over one text.
            Unavailable: it takes too long over all of them; it goes on where it stopped when it is asked again.
        """
        said, budget = self._said, condition.budget
        if len(said) < count:
            decided, spent = _at_once(texts, len(said), count, condition)
            said += decided
            budget.spend(spent)
        while len(said) < count:
            budget.check()
            running = asyncio.get_running_loop()
            decided, spent = await running.run_in_executor(_THREAD, _piece, texts, len(said), count, condition)
            said += decided
            budget.spend(spent)

    def mask(self, count: int) -> NDArray[np.bool_]:
        """Of the first so many texts."""
        return np.frombuffer(bytes(self._said[:count]), np.bool_)


def _at_once(texts: Texts, start: int, stop: int, condition: Condition) -> tuple[bytearray, int]:
    """What can be decided on the event loop, and the work that it took."""
    decided, work = bytearray(), Work(INLINE_WORK)
    try:
        for place in range(start, stop):
            decided.append(condition.admits(texts[place], work))
    except TooMuchWorkError:
        return decided, INLINE_WORK
    return decided, int(INLINE_WORK - work.left)


def _piece(texts: Texts, start: int, stop: int, condition: Condition) -> tuple[bytearray, int]:
    """What is decided until others have their turn, and the work that it took."""
    decided, spent = bytearray(), 0
    for place in range(start, stop):
        work = Work(MAX_METADATA_WORK)
        try:
            decided.append(condition.admits(texts[place], work))
        except TooMuchWorkError:
            raise too_costly() from None
        spent += int(MAX_METADATA_WORK - work.left)
        if spent > PIECE_WORK:
            break
    return decided, spent
