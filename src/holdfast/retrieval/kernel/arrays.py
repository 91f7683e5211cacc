"""The inner loops over whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.calibration import rarity
from holdfast.retrieval.kernel.contract import ONE, Scale, Scaling
from holdfast.retrieval.layout import Layout
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
        layout = self._layout
        found = self._postings.look_up(lookup, gone=layout.gone)
        if not len(found.rows):
            out[:] = 0.0
            return
        messages = layout.count
        present = presence(found, layout)
        per_term = found.per_term.tolist()
        weights = [
            inverse_frequency(per_term, layout.live),
            rarity(per_term, layout.live),
            inverse_frequency(segment_frequency(present, layout), layout.live_segments),
        ]
        np.matmul(np.array(weights), present, out=out)
        out[2, :messages] = out[2, messages + 1 :].take(layout.segments)

    def holds(self, terms: list[int]) -> list[bool]:
        """See the contract."""
        held: list[bool] = self._postings.holds(np.array(terms, np.uint32)).tolist()
        return held

    def smooth(self, values: Scores, out: Scores) -> None:
        """See the contract."""
        out[: self._layout.count] = smoothed(values, self._layout)


def products(rows: NDArray[np.int16], vector: NDArray[np.float32], out: Scores) -> None:
    """See the contract."""
    scaled = vector * np.float32(1 / ONE)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        out[start : start + _ROWS_AT_ONCE] = rows[start : start + _ROWS_AT_ONCE].astype(np.float32) @ scaled


def weigh(
    values: Scores,
    scalings: list[Scaling],
    weights: list[float],
    counting: int,
    unknown: NDArray[np.bool_] | None = None,
) -> tuple[Scores, list[Scale]]:
    """See the contract.

    The mask `unknown` tells which messages lack what is standardised: they are given the mean of the others in
    `values`, so that it counts nothing.
    """
    scales = [_scale(*each, counting, unknown) for each in zip(values, scalings, weights, strict=True)]
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


def _scale(row: Scores, scaling: Scaling, weight: float, counting: int, unknown: NDArray[np.bool_] | None) -> Scale:
    if scaling is Scaling.NONE:
        return weight, 0.0
    if scaling is Scaling.OVER_MAXIMUM:
        return weight * over_maximum(row), 0.0
    if unknown is None:
        average = mean(row, counting)
        factor = weight * over_deviation(row, average, counting)
        return factor, -factor * average
    known = row[~unknown]
    average = mean(known, len(known))
    row[unknown] = average
    factor = weight * over_deviation(known, average, len(known))
    return factor, -factor * average
