"""Tells the failures of a provider from those of a job.

A provider that does not answer has nothing to do with the job at hand, so the job has not used up an attempt.  But a
job may itself be what makes a provider fail.  That shows where the step goes well for others: a job that fails so,
again, after the step has succeeded elsewhere, has failed on its own account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Trouble:
    """How often a job was refused in a row, and how often each step had succeeded when it was refused last."""

    times: int = 0
    succeeded: dict[str, int] = field(default_factory=dict)


class Outages:
    """What one process has seen of the steps of a lane."""

    def __init__(self) -> None:
        self._succeeded: Counter[str] = Counter()
        self._troubles: dict[int, _Trouble] = {}

    def note_success(self, step: str) -> None:
        """A step went well for a job."""
        self._succeeded[step] += 1

    def have_met(self, jobs: Iterable[int]) -> bool:
        """Whether any of these jobs was refused before."""
        return any(job in self._troubles for job in jobs)

    def are_own(self, job: int, steps: Collection[str]) -> bool:
        """Whether a job was refused again although one of these steps has succeeded elsewhere since; notes it."""
        trouble = self._troubles.setdefault(job, _Trouble())
        trouble.times += 1
        own = any(step in trouble.succeeded and self._succeeded[step] > trouble.succeeded[step] for step in steps)
        trouble.succeeded = {step: self._succeeded[step] for step in steps}
        return own

    def times(self, job: int) -> int:
        """How often a job was refused in a row."""
        return self._troubles[job].times

    def forget(self, jobs: Iterable[int]) -> None:
        """These jobs were not refused this time."""
        for job in jobs:
            self._troubles.pop(job, None)
