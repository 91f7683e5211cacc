"""Which jobs follow from stored messages.

Appending stores one job that names all steps.  Once the quick ones have run, the slow ones go on as jobs of their
own, made in the transaction that ends the first one; so a crash loses none, and nothing waits for a language model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from holdfast.domain.jobs import SUMMARISING, Job, NewJob
from holdfast.enrichment.lanes import split
from holdfast.storage.contract.summaries import Summaries

SUMMARY_STEP = "summary"

MESSAGES_PER_COMPLETIONS_JOB = 16
"""A language model is asked about each message, so jobs stay small: less is repeated, more runs side by side."""

MESSAGES_PER_EMBEDDING_JOB = 256


class Detour(msgspec.Struct, frozen=True):
    """Where a slow step over messages goes on: jobs of another kind, over at most ``size`` messages each."""

    kind: str
    size: int


def summary_is_due(*, unsummarised: int, window: int) -> bool:
    """Whether so many messages beyond the summary point call for a summary (semantics §3.5)."""
    return unsummarised >= max(window, 1)


class Plan:
    """Knows what follows from jobs over messages.

    ``window`` is the message window of memories, ``None`` when sessions are not summarised; ``detours`` are those of
    the slow steps that are switched on, by name.
    """

    def __init__(self, summaries: Summaries, *, window: int | None, detours: Mapping[str, Detour]) -> None:
        self._summaries = summaries
        self._window = window
        self._detours = detours

    async def follow(self, jobs: Sequence[Job]) -> Mapping[int, Sequence[NewJob]]:
        """The jobs that follow, by job."""
        due = await self._due_for_summary({job.scope for job in jobs if SUMMARY_STEP in job.steps})
        return {job.id: [*self._detoured(job), *_summarising(job, due)] for job in jobs}

    async def _due_for_summary(self, sessions: set[int]) -> set[int]:
        if self._window is None or not sessions:
            return set()
        waiting = await self._summaries.unsummarised(sorted(sessions))
        return {
            session for session, count in waiting.items() if summary_is_due(unsummarised=count, window=self._window)
        }

    def _detoured(self, job: Job) -> Iterator[NewJob]:
        for step in job.steps:
            if (detour := self._detours.get(step)) is not None:
                yield from split(job, kind=detour.kind, steps=(step,), size=detour.size)


def _summarising(job: Job, due: set[int]) -> Iterator[NewJob]:
    if SUMMARY_STEP in job.steps and job.scope in due:
        yield NewJob(
            kind=SUMMARISING,
            scope=job.scope,
            first=job.first,
            last=job.last,
            steps=(SUMMARY_STEP,),
            single=True,
            request=job.request,
        )
