"""Comparing vectors in the store, on those that can: what is nearest, whether or not there is an index."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.domain.documents import NewDocument
from holdfast.storage.contract.storage import Storage
from tests.storage.documents import vector
from tests.storage.neighbours import comparing, cosines, filled, nearest, random_vectors


@pytest.fixture(autouse=True)
def _comparing(storage: Storage) -> None:
    if storage.nearest_documents is None:
        pytest.skip("this store leaves comparing to the process")


@pytest.mark.parametrize("indexed", [False, True])
async def test_the_nearest_are_those_of_the_greatest_cosine(storage: Storage, indexed: bool) -> None:
    vectors = random_vectors(600) * np.float32(1e12)
    collection = await filled(storage, vectors)
    if indexed:
        assert await comparing(storage).index(collection.id)
    hits = 0
    for wanted in random_vectors(20, seed=2):
        expected = cosines(vectors, wanted)
        found = await comparing(storage).nearest(collection, wanted.tobytes(), model="", limit=10)
        assert [one.cosine for one in found] == pytest.approx([expected[one.number - 1] for one in found], abs=1e-5)
        assert [one.cosine for one in found] == sorted((one.cosine for one in found), reverse=True)
        hits += len({one.number - 1 for one in found} & set(np.argsort(-expected)[:10].tolist()))
    assert hits >= 198


async def test_documents_that_come_change_or_go_are_known_to_the_next_search(storage: Storage) -> None:
    vectors = random_vectors(400)
    collection = await filled(storage, vectors)
    await comparing(storage).index(collection.id)
    wanted = random_vectors(1, seed=9)[0]
    (uuid,) = (
        await storage.documents.add(collection.id, [NewDocument(content="new", embedding=wanted.tobytes())])
    ).result
    assert (await nearest(storage, collection, wanted))[0] == 401
    await storage.documents.set_vectors(collection.id, {7: wanted.tobytes(), 401: (-wanted).tobytes()}, model="")
    assert (await nearest(storage, collection, wanted))[0] == 7
    assert 401 not in await nearest(storage, collection, wanted)
    await storage.documents.delete(collection.id, [uuid])
    assert 401 not in await nearest(storage, collection, -wanted)


async def test_chosen_documents_are_compared_one_and_all(storage: Storage) -> None:
    vectors = random_vectors(50)
    vectors[3] = 0
    collection = await filled(storage, vectors)
    await storage.documents.delete(collection.id, [(await storage.documents.at(collection.id, [2]))[0].uuid])
    wanted = vectors[0]
    found = await comparing(storage).among(collection, wanted.tobytes(), model="", numbers=[1, 2, 4, 999], limit=9)
    assert [(one.number, round(one.cosine, 5)) for one in found] == [(1, 1), (4, 0)]
    everything = await comparing(storage).among(collection, wanted.tobytes(), model="", limit=99)
    assert len(everything) == 49
    again = await filled(storage, vectors[::-1])
    assert len(await comparing(storage).among(collection, wanted.tobytes(), model="", limit=99)) == 49
    (one,) = await comparing(storage).among(again, wanted.tobytes(), model="", numbers=[50], limit=9)
    assert (one.number, round(one.cosine, 5)) == (50, 1)
    (nearest_one,) = await comparing(storage).among(collection, wanted.tobytes(), model="", limit=1)
    assert nearest_one.number == 1
    other_model = await comparing(storage).among(collection, wanted.tobytes(), model="other", numbers=[1], limit=9)
    assert [one.cosine for one in other_model] == [0]


async def test_vectors_of_another_model_are_not_among_the_nearest(storage: Storage) -> None:
    collection = await filled(storage, random_vectors(20))
    assert await comparing(storage).nearest(collection, vector(1) * 3, model="other", limit=5) == []


async def test_an_index_is_due_above_a_size_and_unneeded_without_the_collection(storage: Storage) -> None:
    small, large = await filled(storage, random_vectors(5)), await filled(storage, random_vectors(9))
    assert await comparing(storage).unindexed(least=5) == {large.id: 9}
    assert await comparing(storage).index(large.id)
    assert await comparing(storage).unindexed(least=5) == {}
    assert await comparing(storage).unindexed(least=4) == {small.id: 5}
    assert await comparing(storage).drop_unneeded_indexes(least=5) == 0
    await storage.collections.delete(large.name)
    assert await comparing(storage).drop_unneeded_indexes(least=5) == 1
    assert await comparing(storage).drop_unneeded_indexes(least=5) == 0
    assert not await comparing(storage).index(large.id)
