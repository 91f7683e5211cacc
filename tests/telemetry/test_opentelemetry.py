"""Traces and metrics as a collector gets them, from a server in a process of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.doubles.collector import Collector, attributes, collecting
from tests.running_server import RunningServer

MEMORY = "/api/v1/sessions/{session_id}/memory"


def telling(collector: Collector, **settings: str) -> dict[str, str]:
    """The environment of a server that sends everything to ``collector``."""
    return {
        "HOLDFAST_OPENTELEMETRY_ENABLED": "true",
        "HOLDFAST_OPENTELEMETRY_ENDPOINT": collector.url,
        "HOLDFAST_OPENTELEMETRY_SAMPLE_RATIO": "1",
        "HOLDFAST_OPENTELEMETRY_METRICS_EVERY": "1",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        **settings,
    }


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture(scope="module")
def traced(collector: Collector, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("traced") / "data", environment=telling(collector))
    yield server
    assert server.stop() == 0
    assert "Traceback" not in server.output


def say(server: RunningServer, session: str, text: str, **headers: str) -> httpx.Response:
    return httpx.post(
        f"{server.url}/api/v1/sessions/{session}/memory",
        json={"messages": [{"role": "user", "content": text}]},
        headers=headers,
    )


def children(trace: list[Any], parent: Any) -> list[Any]:
    return [span for span in trace if span.parent_span_id == parent.span_id]


def test_a_trace_goes_from_the_request_to_the_statement(
    collector: Collector, traced: RunningServer, poll: Callable[..., Any]
) -> None:
    assert say(traced, "tale", "We sail in May.").status_code == 200
    assert httpx.get(f"{traced.url}/api/v1/sessions/tale/memory").status_code == 200
    assert httpx.get(f"{traced.url}/api/v1/sessions/tale").json()["session_id"] == "tale"
    poll(lambda: collector.trace_of(f"GET {MEMORY}"), bool)
    for method, verb, statement in (("GET", "recall", "sqlite SELECT"), ("POST", None, "sqlite transaction")):
        trace = poll(lambda method=method: collector.trace_of(f"{method} {MEMORY}"), bool)
        # Other tests of this module ask the same server, in any order.
        root, *_ = [span for span in trace if not span.parent_span_id]
        told = attributes(root)
        assert (told["http.route"], told["http.response.status_code"]) == (MEMORY, 200)
        (operation,) = children(trace, root)
        assert verb in {None, operation.name}
        assert statement in {span.name for span in children(trace, operation)}
    assert collector.services == {"holdfast"}


def test_steps_of_enrichment_have_spans(collector: Collector, traced: RunningServer, poll: Callable[..., Any]) -> None:
    say(traced, "steps", "Paul lives in Lisbon.")
    poll(lambda: {span.name for span in collector.spans}, lambda names: any("enrichment " in name for name in names))


def test_nobody_is_named_unless_it_is_allowed(collector: Collector, tmp_path: Path, poll: Callable[..., Any]) -> None:
    name, words = f"who-{secrets.token_hex(4)}", "a word that nobody else says"
    for allowed in ("false", "true"):
        collector.spans.clear()
        environment = telling(collector, HOLDFAST_OPENTELEMETRY_IDENTIFIERS=allowed)
        server = RunningServer(tmp_path / allowed, environment=environment)
        say(server, name, words)
        httpx.post(f"{server.url}/api/v1/sessions/{name}/search", json={"text": words})
        assert server.stop() == 0
        told = repr(collector.spans)
        assert (name in told) == (allowed == "true")
        assert words not in told
        assert "holdfast.session" in told


@pytest.mark.parametrize(("flags", "recorded"), [("01", True), ("00", False)])
def test_the_caller_decides_whether_its_request_is_recorded(
    collector: Collector, traced: RunningServer, poll: Callable[..., Any], flags: str, recorded: bool
) -> None:
    trace, parent = secrets.token_hex(16), secrets.token_hex(8)
    say(traced, "asked", "Hello.", traceparent=f"00-{trace}-{parent}-{flags}")
    say(traced, "asked", "This one ends the wait.", **{"x-request-id": f"after-{trace}"})

    def seen_after() -> bool:
        return any(attributes(span).get("holdfast.request") == f"after-{trace}" for span in collector.spans)

    poll(seen_after, bool)
    of_caller = [span for span in collector.spans if span.trace_id.hex() == trace]
    assert bool(of_caller) == recorded
    if recorded:
        assert parent in {span.parent_span_id.hex() for span in of_caller}


@pytest.mark.parametrize("unreadable", ["", "x", "00-" + "0" * 32 + "-" + "1" * 16 + "-01", "ff-" + "1" * 32 + "-1-01"])
def test_an_unreadable_traceparent_is_no_reason_to_refuse(traced: RunningServer, unreadable: str) -> None:
    assert say(traced, "asked", "Hello.", traceparent=unreadable).status_code == 200


def test_the_collector_is_told_the_metrics_that_prometheus_reads(
    collector: Collector, traced: RunningServer, poll: Callable[..., Any]
) -> None:
    say(traced, "metrics", "Hello.")
    families = list(text_string_to_metric_families(httpx.get(f"{traced.url}/metrics").text))
    ours = {family.name for family in families if family.name.startswith("holdfast") and family.samples}
    poll(lambda: set(collector.metrics), lambda names: ours <= names)
    (duration,) = [
        point
        for point in collector.metrics["holdfast_http_request_duration_seconds"].histogram.data_points
        if attributes(point) == {"method": "POST", "route": MEMORY}
    ]
    assert sum(duration.bucket_counts) == duration.count > 0
    assert len(duration.bucket_counts) == len(duration.explicit_bounds) + 1
    assert collector.metrics["holdfast_http_requests"].sum.is_monotonic


def test_a_collector_that_is_away_disturbs_nobody(tmp_path: Path) -> None:
    nowhere = Collector()
    nowhere.url = "http://127.0.0.1:9"
    server = RunningServer(tmp_path / "data", environment=telling(nowhere, OTEL_EXPORTER_OTLP_TIMEOUT="1"))
    assert say(server, "alone", "Hello.").status_code == 200
    assert server.stop() == 0
    assert "Traceback" not in server.output
