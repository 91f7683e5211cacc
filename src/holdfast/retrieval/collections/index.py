"""The index of one collection: a row for each vector, beside it metadata and, where words count, terms.

Rows are written once.  A document whose vector changes, or that is deleted, leaves its row dead behind; a new vector
gets a new row.  So a search that runs in a thread keeps the `View` it began with while the index goes on, and a graph
over the first rows stays right however many follow.  Dead rows go when the index is compacted, which renumbers all.

Where vectors are compared by the store, an index is of width 0: it knows which documents have a vector, and all else.

Whoever changes an index holds its lock.  Views may be asked for and read anywhere: changes are shown all at once, when
they are complete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.collections.graph import Graph
from holdfast.retrieval.features import MessageFeatures, columns
from holdfast.retrieval.mmr import unit_rows
from holdfast.retrieval.postings import Postings

Rows = NDArray[np.intp]
EncodedObject = bytes

_FIRST_CAPACITY = 64
_SAME_VECTOR = 1e-5
_BYTES_PER_DOCUMENT = 250
"""What Python's objects for a document's number and metadata take, beside the text of the metadata."""


@dataclass(frozen=True, slots=True)
class State:
    """What a change left of a document.

    Attributes:
        number: the document's number in its collection.
        live: whether it still exists.
        metadata: JSON text of its metadata.
        vector: its vector, of any length; None while there is none.
        features: its terms; None in collections where words do not count.
    """

    number: int
    live: bool
    metadata: EncodedObject | None = None
    vector: NDArray[np.float32] | None = None
    features: MessageFeatures | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The index at one moment.

    Attributes:
        numbers: the document of each row.
        live: which rows count.
        units: (rows, dimensions) vectors of length 1; a vector of zeros stays one.
        metadata: of each row.
        waiting: metadata of live documents without a vector, by number; shared with the index, so copy it to walk it.
        postings: terms → rows; None where words do not count.
        lengths: terms of each row, repetitions included.
        graph: approximate index of the first rows; None in small collections.
        edited: rows whose metadata was replaced, one after the other; only the first `edits` concern this view.
        edits: see `edited`.
    """

    numbers: NDArray[np.int64]
    live: NDArray[np.bool_]
    units: NDArray[np.float32]
    metadata: Sequence[EncodedObject | None]
    waiting: Mapping[int, EncodedObject | None]
    postings: Postings | None
    lengths: NDArray[np.int32]
    graph: Graph | None
    edited: Sequence[int]
    edits: int

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(slots=True)
class CollectionIndex:
    """Holds what a search needs of a collection, and takes in what changed.

    Attributes:
        dimensions: width of all vectors.
        words: whether terms are kept.
    """

    dimensions: int
    words: bool = False
    _rows: dict[int, int] = field(default_factory=dict)
    _waiting: dict[int, EncodedObject | None] = field(default_factory=dict)
    _numbers: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    _units: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    _live: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    _metadata: list[EncodedObject | None] = field(default_factory=list)
    _metadata_bytes: int = 0
    _lengths: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    _postings: Postings = field(default_factory=Postings)
    _edited: list[int] = field(default_factory=list)
    _view: View = field(init=False)

    def __post_init__(self) -> None:
        if not len(self._units):
            self._units = np.empty((0, self.dimensions), np.float32)
        self._view = self._shown(None)

    def __len__(self) -> int:
        """Rows, dead ones included."""
        return len(self._metadata)

    @property
    def live_rows(self) -> int:
        """Rows that count."""
        return len(self._rows)

    @property
    def nbytes(self) -> int:
        """Memory, room for growth included."""
        arrays = self._numbers.nbytes + self._units.nbytes + self._live.nbytes + self._lengths.nbytes
        documents = (len(self) + len(self._waiting)) * _BYTES_PER_DOCUMENT + self._metadata_bytes
        graph = 0 if self._view.graph is None else self._view.graph.nbytes
        return arrays + documents + self._postings.nbytes + graph

    def view(self) -> View:
        """The index after the last complete change."""
        return self._view

    def put(self, graph: Graph) -> None:
        """Let a graph over the first rows serve searches from now on."""
        self._view = self._shown(graph)

    def apply(self, states: Sequence[State]) -> None:
        """Take in changes, in their order; of a document that comes twice the last counts.

        Raises:
            ValueError: a vector has another width.
        """
        latest = {state.number: state for state in states}
        dead: list[int] = []
        added: list[State] = []
        for state in latest.values():
            self._waiting.pop(state.number, None)
            row = self._rows.get(state.number)
            if row is not None and not self._keeps_row(row, state):
                dead.append(row)
                del self._rows[state.number]
                row = None
            if state.live and row is None:
                if state.vector is None:
                    self._waiting[state.number] = state.metadata
                else:
                    added.append(state)
        self._append(added)
        live = np.ones(len(self), np.bool_)
        live[: len(self._live)] = self._live
        live[dead] = False
        self._live = live
        self._view = self._shown(self._view.graph)

    def compacted(self) -> CollectionIndex:
        """A copy without dead rows and without a graph."""
        keep = self._live
        rows = np.flatnonzero(keep)
        numbers = self._numbers[rows]
        metadata = [self._metadata[row] for row in rows.tolist()]
        return CollectionIndex(
            dimensions=self.dimensions,
            words=self.words,
            _rows={number: row for row, number in enumerate(numbers.tolist())},
            _waiting=dict(self._waiting),
            _numbers=numbers,
            _units=self._units[rows],
            _live=np.ones(len(rows), np.bool_),
            _metadata=metadata,
            _metadata_bytes=sum(len(text) for text in metadata if text),
            _lengths=self._lengths[rows],
            _postings=self._postings.kept(keep) if self.words else Postings(),
        )

    def _shown(self, graph: Graph | None) -> View:
        count = len(self)
        return View(
            numbers=self._numbers[:count],
            live=self._live,
            units=self._units[:count],
            metadata=self._metadata,
            waiting=self._waiting,
            postings=self._postings if self.words else None,
            lengths=self._lengths[:count],
            graph=graph,
            edited=self._edited,
            edits=len(self._edited),
        )

    def _keeps_row(self, row: int, state: State) -> bool:
        """Whether the row still stands for the document, whose metadata it then takes over."""
        if not state.live or state.vector is None:
            return False
        unit = unit_rows(np.asarray(state.vector, np.float32)[None, :])[0]
        if np.abs(unit - self._units[row]).max(initial=0) > _SAME_VECTOR:
            return False
        if self._metadata[row] != state.metadata:
            self._metadata[row] = state.metadata
            self._edited.append(row)
        return True

    def _append(self, states: Sequence[State]) -> None:
        if not states:
            return
        vectors = np.array([state.vector for state in states], dtype=np.float32)
        if vectors.shape[1] != self.dimensions:
            raise ValueError(f"vectors of width {vectors.shape[1]} in an index of width {self.dimensions}")
        first, end = len(self), len(self) + len(states)
        self._make_room(end)
        self._numbers[first:end] = [state.number for state in states]
        self._units[first:end] = unit_rows(vectors)
        self._metadata += [state.metadata for state in states]
        self._metadata_bytes += sum(len(state.metadata) for state in states if state.metadata)
        self._rows.update((state.number, first + place) for place, state in enumerate(states))
        if self.words:
            self._append_words(states, first)

    def _append_words(self, states: Sequence[State], first: int) -> None:
        terms = columns([state.features for state in states if state.features is not None])
        self._lengths[first : len(self)] = np.bincount(terms.rows, weights=terms.counts, minlength=len(states))
        self._postings = self._postings.extended(terms, first)

    def _make_room(self, rows: int) -> None:
        """Let the arrays hold so many rows; views keep the old arrays."""
        if rows <= len(self._numbers):
            return
        capacity = max(_FIRST_CAPACITY, rows + rows // 8)
        count = len(self)
        numbers, lengths = np.zeros(capacity, np.int64), np.zeros(capacity, np.int32)
        units = np.empty((capacity, self.dimensions), np.float32)
        numbers[:count], lengths[:count] = self._numbers[:count], self._lengths[:count]
        if count:
            units[:count] = self._units[:count]
        self._numbers, self._lengths, self._units = numbers, lengths, units
