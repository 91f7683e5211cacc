"""Uses LangChain's ZepVectorStore, sync and async, and checks what comes back.

Usage: langchain_documents.py URL NAME
"""

import asyncio
import sys
import time

from langchain_community.vectorstores.zep import CollectionConfig, ZepVectorStore
from langchain_core.embeddings import Embeddings

URL, NAME = sys.argv[1:3]
TEXTS = [
    "The harbour master keeps the keys of the lighthouse.",
    "Fresh cod is sold at the market every morning.",
    "A ferry to the western isles leaves at noon.",
]
TRAVEL = {"where": {"jsonpath": '$[*] ? (@.topic == "travel")'}}
METADATA = [{"topic": "town"}, {"topic": "food"}, {"topic": "travel"}]


class Letters(Embeddings):
    """Counts letters: enough to tell the texts apart."""

    def embed_query(self, text):
        return [text.lower().count(letter) + 0.5 for letter in "abcdefghijklmnopqrstuvwxyz"]

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]


def config(name, width, auto):
    return CollectionConfig(
        name=name, description="d", metadata={"a": 1}, embedding_dimensions=width, is_auto_embedded=auto
    )


def wait_until_ready(store):
    deadline = time.monotonic() + 60
    while store._client.document.get_collection(store.collection_name).status != "ready":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def check_searches(store):
    (document, score), *_ = store.similarity_search_with_relevance_scores(TEXTS[2], k=3)
    assert (document.page_content, document.metadata) == (TEXTS[2], {"topic": "travel"})
    assert 0.99 < score <= 1.0001
    (only,) = store.similarity_search(TEXTS[1], metadata=TRAVEL)
    assert only.page_content == TEXTS[2]
    diverse = store.max_marginal_relevance_search(TEXTS[0], k=2, fetch_k=3, lambda_mult=0.3)
    assert diverse[0].page_content == TEXTS[0]
    assert len(diverse) == 2
    assert [found.page_content for found in store.search(TEXTS[0], "mmr", k=1)] == [TEXTS[0]]
    found = store.as_retriever(search_kwargs={"k": 1}).invoke(TEXTS[1])
    assert [document.page_content for document in found] == [TEXTS[1]]


async def check_async_searches(store):
    (document, _), *_ = await store.asimilarity_search_with_relevance_scores(TEXTS[0], k=2)
    assert document.page_content == TEXTS[0]
    (only,) = await store.asimilarity_search(TEXTS[1], metadata=TRAVEL)
    assert only.page_content == TEXTS[2]
    assert len(await store.amax_marginal_relevance_search(TEXTS[0], k=2)) == 2
    uuids = await store.aadd_texts(["one more text"], [{"topic": "more"}])
    assert len(uuids) == 1
    return uuids


def use(store):
    uuids = store.add_texts(TEXTS, METADATA, document_ids=["a", "b", "c"])
    wait_until_ready(store)
    check_searches(store)
    more = asyncio.run(check_async_searches(store))
    without_metadata = store.add_texts(["no metadata at all"])
    wait_until_ready(store)
    assert store.similarity_search("no metadata at all", k=1)[0].metadata == {}
    store.delete([*more, *without_metadata, uuids[0], uuids[0]])
    assert {found.page_content for found in store.similarity_search(TEXTS[0], k=9)} == set(TEXTS[1:])


use(ZepVectorStore(NAME, URL, config=config(NAME, 384, True)))
use(ZepVectorStore(NAME + "own", URL, config=config(NAME + "own", 26, False), embedding=Letters()))
again = ZepVectorStore(NAME + "own", URL, embedding=Letters())
assert again.similarity_search_by_vector(Letters().embed_query(TEXTS[1]), k=1)[0].page_content == TEXTS[1]
print("done")
