"""The inner loops over whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.calibration import FURTHER_MESSAGES
from holdfast.retrieval.distinct import distinct
from holdfast.retrieval.kernel.contract import ONE, Codes, RoughScores, Scale, Scaling
from holdfast.retrieval.layout import Layout
from holdfast.retrieval.postings import Postings
from holdfast.retrieval.related import Lookup
from holdfast.retrieval.scoring import (
    LITTLE_HELD,
    STANDS_OUT_FROM,
    STANDS_OUT_TO,
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
        held_by = np.minimum(found.per_term, layout.live).tolist()
        rarity = inverse_frequency(held_by, layout.live + FURTHER_MESSAGES)
        of_segments = inverse_frequency(segment_frequency(present, layout), layout.live_segments)
        np.matmul(np.array([rarity, of_segments]), present, out=out[::2])
        np.divide(out[0], sum(rarity), out=out[1])
        out[2, :messages] = out[2, messages + 1 :].take(layout.segments)

    def features(
        self,
        lookup: Lookup,
        given: list[Scores],
        blocks: list[NDArray[np.int16]],
        vector: NDArray[np.float32] | None,
    ) -> Scores:
        """See the contract."""
        first, count = 3 if lookup.terms else 0, self._layout.count
        values: Scores = np.empty((first + len(given) + (0 if vector is None else 2), self._layout.places))
        if first:
            self.score(lookup, values[:first])
        for row, known in zip(values[first:], given, strict=False):
            if len(known) != count:
                raise ValueError(f"each of {count} messages needs a value")
            row[:count] = known
        if vector is not None:
            cosine, smooth = values[-2], values[-1]
            at = 0
            for block in blocks:
                products(block, vector, cosine[at : at + len(block)])
                at += len(block)
            if at != count:
                raise ValueError(f"{at} rows of vectors for {count} messages")
            cosine[count:] = 0.0
            self.smooth(cosine, smooth)
        return values[:, :count]

    def sums(self, lookup: Lookup, least_share: float) -> tuple[NDArray[np.int32], Scores, Scores, Scores]:
        """See the contract; nothing is left out."""
        del least_share
        count = self._layout.count
        rows: Scores = np.empty((3, self._layout.places))
        self.score(lookup, rows)
        return np.arange(count, dtype=np.int32), rows[0, :count], rows[1, :count], rows[2, count + 1 :]

    def holds(self, terms: list[int]) -> list[bool]:
        """See the contract."""
        held: list[bool] = self._postings.holds(np.array(terms, np.uint32)).tolist()
        return held

    def held(self, terms: NDArray[np.uint32]) -> list[int]:
        """See the contract."""
        held: list[int] = terms[self._postings.holds(terms)].tolist()
        return held

    def smooth(self, values: Scores, out: Scores) -> None:
        """See the contract."""
        out[: self._layout.count] = smoothed(values, self._layout)


def products(rows: NDArray[np.int16], vector: NDArray[np.float32], out: Scores) -> None:
    """See the contract."""
    scaled = vector * np.float32(1 / ONE)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        out[start : start + _ROWS_AT_ONCE] = rows[start : start + _ROWS_AT_ONCE].astype(np.float32) @ scaled


def products_at(
    blocks: list[NDArray[np.int16]], bits: int, rows: NDArray[np.int32], vector: NDArray[np.float32], out: Scores
) -> None:
    """See the contract."""
    of_rows = rows >> bits
    out[:] = 0.0
    for number in distinct(of_rows[rows >= 0]).tolist():
        inside = np.flatnonzero(of_rows == number)
        places = rows[inside] - (number << bits)
        there = places < len(blocks[number]) if number < len(blocks) else np.zeros(len(places), np.bool_)
        if there.any():
            values = np.empty(int(there.sum()))
            products(blocks[number][places[there]], vector, values)
            out[inside[there]] = values


def estimates(codes: Codes, vector: NDArray[np.float32], out: NDArray[np.float32]) -> None:
    """See the contract."""
    if len(vector) > 64 * codes.shape[1] or len(out) != len(codes):
        raise ValueError(f"{len(codes)} codes of {64 * codes.shape[1]} signs give {len(codes)} estimates")
    for start in range(0, len(codes), _ROWS_AT_ONCE):
        some = codes[start : start + _ROWS_AT_ONCE].view(np.uint8)
        ones = np.unpackbits(some, axis=1, count=len(vector), bitorder="little").astype(np.float32)
        out[start : start + _ROWS_AT_ONCE] = 2 * (ones @ vector) - vector.sum()


def promising(rough: RoughScores, layout: Layout, eligible: NDArray[np.uint8], count: int) -> NDArray[np.intp]:
    """See the contract."""
    shares = rough.shares
    words = rough.words
    scores = shares.lexical * words.lexical[words.slots] + shares.segment * words.of_segments[layout.segments]
    others = rough.others
    scores += others.of_length * others.lengths
    scores += np.append(others.of_roles, 0.0)[np.minimum(others.roles, len(others.of_roles))]
    if len(others.further):
        scores += others.further
    if len(rough.near):
        padded = np.append(rough.near, np.float32(0.0))
        spread = layout.spread(np.arange(layout.count))[:, :-1]
        scores += padded[spread] @ np.array([shares.own, *shares.neighbours])
    rows = np.flatnonzero(eligible) if len(eligible) else np.arange(len(scores))
    found: NDArray[np.intp] = rows[best(scores[rows], min(count, len(rows)))]
    found.sort()
    return found


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


def lift(scores: Scores, held: Scores, values: Scores, scale: Scale, weights: tuple[float, float]) -> None:
    """See the contract."""
    lacking = 1.0 - float(np.maximum.reduce(held, initial=0.0)) / LITTLE_HELD
    (factor, offset), (weight, gain) = scale, weights
    if lacking <= 0.0 or factor <= 0.0:
        return
    usual = (STANDS_OUT_FROM * weight - offset) / factor
    (places,) = (values > usual).nonzero()
    above = np.minimum((values[places] - usual) * (factor / weight), STANDS_OUT_TO - STANDS_OUT_FROM)
    added = gain * lacking * above
    scores[places] += added
    values[places] += added / factor


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
