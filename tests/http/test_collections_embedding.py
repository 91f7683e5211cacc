"""Collections that the server embeds: progress, words and vectors, interruptions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.http.test_collections import create
from tests.running_server import RunningServer

TEXTS = [
    "The harbour master keeps the keys of the lighthouse.",
    "Fresh cod is sold at the market every morning.",
    "A ferry to the western isles leaves at noon.",
    "Snow closes the mountain road in winter.",
    "The museum shows a collection of whale bones.",
    "Order number QX-4711 was returned to the sender.",
]


def counts(client: httpx.Client, path: str) -> tuple[int, int]:
    collection = client.get(path).json()
    return collection["document_count"], collection["document_embedded_count"]


def wait(poll: Callable[..., Any], client: httpx.Client, path: str, seconds: float = 30) -> None:
    poll(lambda: counts(client, path), lambda found: found[0] == found[1] > 0, seconds=seconds)


@pytest.fixture
def path(client: httpx.Client, name: str, poll: Callable[..., Any]) -> str:
    create(client, name, is_auto_embedded=True, embedding_dimensions=384)
    path = f"/api/v1/collection/{name}"
    documents = [{"content": text, "document_id": str(place)} for place, text in enumerate(TEXTS)]
    assert client.post(f"{path}/document", json=documents).status_code == 200
    wait(poll, client, path)
    return path


def found(client: httpx.Client, path: str, text: str, **query: Any) -> list[dict[str, Any]]:
    return client.post(f"{path}/search", json={"text": text, **query}).json()["results"]


def test_each_document_gets_the_vector_of_its_own_text(client: httpx.Client, path: str) -> None:
    for place, text in enumerate(TEXTS):
        (best, *_) = found(client, path, text)
        assert best["document_id"] == str(place)
        assert best["score"] > 0.99
        assert len(best["embedding"]) == 384


def test_words_count_as_well_as_vectors(client: httpx.Client, path: str) -> None:
    (best, *_) = found(client, path, "what happened to QX-4711")
    assert best["document_id"] == "5"
    (best, *_) = found(client, path, "boat to the islands")
    assert best["document_id"] == "2"


@pytest.mark.parametrize("kind", ["similarity", "mmr"])
def test_scores_lie_between_0_and_1(client: httpx.Client, path: str, kind: str) -> None:
    hits = found(client, path, "cod at the market", search_type=kind)
    scores = [hit["score"] for hit in hits]
    assert len(hits) == len(TEXTS)
    assert all(0 <= score <= 1 for score in scores)
    if kind == "similarity":
        assert scores == sorted(scores, reverse=True)


def test_a_vector_of_the_server_finds_the_same_document_again(client: httpx.Client, path: str) -> None:
    answer = client.post(f"{path}/search", json={"text": TEXTS[3]}).json()
    again = client.post(f"{path}/search?limit=1", json={"embedding": answer["query_vector"]}).json()
    assert again["results"][0]["document_id"] == "3"
    assert again["results"][0]["score"] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("width", [8, 100, 256, 2000])
def test_any_width_can_be_asked_for(client: httpx.Client, name: str, poll: Callable[..., Any], width: int) -> None:
    create(client, name, is_auto_embedded=True, embedding_dimensions=width)
    path = f"/api/v1/collection/{name}"
    client.post(f"{path}/document", json=[{"content": text} for text in TEXTS])
    wait(poll, client, path)
    (best, *_) = found(client, path, TEXTS[1])
    assert (best["content"], len(best["embedding"])) == (TEXTS[1], width)


def test_changing_documents_that_wait_does_not_mix_up_their_vectors(
    client: httpx.Client, name: str, poll: Callable[..., Any]
) -> None:
    create(client, name, is_auto_embedded=True, embedding_dimensions=64)
    path = f"/api/v1/collection/{name}"
    uuids = client.post(f"{path}/document", json=[{"content": text} for text in TEXTS]).json()
    client.patch(f"{path}/document/uuid/{uuids[0]}", json={"metadata": {"changed": True}})
    client.delete(f"{path}/document/uuid/{uuids[1]}")
    wait(poll, client, path)
    assert counts(client, path) == (5, 5)
    for text in (TEXTS[0], TEXTS[2]):
        assert found(client, path, text)[0]["content"] == text


def test_embedding_goes_on_after_a_crash(tmp_path: Path, poll: Callable[..., Any]) -> None:
    """Documents are found by metadata while they wait, and are no candidates of other searches."""
    texts = [f"{TEXTS[number % len(TEXTS)]} Copy {number}." for number in range(4000)]
    running = RunningServer(tmp_path / "data")
    path = "/api/v1/collection/crashes"
    with running.client() as client:
        create(client, "crashes", is_auto_embedded=True, embedding_dimensions=384)
        for start in range(0, len(texts), 2000):
            batch = [{"content": text} for text in texts[start : start + 2000]]
            assert client.post(f"{path}/document", json=batch).status_code == 200
        newest = client.post(f"{path}/search?limit=1", json={"metadata": {"where": {}}}).json()["results"]
        embedded = counts(client, path)[1]
        candidates = client.post(f"{path}/search?limit=1000", json={"text": "ferry"}).json()["results"]
        assert newest[0]["content"] == texts[-1]
        assert all(candidate["is_embedded"] for candidate in candidates)
        assert len(candidates) >= min(embedded, 1000)
    running.kill()

    running = RunningServer(tmp_path / "data")
    with running.client() as client:
        wait(poll, client, path, seconds=60)
        assert counts(client, path) == (4000, 4000)
        assert found(client, path, texts[3210])[0]["content"] == texts[3210]
    assert running.stop() == 0


def test_without_embeddings_documents_wait_and_text_is_refused(tmp_path: Path) -> None:
    running = RunningServer(
        tmp_path / "data", environment={"HOLDFAST_EXTRACTORS_DOCUMENTS_EMBEDDINGS_ENABLED": "false"}
    )
    with running.client() as client:
        create(client, "dormant", is_auto_embedded=True)
        path = "/api/v1/collection/dormant"
        client.post(f"{path}/document", json=[{"content": "x", "metadata": {"a": 1}}])
        assert counts(client, path) == (1, 0)
        refused = client.post(f"{path}/search", json={"text": "x"})
        assert (refused.status_code, "switched off" in refused.text) == (400, True)
        by_metadata = client.post(f"{path}/search", json={"metadata": {"where": {"jsonpath": "$.a"}}})
        assert by_metadata.json()["result_count"] == 1
    assert running.stop() == 0


def test_what_was_added_while_embeddings_were_off_is_embedded_later(tmp_path: Path, poll: Callable[..., Any]) -> None:
    off = {"HOLDFAST_EXTRACTORS_DOCUMENTS_EMBEDDINGS_ENABLED": "false"}
    path = "/api/v1/collection/later"
    running = RunningServer(tmp_path / "data", environment=off)
    with running.client() as client:
        create(client, "later", is_auto_embedded=True)
        client.post(f"{path}/document", json=[{"content": text} for text in TEXTS])
    assert running.stop() == 0
    running = RunningServer(tmp_path / "data")
    with running.client() as client:
        wait(poll, client, path)
        assert found(client, path, TEXTS[4])[0]["content"] == TEXTS[4]
    assert running.stop() == 0
