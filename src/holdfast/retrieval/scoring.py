"""The features of a ranking, each a function from arrays to one value per message.

Nothing here knows of requests or results. The weights are one set of constants for every kind of conversation; see
docs/retrieval.md for how they were judged.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.conversation import Layout
from holdfast.retrieval.postings import Occurrences

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts.

    Attributes:
        lexical: context BM25 over its maximum.
        speaker: messages of the speaker who is asked about.
        date: nearness to a date in the question.
        segment: BM25 of the whole segment over its maximum.
        length: the prior against very short messages.
        dense: standardised cosine.
        dense_context: standardised cosine smoothed over neighbours.
    """

    lexical: float = 1.0
    speaker: float = 0.8
    date: float = 0.8
    segment: float = 0.3
    length: float = 0.5
    dense: float = 0.125
    dense_context: float = 0.05


DEFAULT_WEIGHTS = Weights()


def inverse_frequency(per_term: NDArray[np.int64], documents: int) -> Scores:
    """Weight of terms by rarity: ln(1 + (N − df + ½) / (df + ½)) (Robertson and Zaragoza 2009, never negative)."""
    return np.log1p((documents - per_term + 0.5) / (per_term + 0.5))


def context_saturation(found: Occurrences, layout: Layout, rows: NDArray[np.intp] | None = None) -> Scores:
    """(terms, messages) how far each term is present in a message with its context: BM25's tf / (tf + norm), 0 … 1."""
    count, terms = len(layout.segments), len(found.per_term)
    targets = layout.spread[found.rows] + (found.slots * (count + 1))[:, None]
    lent = layout.spread_weights[found.rows] * found.counts[:, None]
    frequency = np.bincount(targets.ravel(), lent.ravel(), terms * (count + 1)).reshape(terms, count + 1)[:, :count]
    norm = layout.norm
    if rows is not None:
        frequency, norm = frequency[:, rows], norm[rows]
    return frequency / (frequency + norm)


def segment_bm25(found: Occurrences, layout: Layout) -> Scores:
    """BM25 of each segment as one document, as a share of the attainable."""
    count, terms = layout.segment_count, len(found.per_term)
    keys = layout.segments[found.rows] + found.slots * count
    frequency = np.bincount(keys, found.counts, terms * count).reshape(terms, count)
    present = frequency / (frequency + layout.segment_norm)
    idf = inverse_frequency(np.add.reduce(frequency > 0, axis=1, dtype=np.int64), count)
    scores: Scores = idf @ present
    return scores


def spoken_by(roles: NDArray[np.int32], asked_of: frozenset[int]) -> Scores:
    """1 for the messages of one of the roles, else 0."""
    said: NDArray[np.bool_] = roles == min(asked_of) if len(asked_of) == 1 else np.isin(roles, list(asked_of))
    return said.astype(np.float64)


def over_maximum(scores: Scores) -> Scores:
    """Scores as shares of the greatest; all 0 when none is positive."""
    highest = float(np.maximum.reduce(scores, initial=0.0))
    return scores / highest if highest > 0 else np.zeros_like(scores)


def mean(values: Scores) -> float:
    """The mean, 0 of nothing."""
    return float(np.add.reduce(values)) / len(values) if len(values) else 0.0


def standardised(values: Scores, known: NDArray[np.bool_] | None = None) -> Scores:
    """Values as standard deviations from their mean; 0 where not known or where all are alike."""
    sample = values if known is None else values[known]
    if not len(sample):
        return np.zeros(len(values))
    average = mean(sample)
    apart = sample - average
    deviation = sqrt(float(apart @ apart) / len(sample))
    if deviation < 1e-6:
        return np.zeros(len(values))
    if known is None:
        return np.divide(apart, deviation, out=apart)
    return np.where(known, (values - average) / deviation, 0.0)


def smoothed(values: Scores, layout: Layout, shares: NDArray[np.float64]) -> Scores:
    """Values plus shares of those of neighbours; `shares` in the order of the columns of `Layout.spread`."""
    return np.append(values, 0.0)[layout.spread] @ shares
