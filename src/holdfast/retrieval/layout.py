"""The shape of a conversation: where it pauses, and which messages stand beside each other.

A *segment* is a stretch of one session without a long pause. Neighbours give context only inside a segment, and a
segment is the unit when a question is about a whole conversation rather than one message.

A layout is a snapshot of arrays that grow. Appending touches the new rows and the two before them in each session; a
snapshot that is older takes links to later rows for none. While a message is appended, a search of an older snapshot
may weigh its two neighbours as if it were there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.conversation import (
    CONTEXT,
    K1,
    LONGEST_PAUSE_SECONDS,
    NEIGHBOUR_TERMS,
    SEGMENT_B,
    B,
)
from holdfast.retrieval.growing import Growing
from holdfast.retrieval.stored_columns import Column, MappedColumns, Stored

NONE = -1
"""Stands for no row."""

_NEXT, _PREVIOUS, _SECOND_NEXT, _SECOND_PREVIOUS = range(4)
_SHARES = np.array([share for _, share in CONTEXT], dtype=np.float32)
LEAST_NORM = 1e-9
_FEW_ROWS = 8
"""So many new rows are laid out one by one."""

assert [distance for distance, _ in CONTEXT] == [-1, 1, -2, 2], "links are kept in this order"


@dataclass(frozen=True, slots=True)
class Norm:
    """BM25's k1 · (1 − b + b · length / average length), never 0: `base` + `factor` · length."""

    base: float
    factor: float

    @classmethod
    def of(cls, b: float, total: float, count: int) -> Norm:
        """The norm of documents that are `total` long together."""
        average = total / count if count else 0.0
        return cls(K1 * (1 - b), K1 * b / (average or 1.0))

    def at(self, lengths: NDArray[Any]) -> NDArray[np.float64]:
        """The norm of some documents."""
        norm: NDArray[np.float64] = self.base + self.factor * lengths.astype(np.float64)
        return np.maximum(norm, LEAST_NORM)


@dataclass(frozen=True, slots=True)
class Layout:
    """How messages stand to each other.

    Words are counted at *places*: place r is row r with its context, place n (for n rows) is nowhere, and place
    n + 1 + s is segment s as one document.

    Attributes:
        count: rows, removed ones included.
        segment_count: segments, removed ones included.
        live: rows that were not removed.
        live_segments: segments that were not removed.
        row_lengths: terms of all rows with their context together, terms lent counting by their shares.
        segment_lengths: terms of all segments together.
    """

    count: int = 0
    segment_count: int = 0
    live: int = 0
    live_segments: int = 0
    row_lengths: float = 0.0
    segment_lengths: float = 0.0
    _links: Growing = field(default_factory=lambda: Growing.empty(np.int32, len(CONTEXT)))
    _loans: Growing = field(default_factory=lambda: Growing.empty(np.float32))
    _weighted: Growing = field(default_factory=lambda: Growing.empty(np.float64))
    _segments: Growing = field(default_factory=lambda: Growing.empty(np.int32))
    _of_segments: Growing = field(default_factory=lambda: Growing.empty(np.float64))
    _newest: Growing = field(default_factory=lambda: Growing.empty(np.int32))

    @property
    def links(self) -> NDArray[np.int32]:
        """(n, 4) for each row the next one of its segment, the one before, the second next, the second before.

        To these a row lends its terms, as their neighbour at the distances of `CONTEXT`. `NONE`, or a row beyond the
        last one, where there is none.
        """
        return self._links.rows[: self.count]

    @property
    def loans(self) -> NDArray[np.float32]:
        """By how much each message scales the shares that it lends to neighbours; negative for removed rows.

        One longer than 15 terms is scaled down to 15, else long assistant messages drown the message itself.
        """
        return self._loans.rows[: self.count]

    @property
    def gone(self) -> NDArray[np.bool_] | None:
        """Which rows were removed; None when none was."""
        return None if self.live == self.count else self.loans < 0

    @property
    def segments(self) -> NDArray[np.int32]:
        """Segment number of each row."""
        return self._segments.rows[: self.count]

    @property
    def weighted(self) -> NDArray[np.float64]:
        """Length of each row with its context."""
        return self._weighted.rows[: self.count]

    @property
    def of_segments(self) -> NDArray[np.float64]:
        """Length of each segment."""
        return self._of_segments.rows[: self.segment_count]

    @property
    def places(self) -> int:
        """How many places there are."""
        return self.count + 1 + self.segment_count

    @property
    def row_norm(self) -> Norm:
        """BM25's norm of messages with their context."""
        return Norm.of(B, self.row_lengths, self.live)

    @property
    def segment_norm(self) -> Norm:
        """BM25's norm of segments."""
        return Norm.of(SEGMENT_B, self.segment_lengths, self.live_segments)

    @property
    def norm(self) -> NDArray[np.float64]:
        """BM25's norm of each place."""
        return np.concatenate((self.row_norm.at(self.weighted), [1.0], self.segment_norm.at(self.of_segments)))

    def spread(self, rows: NDArray[Any]) -> NDArray[np.int32]:
        """(rows, 6) the places to which messages lend their terms: themselves, their `links`, their segments."""
        spread = np.empty((len(rows), 2 + len(CONTEXT)), np.int32)
        spread[:, 0] = rows
        spread[:, 1:-1] = self.links.take(rows, axis=0)
        spread[(spread == NONE) | (spread >= self.count)] = self.count
        spread[:, -1] = self.segments.take(rows) + np.int32(self.count + 1)
        return spread

    def shares(self, rows: NDArray[Any]) -> NDArray[np.float32]:
        """(rows, 6) the share of its terms that each message lends to the places of `spread`."""
        return _shares(self.loans.take(rows))

    def extended(self, sessions: NDArray[np.int32], created: NDArray[np.float64], lengths: NDArray[np.int32]) -> Layout:
        """The layout with further rows.

        Args:
            sessions: session number of each new row; rows of one session stand in their order, sessions may be
                interleaved.
            created: seconds since the epoch, of all rows.
            lengths: terms of all messages.
        """
        added = len(sessions)
        if not added:
            return self
        new = lengths[self.count :]
        loans = np.minimum(1.0, NEIGHBOUR_TERMS / np.maximum(new, 1)).astype(np.float32)
        # Written out: `replace` takes longer than all of what it is given for one message.
        grown = Layout(
            count=self.count + added,
            segment_count=self.segment_count,
            live=self.live + added,
            live_segments=self.live_segments,
            row_lengths=self.row_lengths,
            segment_lengths=self.segment_lengths,
            _links=self._links.extended(self.count, np.full((added, len(CONTEXT)), NONE, np.int32)),
            _loans=self._loans.extended(self.count, loans),
            _weighted=self._weighted.extended(self.count, new.astype(np.float64)),
            _segments=self._segments.extended(self.count, np.zeros(added, np.int32)),
            _of_segments=self._of_segments,
            _newest=_with_sessions(self._newest, int(sessions.max()) + 1),
        )
        if added <= _FEW_ROWS:
            return grown._with_few(sessions.tolist(), created, lengths)
        order = _by_session(sessions)
        rows = (order + self.count).astype(np.int32)
        previous = grown._linked(rows, sessions[order], created)
        longer = grown._lend(rows, lengths)
        return grown._segmented(rows, previous, lengths, longer=longer)

    def without(self, rows: NDArray[np.intp], sessions: NDArray[np.intp]) -> Layout:
        """The layout without all rows of some sessions: they lend nothing and are in no segment."""
        concerned = np.zeros(self.segment_count, np.bool_)
        concerned[self.segments[rows]] = True
        segments = np.flatnonzero(concerned)
        loans, newest = self.loans.copy(), self._newest.rows[: self._newest.used].copy()
        loans[rows] = -1.0
        newest[sessions] = NONE
        return replace(
            self,
            live=self.live - len(rows),
            live_segments=self.live_segments - len(segments),
            row_lengths=self.row_lengths - float(self.weighted[rows].sum()),
            segment_lengths=self.segment_lengths - float(self.of_segments[segments].sum()),
            _loans=Growing(loans, self.count),
            _newest=Growing(newest, len(newest)),
        )

    @property
    def is_latest(self) -> bool:
        """Whether no other layout was made from this one since by appending."""
        return self._links.used == self.count

    def has_room(self, added: int) -> bool:
        """Whether so many rows can be appended without a copy."""
        return self._links.has_room(self.count, self.count + added)

    def stored(self) -> Stored:
        """What a file is to hold; a copy where the next layout writes to what this one shares with it."""
        newest = self._newest.rows[: self._newest.used]
        columns = {
            "layout.links": Column.growing(self.links.copy()),
            "layout.loans": Column.growing(self.loans),
            "layout.weighted": Column.growing(self.weighted.copy()),
            "layout.segments": Column.growing(self.segments),
            "layout.of_segments": Column.growing(self.of_segments.copy()),
            "layout.newest": Column.growing(newest.copy()),
        }
        totals = ("count", "segment_count", "live", "live_segments", "row_lengths", "segment_lengths")
        return Stored(columns, {"layout": {name: getattr(self, name) for name in totals}})

    @classmethod
    def restored(cls, file: MappedColumns) -> Layout:
        """The layout that a file holds."""
        return cls(
            **file.facts["layout"],
            _links=file.growing("layout.links"),
            _loans=file.growing("layout.loans"),
            _weighted=file.growing("layout.weighted"),
            _segments=file.growing("layout.segments"),
            _of_segments=file.growing("layout.of_segments"),
            _newest=file.growing("layout.newest"),
        )

    def arrays(self) -> list[NDArray[Any]]:
        """The arrays, room included."""
        return [array.rows for array in self._growing]

    @property
    def nbytes(self) -> int:
        """Memory of the arrays, room included."""
        return sum(array.nbytes for array in self._growing)

    @property
    def _growing(self) -> tuple[Growing, ...]:
        return self._links, self._loans, self._weighted, self._segments, self._of_segments, self._newest

    def _with_few(self, sessions: Sequence[int], created: NDArray[np.float64], lengths: NDArray[np.int32]) -> Layout:
        """The layout after its last rows were linked, lent to and put into segments: one by one, without numpy.

        A search just after a message was stored does this, and a dozen calls of numpy would take longer.
        """
        links, newest, weighted = self._links.rows, self._newest.rows, self._weighted.rows
        segments, of_segments = self._segments.rows, self._of_segments
        longer, begun = 0.0, 0
        first = self.count - len(sessions)
        for row, session in enumerate(sessions, first):
            previous = int(newest[session])
            if previous != NONE and abs(created[row] - created[previous]) > LONGEST_PAUSE_SECONDS:
                previous = NONE
            second = NONE if previous == NONE else int(links[previous, _PREVIOUS])
            length = float(lengths[row])
            longer += length
            for other, back, on in ((previous, _PREVIOUS, _NEXT), (second, _SECOND_PREVIOUS, _SECOND_NEXT)):
                if other == NONE:
                    continue
                links[row, back], links[other, on] = other, row
                taken = self._lent_by(other, on, float(lengths[other]))
                given = self._lent_by(row, back, length)
                weighted[row] += taken
                weighted[other] += given
                longer += taken + given
            newest[session] = row
            if previous == NONE:
                of_segments = of_segments.extended(self.segment_count + begun, np.zeros(1))
                segments[row] = self.segment_count + begun
                begun += 1
            else:
                segments[row] = segments[previous]
            of_segments.rows[segments[row]] += length
        return Layout(
            count=self.count,
            segment_count=self.segment_count + begun,
            live=self.live,
            live_segments=self.live_segments + begun,
            row_lengths=self.row_lengths + longer,
            segment_lengths=self.segment_lengths + float(lengths[first:].sum(dtype=np.float64)),
            _links=self._links,
            _loans=self._loans,
            _weighted=self._weighted,
            _segments=self._segments,
            _of_segments=of_segments,
            _newest=self._newest,
        )

    def _lent_by(self, row: int, link: int, length: float) -> float:
        """How many of its terms a row lends to its neighbour at a link."""
        return float(self._loans.rows[row] * _SHARES[link]) * length

    def _linked(
        self, rows: NDArray[np.int32], sessions: NDArray[np.int32], created: NDArray[np.float64]
    ) -> NDArray[np.int32]:
        """Link new rows, session by session, with those before them; the row before each, `NONE` at a pause."""
        links, newest = self._links.rows, self._newest.rows
        previous = newest[sessions]
        same = sessions[1:] == sessions[:-1]
        previous[1:][same] = rows[:-1][same]
        paused = np.abs(created[rows] - created[previous]) > LONGEST_PAUSE_SECONDS
        previous[paused] = NONE
        links[rows, _PREVIOUS] = previous
        second = np.where(previous == NONE, NONE, links[previous, _PREVIOUS])
        links[rows, _SECOND_PREVIOUS] = second
        _set(links, _NEXT, previous, rows)
        _set(links, _SECOND_NEXT, second, rows)
        newest[sessions] = rows  # of several rows of a session the last one stays
        return previous

    def _lend(self, rows: NDArray[np.int32], lengths: NDArray[np.int32]) -> float:
        """Add to the lengths what new rows and those before them lend to each other; how much all have more."""
        weighted, links = self._weighted.rows, self._links.rows
        total = float(lengths[rows].sum(dtype=np.float64))
        for back, on in ((_PREVIOUS, _NEXT), (_SECOND_PREVIOUS, _SECOND_NEXT)):
            has_one = links[rows, back] != NONE
            if not has_one.any():
                continue
            later = rows[has_one]
            earlier = links[later, back]
            taken = self._lent(earlier, on, lengths)
            given = self._lent(later, back, lengths)
            weighted[later] += taken
            weighted[earlier] += given  # no row is the neighbour of two at the same distance
            total += float(taken.sum() + given.sum())
        return total

    def _lent(self, rows: NDArray[np.int32], link: int, lengths: NDArray[np.int32]) -> NDArray[np.float64]:
        """How many terms rows lend to their neighbour at a link."""
        lent: NDArray[np.float64] = (self._loans.rows[rows] * _SHARES[link]) * lengths[rows].astype(np.float64)
        return lent

    def _segmented(
        self, rows: NDArray[np.int32], previous: NDArray[np.int32], lengths: NDArray[np.int32], *, longer: float
    ) -> Layout:
        """The layout with the segments of new rows, session by session, and rows that are so much longer in all."""
        segments = self._segments.rows
        begins = previous == NONE
        begun = int(np.count_nonzero(begins))
        numbers = self.segment_count - 1 + np.cumsum(begins, dtype=np.int32)
        # A row that goes on where an older one stopped has its segment; those after it follow suit.
        heads = begins | (previous < self.count - len(rows))
        continues = heads & ~begins
        numbers[continues] = segments[previous[continues]]
        head = np.maximum.accumulate(np.where(heads, np.arange(len(rows)), 0))
        numbers = numbers[head]
        segments[rows] = numbers
        of_segments = self._of_segments.extended(self.segment_count, np.zeros(begun))
        added = lengths[rows]
        np.add.at(of_segments.rows, numbers, added)
        return replace(
            self,
            segment_count=self.segment_count + begun,
            live_segments=self.live_segments + begun,
            row_lengths=self.row_lengths + longer,
            segment_lengths=self.segment_lengths + float(added.sum(dtype=np.float64)),
            _of_segments=of_segments,
        )


def lay_out(sessions: NDArray[np.int32], created: NDArray[np.float64], lengths: NDArray[np.int32]) -> Layout:
    """The layout of rows, from their session numbers, times in seconds since the epoch, and terms."""
    return Layout().extended(sessions, created, lengths)


def _shares(loans: NDArray[np.float32]) -> NDArray[np.float32]:
    """What messages lend, from how they scale it."""
    shares = np.ones((len(loans), 2 + len(CONTEXT)), np.float32)
    shares[:, 1:-1] = loans[:, None] * _SHARES
    return shares


def _by_session(sessions: NDArray[np.int32]) -> NDArray[np.intp]:
    if (sessions[1:] >= sessions[:-1]).all():
        return np.arange(len(sessions))
    return np.argsort(sessions, kind="stable")


def _set(links: NDArray[np.int32], link: int, rows: NDArray[np.int32], others: NDArray[np.int32]) -> None:
    """Link rows, where there are any, to others."""
    there = rows != NONE
    links[rows[there], link] = others[there]


def _with_sessions(newest: Growing, count: int) -> Growing:
    """The newest row of each session, with `NONE` for those that are new."""
    if count <= newest.used:
        return newest
    return newest.extended(newest.used, np.full(count - newest.used, NONE, np.int32))
