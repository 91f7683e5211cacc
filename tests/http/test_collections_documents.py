"""Documents over HTTP: batches, lists, changes, and what is refused."""

from __future__ import annotations

import json
import struct
from typing import Any

import httpx
import pytest

from holdfast.operations.limits import MAXIMUM_METADATA
from tests.http.test_collections import create

VECTOR = [0.1, 0.2, 0.3, 0.4, 0.5, 0.0, -1.5, 1e-8]


@pytest.fixture
def path(client: httpx.Client, name: str) -> str:
    create(client, name)
    return f"/api/v1/collection/{name}"


def add(client: httpx.Client, path: str, *documents: dict[str, Any]) -> list[str]:
    response = client.post(f"{path}/document", json=[{"embedding": VECTOR, **document} for document in documents])
    assert response.status_code == 200, response.text
    return response.json()


def count(client: httpx.Client, path: str) -> int:
    return client.get(path).json()["document_count"]


def test_a_vector_comes_back_with_the_digits_it_was_sent_with(client: httpx.Client, path: str) -> None:
    (uuid,) = add(client, path, {"content": "x"})
    text = client.get(f"{path}/document/uuid/{uuid}").text
    assert '"embedding":[0.1,0.2,0.3,0.4,0.5,0.0,-1.5,1e-8]' in text


def test_metadata_and_content_come_back_as_they_were_sent(client: httpx.Client, path: str) -> None:
    metadata = {"n": 12345678901234567, "nested": {"a": [1, None, "é"]}, "system": {"mine": True}}
    (uuid,) = add(client, path, {"content": "naïve\u0000 text ✓", "metadata": metadata})
    document = client.get(f"{path}/document/uuid/{uuid}").json()
    assert (document["content"], document["metadata"]) == ("naïve text ✓", metadata)


def test_a_large_batch_is_answered_in_order_and_listed_whole(client: httpx.Client, path: str) -> None:
    uuids = add(client, path, *({"content": f"text {number}"} for number in range(1203)))
    listed = client.post(f"{path}/document/list/get", json={}).json()
    assert [document["uuid"] for document in listed] == uuids
    assert [document["content"] for document in listed] == [f"text {number}" for number in range(1203)]
    asked = [uuids[900], uuids[3], uuids[900]]
    found = client.post(f"{path}/document/list/get", json={"uuids": asked}).json()
    assert [document["uuid"] for document in found] == [uuids[900], uuids[3]]


def test_documents_are_got_by_identifiers_of_any_characters(client: httpx.Client, path: str) -> None:
    (uuid,) = add(client, path, {"document_id": "tea", "content": "x"})
    for document_id, expected in (("te\u0000a", [uuid]), ("\u0000coffee", []), ("茶", []), ("%", [])):
        found = client.post(f"{path}/document/list/get", json={"document_ids": [document_id]})
        assert found.status_code in {200, 404}, found.text
        assert ([each["uuid"] for each in found.json()] if found.status_code == 200 else []) == expected


def with_component(component: str) -> bytes:
    return f'[{{"content":"x","embedding":[{",".join([component] + ["0.5"] * 7)}]}}]'.encode()


@pytest.mark.parametrize("component", ["NaN", "Infinity", "-Infinity", "1e39", "-1e400", "null", '"1"', "true", "[]"])
def test_a_component_that_is_no_finite_number_is_refused(client: httpx.Client, path: str, component: str) -> None:
    response = client.post(f"{path}/document", content=with_component(component))
    assert (response.status_code, count(client, path)) == (400, 0), response.text


@pytest.mark.parametrize("component", ["1e39", "true"])
def test_the_refusal_of_a_component_names_its_place(client: httpx.Client, path: str, component: str) -> None:
    response = client.post(f"{path}/document", content=with_component(component))
    assert "embedding" in response.text
    assert "0]" in response.text or "[...]" in response.text


def test_huge_integers_are_components_like_others(client: httpx.Client, path: str) -> None:
    response = client.post(f"{path}/document", content=with_component("1" + "0" * 30))
    assert response.status_code == 200, response.text
    response = client.post(f"{path}/document", content=with_component("1" + "0" * 400))
    assert response.status_code == 400


@pytest.mark.parametrize("width", [1, 7, 9, 384])
def test_a_vector_of_another_width_is_refused_with_the_whole_batch(client: httpx.Client, path: str, width: int) -> None:
    batch = [{"content": "right", "embedding": VECTOR}, {"content": "wrong", "embedding": [0.5] * width}]
    response = client.post(f"{path}/document", json=batch)
    assert response.status_code == 400
    assert (
        f"documents[1].embedding: embedding width mismatch: collection {path[19:]} has 8 dimensions, got {width}"
        in (response.text)
    )
    assert count(client, path) == 0


def test_an_oversized_batch_is_refused_whole(client: httpx.Client, path: str) -> None:
    response = client.post(f"{path}/document", json=[{"content": "x", "embedding": VECTOR}] * 5001)
    assert response.status_code == 400
    assert "at most 5000 are taken in one request, got 5001" in response.text
    assert count(client, path) == 0


def test_a_document_id_can_be_used_once_among_the_living(client: httpx.Client, path: str) -> None:
    (uuid,) = add(client, path, {"document_id": "a", "content": "first"})
    for batch in ([{"document_id": "b"}, {"document_id": "a"}], [{"document_id": "c"}, {"document_id": "c"}]):
        response = client.post(f"{path}/document", json=[{"embedding": VECTOR, **document} for document in batch])
        assert response.status_code == 400
        assert f"document_id already exists: {batch[1]['document_id']}" in response.text
    assert count(client, path) == 1
    client.delete(f"{path}/document/uuid/{uuid}")
    add(client, path, {"document_id": "a", "content": "second"})


def test_a_retried_batch_is_stored_once(client: httpx.Client, path: str, name: str) -> None:
    headers = {"Idempotency-Key": f"batch-{name}"}
    body = [{"content": "x", "embedding": VECTOR}]
    first, second = (client.post(f"{path}/document", json=body, headers=headers) for _ in range(2))
    assert first.json() == second.json()
    assert count(client, path) == 1


def test_zero_vectors_are_stored_and_alike_to_nothing(client: httpx.Client, path: str) -> None:
    add(client, path, {"content": "zero", "embedding": [0] * 8}, {"content": "one"})
    for query in ([0] * 8, VECTOR):
        results = client.post(f"{path}/search", json={"embedding": query}).json()["results"]
        assert {hit["score"] for hit in results if hit["content"] == "zero"} == {0.5}
    for kind in ("similarity", "mmr"):
        answer = client.post(f"{path}/search", json={"embedding": [0] * 8, "search_type": kind})
        assert (answer.status_code, answer.json()["result_count"]) == (200, 2)


def test_a_change_moves_the_time_of_the_document(client: httpx.Client, path: str) -> None:
    (uuid,) = add(client, path, {"content": "x", "metadata": {"a": 1}})
    before = client.get(f"{path}/document/uuid/{uuid}").json()
    assert client.patch(f"{path}/document/uuid/{uuid}", json={"metadata": {"b": 2}}).text == "OK"
    after = client.get(f"{path}/document/uuid/{uuid}").json()
    assert after["metadata"] == {"b": 2}
    assert after["updated_at"] > before["updated_at"]


def test_a_list_of_changes_that_is_refused_changes_nothing(client: httpx.Client, path: str) -> None:
    first, second = add(client, path, {"document_id": "a"}, {"document_id": "b"})
    changes = [{"uuid": first, "metadata": {"x": 1}}, {"uuid": second, "document_id": "a"}]
    response = client.patch(f"{path}/document/list/update", json=changes)
    assert (response.status_code, "already exists" in response.text) == (400, True)
    assert "metadata" not in client.get(f"{path}/document/uuid/{first}").json()


def test_lists_beyond_the_largest_batch_are_refused(client: httpx.Client, path: str) -> None:
    uuid = "11111111-1111-4111-8111-111111111111"
    assert client.post(f"{path}/document/list/delete", json=[uuid] * 5001).status_code == 400
    changes = [{"uuid": uuid, "metadata": {}}] * 5001
    assert client.patch(f"{path}/document/list/update", json=changes).status_code == 400


def test_deleting_again_is_no_error(client: httpx.Client, path: str) -> None:
    (uuid,) = add(client, path, {"content": "x"})
    for _ in range(2):
        assert client.delete(f"{path}/document/uuid/{uuid}").text == "OK"
        assert client.post(f"{path}/document/list/delete", json=[uuid]).text == "OK"
    assert client.get(path).json()["document_embedded_count"] == 0


def test_vectors_survive_to_the_bit(client: httpx.Client, path: str) -> None:
    bits = [struct.unpack("<f", struct.pack("<I", pattern))[0] for pattern in (1, 0x7F7FFFFF, 0x80000001, 0x3EAAAAAB)]
    (uuid,) = add(client, path, {"embedding": bits + [0.5] * 4, "content": "x"})
    document = json.loads(client.get(f"{path}/document/uuid/{uuid}").text)
    assert [struct.pack("<f", number) for number in document["embedding"][:4]] == [
        struct.pack("<f", number) for number in bits
    ]


def test_a_change_that_is_none_or_meets_nothing_is_refused(client: httpx.Client, path: str) -> None:
    (uuid,) = add(client, path, {"content": "x", "metadata": {"a": 1}})
    unknown = "dead0000-0000-4000-8000-000000000001"
    long = {"a": "x" * MAXIMUM_METADATA}
    nothing = "no fields to update: give document_id or metadata\n"
    for method, tail, body, status, says in (
        ("PATCH", f"document/uuid/{uuid}", {}, 400, nothing),
        ("PATCH", f"document/uuid/{unknown}", {"document_id": "x"}, 404, f"document: {unknown} not found\n"),
        ("PATCH", f"document/uuid/{uuid}", {"metadata": long}, 400, "metadata: "),
        ("PATCH", "document/list/update", [{"uuid": uuid}], 400, nothing),
        ("PATCH", "document/list/update", [{"uuid": unknown, "document_id": "x"}], 404, "documents: "),
        ("PATCH", "document/list/update", [{"uuid": uuid}, {"uuid": uuid, "metadata": long}], 400, "[1].metadata: "),
        ("POST", "document/list/get", {"uuids": [unknown]}, 404, "documents: "),
    ):  # fmt: skip
        answer = client.request(method, f"{path}/{tail}", json=body)
        assert (answer.status_code, answer.text[: len(says)]) == (status, says), (method, tail, answer.text)
    found = client.get(f"{path}/document/uuid/{uuid}").json()
    assert (found.get("document_id", ""), found["metadata"]) == ("", {"a": 1})
    both = [{"uuid": unknown, "document_id": "z"}, {"uuid": uuid, "document_id": "y"}]
    assert client.patch(f"{path}/document/list/update", json=both).status_code == 200
    assert client.get(f"{path}/document/uuid/{uuid}").json()["document_id"] == "y"
