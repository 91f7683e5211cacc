"""Collections on PostgreSQL, where several servers share them and each keeps indexes of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.http.test_collections import create
from tests.http.test_collections_embedding import TEXTS, found, wait
from tests.postgres import temporary_postgres
from tests.running_server import RunningServer

VECTORS = [[0.1 + (place == position) for position in range(8)] for place in range(8)]


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Clients of two servers on one database."""
    with temporary_postgres() as dsn:
        folder = tmp_path_factory.mktemp("shared")
        servers = [RunningServer(folder / str(number), "--store", dsn) for number in range(2)]
        with servers[0].client() as one, servers[1].client() as other:
            yield one, other
        for server in servers:
            assert server.stop() == 0, server.output
            assert "Traceback" not in server.output, server.output


def contents(client: httpx.Client, path: str, vector: list[float]) -> list[str]:
    answer = client.post(f"{path}/search?limit=3", json={"embedding": vector})
    assert answer.status_code == 200, answer.text
    return [hit["content"] for hit in answer.json()["results"]]


def test_what_one_server_stores_or_deletes_the_other_knows_at_once(clients: Any, name: str) -> None:
    one, other = clients
    create(one, name)
    path = f"/api/v1/collection/{name}"
    for place, vector in enumerate(VECTORS):
        writer, reader = clients[place % 2], clients[1 - place % 2]
        (uuid,) = writer.post(f"{path}/document", json=[{"content": str(place), "embedding": vector}]).json()
        assert contents(reader, path, vector)[0] == str(place)
        assert contents(writer, path, vector)[0] == str(place)
        if place % 3 == 0:
            assert writer.delete(f"{path}/document/uuid/{uuid}").text == "OK"
            assert str(place) not in contents(reader, path, vector)
    assert other.get(path).json()["document_count"] == 5
    assert other.delete(path).text == "OK"
    assert one.post(f"{path}/search", json={"embedding": VECTORS[0]}).status_code == 404


def test_documents_are_embedded_and_found_through_either_server(
    clients: Any, name: str, poll: Callable[..., Any]
) -> None:
    one, other = clients
    create(one, name, is_auto_embedded=True, embedding_dimensions=384)
    path = f"/api/v1/collection/{name}"
    for number in range(10):
        batch = [{"content": f"{text} Copy {number}."} for text in TEXTS]
        assert clients[number % 2].post(f"{path}/document", json=batch).status_code == 200
    wait(poll, other, path)
    for client in clients:
        assert client.get(path).json()["document_embedded_count"] == 60
        for text in TEXTS[:3]:
            assert found(client, path, f"{text} Copy 7.")[0]["content"] == f"{text} Copy 7."


def test_a_filter_and_a_list_work_as_on_the_embedded_store(clients: Any, name: str) -> None:
    one, other = clients
    create(one, name)
    path = f"/api/v1/collection/{name}"
    documents = [
        {"content": str(place), "embedding": vector, "document_id": f"d{place}", "metadata": {"n": place}}
        for place, vector in enumerate(VECTORS)
    ]
    uuids = one.post(f"{path}/document", json=documents).json()
    query = {"embedding": VECTORS[0], "metadata": {"where": {"jsonpath": "$ ? (@.n >= 6)"}}}
    hits = other.post(f"{path}/search", json=query).json()["results"]
    assert {hit["document_id"] for hit in hits} == {"d6", "d7"}
    listed = other.post(f"{path}/document/list/get", json={"uuids": [uuids[5], uuids[2]]}).json()
    assert [document["embedding"] for document in listed] == [pytest.approx(VECTORS[5]), pytest.approx(VECTORS[2])]
    changed = [{"uuid": uuids[7], "metadata": {"n": 0}}, {"uuid": uuids[6], "document_id": "six"}]
    assert one.patch(f"{path}/document/list/update", json=changed).text == "OK"
    hits = other.post(f"{path}/search", json=query).json()["results"]
    assert {hit["document_id"] for hit in hits} == {"six"}


def test_a_large_batch_is_stored_whole(clients: Any, name: str) -> None:
    one, other = clients
    create(one, name)
    path = f"/api/v1/collection/{name}"
    batch = [{"content": str(number), "embedding": VECTORS[number % 8]} for number in range(5000)]
    assert len(one.post(f"{path}/document", json=batch).json()) == 5000
    assert other.get(path).json()["document_count"] == 5000
    assert contents(other, path, VECTORS[3]) == ["3", "11", "19"]
