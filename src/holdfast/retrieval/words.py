"""What the words of a question say of each message: how much of the question it holds, in three sums.

The sums are made by compiled code (`compiled.pyx`) where it was built at installation, else by whole arrays, at several
times the cost and with the same results.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from holdfast.retrieval.calibration import rarity
from holdfast.retrieval.conversation import Layout
from holdfast.retrieval.postings import Postings
from holdfast.retrieval.related import Lookup
from holdfast.retrieval.scoring import Scores, inverse_frequency, presence, segment_frequency, smoothed


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

    def smooth(self, values: Scores, out: Scores) -> None:
        """Fill a row with `values` plus shares of those of neighbours; `values` are 0 at all places but messages."""
        ...


class ArrayWordScorer:
    """The sums over whole arrays, of the features in `holdfast.retrieval.scoring`."""

    def __init__(self, postings: Postings, layout: Layout) -> None:
        self._postings = postings
        self._layout = layout

    def score(self, lookup: Lookup, out: Scores) -> None:
        """See `WordScorer`."""
        found = self._postings.look_up(lookup)
        if not len(found.rows):
            out[:] = 0.0
            return
        layout = self._layout
        messages = len(layout.segments)
        present = presence(found, layout)
        per_term = found.per_term.tolist()
        weights = [
            inverse_frequency(per_term, messages),
            rarity(per_term, messages),
            inverse_frequency(segment_frequency(present, layout), layout.segment_count),
        ]
        np.matmul(np.array(weights), present, out=out)
        out[2, :messages] = out[2, messages + 1 :].take(layout.segments)

    def smooth(self, values: Scores, out: Scores) -> None:
        """See `WordScorer`."""
        out[: len(self._layout.segments)] = smoothed(values, self._layout)


def word_scorer(postings: Postings, layout: Layout) -> WordScorer:
    """The fastest scorer that this installation has."""
    return _fastest(postings, layout)


def is_compiled() -> bool:
    """Whether the compiled part was built."""
    return _fastest is not ArrayWordScorer


def _fastest_scorer() -> Callable[[Postings, Layout], WordScorer]:
    try:
        from holdfast.retrieval import compiled  # noqa: PLC0415  (it need not be there)
    except ImportError:
        return ArrayWordScorer
    return compiled.WordScorer


_fastest = _fastest_scorer()
