"""Counting requests: every one in its class of duration, and no more rows than there are routes."""

from __future__ import annotations

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
