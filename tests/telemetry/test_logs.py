"""What a server logs: which request a line is about, and the same as JSON."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdfast.telemetry.requests import together
from tests.doubles.completions_endpoint import CompletionsEndpoint, failure
from tests.running_server import RunningServer
from tests.storage.conftest import database_in, execute

ALL_ARE_SLOW = {"HOLDFAST_LOG_SLOW_REQUEST": "0.000001"}


@pytest.mark.parametrize("given", ["mine-1", "0:af/9+x=_."])
def test_the_caller_may_choose_the_id_of_a_request(client: httpx.Client, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'a"b', "é"])
def test_an_id_that_would_spoil_a_log_is_replaced(client: httpx.Client, given: str) -> None:
    headers = {b"X-Request-Id": given.encode()}
    number = client.get("/healthz", headers=headers).headers["X-Request-Id"]  # type: ignore[arg-type]
    assert number != given
    assert re.fullmatch(r"[0-9a-f]{16}", number)


def test_every_request_has_an_id_of_its_own(client: httpx.Client) -> None:
    numbers = {client.get(path).headers["X-Request-Id"] for path in ("/healthz", "/api/v1/sessions", "/nothing")}
    assert len(numbers) == 3


def test_slow_requests_are_logged_with_their_id(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", environment=ALL_ARE_SLOW)
    number = httpx.get(f"{server.url}/api/v1/sessions/a/memory").headers["X-Request-Id"]
    assert server.stop() == 0
    (line,) = [line for line in server.output.splitlines() if number in line]
    assert "slow: GET /api/v1/sessions/{session_id}/memory took" in line


def test_no_request_is_slow_where_none_is_to_be_logged(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", environment={"HOLDFAST_LOG_SLOW_REQUEST": "0"})
    httpx.get(f"{server.url}/api/v1/sessions/a/memory")
    assert server.stop() == 0
    assert "slow: " not in server.output


def test_each_record_is_an_object_where_that_is_asked_for(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", environment={**ALL_ARE_SLOW, "HOLDFAST_LOG_FORMAT": "json"})
    httpx.get(f"{server.url}/api/v1/sessions/é/memory", headers={"X-Request-Id": "the-one"})
    assert server.stop() == 0
    records = [json.loads(line) for line in server.output.splitlines() if line.startswith("{")]
    (record,) = [record for record in records if record["request_id"] == "the-one"]
    assert (record["level"], record["logger"]) == ("WARNING", "holdfast.http.application")
    assert record["time"].startswith("20")
    assert "took" in record["message"]


def test_what_enrichment_logs_names_the_request_that_stored_the_messages(
    tmp_path: Path, poll: Callable[..., Any]
) -> None:
    with CompletionsEndpoint() as endpoint:
        endpoint.answer_next(*[failure(401, message="Incorrect API key provided")] * 20)
        settings = {"HOLDFAST_LLM_OPENAI_ENDPOINT": endpoint.url, "HOLDFAST_LOG_FORMAT": "json"}
        server = RunningServer(tmp_path / "data", environment=settings)
        httpx.post(
            f"{server.url}/api/v1/sessions/a/memory",
            json={"messages": [{"role": "user", "content": "Where do we eat?"}]},
            headers={"X-Request-Id": "the-one"},
        ).raise_for_status()
        poll(lambda: "enrichment step intent failed" in server.output, bool)
        assert server.stop() == 0
    records = [json.loads(line) for line in server.output.splitlines() if line.startswith("{")]
    failed = [record for record in records if record["message"].startswith("enrichment step intent failed")]
    assert {record["request_id"] for record in failed} == {"the-one"}


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
@pytest.mark.parametrize(
    ("method", "change", "step"), [("PATCH", {"content": "We sail in June."}, "intent"), ("DELETE", None, "summary")]
)
def test_what_a_change_of_a_message_sets_off_names_its_request(
    method: str,
    change: Any,
    step: str,
    store: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    poll: Callable[..., Any],
) -> None:
    """An edited message is enriched anew; when one goes that a summary tells of, its session is summarised anew."""
    with CompletionsEndpoint() as endpoint:
        settings = {
            "HOLDFAST_LLM_OPENAI_ENDPOINT": endpoint.url,
            "HOLDFAST_LOG_FORMAT": "json",
            "HOLDFAST_MEMORY_MESSAGE_WINDOW": "2",
        }
        options = [] if store == "sqlite" else ["--store", _own_database(request.getfixturevalue("postgres_dsn"))]
        server = RunningServer(tmp_path / "data", *options, environment=settings)
        session = "/api/v1/sessions/a"
        with server.client() as client:
            said = [{"role": "user", "content": f"We sail in May, and again in {year}."} for year in range(2030, 2036)]
            client.post(f"{session}/memory", params={"wait": "true"}, json={"messages": said}).raise_for_status()
            poll(lambda: client.get(f"{session}/memory").json().get("summary"), bool)
            first = client.get(f"{session}/messages").json()["messages"][0]["uuid"]
            endpoint.answer_next(*[failure(401, message="Incorrect API key provided")] * 20)
            headers = {"X-Request-Id": "the-change"}
            client.request(method, f"{session}/messages/{first}", json=change, headers=headers).raise_for_status()
        poll(lambda: f"enrichment step {step} failed" in server.output, bool)
        assert server.stop() == 0
    records = [json.loads(line) for line in server.output.splitlines() if line.startswith("{")]
    failed = [record for record in records if record["message"].startswith(f"enrichment step {step} failed")]
    assert {record["request_id"] for record in failed} == {"the-change"}


def _own_database(dsn: str) -> str:
    name = f"logs_{secrets.token_hex(4)}"
    execute(dsn, f"CREATE DATABASE {name}")
    return database_in(dsn, name)


def test_the_ids_of_many_requests_stay_short_enough_to_be_logged() -> None:
    assert together(["b", "a", "", "b"]) == "b,a"
    assert together(str(number) for number in range(100)) == "0,1,2,3,4,5,6,7,…"
