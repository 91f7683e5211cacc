"""The features of a ranking, each a function from arrays to one value per message.

Nothing here knows of requests or results. The weights are one set of constants for every kind of conversation; see
docs/retrieval.md for how they were judged.
"""

from collections.abc import Iterable
from math import log1p, sqrt

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.layout import Layout
from holdfast.retrieval.postings import Occurrences

Scores = NDArray[np.float64]


class Weights(msgspec.Struct, frozen=True):
    """How much each feature counts.

    Attributes:
        lexical: context BM25 over its maximum.
        speaker: messages of the speaker who is asked about.
        date: nearness to a date in the question.
        segment: BM25 of the whole segment over its maximum.
        length: the prior against very short messages.
        instruction: standing instructions of the asking person.
        dense: standardised cosine, from which half of that with the mean of the scope is taken off.
        dense_context: the same smoothed over neighbours.
        answer: what `second_look` takes off bare questions and gives to what follows them.
        correction: corrections of what else matches.
        stated: messages in which the asking person states what is asked for.
        recency: how late a message is among the best, where the present is asked for.
        standing_out: each standard deviation by which the cosine stands out, where no message holds any of the
            question; see `holdfast.retrieval.kernel.Lift`.
    """

    lexical: float = 1.0
    speaker: float = 0.8
    date: float = 1.2
    segment: float = 0.3
    length: float = 0.5
    instruction: float = 0.3
    dense: float = 0.125
    dense_context: float = 0.05
    answer: float = 1.0
    correction: float = 0.3
    stated: float = 1.2
    recency: float = 0.5
    standing_out: float = 0.2


DEFAULT_WEIGHTS = Weights()
ONLY_DAYS = 4.0
"""What the date weighs where nothing else is asked for: the nearer day wins, whoever spoke and however much."""
_TYPICAL = np.float32(0.5)
_WHOLE_WORD = 0.8
"""How far a word is present that is surely held."""
_OF_WORDS, _OF_LENGTH, _OF_COSINES = 0.35, 0.6, 1.5
"""By what scores by words, the length and the cosines count where hardly a trace of a word is held."""
LITTLE_HELD = 0.4
"""Where the best message holds this share of a question, words tell enough."""
STANDS_OUT_FROM, STANDS_OUT_TO = 2.0, 5.0
"""Between so many standard deviations from the mean a cosine stands out the more.

Among some hundred messages one is two deviations from the mean by chance, so what is nearer tells nothing."""
ALIKE = 1e-12
"""Values with a smaller variance are taken as equal."""

# Shares of the message itself, of the next one, the one before, two after and two before; none of the segment.
SMOOTHING = np.array([1.0, 0.3, 0.5, 0.2, 0.3, 0.0])


def inverse_frequency(per_term: Iterable[int], documents: int) -> list[float]:
    """Weight of terms by rarity: ln(1 + (N − df + ½) / (df + ½)) (Robertson and Zaragoza 2009, never negative)."""
    return [log1p((documents - frequency + 0.5) / (frequency + 0.5)) for frequency in per_term]


def presence(found: Occurrences, layout: Layout) -> Scores:
    """(terms, places) how far each term is present at each place of a `Layout`: BM25's tf / (tf + norm), 0 … 1."""
    terms, places = len(found.per_term), layout.places
    targets = layout.spread(found.rows) + (found.slots * places)[:, None]
    lent = layout.shares(found.rows) * found.counts[:, None]
    frequency = np.bincount(targets.ravel(), lent.ravel(), terms * places).reshape(terms, places)
    present = frequency + layout.norm
    return np.divide(frequency, present, out=present)


def segment_frequency(present: Scores, layout: Layout) -> list[int]:
    """How many segments hold each term."""
    frequency: list[int] = np.add.reduce(present[:, layout.count + 1 :] > 0, axis=1, dtype=np.int64).tolist()
    return frequency


def spoken_by(roles: NDArray[np.int32], asked_of: frozenset[int]) -> NDArray[np.bool_]:
    """The messages of one of the roles."""
    said: NDArray[np.bool_] = roles == min(asked_of) if len(asked_of) == 1 else np.isin(roles, list(asked_of))
    return said


def over_maximum(values: Scores) -> float:
    """The factor that makes the greatest value 1; 0 when none is positive."""
    highest = float(np.maximum.reduce(values, initial=0.0))
    return 1 / highest if highest > 0 else 0.0


def mean(values: Scores, counting: int) -> float:
    """The mean of so many values, the others being 0; 0 of nothing."""
    return float(np.add.reduce(values)) / counting if counting else 0.0


def over_deviation(values: Scores, average: float, counting: int) -> float:
    """The factor that makes the standard deviation from a mean 1; 0 where all values are alike.

    So many of the values count, the others are 0.
    """
    variance = float(values @ values) / counting - average * average if counting else 0.0
    return 1 / sqrt(variance) if variance >= ALIKE else 0.0


def where_words_lack(weights: Weights, coverage: Scores, terms: int) -> Weights:
    """The weights where some word of the question is held by no message: the less is held, the more cosines decide.

    What is best by words is made 1, however little it holds: "which herb do I dislike" would rank a message about
    medicine, which is a little like herbs, above all that is near in meaning. Nor is a long message a better one where
    hardly a word tells what it is about.

    Args:
        weights: those where all words are held.
        coverage: the share of the question that each message holds, by rarity.
        terms: how many words are asked for; the share times this is about how many of them a message holds.
    """
    lacking = 1.0 - min(1.0, terms * float(np.maximum.reduce(coverage, initial=0.0)) / _WHOLE_WORD)
    words, length = 1.0 + (_OF_WORDS - 1.0) * lacking, 1.0 + (_OF_LENGTH - 1.0) * lacking
    cosines = 1.0 + (_OF_COSINES - 1.0) * lacking
    # Written out: `replace` takes longer than a search of a few facts may.
    return Weights(
        lexical=words * weights.lexical,
        speaker=weights.speaker,
        date=weights.date,
        segment=words * weights.segment,
        length=length * weights.length,
        instruction=weights.instruction,
        dense=cosines * weights.dense,
        dense_context=cosines * weights.dense_context,
        answer=weights.answer,
        correction=weights.correction,
        stated=weights.stated,
        recency=weights.recency,
        standing_out=weights.standing_out,
    )


def apart_from(vector: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """A question's vector less half the mean of the scope.

    A message that is like all the others, such as a greeting or what the whole conversation is about, is near to every
    question ("hubness": Radovanović et al. 2010; taking off the mean: Suzuki et al. 2013).
    """
    return vector - _TYPICAL * centre


def smoothed(values: Scores, layout: Layout) -> Scores:
    """Values of the places of a layout, plus shares of those of neighbours, for each message.

    `values` must be 0 at nowhere and at segments.
    """
    near: Scores = values.take(layout.spread(np.arange(layout.count))) @ SMOOTHING
    return near
