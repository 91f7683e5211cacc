"""The inner loops over whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.calibration import rarity
from holdfast.retrieval.conversation import Layout
from holdfast.retrieval.kernel.contract import ONE, Scale, Scaling
from holdfast.retrieval.postings import Postings
from holdfast.retrieval.related import Lookup
from holdfast.retrieval.scoring import (
    Scores,
    inverse_frequency,
    mean,
    over_deviation,
    over_maximum,
    presence,
    segment_frequency,
    smoothed,
)

_ROWS_AT_ONCE = 4096
"""As many as fit into the cache in single precision."""


class WordScorer:
    """See `holdfast.retrieval.kernel.contract.WordScorer`."""

    def __init__(self, postings: Postings, layout: Layout) -> None:
        self._postings = postings
        self._layout = layout

    def score(self, lookup: Lookup, out: Scores) -> None:
        """See the contract."""
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
        """See the contract."""
        out[: len(self._layout.segments)] = smoothed(values, self._layout)


def products(rows: NDArray[np.int16], vector: NDArray[np.float32], out: Scores) -> None:
    """See the contract."""
    scaled = vector * np.float32(1 / ONE)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        out[start : start + _ROWS_AT_ONCE] = rows[start : start + _ROWS_AT_ONCE].astype(np.float32) @ scaled


def weigh(
    values: Scores, scalings: list[Scaling], weights: list[float], unknown: NDArray[np.bool_] | None = None
) -> tuple[Scores, list[Scale]]:
    """See the contract.

    The mask `unknown` tells which messages lack what is standardised: they are given the mean of the others in
    `values`, so that it counts nothing.
    """
    scales = [_scale(*each, unknown) for each in zip(values, scalings, weights, strict=True)]
    scores = np.array([factor for factor, _ in scales]) @ values
    scores += sum(offset for _, offset in scales)
    return scores, scales


def best(scores: Scores, count: int) -> NDArray[np.intp]:
    """See the contract."""
    if count * 8 >= len(scores):
        return (-scores).argsort(kind="stable")[:count]
    threshold = np.partition(scores, len(scores) - count)[len(scores) - count]
    candidates = np.flatnonzero(scores >= threshold)
    return candidates[(-scores[candidates]).argsort(kind="stable")[:count]]


def _scale(row: Scores, scaling: Scaling, weight: float, unknown: NDArray[np.bool_] | None) -> Scale:
    if scaling is Scaling.NONE:
        return weight, 0.0
    if scaling is Scaling.OVER_MAXIMUM:
        return weight * over_maximum(row), 0.0
    known = row if unknown is None else row[~unknown]
    average = mean(known)
    if unknown is not None:
        row[unknown] = average
    factor = weight * over_deviation(known, average)
    return factor, -factor * average
