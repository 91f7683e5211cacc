"""Enrichment as callers and operators see it: waiting for it, asking for it, metrics, ``holdfast jobs``, and a kill."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from holdfast.http.signed_tokens import make_token
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.doubles.completions_endpoint import Answer, CompletionsEndpoint
from tests.running_server import RunningServer
from tests.storage.samples import say

HEADER = "X-Holdfast-Enrichment"
Messages = list[dict[str, str]]


def texts(*contents: str) -> dict[str, Messages]:
    return {"messages": [{"role": "human", "content": content} for content in contents]}


def post(client: httpx.Client, session_id: str, *contents: str, **query: str) -> httpx.Response:
    response = client.post(f"/api/v1/sessions/{session_id}/memory", params=query, json=texts(*contents))
    assert (response.status_code, response.text) == (200, "OK")
    return response


def state(client: httpx.Client, session_id: str) -> Any:
    return client.get(f"/api/v1/sessions/{session_id}/enrichment").raise_for_status().json()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[CompletionsEndpoint]:
    with CompletionsEndpoint(lambda prompt: "Intent: asking things") as running:
        yield running


@pytest.fixture(scope="module")
def with_model(endpoint: CompletionsEndpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("with-model") / "data"
    server = RunningServer(data, environment=model_settings(endpoint))
    yield server
    assert server.stop() == 0, server.output
    assert "Traceback" not in server.output, server.output


def model_settings(endpoint: CompletionsEndpoint) -> dict[str, str]:
    return {"HOLDFAST_LLM_OPENAI_ENDPOINT": endpoint.url, "HOLDFAST_MEMORY_MESSAGE_WINDOW": "4"}


def test_waiting_answers_when_everything_is_enriched(client: httpx.Client, name: str) -> None:
    contents = ["We sailed to Iceland in May.", *(f"Message {number} to Anna." for number in range(11))]
    assert post(client, name, *contents, wait="true").headers[HEADER] == "done"
    memory = client.get(f"/api/v1/sessions/{name}/memory").json()
    assert len(memory["messages"]) == 6
    assert memory["summary"]["metadata"]["system"]["entities"]
    assert all(message["token_count"] for message in memory["messages"])
    assert all("entities" in message["metadata"]["system"] for message in memory["messages"])
    assert state(client, name) == {"status": "done", "pending": 0, "parked": 0, "jobs": []}
    assert 'holdfast_enrichment_steps_done_total{step="summary"}' in client.get("/metrics").text


def test_nothing_is_said_of_enrichment_to_callers_who_do_not_wait(client: httpx.Client, name: str) -> None:
    assert HEADER not in post(client, name, "Hello").headers
    assert HEADER not in post(client, name, "Hello", wait="false").headers


def test_waiting_for_no_messages_is_done_at_once(client: httpx.Client, name: str) -> None:
    assert post(client, name, wait="true").headers[HEADER] == "done"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"wait": "perhaps"}, "wait: 'perhaps' is not a boolean"),
        ({"wait": "true", "wait_seconds": "61"}, "wait_seconds: must be at most 60, got 61"),
        ({"wait": "true", "wait_seconds": "-1"}, "wait_seconds: must not be negative"),
    ],
)
def test_wrong_waits_are_refused_and_nothing_is_stored(
    client: httpx.Client, name: str, query: dict[str, str], reason: str
) -> None:
    response = client.post(f"/api/v1/sessions/{name}/memory", params=query, json=texts("Hello"))
    assert response.status_code == 400
    assert reason in response.text
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404


def test_a_session_that_does_not_exist_has_no_enrichment(client: httpx.Client, name: str) -> None:
    assert client.get(f"/api/v1/sessions/{name}/enrichment").status_code == 404


def test_a_slow_language_model_is_waited_for_as_long_as_the_caller_wants(
    with_model: RunningServer, endpoint: CompletionsEndpoint, name: str, poll: Callable[..., Any]
) -> None:
    hold = threading.Event()
    endpoint.answer_next(Answer(hold=hold))
    with with_model.client() as client:
        assert post(client, name, "Hello", wait="true", wait_seconds="1").headers[HEADER] == "pending"

        found = poll(lambda: state(client, name), lambda found: found["jobs"][0]["steps"] == ["intent"])
        (message,) = client.get(f"/api/v1/sessions/{name}/memory").json()["messages"]
        assert message["metadata"]["system"] == {"entities": []}
        assert message["token_count"]
        assert (found["status"], found["pending"], found["parked"]) == ("pending", 1, 0)
        (job,) = found["jobs"]
        assert (job["steps"], job["messages"], job["status"], job["error"]) == (["intent"], 1, "pending", "")
        # Others are served meanwhile.
        assert post(client, f"{name}-other", "Hello", wait="true").headers[HEADER] == "done"
        hold.set()
        assert poll(lambda: state(client, name), lambda found: found["status"] == "done")


def test_a_server_killed_while_it_summarises_goes_on_after_its_start(
    endpoint: CompletionsEndpoint, tmp_path: Path, name: str, poll: Callable[..., Any]
) -> None:
    hold = threading.Event()
    seen = len(endpoint.requests)
    endpoint.answer_next(*[Answer(hold=hold) for _ in range(5)])
    server = RunningServer(tmp_path / "data", environment=model_settings(endpoint))
    with server.client() as client:
        post(client, name, "one", "two", "three", "four")
        poll(lambda: len(endpoint.requests), lambda count: count > seen)
    server.kill()
    hold.set()
    server = RunningServer(tmp_path / "data", environment=model_settings(endpoint))
    with server.client() as client:
        poll(lambda: state(client, name), lambda found: found["status"] == "done")
        memory = client.get(f"/api/v1/sessions/{name}/memory").json()
        assert [message["content"] for message in memory["messages"]] == ["three", "four"]
        assert memory["summary"]["content"] == "Intent: asking things"
        everything = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
        assert all(message["metadata"]["system"]["intent"] == "asking things" for message in everything)
    assert server.stop() == 0, server.output


def test_a_stop_does_not_wait_for_the_language_model(endpoint: CompletionsEndpoint, tmp_path: Path, name: str) -> None:
    hold = threading.Event()
    endpoint.answer_next(Answer(hold=hold))
    server = RunningServer(tmp_path / "data", environment=model_settings(endpoint))
    with server.client() as client:
        post(client, name, "one", wait="true", wait_seconds="1")
    assert server.stop() == 0, server.output
    hold.set()


def test_metrics_tell_of_requests_messages_steps_and_jobs(with_model: RunningServer, name: str) -> None:
    with with_model.client() as client:
        post(client, name, "one", "two", "three", "four", wait="true")
        client.get("/no/such/path")
        response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }
    route = "/api/v1/sessions/{session_id}/memory"
    assert found["holdfast_http_requests_total", route, "200", "POST"] >= 1
    assert found["holdfast_http_requests_total", "", "404", "unknown"] == 1
    assert found["holdfast_http_request_duration_seconds_count", route, "POST"] >= 1
    assert (
        found["holdfast_http_request_duration_seconds_bucket", "+Inf", route, "POST"]
        == found["holdfast_http_request_duration_seconds_count", route, "POST"]
    )
    assert found["holdfast_messages_stored_total",] >= 4
    assert found["holdfast_summaries_stored_total",] >= 1
    for kind in ("messages", "completions", "summarising", "documents"):
        assert found["holdfast_jobs_parked", kind] == 0
    for step in ("tokens", "entities", "index", "summary", "intent"):
        assert found["holdfast_enrichment_steps_done_total", step] >= 1


def test_metrics_need_a_token_where_the_api_does(tmp_path: Path) -> None:
    secret = "a secret that is long enough for anybody"
    server = RunningServer(
        tmp_path / "data", environment={"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": secret}
    )
    with server.client() as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/readyz").status_code == 200
        headers = {"Authorization": f"Bearer {make_token(secret)}"}
        assert client.get("/metrics", headers=headers).status_code == 200
    server.stop()


RunCommand = Callable[..., subprocess.CompletedProcess[str]]


async def _park_two_jobs(data: Path) -> None:
    storage = SqliteStorage(data)
    await storage.start()
    for session_id in ("first", "second"):
        await say(storage, session_id, "We sailed to Iceland.", steps=("tokens", "entities"))
    for job in await storage.jobs.claim(limit=2, lease=60):
        await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="entities: ValueError: broken")
    await storage.stop()


def test_parked_jobs_can_be_listed_counted_retried_and_dropped(
    tmp_path: Path, run_command: RunCommand, poll: Callable[..., Any]
) -> None:
    data = tmp_path / "data"
    asyncio.run(_park_two_jobs(data))

    def jobs(*arguments: str) -> str:
        done = run_command("jobs", "--data", str(data), *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    server = RunningServer(data)
    with server.client() as client:
        # The messages are also embedded, by jobs of their own.
        poll(lambda: client.get("/readyz").json()["jobs_pending"], lambda pending: pending == 0)
        assert jobs("count") == "0 pending, 2 parked\n  messages: 0 pending, 2 parked\n"
        listed = jobs("list")
        assert "entities: ValueError: broken" in listed
        assert "tokens entities" in listed
        assert "second" in listed
        assert state(client, "first")["status"] == "parked"
        assert state(client, "first")["jobs"][0]["error"] == "entities: ValueError: broken"
        assert client.get("/readyz").json()["jobs_parked"] == 2
        assert jobs("retry", "1") == "1 job will be tried again.\n"
        assert post(client, "first", "Next.", wait="true").headers[HEADER] == "done"
        assert jobs("drop", "--all") == "1 job dropped.\n"
        assert jobs("list") == "No job is parked.\n"
        assert state(client, "second")["status"] == "done"
    assert server.stop() == 0, server.output
    refused = run_command("jobs", "--data", str(data), "retry")
    assert refused.returncode == 2
    assert "name the jobs, or give --all" in refused.stderr


@pytest.mark.slow
def test_a_server_that_is_killed_again_and_again_parks_nothing(tmp_path: Path, poll: Callable[..., Any]) -> None:
    data = tmp_path / "data"
    kills = 15
    for number in range(kills):
        server = RunningServer(data)
        with server.client() as client:
            for session in range(20):
                post(
                    client, f"s{number}-{session}", "We sailed to Iceland in May, and it cost 900 euros.", "Anna came."
                )
        server.kill()
    server = RunningServer(data)
    with server.client() as client:
        ready = poll(lambda: client.get("/readyz").json(), lambda found: found["jobs_pending"] == 0, seconds=60)
        assert ready["jobs_parked"] == 0
        assert all(state(client, f"s{number}-7")["status"] == "done" for number in range(kills))
    assert server.stop() == 0, server.output
    assert "Traceback" not in server.output
