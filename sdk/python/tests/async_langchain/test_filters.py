"""``filter``, as LangChain's searches take it, on a real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("langchain_core", reason="the extra langchain is not installed")

from langchain_core.documents import Document

from holdfast_client import HoldfastClient, Memory, Message
from holdfast_client.langchain import HoldfastContextRetriever, HoldfastRetriever, HoldfastVectorStore
from support.embeddings import RandomDirections

pytestmark = pytest.mark.anyio

Name = Callable[[], str]
Fresh = Callable[[str], str]

METADATA: dict[str, dict[str, Any]] = {
    "alder": {"tenant": "alder", "stars": 3, "tags": ["old", "tall"], "paid": True},
    "birch": {"tenant": "birch", "stars": 4, "tags": ["white"], "paid": False, "note": None},
    "cedar": {"tenant": 'ce"dar\\\n', "stars": "4", "two words": 1.5},
    "larch": {"stars": 5.5},
}
ALL = set(METADATA)

FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, ALL),
    ({"tenant": "birch"}, {"birch"}),
    ({"tenant": 'ce"dar\\\n'}, {"cedar"}),
    ({"tenant": "nobody"}, set()),
    ({"tenant": "birch", "stars": 3}, set()),
    ({"two words": 1.5}, {"cedar"}),
    ({"paid": True}, {"alder"}),
    ({"note": None}, {"birch"}),
    ({"tags": "tall"}, {"alder"}),
    ({"stars": 4}, {"birch"}),
    ({"stars": {"$eq": 4}}, {"birch"}),
    ({"stars": {"$ne": 4}}, {"alder", "cedar", "larch"}),
    ({"tenant": {"$ne": "birch"}}, {"alder", "cedar", "larch"}),
    ({"tags": {"$ne": "tall"}}, {"birch", "cedar", "larch"}),
    ({"stars": {"$gt": 3, "$lt": 5.5}}, {"birch"}),
    ({"stars": {"$gte": 3, "$lte": 5.5}}, {"alder", "birch", "larch"}),
    ({"tenant": {"$lt": "b"}}, {"alder"}),
    ({"tenant": {"$in": ["alder", "birch"]}}, {"alder", "birch"}),
    ({"tenant": {"$in": []}}, set()),
    ({"tenant": {"$nin": ["alder", "birch"]}}, {"cedar", "larch"}),
    ({"tenant": {"$nin": []}}, ALL),
    ({"tenant": {"$exists": False}}, {"larch"}),
    ({"note": {"$exists": True}}, {"birch"}),
    ({"stars": {"$not": {"$gt": 3}}}, {"alder", "cedar"}),
    ({"stars": {"$not": 4}}, {"alder", "cedar", "larch"}),
    ({"$not": {"tenant": "birch"}}, {"alder", "cedar", "larch"}),
    ({"$not": {"$not": {"tenant": "birch"}}}, {"birch"}),
    ({"$and": [{"stars": {"$gte": 3}}, {"tags": "old"}]}, {"alder"}),
    ({"$or": [{"tenant": "birch"}, {"stars": {"$gt": 5}}]}, {"birch", "larch"}),
    ({"$or": [{"tenant": "birch"}, {}]}, ALL),
    ({"$or": [{"tenant": "alder"}, {"tenant": "birch"}], "paid": False}, {"birch"}),
]


def names(documents: list[Document]) -> set[str]:
    return {document.page_content for document in documents}


@pytest.fixture
def store(client: HoldfastClient, name: Name) -> HoldfastVectorStore:
    return HoldfastVectorStore(name(), client=client, embedding=RandomDirections(size=8))


async def test_a_filter_admits_what_it_says(store: HoldfastVectorStore) -> None:
    await store.aadd_texts(list(METADATA), list(METADATA.values()))
    for condition, expected in FILTERS:
        assert names(await store.asimilarity_search("tree", k=9, filter=condition)) == expected, condition


async def test_each_search_of_the_store_takes_a_filter(store: HoldfastVectorStore) -> None:
    await store.aadd_texts(list(METADATA), list(METADATA.values()))
    birch = {"tenant": "birch"}
    vector = RandomDirections(size=8).embed_query("tree")
    assert names(await store.asimilarity_search_by_vector(vector, filter=birch)) == {"birch"}
    assert names(await store.amax_marginal_relevance_search("tree", filter=birch)) == {"birch"}
    assert names(await store.amax_marginal_relevance_search_by_vector(vector, filter=birch)) == {"birch"}
    scored = await store.asimilarity_search_with_score("tree", filter=birch)
    assert names([document for document, _ in scored]) == {"birch"}
    retriever = store.as_retriever(search_kwargs={"k": 9, "filter": {"stars": {"$in": [3, 4]}}})
    assert names(await retriever.ainvoke("tree")) == {"alder", "birch"}
    assert names(await retriever.ainvoke("tree", filter=birch)) == {"birch"}


async def test_a_filter_and_one_of_the_server_must_both_hold(store: HoldfastVectorStore) -> None:
    await store.aadd_texts(list(METADATA), list(METADATA.values()))
    where = {"where": {"jsonpath": "$ ? (@.stars < 5)"}}
    found = await store.asimilarity_search("tree", k=9, metadata=where, filter={"tags": {"$exists": True}})
    assert names(found) == {"alder", "birch"}


@pytest.mark.parametrize(
    ("condition", "error", "what"),
    [
        ({"stars": {"$gtt": 3}}, ValueError, r"'\$gtt' of 'stars' is not known.*did you mean '\$gt'"),
        ({"$nor": []}, ValueError, r"'\$nor'"),
        ({"stars": {"gte": 3}}, ValueError, "'gte' of 'stars' is not known"),
        ({"stars": {}}, ValueError, "'stars' has no operator"),
        ({"$or": []}, ValueError, r"\$or needs something"),
        ({"$or": {"a": 1}}, TypeError, r"\$or takes a list"),
        ({"$and": ["a"]}, TypeError, "takes filters, which are dicts"),
        ({"$not": "a"}, TypeError, "takes filters, which are dicts"),
        ({"stars": {"$in": 3}}, TypeError, "takes a list"),
        ({"stars": [3, 4]}, TypeError, "'stars' is compared with"),
        ({"stars": float("nan")}, TypeError, "finite"),
        ({"stars": {"$gt": None}}, TypeError, "a number or a text"),
        ({"stars": {"$exists": 1}}, TypeError, "True or False"),
        ({3: 4}, TypeError, "a key must be a text"),
        (lambda document: True, TypeError, "filter must be a dict"),
        ("tenant = 'birch'", TypeError, "filter must be a dict"),
    ],
)
async def test_a_filter_that_is_not_understood_is_refused(
    store: HoldfastVectorStore, condition: Any, error: type[Exception], what: str
) -> None:
    with pytest.raises(error, match=what):
        await store.asimilarity_search("tree", filter=condition)


async def test_keywords_that_are_not_known_are_refused(store: HoldfastVectorStore) -> None:
    vector = RandomDirections(size=8).embed_query("tree")
    with pytest.raises(TypeError, match="'filters'; did you mean 'filter'"):
        await store.asimilarity_search("tree", filters={"tenant": "birch"})
    with pytest.raises(TypeError, match="'where'; known are filter, k, metadata"):
        await store.asimilarity_search_by_vector(vector, where={"tenant": "birch"})
    with pytest.raises(TypeError, match="'score_threshold'"):
        await store.asimilarity_search_with_score("tree", score_threshold=0.5)
    with pytest.raises(TypeError, match="'lambda_mul'; did you mean 'lambda_mult'"):
        await store.amax_marginal_relevance_search("tree", lambda_mul=0.5)
    with pytest.raises(TypeError, match="'fetchk'"):
        await store.amax_marginal_relevance_search_by_vector(vector, fetchk=5)
    with pytest.raises(TypeError, match="'flter'"):
        await store.as_retriever(search_kwargs={"flter": {"tenant": "birch"}}).ainvoke("tree")
    with pytest.raises(TypeError, match="'id'; did you mean 'ids'"):
        await store.aadd_texts(["x"], id=["a"])
    with pytest.raises(TypeError, match="'filter'"):
        await store.adelete(filter={"tenant": "birch"})


async def test_a_threshold_of_the_relevance_is_langchains_own(store: HoldfastVectorStore) -> None:
    await store.aadd_texts(list(METADATA), list(METADATA.values()), batch_size=2)
    options = {"score_threshold": 0.99, "filter": {"stars": {"$gte": 3}}}
    retriever = store.as_retriever(search_type="similarity_score_threshold", search_kwargs=options)
    assert names(await retriever.ainvoke("birch")) == {"birch"}
    assert names(await retriever.ainvoke("cedar")) == set()


async def test_the_retriever_of_messages_takes_a_filter(client: HoldfastClient, fresh: Fresh) -> None:
    session_id = fresh("session")
    messages = [Message(role="human", content=name, metadata=metadata) for name, metadata in METADATA.items()]
    await client.memory.aadd_memory(session_id, Memory(messages=messages), wait=True)
    retriever = HoldfastRetriever(session_id=session_id, client=client, filter={"stars": {"$gte": 3}})
    assert names(await retriever.ainvoke("tree")) == {"alder", "birch", "larch"}
    assert names(await retriever.ainvoke("tree", filter={"tenant": {"$exists": True}})) == {"alder", "birch"}
    where = {"where": {"jsonpath": '$ ? (@.tags == "old")'}}
    assert names(await retriever.ainvoke("tree", metadata=where)) == {"alder"}
    with pytest.raises(ValueError, match=r"\$gtt"):
        await retriever.ainvoke("tree", filter={"stars": {"$gtt": 3}})
    with pytest.raises(TypeError, match="filters"):
        await retriever.ainvoke("tree", filters={"tenant": "birch"})


async def test_fields_of_a_retriever_that_are_not_known_are_refused(client: HoldfastClient) -> None:
    misspelt: dict[str, Any] = {"filters": {"tenant": "birch"}}
    for kind in (HoldfastRetriever, HoldfastContextRetriever):
        with pytest.raises(ValueError, match="filters"):
            kind(session_id="s", client=client, **misspelt)
    with pytest.raises(ValueError, match=r"\$gtt"):
        HoldfastRetriever(session_id="s", client=client, filter={"stars": {"$gtt": 3}})
    with pytest.raises(ValueError, match="tracing"):
        HoldfastRetriever(session_id="s", client=client, metadata={"where": {"jsonpath": "$.n"}})
