"""What operators are told: requests in classes of duration, in few rows, and how background work goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from holdfast.http.request_counts import BOUNDS, UNKNOWN_ROUTE, RequestCounts
from tests.http.test_memory import add
from tests.running_server import RunningServer


@given(st.lists(st.floats(0, 100)))
def test_every_request_is_counted_in_the_class_that_its_duration_fits(durations: list[float]) -> None:
    counts = RequestCounts()
    for seconds in durations:
        counts.observe("GET", "/route", 200, seconds)
    for _, _, _, cell in counts.copied():
        for bound, total in zip(BOUNDS, _running_totals(cell.counts), strict=False):
            assert total == sum(seconds <= bound for seconds in durations)
        assert sum(cell.counts) == len(durations)


def _running_totals(counts: list[int]) -> list[int]:
    return [sum(counts[: index + 1]) for index in range(len(counts))]


def test_methods_and_paths_that_do_not_exist_share_one_row() -> None:
    counts = RequestCounts()
    for number in range(100):
        counts.observe(f"METHOD{number}", "", 404, 0.001)
    ((method, route, status, cell),) = counts.copied()
    assert (method, route, status, sum(cell.counts)) == ("", UNKNOWN_ROUTE, 404, 100)


def test_what_is_counted_later_changes_nothing_of_a_copy() -> None:
    counts = RequestCounts()
    counts.observe("GET", "/route", 200, 0.001)
    copied = counts.copied()
    counts.observe("GET", "/route", 200, 0.001)
    counts.observe("GET", "/other", 200, 0.001)
    assert [(route, sum(cell.counts), cell.seconds) for _, route, _, cell in copied] == [("/route", 1, 0.001)]


def test_probes_and_metrics_tell_how_background_work_goes(client: httpx.Client, poll: Callable[..., Any]) -> None:
    def chores() -> dict[str, Any]:
        return {chore["name"]: chore for chore in client.get("/readyz").json()["chores"]}

    names = {"enrichment", "summary-backlog", "reembedding", "document-backlog", "warm-up", "removal", "purge"}
    assert names <= chores().keys()
    found = poll(chores, lambda found: found["summary-backlog"]["last_success"] and found["warm-up"]["last_success"])
    assert (found["summary-backlog"]["status"], found["enrichment"]["status"]) == ("waiting", "running")
    assert all((chore["failures"], chore["last_error"]) == (0, "") for chore in found.values())
    metrics = client.get("/metrics").text
    assert 'holdfast_chore_runs_total{chore="summary-backlog",outcome="success"}' in metrics
    assert 'holdfast_chore_failures{chore="enrichment"} 0.0' in metrics
    assert 'holdfast_chore_last_success_timestamp_seconds{chore="warm-up"}' in metrics


Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def figures(client: httpx.Client) -> Figures:
    """Every figure of `/metrics`, by its name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def figure(found: Figures, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


def test_metrics_count_what_was_asked_stored_and_enriched(tmp_path: Path, name: str, poll: Callable[..., Any]) -> None:
    server = RunningServer(tmp_path / "data")
    with server.client() as client:
        for number in range(3):
            add(client, name, f"{number}", f"{number} too")
        assert client.get(f"/api/v1/sessions/{name}").status_code == 200
        assert client.get(f"/api/v1/sessions/{name}-unknown").status_code == 404
        assert client.post(f"/api/v1/sessions/{name}/memory", json={"messages": 1}).status_code == 400
        found = poll(
            lambda: figures(client),
            lambda found: (
                figure(found, "holdfast_enrichment_steps_done_total", step="tokens") == 3
                and not figure(found, "holdfast_jobs_pending", kind="messages")
            ),
        )
    assert server.stop() == 0
    memory, session = "/api/v1/sessions/{session_id}/memory", "/api/v1/sessions/{session_id}"
    asked = "holdfast_http_requests_total"
    assert figure(found, asked, method="POST", route=memory, status="200") == 3
    assert figure(found, asked, method="POST", route=memory, status="400") == 1
    assert figure(found, asked, method="GET", route=session, status="200") == 1
    assert figure(found, asked, method="GET", route=session, status="404") == 1
    lasted = "holdfast_http_request_duration_seconds"
    assert figure(found, f"{lasted}_count", method="POST", route=memory) == 4
    assert figure(found, f"{lasted}_bucket", method="POST", route=memory, le="+Inf") == 4
    assert 0 < figure(found, f"{lasted}_sum", method="POST", route=memory) < 60
    assert figure(found, "holdfast_messages_stored_total") == 6
    assert figure(found, "holdfast_jobs_parked", kind="messages") == 0
    assert figure(found, "holdfast_enrichment_steps_failed_total", step="tokens") == 0
