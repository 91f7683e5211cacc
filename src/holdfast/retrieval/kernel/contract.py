"""What each form of the inner loops does."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.layout import Layout
from holdfast.retrieval.postings import Postings
from holdfast.retrieval.related import Lookup
from holdfast.retrieval.scoring import Scores

ONE = 1 << 14
"""The fixed-point number that stands for 1: components up to 2 have room, those of a unit vector reach 1."""

Scale = tuple[float, float]
"""Factor and offset by which the raw values of a feature count."""


class Scaling(IntEnum):
    """How the raw values of a feature are made comparable before they are weighted."""

    NONE = 0
    OVER_MAXIMUM = 1
    """As shares of the greatest; nothing counts when none is positive."""
    STANDARDISED = 2
    """As standard deviations from their mean; nothing counts when all are alike."""


class WordScorer(Protocol):
    """Scores the messages of a scope by words. Changes nothing it refers to; safe to share between threads.

    Rows have one value for each place of the layout, of which only those of messages count.
    """

    def score(self, lookup: Lookup, out: Scores) -> None:
        """Fill three rows for a question, which must have a term.

        The first is BM25 of a message with its context, the second the share of the question that it holds, terms
        weighted by rarity, the third BM25 of its segment as one document.
        """
        ...

    def features(
        self,
        lookup: Lookup,
        given: list[Scores],
        blocks: list[NDArray[np.int16]],
        vector: NDArray[np.float32] | None,
    ) -> Scores:
        """(features, messages) raw values: those of `score` if there is a term, then what is given of each message.

        Then come the products of `blocks`, which hold the vectors of all messages, with a vector, and the same as
        `smooth` fills them, if there is one.
        """
        ...

    def sums(self, lookup: Lookup, least_share: float) -> tuple[NDArray[np.int32], Scores, Scores, Scores]:
        """The parts of `WordSums` for a question, in the time that the messages it touches take.

        Where these are many, scores of messages have single precision. Terms that weigh less than this share of the
        heaviest one may be left out.
        """
        ...

    def holds(self, terms: list[int]) -> list[bool]:
        """Which of some terms occur anywhere, messages that were removed included."""
        ...

    def held(self, terms: NDArray[np.uint32]) -> list[int]:
        """Those of some terms, of which there may be hundreds, that occur as `holds` tells it.

        They are given in the same order; it costs least where that is the ascending one.
        """
        ...

    def smooth(self, values: Scores, out: Scores) -> None:
        """Fill a row with `values` plus shares of those of neighbours; `values` are 0 at all places but messages."""
        ...


WordScorerOf = Callable[[Postings, Layout], WordScorer]

Weigh = Callable[[Scores, list[Scaling], list[float], int], tuple[Scores, list[Scale]]]
"""From (features, messages) raw values, how each feature is scaled and what it weighs, and how many of the messages
count, at least one: the weighted sum of each message, and the scales, weights included. The values of messages that do
not count are 0."""

Lift = Callable[[Scores, Scores, Scores, Scale, tuple[float, float]], None]
"""From scores, the share of the question that each message holds, the raw values of a standardised feature, its scale
with the weight in it, that weight (above 0) and what each standard deviation counts beyond the usual ones: adds to the
scores what stands out, the more the less of the question the best message holds. Nothing is added where that is as
much as `LITTLE_HELD`. The raw values grow so that they still explain the scores."""

Products = Callable[[NDArray[np.int16], NDArray[np.float32], Scores], None]
"""Fills the last argument with the product of each row and a vector.

Rows hold fixed-point numbers in which `ONE` stands for 1, and have a length of at most 1; the vector has one below 2,
so that it can be taken as fixed-point numbers too, and no sum exceeds 31 bits."""

ProductsAt = Callable[[list[NDArray[np.int16]], int, NDArray[np.int32], NDArray[np.float32], Scores], None]
"""As `Products` for some rows of several blocks, which have 2 to the power of the second argument rows each; 0 for rows
that are negative or beyond the last one."""

Codes = NDArray[np.uint64]
"""(n, words) the signs of vectors: bit i of word w is 1 where component 64 w + i is positive."""

Estimates = Callable[[Codes, NDArray[np.float32], NDArray[np.float32]], None]
"""Fills the last argument with the sum of a vector's components, each with the sign that a row has there.

That is about proportional to the product of vector and row. Components count in sixteen steps, or finer."""


class Shares(NamedTuple):
    """What the parts of a rough score weigh: words, those of the segment, the estimate, those of the four links."""

    lexical: float
    segment: float
    own: float
    neighbours: tuple[float, float, float, float]


class WordSums(NamedTuple):
    """Scores by words, as `WordScorer.score` has them, for scopes that are large.

    Attributes:
        slots: for each message where its values are in the next two.
        lexical: BM25 of messages with their context.
        coverage: the share of the question that they hold.
        of_segments: BM25 of each segment.
    """

    slots: NDArray[np.int32]
    lexical: Scores
    coverage: Scores
    of_segments: Scores


class Priors(NamedTuple):
    """What counts beside words and vectors.

    Attributes:
        lengths: the prior against short messages.
        of_length: what that weighs.
        roles: the role number of each message.
        of_roles: what each role counts, weighted already; roles beyond the last one count nothing.
        further: what else counts, one value for each message, weighted already; empty for nothing.
    """

    lengths: Scores
    of_length: float
    roles: NDArray[np.int32]
    of_roles: Scores
    further: Scores


class RoughScores(NamedTuple):
    """What a rough score is summed up from.

    Attributes:
        words: scores by words.
        others: what counts beside words and vectors.
        near: estimates of the cosine, one for each message; empty when there are none.
        shares: what each part weighs.
    """

    words: WordSums
    others: Priors
    near: NDArray[np.float32]
    shares: Shares


Promising = Callable[[RoughScores, Layout, NDArray[np.uint8], int], NDArray[np.intp]]
"""The rows, ascending, of so many messages with the greatest rough scores. Marks of those that may be found are empty
when all may."""

Best = Callable[[Scores, int], NDArray[np.intp]]
"""The positions of the so many (at least one) greatest scores, descending; of equals the earlier one comes first."""
