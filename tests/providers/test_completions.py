"""Completions over the wire protocols of OpenAI and Anthropic, against a local server that speaks both."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from holdfast.errors import StartupError
from holdfast.providers.completions import open as opening
from holdfast.providers.completions.contexts import CONTEXT_SIZES, UNKNOWN_CONTEXT_SIZE, context_size_of
from holdfast.providers.completions.contract import CompletionModel, CompletionRejected, CompletionUnavailable
from holdfast.providers.completions.open import CompletionOptions, open_completion_model
from tests.doubles.completions_endpoint import Answer, CompletionsEndpoint, failure

OpenModel = Callable[..., CompletionModel]


@pytest.fixture
def endpoint() -> Iterator[CompletionsEndpoint]:
    with CompletionsEndpoint(lambda prompt: f"You said {prompt}") as running:
        yield running


@pytest.fixture(params=["openai", "anthropic"])
def service(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
async def open_model(endpoint: CompletionsEndpoint, service: str) -> AsyncIterator[OpenModel]:
    """Opens models of the endpoint, and closes them at the end."""
    opened = []

    def open_one(**changes: object) -> CompletionModel:
        opened.append(open_completion_model(options_of(endpoint, service, **changes)))
        return opened[-1]

    yield open_one
    for model in opened:
        await model.close()


def options_of(endpoint: CompletionsEndpoint, service: str, **changes: object) -> CompletionOptions:
    options: dict[str, object] = {
        "service": service,
        "model": "m",
        "base_url": endpoint.url if service == "openai" else endpoint.address,
        "api_key": "secret-key",
    }
    return CompletionOptions(**(options | changes))  # type: ignore[arg-type]


async def test_a_prompt_is_answered(open_model: OpenModel) -> None:
    assert await open_model().complete("hello", max_tokens=5) == "You said hello"


async def test_an_openai_prompt_is_one_system_message_at_temperature_zero_with_bounded_output(
    endpoint: CompletionsEndpoint,
) -> None:
    model = open_completion_model(options_of(endpoint, "openai", organization="org-1"))
    await model.complete("hello", max_tokens=7)
    await model.close()
    (request,) = endpoint.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer secret-key"
    assert request.headers["openai-organization"] == "org-1"
    assert request.body == {
        "model": "m",
        "messages": [{"role": "system", "content": "hello"}],
        "max_tokens": 7,
        "temperature": 0.0,
        "stream": False,
    }


async def test_an_anthropic_prompt_is_one_turn_at_temperature_zero_with_bounded_output(
    endpoint: CompletionsEndpoint,
) -> None:
    model = open_completion_model(options_of(endpoint, "anthropic"))
    await model.complete("hello", max_tokens=7)
    await model.close()
    (request,) = endpoint.requests
    assert request.path == "/v1/messages"
    assert request.headers["authorization"] == "Bearer secret-key"
    assert request.headers["anthropic-version"]
    assert request.body == {
        "model": "m",
        "messages": [{"role": "user", "content": "hello"}],
        "max_tokens": 7,
        "temperature": 0.0,
    }


async def test_azure_deployments_are_addressed_their_way(endpoint: CompletionsEndpoint) -> None:
    options = options_of(endpoint, "openai", base_url=endpoint.address, azure_deployment="dep")
    model = open_completion_model(options)
    await model.complete("hello", max_tokens=7)
    await model.close()
    (request,) = endpoint.requests
    assert request.path.startswith("/openai/deployments/dep/chat/completions?api-version=")
    assert request.headers["api-key"] == "secret-key"


async def test_reasoning_models_get_no_temperature_and_another_bound(endpoint: CompletionsEndpoint) -> None:
    model = open_completion_model(options_of(endpoint, "openai", model="o3-mini"))
    await model.complete("hello", max_tokens=7)
    await model.close()
    assert endpoint.requests[0].body.keys() == {"model", "messages", "max_completion_tokens", "stream"}


async def test_a_model_that_refuses_a_temperature_is_asked_without_one_from_then_on(
    endpoint: CompletionsEndpoint, open_model: OpenModel
) -> None:
    endpoint.answer_next(failure(400, message="`temperature` is deprecated for this model"))
    model = open_model()
    assert await model.complete("one", max_tokens=7) == "You said one"
    assert await model.complete("two", max_tokens=7) == "You said two"
    assert ["temperature" in request.body for request in endpoint.requests] == [True, False, False]


async def test_a_rate_limit_is_waited_out(endpoint: CompletionsEndpoint, open_model: OpenModel) -> None:
    endpoint.answer_next(failure(429, retry_after=0.01), failure(503, retry_after=0.01))
    assert await open_model().complete("hello", max_tokens=5) == "You said hello"
    assert len(endpoint.requests) == 3


async def test_a_lasting_rate_limit_says_when_to_come_back(
    endpoint: CompletionsEndpoint, open_model: OpenModel
) -> None:
    endpoint.answer_next(failure(429, retry_after=7))
    with pytest.raises(CompletionUnavailable, match="status 429") as caught:
        await open_model(max_retries=0).complete("hello", max_tokens=5)
    assert caught.value.retry_after == 7


@pytest.mark.parametrize("header", ["soon", "Wed, 21 Oct 2015 07:28:00 GMT", "nan", "inf", "-1"])
async def test_useless_advice_still_gives_a_usable_wait(
    endpoint: CompletionsEndpoint, open_model: OpenModel, header: str
) -> None:
    endpoint.answer_next(Answer(status=529, headers={"Retry-After": header}, content=b"{}"))
    with pytest.raises(CompletionUnavailable) as caught:
        await open_model(max_retries=0).complete("hello", max_tokens=5)
    assert 0 <= caught.value.retry_after < 60


async def test_a_wrong_key_is_refused_at_once_without_showing_it(
    endpoint: CompletionsEndpoint, open_model: OpenModel
) -> None:
    endpoint.answer_next(failure(401, message="Incorrect API key provided"))
    with pytest.raises(CompletionRejected, match="Incorrect API key") as caught:
        await open_model().complete("hello", max_tokens=5)
    assert "secret-key" not in str(caught.value)
    assert len(endpoint.requests) == 1


async def test_a_slow_endpoint_is_given_up(endpoint: CompletionsEndpoint, open_model: OpenModel) -> None:
    hold = threading.Event()
    endpoint.answer_next(Answer(hold=hold))
    with pytest.raises(CompletionUnavailable, match="did not answer in time"):
        await open_model(timeout=0.05, max_retries=0).complete("hello", max_tokens=5)
    hold.set()


async def test_a_stopped_endpoint_cannot_be_reached(open_model: OpenModel) -> None:
    with CompletionsEndpoint() as stopped:
        pass
    with pytest.raises(CompletionUnavailable, match="cannot be reached"):
        await open_model(base_url=stopped.url, max_retries=0).complete("hello", max_tokens=5)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"<html>", b'{"choices": []}', b'{"choices": [{}], "content": 3}', b"\xff"]
)
async def test_malformed_answers_are_reported_as_such(
    endpoint: CompletionsEndpoint, open_model: OpenModel, content: bytes
) -> None:
    endpoint.answer_next(Answer(content=content))
    with pytest.raises(CompletionUnavailable, match="something else than a completion"):
        await open_model(max_retries=0).complete("hello", max_tokens=5)


async def test_an_answer_without_text_is_empty(endpoint: CompletionsEndpoint, open_model: OpenModel) -> None:
    content = b'{"choices": [{"message": {"role": "assistant", "content": null}}], "content": [{"type": "thinking"}]}'
    endpoint.answer_next(Answer(content=content))
    assert await open_model().complete("hello", max_tokens=5) == ""


async def test_requests_at_once_are_bounded(endpoint: CompletionsEndpoint, open_model: OpenModel) -> None:
    model = open_model(parallel_requests=2)
    await asyncio.gather(*(model.complete(str(number), max_tokens=5) for number in range(12)))
    assert len(endpoint.requests) == 12
    assert endpoint.most_at_once <= 2


async def test_cancelling_leaves_the_model_usable(endpoint: CompletionsEndpoint, open_model: OpenModel) -> None:
    hold = threading.Event()
    endpoint.answer_next(Answer(hold=hold))
    model = open_model(parallel_requests=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await model.complete("one", max_tokens=5)
    hold.set()
    assert await model.complete("two", max_tokens=5) == "You said two"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"service": "cloud"}, "unknown service 'cloud'"),
        ({"context_size": 100}, "at least 2048, got 100"),
        ({"base_url": None, "azure_deployment": "dep"}, "address of its resource"),
    ],
)
def test_wrong_options_are_named(endpoint: CompletionsEndpoint, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(StartupError, match=reason):
        open_completion_model(options_of(endpoint, **({"service": "openai"} | changes)))


def test_a_missing_library_names_the_extra(
    endpoint: CompletionsEndpoint, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(StartupError, match=rf"holdfast\[{service}\]"):
        open_completion_model(options_of(endpoint, service))


def test_options_do_not_show_the_key() -> None:
    assert "secret-key" not in repr(CompletionOptions(api_key="secret-key"))


@pytest.mark.parametrize(
    ("model", "size"),
    [
        ("gpt-3.5-turbo", 4_096),
        ("gpt-3.5-turbo-16k", 16_385),
        ("gpt-3.5-turbo-1106", 16_385),
        ("gpt-4", 8_192),
        ("gpt-4-32k", 32_768),
        ("gpt-4-1106-preview", 128_000),
        ("gpt-4-turbo", 128_000),
        ("gpt-4o", 128_000),
        ("gpt-4o-mini", 128_000),
        ("gpt-4o-mini-2024-07-18", 128_000),
        ("claude-instant-1", 100_000),
        ("claude-2", 100_000),
        ("claude-3-5-sonnet-20240620", 200_000),
        ("claude-3-haiku-20240307", 200_000),
        ("llama3", UNKNOWN_CONTEXT_SIZE),
        ("gpt-4x", UNKNOWN_CONTEXT_SIZE),
    ],
)
def test_context_sizes_are_known_of_models_and_their_dated_variants(model: str, size: int) -> None:
    assert context_size_of(model) == size


@pytest.mark.parametrize("model", CONTEXT_SIZES)
def test_every_name_of_the_table_finds_its_own_line(model: str) -> None:
    assert context_size_of(model) == CONTEXT_SIZES[model]


async def test_a_configured_context_size_counts(endpoint: CompletionsEndpoint, open_model: OpenModel) -> None:
    assert open_model(context_size=5_000).context_size == 5_000
    assert open_model(model="gpt-4").context_size == 8_192
