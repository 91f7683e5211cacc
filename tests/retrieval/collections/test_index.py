"""The index of a collection takes in changes and forgets what is gone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.retrieval.collections.filters import FilterMemory, newest, newest_waiting
from holdfast.retrieval.collections.index import CollectionIndex
from holdfast.retrieval.conditions import Condition
from tests.retrieval.collections.samples import Counting, dead, found, index_of, live, numbers, vectors


async def last(index: CollectionIndex, memory: FilterMemory, condition: Condition | None, limit: int) -> list[int]:
    view = index.view()
    waiting = await newest_waiting(view, condition, limit)
    return newest(view, await memory.mask(view, condition), waiting, limit)


def test_a_view_stays_as_it_was() -> None:
    rows = vectors(200)
    index = index_of(rows[:100])
    before = index.view()
    copy = before.units.copy()
    index.apply([live(place + 1, row) for place, row in enumerate(rows[100:], 100)])
    index.apply([dead(3), live(5, rows[0])])
    assert len(before) == 100
    assert before.live.all()
    assert np.array_equal(before.units, copy)


async def test_a_document_without_a_vector_is_no_candidate_until_it_has_one() -> None:
    rows = vectors(2)
    index = CollectionIndex(dimensions=16)
    index.apply([live(1, rows[0]), live(2, None)])
    assert numbers(found(index, rows[1])) == [1]
    assert await last(index, FilterMemory(), None, 9) == [2, 1]
    index.apply([live(2, rows[1])])
    assert numbers(found(index, rows[1])) == [2, 1]
    assert await last(index, FilterMemory(), None, 9) == [2, 1]


def test_vectors_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="width 8"):
        CollectionIndex(dimensions=16).apply([live(1, vectors(1, width=8)[0])])


def test_a_new_vector_takes_the_place_of_the_old_one() -> None:
    rows = vectors(3)
    index = index_of(rows[:2])
    index.apply([live(1, rows[2])])
    assert [(hit.number, round(hit.score, 5)) for hit in found(index, rows[2], 1)] == [(1, 1.0)]
    assert len(found(index, rows[2])) == 2


def test_new_metadata_keeps_the_row() -> None:
    rows = vectors(2)
    index = index_of(rows)
    index.apply([live(1, rows[0], metadata=b'{"new":true}')])
    assert len(index) == 2
    assert index.view().metadata[0] == b'{"new":true}'


def test_compacting_leaves_nothing_of_the_dead() -> None:
    rows = vectors(50)
    index = index_of(rows)
    index.apply([dead(number) for number in range(1, 41)])
    compacted = index.compacted()
    assert (len(index), len(compacted)) == (50, 10)
    assert found(compacted, rows[45]) == found(index, rows[45])
    assert compacted.nbytes < index.nbytes
    compacted.apply([dead(41), live(51, rows[0])])
    assert numbers(found(compacted, rows[0], 1)) == [51]


async def test_a_condition_is_decided_once_for_each_document() -> None:
    rows = vectors(100)
    index, memory, condition = index_of(rows), FilterMemory(), Counting(b'"n":7')
    for _ in range(3):
        mask = await memory.mask(index.view(), condition.condition())
    assert index.view().numbers[mask].tolist() == [7, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79]
    assert condition.asked == 100
    index.apply([live(101, rows[0], metadata=b'{"n":7}'), live(7, rows[6], metadata=b'{"n":8}')])
    mask = await memory.mask(index.view(), condition.condition())
    assert 7 not in index.view().numbers[mask]
    assert 101 in index.view().numbers[mask]
    assert condition.asked == 102


async def test_an_old_view_is_decided_by_itself_again() -> None:
    index, memory, condition = index_of(vectors(3)), FilterMemory(), Counting(b"x")
    old = index.view()
    index.apply([live(2, vectors(3)[1], metadata=b"x")])
    assert (await memory.mask(index.view(), condition.condition())).tolist() == [False, True, False]
    assert len(await memory.mask(old, condition.condition())) == 3


changes = st.lists(
    st.lists(
        st.tuples(st.integers(1, 8), st.sampled_from(["add", "wait", "edit", "delete"]), st.integers(0, 19)),
        max_size=6,
    ),
    max_size=8,
)


@given(changes)
async def test_the_index_agrees_with_a_plain_table_after_any_changes(batches: list[list[tuple[int, str, int]]]) -> None:
    rows = vectors(20, width=8)
    index, memory = CollectionIndex(dimensions=8), FilterMemory()
    table: dict[int, tuple[int | None, bytes]] = {}
    condition = Counting(b"1")
    for batch in batches:
        states = []
        for number, kind, place in batch:
            if kind == "delete":
                table.pop(number, None)
                states.append(dead(number))
                continue
            vector = None if kind == "wait" else table.get(number, (place,))[0] if kind == "edit" else place
            table[number] = (vector, b"%d" % place)
            states.append(live(number, None if vector is None else rows[vector], metadata=b"%d" % place))
        index.apply(states)
        view = index.view()
        embedded = {number for number, (vector, _) in table.items() if vector is not None}
        admitted = {number for number, (_, metadata) in table.items() if b"1" in metadata}
        assert set(numbers(found(index, rows[0], 99))) == embedded
        mask = await memory.mask(view, condition.condition())
        assert set(view.numbers[mask].tolist()) == embedded & admitted
        assert await last(index, memory, None, 3) == sorted(table, reverse=True)[:3]
        assert await last(index, memory, condition.condition(), 99) == sorted(admitted, reverse=True)
