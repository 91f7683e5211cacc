"""Postings: for each term the messages in which it occurs, and how often.

A `Run` is one sorted block. `Postings` are a few of them, each several times as large as the next (a log-structured
merge: O'Neil et al. 1996), so that appending costs little however long a conversation is. Small runs are joined when
messages are appended, large ones by whoever has the time to. All are immutable; a search works on the snapshot it was
given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import TermIds
from holdfast.retrieval.features import TermColumns
from holdfast.retrieval.related import Lookup
from holdfast.retrieval.run_joining import by_term, joined_two
from holdfast.retrieval.stored_columns import Column, MappedColumns, Stored

INLINE_FOLD = 16_384
"""Up to so many postings are joined when messages are appended: less than a millisecond."""
LARGEST_RUN = 1 << 22
"""No more postings are joined to one run: joining takes forty bytes for each, of memory that nobody planned for."""
_SMALLEST_RUN = 1024
_FIRST_ROWS = 64
"""Among so many rows of a term one that was not removed is looked for first."""
_RUN_COLUMNS = ("terms", "starts", "rows", "counts")
_RATIO = 4


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where the terms of a question occur.

    Attributes:
        rows: message rows.
        counts: occurrences of the term in that message, as float64.
        per_term: how many messages hold each term of the question (its document frequency); of `Postings.look_up` how
            many hold it or what is related to it, those that hold several counting several times.
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
    is_mapped: bool = False

    @classmethod
    def of(cls, terms: TermIds, counts: NDArray[np.uint8], rows: NDArray[np.int32]) -> "Run":
        """Sort parallel columns; those of equal terms keep their order."""
        return cls(*by_term(terms, rows, counts))

    @classmethod
    def of_message(cls, terms: TermIds, counts: NDArray[np.uint8], row: int) -> "Run":
        """The postings of one message, whose terms are distinct and ascending."""
        return cls(terms, np.arange(len(terms) + 1, dtype=np.int32), np.full(len(terms), row, np.int32), counts)

    @property
    def size(self) -> int:
        """How many postings there are."""
        return len(self.rows)

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

    def kept(self, keep: NDArray[np.bool_], renumbered: NDArray[np.int32]) -> "Run":
        """The postings of the rows where `keep` is true, with their new numbers."""
        stays = keep[self.rows]
        if not stays.any():
            return _EMPTY
        # What stays of a run is in order.
        sizes = np.add.reduceat(stays, self.starts[:-1], dtype=np.int32)
        there = sizes > 0
        starts = np.concatenate(([0], np.cumsum(sizes[there]))).astype(np.int32)
        return Run(self.terms[there], starts, renumbered[self.rows[stays]], self.counts[stays])

    @property
    def nbytes(self) -> int:
        """Memory of the arrays; none of those that lie in a file."""
        if self.is_mapped:
            return 0
        return self.terms.nbytes + self.starts.nbytes + self.rows.nbytes + self.counts.nbytes


_EMPTY = Run.of(np.empty(0, np.uint32), np.empty(0, np.uint8), np.empty(0, np.int32))


@dataclass(frozen=True, slots=True)
class Postings:
    """An immutable inverted index over message rows.

    Attributes:
        runs: each covers rows greater than those of the one before.
    """

    runs: tuple[Run, ...] = ()

    def extended(self, added: TermColumns, first_row: int) -> "Postings":
        """The index with further messages, the first of which has row `first_row`."""
        if not len(added.rows):
            return self
        if len(added.lengths) == 1:
            newest = Run.of_message(added.terms, added.counts, first_row)
        else:
            newest = Run.of(added.terms, added.counts, added.rows + np.int32(first_row))
        runs = [*self.runs, newest]
        while len(runs) > 1 and _is_due(runs[-2], runs[-1]) and runs[-2].size + runs[-1].size <= INLINE_FOLD:
            runs[-2:] = [Run(*joined_two(runs[-2], runs[-1]))]
        return Postings(tuple(runs))

    @property
    def is_scattered(self) -> bool:
        """Whether it has more runs than it needs, because to join them would have taken long."""
        return any(_is_due(one, other) for one, other in pairwise(self.runs))

    def gathered(self) -> "Postings":
        """The same in few runs."""
        groups: list[list[Run]] = []
        size = 0
        for run in reversed(self.runs):
            if groups and _are_due(run.size, size):
                groups[-1].append(run)
                size += run.size
            else:
                groups.append([run])
                size = run.size
        return Postings(tuple(_joined(group[::-1]) if len(group) > 1 else group[0] for group in reversed(groups)))

    def with_gathered(self, before: "Postings", after: "Postings") -> "Postings":
        """The index with `after` in place of `before`, of which it is an extension; itself when it is none."""
        count = len(before.runs)
        if len(self.runs) < count or any(one is not other for one, other in zip(self.runs, before.runs, strict=False)):
            return self
        return Postings((*after.runs, *self.runs[count:]))

    def kept(self, keep: NDArray[np.bool_]) -> "Postings":
        """The index of the rows where `keep` is true, renumbered without gaps."""
        renumbered = np.cumsum(keep, dtype=np.int32) - np.int32(1)
        kept = [run.kept(keep, renumbered) for run in self.runs]
        return Postings(tuple(run for run in kept if run.size))

    def look_up(self, lookup: Lookup, *, gone: NDArray[np.bool_] | None = None) -> Occurrences:
        """Where the terms of a question or words related to them occur; a term is as frequent as both together.

        Otherwise a word that was said in other forms or languages alone would seem to be rare: a common one must not
        weigh most only because nobody used it as the question does (structured queries: Pirkola 1998). Rows that are
        `gone` hold nothing.
        """
        others = [(term, slot, share) for slot, pairs in enumerate(lookup.related) for term, share in pairs]
        asked = len(lookup.terms)
        found = self.find(np.array([*lookup.terms, *(term for term, _, _ in others)], np.uint32))
        if gone is not None:
            found = _without(found, gone)
        if not others:
            return found
        slots = np.array([*range(asked), *(slot for _, slot, _ in others)])
        shares = np.array([1.0] * asked + [share for _, _, share in others])
        counts = found.counts * shares[found.slots]
        per_term = np.bincount(slots, found.per_term, asked).astype(np.int64)
        return Occurrences(found.rows, counts, per_term, slots[found.slots])

    def find(self, wanted: TermIds) -> Occurrences:
        """Where the (distinct) wanted terms occur."""
        return _merged([_gathered(run, wanted) for run in self.runs] or [_gathered(_EMPTY, wanted)])

    def holds(self, terms: TermIds) -> NDArray[np.bool_]:
        """Which of some terms occur anywhere, rows that were removed included."""
        held = np.zeros(len(terms), np.bool_)
        for run in self.runs:
            held |= run.terms.take(run.terms.searchsorted(terms), mode="clip") == terms
        return held

    def holds_left(self, term: int, loans: NDArray[np.float32]) -> bool:
        """Whether a row holds a term whose `loans` are not negative, as those of removed rows are."""
        wanted = np.array([term], np.uint32)
        for run in self.runs:
            (start,), (size,) = run.bounds(wanted)
            rows = run.rows[start : start + size]
            if (loans[rows[:_FIRST_ROWS]] >= 0).any() or (loans[rows[_FIRST_ROWS:]] >= 0).any():
                return True
        return False

    def holds_at(self, term: int, row: int) -> bool:
        """Whether one message holds a term."""
        for run in self.runs:
            (start,), (size,) = run.bounds(np.array([term], np.uint32))
            rows = run.rows[start : start + size]
            at = int(rows.searchsorted(row))
            if at < len(rows) and rows[at] == row:
                return True
        return False

    def stored(self) -> Stored:
        """What a file is to hold."""
        columns = {
            f"postings.{number}.{name}": Column.of(getattr(run, name))
            for number, run in enumerate(self.runs)
            for name in _RUN_COLUMNS
        }
        return Stored(columns, {"runs": len(self.runs)})

    @classmethod
    def restored(cls, file: MappedColumns) -> "Postings":
        """The index that a file holds."""
        runs = []
        for number in range(file.facts["runs"]):
            terms, starts, rows, counts = (file.array(f"postings.{number}.{name}") for name in _RUN_COLUMNS)
            runs.append(Run(terms, starts, rows, counts, is_mapped=True))
        return cls(tuple(runs))

    def arrays(self) -> list[NDArray[Any]]:
        """The arrays of all runs."""
        return [getattr(run, name) for run in self.runs for name in _RUN_COLUMNS]

    @property
    def nbytes(self) -> int:
        """Memory of all runs."""
        return sum(run.nbytes for run in self.runs)


def _is_due(earlier: Run, later: Run) -> bool:
    """Whether two neighbouring runs should be one."""
    return _are_due(earlier.size, later.size)


def _are_due(earlier: int, later: int) -> bool:
    return earlier < max(_SMALLEST_RUN, _RATIO * later) and earlier + later <= LARGEST_RUN


def _joined(runs: Sequence[Run]) -> Run:
    """One run of several, each of greater rows than the one before."""
    return Run.of(
        np.concatenate([run.expanded_terms() for run in runs]),
        np.concatenate([run.counts for run in runs]),
        np.concatenate([run.rows for run in runs]),
    )


def _gathered(run: Run, wanted: TermIds) -> Occurrences:
    """The postings of the wanted terms, term after term."""
    starts, sizes = run.bounds(wanted)
    ends = sizes.cumsum()
    slots = np.repeat(np.arange(len(wanted)), sizes)
    places = np.arange(len(slots)) + (starts + sizes - ends)[slots]
    return Occurrences(run.rows[places], run.counts[places].astype(np.float64), sizes, slots)


def _merged(found: Sequence[Occurrences]) -> Occurrences:
    if len(found) == 1:
        return found[0]
    return Occurrences(
        rows=np.concatenate([one.rows for one in found]),
        counts=np.concatenate([one.counts for one in found]),
        per_term=np.sum([one.per_term for one in found], axis=0),
        slots=np.concatenate([one.slots for one in found]),
    )


def _without(found: Occurrences, gone: NDArray[np.bool_]) -> Occurrences:
    stays = ~gone[found.rows]
    slots = found.slots[stays]
    return Occurrences(found.rows[stays], found.counts[stays], np.bincount(slots, minlength=len(found.per_term)), slots)
