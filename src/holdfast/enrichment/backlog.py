"""How far enrichment lags behind, and when it lags so far that no more messages are taken.

Storing a message costs a fraction of enriching it.  Who sends messages faster than they are enriched for a long time is
therefore slowed down, rather than that the backlog grows without end: what waits there is found by search only at a
higher cost, and has neither facts nor summaries.

The outbox is counted once in a while and no further than is of use.  In between, what this process stores is added.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from holdfast.errors import LaggingBehind
from holdfast.storage.contract.jobs import Jobs

LOOK_SECONDS = 1.0
"""How often the outbox is looked at while there is something in it."""

_NO_LIMIT_COUNTED = 100_000
"""Messages that are counted where there is no limit."""

_SHORTEST_WAIT, _USUAL_WAIT, _LONGEST_WAIT = 1.0, 5.0, 10.0
"""Seconds after which who was refused may try again; clients give up where they should wait for half a minute."""


class Backlog:
    """The messages that wait for enrichment, of which there may be ``most``; 0 means any number.

    Attributes:
        waiting: messages that wait, as far as this process knows.
        refused: how often messages were not taken since the start.
    """

    def __init__(self, jobs: Jobs, *, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.waiting = 0
        self.refused = 0
        self._jobs = jobs
        self._most = most
        self._clock = clock
        self._looked_at: float | None = None
        self._stored = True  # other processes may have left something
        self._rate = 0.0

    @property
    def is_full(self) -> bool:
        """Whether no more messages are taken at the moment."""
        return 0 < self._most <= self.waiting

    def admit(self) -> None:
        """`LaggingBehind` where no more messages are taken at the moment."""
        if self.is_full:
            self.refused += 1
            raise LaggingBehind(self.waiting, self._most, retry_after=self._wait())

    def note(self, stored: int) -> None:
        """So many messages were stored, and wait."""
        self.waiting += stored
        self._stored = True

    async def look(self) -> None:
        """Count what waits, if anything may have changed."""
        if not self._stored and not self.waiting:
            return
        self._stored = False
        before, last = self.waiting, self._looked_at
        self.waiting = await self._jobs.waiting_messages(at_most=2 * self._most or _NO_LIMIT_COUNTED)
        self._looked_at = now = self._clock()
        if last is not None and now > last and before > self.waiting:
            self._rate = (before - self.waiting) / (now - last)

    def _wait(self) -> float:
        """Seconds until there is room again, going by how fast the backlog shrank when it last did."""
        if not self._rate:
            return _USUAL_WAIT
        return min(max((self.waiting - self._most) / self._rate, _SHORTEST_WAIT), _LONGEST_WAIT)
