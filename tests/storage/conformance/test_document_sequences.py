"""Whatever happens to the documents of a collection in whatever order, counts and revisions tell the truth of it."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.documents import DocumentChange
from holdfast.errors import AlreadyExists
from holdfast.storage.contract.storage import Storage
from tests.storage.documents import collection_of, document, vector
from tests.storage.samples import LONG_AGO

ACTIONS = ("add", "delete", "embed", "rename", "purge")


async def act(storage: Storage, collection: int, action: str, document_id: str) -> None:
    found = await storage.documents.with_ids(collection, [document_id])
    uuids = [one.uuid for one in found]
    if action == "add" and not found:
        await storage.documents.add(collection, [document(document_id=document_id)])
    elif action == "delete":
        await storage.documents.delete(collection, uuids)
    elif action == "embed":
        await storage.documents.set_vectors(collection, {one.number: vector(1) for one in found}, model="m")
    elif action == "rename":
        changes = [DocumentChange(uuid=uuid, document_id=document_id + document_id) for uuid in uuids]
        await storage.documents.update(collection, changes)
    elif action == "purge":
        await storage.purge(receipts_before=LONG_AGO)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from("abcd")), max_size=12))
async def test_counts_are_exact_and_revisions_rebuild_the_collection(
    storage: Storage, work: list[tuple[str, str]]
) -> None:
    collection = await collection_of(storage)
    for action, document_id in work:
        try:
            await act(storage, collection.id, action, document_id)
        except AlreadyExists:
            assert action == "rename"
    documents = await storage.documents.page(collection.id, after=0, limit=100)
    after = await storage.collections.get(collection.name)
    assert after.document_count == len(documents)
    assert after.embedded_count == sum(one.embedding is not None for one in documents)
    entries = await storage.documents.revisions(collection.id, after=(0, 0), limit=100)
    assert sorted(entry.number for entry in entries if entry.live) == [one.number for one in documents]
    assert max([after.purged_revision, *(entry.revision for entry in entries)]) == after.revision
    assert await storage.check() == []


async def test_changes_apply_in_order_so_that_an_identifier_given_up_is_free(storage: Storage) -> None:
    collection = await collection_of(storage)
    one, two = (await storage.documents.add(collection.id, [document(document_id=name) for name in ("a", "b")])).result
    changes = [
        DocumentChange(uuid=one, document_id="spare"),
        DocumentChange(uuid=two, document_id="a"),
        DocumentChange(uuid=one, document_id="b"),
    ]
    assert await storage.documents.update(collection.id, changes) == 3
    found = await storage.documents.page(collection.id, after=0, limit=10)
    assert [entry.document_id for entry in found] == ["b", "a"]


async def test_fifty_creations_of_one_collection_have_one_winner_and_burn_no_number(storage: Storage) -> None:
    outcomes = await asyncio.gather(*(collection_of(storage, "same") for _ in range(50)), return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 49
    assert (await collection_of(storage, "other")).id == 2
