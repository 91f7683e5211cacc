"""Searching collections over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import numpy as np
import pytest

from tests.http.test_collections import create

WIDTH = 16
COUNT = 3000


def vectors(count: int, seed: int = 1) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32)


def unit(rows: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


@pytest.fixture
def path(client: httpx.Client, name: str) -> str:
    create(client, name, embedding_dimensions=WIDTH)
    return f"/api/v1/collection/{name}"


def add(client: httpx.Client, path: str, documents: list[dict[str, Any]]) -> list[str]:
    response = client.post(f"{path}/document", json=documents)
    assert response.status_code == 200, response.text
    return response.json()


def search(client: httpx.Client, path: str, limit: int | None = None, **query: Any) -> list[dict[str, Any]]:
    response = client.post(f"{path}/search", json=query, params={} if limit is None else {"limit": limit})
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer["result_count"] == len(answer["results"])
    return answer["results"]


@pytest.fixture(scope="module")
def large(server: Any) -> tuple[str, np.ndarray[Any, Any]]:
    """A collection of a few thousand documents, numbered in their metadata."""
    rows = vectors(COUNT)
    with server.client() as client:
        create(client, "largecollection", embedding_dimensions=WIDTH)
        path = "/api/v1/collection/largecollection"
        documents = [
            {"content": f"n{number}", "embedding": row.tolist(), "metadata": {"n": number, "even": number % 2 == 0}}
            for number, row in enumerate(rows)
        ]
        for start in range(0, COUNT, 500):
            add(client, path, documents[start : start + 500])
    return path, rows


def nearest(rows: np.ndarray[Any, Any], query: np.ndarray[Any, Any], count: int) -> list[int]:
    return np.argsort(-(unit(rows) @ unit(query)), kind="stable")[:count].tolist()


def test_the_best_are_found_in_order_of_cosine(client: httpx.Client, large: Any) -> None:
    path, rows = large
    for query in vectors(5, seed=2):
        hits = search(client, path, embedding=query.tolist())
        assert [hit["metadata"]["n"] for hit in hits] == nearest(rows, query, 20)
        for hit in hits:
            cosine = float(unit(rows[hit["metadata"]["n"]]) @ unit(query))
            assert hit["score"] == pytest.approx((1 + cosine) / 2, abs=1e-6)
            assert len(hit["embedding"]) == WIDTH


@pytest.mark.parametrize(("limit", "count"), [(None, 20), (0, 20), (-3, 20), (1, 1), (1000, 1000), (4294967298, 1000)])
def test_limits(client: httpx.Client, large: Any, limit: int | None, count: int) -> None:
    path, rows = large
    assert len(search(client, path, limit, embedding=rows[0].tolist())) == count


def test_a_filter_holds_before_ranking(client: httpx.Client, large: Any) -> None:
    path, rows = large
    query = vectors(1, seed=3)[0]
    worst = nearest(rows, query, COUNT)[-1]
    one = {"where": {"jsonpath": f"$[*] ? (@.n == {worst})"}}
    assert [hit["metadata"]["n"] for hit in search(client, path, embedding=query.tolist(), metadata=one)] == [worst]
    odd = {"where": {"jsonpath": "$ ? (@.even == false)"}}
    wanted = [number for number in nearest(rows, query, COUNT) if number % 2][:20]
    for _ in range(2):
        found = search(client, path, embedding=query.tolist(), metadata=odd)
        assert [hit["metadata"]["n"] for hit in found] == wanted


def test_a_filter_sees_changed_metadata_at_once(client: httpx.Client, path: str) -> None:
    (uuid, _) = add(client, path, [{"content": "x", "embedding": row.tolist()} for row in vectors(2)])
    query = {"embedding": vectors(1)[0].tolist(), "metadata": {"where": {"jsonpath": '$ ? (@.state == "done")'}}}
    assert search(client, path, **query) == []
    client.patch(f"{path}/document/uuid/{uuid}", json={"metadata": {"state": "done"}})
    assert [hit["uuid"] for hit in search(client, path, **query)] == [uuid]
    client.patch(f"{path}/document/uuid/{uuid}", json={"metadata": {"state": "open"}})
    assert search(client, path, **query) == []


def test_added_and_deleted_documents_count_at_once(client: httpx.Client, path: str) -> None:
    rows = vectors(40)
    query = rows[0].tolist()
    living: dict[str, int] = {}
    for start in range(0, 40, 10):
        batch = [{"content": "x", "embedding": row.tolist()} for row in rows[start : start + 10]]
        living |= dict(zip(add(client, path, batch), range(start, start + 10), strict=True))
        assert {hit["uuid"] for hit in search(client, path, 100, embedding=query)} == set(living)
        doomed = list(living)[1]
        client.delete(f"{path}/document/uuid/{doomed}")
        del living[doomed]
        assert {hit["uuid"] for hit in search(client, path, 100, embedding=query)} == set(living)


def test_a_collection_made_anew_has_nothing_of_the_old_one(client: httpx.Client, name: str, path: str) -> None:
    add(client, path, [{"content": "old", "embedding": vectors(1)[0].tolist()}])
    assert len(search(client, path, embedding=vectors(1)[0].tolist())) == 1
    client.delete(path)
    create(client, name, embedding_dimensions=8)
    assert search(client, path, embedding=[0.5] * 8) == []


def test_metadata_alone_finds_the_newest_first(client: httpx.Client, large: Any) -> None:
    path, _ = large
    hits = search(client, path, 3, metadata={"where": {"jsonpath": "$ ? (@.even == true)"}})
    assert [hit["metadata"]["n"] for hit in hits] == [COUNT - 2, COUNT - 4, COUNT - 6]
    assert {hit["score"] for hit in hits} == {0}
    assert [hit["metadata"]["n"] for hit in search(client, path, 1, metadata={"where": {}})] == [COUNT - 1]


def test_mmr_prefers_what_is_unlike_what_was_chosen(client: httpx.Client, path: str) -> None:
    base = vectors(1)[0]
    near = [base, base + 0.01, base + 0.02]
    far = vectors(1, seed=9)[0]
    add(
        client,
        path,
        [{"content": str(place), "embedding": row.tolist()} for place, row in enumerate([*near, base + 0.5 * far])],
    )
    plain = search(client, path, 2, embedding=base.tolist())
    diverse = search(client, path, 2, embedding=base.tolist(), search_type="mmr", mmr_lambda=0.3)
    assert [hit["content"] for hit in plain] == ["0", "1"]
    assert [hit["content"] for hit in diverse] == ["0", "3"]


def test_nested_groups_and_apostrophes_work_in_filters(client: httpx.Client, path: str) -> None:
    row = vectors(1)[0].tolist()
    add(
        client,
        path,
        [
            {"content": "a", "embedding": row, "metadata": {"name": "it's", "n": 1}},
            {"content": "b", "embedding": row, "metadata": {"name": "other", "n": "text"}},
            {"content": "c", "embedding": row},
        ],
    )

    def found(where: Any) -> set[str]:
        return {hit["content"] for hit in search(client, path, embedding=row, metadata={"where": where})}

    assert found({"jsonpath": '$ ? (@.name == "it\'s")'}) == {"a"}
    either = {"or": [{"and": [{"jsonpath": "$ ? (@.n == 1)"}]}, {"jsonpath": "$ ? (@.name == 'other')"}]}
    assert found(either) == {"a", "b"}
    assert found({"jsonpath": "$ ? (@.n + 1 == 2)"}) == {"a"}
    assert found({"jsonpath": "strict $.n ? (@ > 0)"}) == {"a"}
    assert found({"and": []}) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "empty query"),
        ({"text": "x", "embedding": [0.5] * WIDTH}, "not both"),
        ({"embedding": [0.5] * (WIDTH + 1)}, "embedding width mismatch"),
        ({"embedding": ["x"]}, "embedding"),
        ({"text": "a text"}, "embedding width mismatch"),
        ({"search_type": "mmr", "metadata": {"where": {"jsonpath": "$"}}}, "mmr"),
        ({"metadata": {"where": {"or": [None]}}}, "metadata.where"),
        ({"embedding": [0.5] * WIDTH, "mmr_lambda": "much"}, "mmr_lambda"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(client: httpx.Client, path: str, body: Any, reason: str) -> None:
    response = client.post(f"{path}/search", json=body)
    assert response.status_code == 400
    assert reason in response.text


def test_a_query_that_is_no_finite_vector_is_refused(client: httpx.Client, path: str) -> None:
    for component in ("NaN", "1e39", "1e999"):
        body = f'{{"embedding":[{",".join([component] * WIDTH)}]}}'
        assert client.post(f"{path}/search", content=body).status_code == 400
