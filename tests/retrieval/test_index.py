"""The index of a scope.

1. Extending it in any split gives the same results as building it at once.
2. Removing sessions gives the same results as never having had them.
3. An older snapshot still answers as it did, also when two others were made from it.
4. Vectors that come later count as if they had been there; the centre is always their mean.
5. Columns of different length and vectors of another width are refused.
6. A thousand messages with vectors of 256 dimensions need at most 1.5 KB each.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.search import SearchKind
from tests.retrieval.conversations import (
    NOON,
    Turn,
    ask,
    batch,
    conversations,
    index_of,
    kinds,
    query_vectors,
    questions,
    texts,
)


def results(index: ScopeIndex, question: str, **options: object) -> list[tuple[int, float]]:
    return [(hit.key, pytest.approx(hit.dist)) for hit in ask(index, question, limit=50, **options)]


@settings(max_examples=60)
@given(conversations(), questions, query_vectors, kinds, st.data())
def test_any_split_equals_building_at_once(turns, question, vector, kind, data) -> None:
    has_vectors = any(turn.vector is not None for turn in turns)
    options = {"kind": kind, "vector": vector if has_vectors else None}
    cuts = sorted(data.draw(st.lists(st.integers(0, len(turns)), max_size=4)))
    index = ScopeIndex.empty()
    for start, end in zip([0, *cuts], [*cuts, len(turns)], strict=True):
        index = index.extended(batch(turns[start:end], start))
    assert results(index, question, **options) == results(index_of(turns), question, **options)


@settings(max_examples=60)
@given(conversations(), questions, query_vectors, st.sets(st.integers(1, 4)))
def test_removed_sessions_leave_no_trace(turns, question, vector, gone) -> None:
    kept = [(key, turn) for key, turn in enumerate(turns) if turn.session not in gone]
    alone = index_of([turn for _, turn in kept])
    options = {"vector": vector if any(turn.vector for _, turn in kept) else None}
    expected = [(kept[key][0], dist) for key, dist in results(alone, question, **options)]
    assert results(index_of(turns).without_sessions(gone), question, **options) == expected


def test_snapshots_are_independent_of_what_is_made_from_them() -> None:
    first = index_of([Turn("the red bridge", vector=(1, 0)), Turn("a violin", vector=(0, 1))])
    before = results(first, "violin", kind=SearchKind.VECTOR, vector=np.array([0, 1], np.float32))
    one = first.extended(batch([Turn("harbour", vector=(1, 1))], 10))
    other = first.extended(batch([Turn("mountain", vector=(1, -1))], 20))
    assert results(first, "violin", kind=SearchKind.VECTOR, vector=np.array([0, 1], np.float32)) == before
    assert results(one, "harbour")[0][0] == 10
    assert other.vectors.at([2])[0, 1] < 0 < one.vectors.at([2])[0, 1]


def test_late_vectors_count_as_early_ones() -> None:
    turns = [Turn("red bridge", vector=(1, 0)), Turn("violin", vector=(0, 1)), Turn("harbour", vector=(1, 1))]
    bare = index_of([Turn(turn.text) for turn in turns])
    filled = bare.with_vectors([2, 0, 1, 99], index_of(turns).vectors.at([2, 0, 1, 0]))
    query = np.array([0, 1], np.float32)
    assert filled.vectors.complete
    assert results(filled, "violin", vector=query) == results(index_of(turns), "violin", vector=query)


def test_an_empty_scope_finds_nothing() -> None:
    assert ask(ScopeIndex.empty(), "anything in May 2023?") == []


def test_columns_of_different_length_are_refused() -> None:
    good = batch(texts("one", "two"))
    with pytest.raises(ValueError, match="differ in length"):
        MessageBatch(good.keys, good.sessions, ["user"], good.created, good.features)


def test_vectors_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="dimensions"):
        index_of([Turn("a", vector=(1, 0))]).extended(batch([Turn("b", vector=(1, 0, 0))], 1))


def test_memory_per_message_is_bounded() -> None:
    words = [f"word{number}" for number in range(3000)]
    turns = [Turn(" ".join(words[(7 * n) % 2900 : (7 * n) % 2900 + 15]), at=NOON + n) for n in range(1000)]
    base = batch(turns)
    with_vectors = MessageBatch(
        base.keys, base.sessions, base.roles, base.created, base.features, np.full((1000, 256), 1 / 16, np.float32)
    )
    assert ScopeIndex.of(with_vectors).nbytes / 1000 <= 1024


@settings(max_examples=60)
@given(conversations(), conversations(), st.sets(st.integers(1, 3)))
def test_the_centre_is_the_mean_of_the_vectors_there_are(first, more, gone) -> None:
    index = index_of(first).extended(batch(more, len(first))).without_sessions(gone)
    rows = index.vectors.at(np.flatnonzero(index.vectors.embedded))
    centre = index.vectors.centre
    assert (centre is None) == (not len(rows))
    assert centre is None or centre == pytest.approx(rows.mean(axis=0), abs=1e-6)
