"""The features of a ranking, one by one.

1. Without neighbours, context BM25 is BM25.
2. Rarer terms weigh more; the weight is never negative.
3. Standardised values have mean 0 and deviation 1; unknown ones stay 0.
4. A share of the maximum is 1 for the best and 0 without any.
5. Smoothing adds the shares of neighbours of the same segment.
"""

import math

import numpy as np
import pytest

from holdfast.retrieval.conversation import lay_out
from holdfast.retrieval.scoring import (
    context_saturation,
    inverse_frequency,
    over_maximum,
    segment_bm25,
    smoothed,
    spoken_by,
    standardised,
)
from tests.retrieval.conversations import DAY, ENGLISH, NOON, Turn, index_of


def term_ids(*words: str) -> np.ndarray:
    return np.array([ENGLISH.word_ids(word)[0] for word in words], np.uint32)


def test_alone_in_its_segment_a_message_has_plain_bm25() -> None:
    index = index_of([Turn("violin violin harbour", at=NOON), Turn("bridge", at=NOON + DAY)])
    saturation = context_saturation(index.postings.find(term_ids("violin")), index.layout)
    norm = 1.2 * (1 - 0.85 + 0.85 * 3 / 2)
    assert saturation[0].tolist() == pytest.approx([2 / (2 + norm), 0])


def test_rows_select_columns() -> None:
    index = index_of([Turn("violin"), Turn("violin bridge"), Turn("harbour")])
    found = index.postings.find(term_ids("violin", "bridge"))
    whole = context_saturation(found, index.layout)
    assert (context_saturation(found, index.layout, np.array([2, 0])) == whole[:, [2, 0]]).all()


def test_rarity_follows_the_formula() -> None:
    weights = inverse_frequency(np.array([0, 1, 5, 10]), 10)
    assert weights[1] == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert (np.diff(weights) < 0).all() and weights[-1] > 0


def test_a_segment_is_one_document() -> None:
    index = index_of([Turn("violin"), Turn("bridge"), Turn("violin", at=NOON + DAY)])
    scores = segment_bm25(index.postings.find(term_ids("violin", "bridge")), index.layout)
    assert scores[0] > scores[1] > 0


def test_standardised_values() -> None:
    scores = standardised(np.array([1.0, 2.0, 3.0, 99.0]), np.array([True, True, True, False]))
    assert scores[:3].mean() == pytest.approx(0)
    assert scores[:3].std() == pytest.approx(1)
    assert scores[3] == 0
    assert standardised(np.array([0.5, 0.5])).tolist() == [0, 0]


def test_shares_of_the_maximum() -> None:
    assert over_maximum(np.array([2.0, 4.0])).tolist() == [0.5, 1]
    assert over_maximum(np.array([0.0, 0.0])).tolist() == [0, 0]


def test_smoothing_takes_neighbours_of_the_segment() -> None:
    layout = lay_out(np.array([0, 0, 0, 1], np.int32), np.zeros(4), np.ones(4, np.int32))
    values = np.array([1.0, 10.0, 100.0, 1000.0])
    shares = np.array([1, 0.3, 0.5, 0.1, 0.2])
    expected = [1 + 3 + 10, 10 + 0.5 + 30, 100 + 5 + 0.2, 1000]
    assert smoothed(values, layout, shares).tolist() == pytest.approx(expected)


def test_messages_of_the_roles_asked_about() -> None:
    roles = np.array([0, 1, 2, 1], np.int32)
    assert spoken_by(roles, frozenset({1})).tolist() == [0, 1, 0, 1]
    assert spoken_by(roles, frozenset({1, 2})).tolist() == [0, 1, 1, 1]
