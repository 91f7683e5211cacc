"""Uses collections and documents through zep-python 1.5.0, sync and async, and checks what comes back.

Usage: zep_python_documents.py URL NAME
"""

import asyncio
import sys
import time

from zep_python import APIError, NotFoundError, ZepClient
from zep_python.document import Document

URL, NAME = sys.argv[1:3]
TEXTS = {
    "harbour": "The harbour master keeps the keys of the lighthouse.",
    "market": "Fresh cod is sold at the market every morning.",
    "ferry": "A ferry to the western isles leaves at noon.",
}
FERRY_ONLY = {"where": {"jsonpath": '$[*] ? (@.topic == "travel")'}}


def documents():
    return [
        Document(
            content=text,
            document_id=key,
            metadata={"topic": "travel" if key == "ferry" else "town", "n": {"deep": [1]}},
        )
        for key, text in TEXTS.items()
    ]


def unlike(place):
    """A vector of eight components with no whole number among them."""
    return [0.1 + 0.9 * (place == position) for position in range(8)]


def raises(kind, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} expected")


def wait_until_ready(client, name):
    deadline = time.monotonic() + 60
    while (collection := client.document.get_collection(name)).status != "ready":
        assert time.monotonic() < deadline, collection
        time.sleep(0.05)
    return collection


def use_auto_embedded(client, name):
    collection = client.document.add_collection(
        name=name, description="town", metadata={"a": 1}, embedding_dimensions=384, is_auto_embedded=True
    )
    assert (collection.name, collection.description, collection.metadata) == (name, "town", {"a": 1})
    assert (collection.status, collection.is_auto_embedded, collection.embedding_dimensions) == ("pending", True, 384)
    raises(APIError, client.document.add_collection, name=name, embedding_dimensions=384, is_auto_embedded=True)
    uuids = collection.add_documents(documents())
    assert len(uuids) == 3
    collection = wait_until_ready(client, name)
    assert (collection.document_count, collection.document_embedded_count) == (3, 3)
    (best, *rest) = collection.search("boat to the isles", limit=3)
    assert (best.document_id, best.is_embedded, len(best.embedding)) == ("ferry", True, 384)
    assert 0 <= rest[-1].score <= best.score <= 1
    found, query_vector = collection.search_return_query_vector("cod at the market", limit=1)
    assert (found[0].document_id, len(query_vector)) == ("market", 384)
    (filtered,) = collection.search("cod at the market", metadata=FERRY_ONLY)
    assert filtered.document_id == "ferry"
    (by_metadata,) = collection.search(metadata=FERRY_ONLY)
    assert (by_metadata.document_id, by_metadata.score) == ("ferry", 0)
    diverse = collection.search("harbour", search_type="mmr", mmr_lambda=0.4, limit=2)
    assert len(diverse) == 2
    refused = raises(APIError, collection.add_documents, [Document(content="x", embedding=[0.5] * 384)])
    assert refused.response_data["status_code"] == 400
    return collection, uuids


def use_documents(client, collection, uuids):
    document = collection.get_document(uuids[0])
    assert (document.content, document.metadata) == (TEXTS["harbour"], {"topic": "town", "n": {"deep": [1]}})
    assert [found.uuid for found in collection.get_documents([uuids[2], uuids[0]])] == [uuids[2], uuids[0]]
    collection.update_document(uuids[0], document_id="renamed", metadata={"topic": "sea"})
    document = collection.get_document(uuids[0])
    assert (document.document_id, document.metadata) == ("renamed", {"topic": "sea"})
    for _ in range(2):
        collection.delete_document(uuids[0])
    raises(NotFoundError, collection.get_document, uuids[0])
    raises(NotFoundError, collection.get_documents, [uuids[0]])
    raises(NotFoundError, collection.delete_document, "11111111-1111-4111-8111-111111111111")
    assert client.document.get_collection(collection.name).document_count == 2
    collection.create_index(force=True)


def use_own_vectors(client, name):
    collection = client.document.add_collection(name=name, embedding_dimensions=8, is_auto_embedded=False)
    batch = [Document(content=f"text {place}", embedding=unlike(place % 8)) for place in range(1001)]
    assert len(collection.add_documents(batch)) == 1001
    assert client.document.get_collection(name).status == "ready"
    best = collection.search(embedding=unlike(3), limit=10)
    assert [found.content for found in best[:3]] == ["text 3", "text 11", "text 19"]
    assert abs(best[0].score - 1) < 1e-6
    assert len(collection.search(embedding=unlike(3), search_type="mmr", limit=5)) == 5
    raises(APIError, collection.add_documents, [Document(content="x", embedding=[0.5] * 9)])
    raises(APIError, collection.add_documents, [Document(content="x")])
    client.document.delete_collection(name)
    raises(NotFoundError, client.document.get_collection, name)
    assert collection.search(embedding=unlike(3)) == []


def use_collections(client, name):
    assert name in {collection.name for collection in client.document.list_collections()}
    changed = client.document.update_collection(name, description="port", metadata={"b": 2})
    assert (changed.description, changed.metadata) == ("port", {"b": 2})
    client.document.delete_collection(name)
    raises(NotFoundError, client.document.delete_collection, name)
    raises(NotFoundError, client.document.update_collection, name, description="x")


async def use_async(client, name):
    collection = await client.document.aadd_collection(
        name=name, embedding_dimensions=256, is_auto_embedded=True, description="d", metadata={}
    )
    uuids = await collection.aadd_documents(documents())
    deadline = time.monotonic() + 60
    while (collection := await client.document.aget_collection(name)).status != "ready":
        assert time.monotonic() < deadline, collection
        await asyncio.sleep(0.05)
    (best, *_) = await collection.asearch("boat to the isles")
    assert best.document_id == "ferry"
    (filtered,) = await collection.asearch("cod at the market", metadata=FERRY_ONLY)
    assert filtered.document_id == "ferry"
    found, vector = await collection.asearch_return_query_vector("harbour", limit=2, search_type="mmr")
    assert (len(found), len(vector)) == (2, 256)
    await collection.aupdate_document(uuids[1], metadata={"topic": "food"}, description=None)
    assert (await collection.aget_document(uuids[1])).metadata == {"topic": "food"}
    assert len(await collection.aget_documents(uuids)) == 3
    await collection.adelete_document(uuids[1])
    try:
        await collection.aget_document(uuids[1])
    except NotFoundError:
        pass
    else:
        raise AssertionError("NotFoundError expected")
    changed = await client.document.aupdate_collection(name, description="port")
    assert changed.description == "port"
    assert name in {one.name for one in await client.document.alist_collections()}
    await client.document.adelete_collection(name)
    assert await collection.asearch("harbour") == []


def main():
    client = ZepClient(URL)
    collection, uuids = use_auto_embedded(client, NAME)
    use_documents(client, collection, uuids)
    use_own_vectors(client, NAME + "own")
    use_collections(client, NAME)
    asyncio.run(use_async(ZepClient(URL), NAME + "async"))
    print("done")


main()
