"""Search: from an analysed question and the index of a scope to ranked hits.

`similarity` ranks by the weighted sum of all features and reports `dist` on an absolute scale (see `calibration`).
`mmr` re-ranks its best hits for diversity. `vector` and `lexical` are the single legs: cosine alone, and BM25 with
context as a share of what is attainable. A mask restricts a search before anything is ranked or normalised.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import mmr
from holdfast.retrieval.calibration import JUDGED_HITS, coverage, outstanding, shape, strength
from holdfast.retrieval.dates import proximity
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.question import Question
from holdfast.retrieval.scoring import (
    DEFAULT_WEIGHTS,
    Scores,
    Weights,
    context_saturation,
    inverse_frequency,
    mean,
    over_maximum,
    segment_bm25,
    smoothed,
    spoken_by,
    standardised,
)

_Array = TypeVar("_Array", bound=np.ndarray[Any, Any])

# Shares of the message itself, of the next one, the one before, two after and two before.
_SMOOTHING = np.array([1.0, 0.3, 0.5, 0.2, 0.3])


class SearchKind(StrEnum):
    """How to rank."""

    SIMILARITY = "similarity"
    MMR = "mmr"
    VECTOR = "vector"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for.

    Attributes:
        question: the analysed question.
        vector: unit vector of `question.embedding_text`; None searches by words alone.
        limit: most hits to return.
        kind: how to rank.
        eligible: mask over the rows of the index; None means all.
        min_score: hits below this `dist` are left out.
        mmr_lambda: weight of relevance against diversity for `mmr`.
        explain: whether hits carry the parts of their score.
    """

    question: Question
    vector: NDArray[np.float32] | None = None
    limit: int = 10
    kind: SearchKind = SearchKind.SIMILARITY
    eligible: NDArray[np.bool_] | None = None
    min_score: float | None = None
    mmr_lambda: float | None = None
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One found message.

    Attributes:
        row: its row in the index.
        key: its number in storage.
        dist: how well it answers, −1 … 1, comparable between questions.
        parts: what each feature contributed to its rank, and its cosine and coverage; None unless asked for.
    """

    row: int
    key: int
    dist: float
    parts: dict[str, float] | None = None


@dataclass(slots=True)
class Ranking:
    """Scores of the eligible messages, with the features they are made of.

    Attributes:
        scores: one per eligible message.
        features: weighted contribution of each feature.
        coverage: share of the question's terms, weighted by rarity, which a message and its context hold.
        cosine: cosine with the question; None without vectors.
        cosine_mean: its mean over the scope.
        is_absolute: whether the scores already mean the same for every question.
    """

    scores: Scores
    features: dict[str, Scores] = field(default_factory=dict)
    coverage: Scores | None = None
    cosine: Scores | None = None
    cosine_mean: float = 0.0
    is_absolute: bool = False

    def add(self, name: str, contribution: Scores) -> None:
        """Count a feature."""
        self.scores += contribution
        self.features[name] = contribution

    def dists(self, best: NDArray[np.intp]) -> list[float]:
        """The absolute scores of the best messages, given in order."""
        scores: list[float] = self.scores[best].tolist()
        if self.is_absolute:
            return scores
        judged = best[:JUDGED_HITS]
        covered = None if self.coverage is None else self.coverage[judged].tolist()
        stands_out = None
        if self.cosine is not None:
            stands_out = [outstanding(cosine, self.cosine_mean) for cosine in self.cosine[judged].tolist()]
        strong = strength(covered, stands_out)
        return [strong * share for share in shape(scores)]

    def parts(self, position: int) -> dict[str, float]:
        """The contributions to one message's rank."""
        parts = {name: float(values[position]) for name, values in self.features.items()}
        for name, values in (("coverage", self.coverage), ("cosine", self.cosine)):
            if values is not None:
                parts[name] = float(values[position])
        return parts


def search(index: ScopeIndex, request: SearchRequest, weights: Weights = DEFAULT_WEIGHTS) -> list[Hit]:
    """Find the messages that answer a question, best first (`mmr`: in order of choice).

    Raises:
        ValueError: the vector differs in width from those of the index.
    """
    rows = None if request.eligible is None else np.flatnonzero(request.eligible)
    count = len(index) if rows is None else len(rows)
    if not count or request.limit <= 0:
        return []
    ranking = _ranking(index, request, weights, rows)
    diverse = request.kind is SearchKind.MMR
    best = _best(ranking.scores, min(mmr.pool_size(request.limit) if diverse else request.limit, count))
    dists = ranking.dists(best)
    found = best if rows is None else rows[best]
    order = _diversified(index, request, found) if diverse else range(len(best))
    hits = []
    for place in order:
        dist = min(1.0, max(-1.0, dists[place]))
        if request.min_score is None or dist >= request.min_score:
            row = int(found[place])
            parts = ranking.parts(int(best[place])) if request.explain else None
            hits.append(Hit(row, int(index.keys[row]), dist, parts))
    return hits


def rank(
    index: ScopeIndex,
    question: Question,
    vector: NDArray[np.float32] | None,
    weights: Weights = DEFAULT_WEIGHTS,
    rows: NDArray[np.intp] | None = None,
) -> Ranking:
    """Score the messages at `rows` (all when None) by the weighted sum of all features."""
    ranking = Ranking(np.zeros(len(index) if rows is None else len(rows)))
    _add_words(ranking, index, question, weights, rows)
    ranking.add("length", weights.length * _at(index.length_prior, rows))
    if question.asked_of:
        spoken = spoken_by(_at(index.roles, rows), question.asked_of)
        ranking.add("speaker", weights.speaker * spoken)
    if question.days:
        ranking.add("date", weights.date * proximity(_at(index.days, rows), question.days))
    if vector is not None:
        _add_cosine(ranking, index, vector, weights, rows)
    return ranking


def _ranking(index: ScopeIndex, request: SearchRequest, weights: Weights, rows: NDArray[np.intp] | None) -> Ranking:
    if request.kind is SearchKind.VECTOR:
        cosine = None if request.vector is None else _cosine(index, request.vector, rows)
        scores = np.zeros(len(index) if rows is None else len(rows)) if cosine is None else cosine
        return Ranking(scores, cosine=cosine, is_absolute=True)
    ranking = rank(index, request.question, request.vector, weights, rows)
    if request.kind is SearchKind.LEXICAL:
        covered = np.zeros(len(ranking.scores)) if ranking.coverage is None else ranking.coverage
        return Ranking(covered, coverage=ranking.coverage, is_absolute=True)
    return ranking


def _add_words(
    ranking: Ranking, index: ScopeIndex, question: Question, weights: Weights, rows: NDArray[np.intp] | None
) -> None:
    """BM25 of messages with context and of segments, each over its maximum."""
    if not question.lookup.asked:
        return
    found = index.postings.look_up(question.lookup)
    ranking.coverage = np.zeros(len(ranking.scores))
    if not len(found.rows):
        return
    present = context_saturation(found, index.layout, rows)
    ranking.coverage = coverage(present, found.per_term, len(index))
    lexical = inverse_frequency(found.per_term, len(index)) @ present
    ranking.add("lexical", weights.lexical * over_maximum(lexical))
    if index.layout.segment_count > 1:
        segments = segment_bm25(found, index.layout)[_at(index.layout.segments, rows)]
        ranking.add("segment", weights.segment * over_maximum(segments))
    else:  # a single segment is as good as the best one
        ranking.add("segment", np.full(len(ranking.scores), weights.segment))


def _add_cosine(
    ranking: Ranking, index: ScopeIndex, vector: NDArray[np.float32], weights: Weights, rows: NDArray[np.intp] | None
) -> None:
    whole = _cosine(index, vector, None)
    if whole is None:
        return
    known = None if index.vectors.complete else _at(index.vectors.embedded, rows)
    ranking.cosine = _at(whole, rows)
    ranking.cosine_mean = mean(ranking.cosine if known is None else ranking.cosine[known])
    ranking.add("dense", weights.dense * standardised(ranking.cosine, known))
    if weights.dense_context:
        context = _at(smoothed(whole, index.layout, _SMOOTHING), rows)
        ranking.add("dense_context", weights.dense_context * standardised(context, known))


def _cosine(index: ScopeIndex, vector: NDArray[np.float32], rows: NDArray[np.intp] | None) -> Scores | None:
    cosine = index.vectors.cosine(vector)
    return None if cosine is None else _at(cosine, rows).astype(np.float64)


def _best(scores: Scores, count: int) -> NDArray[np.intp]:
    """Positions of the greatest scores, descending; of equals the earlier message."""
    if count * 8 >= len(scores):
        return np.argsort(-scores, kind="stable")[:count]
    threshold = np.partition(scores, len(scores) - count)[len(scores) - count]
    candidates = np.flatnonzero(scores >= threshold)
    return candidates[np.argsort(-scores[candidates], kind="stable")[:count]]


def _diversified(index: ScopeIndex, request: SearchRequest, rows: NDArray[np.intp]) -> Sequence[int]:
    """Places within the pool in order of choice; the order of relevance where there are no vectors."""
    matrix = index.vectors.matrix
    if matrix is None or request.vector is None:
        return range(min(request.limit, len(rows)))
    return mmr.pick(request.vector, matrix[rows], mmr.effective_lambda(request.mmr_lambda), request.limit)


def _at(values: _Array, rows: NDArray[np.intp] | None) -> _Array:
    return values if rows is None else values[rows]  # type: ignore[return-value]
