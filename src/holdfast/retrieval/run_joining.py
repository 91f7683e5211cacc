"""Joins two runs of postings, the second of which has the later rows; see `holdfast.retrieval.postings.Run`.

It is there twice: compiled (`compiled_run_joining.pyx`, built at installation where there is a C compiler), and over
arrays, which gives the same results and costs ten times as much where the runs are small. A search that comes right
after a message was stored waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_LOWER = (1 << 32) - 1

Columns = tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]
"""Terms, starts, rows and counts of a run."""


class Run(Protocol):
    """Postings sorted by term."""

    @property
    def terms(self) -> NDArray[np.uint32]:
        """The distinct terms, ascending."""
        ...

    @property
    def starts(self) -> NDArray[np.int32]:
        """Where the postings of each term start, and where the last ones end."""
        ...

    @property
    def rows(self) -> NDArray[np.int32]:
        """The rows in which each term occurs, term after term."""
        ...

    @property
    def counts(self) -> NDArray[np.uint8]:
        """How often it does."""
        ...


def joined_by_sorting(one: Run, other: Run) -> Columns:
    """The columns of both runs together."""
    runs = (one, other)
    terms = np.concatenate([np.repeat(run.terms, np.diff(run.starts)) for run in runs])
    rows, counts = (np.concatenate([getattr(run, name) for run in runs]) for name in ("rows", "counts"))
    return by_term(terms, rows, counts)


def by_term(terms: NDArray[np.uint32], rows: NDArray[np.int32], counts: NDArray[np.uint8]) -> Columns:
    """The columns of a run, from those of its postings; postings of one term keep their order."""
    # One array of whole numbers is sorted several times as fast as the places of equal terms are kept in order.
    keyed = terms.astype(np.uint64) << np.uint64(32) | np.arange(len(terms), dtype=np.uint64)
    keyed.sort()
    order = (keyed & np.uint64(_LOWER)).astype(np.intp)
    ordered = terms[order]
    first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(ordered) else order
    starts = np.append(first, len(ordered)).astype(np.int32)
    return ordered[first], starts, rows[order], counts[order]


joined_two: Callable[[Run, Run], Columns]
"""The fastest that the installation has."""

try:
    from holdfast.retrieval import compiled_run_joining
except ImportError:
    joined_two = joined_by_sorting
else:
    joined_two = compiled_run_joining.joined_two
