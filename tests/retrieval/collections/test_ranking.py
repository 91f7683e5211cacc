"""Ranking documents: exact, by graph, with words, under conditions."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from holdfast.retrieval.collections import ranking
from holdfast.retrieval.collections.graph import BuildCancelled, build
from holdfast.retrieval.collections.index import CollectionIndex
from tests.retrieval.collections.samples import (
    ANALYZER,
    dead,
    found,
    index_of,
    live,
    nearest,
    numbers,
    unit,
    vectors,
)

ROWS = 3000


@pytest.fixture(scope="module")
def rows() -> NDArray[np.float32]:
    """Vectors in clusters, as those of texts are."""
    centres = vectors(30, seed=4)
    return (np.repeat(centres, ROWS // 30, axis=0) + 0.5 * vectors(ROWS, seed=5)).astype(np.float32)


@pytest.fixture
def few_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a graph be used although the collection is small."""
    monkeypatch.setattr(ranking, "EXACT_ROWS", 200)


def with_graph(rows: NDArray[np.float32], covered: int) -> CollectionIndex:
    index = index_of(rows)
    index.put(build(index.view().units[:covered]))
    return index


def recall(index: CollectionIndex, rows: NDArray[np.float32]) -> float:
    queries = rows[::50] + 0.1 * vectors(len(rows[::50]), seed=6)
    shares = [len(set(numbers(found(index, query))) & set(nearest(rows, query, 10))) / 10 for query in queries]
    return sum(shares) / len(shares)


def test_exact_search_orders_by_cosine(rows: NDArray[np.float32]) -> None:
    index = index_of(rows)
    for query in vectors(5, seed=7):
        hits = found(index, query)
        assert numbers(hits) == nearest(rows, query, 10)
        cosines = unit(rows)[[hit.number - 1 for hit in hits]] @ unit(query)
        assert [hit.score for hit in hits] == pytest.approx(((1 + cosines) / 2).tolist(), abs=1e-6)


@pytest.mark.usefixtures("few_exact")
def test_the_graph_finds_nearly_what_comparing_all_finds(rows: NDArray[np.float32]) -> None:
    assert recall(with_graph(rows, ROWS), rows) >= 0.99


@pytest.mark.usefixtures("few_exact")
def test_documents_beyond_the_graph_are_found_at_once(rows: NDArray[np.float32]) -> None:
    index = with_graph(rows, ROWS - 500)
    assert recall(index, rows) >= 0.99
    assert numbers(found(index, rows[-1], 1)) == [ROWS]


@pytest.mark.usefixtures("few_exact")
def test_a_graph_is_extended_without_the_old_one_changing(rows: NDArray[np.float32]) -> None:
    index = with_graph(rows, ROWS - 500)
    old = index.view().graph
    assert old is not None
    new = build(index.view().units, onto=old)
    index.put(new)
    assert (len(old.rows), len(new.rows)) == (ROWS - 500, ROWS)
    assert old.nearest(unit(rows[-1]), 9).max() < ROWS - 500
    assert recall(index, rows) >= 0.99


@pytest.mark.usefixtures("few_exact")
@pytest.mark.parametrize("kept", [1, 5, 150, 250, 1500])
def test_conditions_hold_before_ranking_with_a_graph(rows: NDArray[np.float32], kept: int) -> None:
    index = with_graph(rows, ROWS)
    eligible = np.zeros(ROWS, np.bool_)
    eligible[np.random.default_rng(8).choice(ROWS, kept, replace=False)] = True
    query = rows[0]
    allowed = np.flatnonzero(eligible)
    wanted = (allowed[np.argsort(-(unit(rows)[allowed] @ unit(query)))] + 1)[:10].tolist()
    hits = numbers(found(index, query, eligible=eligible))
    assert len(hits) == min(kept, 10)
    assert len(set(hits) & set(wanted)) >= 0.9 * len(wanted)


@pytest.mark.usefixtures("few_exact")
def test_when_the_nearest_are_all_excluded_the_rest_is_compared(rows: NDArray[np.float32]) -> None:
    index = with_graph(rows, ROWS)
    eligible = np.ones(ROWS, np.bool_)
    eligible[[number - 1 for number in nearest(rows, rows[0], 2500)]] = False
    hits = numbers(found(index, rows[0], eligible=eligible))
    assert hits == [number for number in nearest(rows, rows[0], ROWS) if eligible[number - 1]][:10]


@pytest.mark.usefixtures("few_exact")
def test_deleted_documents_are_not_found_through_the_graph(rows: NDArray[np.float32]) -> None:
    index = with_graph(rows, ROWS)
    doomed = nearest(rows, rows[0], 50)
    index.apply([dead(number) for number in doomed])
    hits = numbers(found(index, rows[0]))
    assert len(hits) == 10
    assert not set(hits) & set(doomed)


def test_building_can_be_called_off(rows: NDArray[np.float32]) -> None:
    with pytest.raises(BuildCancelled):
        build(unit(rows), cancelled=lambda: True)


def test_mmr_chooses_as_the_contract_tells() -> None:
    candidates = [[0.1, 0.2, 0.3, 0.4, 0.4], [0.2, 0.3, 0.4, 0.5, 0.5], [0.1, 0.2, 0.3, 0.4, 0.6]]
    candidates += [[0.1, 0, 0, 0, 0], [0.2, 0, 0, 0, 0]]
    index = index_of(np.array(candidates, np.float32), width=5)
    query = np.array([0.1, 0.2, 0.3, 0.4, 0.5], np.float32)
    assert numbers(found(index, query, 2, diverse=True)) == [3, 2]
    assert numbers(found(index, query, 2, diverse=True, mmr_lambda=1.0)) == [3, 1]


def test_zero_vectors_score_one_half() -> None:
    index = index_of(np.array([[0] * 16, [1] * 16], np.float32))
    assert [hit.score for hit in found(index, np.zeros(16, np.float32))] == [0.5, 0.5]
    assert {hit.number: hit.score for hit in found(index, np.ones(16, np.float32))}[1] == 0.5


def word_index(texts: list[str], rows: NDArray[np.float32]) -> CollectionIndex:
    index = CollectionIndex(dimensions=rows.shape[1], words=True)
    index.apply([live(place + 1, row, text=text) for place, (text, row) in enumerate(zip(texts, rows, strict=True))])
    return index


def terms(text: str) -> NDArray[np.uint32]:
    return np.array(sorted(ANALYZER.count(text)), np.uint32)


def test_a_rare_word_outweighs_a_slightly_better_vector(rows: NDArray[np.float32]) -> None:
    texts = [f"ordinary text about matters {place % 7}" for place in range(300)]
    texts[150] = "the returned parcel QX4711"
    index = word_index(texts, rows[:300])
    hits = found(index, rows[3], terms=terms("what about QX4711"))
    assert hits[0].number == 151
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_words_that_occur_nowhere_leave_the_order_to_the_vectors(rows: NDArray[np.float32]) -> None:
    index = word_index(["some text"] * 50, rows[:50])
    assert numbers(found(index, rows[7], terms=terms("zyzzyva"))) == nearest(rows[:50], rows[7], 10)


@pytest.mark.usefixtures("few_exact")
def test_the_graph_does_not_hide_documents_with_the_words(rows: NDArray[np.float32]) -> None:
    texts = ["some text"] * ROWS
    far = nearest(rows, rows[0], ROWS)[ROWS // 2]
    texts[far - 1] = "the returned parcel QX4711"
    index = word_index(texts, rows)
    index.put(build(index.view().units))
    assert found(index, rows[0], terms=terms("QX4711"))[0].number == far


def test_words_count_after_compacting_and_deletion(rows: NDArray[np.float32]) -> None:
    texts = [f"text number{place}" for place in range(60)]
    index = word_index(texts, rows[:60])
    index.apply([dead(number) for number in range(1, 41)])
    assert found(index.compacted(), rows[0], terms=terms("number55"))[0].number == 56
    assert 5 not in numbers(found(index, rows[0], 60, terms=terms("number4")))
