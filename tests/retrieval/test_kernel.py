"""The inner loops: compiled code and whole arrays do the same.

1. Whatever the conversation, its growth, and the question, both fill the same rows with scores by words, and know
   which terms occur.
2. Both smooth alike, weigh and lift alike, and choose the same best, of equals the earlier.
3. Where there is a C compiler, the compiled part is built.
4. Both have the same features of all messages, with words and vectors or without.
5. What is for large scopes says the same in both forms: sums over words, single products, estimates, candidates.
6. Rows of another size are refused instead of written beyond their end.
"""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval import kernel
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.kernel import Scaling, arrays
from holdfast.retrieval.postings import Postings
from holdfast.retrieval.related import Lookup
from tests.retrieval.conversations import ENGLISH, Turn, batch, conversations, index_of

TERMS = [ENGLISH.forms(word, "english")[0] for word in ("apple", "bridge", "violin", "piano", "running", "lighthouse")]
PAIRS = st.lists(st.tuples(st.sampled_from(TERMS), st.floats(0.01, 0.3)), max_size=3)
LOOKUPS = st.lists(st.tuples(st.sampled_from(TERMS), PAIRS), min_size=1, unique_by=lambda asked: asked[0]).map(
    lambda asked: Lookup([term for term, _ in asked], [pairs for _, pairs in asked])
)

needs_compiled = pytest.mark.skipif(not kernel.is_compiled, reason="the compiled part was not built")


def filled(index: ScopeIndex, lookup: Lookup, *, by_arrays: bool) -> np.ndarray:
    scorer = arrays.WordScorer(index.postings, index.layout) if by_arrays else index.words
    rows = np.full((3, index.layout.places), np.nan)
    scorer.score(lookup, rows)
    return rows[:, : len(index)]


@needs_compiled
@settings(max_examples=200, deadline=None)
@given(conversations(), conversations(), LOOKUPS)
def test_both_say_the_same_of_every_conversation(first: list[Turn], more: list[Turn], lookup: Lookup) -> None:
    known = index_of(first)
    grown = known.extended(batch(more, len(first)))
    for index in (known, grown, grown.without_sessions([1])):
        expected = filled(index, lookup, by_arrays=True)
        np.testing.assert_allclose(filled(index, lookup, by_arrays=False), expected, atol=1e-12)
        by_arrays = arrays.WordScorer(index.postings, index.layout)
        assert index.words.holds([*TERMS, 1]) == by_arrays.holds([*TERMS, 1])
        some = np.array([*TERMS, 1], np.uint32)
        assert index.words.held(some) == by_arrays.held(some)


@needs_compiled
@settings(max_examples=40, deadline=None)
@given(conversations(), LOOKUPS | st.just(Lookup([], [])), st.integers(0, 2), st.booleans())
def test_both_have_the_same_features(turns: list[Turn], lookup: Lookup, given_rows: int, with_vector: bool) -> None:
    index = index_of([replace(turn, vector=turn.vector or (1.0, 0.5, -0.5)) for turn in turns])
    given_values = [np.cos(np.arange(len(index)) + number) for number in range(given_rows)]
    vector = np.array([0.25, -0.5, 0.75], np.float32) if with_vector and index.vectors.width else None
    # In pieces, as a scope of very many messages has them.
    blocks = [block[part] for block in index.vectors.blocks for part in (slice(0, 1), slice(1, None))]
    asked = (lookup, given_values, blocks, vector)
    expected = arrays.WordScorer(index.postings, index.layout).features(*asked)
    assert expected.shape == (3 * bool(lookup.terms) + given_rows + 2 * (vector is not None), len(index))
    np.testing.assert_allclose(index.words.features(*asked), expected, atol=1e-6)
    for wrong in ((lookup, [np.zeros(len(index) + 1)], [], None), (lookup, [], blocks[1:], np.ones(3, np.float32))):
        for scorer in (index.words, arrays.WordScorer(index.postings, index.layout)):
            if len(index):
                with pytest.raises(ValueError, match="messages"):
                    scorer.features(*wrong)


@needs_compiled
@given(conversations())
def test_both_smooth_alike(turns: list[Turn]) -> None:
    index = index_of(turns)
    values = np.zeros(index.layout.places)
    values[: len(index)] = np.sin(np.arange(len(index)))
    rows = np.zeros((2, len(values)))
    arrays.WordScorer(index.postings, index.layout).smooth(values, rows[0])
    index.words.smooth(values, rows[1])
    np.testing.assert_allclose(rows[1], rows[0], atol=1e-12)


def check_sums(index: ScopeIndex, lookup: Lookup) -> None:
    """What is summed up of many messages has single precision."""
    expected = filled(index, lookup, by_arrays=True)
    there = index.live_mask
    for scorer in (index.words, arrays.WordScorer(index.postings, index.layout)):
        sums = kernel.WordSums(*scorer.sums(lookup, 0.0))
        np.testing.assert_allclose(sums.lexical[sums.slots][there], expected[0][there], rtol=2e-6, atol=1e-12)
        np.testing.assert_allclose(sums.coverage[sums.slots][there], expected[1][there], rtol=2e-6, atol=1e-12)
        of_rows = sums.of_segments[index.layout.segments]
        np.testing.assert_allclose(of_rows[there], expected[2][there], atol=1e-12)


@needs_compiled
@settings(max_examples=60, deadline=None)
@given(conversations(), conversations(), LOOKUPS)
def test_sums_are_the_scores_of_what_is_touched(first: list[Turn], more: list[Turn], lookup: Lookup) -> None:
    known = index_of(first)
    for index in (known, known.extended(batch(more, len(first))).without_sessions([1])):
        check_sums(index, lookup)


@needs_compiled
def test_rare_words_alone_and_beside_common_ones_sum_up_alike() -> None:
    turns = [Turn("violin" if place % 2 else "piano", at=100.0 * place) for place in range(400)]
    turns[7], turns[100], turns[101] = Turn("apple"), Turn("an apple on a bridge"), Turn("bridge", session=2)
    index = index_of(turns)
    apple, bridge, violin = TERMS[:3]
    for terms in ([apple], [apple, bridge], [apple, violin], [violin, bridge, apple]):
        check_sums(index, Lookup(terms, [[(TERMS[3], 0.2)] if term == violin else [] for term in terms]))


@needs_compiled
def test_a_term_is_as_common_as_what_stands_for_it() -> None:
    turns = [Turn("bridge", at=5000.0 * place) for place in range(9)] + [Turn("apple", at=50000.0)]
    index = index_of(turns)
    scores = index.words.features(Lookup([TERMS[0], 1], [[], [(TERMS[1], 0.9)]]), [], [], None)
    lexical, coverage = scores[0], scores[1]
    assert lexical[9] > 1.5 * lexical[0] > 0
    assert coverage[9] > 1.5 * coverage[0] > 0


def test_sums_leave_out_what_weighs_next_to_nothing() -> None:
    index = index_of([Turn("apple"), *[Turn("bridge") for _ in range(2000)]])
    lookup = Lookup(TERMS[:2], [[], []])
    sums = kernel.WordSums(*index.words.sums(lookup, 0.1))
    assert sums.lexical[sums.slots[0]] > 0
    assert not sums.lexical[sums.slots[5:]].any()
    assert kernel.WordSums(*index.words.sums(lookup, 0.0)).lexical[sums.slots[5:]].all() or len(sums.lexical) < 31


@needs_compiled
@given(st.data(), conversations(), st.integers(1, 30), st.booleans(), st.booleans())
def test_both_choose_the_same_candidates(
    data: st.DataObject, turns: list[Turn], count: int, near: bool, masked: bool
) -> None:
    index = index_of(turns)
    numbers = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    size, segments = len(index), index.layout.segment_count
    words = kernel.WordSums(
        np.arange(size, dtype=np.int32), numbers.random(size), numbers.random(size), numbers.random(segments)
    )
    estimates = numbers.random(size if near else 0).astype(np.float32)
    shares = kernel.Shares(0.7, 0.2, 0.4, (0.1, 0.2, 0.05, 0.03))
    further = numbers.random(size if data.draw(st.booleans()) else 0)
    roles = numbers.integers(0, 4, size).astype(np.int32)
    others = kernel.Priors(numbers.random(size), 0.3, roles, numbers.random(3), further)
    rough = kernel.RoughScores(words, others, estimates, shares)
    eligible = numbers.integers(0, 2, size if masked else 0).astype(np.uint8)
    expected = arrays.promising(rough, index.layout, eligible, count).tolist()
    assert kernel.promising(rough, index.layout, eligible, count).tolist() == expected
    assert len(expected) == min(count, int(eligible.sum()) if masked else size)


@needs_compiled
@given(st.integers(1, 200), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_both_estimate_alike(width: int, count: int, seed: int) -> None:
    numbers = np.random.default_rng(seed)
    codes = np.zeros((count, -(-width // 64)), np.uint64)
    packed = np.packbits(numbers.integers(0, 2, (count, width), np.uint8), axis=1, bitorder="little")
    codes.view(np.uint8)[:, : packed.shape[1]] = packed
    vector = numbers.normal(size=width).astype(np.float32)
    out = np.zeros((2, count), np.float32)
    kernel.estimates(codes, vector, out[0])
    arrays.estimates(codes, vector, out[1])
    # The compiled form rounds each component to one of sixteen steps.
    step = float(vector.max() - vector.min()) / 15
    np.testing.assert_allclose(out[0], out[1], atol=step * width + 1e-4)


@needs_compiled
@given(st.integers(1, 3), st.lists(st.integers(-3, 14), max_size=20), st.integers(0, 2**32 - 1))
def test_both_multiply_single_rows_alike(blocks: int, rows: list[int], seed: int) -> None:
    numbers = np.random.default_rng(seed)
    values = [numbers.integers(-4000, 4000, (4, 5), np.int16) for _ in range(blocks)]
    vector = (numbers.normal(size=5) / 5).astype(np.float32)
    wanted = np.array(rows, np.int32)
    out = np.full((2, len(rows)), np.nan)
    kernel.products_at(values, 2, wanted, vector, out[0])
    arrays.products_at(values, 2, wanted, vector, out[1])
    np.testing.assert_allclose(out[0], out[1], atol=5e-4)
    beyond = (wanted < 0) | (wanted >= 4 * blocks)
    assert not out[:, beyond].any()


NUMBERS = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0, 3.0])


@needs_compiled
@given(st.data(), st.integers(1, 20), st.lists(st.sampled_from(Scaling), min_size=1, max_size=4))
def test_both_weigh_alike(data: st.DataObject, messages: int, scalings: list[Scaling]) -> None:
    rows = st.lists(NUMBERS, min_size=messages, max_size=messages)
    values = np.array([data.draw(rows) for _ in scalings]).reshape(len(scalings), messages)
    weights = [0.5 * (number + 1) for number in range(len(scalings))]
    counting = data.draw(st.integers(1, messages))
    values[:, counting:] = 0.0
    for part in (values, np.hstack((values, values))[:, :messages]):
        scores, scales = kernel.weigh(part, scalings, weights, counting)
        expected, expected_scales = arrays.weigh(part, scalings, weights, counting)
        np.testing.assert_allclose(scores, expected, atol=1e-9)
        np.testing.assert_allclose(scales, expected_scales, atol=1e-9)
        held, row = np.abs(part[0]) * data.draw(st.sampled_from([0.0, 0.1, 1.0])), part[-1]
        both = [(scores, row.copy()), (expected, row.copy())]
        for lift, (lifted, grown) in zip((kernel.lift, arrays.lift), both, strict=True):
            lift(lifted, held, grown, (3.0, -1.5), (1.5, 0.2))
        np.testing.assert_allclose(both[0], both[1], atol=1e-9)


@needs_compiled
@given(st.integers(0, 9), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_both_multiply_alike(count: int, width: int, seed: int) -> None:
    numbers = np.random.default_rng(seed)
    vectors = numbers.normal(size=(count + 1, width)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    rows = np.rint(vectors[1:] * kernel.ONE).astype(np.int16)
    out = np.full((2, count), np.nan)
    kernel.products(rows, vectors[0], out[0])
    arrays.products(rows, vectors[0], out[1])
    expected = vectors[1:].astype(np.float64) @ vectors[0]
    np.testing.assert_allclose(out, np.stack((expected, expected)), atol=5e-4)


@given(st.lists(NUMBERS, max_size=60), st.integers(1, 70))
def test_the_best_come_first_and_of_equals_the_earlier(scores: list[float], count: int) -> None:
    expected = sorted(range(len(scores)), key=lambda position: (-scores[position], position))[:count]
    for best in (kernel.best, arrays.best):
        assert best(np.array(scores), min(count, len(scores))).tolist() == expected


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_the_compiled_part_is_built_where_there_is_a_compiler() -> None:
    assert kernel.is_compiled


@needs_compiled
def test_counts_and_shares_of_zero_count_nothing() -> None:
    index = index_of([Turn("apple bridge"), Turn("apple")])
    (run,) = index.postings.runs
    postings = Postings((replace(run, counts=np.zeros_like(run.counts)),))
    scorer = kernel.word_scorer(postings, index.layout)
    rows = np.full((3, index.layout.places), np.nan)
    scorer.score(Lookup(TERMS[:1], [[(TERMS[1], 0.0)] * 50]), rows)
    assert not rows[:, :2].any()


@needs_compiled
def test_rows_of_another_size_are_refused() -> None:
    index = index_of([Turn("violin")])
    places = index.layout.places
    with pytest.raises(ValueError, match=f"3 rows of {places} values"):
        index.words.score(Lookup.of([(term,) for term in TERMS]), np.zeros((3, places - 1)))
    with pytest.raises(ValueError, match=f"need {places} values"):
        index.words.smooth(np.zeros(places), np.zeros(places - 1))
    with pytest.raises(ValueError, match="give 2 products"):
        kernel.products(np.zeros((2, 3), np.int16), np.zeros(3, np.float32), np.zeros(3))
    with pytest.raises(ValueError, match="3 scores cannot be lifted by 2 and 3 values"):
        kernel.lift(np.zeros(3), np.zeros(2), np.zeros(3), (1.0, 0.0), (1.0, 1.0))
