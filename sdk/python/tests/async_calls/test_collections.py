"""Collections and documents, through a real server."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from holdfast_client import (
    APIError,
    Document,
    DocumentCollection,
    HoldfastClient,
    IncompleteBatchError,
    NotFoundError,
)

pytestmark = pytest.mark.anyio

Name = Callable[[], str]

VECTORS = {
    "north": [0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
    "north by east": [0.8, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
    "south": [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9],
}


async def compass(client: HoldfastClient, name: str) -> DocumentCollection:
    """A collection of three documents with vectors of their own."""
    collection = await client.document.aadd_collection(name, 8, "directions", {"kind": "test"}, is_auto_embedded=False)
    await collection.aadd_documents(
        [
            Document(content=text, document_id=text.replace(" ", "-"), embedding=vector, metadata={"length": len(text)})
            for text, vector in VECTORS.items()
        ]
    )
    return collection


async def test_a_collection_is_created_changed_listed_and_deleted(client: HoldfastClient, name: Name) -> None:
    created = await client.document.aadd_collection(name(), 8, "pilot books", {"region": "N"}, is_auto_embedded=False)
    assert (created.description, created.metadata, created.embedding_dimensions) == ("pilot books", {"region": "N"}, 8)
    assert created.status == "pending"
    changed = await client.document.aupdate_collection(created.name, description="charts", metadata={"region": "S"})
    assert (changed.description, changed.metadata, changed.uuid) == ("charts", {"region": "S"}, created.uuid)
    listed = {collection.name: collection for collection in await client.document.alist_collections()}
    assert listed[created.name].uuid == created.uuid
    assert await listed[created.name].asearch(embedding=[0.5] * 8) == []
    await client.document.adelete_collection(created.name)
    with pytest.raises(NotFoundError, match=created.name):
        await client.document.aget_collection(created.name)
    with pytest.raises(NotFoundError, match=created.name):
        await client.document.adelete_collection(created.name)


@pytest.mark.parametrize(("bad_name", "dimensions"), [("with blank", 8), ("ab", 8), ("harbours", 7)])
async def test_a_collection_out_of_bounds_is_an_api_error(
    client: HoldfastClient, collections: None, bad_name: str, dimensions: int
) -> None:
    with pytest.raises(APIError) as caught:
        await client.document.aadd_collection(bad_name, dimensions)
    assert caught.value.status_code == 400


async def test_a_taken_name_is_an_api_error(client: HoldfastClient, name: Name) -> None:
    created = await client.document.aadd_collection(name(), 8)
    with pytest.raises(APIError, match="already exists"):
        await client.document.aadd_collection(created.name, 8)


async def test_documents_are_stored_in_batches_and_come_back(client: HoldfastClient, name: Name) -> None:
    collection = await client.document.aadd_collection(name(), 8, is_auto_embedded=False)
    documents = [Document(content=f"text {i}", document_id=f"d {i}", embedding=[i + 0.5] * 8) for i in range(7)]
    uuids = await collection.aadd_documents(documents, batch_size=3)
    assert len(set(uuids)) == 7
    stored = await collection.aget_documents(uuids)
    assert sorted(document.content for document in stored) == sorted(document.content for document in documents)
    one = await collection.aget_document(uuids[3])
    assert (one.content, one.document_id, one.is_embedded) == ("text 3", "d 3", True)
    by_own_id = await collection.aget_documents(document_ids=["d 5", "nobody"])
    assert [document.uuid for document in by_own_id] == [uuids[5]]
    assert await collection.aadd_documents([]) == []
    assert (await client.document.aget_collection(collection.name)).status == "ready"


async def test_a_failing_batch_leaves_the_earlier_ones_and_says_which(client: HoldfastClient, name: Name) -> None:
    collection = await client.document.aadd_collection(name(), 8, is_auto_embedded=False)
    documents = [Document(content=f"text {i}", embedding=[0.5] * (8 if i < 3 else 9)) for i in range(4)]
    with pytest.raises(IncompleteBatchError) as caught:
        await collection.aadd_documents(documents, batch_size=2)
    assert [document.content for document in await collection.aget_documents(caught.value.uuids)] == [
        "text 0",
        "text 1",
    ]


async def test_a_document_is_changed_and_deleted(client: HoldfastClient, name: Name) -> None:
    collection = await compass(client, name())
    uuid = (await collection.aget_documents(document_ids=["south"]))[0].uuid or ""
    await collection.aupdate_document(uuid, document_id="austral", metadata={"changed": True})
    changed = await collection.aget_document(uuid)
    assert (changed.document_id, changed.metadata, changed.content) == ("austral", {"changed": True}, "south")
    await collection.adelete_document(uuid)
    for missing in (uuid, str(uuid4())):
        with pytest.raises(NotFoundError, match="document"):
            await collection.aget_document(missing)


async def test_several_documents_are_deleted_in_one_request(client: HoldfastClient, name: Name) -> None:
    collection = await compass(client, name())
    north = await collection.aget_documents(document_ids=["north", "north-by-east"])
    await collection.adelete_documents([document.uuid or "" for document in north])
    assert [document.content for document in await collection.asearch(embedding=VECTORS["north"])] == ["south"]
    with pytest.raises(NotFoundError):
        await collection.adelete_documents([str(uuid4())])
    with pytest.raises(ValueError, match="uuids"):
        await collection.adelete_documents([])


async def test_a_search_by_vector_ranks_and_scores(client: HoldfastClient, name: Name) -> None:
    collection = await compass(client, name())
    found, vector = await collection.asearch_return_query_vector(embedding=VECTORS["north"], limit=2)
    assert [document.content for document in found] == ["north", "north by east"]
    assert vector == pytest.approx(VECTORS["north"])
    assert found[0].score == pytest.approx(1)
    filtered = await collection.asearch(metadata={"where": {"jsonpath": "$ ? (@.length == 5)"}})
    assert {document.content for document in filtered} == {"north", "south"}
    varied = await collection.asearch(embedding=VECTORS["north"], limit=2, search_type="mmr", mmr_lambda=0.1)
    assert {document.content for document in varied} == {"north", "south"}


async def test_a_search_the_server_refuses_is_an_api_error(client: HoldfastClient, name: Name) -> None:
    collection = await compass(client, name())
    with pytest.raises(APIError) as caught:
        await collection.asearch(embedding=[0.5] * 9)
    assert caught.value.status_code == 400
    with pytest.raises(ValueError, match="search_type"):
        await collection.asearch(embedding=[0.5] * 8, search_type="fuzzy")


async def test_documents_without_vectors_are_embedded_by_the_server(client: HoldfastClient, name: Name) -> None:
    collection = await client.document.aadd_collection(name(), 384)
    texts = ("Beware the northern mole.", "The harbour master answers on channel 12.")
    await collection.aadd_documents([Document(content=text) for text in texts])
    while collection.status != "ready":
        collection = await client.document.aget_collection(collection.name)
    found = await collection.asearch("On which radio channel is the harbour master?", limit=1)
    assert [document.content for document in found] == [texts[1]]
    await collection.acreate_index(force=True)
