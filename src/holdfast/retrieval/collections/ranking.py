"""Ranking the documents of a collection for a query.

Few candidates are compared one and all.  Where a graph exists and many documents qualify, it proposes candidates; those
are then compared exactly as well, and documents that came after the graph was built are always compared.  Conditions
and deletions hold before anything is ranked: when the graph proposes too few documents that qualify, all that do are
compared.

Where words count, documents are ordered by the weighted sum of BM25 over its maximum (Robertson and Zaragoza 2009) and
of the standardised cosine, which finds more than either alone (docs/collections.md).  What is shown as the score is the
cosine, moved towards 1 by the share of the question that the document holds, and at least the score of whatever ranks
lower.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import mmr
from holdfast.retrieval.analysis import TermIds
from holdfast.retrieval.collections.graph import Graph
from holdfast.retrieval.collections.index import Rows, View
from holdfast.retrieval.distinct import distinct
from holdfast.retrieval.scoring import Scores, inverse_frequency, over_maximum

EXACT_ROWS = 10_000
"""So many candidates are compared one and all, graph or not: one or two milliseconds at 384 dimensions."""

GRAPH_ROWS = 20_000
"""Collections of more rows get a graph."""

COSINE_WEIGHT = 0.25
"""Weight of the standardised cosine beside BM25 over its maximum."""

_HELD_SHARE = 0.5
"""How far towards 1 the score of a document moves that holds the whole question."""

_SPARE = 4
_SMALLEST_PROPOSAL = 100
_WORD_CANDIDATES = 1000
_SAMPLE = 2000
"""Rows whose cosines tell the mean and deviation in collections that are not compared as a whole."""
_ALIKE = 1e-6
_SATURATION, _LENGTH_SHARE = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class ViewQuery:
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


def rank(view: View, query: ViewQuery, eligible: NDArray[np.bool_]) -> list[Found]:
    """The best of the rows that `eligible` admits, in descending order of score, or in the order of choice."""
    unit = mmr.unit_rows(np.asarray(query.vector, np.float32)[None, :])[0]
    wanted = mmr.pool_size(query.limit) if query.diverse else query.limit
    words = Words.of(view, query.terms, eligible)
    rows, similarity = _Search(view, unit, eligible, words).best(wanted)
    order: list[int] | range = range(len(rows))
    if query.diverse and len(rows):
        order = mmr.pick(unit, view.units[rows], mmr.effective_lambda(query.mmr_lambda), query.limit)
    numbers, cosines = view.numbers[rows].tolist(), similarity.tolist()
    return [Found(numbers[place], score_of(cosines[place])) for place in order]


def score_of(similarity: float) -> float:
    """What is shown of a cosine, or of what words have made of it: 0 to 1, larger is closer."""
    return min(max((1 + similarity) / 2, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Words:
    """What the question's words say of each row.

    Attributes:
        relevance: BM25 over its maximum among the rows that qualify.
        held: share of the question that a row holds, terms weighted by rarity, 0 to 1.
    """

    relevance: Scores
    held: Scores

    @classmethod
    def of(cls, view: View, terms: TermIds | None, eligible: NDArray[np.bool_]) -> Words | None:
        """The words' say; None where words do not count or the question has none."""
        if terms is None or view.postings is None or not len(terms) or not len(view):
            return None
        found = view.postings.find(terms)
        rarities = np.array(inverse_frequency(found.per_term.tolist(), len(view)))
        rarity = rarities[found.slots]
        average = float(view.lengths.mean()) or 1.0
        norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * view.lengths[found.rows] / average)
        present = found.counts / (found.counts + norm)
        relevance = np.where(eligible, np.bincount(found.rows, rarity * present, len(view)), 0.0)
        held = np.bincount(found.rows, rarity * np.minimum((1 + _SATURATION) * present, 1), len(view))
        return cls(over_maximum(relevance) * relevance, held / float(rarities.sum()))

    def best(self, count: int) -> Rows:
        """The rows of the greatest relevance."""
        rows = np.flatnonzero(self.relevance)
        return rows[_order(self.relevance[rows], count)]


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: a unit vector, maybe words, and the rows that qualify."""

    view: View
    unit: NDArray[np.float32]
    eligible: NDArray[np.bool_]
    words: Words | None

    def best(self, wanted: int) -> tuple[Rows, Scores]:
        """The best rows with their similarity, descending; of equals the earlier document."""
        rows = None
        if self.view.graph is not None:
            rows = self._proposed(self.view.graph, wanted)
        sample = rows is not None
        if rows is None:
            rows = np.flatnonzero(self.eligible)
        cosine = self._cosine(rows)
        if self.words is None:
            best = _order(cosine, wanted)
            return rows[best], cosine[best]
        usual = self._cosine(self._sampled()) if sample else cosine
        best, similarity = in_order(self.words, rows, cosine, usual, wanted)
        return rows[best], similarity

    def _proposed(self, graph: Graph, wanted: int) -> Rows | None:
        """Qualified rows among which the best probably are; None when all that qualify should be compared."""
        qualified = int(np.count_nonzero(self.eligible))
        missing = graph.missing(len(self.view))
        tail = missing[self.eligible[missing]]
        covered = qualified - len(tail)
        if qualified <= EXACT_ROWS or not covered:
            return None
        asked = int(max(wanted * _SPARE, _SMALLEST_PROPOSAL) * len(graph.rows) / covered)
        if asked > EXACT_ROWS:
            return None
        rows = graph.nearest(self.unit, asked)
        rows = rows[self.eligible[rows]]
        if len(rows) + len(tail) < min(wanted, qualified):
            return None
        by_words = np.empty(0, np.intp) if self.words is None else self.words.best(_WORD_CANDIDATES)
        return distinct(np.concatenate((rows, tail, by_words)))

    def _cosine(self, rows: Rows) -> Scores:
        units = self.view.units
        cosine = units[rows] @ self.unit if len(rows) * 4 < len(units) else (units @ self.unit)[rows]
        return cosine.astype(np.float64)

    def _sampled(self) -> Rows:
        """Some rows that qualify, evenly spread."""
        rows = np.flatnonzero(self.eligible)
        return rows[:: max(1, len(rows) // _SAMPLE)]


def in_order(words: Words, rows: Rows, cosine: Scores, usual: Scores, wanted: int) -> tuple[Rows, Scores]:
    """The places of the best by words and cosine together, and their similarity, both descending.

    Args:
        words: what they say of all rows.
        rows: the candidates; of equals the earlier one is the better.
        cosine: of each candidate.
        usual: cosines whose mean and deviation tell what is a great one.
        wanted: most places to return.
    """
    value = words.relevance[rows] + COSINE_WEIGHT * _standardised(cosine, usual)
    best = _order(value, wanted)
    similarity = cosine[best] + (1 - cosine[best]) * _HELD_SHARE * words.held[rows[best]]
    return best, np.maximum.accumulate(similarity[::-1])[::-1]


def _standardised(values: Scores, usual: Scores) -> Scores:
    """Values as deviations from the mean of the usual ones; 0 where all are alike."""
    deviation = float(usual.std()) if len(usual) else 0.0
    return (values - usual.mean()) / deviation if deviation > _ALIKE else np.zeros_like(values)


def _order(values: Scores, count: int) -> Rows:
    """The places of the greatest values, descending; of equals the earlier place."""
    if count * 8 >= len(values):
        return np.argsort(-values, kind="stable")[:count]
    threshold = np.partition(values, len(values) - count)[len(values) - count]
    near = np.flatnonzero(values >= threshold)
    return near[np.argsort(-values[near], kind="stable")[:count]]
