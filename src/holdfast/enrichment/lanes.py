"""Lanes: which kind of job is worked off how, so that slow work never stands in the way of quick work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.domain.jobs import Job, NewJob
from holdfast.enrichment.steps.contract import StepOver, StepsTogether

CLAIMS_OF_A_SUSPECT = 4
"""A job that is claimed so often without an end may be what ends the process, and is worked on alone."""

Prepare = Callable[[], Awaitable[None]]
Load = Callable[[Sequence[Job]], Awaitable[Mapping[int, Any]]]
Awaited = Callable[[Sequence[Job]], Awaitable[set[int]]]
Follow = Callable[[Sequence[Job]], Awaitable[Mapping[int, Sequence[NewJob]]]]


async def nothing_to_prepare() -> None:
    """For lanes whose steps need nothing but this process."""


async def nothing_awaited(_: Sequence[Job]) -> set[int]:
    """For lanes whose jobs become visible together with what they are about."""
    return set()


async def nothing_follows(_: Sequence[Job]) -> Mapping[int, Sequence[NewJob]]:
    """For lanes whose jobs cause no others."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Lane:
    """How jobs of one ``kind`` are worked off.

    ``load`` fetches what the steps run over, by job; what is gone is left out, and so is what cannot be read yet:
    ``awaited`` tells, of jobs that were left out, which have something to wait for.  ``follow`` says which jobs come
    after those that were worked on, whether or not all their steps succeeded.  ``batch`` jobs are claimed at once, and
    ``parallel`` batches are under way at once.  ``time_limit`` is in seconds, for one step over one portion of a
    batch.  A job over more than ``portion`` positions is split, and no more than that are loaded together.  The steps
    themselves may store jobs of the kinds that the lane ``causes``.  ``prepare`` makes ready what the steps compute
    with; it is awaited before an attempt is counted that has not failed yet.  ``together`` does several of the steps at
    once, and is tried first.  ``pause`` is the time in seconds that lies at least between a claim of fewer jobs than
    fill a batch and the next one, and between the news of jobs after a quiet time and their claim.
    """

    kind: str
    steps: Sequence[StepOver[Any]]
    load: Load
    awaited: Awaited = nothing_awaited
    follow: Follow = nothing_follows
    batch: int = 1
    parallel: int = 1
    time_limit: float = 60.0
    pause: float = 0.0
    portion: int | None = None
    causes: tuple[str, ...] = ()
    prepare: Prepare = nothing_to_prepare
    together: StepsTogether | None = None

    def portions(self, jobs: Sequence[Job]) -> list[list[Job]]:
        """``jobs`` in groups of about `portion` positions; suspects each in a group of its own.

        Those with the fewest attempts come first: where something else ends the process again and again, before any
        job is done, none of them uses up its attempts while others have not begun.
        """
        suspects = sorted((job for job in jobs if is_suspect(job)), key=attempts_of)
        return [*self._groups([job for job in jobs if not is_suspect(job)]), *([job] for job in suspects)]

    def _groups(self, jobs: Sequence[Job]) -> list[list[Job]]:
        groups: list[list[Job]] = []
        filled = 0
        for job in jobs:
            size = job.last - job.first + 1
            if not groups or (self.portion is not None and filled + size > self.portion):
                groups.append([])
                filled = 0
            groups[-1].append(job)
            filled += size
        return groups

    def pieces(self, job: Job) -> list[NewJob]:
        """The jobs that a job which is too long is split into; none when it is not."""
        if self.portion is None or job.last - job.first < self.portion:
            return []
        return split(job, kind=job.kind, steps=job.steps, size=self.portion)


def is_suspect(job: Job) -> bool:
    """Whether work on a job was cut short so often that the job itself may be the reason."""
    return job.claims >= CLAIMS_OF_A_SUSPECT


def attempts_of(job: Job) -> int:
    """How many attempts a job has used up."""
    return job.attempts


def split(job: Job, *, kind: str, steps: tuple[str, ...], size: int) -> list[NewJob]:
    """Jobs over at most ``size`` positions each that cover those of ``job``."""
    return [
        NewJob(
            kind=kind,
            scope=job.scope,
            first=start,
            last=min(start + size - 1, job.last),
            steps=steps,
            request=job.request,
        )
        for start in range(job.first, job.last + 1, size)
    ]
