"""Ranking the documents of a collection for a query.

Few candidates are compared one and all.  Where a graph exists and many documents qualify, it proposes candidates; those
are then compared exactly as well, and documents that came after the graph was built are always compared.  Conditions
and deletions hold before anything is ranked: when the graph proposes too few documents that qualify, all that do are
compared.

With words, the score of a document is its cosine moved towards 1 by the share of the question that it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import mmr
from holdfast.retrieval.analysis import TermIds
from holdfast.retrieval.collections.graph import Graph
from holdfast.retrieval.collections.index import Rows, View
from holdfast.retrieval.scoring import inverse_frequency

Scores = NDArray[np.float32]

EXACT_ROWS = 20_000
"""So many candidates are compared one and all: a few milliseconds at 384 dimensions."""

WORDS_WEIGHT = 0.5
"""How far a document that holds the whole question moves towards the best score."""

_SPARE = 4
_SMALLEST_PROPOSAL = 100
_WORD_CANDIDATES = 1000
_SATURATION, _LENGTH_SHARE = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Attributes:
        vector: of any length; zeros are alike to nothing.
        limit: most documents to return.
        terms: the question's distinct terms, where words count.
        diverse: whether to choose by maximal marginal relevance.
        mmr_lambda: weight of relevance in that choice.
    """

    vector: NDArray[np.float32]
    limit: int
    terms: TermIds | None = None
    diverse: bool = False
    mmr_lambda: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A document and its score, 0 to 1, larger is closer."""

    number: int
    score: float


def rank(view: View, query: Query, eligible: NDArray[np.bool_]) -> list[Found]:
    """The best of the rows that `eligible` admits, in descending order of score, or in the order of choice."""
    unit = mmr.unit_rows(np.asarray(query.vector, np.float32)[None, :])[0]
    wanted = mmr.pool_size(query.limit) if query.diverse else query.limit
    rows, similarity = _Search(view, query.terms, unit, eligible).best(wanted)
    order: list[int] | range = range(len(rows))
    if query.diverse and len(rows):
        order = mmr.pick(unit, view.units[rows], mmr.effective_lambda(query.mmr_lambda), query.limit)
    scores = np.clip((1 + similarity.astype(np.float64)) / 2, 0, 1).tolist()
    numbers = view.numbers[rows].tolist()
    return [Found(numbers[place], scores[place]) for place in order]


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: a unit vector, maybe terms, and the rows that qualify."""

    view: View
    terms: TermIds | None
    unit: NDArray[np.float32]
    eligible: NDArray[np.bool_]

    def best(self, wanted: int) -> tuple[Rows, Scores]:
        """The best rows with their similarity, descending; of equals the earlier document."""
        rows = None
        if self.view.graph is not None:
            rows = self._proposed(self.view.graph, wanted)
        if rows is None:
            rows = np.flatnonzero(self.eligible)
        return _top(rows, self._similarity(rows), wanted)

    def _proposed(self, graph: Graph, wanted: int) -> Rows | None:
        """Qualified rows among which the best probably are; None when all that qualify should be compared."""
        qualified = int(np.count_nonzero(self.eligible))
        covered = int(np.count_nonzero(self.eligible[: graph.covered]))
        if qualified <= EXACT_ROWS or not covered:
            return None
        asked = int(max(wanted * _SPARE, _SMALLEST_PROPOSAL) * graph.covered / covered)
        if asked > EXACT_ROWS:
            return None
        rows = graph.nearest(self.unit, asked)
        rows = rows[self.eligible[rows]]
        tail = np.flatnonzero(self.eligible[graph.covered :]) + graph.covered
        if len(rows) + len(tail) < min(wanted, qualified):
            return None
        return np.unique(np.concatenate((rows, tail, self._with_most_words())))

    def _similarity(self, rows: Rows) -> Scores:
        units = self.view.units
        cosine: Scores = units[rows] @ self.unit if len(rows) * 2 < len(units) else (units @ self.unit)[rows]
        if not self._has_words:
            return cosine
        return cosine + (1 - cosine) * np.float32(WORDS_WEIGHT) * self._coverage()[rows]

    @property
    def _has_words(self) -> bool:
        return self.terms is not None and self.view.postings is not None and len(self.terms) > 0

    def _coverage(self) -> Scores:
        """Share of the question that each row holds, terms weighted by rarity and saturating as in BM25, 0 to 1."""
        assert self.terms is not None and self.view.postings is not None
        lengths = self.view.lengths
        found = self.view.postings.find(self.terms)
        rarity = inverse_frequency(found.per_term, max(len(lengths), 1))
        average = float(lengths.mean()) or 1.0
        norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths[found.rows] / average)
        present = found.counts * (1 + _SATURATION) / (found.counts + norm)
        held = np.bincount(found.rows, rarity[found.slots] * np.minimum(present, 1), len(lengths))
        total = float(rarity.sum())
        return (held / total if total else held).astype(np.float32)

    def _with_most_words(self) -> Rows:
        if not self._has_words:
            return np.empty(0, np.intp)
        covered = np.where(self.eligible, self._coverage(), 0)
        rows = np.flatnonzero(covered)
        return _top(rows, covered[rows], _WORD_CANDIDATES)[0]


def _top(rows: Rows, values: Scores, count: int) -> tuple[Rows, Scores]:
    """The rows with the greatest values, descending; of equals the earlier row."""
    if count < len(rows) // 8:
        threshold = np.partition(values, len(values) - count)[len(values) - count]
        near = np.flatnonzero(values >= threshold)
        rows, values = rows[near], values[near]
    order = np.argsort(-values, kind="stable")[:count]
    return rows[order], values[order]
