"""Counting requests and how long they took, cheaply enough for every one of them.

The metrics library's own counters lock; these do not need to, because all requests are answered in one thread.
"""

from __future__ import annotations

from bisect import bisect_left

import msgspec

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the classes of duration, in seconds; one more class is beyond the last."""

UNKNOWN_ROUTE = "unknown"


class Durations(msgspec.Struct):
    """Requests by class of duration, and the seconds of all of them."""

    counts: list[int]
    seconds: float


class RequestCounts:
    """Durations by method, path of the route and status; ``broken`` counts answers that broke off."""

    def __init__(self) -> None:
        self.broken = 0
        self._cells: dict[tuple[str, str, int], Durations] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        cell = self._cells.get((method, route, status))
        if cell is None:
            # Whoever calls paths or methods that do not exist must not make the table grow.
            key = (method if route else "", route or UNKNOWN_ROUTE, status)
            cell = self._cells.setdefault(key, Durations([0] * (len(BOUNDS) + 1), 0.0))
        cell.counts[bisect_left(BOUNDS, seconds)] += 1
        cell.seconds += seconds

    def refuse(self, status: int) -> None:
        """Count what was refused before it was a request."""
        self.observe("", "", status, 0.0)

    def copied(self) -> list[tuple[str, str, int, Durations]]:
        """Method, route, status and durations of all that was counted so far."""
        return [(*key, Durations(cell.counts.copy(), cell.seconds)) for key, cell in self._cells.items()]
