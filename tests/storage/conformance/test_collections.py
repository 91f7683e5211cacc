"""Collections: names, partial updates, exact counts, deletion with everything inside."""

from __future__ import annotations

import asyncio

import pytest
from tests.storage.samples import LONG_AGO, decoded

from holdfast.domain.collections import Collection, CollectionChange, NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.domain.jobs import JobCounts
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract import Storage


async def create(storage: Storage, name: str = "recipes", **fields: object) -> Collection:
    fields = {"dimensions": 2, "is_auto_embedded": False, **fields}
    return await storage.collections.create(NewCollection(name=name, **fields))


async def test_a_created_collection_is_returned_as_it_is_read_back(storage: Storage) -> None:
    created = await create(storage, description="for dinner", metadata={"a": [1]}, is_auto_embedded=True)
    assert await storage.collections.get("recipes") == created
    assert (created.description, created.dimensions, created.is_auto_embedded) == ("for dinner", 2, True)
    assert (created.document_count, created.embedded_count, created.revision) == (0, 0, 0)
    assert decoded(created.metadata) == {"a": [1]}


async def test_an_unknown_collection_is_not_found(storage: Storage) -> None:
    for call in (
        storage.collections.get("nothing"),
        storage.collections.update("nothing", CollectionChange()),
        storage.collections.delete("nothing"),
    ):
        with pytest.raises(NotFound, match="nothing"):
            await call


async def test_a_taken_name_is_refused(storage: Storage) -> None:
    await create(storage)
    with pytest.raises(AlreadyExists, match="recipes"):
        await create(storage)
    assert (await create(storage, "other")).id == 2


async def test_collections_are_listed_in_the_order_of_their_creation(storage: Storage) -> None:
    for name in ("zebra", "apple", "mango"):
        await create(storage, name)
    await storage.collections.delete("apple")
    assert [collection.name for collection in await storage.collections.all()] == ["zebra", "mango"]


async def test_an_update_keeps_what_it_leaves_empty_and_moves_updated_at(storage: Storage) -> None:
    created = await create(storage, description="old", metadata={"a": 1})
    updated = await storage.collections.update("recipes", CollectionChange())
    assert (updated.description, decoded(updated.metadata)) == ("old", {"a": 1})
    assert updated.updated_at > created.updated_at
    assert await storage.collections.get("recipes") == updated


async def test_an_update_replaces_description_and_metadata(storage: Storage) -> None:
    await create(storage, description="old", metadata={"a": 1})
    change = CollectionChange(description="new", metadata={"b": 2})
    updated = await storage.collections.update("recipes", change)
    assert (updated.description, decoded(updated.metadata)) == ("new", {"b": 2})


async def test_an_update_may_empty_the_metadata(storage: Storage) -> None:
    await create(storage, metadata={"a": 1})
    updated = await storage.collections.update("recipes", CollectionChange(metadata={}))
    assert decoded(updated.metadata) == {}


async def test_a_deleted_collection_goes_with_its_documents_and_jobs(storage: Storage) -> None:
    old = await create(storage, is_auto_embedded=True)
    documents = [NewDocument(document_id=f"d{n}", content="x") for n in range(1100)]
    uuids = await storage.documents.add(old.id, documents, steps=("embeddings",), job_size=100)
    await storage.collections.delete("recipes")
    assert await storage.jobs.counts() == JobCounts(0, 0)
    assert await storage.documents.with_uuids(old.id, uuids) == []
    with pytest.raises(NotFound):
        await storage.documents.add(old.id, documents)
    new = await create(storage)
    assert new.id > old.id
    assert await storage.documents.page(new.id, after=0, limit=10) == []
    assert (await storage.purge(answers_before=LONG_AGO)).documents == 0


async def test_fifty_creations_of_one_collection_have_one_winner(storage: Storage) -> None:
    outcomes = await asyncio.gather(*(create(storage) for _ in range(50)), return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 49
    assert (await create(storage, "other")).id == 2
