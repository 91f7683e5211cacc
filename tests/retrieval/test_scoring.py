"""The features of a ranking, one by one.

1. Without neighbours, context BM25 is BM25; a segment is one document.
2. Rarer terms weigh more; the weight is never negative.
3. Standardised values have mean 0 and deviation 1; values that are all alike count nothing.
4. A share of the maximum is 1 for the best and 0 without any.
5. Smoothing adds the shares of neighbours of the same segment.
6. Scores by words count as they are where a whole word is held, and less the less of one is.
"""

import math

import numpy as np
import pytest

from holdfast.retrieval.layout import lay_out
from holdfast.retrieval.related import Lookup
from holdfast.retrieval.scoring import (
    DEFAULT_WEIGHTS,
    inverse_frequency,
    mean,
    over_deviation,
    over_maximum,
    presence,
    segment_frequency,
    smoothed,
    spoken_by,
    where_words_lack,
)
from tests.retrieval.conversations import DAY, ENGLISH, NOON, Turn, index_of


def lookup(*words: str) -> Lookup:
    return Lookup.of([ENGLISH.forms(word, "english") for word in words])


def test_alone_in_its_segment_a_message_has_plain_bm25() -> None:
    index = index_of([Turn("violin violin harbour", at=NOON), Turn("bridge", at=NOON + DAY)])
    present = presence(index.postings.look_up(lookup("violin")), index.layout)
    norm = 1.2 * (1 - 0.85 + 0.85 * 3 / 2)
    assert present[0, :2].tolist() == pytest.approx([2 / (2 + norm), 0])


def test_a_segment_is_one_document() -> None:
    index = index_of([Turn("violin"), Turn("bridge"), Turn("violin", at=NOON + DAY)])
    present = presence(index.postings.look_up(lookup("violin", "bridge", "harbour")), index.layout)
    assert segment_frequency(present, index.layout) == [2, 1, 0]
    norms = [1.2 * (1 - 0.75 + 0.75 * length / 1.5) for length in (2, 1)]
    assert present[0, -2:].tolist() == pytest.approx([1 / (1 + norm) for norm in norms])


def test_rarity_follows_the_formula() -> None:
    weights = inverse_frequency([0, 1, 5, 10], 10)
    assert weights[1] == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert (np.diff(weights) < 0).all() and weights[-1] > 0


def test_standard_deviations() -> None:
    values = np.array([1.0, 2.0, 3.0])
    scaled = (values - mean(values, 3)) * over_deviation(values, mean(values, 3), 3)
    assert (scaled.mean(), scaled.std()) == pytest.approx((0, 1))
    assert over_deviation(np.array([0.1, 0.1, 0.1]), mean(np.array([0.1, 0.1, 0.1]), 3), 3) == 0
    assert over_deviation(np.array([]), 0.0, 0) == 0


def test_shares_of_the_maximum() -> None:
    assert over_maximum(np.array([2.0, 4.0])) == 1 / 4
    assert over_maximum(np.array([0.0, 0.0])) == 0


def test_smoothing_takes_neighbours_of_the_segment() -> None:
    layout = lay_out(np.array([0, 0, 0, 1], np.int32), np.zeros(4), np.ones(4, np.int32))
    values = np.array([1.0, 10.0, 100.0, 1000.0, 0.0, 0.0, 0.0])
    expected = [1 + 3 + 20, 10 + 0.5 + 30, 100 + 5 + 0.3, 1000]
    assert smoothed(values, layout).tolist() == pytest.approx(expected)


def test_messages_of_the_roles_asked_about() -> None:
    roles = np.array([0, 1, 2, 1], np.int32)
    assert spoken_by(roles, frozenset({1})).tolist() == [0, 1, 0, 1]
    assert spoken_by(roles, frozenset({1, 2})).tolist() == [0, 1, 1, 1]


def test_cosines_decide_where_hardly_a_word_is_held() -> None:
    weights = [where_words_lack(DEFAULT_WEIGHTS, np.array([0.0, share]), 2) for share in (0.0, 0.1, 0.3, 0.4, 0.9)]
    assert weights[3] == weights[4] == DEFAULT_WEIGHTS
    for less in ("lexical", "segment", "length"):
        values = [getattr(each, less) for each in weights]
        assert values == sorted(values)
        assert 0 < values[0] < values[2] < values[3]
    for more in ("dense", "dense_context"):
        values = [getattr(each, more) for each in weights]
        assert values == sorted(values, reverse=True)
        assert values[0] > values[2] > values[3]
