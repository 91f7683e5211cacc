"""The index of a scope.

1. Extending it in any split gives the same results as building it at once.
2. Removing sessions gives the same results as never having had them.
3. An older snapshot still answers as it did, also when two others were made from it.
4. Vectors that come later count as if they had been there; the centre is always their mean.
5. Columns of different length and vectors of another width are refused.
6. A thousand messages with vectors of 256 dimensions need at most 1.5 KB each.
7. Whatever history of messages, removals, upkeep and files an index has, it answers as one built at once of what is
   left.
8. A message that comes to a large index touches what is near to it, and nothing else is copied.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.search import SearchKind
from holdfast.retrieval.stored_columns import map_file, write
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
    return [(hit.key, pytest.approx(hit.dist, abs=1e-6)) for hit in ask(index, question, limit=50, **options)]


def restored(index: ScopeIndex, path: Path) -> ScopeIndex:
    """The index as a file has it."""
    write(path, index.stored())
    file = map_file(path)
    assert file is not None
    return ScopeIndex.restored(file)


def alike(index: ScopeIndex, expected: ScopeIndex, keys: Sequence[int], question: str, **options: object) -> bool:
    """Whether an index finds what another does whose message k is its message keys[k], each with the same score.

    Of messages that score alike, rounding may put either first.
    """
    wanted = {keys[key]: dist for key, dist in results(expected, question, **options)}
    return dict(results(index, question, **options)) == wanted


@settings(max_examples=60)
@given(conversations(), questions, query_vectors, kinds, st.data())
def test_any_split_equals_building_at_once(turns, question, vector, kind, data) -> None:
    has_vectors = any(turn.vector is not None for turn in turns)
    options = {"kind": kind, "vector": vector if has_vectors else None}
    cuts = sorted(data.draw(st.lists(st.integers(0, len(turns)), max_size=4)))
    index = ScopeIndex.empty()
    for start, end in zip([0, *cuts], [*cuts, len(turns)], strict=True):
        index = index.extended(batch(turns[start:end], start))
    assert alike(index, index_of(turns), range(len(turns)), question, **options)


@settings(max_examples=60)
@given(conversations(), questions, query_vectors, st.sets(st.integers(1, 4)))
def test_removed_sessions_leave_no_trace(turns, question, vector, gone) -> None:
    kept = [(key, turn) for key, turn in enumerate(turns) if turn.session not in gone]
    alone = index_of([turn for _, turn in kept])
    options = {"vector": vector if any(turn.vector for _, turn in kept) else None}
    assert alike(index_of(turns).without_sessions(gone), alone, [key for key, _ in kept], question, **options)


@pytest.mark.parametrize(
    ("left", "removed", "question"),
    [
        (["", "apple"], "banana", "apple banana"),
        (["The bakery is closed.", "So is the bank."], "We met near the bakry.", "bakry"),
    ],
)
def test_a_word_that_only_removed_messages_hold_is_one_that_none_holds(left, removed, question) -> None:
    turns = [*texts(*left), Turn(removed, session=9)]
    assert alike(index_of(turns).without_sessions({9}), index_of(turns[:-1]), range(len(left)), question)


HISTORIES = st.lists(
    st.one_of(
        conversations(max_size=8).map(lambda turns: ("append", turns)),
        st.sets(st.integers(1, 3), min_size=1).map(lambda gone: ("remove", gone)),
        st.sampled_from([("compact", None), ("gather", None), ("store", None)]),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(HISTORIES, questions, query_vectors, kinds)
def test_any_history_equals_building_what_is_left_at_once(history, question, vector, kind) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr("holdfast.retrieval.vectors._BLOCK_BITS", 2)
        patch.setattr("holdfast.retrieval.vectors.BLOCK_ROWS", 4)
        patch.setattr("holdfast.retrieval.postings._SMALLEST_RUN", 1)
        patch.setattr("holdfast.retrieval.postings.INLINE_FOLD", 8)
        patch.setattr("holdfast.retrieval.postings.LARGEST_RUN", 40)
        index, left, count = ScopeIndex.empty(), [], 0
        for action, of in history:
            if action == "append":
                index = index.extended(batch(of, count))
                left += [(count + place, turn) for place, turn in enumerate(of)]
                count += len(of)
            elif action == "remove":
                index = index.without_sessions(of)
                left = [(key, turn) for key, turn in left if turn.session not in of]
            elif action == "compact":
                index = index.compacted()
            elif action == "store":
                index = restored(index, Path(folder) / "index")
            else:
                index = index.with_gathered_postings(index.postings, index.postings.gathered())
        alone = index_of([turn for _, turn in left])
        options = {"kind": kind, "vector": vector if any(turn.vector for _, turn in left) else None}
        assert alike(index, alone, [key for key, _ in left], question, **options)
        assert index.live == len(left)


def test_appending_to_a_large_index_copies_nothing() -> None:
    index = index_of(texts(*[f"word{number} and more" for number in range(3000)]))
    index = index.extended(batch(texts("one more"), 3000))
    assert index.has_room(1)
    grown = index.extended(batch(texts("and another"), 3001))
    for name in ("keys", "created", "lengths"):
        assert getattr(grown, name).base is getattr(index, name).base
    assert grown.layout.links.base is index.layout.links.base
    assert grown.postings.runs[0] is index.postings.runs[0]


def test_what_is_gathered_stays_in_pieces_that_are_quickly_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.retrieval.postings.LARGEST_RUN", 1000)
    monkeypatch.setattr("holdfast.retrieval.postings.INLINE_FOLD", 8)
    turns = texts(*["apple bridge cherry piano"] * 900)
    index = ScopeIndex.empty()
    for start in range(0, len(turns), 30):
        index = index.extended(batch(turns[start : start + 30], start))
    gathered = index.postings.gathered()
    sizes = [run.size for run in gathered.runs]
    assert max(sizes) <= 1000
    assert sum(sizes) == sum(run.size for run in index.postings.runs)
    assert len(sizes) < len(index.postings.runs) / 3
    assert not gathered.is_scattered


def test_an_index_in_a_file_takes_no_memory_but_for_what_is_new(tmp_path: Path) -> None:
    index = index_of([Turn(f"word{number} and more", vector=(1, number)) for number in range(20_000)])
    mapped = restored(index, tmp_path / "index")
    assert mapped.nbytes < index.nbytes / 100
    mapped = mapped.extended(batch([Turn("the harbour", vector=(1, 0))], 20_000))
    assert mapped.nbytes < index.nbytes / 100
    assert results(mapped, "harbour")[0][0] == 20_000


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
    rows = index.vectors.at(np.flatnonzero(index.vectors.embedded & index.live_mask))
    centre = index.vectors.centre
    assert (centre is None) == (not len(rows))
    assert centre is None or centre == pytest.approx(rows.mean(axis=0), abs=1e-6)


def test_that_there_are_questions_and_corrections_is_known_however_the_index_came_about(tmp_path: Path) -> None:
    plain = index_of(texts("the red boat", "the harbour at noon"))
    assert (plain.asked, plain.corrected) == (False, False)
    telling = plain.extended(batch(texts("did we get the deposit back?", "no, I meant the blue one"), 2))
    assert telling.questions.any() and telling.corrections.any()
    later = telling.extended(batch(texts("we sail in May"), 4))
    for index in (telling, later, later.compacted(), restored(later, tmp_path / "index")):
        assert (index.asked, index.corrected) == (True, True)
