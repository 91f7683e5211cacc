"""Making a client."""

from __future__ import annotations

import asyncio
import gc
import warnings
import weakref
from typing import Any

import httpx
import pytest

from holdfast_client import APIError, ConnectionFailedError, HoldfastClient, Memory, Message


def http_client(**answer: Any) -> httpx.Client:
    """An httpx client whose server always gives this answer."""
    return httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(**answer)))


@pytest.mark.parametrize(
    "url", ["", "localhost:8000", "ftp://host", "http://", "http://host:port", "/path", "http://host?a=b"]
)
def test_an_address_which_cannot_be_right_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        HoldfastClient(url, health_check=False)


def test_the_path_of_an_address_is_kept_and_the_key_sent() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text="OK")

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = HoldfastClient(
        "https://host/holdfast//", "secret", health_check=False, http_client=http, headers={"X-Tenant": "blue"}
    )
    client.memory.add_memory("s", Memory(messages=[Message(role="human", content="hi")]), wait=True)
    assert str(seen[0].url) == "https://host/holdfast/api/v1/sessions/s/memory?wait=true&wait_seconds=10"
    assert seen[0].headers["Authorization"] == "Bearer secret"
    assert seen[0].headers["X-Tenant"] == "blue"
    assert seen[0].headers["User-Agent"].startswith("holdfast-client-python/")
    assert seen[0].content == b'{"messages":[{"role":"human","content":"hi"}]}'


def test_blanks_around_a_key_are_dropped_and_an_empty_one_is_none() -> None:
    for key, sent in (("secret\n", "Bearer secret"), ("", None), (" ", None)):
        seen: list[httpx.Request] = []

        def answer(request: httpx.Request, seen: list[httpx.Request] = seen) -> httpx.Response:
            seen.append(request)
            return httpx.Response(200, json=[])

        http = httpx.Client(transport=httpx.MockTransport(answer))
        HoldfastClient("http://host", key, health_check=False, http_client=http).memory.list_sessions()
        assert seen[0].headers.get("authorization") == sent


def test_what_no_header_can_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="api_key") as caught:
        HoldfastClient("http://host", "schlüssel", health_check=False)
    assert "schlüssel" not in str(caught.value)
    with pytest.raises(ValueError, match="header X-Tenant"):
        HoldfastClient("http://host", headers={"X-Tenant": "a\nb"}, health_check=False)
    client = HoldfastClient("http://host", health_check=False)
    for key in ("", "two\nlines"):
        with pytest.raises(ValueError, match="idempotency_key"):
            client.memory.add_memory("s", Memory(), idempotency_key=key)


def test_the_health_check_goes_without_the_key() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert (request.url.path, request.headers.get("authorization")) == ("/prefix/healthz", None)
        return httpx.Response(200, text=".", headers={"X-Zep-Version": "0.27.2-abc (now)"})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        HoldfastClient("http://host/prefix", "secret", http_client=http)


@pytest.mark.parametrize(
    "answer", [{"status_code": 200, "text": "hello"}, {"status_code": 503, "text": "."}, {"status_code": 404}]
)
def test_a_server_which_is_not_healthy_fails_the_constructor(answer: dict[str, Any]) -> None:
    with pytest.raises(APIError) as caught:
        HoldfastClient("http://host", http_client=http_client(**answer))
    assert caught.value.status_code == answer["status_code"]


def test_a_server_which_is_not_there_fails_the_constructor() -> None:
    with pytest.raises(ConnectionFailedError, match="no answer") as caught:
        HoldfastClient("http://127.0.0.1:9")
    assert caught.value.response_data is None


@pytest.mark.parametrize("version", ["0.20.9-abc", "", "nonsense", "0.2-x"])
def test_an_old_server_is_warned_about(version: str) -> None:
    healthy = http_client(status_code=200, text=".", headers={"X-Zep-Version": version})
    with pytest.warns(UserWarning, match=r"0\.21\.0"):
        HoldfastClient("http://host", http_client=healthy)


@pytest.mark.parametrize("version", ["0.21.0-abc", "1.0.0-abc (x)", "dev", "0.0.1-dev"])
def test_recent_and_development_servers_are_not(version: str) -> None:
    healthy = http_client(status_code=200, text=".", headers={"X-Zep-Version": version})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        HoldfastClient("http://host", http_client=healthy)


def test_the_version_check_can_be_switched_off() -> None:
    healthy = http_client(status_code=200, text=".")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        HoldfastClient("http://host", http_client=healthy, version_check=False)


def test_repr_shows_the_address_and_hides_the_key() -> None:
    client = HoldfastClient("http://host/", "very secret", health_check=False)
    assert repr(client) == "HoldfastClient('http://host', api_key=…)"
    assert repr(client.memory) == "<MemoryClient of http://host>"
    assert "hush" not in repr(HoldfastClient("http://me:hush@host", health_check=False))
    assert repr(HoldfastClient("http://host", health_check=False)) == "HoldfastClient('http://host')"


def test_a_timeout_per_call_beats_the_clients() -> None:
    limits: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, json=[])

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = HoldfastClient("http://host", health_check=False, http_client=http, timeout=3)
    client.memory.list_sessions()
    client.memory.list_sessions(timeout=0.5)
    client.memory.list_sessions(timeout=httpx.Timeout(9, read=None))
    assert limits == [3, 0.5, None]


def test_a_call_which_waits_is_given_longer_unless_it_says_otherwise() -> None:
    limits: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, text="OK")

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = HoldfastClient("http://host", health_check=False, http_client=http)
    memory = Memory(messages=[Message(role="human", content="hi")])
    client.memory.add_memory("s", memory)
    client.memory.add_memory("s", memory, wait=True)
    client.memory.add_memory("s", memory, wait=True, wait_seconds=60)
    client.memory.add_memory("s", memory, wait=True, timeout=2)
    assert limits == [10, 20, 70, 2]
    with pytest.raises(ValueError, match="wait_seconds"):
        client.memory.add_memory("s", memory, wait=True, wait_seconds=0)


def test_http_clients_which_were_handed_in_stay_open() -> None:
    http = http_client(status_code=200, json=[])
    with HoldfastClient("http://host", health_check=False, http_client=http) as client:
        client.memory.list_sessions()
    assert not http.is_closed


async def _closed_in_a_loop(client: HoldfastClient) -> httpx.AsyncClient:
    async with client:
        inner = client._async_pool.client()
        assert client._async_pool.client() is inner
    assert inner.is_closed
    return inner


def test_each_event_loop_has_connections_of_its_own() -> None:
    client = HoldfastClient("http://host", health_check=False)
    first = asyncio.run(_closed_in_a_loop(client))
    second = asyncio.run(_closed_in_a_loop(client))
    assert first is not second


def test_connections_of_event_loops_which_have_ended_are_dropped() -> None:
    async def opened() -> weakref.ref[httpx.AsyncClient]:
        return weakref.ref(client._async_pool.client())

    client = HoldfastClient("http://host", health_check=False)
    references = [asyncio.run(opened()) for _ in range(3)]
    gc.collect()
    assert [reference() for reference in references] == [None] * 3


def test_a_closed_client_opens_again_at_the_next_call() -> None:
    client = HoldfastClient("http://host", health_check=False)
    first = client._sync_pool.client()
    client.close()
    client.close()
    assert first.is_closed
    assert not client._sync_pool.client().is_closed
    client.close()
