"""Embeddings over the wire protocol of OpenAI, against a local server that speaks it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import StartupError
from holdfast.providers.embeddings import open as opening
from holdfast.providers.embeddings import openai_compatible
from holdfast.providers.embeddings.contract import (
    EmbeddingMismatch,
    EmbeddingModel,
    EmbeddingRejected,
    EmbeddingUnavailable,
)
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from tests.doubles.embeddings_endpoint import Answer, EmbeddingsEndpoint, embedding_of, failure

WIDTH = 8
OpenModel = Callable[..., EmbeddingModel]


@pytest.fixture
def endpoint() -> Iterator[EmbeddingsEndpoint]:
    with EmbeddingsEndpoint(width=WIDTH) as running:
        yield running


@pytest.fixture
async def open_model(endpoint: EmbeddingsEndpoint) -> AsyncIterator[OpenModel]:
    """Opens models of the endpoint, and closes them at the end."""
    opened = []

    def open_one(**changes: object) -> EmbeddingModel:
        opened.append(open_embedding_model(options_of(endpoint, **changes)))
        return opened[-1]

    yield open_one
    for model in opened:
        await model.close()


def options_of(endpoint: EmbeddingsEndpoint, **changes: object) -> EmbeddingOptions:
    options = {"service": "openai", "model": "m", "dimensions": WIDTH, "base_url": endpoint.url, "api_key": "secret"}
    return EmbeddingOptions(**(options | changes))  # type: ignore[arg-type]


def expected(texts: list[str]) -> np.ndarray:
    rows = np.array([embedding_of(text, WIDTH) if text.strip() else [0.0] * WIDTH for text in texts], dtype=np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


async def test_texts_get_their_own_unit_vectors_in_order(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    texts = ["one", "two", "", "three", " \n"]
    model = open_model()
    np.testing.assert_allclose(await model.embed(texts), expected(texts), atol=1e-6)
    assert endpoint.requests[0].body["input"] == ["one", "two", "three"]
    assert model.name == "openai:m:8"


async def test_only_blank_texts_send_nothing(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    assert not (await open_model().embed(["", " "])).any()
    assert endpoint.requests == []


async def test_answers_in_another_order_are_paired_by_index(
    endpoint: EmbeddingsEndpoint, open_model: OpenModel
) -> None:
    endpoint.answer_next(Answer(change=lambda body: body["data"].reverse()))
    texts = ["one", "two", "three"]
    np.testing.assert_allclose(await open_model().embed(texts), expected(texts), atol=1e-6)


async def test_many_texts_go_out_in_bounded_batches_with_bounded_parallelism(
    endpoint: EmbeddingsEndpoint, open_model: OpenModel
) -> None:
    texts = [f"text {number}" for number in range(openai_compatible.TEXTS_PER_REQUEST * 5 + 1)]
    vectors = await open_model(parallel_requests=2).embed(texts)
    np.testing.assert_allclose(vectors, expected(texts), atol=1e-6)
    assert sorted(len(request.body["input"]) for request in endpoint.requests) == [1, 128, 128, 128, 128, 128]
    assert endpoint.most_at_once <= 2


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["", " ", "a", "b" * 30_000, "c" * 150_000]), max_size=400))
def test_batches_hold_every_text_that_is_not_blank_once_and_in_order(texts: list[str]) -> None:
    batches = list(openai_compatible._batches(texts))
    assert [position for batch in batches for position in batch] == [i for i, text in enumerate(texts) if text.strip()]
    for batch in batches:
        assert 0 < len(batch) <= openai_compatible.TEXTS_PER_REQUEST
        sent = sum(min(len(texts[position]), openai_compatible.LONGEST_TEXT) for position in batch)
        assert sent <= openai_compatible.CHARACTERS_PER_REQUEST


async def test_key_organisation_model_and_format_are_sent(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    await open_model(organization="org-1").embed(["one"])
    (request,) = endpoint.requests
    assert request.path == "/v1/embeddings"
    assert request.headers["authorization"] == "Bearer secret"
    assert request.headers["openai-organization"] == "org-1"
    assert request.body["model"] == "m"
    assert "dimensions" not in request.body


async def test_a_model_that_can_shorten_its_vectors_is_asked_to(
    endpoint: EmbeddingsEndpoint, open_model: OpenModel
) -> None:
    model = open_model(model="text-embedding-3-small", dimensions=5)
    assert (await model.embed(["one"])).shape == (1, 5)
    assert endpoint.requests[0].body["dimensions"] == 5


async def test_azure_deployments_are_addressed_their_way(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    model = open_model(base_url=endpoint.address, azure_deployment="dep", api_version="2030-01-01")
    await model.embed(["one"])
    (request,) = endpoint.requests
    assert request.path == "/openai/deployments/dep/embeddings?api-version=2030-01-01"
    assert request.headers["api-key"] == "secret"


async def test_a_rate_limit_is_waited_out(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    endpoint.answer_next(failure(429, retry_after=0.01), failure(503, retry_after=0.01))
    np.testing.assert_allclose(await open_model().embed(["one"]), expected(["one"]), atol=1e-6)
    assert len(endpoint.requests) == 3


async def test_a_lasting_rate_limit_says_when_to_come_back(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    endpoint.answer_next(failure(429, retry_after=0.01), failure(429, retry_after=7))
    with pytest.raises(EmbeddingUnavailable, match="status 429") as caught:
        await open_model(max_retries=1).embed(["one"])
    assert caught.value.retry_after == 7


@pytest.mark.parametrize("header", ["soon", "Wed, 21 Oct 2015 07:28:00 GMT", "nan", "inf", "-1"])
async def test_useless_advice_still_gives_a_usable_wait(
    endpoint: EmbeddingsEndpoint, open_model: OpenModel, header: str
) -> None:
    endpoint.answer_next(Answer(status=503, headers={"Retry-After": header}, content=b"{}"))
    with pytest.raises(EmbeddingUnavailable) as caught:
        await open_model(max_retries=0).embed(["one"])
    assert 0 <= caught.value.retry_after < 60


async def test_a_wrong_key_is_refused_at_once(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    endpoint.answer_next(failure(401, message="Incorrect API key provided"))
    with pytest.raises(EmbeddingRejected, match="Incorrect API key") as caught:
        await open_model().embed(["one"])
    assert "secret" not in str(caught.value)
    assert len(endpoint.requests) == 1


async def test_a_slow_endpoint_is_given_up(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    hold = threading.Event()
    endpoint.answer_next(Answer(hold=hold))
    with pytest.raises(EmbeddingUnavailable, match="did not answer in time"):
        await open_model(timeout=0.05, max_retries=0).embed(["one"])
    hold.set()


async def test_a_stopped_endpoint_cannot_be_reached(open_model: OpenModel) -> None:
    with EmbeddingsEndpoint() as stopped:
        pass
    with pytest.raises(EmbeddingUnavailable, match="cannot be reached"):
        await open_model(base_url=stopped.url, max_retries=0).embed(["one"])


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"<html>", b'{"data": [{"index": 0}]}', b'{"data": "x"}', b"\xff"]
)
async def test_malformed_answers_are_reported_as_such(
    endpoint: EmbeddingsEndpoint, open_model: OpenModel, content: bytes
) -> None:
    endpoint.answer_next(Answer(content=content))
    with pytest.raises(EmbeddingUnavailable, match="something else than embeddings"):
        await open_model().embed(["one"])


@pytest.mark.parametrize("indexes", [[0], [0, 0], [1, 2], [0, 1, 2], []])
async def test_answers_that_do_not_match_the_texts_are_refused(
    endpoint: EmbeddingsEndpoint, open_model: OpenModel, indexes: list[int]
) -> None:
    def change(body: dict) -> None:
        body["data"] = [{"index": index, "embedding": [1.0] * WIDTH} for index in indexes]

    endpoint.answer_next(Answer(change=change))
    with pytest.raises(EmbeddingUnavailable, match="do not match the 2 texts"):
        await open_model().embed(["one", "two"])


async def test_another_width_than_configured_is_named(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    endpoint.width = 9
    with pytest.raises(EmbeddingMismatch, match="width 9, expected 8"):
        await open_model().embed(["one"])


async def test_one_failed_batch_fails_the_request(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    endpoint.answer_next(Answer(), failure(400, message="bad input"))
    with pytest.raises(EmbeddingRejected, match="bad input"):
        await open_model(parallel_requests=1).embed(["text"] * 300)


async def test_cancelling_leaves_the_model_usable(endpoint: EmbeddingsEndpoint, open_model: OpenModel) -> None:
    hold = threading.Event()
    endpoint.answer_next(Answer(hold=hold))
    model = open_model(parallel_requests=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await model.embed(["one"])
    hold.set()
    np.testing.assert_allclose(await model.embed(["two"]), expected(["two"]), atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"service": "cloud"}, "unknown embedding service 'cloud'"),
        ({"dimensions": None}, "set the dimensions"),
        ({"base_url": None, "api_key": None}, "need a key"),
        ({"base_url": None, "azure_deployment": "dep"}, "address of its resource"),
        ({"service": "builtin", "dimensions": 100}, "has 256 dimensions, not 100"),
    ],
)
def test_wrong_options_are_named(endpoint: EmbeddingsEndpoint, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(StartupError, match=reason):
        open_embedding_model(options_of(endpoint, **changes))


def test_a_missing_library_names_the_extra(endpoint: EmbeddingsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(StartupError, match=r"holdfast\[openai\]"):
        open_embedding_model(options_of(endpoint))


def test_options_do_not_show_the_key() -> None:
    assert "secret" not in repr(EmbeddingOptions(api_key="secret"))
