"""Scores by words: compiled code and whole arrays say the same.

1. Whatever the conversation, its growth, and the question, both fill the same rows.
2. Both smooth alike.
3. Where there is a C compiler, the compiled part is built.
4. Rows of another size are refused instead of written beyond their end.
"""

import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.related import Lookup
from holdfast.retrieval.words import ArrayWordScorer, is_compiled
from tests.retrieval.conversations import ENGLISH, Turn, batch, conversations, index_of

TERMS = [ENGLISH.word_ids(word)[0] for word in ("apple", "bridge", "violin", "piano", "running", "lighthouse")]
PAIRS = st.lists(st.tuples(st.sampled_from(TERMS), st.floats(0.01, 0.3)), max_size=3)
LOOKUPS = st.lists(st.tuples(st.sampled_from(TERMS), PAIRS), min_size=1, unique_by=lambda asked: asked[0]).map(
    lambda asked: Lookup([term for term, _ in asked], [pairs for _, pairs in asked])
)

needs_compiled = pytest.mark.skipif(not is_compiled(), reason="the compiled part was not built")


def filled(index: ScopeIndex, lookup: Lookup, *, by_arrays: bool) -> np.ndarray:
    scorer = ArrayWordScorer(index.postings, index.layout) if by_arrays else index.words
    rows = np.full((3, len(index.layout.norm)), np.nan)
    scorer.score(lookup, rows)
    return rows[:, : len(index)]


@needs_compiled
@settings(max_examples=200, deadline=None)
@given(conversations(), conversations(), LOOKUPS)
def test_both_say_the_same_of_every_conversation(first: list[Turn], more: list[Turn], lookup: Lookup) -> None:
    known = index_of(first)
    for index in (known, known.extended(batch(more, len(first)))):
        expected = filled(index, lookup, by_arrays=True)
        np.testing.assert_allclose(filled(index, lookup, by_arrays=False), expected, atol=1e-12)


@needs_compiled
@given(conversations())
def test_both_smooth_alike(turns: list[Turn]) -> None:
    index = index_of(turns)
    values = np.zeros(len(index.layout.norm))
    values[: len(index)] = np.sin(np.arange(len(index)))
    rows = np.zeros((2, len(values)))
    ArrayWordScorer(index.postings, index.layout).smooth(values, rows[0])
    index.words.smooth(values, rows[1])
    np.testing.assert_allclose(rows[1], rows[0], atol=1e-12)


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_the_compiled_part_is_built_where_there_is_a_compiler() -> None:
    assert is_compiled()


@needs_compiled
def test_rows_of_another_size_are_refused() -> None:
    index = index_of([Turn("violin")])
    places = len(index.layout.norm)
    with pytest.raises(ValueError, match=f"3 rows of {places} values"):
        index.words.score(Lookup.of(TERMS), np.zeros((3, places - 1)))
    with pytest.raises(ValueError, match=f"need {places} values"):
        index.words.smooth(np.zeros(places), np.zeros(places - 1))
