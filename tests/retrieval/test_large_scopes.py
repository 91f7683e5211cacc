"""Scopes that are looked at roughly first.

1. Whatever the history of a scope, the question, and what may be found: where all messages are candidates, the hits are
   those of a ranking as a whole, with the same scores.
2. Of few candidates the best are the best of the scope, by words, by likeness and by the day.
3. What answers a question is looked at beside it, though it has none of the words.
4. Results that say the same do not use up the candidates.
5. A search reads the vectors of candidates, their neighbours and a sample, however many there are.
6. A search makes no arrays over all messages but of estimates and of where their scores are.
7. An estimate is near to the product, whatever the width, and says nothing of messages without a vector.
"""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval import kernel, large_scopes
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.search import SearchKind
from holdfast.retrieval.vectors import Vectors
from tests.retrieval.conversations import (
    DAY,
    NOON,
    Turn,
    ask,
    batch,
    conversations,
    index_of,
    keys,
    query_vectors,
    questions,
    unit,
)

_ROWS = 600
_WORDS = (
    "anchor", "barrel", "candle", "dagger", "engine", "feather", "garden", "hammer", "island", "jacket", "kettle",
    "ladder", "mirror", "needle",
)  # fmt: skip


@pytest.fixture
def roughly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every scope is large, and has few candidates."""
    monkeypatch.setattr(large_scopes, "FULL_ROWS", 0)
    monkeypatch.setattr("holdfast.retrieval.search.LEAST_CANDIDATES", 40)


def found(index: ScopeIndex, question: str, **options: object) -> dict[int, dict[str, float]]:
    """The hits with what they are made of."""
    hits = ask(index, question, limit=50, explain=True, **options)
    return {hit.key: {"dist": hit.dist, **(hit.parts or {})} for hit in hits}


@settings(max_examples=40, deadline=None)
@given(conversations(), conversations(), st.sets(st.integers(1, 3), max_size=2), questions, query_vectors, st.data())
def test_where_all_are_candidates_nothing_changes(first, more, gone, question, vector, data) -> None:
    index = index_of(first).without_sessions(gone).extended(batch(more, len(first)))
    options = {
        "vector": vector if any(turn.vector for turn in [*first, *more]) and index.vectors.width else None,
        "kind": data.draw(st.sampled_from([SearchKind.SIMILARITY, SearchKind.MMR])),
    }
    if data.draw(st.booleans()):
        mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(index), max_size=len(index))))
        options["eligible"] = mask & index.live_mask
    expected = found(index, question, **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_scopes, "FULL_ROWS", 0)
        roughly = found(index, question, **options)
    assert roughly.keys() == expected.keys()
    for key, parts in expected.items():
        assert roughly[key] == pytest.approx(parts, abs=1e-6)


def haystack(seed: int = 5) -> list[Turn]:
    """Many messages of common words in sessions of twenty, a minute apart."""
    numbers = np.random.default_rng(seed)
    turns = []
    for place in range(_ROWS):
        vector = tuple(numbers.normal(size=16).tolist())
        text = " ".join(numbers.choice(_WORDS, 8).tolist())
        turns.append(Turn(text, "user", place // 20, NOON + place * 60, vector))
    return turns


@pytest.mark.usefixtures("roughly")
@pytest.mark.parametrize("seed", range(5))
def test_the_best_of_few_candidates_are_those_of_all(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = haystack(seed)
    index = index_of(turns)
    question, vector = "where are candle and ladder?", unit(*(turns[100 + seed].vector or ()))
    options = {"vector": vector, "limit": 5}
    best = keys(ask(index, question, **options))
    monkeypatch.setattr(large_scopes, "FULL_ROWS", _ROWS)
    expected = keys(ask(index, question, limit=10, vector=vector))
    assert best[0] == expected[0]
    # Deviations are those of a sample, so of messages that score nearly alike either may come first.
    assert set(best) <= set(expected)


@pytest.mark.usefixtures("roughly")
def test_a_search_reads_few_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_scopes, "_SAMPLE", 10)
    index, read = index_of(haystack()), set()
    multiply = Vectors.multiply

    def counted(vectors: Vectors, query: np.ndarray, rows: np.ndarray) -> np.ndarray:
        read.update(rows.tolist())
        return multiply(vectors, query, rows)

    monkeypatch.setattr(Vectors, "multiply", counted)
    monkeypatch.delattr(Vectors, "compare")
    assert ask(index, "where are candle and ladder?", vector=unit(*range(1, 17)), limit=5)
    assert len(read) < 5 * (40 + 20) < _ROWS


@pytest.mark.usefixtures("roughly")
@pytest.mark.skipif(not kernel.is_compiled, reason="there is no compiled part")
def test_a_search_makes_few_arrays_over_all_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_scopes, "_SAMPLE", 10)
    turns, index = batch(haystack()), ScopeIndex.empty()
    for number in range(50):
        index = index.extended(replace(turns, keys=range(number * _ROWS, (number + 1) * _ROWS)))
    question, vector = "did I say zzz?", unit(*range(1, 17))
    assert ask(index, question, vector=vector, limit=5)
    tracemalloc.start()
    try:
        ask(index, question, vector=vector, limit=5)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 12 * len(index)


@pytest.mark.usefixtures("roughly")
def test_likeness_alone_makes_a_candidate() -> None:
    turns = haystack()
    index = index_of(turns)
    hits = ask(index, "zzz", vector=unit(*(turns[333].vector or ())), limit=3)
    assert 333 in keys(hits)


@pytest.mark.usefixtures("roughly")
def test_the_day_makes_a_candidate() -> None:
    turns = haystack()
    turns[77] = Turn("quiet evening", "user", 3, NOON + 40 * DAY)
    assert keys(ask(index_of(turns), "what happened yesterday?", now=NOON + 41 * DAY, limit=1)) == [77]


@pytest.mark.usefixtures("roughly")
def test_what_answers_is_looked_at_beside_its_question() -> None:
    turns = [turn for turn in haystack() if turn.session != 7]
    turns += [
        Turn("did the violin arrive?", "user", 7, NOON + 90 * DAY),
        Turn("oh yes", "assistant", 7, NOON + 90 * DAY + 30),
    ]
    asked = len(turns) - 2
    assert keys(ask(index_of(turns), "did the violin arrive?", limit=2)) == [asked + 1, asked]


@pytest.mark.usefixtures("roughly")
def test_repetitions_do_not_use_up_the_candidates() -> None:
    turns = haystack()
    for place in range(400):
        turns[place] = Turn("violin", "user", turns[place].session, turns[place].at)
    turns[500] = Turn("violin and piano", "user", 25, turns[500].at)
    turns[510] = Turn("violin, piano and flute", "user", 25, turns[510].at)
    hits = ask(index_of(turns), "violin", limit=3, collapse=True)
    assert {500, 510} <= set(keys(hits))


@pytest.mark.parametrize("width", [3, 64, 100, 256])
def test_an_estimate_is_near_to_the_product(width: int) -> None:
    numbers = np.random.default_rng(width)
    rows = numbers.normal(size=(3000, width)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1)[:, None]
    rows[::3] = 0.0
    vectors = Vectors().extended(rows, len(rows))
    query = unit(*numbers.normal(size=width).tolist())
    estimates = vectors.estimate(query)
    there = vectors.embedded
    assert np.corrcoef(estimates[there], rows[there] @ query)[0, 1] > 0.7
    np.testing.assert_allclose(estimates[~there], estimates[there].mean(), rtol=1e-3)


def test_late_vectors_are_estimated_as_early_ones() -> None:
    turns = haystack()
    early = index_of(turns)
    late = index_of([Turn(turn.text, turn.role, turn.session, turn.at) for turn in turns])
    late = late.with_vectors(range(_ROWS), early.vectors.at(range(_ROWS)))
    query = unit(*range(1, 17))
    np.testing.assert_allclose(late.vectors.estimate(query), early.vectors.estimate(query))
