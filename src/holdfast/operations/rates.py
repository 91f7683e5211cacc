"""How much one principal may ask for in a minute."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from holdfast.domain.principals import Principal
from holdfast.errors import TooManyRequests

MINUTE = 60.0
_ROUNDING = 1e-6
MOST_KNOWN = 10_000
"""Principals whose use is remembered; beyond it those are forgotten who have used nothing for a minute."""


class Standing(msgspec.Struct, frozen=True):
    """What is left of an allowance, and in how many seconds all of it will be back."""

    limit: int
    remaining: int
    reset: float


class Allowance:
    """So much a minute for each principal, a minute's worth at once if nothing was used before (a token bucket).

    Who asks for more than is left is served if anything is left, and then waits until the debt is paid: so what
    exceeds a minute's worth at once is slow and not impossible.  Each process counts for itself.
    """

    def __init__(self, what: str, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._limit = per_minute
        self._clock = clock
        self._full_at: dict[str, float] = {}

    def spend(self, principal: Principal, amount: int = 1) -> Standing | None:
        """Use some of the allowance; `TooManyRequests` when nothing is left, ``None`` when there is no limit."""
        if not self._limit or not amount:
            return None
        now = self._clock()
        full_at = max(self._full_at.get(principal.name, now), now)
        left = self._limit * (1 - (full_at - now) / MINUTE)
        if left < 1 - _ROUNDING:
            wait = (1 - left) * MINUTE / self._limit
            raise TooManyRequests(self._what, self._limit, retry_after=wait)
        full_at += amount * MINUTE / self._limit
        self._remember(principal.name, full_at, now)
        return Standing(self._limit, max(0, int(left - amount + _ROUNDING)), full_at - now)

    def _remember(self, name: str, full_at: float, now: float) -> None:
        if name not in self._full_at and len(self._full_at) >= MOST_KNOWN:
            self._full_at = {other: moment for other, moment in self._full_at.items() if moment > now}
        self._full_at[name] = full_at
