"""Ranking documents whose vectors are compared elsewhere: the answers are those of memory, whatever it proposes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray

from holdfast.retrieval.collections.index import CollectionIndex
from holdfast.retrieval.collections.ranking import Found, ViewQuery, rank
from holdfast.retrieval.collections.stored import Eligible, Likenesses, Numbers, rank_stored
from tests.retrieval.collections.samples import ANALYZER, live, unit, vectors

COUNT = 800
NUMBERS = np.arange(1, COUNT + 1)
WORDS = ["cod", "timber", "coal", "salt", "wool", "tea", "ice", "ore"]


class Stored:
    """Compares rows, which are numbered from 1; its index hides a share of them and forgets vectors of zeros."""

    def __init__(self, rows: NDArray[np.float32], query: NDArray[np.float32], *, hidden: float = 0.0) -> None:
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        units = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
        self.total = len(rows)
        self.compared = 0
        self._rows = rows
        self._cosines = (units @ unit(query)).astype(np.float64)
        shown = np.random.default_rng(1).random(len(rows)) >= hidden
        self._proposals = np.flatnonzero(shown & (norms[:, 0] > 0)) + 1

    async def nearest(self, limit: int) -> Likenesses:
        return self._best(self._proposals, limit)

    async def among(self, limit: int, numbers: Numbers | None = None) -> Likenesses:
        chosen = NUMBERS if numbers is None else numbers
        self.compared += len(chosen)
        return self._best(chosen, limit)

    async def vectors(self, numbers: Numbers) -> dict[int, NDArray[np.float32]]:
        return {number: self._rows[number - 1] for number in numbers.tolist()}

    def _best(self, numbers: Numbers, limit: int) -> Likenesses:
        cosines = self._cosines[numbers - 1]
        best = np.lexsort((numbers, -cosines))[:limit]
        return numbers[best], cosines[best]


def indexes(rows: NDArray[np.float32], *, words: bool) -> tuple[CollectionIndex, CollectionIndex]:
    """The same documents, with their vectors and without."""
    texts = [f"{WORDS[n % 8]} and {WORDS[n // 8 % 8]} no {n}" if words else None for n in range(len(rows))]
    full, bare = CollectionIndex(dimensions=16, words=words), CollectionIndex(dimensions=0, words=words)
    full.apply([live(n + 1, row, text=texts[n]) for n, row in enumerate(rows)])
    bare.apply([live(n + 1, row[:0], text=texts[n]) for n, row in enumerate(rows)])
    return full, bare


def same(found: list[Found], right: list[Found]) -> None:
    assert [one.number for one in found] == [one.number for one in right]
    assert [one.score for one in found] == pytest.approx([one.score for one in right], abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    step=some.sampled_from([1, 2, 7, 100, 2000]),
    limit=some.sampled_from([1, 10, 300, COUNT]),
    diverse=some.booleans(),
    zeros=some.booleans(),
    seed=some.integers(0, 5),
)
async def test_the_answers_are_those_of_comparing_in_memory(
    step: int, limit: int, diverse: bool, zeros: bool, seed: int
) -> None:
    rows = vectors(COUNT)
    if zeros:
        rows[::5] = 0
    query = ViewQuery(vector=vectors(1, seed=seed + 10)[0], limit=limit, diverse=diverse)
    full, bare = indexes(rows, words=False)
    admitted = np.arange(COUNT) % step == step // 2
    eligible = None if step == 1 else Eligible.of(bare.view(), query, admitted)
    same(await rank_stored(Stored(rows, query.vector), query, eligible), rank(full.view(), query, admitted))


@pytest.mark.parametrize("step", [1, 20])
async def test_words_and_vectors_together_rank_as_in_memory(step: int) -> None:
    rows = vectors(COUNT)
    full, bare = indexes(rows, words=True)
    admitted = np.arange(COUNT) % step == 0
    for seed in range(5):
        terms = np.array(sorted(ANALYZER.count("where is timber with salt")), np.uint32)
        query = ViewQuery(vector=vectors(1, seed=seed + 20)[0], limit=10, terms=terms)
        eligible = Eligible.of(bare.view(), query, admitted)
        found = await rank_stored(Stored(rows, query.vector), query, eligible)
        right = rank(full.view(), query, admitted)
        assert len({one.number for one in found} & {one.number for one in right}) >= 9
        assert found[0].score == pytest.approx(right[0].score, abs=1e-6)


@pytest.mark.parametrize("step", [1, 2])
async def test_an_index_that_proposes_too_few_leads_to_comparing_all(step: int) -> None:
    rows = vectors(COUNT)
    query = ViewQuery(vector=vectors(1, seed=3)[0], limit=10)
    full, bare = indexes(rows, words=False)
    admitted = np.arange(COUNT) % step == 0
    eligible = None if step == 1 else Eligible.of(bare.view(), query, admitted)
    blind = Stored(rows, query.vector, hidden=0.995)
    same(await rank_stored(blind, query, eligible), rank(full.view(), query, admitted))


async def test_an_index_that_proposes_enough_spares_the_comparison() -> None:
    rows = vectors(COUNT)
    query = ViewQuery(vector=vectors(1, seed=3)[0], limit=10)
    stored = Stored(rows, query.vector)
    await rank_stored(stored, query)
    _, bare = indexes(rows, words=False)
    await rank_stored(stored, query, Eligible.of(bare.view(), query, NUMBERS != 5))
    assert stored.compared == 0


async def test_documents_that_came_after_the_view_do_not_qualify() -> None:
    rows = vectors(COUNT)
    query = ViewQuery(vector=rows[-1], limit=5)
    _, bare = indexes(rows[:-1], words=False)
    eligible = Eligible.of(bare.view(), query, np.ones(COUNT - 1, np.bool_))
    found = await rank_stored(Stored(rows, query.vector), query, eligible)
    assert len(found) == 5
    assert COUNT not in [one.number for one in found]
