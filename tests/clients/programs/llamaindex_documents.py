"""Uses LlamaIndex's ZepVectorStore, sync and async, and checks what comes back.

Usage: llamaindex_documents.py URL NAME
"""

import asyncio
import sys

from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores import ExactMatchFilter, MetadataFilters, VectorStoreQuery
from llama_index.vector_stores.zep import ZepVectorStore

URL, NAME = sys.argv[1:3]


def vector(place):
    return [0.1 + 0.8 * (place == position) for position in range(8)]


def node(place, topic):
    return TextNode(
        text=f"text {place}",
        embedding=vector(place),
        metadata={"topic": topic, "n": place},
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=f"source {place}")},
    )


def topic_filter(*topics):
    return MetadataFilters(filters=[ExactMatchFilter(key="topic", value=topic) for topic in topics])


nodes = [node(0, "town"), node(1, "food"), node(2, "travel")]
store = ZepVectorStore(NAME, URL, collection_description="d", embedding_dimensions=8)
assert store.add(nodes) == [one.node_id for one in nodes]

result = store.query(VectorStoreQuery(query_embedding=vector(2), similarity_top_k=2))
assert result.ids[0] == nodes[2].node_id
assert abs(result.similarities[0] - 1) < 1e-6
found = result.nodes[0]
assert (found.node_id, found.get_content(), found.metadata) == (nodes[2].node_id, "text 2", {"topic": "travel", "n": 2})
assert found.relationships == nodes[2].relationships

for filters, wanted in ((topic_filter("food"), [nodes[1].node_id]), (topic_filter("food", "town"), [])):
    result = store.query(VectorStoreQuery(query_embedding=vector(2), similarity_top_k=3, filters=filters))
    assert result.ids == wanted, result.ids
assert (
    len(store.query(VectorStoreQuery(query_embedding=vector(2), filters=topic_filter(), similarity_top_k=3)).ids) == 3
)


async def use_async():
    again = ZepVectorStore(NAME, URL)
    more = node(3, "sea")
    assert await again.async_add([more]) == [more.node_id]
    result = await again.aquery(VectorStoreQuery(query_embedding=vector(3), similarity_top_k=1))
    assert result.ids == [more.node_id]
    (stored,) = await again._collection.asearch(embedding=vector(3), limit=1)
    await again.adelete(uuid=stored.uuid)
    result = await again.aquery(VectorStoreQuery(query_embedding=vector(3), similarity_top_k=9))
    assert more.node_id not in result.ids
    assert len(result.ids) == 3


asyncio.run(use_async())
print("done")
