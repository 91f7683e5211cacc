"""Large collections on PostgreSQL, whose vectors the database compares and indexes.

Large is here what has more than 200 documents.  The embedded store, which compares all vectors, says what is right.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import asyncpg
import httpx
import pytest

from tests.http.test_collections import create
from tests.http.test_collections_embedding import wait
from tests.http.test_collections_search import WIDTH, add, search, unit, vectors
from tests.postgres import temporary_postgres
from tests.running_server import RunningServer

COUNT = 1200
LARGE = {"HOLDFAST_SEARCH_COLLECTION_EXACT_DOCUMENTS": "200"}
FILTERS = {
    "most": "$ ? (@.n > 30)",
    "some": "$ ? (@.n % 10 == 3)",
    "a few": "$ ? (@.n == 77 || @.n > 1196)",
    "none": "$ ? (@.n == -1)",
}
INDEXES = (
    "SELECT relname::text, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid"
    " WHERE relname LIKE 'document_vectors_hnsw%' ORDER BY 1"
)


class Place(NamedTuple):
    """Two servers on one PostgreSQL, and one on the embedded store."""

    dsn: str
    one: httpx.Client
    other: httpx.Client
    embedded: httpx.Client

    @property
    def all(self) -> tuple[httpx.Client, ...]:
        return self.one, self.other, self.embedded


def fetch(dsn: str, statement: str, *arguments: object) -> list[tuple[Any, ...]]:
    async def fetched() -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(dsn)
        try:
            return [tuple(row) for row in await connection.fetch(statement, *arguments)]
        finally:
            await connection.close()

    return asyncio.run(fetched())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("indexed")
    with temporary_postgres() as dsn:
        servers = [RunningServer(folder / name, "--store", dsn, environment=LARGE) for name in ("one", "other")]
        servers.append(RunningServer(folder / "embedded"))
        with servers[0].client() as one, servers[1].client() as other, servers[2].client() as embedded:
            yield Place(dsn, one, other, embedded)
        for server in servers:
            assert server.stop() == 0, server.output
            assert "Traceback" not in server.output, server.output


def documents(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [
        {"content": f"n{number}", "document_id": f"d{number}", "metadata": {"n": number}, "embedding": row.tolist()}
        | fields
        for number, row in enumerate(vectors(count))
    ]


@pytest.fixture(scope="module")
def path(place: Place) -> str:
    """A collection that both stores have, indexed by PostgreSQL."""
    path = "/api/v1/collection/indexed"
    for client in (place.one, place.embedded):
        create(client, "indexed", embedding_dimensions=WIDTH)
        add(client, path, documents(COUNT))
    return path


@pytest.fixture
def indexed(place: Place, path: str, poll: Callable[..., Any]) -> str:
    assert place.other.post(f"{path}/index/create").text == "OK"
    poll(lambda: fetch(place.dsn, INDEXES), lambda found: (f"document_vectors_hnsw_1_{WIDTH}", True) in found)
    return path


def same(found: list[dict[str, Any]], right: list[dict[str, Any]]) -> None:
    assert [hit["document_id"] for hit in found] == [hit["document_id"] for hit in right]
    assert [hit["score"] for hit in found] == pytest.approx([hit["score"] for hit in right], abs=1e-6)


def test_before_an_index_exists_the_answers_are_right_already(place: Place, path: str) -> None:
    for row in unit(vectors(5, seed=3)):
        query = {"embedding": row.tolist()}
        same(search(place.other, path, 10, **query), search(place.embedded, path, 10, **query))


def test_the_answers_are_those_of_comparing_all(place: Place, indexed: str) -> None:
    hits = 0
    for row in vectors(50, seed=2):
        query = {"embedding": row.tolist()}
        found, right = search(place.one, indexed, 10, **query), search(place.embedded, indexed, 10, **query)
        scores = {hit["document_id"]: hit["score"] for hit in right}
        hits += len(scores.keys() & {hit["document_id"] for hit in found})
        assert [hit["score"] for hit in found] == sorted((hit["score"] for hit in found), reverse=True)
        assert all(hit["score"] == pytest.approx(scores.get(hit["document_id"], hit["score"])) for hit in found)
    assert hits >= 490


@pytest.mark.parametrize("condition", list(FILTERS))
@pytest.mark.parametrize("limit", [1, 10, 1000])
def test_a_filter_holds_before_anything_is_ranked(place: Place, indexed: str, condition: str, limit: int) -> None:
    query = {"embedding": vectors(1, seed=5)[0].tolist(), "metadata": {"where": {"jsonpath": FILTERS[condition]}}}
    same(search(place.other, indexed, limit, **query), search(place.embedded, indexed, limit, **query))


def test_conditions_alone_list_the_newest_documents(place: Place, indexed: str) -> None:
    query = {"metadata": {"where": {"and": [{"jsonpath": "$ ? (@.n < 500)"}, {"jsonpath": "$ ? (@.n % 2 == 0)"}]}}}
    found = search(place.one, indexed, 3, **query)
    assert [hit["document_id"] for hit in found] == ["d498", "d496", "d494"]


@pytest.mark.parametrize("where", [{}, {"metadata": {"where": {"jsonpath": "$ ? (@.n > 30)"}}}])
def test_maximal_marginal_relevance_chooses_the_same_documents(
    place: Place, indexed: str, where: dict[str, Any]
) -> None:
    query = {"embedding": vectors(1, seed=6)[0].tolist(), "search_type": "mmr", "mmr_lambda": 0.4, **where}
    same(search(place.one, indexed, 8, **query), search(place.embedded, indexed, 8, **query))


def test_all_documents_are_found_when_all_are_asked_for(place: Place, indexed: str) -> None:
    query = {"embedding": vectors(1, seed=7)[0].tolist()}
    assert len(search(place.one, indexed, 1000, **query)) == 1000


def test_a_query_of_zeros_is_alike_to_nothing(place: Place, indexed: str) -> None:
    found = search(place.one, indexed, 3, embedding=[0.0] * WIDTH)
    assert [(hit["document_id"], hit["score"]) for hit in found] == [("d0", 0.5), ("d1", 0.5), ("d2", 0.5)]


def test_what_one_server_adds_changes_or_deletes_the_next_search_of_the_other_knows(
    place: Place, indexed: str, name: str
) -> None:
    target = vectors(1, seed=11)[0].tolist()
    where = {"where": {"jsonpath": f'$ ? (@.tag == "{name}")'}}

    def nearest(**query: Any) -> list[str]:
        return [hit["document_id"] for hit in search(place.other, indexed, 3, embedding=target, **query)]

    assert nearest(metadata=where) == []
    (uuid,) = add(place.one, indexed, [{"document_id": name, "embedding": target}])
    assert nearest()[0] == name
    change = {"metadata": {"tag": name}}
    assert place.one.patch(f"{indexed}/document/uuid/{uuid}", json=change).text == "OK"
    assert nearest(metadata=where) == [name]
    assert place.one.delete(f"{indexed}/document/uuid/{uuid}").text == "OK"
    assert name not in nearest()
    assert nearest(metadata=where) == []


def test_texts_are_ranked_as_on_the_embedded_store(place: Place, name: str, poll: Callable[..., Any]) -> None:
    path = f"/api/v1/collection/{name}"
    ports = ["Bergen", "Stavanger", "Oslo", "Tromsø", "Bodø", "Molde", "Ålesund"]
    goods = ["cod", "timber", "coal", "whale bones", "letters", "salt", "iron ore", "wool", "herring", "ice", "tea"]
    texts = [f"Ship {number} brings {goods[number % 11]} to {ports[number % 7]}." for number in range(700)]
    for client in (place.one, place.embedded):
        create(client, name, is_auto_embedded=True, embedding_dimensions=64)
        add(
            client,
            path,
            [{"content": text, "document_id": f"d{n}", "metadata": {"n": n}} for n, text in enumerate(texts)],
        )
        wait(poll, client, path)
    place.one.post(f"{path}/index/create")
    number = fetch(place.dsn, "SELECT id FROM collections WHERE name = $1", name)[0][0]
    index = (f"document_vectors_hnsw_{number}_64", True)
    poll(lambda: fetch(place.dsn, INDEXES), lambda found: index in found)
    for question in ("herring to Tromsø", "who carries fuel to the capital?", "ship 77", "nothing of the kind"):
        for more in ({}, {"metadata": {"where": {"jsonpath": "$ ? (@.n > 9)"}}}, {"search_type": "mmr"}):
            found = search(place.other, path, 5, text=question, **more)
            right = search(place.embedded, path, 5, text=question, **more)
            assert [hit["score"] for hit in found] == pytest.approx([hit["score"] for hit in right], abs=0.002)
    (best, *_) = search(place.other, path, 5, text="ship 77 with letters")
    assert best["document_id"] == "d77"


def test_an_index_goes_with_its_collection(place: Place, name: str, poll: Callable[..., Any]) -> None:
    path = f"/api/v1/collection/{name}"
    create(place.one, name, embedding_dimensions=WIDTH)
    add(place.one, path, documents(300))
    number = fetch(place.dsn, "SELECT id FROM collections WHERE name = $1", name)[0][0]
    index = (f"document_vectors_hnsw_{number}_{WIDTH}", True)
    place.one.post(f"{path}/index/create")
    poll(lambda: fetch(place.dsn, INDEXES), lambda found: index in found)
    assert place.other.delete(path).text == "OK"
    poll(lambda: fetch(place.dsn, INDEXES), lambda found: index not in found)


def test_the_index_that_a_killed_server_began_is_made_by_another(
    place: Place, name: str, poll: Callable[..., Any], tmp_path: Any
) -> None:
    path = f"/api/v1/collection/{name}"
    doomed = RunningServer(tmp_path / "doomed", "--store", place.dsn, "--without-worker", environment=LARGE)
    with doomed.client() as client:
        create(client, name, embedding_dimensions=WIDTH)
        add(client, path, documents(300))
        number = fetch(place.dsn, "SELECT id FROM collections WHERE name = $1", name)[0][0]
        index = f"document_vectors_hnsw_{number}_{WIDTH}"
        with old_snapshot(place.dsn):
            client.post(f"{path}/index/create")
            poll(lambda: fetch(place.dsn, INDEXES), lambda found: (index, False) in found)
            doomed.kill()
            query = {"embedding": vectors(1)[0].tolist()}
            assert search(place.other, path, 1, **query)[0]["document_id"] == "d0"

    def made() -> bool:
        place.other.post(f"{path}/index/create")
        return (index, True) in fetch(place.dsn, INDEXES)

    poll(made, bool, seconds=30)


@contextmanager
def old_snapshot(dsn: str) -> Iterator[None]:
    """A transaction that an index waits for, while the block runs."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(dsn))
        runner.run(connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM documents"))
        yield
        runner.run(connection.close())
