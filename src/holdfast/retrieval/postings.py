"""Postings: for each term the messages in which it occurs, and how often.

A `Run` is one sorted block. `Postings` is a large run and a small one: appended messages go to the small run, which is
folded into the large one when it has grown past a sixteenth of it, so that appending costs little however long a
conversation is. Both are immutable; a search works on the snapshot it was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import TermIds
from holdfast.retrieval.features import TermColumns
from holdfast.retrieval.related import Lookup

_SMALLEST_FOLD = 2048


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where the terms of a question occur.

    Attributes:
        rows: message rows, term after term.
        counts: occurrences of the term in that message, as float64.
        per_term: how many messages hold each term of the question (its document frequency).
        slots: for each element of `rows`, the position of its term in the question.
    """

    rows: NDArray[np.int32]
    counts: NDArray[np.float64]
    per_term: NDArray[np.int64]
    slots: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """Postings sorted by term: those of `terms[i]` are `rows[starts[i]:starts[i + 1]]`, rows ascending."""

    terms: TermIds
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @classmethod
    def of(cls, terms: TermIds, counts: NDArray[np.uint8], rows: NDArray[np.int32]) -> "Run":
        """Sort parallel columns; those of equal terms keep their order."""
        order = np.argsort(terms, kind="stable")
        ordered = terms[order]
        first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(ordered) else order
        starts = np.append(first, len(ordered))
        return cls(ordered[first], starts, rows[order], counts[order])

    def expanded_terms(self) -> TermIds:
        """The term of each posting."""
        return np.repeat(self.terms, np.diff(self.starts))

    def bounds(self, wanted: TermIds) -> list[tuple[int, int]]:
        """The slice of each wanted term, empty where it does not occur."""
        if not len(self.terms):
            return [(0, 0)] * len(wanted)
        at = self.terms.searchsorted(wanted)
        np.minimum(at, len(self.terms) - 1, out=at)
        known = (self.terms[at] == wanted).tolist()
        starts, ends = self.starts[at].tolist(), self.starts[at + 1].tolist()
        return [(start, end) if here else (0, 0) for start, end, here in zip(starts, ends, known, strict=True)]

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        return self.terms.nbytes + self.starts.nbytes + self.rows.nbytes + self.counts.nbytes


_EMPTY = Run.of(np.empty(0, np.uint32), np.empty(0, np.uint8), np.empty(0, np.int32))


@dataclass(frozen=True, slots=True)
class Postings:
    """An immutable inverted index over message rows."""

    large: Run = _EMPTY
    small: Run = _EMPTY

    def extended(self, added: TermColumns, first_row: int) -> "Postings":
        """The index with further messages, the first of which has row `first_row`."""
        rows = added.rows + np.int32(first_row)
        if not len(self.large.rows):
            return Postings(Run.of(added.terms, added.counts, rows))
        small = _joined(self.small, Run.of(added.terms, added.counts, rows))
        if len(small.rows) <= max(_SMALLEST_FOLD, len(self.large.rows) // 16):
            return Postings(self.large, small)
        return Postings(_joined(self.large, small))

    def kept(self, keep: NDArray[np.bool_]) -> "Postings":
        """The index of the rows where `keep` is true, renumbered without gaps."""
        renumbered = np.cumsum(keep, dtype=np.int32) - np.int32(1)
        whole = _joined(self.large, self.small)
        stays = keep[whole.rows]
        terms = whole.expanded_terms()[stays]
        return Postings(Run.of(terms, whole.counts[stays], renumbered[whole.rows[stays]]))

    def look_up(self, lookup: Lookup) -> Occurrences:
        """Where the terms of a question or words related to them occur; frequencies are those of its own terms."""
        found = self.find(lookup.term_ids)
        if len(lookup.term_ids) == lookup.asked:
            return found
        counts = found.counts * lookup.shares[found.slots]
        return Occurrences(found.rows, counts, found.per_term[: lookup.asked], lookup.slots[found.slots])

    def find(self, wanted: TermIds) -> Occurrences:
        """Where the (distinct) wanted terms occur."""
        if len(self.small.rows):
            return self._find_in_both(wanted)
        bounds = self.large.bounds(wanted)
        return _occurrences(
            bounds, [self.large.rows[a:b] for a, b in bounds], [self.large.counts[a:b] for a, b in bounds]
        )

    def _find_in_both(self, wanted: TermIds) -> Occurrences:
        pairs = list(zip(self.large.bounds(wanted), self.small.bounds(wanted), strict=True))
        rows: list[NDArray[np.int32]] = []
        counts: list[NDArray[np.uint8]] = []
        for (a, b), (c, d) in pairs:
            rows += (self.large.rows[a:b], self.small.rows[c:d])
            counts += (self.large.counts[a:b], self.small.counts[c:d])
        return _occurrences([(0, b - a + d - c) for (a, b), (c, d) in pairs], rows, counts)

    @property
    def nbytes(self) -> int:
        """Memory of both runs."""
        return self.large.nbytes + self.small.nbytes


def _joined(first: Run, second: Run) -> Run:
    """One run of two, the rows of the second being greater than those of the first."""
    if not len(second.rows):
        return first
    return Run.of(
        np.concatenate((first.expanded_terms(), second.expanded_terms())),
        np.concatenate((first.counts, second.counts)),
        np.concatenate((first.rows, second.rows)),
    )


def _occurrences(
    bounds: Sequence[tuple[int, int]], rows: Sequence[NDArray[np.int32]], counts: Sequence[NDArray[np.uint8]]
) -> Occurrences:
    per_term = np.array([end - start for start, end in bounds], dtype=np.int64)
    return Occurrences(
        rows=np.concatenate(rows),
        counts=np.concatenate(counts).astype(np.float64),
        per_term=per_term,
        slots=np.repeat(np.arange(len(bounds)), per_term),
    )
