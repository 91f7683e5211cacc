"""The ranking of a large scope: a rough look at all messages, and the exact one at those that may be among the best.

To compare a question with a million vectors means to read half a gigabyte, and to weigh nine features of each message
as much again. So what is cheap is summed up for all messages: the scores by words, the priors, and an estimate of the
cosine from the signs of components, a sixteenth of the vectors. Some thousands with the greatest sums are candidates,
and ranked as in a smaller scope. Means and deviations over the scope are those of a sample.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval import kernel
from holdfast.retrieval.day_spans import nearest_span, proximity
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.kernel import Priors, RoughScores, Shares, WordSums
from holdfast.retrieval.layout import NONE
from holdfast.retrieval.question import Question
from holdfast.retrieval.scoring import (
    ALIKE,
    SMOOTHING,
    Scores,
    Weights,
    over_deviation,
    over_maximum,
    spoken_by,
    where_words_lack,
)

FULL_ROWS = 200_000
"""Scopes of no more messages are compared as a whole."""
LEAST_CANDIDATES = 2048
_SAMPLE = 4096
_LEAST_SHARE = 1e-3
"""Words are passed over that weigh less than this share of the heaviest, such as one that nearly all messages have."""
_NEXT, _SECOND_NEXT = 0, 2

Rows = NDArray[np.intp]
Scale = tuple[float, float]
_ALL = np.empty(0, np.uint8)
_NO_ESTIMATES = np.empty(0, np.float32)
_NOTHING = np.empty(0)


class Asked(msgspec.Struct, frozen=True):
    """A question to a large scope.

    Attributes:
        index: the scope.
        question: what is asked.
        vector: what the vectors of messages are compared with; None when they are not.
        weights: what each feature counts.
        rows: the messages that may be found; None means all.
    """

    index: ScopeIndex
    question: Question
    vector: NDArray[np.float32] | None
    weights: Weights
    rows: Rows | None


def is_large(index: ScopeIndex) -> bool:
    """Whether a scope is to be looked at roughly first."""
    return index.live > FULL_ROWS


class Feature(NamedTuple):
    """One feature of the candidates: its raw values, and the factor and offset by which they count."""

    name: str
    values: Scores
    scale: Scale


class Words(NamedTuple):
    """Scores by words.

    Attributes:
        sums: the scores.
        factors: those by which scores of messages and of segments count.
        weights: what each feature counts, as much of the question as is held.
    """

    sums: WordSums
    factors: tuple[float, float]
    weights: Weights

    @classmethod
    def of(cls, asked: Asked) -> Words:
        """Those for a question, zeros when it has no words."""
        index, rows, weights = asked.index, asked.rows, asked.weights
        if not asked.question.lookup.terms:
            nothing = np.zeros(1)
            sums = WordSums(np.zeros(len(index), np.int32), nothing, nothing, _blank_segments(index))
            return cls(sums, (0.0, 0.0), weights)
        sums = WordSums(*index.words.sums(asked.question.lookup, _LEAST_SHARE))
        lexical, segments, coverage = sums.lexical, sums.of_segments, sums.coverage
        if rows is not None:
            slots = sums.slots[rows]
            lexical, segments, coverage = lexical[slots], segments[index.layout.segments[rows]], coverage[slots]
        question = asked.question
        if question.lacks_words:
            weights = where_words_lack(weights, coverage, len(question.lookup.terms))
        factors = weights.lexical * over_maximum(lexical), weights.segment * over_maximum(segments)
        return cls(sums, factors, weights)


class Cosines(msgspec.Struct, frozen=True):
    """What is known of the products of a question's vector with those of a scope.

    Attributes:
        vector: that of the question.
        own: factor and offset for the product itself.
        context: factor and offset for the product smoothed over neighbours.
        estimates: about the product, for each row; none where all are candidates.
    """

    vector: NDArray[np.float32]
    own: Scale
    context: Scale
    estimates: NDArray[np.float32]

    @classmethod
    def over(cls, asked: Asked, *, estimated: bool) -> Cosines | None:
        """Those with a scope, by a sample of what may be found; None when nothing is compared."""
        index, vector = asked.index, asked.vector
        if vector is None:
            return None
        sample = _sample(index, asked.rows)
        if not len(sample):
            return None
        own, context = products(index, vector, sample)
        estimates = _NO_ESTIMATES
        if estimated:
            estimates = index.vectors.estimate(vector)
            slope, constant = _fitted(estimates[sample], own)
            estimates *= np.float32(slope)
            estimates += np.float32(constant)
        weights = asked.weights
        return cls(vector, _standard(own, weights.dense), _standard(context, weights.dense_context), estimates)


class Survey(NamedTuple):
    """What a rough look at a scope has shown: enough to choose candidates, few or many."""

    asked: Asked
    words: Words
    cosines: Cosines | None

    @classmethod
    def of(cls, asked: Asked, wanted: int) -> Survey:
        """That for a question of which so many candidates are wanted, or more."""
        words = Words.of(asked)
        asked = msgspec.structs.replace(asked, weights=words.weights)
        return cls(asked, words, Cosines.over(asked, estimated=not _all_are_candidates(asked, wanted)))

    def candidates(self, wanted: int) -> tuple[Rows, list[Feature]]:
        """The rows that may be among the best so many, ascending, and what their scores are made of."""
        rows = self.asked.rows
        if rows is None or not _all_are_candidates(self.asked, wanted):
            rows = _promising(self.asked, self.words, self.cosines, wanted)
        return rows, _features(self.asked, rows, self.words, self.cosines)


def _all_are_candidates(asked: Asked, wanted: int) -> bool:
    return asked.rows is not None and len(asked.rows) <= wanted


def products(index: ScopeIndex, vector: NDArray[np.float32], rows: Rows) -> tuple[Scores, Scores]:
    """The products of some rows with a vector, and the same smoothed over neighbours."""
    around = index.layout.spread(rows)[:, :-1]
    around[around == len(index)] = NONE
    values = index.vectors.multiply(vector, around.ravel()).reshape(around.shape)
    smoothed: Scores = values @ SMOOTHING[:-1]
    return values[:, 0].copy(), smoothed


def _promising(asked: Asked, words: Words, cosines: Cosines | None, wanted: int) -> Rows:
    """The rows with the greatest rough scores, and what may answer those that are questions."""
    index = asked.index
    near = _NO_ESTIMATES if cosines is None else cosines.estimates
    rough = RoughScores(words.sums, _others(asked), near, _shares(words.factors, cosines))
    eligible = _eligible(index, asked.rows)
    chosen = kernel.promising(rough, index.layout, eligible, wanted)
    return _with_answers(index, chosen, eligible) if asked.question.asks else chosen


def _features(asked: Asked, chosen: Rows, words: Words, cosines: Cosines | None) -> list[Feature]:
    """The features of the candidates, as `holdfast.retrieval.ranking` has them of all messages of a scope."""
    index, question, weights = asked.index, asked.question, asked.weights
    sums, (of_words, of_segments), _ = words
    slots = sums.slots[chosen]
    features = [Feature("length", index.length_prior[chosen], (weights.length, 0.0))]
    if question.lookup.terms:
        features += [
            Feature("lexical", sums.lexical[slots], (of_words, 0.0)),
            Feature("coverage", sums.coverage[slots], (0.0, 0.0)),
            Feature("segment", sums.of_segments[index.layout.segments[chosen]], (of_segments, 0.0)),
        ]
    if question.asked_of:
        spoken = spoken_by(index.roles[chosen], question.asked_of).astype(np.float64) * question.asked_share
        features.append(Feature("speaker", spoken, (weights.speaker, 0.0)))
    if question.days:
        near = proximity(index.created[chosen], question.days, question.zone)
        features.append(Feature("date", near, (weights.date, 0.0)))
    if index.instructed:
        instructed = index.instructions[chosen].astype(np.float64)
        features.append(Feature("instruction", instructed, (weights.instruction, 0.0)))
    if cosines is not None:
        own, context = products(index, cosines.vector, chosen)
        features += [Feature("dense", own, cosines.own), Feature("dense_context", context, cosines.context)]
    return features


def _shares(factors: tuple[float, float], cosines: Cosines | None) -> Shares:
    """What the parts of the rough score weigh."""
    if cosines is None:
        return Shares(*factors, 0.0, (0.0, 0.0, 0.0, 0.0))
    itself, following, previous, second, before = (cosines.context[0] * SMOOTHING[:-1]).tolist()
    return Shares(*factors, cosines.own[0] + itself, (following, previous, second, before))


def _others(asked: Asked) -> Priors:
    """What counts beside words and vectors, weights included."""
    index, question, weights = asked.index, asked.question, asked.weights
    of_roles = np.zeros(len(index.speakers.roles))
    of_roles[list(question.asked_of)] = weights.speaker * question.asked_share
    return Priors(index.length_prior, weights.length, index.roles, of_roles, _further(asked))


def _further(asked: Asked) -> Scores:
    """What the days and instructions count, weights included, for each row; nothing where none do."""
    index, question, weights = asked.index, asked.question, asked.weights
    if not question.days and not index.instructed:
        return _NOTHING
    further = np.zeros(len(index))
    if question.days:
        first, last = nearest_span(question.days, question.zone)
        rows = np.flatnonzero((index.created >= first) & (index.created < last))
        further[rows] = weights.date * proximity(index.created[rows], question.days, question.zone)
    if index.instructed:
        further[np.flatnonzero(index.instructions)] += weights.instruction
    return further


def _blank_segments(index: ScopeIndex) -> Scores:
    return np.zeros(index.layout.segment_count)


def _eligible(index: ScopeIndex, rows: Rows | None) -> NDArray[np.uint8]:
    if rows is None:
        return index.live_mask.view(np.uint8) if len(index.removed) else _ALL
    eligible = np.zeros(len(index), np.uint8)
    eligible[rows] = 1
    return eligible


def _with_answers(index: ScopeIndex, chosen: Rows, eligible: NDArray[np.uint8]) -> Rows:
    """The candidates, and what follows those of them that are questions: it may answer them."""
    asking = chosen[index.questions[chosen]]
    following = index.layout.links[asking][:, [_NEXT, _SECOND_NEXT]].ravel()
    following = following[(following >= 0) & (following < len(index))]
    if len(eligible):
        following = following[eligible[following] > 0]
    together: Rows = np.union1d(chosen, following).astype(np.intp)
    return together


def _sample(index: ScopeIndex, rows: Rows | None) -> Rows:
    """Some of the rows that have a vector, evenly over the scope."""
    count = len(index) if rows is None else len(rows)
    places = np.arange(0, count, max(1, count // _SAMPLE))
    some = places if rows is None else rows[places]
    sample: Rows = some[index.vectors.embedded[some]]
    return sample


def _standard(values: Scores, weight: float) -> Scale:
    """Factor and offset that make standard deviations from the mean of values, times their weight."""
    mean = float(values.mean())
    factor = weight * over_deviation(values, mean, len(values))
    return factor, -factor * mean


def _fitted(estimates: NDArray[np.float32], values: Scores) -> tuple[float, float]:
    """Slope and constant by which estimates become values (least squares)."""
    rough = estimates.astype(np.float64)
    deviations = rough - rough.mean()
    variance = float(deviations @ deviations)
    slope = float(deviations @ values) / variance if variance > ALIKE else 0.0
    return slope, float(values.mean() - slope * rough.mean())
