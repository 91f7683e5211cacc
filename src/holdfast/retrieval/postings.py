"""Postings: for each term the messages in which it occurs, and how often.

A `Run` is one sorted block. `Postings` is a large run and a small one: appended messages go to the small run, which is
folded into the large one when it has grown past a sixteenth of it, so that appending costs little however long a
conversation is. Both are immutable; a search works on the snapshot it was given.
"""

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
        rows: message rows.
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
    starts: NDArray[np.int32]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @classmethod
    def of(cls, terms: TermIds, counts: NDArray[np.uint8], rows: NDArray[np.int32]) -> "Run":
        """Sort parallel columns; those of equal terms keep their order."""
        order = np.argsort(terms, kind="stable")
        ordered = terms[order]
        first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(ordered) else order
        starts = np.append(first, len(ordered)).astype(np.int32)
        return cls(ordered[first], starts, rows[order], counts[order])

    def expanded_terms(self) -> TermIds:
        """The term of each posting."""
        return np.repeat(self.terms, np.diff(self.starts))

    def bounds(self, wanted: TermIds) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Where the postings of each wanted term start, and how many there are."""
        at = np.minimum(self.terms.searchsorted(wanted), max(len(self.terms) - 1, 0))
        if not len(self.terms):
            return at.astype(np.int32), np.zeros(len(wanted), np.int64)
        starts = self.starts[at]
        return starts, ((self.starts[at + 1] - starts) * (self.terms[at] == wanted)).astype(np.int64)

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
        others = [(term, slot, share) for slot, pairs in enumerate(lookup.related) for term, share in pairs]
        asked = len(lookup.terms)
        found = self.find(np.array([*lookup.terms, *(term for term, _, _ in others)], np.uint32))
        if not others:
            return found
        slots = np.array([*range(asked), *(slot for _, slot, _ in others)])
        shares = np.array([1.0] * asked + [share for _, _, share in others])
        counts = found.counts * shares[found.slots]
        return Occurrences(found.rows, counts, found.per_term[:asked], slots[found.slots])

    def find(self, wanted: TermIds) -> Occurrences:
        """Where the (distinct) wanted terms occur."""
        found = _gathered(self.large, wanted)
        return _merged(found, _gathered(self.small, wanted)) if len(self.small.rows) else found

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


def _gathered(run: Run, wanted: TermIds) -> Occurrences:
    """The postings of the wanted terms, term after term."""
    starts, sizes = run.bounds(wanted)
    ends = sizes.cumsum()
    slots = np.repeat(np.arange(len(wanted)), sizes)
    places = np.arange(len(slots)) + (starts + sizes - ends)[slots]
    return Occurrences(run.rows[places], run.counts[places].astype(np.float64), sizes, slots)


def _merged(first: Occurrences, second: Occurrences) -> Occurrences:
    return Occurrences(
        rows=np.concatenate((first.rows, second.rows)),
        counts=np.concatenate((first.counts, second.counts)),
        per_term=first.per_term + second.per_term,
        slots=np.concatenate((first.slots, second.slots)),
    )
