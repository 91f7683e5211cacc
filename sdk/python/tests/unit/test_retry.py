"""When a call is sent again."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast_client import (
    APIError,
    ConnectionFailedError,
    HoldfastClient,
    Memory,
    MemorySearchPayload,
    Message,
    NotFoundError,
    RequestTimeoutError,
    Session,
)
from holdfast_client._http.retry import RetryPolicy

MEMORY = Memory(messages=[Message(role="human", content="hi")])


class Script:
    """Answers requests from a list, the last entry again and again, and remembers them."""

    def __init__(self, *outcomes: int | httpx.Response | Exception) -> None:
        self.outcomes = list(outcomes)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, int):
            return httpx.Response(outcome, text="OK" if outcome < 300 else "the server's own words")
        return outcome

    def client(self, max_retries: int = 3) -> HoldfastClient:
        return HoldfastClient(
            "http://server.invalid",
            health_check=False,
            max_retries=max_retries,
            retry_delay=0,
            http_client=httpx.Client(transport=httpx.MockTransport(self)),
            async_http_client=httpx.AsyncClient(transport=httpx.MockTransport(self)),
        )


@given(st.integers(1, 12), st.floats(0.001, 5), st.floats(0.001, 60))
def test_pauses_grow_by_doubling_within_their_bounds(repetition: int, initial: float, longest: float) -> None:
    delay = RetryPolicy(12, initial, longest).delay(repetition)
    assert delay is not None
    full = min(initial * 2 ** (repetition - 1), longest)
    assert full / 2 <= delay <= full


def test_pauses_differ_from_client_to_client() -> None:
    assert len({RetryPolicy().delay(1) for _ in range(20)}) > 1


def test_after_the_last_repetition_there_is_no_other() -> None:
    assert RetryPolicy(max_retries=2).delay(3) is None


@pytest.mark.parametrize("name", ["max_retries", "initial_delay", "max_delay"])
def test_negative_patience_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        RetryPolicy(**{name: -1})


def test_retry_after_counts_in_seconds_and_as_a_date() -> None:
    policy = RetryPolicy(max_delay=30)
    assert policy.delay(1, httpx.Response(503, headers={"Retry-After": "7"})) == 7
    date = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=20), usegmt=True)
    delay = policy.delay(1, httpx.Response(503, headers={"Retry-After": date}))
    assert delay is not None
    assert 17 < delay <= 20


def test_a_retry_after_beyond_patience_ends_the_call() -> None:
    assert RetryPolicy(max_delay=30).delay(1, httpx.Response(503, headers={"Retry-After": "31"})) is None


@pytest.mark.parametrize("value", ["", "soon", "-5", "²"])
def test_a_retry_after_which_makes_no_sense_is_ignored(value: str) -> None:
    response = httpx.Response(503, headers=httpx.Headers([(b"Retry-After", value.encode())]))
    delay = RetryPolicy(initial_delay=1).delay(1, response)
    assert delay is not None
    assert 0.5 <= delay <= 1


@pytest.mark.parametrize("status", [408, 425, 429, 502, 503, 504])
def test_passing_refusals_are_tried_again(status: int) -> None:
    script = Script(status, status, httpx.Response(200, json={"messages": []}))
    assert script.client().memory.get_memory("s").messages == []
    assert len(script.requests) == 3


@pytest.mark.parametrize("status", [400, 403, 405, 413, 422, 500])
def test_lasting_refusals_are_not(status: int) -> None:
    script = Script(status)
    with pytest.raises(APIError, match="the server's own words"):
        script.client().memory.add_memory("s", MEMORY)
    assert len(script.requests) == 1


def test_when_patience_ends_the_last_answer_is_raised() -> None:
    script = Script(503)
    with pytest.raises(APIError) as caught:
        script.client(max_retries=2).memory.get_memory("s")
    assert caught.value.status_code == 503
    assert len(script.requests) == 3


def test_no_retries_means_one_request() -> None:
    script = Script(httpx.ReadTimeout("slow"))
    with pytest.raises(RequestTimeoutError, match="ReadTimeout: slow"):
        script.client(max_retries=0).memory.get_memory("s")
    assert len(script.requests) == 1


def test_every_sending_of_one_call_bears_the_same_key_and_another_call_another() -> None:
    script = Script(httpx.ReadError("cut"), httpx.RemoteProtocolError("cut"), 503, 200)
    client = script.client()
    client.memory.add_memory("s", MEMORY)
    client.memory.add_memory("s", MEMORY)
    keys = [request.headers["Idempotency-Key"] for request in script.requests]
    assert len(set(keys[:4])) == 1
    assert keys[4] not in keys[:4]


def test_keys_begin_with_the_time() -> None:
    script = Script(200)
    before = time.time_ns() // 1_000_000
    script.client().memory.add_memory("s", MEMORY)
    (key,) = [request.headers["Idempotency-Key"] for request in script.requests]
    assert len(key) == 32
    assert before <= int(key[:12], 16) <= time.time_ns() // 1_000_000


def test_a_key_at_work_elsewhere_is_waited_for() -> None:
    script = Script(httpx.ReadTimeout("slow"), 409, 200)
    assert script.client().memory.add_memory("s", MEMORY) == "OK"
    assert len(script.requests) == 3


def test_reads_bear_no_key() -> None:
    script = Script(httpx.Response(200, json=[]))
    script.client().memory.search_memory("s", MemorySearchPayload(text="x"))
    script.client().memory.list_sessions()
    assert all("idempotency-key" not in request.headers for request in script.requests)


def test_a_deletion_which_may_have_happened_counts_when_nothing_is_left() -> None:
    assert Script(httpx.ReadError("cut"), 404).client().memory.delete_memory("s") == "OK"


def test_a_deletion_which_was_never_sent_does_not() -> None:
    with pytest.raises(NotFoundError):
        Script(httpx.ConnectError("refused"), 404).client().memory.delete_memory("s")
    with pytest.raises(NotFoundError):
        Script(503, 404).client().memory.delete_memory("s")


def test_what_can_never_be_sent_is_not_tried_again() -> None:
    script = Script(httpx.LocalProtocolError("illegal header"))
    with pytest.raises(ConnectionFailedError, match="illegal header"):
        script.client().memory.get_memory("s")
    assert len(script.requests) == 1


@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
@pytest.mark.anyio
async def test_coroutines_repeat_in_the_same_way(anyio_backend: str) -> None:
    script = Script(httpx.ReadError("cut"), 503, 201)
    script.outcomes[-1] = httpx.Response(201, json={"session_id": "s"})
    client = script.client()
    assert (await client.memory.aadd_session(Session(session_id="s"))).session_id == "s"
    assert len({request.headers["Idempotency-Key"] for request in script.requests}) == 1
    assert len(script.requests) == 3


def test_repetitions_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="holdfast_client"):
        Script(503, 200).client().memory.add_memory("a b", MEMORY)
    assert "POST /api/v1/sessions/a%20b/memory: status 503" in caplog.text
