"""The outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from holdfast.domain.jobs import Job, JobCounts, NewJob


class Jobs(Protocol):
    """The outbox."""

    async def claim(self, *, limit: int, lease: float, kind: str | None = None) -> list[Job]:
        """Take at most ``limit`` jobs that are due, of one kind or of any, oldest first, for ``lease`` seconds.

        A claimed job is not handed out again before its lease has ended.  A claim is no attempt: many jobs are claimed
        at once, and whoever claimed them may be ended for reasons of its own.
        """
        ...

    async def begin(self, job: int) -> None:
        """Count an attempt at a claimed job before work on it begins, for work that may end the process."""
        ...

    async def extend(self, jobs: Sequence[int], *, lease: float) -> None:
        """Let the leases of claimed jobs end ``lease`` seconds from now."""
        ...

    async def finish(self, jobs: Sequence[int], *, follow: Sequence[NewJob] = ()) -> None:
        """Remove claimed jobs that are done, and put the jobs that ``follow`` from them into the outbox.

        A job that was widened since it was claimed (see `NewJob`) is not removed but due again.
        """
        ...

    async def retry(
        self, job: int, *, steps: Sequence[str], attempts: int, delay: float, error: str, follow: Sequence[NewJob] = ()
    ) -> None:
        """Put a job back with the steps that are left, due after ``delay`` seconds; ``follow`` as for `finish`.

        ``attempts`` is how often it has failed by now; a job that was widened since it was claimed begins anew.
        """
        ...

    async def park(
        self, job: int, *, steps: Sequence[str], attempts: int, error: str, follow: Sequence[NewJob] = ()
    ) -> None:
        """Take a job out of circulation, with its error, until a person looks at it.

        ``attempts`` and ``follow`` as for `retry`.  A job that was widened since it was claimed is due again instead.
        """
        ...

    async def release(self, jobs: Sequence[int] | None = None) -> None:
        """End the leases of these jobs, as if they had not been claimed.

        ``None`` ends all leases, of claims that were cut short: only for a process that knows that no other one works
        on the outbox.
        """
        ...

    async def pending(self, session: int) -> list[Job]:
        """The jobs of a session, of all its kinds, that are not done, parked ones included, ascending."""
        ...

    async def parked(self, *, after: int, limit: int) -> list[Job]:
        """Parked jobs whose ``id`` exceeds ``after``, ascending."""
        ...

    async def redrive(self, jobs: Sequence[int] | None) -> int:
        """Make parked jobs due again with a fresh count of attempts, all of them when ``None``; how many."""
        ...

    async def drop(self, jobs: Sequence[int] | None) -> int:
        """Remove parked jobs, all of them when ``None``; how many."""
        ...

    async def counts(self, *, at_most: int | None = None) -> JobCounts:
        """How many jobs there are; no further than ``at_most`` is counted, so that it costs no more either."""
        ...

    async def counts_by_kind(self, *, at_most: int | None = None) -> dict[str, JobCounts]:
        """How many jobs there are of each kind that has any; ``at_most`` as for `counts`, for each number."""
        ...

    async def waiting_messages(self, *, at_most: int) -> int:
        """How many messages the jobs over new messages are about that wait or run, parked ones left out.

        About ``at_most`` are counted.  A message that several jobs are about counts for each.
        """
        ...

    async def next_due(self, *, kind: str | None = None) -> float | None:
        """Seconds until a job, of one kind or of any, will be due (0 when one is); ``None`` when none is waiting."""
        ...

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` in the event loop whenever another process may have put a job into the outbox.

        Calls may come for nothing, and now and then one may be missing: whoever waits for jobs also polls.
        """
        ...
