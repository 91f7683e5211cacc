"""How quickly requests were answered, of the classes that the server counts them in."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from holdfast.http.request_counts import BOUNDS, RequestCounts

_SEARCHES = ("/api/v1/sessions/{session_id}/search", "/api/v1/user/{user_id}/search", "/api/v1/search")
_MEMORY = "/api/v1/sessions/{session_id}/memory"


class Latency(msgspec.Struct, frozen=True):
    """Requests of one kind since the start: how many, and within which time half and 95 % of them were answered.

    The times, in seconds, are bounds of classes; ``None`` is beyond the last.
    """

    name: str
    count: int
    half: float | None
    most: float | None


def latencies(counted: RequestCounts) -> list[Latency]:
    """How searches went, and reading and storing memory."""
    return [
        _latency("Searches", counted, "POST", _SEARCHES),
        _latency("Memories read", counted, "GET", (_MEMORY,)),
        _latency("Messages stored", counted, "POST", (_MEMORY,)),
    ]


def _latency(name: str, counted: RequestCounts, method: str, routes: Iterable[str]) -> Latency:
    counts = [0] * (len(BOUNDS) + 1)
    for asked, route, status, cell in counted.copied():
        if asked == method and route in routes and status < 400:
            counts = [left + right for left, right in zip(counts, cell.counts, strict=True)]
    total = sum(counts)
    return Latency(name, total, _within(counts, 0.5 * total), _within(counts, 0.95 * total))


def _within(counts: list[int], wanted: float) -> float | None:
    """The bound below which at least so many were answered."""
    found = 0
    for bound, count in zip(BOUNDS, counts, strict=False):
        found += count
        if found and found >= wanted:
            return bound
    return None
