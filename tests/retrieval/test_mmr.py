"""Maximal marginal relevance, as the contract states it (semantics §5.3).

1. The contract's test vectors give the contract's picks.
2. The first pick is the most similar; picks are distinct and as many as asked for, or as there are.
3. With λ = 1 the order is that of similarity.
4. Of equals the earlier candidate wins.
5. 0 and None mean the default of 0.5; other values are used as given, also beyond 0 … 1.
6. Twice the limit is re-ranked, ten at least.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.retrieval.mmr import effective_lambda, pick, pool_size

QUERY = np.array([0.1, 0.2, 0.3, 0.4, 0.5], np.float32)
CANDIDATES = np.array(
    [
        [0.1, 0.2, 0.3, 0.4, 0.4],
        [0.2, 0.3, 0.4, 0.5, 0.5],
        [0.1, 0.2, 0.3, 0.4, 0.6],
        [0.1, 0, 0, 0, 0],
        [0.2, 0, 0, 0, 0],
    ],
    np.float32,
)
vectors = st.lists(st.tuples(*[st.integers(-4, 4)] * 3), min_size=1, max_size=8).map(lambda v: np.array(v, np.float32))


@pytest.mark.parametrize(("candidates", "weight", "picks"), [(CANDIDATES, 0.5, [2, 1]), (CANDIDATES[:3], 1.0, [2, 0])])
def test_the_vectors_of_the_contract(candidates: np.ndarray, weight: float, picks: list[int]) -> None:
    assert pick(QUERY, candidates, weight, 2) == picks


@given(vectors, st.floats(-1, 2), st.integers(0, 10))
def test_picks_are_distinct_and_begin_with_the_most_similar(candidates, weight, limit) -> None:
    query = np.array([1, 2, 3], np.float32)
    picks = pick(query, candidates, weight, limit)
    assert len(picks) == len(set(picks)) == min(limit, len(candidates))
    if picks:
        assert picks[0] == pick(query, candidates, 1.0, 1)[0]


@given(vectors)
def test_full_weight_on_relevance_keeps_the_order(candidates) -> None:
    query = np.array([1, 2, 3], np.float32)
    norms = np.linalg.norm(candidates, axis=1)
    cosine = np.round(candidates @ query / np.where(norms > 0, norms, 1), 4)
    picked = cosine[pick(query, candidates, 1.0, len(candidates))]
    assert (np.diff(picked) <= 1e-3).all()


def test_of_equals_the_earlier_wins() -> None:
    assert pick(QUERY, np.stack([CANDIDATES[0]] * 3), 0.5, 3) == [0, 1, 2]


@pytest.mark.parametrize(("given_lambda", "used"), [(None, 0.5), (0, 0.5), (0.9, 0.9), (-1.0, -1.0), (2.0, 2.0)])
def test_lambda_is_not_clamped(given_lambda: float | None, used: float) -> None:
    assert effective_lambda(given_lambda) == used


@pytest.mark.parametrize(("limit", "size"), [(1, 10), (5, 10), (6, 12), (50, 100)])
def test_the_pool_is_twice_the_limit(limit: int, size: int) -> None:
    assert pool_size(limit) == size
