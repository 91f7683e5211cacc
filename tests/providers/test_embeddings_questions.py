"""Questions are embedded soon or not at all, and a service that fails is left alone for a while."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from holdfast.providers.embeddings import questions
from holdfast.providers.embeddings.contract import EmbeddingModel, EmbeddingUnavailable
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.embeddings.questions import FAILURES, for_questions
from holdfast.providers.embeddings.static import load_static_model
from tests.doubles.embeddings_endpoint import Answer, EmbeddingsEndpoint, failure
from tests.running_server import RunningServer

WIDTH = 8


@pytest.fixture
def endpoint() -> Iterator[EmbeddingsEndpoint]:
    with EmbeddingsEndpoint(width=WIDTH) as running:
        yield running


@pytest.fixture
async def model(endpoint: EmbeddingsEndpoint) -> AsyncIterator[EmbeddingModel]:
    opened = open_embedding_model(
        EmbeddingOptions(service="openai", model="m", dimensions=WIDTH, base_url=endpoint.url, parallel_requests=1)
    )
    yield opened
    await opened.close()


def asked(model: EmbeddingModel, *, seconds: float = 60.0) -> EmbeddingModel:
    found = for_questions(model, seconds)
    assert found is not None
    return found


async def test_a_question_has_the_vector_that_the_model_gives(model: EmbeddingModel) -> None:
    assert (await asked(model).embed(["why"])).tolist() == (await model.embed(["why"])).tolist()
    assert (asked(model).name, asked(model).dimensions) == (model.name, model.dimensions)


async def test_a_question_is_asked_once_and_waits_no_longer_than_it_may(
    endpoint: EmbeddingsEndpoint, model: EmbeddingModel
) -> None:
    release = threading.Event()
    endpoint.answer_next(Answer(hold=release))
    with pytest.raises(EmbeddingUnavailable):
        await asked(model, seconds=0.5).embed(["why"])
    endpoint.answer_next(failure(500))
    with pytest.raises(EmbeddingUnavailable):
        await asked(model).embed(["why"])
    assert len(endpoint.requests) == 2
    release.set()


async def test_a_question_waits_for_no_bulk_of_texts(endpoint: EmbeddingsEndpoint, model: EmbeddingModel) -> None:
    release = threading.Event()
    endpoint.answer_next(Answer(hold=release))
    bulk = asyncio.create_task(model.embed(["a message"]))
    async with asyncio.timeout(60):
        while not endpoint.requests:
            await asyncio.to_thread(len, ())
    assert (await asked(model).embed(["why"])).shape == (1, WIDTH)
    release.set()
    await bulk


async def test_a_service_that_fails_is_left_alone_and_tried_again(
    endpoint: EmbeddingsEndpoint, model: EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 1000.0
    monkeypatch.setattr(questions.time, "monotonic", lambda: clock)
    question = asked(model)
    endpoint.answer_next(*[failure(503)] * (FAILURES + 1))
    for _ in range(FAILURES + 4):
        with pytest.raises(EmbeddingUnavailable):
            await question.embed(["why"])
    assert len(endpoint.requests) == FAILURES
    clock += questions.PAUSE_SECONDS + 1
    for _ in range(3):
        with pytest.raises(EmbeddingUnavailable):
            await question.embed(["why"])
    assert len(endpoint.requests) == FAILURES + 1
    clock += questions.PAUSE_SECONDS + 1
    assert (await question.embed(["why"])).shape == (1, WIDTH)
    assert (await question.embed(["why"])).shape == (1, WIDTH)


def test_a_model_in_this_process_is_asked_as_it_is() -> None:
    model = load_static_model()
    assert for_questions(model, 1.0) is model
    assert for_questions(None, 1.0) is None


def test_words_alone_answer_while_the_service_says_nothing(endpoint: EmbeddingsEndpoint, tmp_path: Path) -> None:
    release = threading.Event()
    endpoint.answer_next(*[Answer(hold=release)] * 100)
    embeddings = "HOLDFAST_EXTRACTORS_MESSAGES_EMBEDDINGS_"
    environment = {
        embeddings + "SERVICE": "openai",
        embeddings + "MODEL": "m",
        embeddings + "DIMENSIONS": str(WIDTH),
        "HOLDFAST_LLM_OPENAI_ENDPOINT": endpoint.url,
        "HOLDFAST_SEARCH_EMBEDDING_TIMEOUT": "0.2",
    }
    server = RunningServer(tmp_path / "data", environment=environment)
    with server.client() as client:
        client.post("/api/v1/sessions/s/memory", json={"messages": [{"content": "I like quinces."}]})
        for _ in range(FAILURES + 2):
            hits = client.post("/api/v1/sessions/s/search", json={"text": "quinces"}, timeout=30).json()
            assert [hit["message"]["content"] for hit in hits] == ["I like quinces."]
    release.set()
    assert server.stop() == 0
