"""LangChain's vector store on a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("langchain_core", reason="the extra langchain is not installed")

from langchain_core.documents import Document

from holdfast_client import HoldfastClient
from holdfast_client.langchain import CollectionConfig, HoldfastVectorStore
from support.embeddings import RandomDirections

pytestmark = pytest.mark.anyio

Name = Callable[[], str]

TEXTS = ["the roof", "the cellar", "the garden"]


@pytest.fixture
def store(client: HoldfastClient, name: Name) -> HoldfastVectorStore:
    return HoldfastVectorStore(name(), client=client, embedding=RandomDirections(size=16))


async def test_texts_are_found_by_the_vectors_of_the_embedding_model(store: HoldfastVectorStore) -> None:
    ids = await store.aadd_texts(TEXTS, [{"n": n} for n in range(3)])
    found = await store.asimilarity_search("the cellar", k=1)
    assert found == [Document(page_content="the cellar", metadata={"n": 1}, id=ids[1])]
    (best, score), *_ = await store.asimilarity_search_with_score("the cellar", k=2)
    assert best.id == ids[1]
    assert score == pytest.approx(1)
    assert (await store.asimilarity_search_with_relevance_scores("the cellar", k=1))[0][1] == pytest.approx(1)


async def test_ids_of_ones_own_replace_what_had_them(store: HoldfastVectorStore) -> None:
    assert await store.aadd_texts(TEXTS, ids=["a", "b", "c"]) == ["a", "b", "c"]
    await store.aadd_texts(["the attic"], ids=["b"])
    documents = await store.aget_by_ids(["c", "b", "nobody"])
    assert [(document.id, document.page_content) for document in documents] == [("c", "the garden"), ("b", "the attic")]
    assert len(await store.asimilarity_search("the", k=10)) == 3


async def test_documents_are_deleted_by_either_id(store: HoldfastVectorStore) -> None:
    ids = await store.aadd_texts(TEXTS[:2])
    await store.aadd_texts(TEXTS[2:], ids=["mine"])
    assert await store.adelete([ids[0], "mine"]) is True
    assert await store.adelete(["mine"]) is False
    assert [document.page_content for document in await store.asimilarity_search("x")] == ["the cellar"]
    with pytest.raises(ValueError, match="ids"):
        await store.adelete()


async def test_filters_and_variety_reach_the_server(store: HoldfastVectorStore) -> None:
    await store.aadd_texts(TEXTS, [{"n": n} for n in range(3)])
    where = {"where": {"jsonpath": "$ ? (@.n > 0)"}}
    assert len(await store.asimilarity_search("the roof", metadata=where)) == 2
    varied = await store.amax_marginal_relevance_search("the roof", k=2, lambda_mult=0)
    assert varied[0].page_content == "the roof"
    assert len(varied) == 2
    vector = RandomDirections(size=16).embed_query("the garden")
    assert (await store.asimilarity_search_by_vector(vector, k=1))[0].page_content == "the garden"
    assert (await store.amax_marginal_relevance_search_by_vector(vector, k=1))[0].page_content == "the garden"


async def test_lists_of_different_length_are_refused(store: HoldfastVectorStore) -> None:
    with pytest.raises(ValueError, match="3 texts were given, but 1 ids"):
        await store.aadd_texts(TEXTS, ids=["a"])


async def test_a_store_is_made_of_texts_and_opened_again(client: HoldfastClient, name: Name) -> None:
    model, collection = RandomDirections(size=16), name()
    await HoldfastVectorStore.afrom_texts(TEXTS, model, collection_name=collection, client=client)
    again = HoldfastVectorStore(collection, client=client, embedding=model)
    assert len(await again.asimilarity_search("the", k=10)) == 3


async def test_a_config_says_how_to_create_the_collection(client: HoldfastClient, name: Name) -> None:
    config = CollectionConfig(name(), "words", {"kind": "test"}, embedding_dimensions=384, is_auto_embedded=True)
    store = HoldfastVectorStore(config.name, client=client, config=config)
    await store.aadd_texts(TEXTS)
    created = await client.document.aget_collection(config.name)
    assert (created.description, created.metadata, created.is_auto_embedded) == ("words", {"kind": "test"}, True)
    assert (await store.asimilarity_search("garden", k=1))[0].page_content == "the garden"
