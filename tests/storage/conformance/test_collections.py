"""Collections: identity, partial updates, exact counts, deletion with everything in them."""

from __future__ import annotations

import pytest

from holdfast.domain.collections import CollectionChange
from holdfast.domain.identifiers import new_uuid
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.storage import Storage
from tests.storage.documents import collection_of, document, embedded
from tests.storage.samples import decoded, say, until_gone


async def test_a_created_collection_is_returned_as_it_is_read_back(storage: Storage) -> None:
    created = await collection_of(storage, "harbours", description="pilot books", metadata={"n": {"a": 1}})
    assert await storage.collections.get("harbours") == created
    assert (created.description, created.dimensions, created.is_auto_embedded) == ("pilot books", 8, False)
    assert decoded(created.metadata) == {"n": {"a": 1}}
    assert created.created_at == created.updated_at
    assert (created.document_count, created.embedded_count, created.revision, created.purged_revision) == (0, 0, 0, 0)


async def test_a_name_can_be_taken_once(storage: Storage) -> None:
    await collection_of(storage, "harbours")
    with pytest.raises(AlreadyExists, match="collection already exists: harbours"):
        await collection_of(storage, "harbours")


async def test_an_unknown_collection_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.collections.get("nowhere")
    with pytest.raises(NotFound):
        await storage.collections.update("nowhere", CollectionChange())
    with pytest.raises(NotFound):
        await storage.collections.delete("nowhere")


async def test_collections_are_listed_in_the_order_of_their_creation(storage: Storage) -> None:
    for name in ("ccc", "aaa", "bbb"):
        await collection_of(storage, name)
    await storage.collections.update("ccc", CollectionChange(description="changed"))
    assert [collection.name for collection in await storage.collections.all()] == ["ccc", "aaa", "bbb"]


@pytest.mark.parametrize("limit", [1, 2, 9])
async def test_the_newest_collections_come_first_and_each_once(storage: Storage, limit: int) -> None:
    for name in ("ccc", "gone", "aaa", "bbb"):
        await collection_of(storage, name)
    await storage.collections.delete("gone")
    found: list[str] = []
    before = None
    while page := await storage.collections.newest(before=before, limit=limit):
        assert len(page) <= limit
        found += [collection.name for collection in page]
        before = page[-1].id
    assert found == ["bbb", "aaa", "ccc"]


async def test_an_update_replaces_metadata_and_keeps_what_is_not_given(storage: Storage) -> None:
    created = await collection_of(storage, "harbours", description="old", metadata={"a": 1})
    kept = await storage.collections.update("harbours", CollectionChange())
    assert (kept.description, decoded(kept.metadata)) == ("old", {"a": 1})
    assert kept.updated_at > created.updated_at
    changed = await storage.collections.update("harbours", CollectionChange(description="new", metadata={"b": 2}))
    assert (changed.description, decoded(changed.metadata)) == ("new", {"b": 2})
    assert decoded((await storage.collections.update("harbours", CollectionChange(metadata={}))).metadata) == {}


async def test_documents_move_counts_and_revision_but_not_the_time_of_the_collection(storage: Storage) -> None:
    created = await collection_of(storage)
    await storage.documents.add(created.id, [embedded(), embedded()])
    found = await storage.collections.get(created.name)
    assert (found.document_count, found.embedded_count, found.revision) == (2, 2, 1)
    assert found.updated_at == created.updated_at


async def test_a_deleted_collection_is_gone_with_its_documents_and_jobs(storage: Storage) -> None:
    created = await collection_of(storage, "harbours", auto=True)
    (uuid,) = (await storage.documents.add(created.id, [document()], steps=("embeddings",))).result
    other = await collection_of(storage, "piers", auto=True)
    await storage.documents.add(other.id, [document()], steps=("embeddings",))
    await say(storage, "s", "one", steps=("tokens",))
    await storage.collections.delete("harbours")
    with pytest.raises(NotFound):
        await storage.collections.get("harbours")
    assert [collection.name for collection in await storage.collections.all()] == ["piers"]
    assert await storage.documents.page(created.id, after=0, limit=10) == []
    with pytest.raises(NotFound):
        await storage.documents.get(created.id, uuid)
    assert await storage.documents.schedule(model="m", steps=("embeddings",), job_size=9) == 0
    assert (await storage.jobs.counts()).pending == 2


async def test_the_name_of_a_deleted_collection_is_free_and_its_number_is_not_given_again(storage: Storage) -> None:
    old = await collection_of(storage, "harbours")
    await storage.documents.add(old.id, [embedded(document_id="d")])
    await storage.collections.delete("harbours")
    new = await collection_of(storage, "harbours")
    assert new.id > old.id
    assert (new.document_count, new.revision) == (0, 0)
    assert await storage.documents.with_ids(new.id, ["d"]) == []


async def test_nothing_can_be_written_to_a_deleted_collection(storage: Storage) -> None:
    created = await collection_of(storage)
    await storage.collections.delete(created.name)
    with pytest.raises(NotFound):
        await storage.documents.add(created.id, [embedded()])
    with pytest.raises(NotFound):
        await storage.documents.delete(created.id, [new_uuid()])
    await storage.documents.set_vectors(created.id, {1: embedded().embedding or b""}, model="m")


async def test_a_large_collection_is_deleted_whole(storage: Storage) -> None:
    created = await collection_of(storage)
    await storage.documents.add(created.id, [embedded() for _ in range(1201)])
    await storage.collections.delete(created.name)
    assert await storage.documents.page(created.id, after=0, limit=10) == []
    assert await storage.documents.revisions(created.id, after=(0, 0), limit=10) == []
    await until_gone(storage, "documents", "document_vectors", "collections")
