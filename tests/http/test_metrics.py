"""What operators are told: requests in classes of duration, in few rows, and how background work goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st

from holdfast.http.request_counts import BOUNDS, UNKNOWN_ROUTE, RequestCounts


@given(st.lists(st.floats(0, 100)))
def test_every_request_is_counted_in_the_class_that_its_duration_fits(durations: list[float]) -> None:
    counts = RequestCounts()
    for seconds in durations:
        counts.observe("GET", "/route", 200, seconds)
    for _, _, _, cell in counts:
        for bound, total in zip(BOUNDS, _running_totals(cell.counts), strict=False):
            assert total == sum(seconds <= bound for seconds in durations)
        assert sum(cell.counts) == len(durations)


def _running_totals(counts: list[int]) -> list[int]:
    return [sum(counts[: index + 1]) for index in range(len(counts))]


def test_methods_and_paths_that_do_not_exist_share_one_row() -> None:
    counts = RequestCounts()
    for number in range(100):
        counts.observe(f"METHOD{number}", "", 404, 0.001)
    ((method, route, status, cell),) = counts
    assert (method, route, status, sum(cell.counts)) == ("", UNKNOWN_ROUTE, 404, 100)


def test_probes_and_metrics_tell_how_background_work_goes(client: httpx.Client, poll: Callable[..., Any]) -> None:
    def chores() -> dict[str, Any]:
        return {chore["name"]: chore for chore in client.get("/readyz").json()["chores"]}

    names = {"enrichment", "summary-backlog", "reembedding", "document-backlog", "warm-up", "purge"}
    assert names <= chores().keys()
    found = poll(chores, lambda found: found["summary-backlog"]["last_success"] and found["warm-up"]["last_success"])
    assert (found["summary-backlog"]["status"], found["enrichment"]["status"]) == ("waiting", "running")
    assert all((chore["failures"], chore["last_error"]) == (0, "") for chore in found.values())
    metrics = client.get("/metrics").text
    assert 'holdfast_chore_runs_total{chore="summary-backlog",outcome="success"}' in metrics
    assert 'holdfast_chore_failures{chore="enrichment"} 0.0' in metrics
    assert 'holdfast_chore_last_success_timestamp_seconds{chore="warm-up"}' in metrics
