"""The ranking of a scope: the features of its messages, and their weighted sum.

A feature is a row of raw values that counts by a factor and an offset. The rows lie in one matrix, so that the sum over
all features is one product; what a single message owes to a feature is computed only for those who ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import kernel
from holdfast.retrieval.calibration import JUDGED_HITS, on_days, outstanding, shape, strength, with_days
from holdfast.retrieval.day_spans import proximity
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.kernel import Scaling, arrays
from holdfast.retrieval.large_scopes import LEAST_CANDIDATES, Asked, Feature, Survey, is_large
from holdfast.retrieval.question import Question
from holdfast.retrieval.scoring import (
    DEFAULT_WEIGHTS,
    ONLY_DAYS,
    Scores,
    Weights,
    apart_from,
    spoken_by,
    where_words_lack,
)
from holdfast.retrieval.second_look import Best
from holdfast.retrieval.vectors import Vectors

_LEXICAL, _COVERAGE, _SEGMENT, _LENGTH = "lexical", "coverage", "segment", "length"
_SPEAKER, _DATE, _INSTRUCTION, _DENSE, _DENSE_CONTEXT = "speaker", "date", "instruction", "dense", "dense_context"
_ANSWER, _CORRECTION, _RECENCY, _STATED = "answer", "correction", "recency", "stated"
_COSINE = "cosine"
_FEATURES_OF_WORDS = (_LEXICAL, _COVERAGE, _SEGMENT)
"""As `holdfast.retrieval.kernel.WordScorer.score` has them."""
_SCALINGS = {
    _LEXICAL: Scaling.OVER_MAXIMUM,
    _COVERAGE: Scaling.NONE,
    _SEGMENT: Scaling.OVER_MAXIMUM,
    _LENGTH: Scaling.NONE,
    _SPEAKER: Scaling.NONE,
    _DATE: Scaling.NONE,
    _INSTRUCTION: Scaling.NONE,
    _DENSE: Scaling.STANDARDISED,
    _DENSE_CONTEXT: Scaling.STANDARDISED,
}
_OF_VECTORS = frozenset({_DENSE, _DENSE_CONTEXT})
_EVIDENCE = frozenset({_COVERAGE, _COSINE})
_OUTDATED = 0.33
"""What counts against what was stated and no longer holds."""

Rows = NDArray[np.intp]


class _Features(NamedTuple):
    """The features of all messages.

    Attributes:
        names: which there are.
        values: (features, messages) raw values.
        uncertain_terms: how many words were looked up, where the scope lacks some of them; else 0.
    """

    names: list[str]
    values: Scores
    uncertain_terms: int


class Resemblance(msgspec.Struct, frozen=True):
    """The cosines of a question with messages, computed for those few of which they are told.

    Attributes:
        vectors: those of the scope.
        vector: that of the question.
        rows: the messages that may be found; None means all.
    """

    vectors: Vectors
    vector: NDArray[np.float32]
    rows: Rows | None

    def known(self, positions: Rows) -> list[float | None]:
        """The cosine of each message at the positions; None for one without a vector."""
        rows = positions if self.rows is None else self.rows[positions]
        cosines: list[float | None] = self.vectors.at(rows).dot(self.vector).tolist()
        if self.vectors.complete:
            return cosines
        embedded = self.vectors.embedded[rows].tolist()
        return [cosine if there else None for cosine, there in zip(cosines, embedded, strict=True)]

    @property
    def mean(self) -> float:
        """The mean over the scope."""
        centre = self.vectors.centre
        return 0.0 if centre is None else float(centre.dot(self.vector))


class Statements(NamedTuple):
    """The messages in which the asking person states what a question asks for; None where that is not known.

    Attributes:
        holding: rows of those that hold at the time that is asked about.
        outdated: rows of those that do not.
    """

    holding: Rows | None = None
    outdated: Rows | None = None

    @property
    def are_none(self) -> bool:
        """Whether nothing was stated."""
        return (self.holding is None or not len(self.holding)) and (self.outdated is None or not len(self.outdated))

    def marks(self, index: ScopeIndex, question: Question, rows: Rows | None, count: int) -> Scores:
        """What is stated, as a feature of the `count` messages at `rows`, all of the scope when None.

        Nothing is known to hold that was followed by a change.
        """
        marks = np.zeros(count)
        if self.outdated is not None:
            marks -= _OUTDATED * _marked(self.outdated, rows, count)
        if self.holding is not None and len(self.holding) and not _told_later(index, question, self.holding):
            marks += _marked(self.holding, rows, count)
        return marks


class Ranking(msgspec.Struct):
    """Scores of the messages that may be found, with what they are made of.

    Attributes:
        scores: one per message.
        names: the features.
        values: (features, messages) raw values; `coverage` is the share of the question's terms, weighted by rarity,
            which a message and its context hold.
        scales: factor and offset by which the raw values of each feature count, its weight included; none where the
            scores are the raw values and mean the same for every question.
        unknown: mask of the messages without a vector; None when there are none.
        resemblance: the cosines; None when the question or all messages are without a vector.
        only_days: whether nothing but days was asked for.
        rows: the messages that the scores are of; None means all of the scope.
        survey: what was learnt of a large scope, of which only candidates are ranked; None where all are.
    """

    scores: Scores
    names: list[str]
    values: Scores
    scales: list[tuple[float, float]] | None = None
    unknown: NDArray[np.bool_] | None = None
    resemblance: Resemblance | None = None
    only_days: bool = False
    rows: Rows | None = None
    survey: Survey | None = None

    def add(self, name: str, values: Scores, weight: float) -> None:
        """Add a further feature to the scores."""
        self.scores = self.scores + weight * values
        self.values = np.vstack((self.values, values))
        self.names = [*self.names, name]
        self.scales = [*(self.scales or ()), (weight, 0.0)]

    @classmethod
    def absolute(cls, name: str, scores: Scores, rows: Rows | None) -> Ranking:
        """A ranking of the messages at `rows` by one feature whose values mean the same for every question."""
        return cls(scores, [name], scores[None], rows=rows)

    def dists(self, best: Rows) -> list[float]:
        """The absolute scores of the best messages, given in order, −1 … 1."""
        scores: list[float] = self.scores.take(best).tolist()
        if self.scales is None:
            return [min(1.0, max(-1.0, score)) for score in scores]
        shapes = shape(scores)
        if self.only_days:
            return list(map(on_days, self._row(_DATE).take(best).tolist(), shapes))
        judged = best[:JUDGED_HITS]
        covered = stands_out = None
        if _COVERAGE in self.names:
            covered = self._row(_COVERAGE).take(judged).tolist()
            if _DATE in self.names:
                covered = list(map(with_days, covered, self._row(_DATE).take(judged).tolist()))
        if self.resemblance is not None:
            average = self.resemblance.mean
            cosines = self.resemblance.known(judged)
            stands_out = [0.0 if cosine is None else outstanding(cosine, average) for cosine in cosines]
        strong = strength(covered, stands_out)
        return [strong * share for share in shapes]

    def parts(self, position: int) -> dict[str, float]:
        """What each feature adds to one message's score, and the evidence behind its `dist`."""
        raw = dict(zip(self.names, self.values[:, position].tolist(), strict=True))
        if self.unknown is not None and self.unknown[position]:
            raw = {name: value for name, value in raw.items() if name not in _OF_VECTORS}
        scales = dict(zip(self.names, self.scales or (), strict=False))
        parts = {name: factor * raw[name] + offset for name, (factor, offset) in scales.items() if name in raw}
        parts |= {name: value for name, value in raw.items() if name in _EVIDENCE}
        if self.resemblance is not None:
            (cosine,) = self.resemblance.known(np.array([position]))
            parts |= {} if cosine is None else {_COSINE: cosine}
        return parts

    def _row(self, name: str) -> Scores:
        row: Scores = self.values[self.names.index(name)]
        return row


def rank(
    index: ScopeIndex,
    question: Question,
    vector: NDArray[np.float32] | None,
    weights: Weights = DEFAULT_WEIGHTS,
    rows: Rows | None = None,
    *,
    wanted: int = LEAST_CANDIDATES,
    survey: Survey | None = None,
    stated: Statements | None = None,
) -> Ranking:
    """Score the messages at `rows` (all when None) by the weighted sum of all features.

    What is `stated` of what is asked for may be known.

    In a large scope only candidates are ranked, of which there are `wanted` as far as there are so many messages. The
    `survey` of a ranking of fewer candidates for the same question spares the rough look.

    Raises:
        ValueError: the vector differs in width from those of the index.
    """
    if question.only_days:
        weights = msgspec.structs.replace(weights, date=ONLY_DAYS)
    compared = None
    if vector is not None and index.vectors.centre is not None:
        index.vectors.require_width(vector)
        compared = apart_from(vector, index.vectors.centre)
    if is_large(index):
        survey = survey or Survey.of(Asked(index, question, compared, weights, rows), wanted)
        rows, features = survey.candidates(wanted)
        ranking = _summed_up(features, index, rows, survey.asked.weights)
        ranking.survey = survey
    else:
        ranking = _summed(index, _all_features(index, question, compared), weights, rows)
    if vector is not None and compared is not None:
        ranking.resemblance = Resemblance(index.vectors, vector, rows)
    ranking.only_days = question.only_days
    if stated is not None and not stated.are_none:
        ranking.add(_STATED, stated.marks(index, question, rows, len(ranking.scores)), weights.stated)
    if not question.days:
        _look_again(ranking, index, rows, weights, question)
    return ranking


def rank_by_words(index: ScopeIndex, question: Question, rows: Rows | None = None) -> Ranking:
    """Score by the share of the question that a message and its context hold, 0 … 1."""
    if question.lookup.terms:
        values: Scores = np.empty((len(_FEATURES_OF_WORDS), index.layout.places))
        index.words.score(question.lookup, values)
        covered = values[_FEATURES_OF_WORDS.index(_COVERAGE), : len(index)]
    else:
        covered = np.zeros(len(index))
    return Ranking.absolute(_COVERAGE, _findable(covered if rows is None else covered[rows], index, rows), rows)


def rank_by_vector(index: ScopeIndex, vector: NDArray[np.float32] | None, rows: Rows | None = None) -> Ranking:
    """Score by cosine alone.

    Raises:
        ValueError: the vector differs in width from those of the index.
    """
    cosine = np.zeros(len(index))
    if vector is not None and index.vectors.width:
        index.vectors.compare(vector, cosine)
    return Ranking.absolute(_COSINE, _findable(cosine if rows is None else cosine[rows], index, rows), rows)


def _all_features(index: ScopeIndex, question: Question, vector: NDArray[np.float32] | None) -> _Features:
    """The features of all messages; their vectors are compared with the one that is given."""
    lookup = question.lookup
    names = [*_FEATURES_OF_WORDS, _LENGTH] if lookup.terms else [_LENGTH]
    given: list[Scores] = [index.length_prior]
    if question.asked_of:
        names.append(_SPEAKER)
        given.append(np.multiply(spoken_by(index.roles, question.asked_of), question.asked_share, dtype=np.float64))
    if question.days:
        names.append(_DATE)
        given.append(proximity(index.created, question.days, question.zone))
    if index.instructed:
        names.append(_INSTRUCTION)
        given.append(index.instructions.astype(np.float64))
    if vector is not None:
        names += (_DENSE, _DENSE_CONTEXT)
    values = index.words.features(lookup, given, [] if vector is None else index.vectors.blocks, vector)
    return _Features(names, values, len(lookup.terms) if question.lacks_words else 0)


def _summed(index: ScopeIndex, features: _Features, weights: Weights, rows: Rows | None) -> Ranking:
    """The weighted sum."""
    names = features.names
    values = features.values if rows is None else features.values.take(rows, axis=1)
    counting = index.live if rows is None else len(rows)
    if rows is None and len(index.removed):
        values[:, index.removed] = 0.0
    if features.uncertain_terms:
        weights = where_words_lack(weights, values[names.index(_COVERAGE)], features.uncertain_terms)
    scalings = [_SCALINGS[name] for name in names]
    weighing = [getattr(weights, name, 0.0) for name in names]
    if index.vectors.complete:
        unknown = None
        scores, scales = kernel.weigh(values, scalings, weighing, counting)
    else:
        unknown = ~(index.vectors.embedded if rows is None else index.vectors.embedded[rows])
        scores, scales = arrays.weigh(values, scalings, weighing, counting, unknown)
    ranking = Ranking(scores, names, values, scales, unknown, rows=rows)
    _lift_what_stands_out(ranking, weights)
    ranking.scores = _findable(scores, index, rows)
    return ranking


def _lift_what_stands_out(ranking: Ranking, weights: Weights) -> None:
    """Let the cosine count more for what stands out by it, where messages hold little of the question."""
    names, values = ranking.names, ranking.values
    if ranking.scales is None or weights.dense <= 0.0 or _COVERAGE not in names or _DENSE not in names:
        return
    held, dense = names.index(_COVERAGE), names.index(_DENSE)
    counting = weights.dense, weights.standing_out
    kernel.lift(ranking.scores, values[held], values[dense], ranking.scales[dense], counting)


def _summed_up(features: Sequence[Feature], index: ScopeIndex, rows: Rows, weights: Weights) -> Ranking:
    """The weighted sum for the candidates in a large scope."""
    names, scales = [one.name for one in features], [one.scale for one in features]
    values = np.stack([one.values for one in features])
    unknown = None if index.vectors.complete else ~index.vectors.embedded[rows]
    if unknown is not None:
        for name, row, (factor, offset) in zip(names, values, scales, strict=True):
            if name in _OF_VECTORS:
                row[unknown] = -offset / factor if factor else 0.0
    scores = np.array([factor for factor, _ in scales]) @ values + sum(offset for _, offset in scales)
    ranking = Ranking(scores, names, values, scales, unknown, rows=rows)
    _lift_what_stands_out(ranking, weights)
    return ranking


def _told_later(index: ScopeIndex, question: Question, than: Rows) -> bool:
    """Whether the asking person told of a change of what is asked for later than at some rows."""
    if not question.changes:
        return False
    rows = index.postings.find(np.array(question.changes, np.uint32)).rows
    told = rows[np.isin(index.roles[rows], list(index.speakers.asking)) & index.live_mask[rows]]
    return bool(np.any(index.created[told] > index.created[than].max()))


def _marked(some: Rows, rows: Rows | None, count: int) -> Scores:
    """1 for some rows among those that are ranked, all when None, of which there are so many."""
    if rows is not None:
        return np.isin(rows, some).astype(np.float64)
    marks = np.zeros(count)
    marks[some] = 1.0
    return marks


def _look_again(ranking: Ranking, index: ScopeIndex, rows: Rows | None, weights: Weights, question: Question) -> None:
    """Add what the comparison of the best messages tells."""
    answers, corrections = question.asks and index.asked, bool(weights.correction) and index.corrected
    if not (answers or corrections or question.present):
        return
    best, of_self = Best(ranking.scores, index, rows), bool(question.changes)
    for name, values in (
        (_ANSWER, best.answers(of_self=of_self) if answers else None),
        (_CORRECTION, best.corrections(weights.correction, question.lookup.terms) if corrections else None),
        (_RECENCY, best.recency(of_self=of_self) if question.present else None),
    ):
        if values is not None:
            ranking.add(name, values, getattr(weights, name))


def _findable(scores: Scores, index: ScopeIndex, rows: Rows | None) -> Scores:
    """Scores by which nothing that was removed is among the best, as long as there is anything else."""
    if rows is None and len(index.removed):
        scores[index.removed] = -np.inf
    return scores
