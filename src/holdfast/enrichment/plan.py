"""Which jobs follow from stored messages.

Appending stores one job that names all steps.  Once the quick ones have run, the slow ones go on as jobs of their
own, made in the transaction that ends the first one; so a crash loses none, and nothing waits for a language model.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from holdfast.domain.jobs import COMPLETIONS, SUMMARISING, Job, NewJob
from holdfast.enrichment.lanes import split
from holdfast.storage.contract import Summaries

SUMMARY_STEP = "summary"
INTENT_STEP = "intent"

MESSAGES_PER_COMPLETIONS_JOB = 16
"""A language model is asked about each message, so jobs stay small: less is repeated, more runs side by side."""


def summary_is_due(*, unsummarised: int, window: int) -> bool:
    """Whether so many messages beyond the summary point call for a summary (semantics §3.5)."""
    return unsummarised >= max(window, 1)


class Plan:
    """Knows what follows from jobs over messages.

    ``window`` is the message window of memories; ``steps`` are the names of the steps that are switched on.
    """

    def __init__(self, summaries: Summaries, *, window: int, steps: Collection[str]) -> None:
        self._summaries = summaries
        self._steps = steps
        self._window = window

    async def follow(self, jobs: Sequence[Job]) -> Mapping[int, Sequence[NewJob]]:
        """The jobs that follow, by job."""
        sessions = sorted({job.scope for job in jobs if self._calls_for(SUMMARY_STEP, job)})
        waiting = await self._summaries.unsummarised(sessions) if sessions else {}
        return {job.id: self._following(job, waiting.get(job.scope, 0)) for job in jobs}

    def _following(self, job: Job, unsummarised: int) -> list[NewJob]:
        found: list[NewJob] = []
        if self._calls_for(INTENT_STEP, job):
            found += split(
                kind=COMPLETIONS,
                scope=job.scope,
                first=job.first,
                last=job.last,
                steps=(INTENT_STEP,),
                size=MESSAGES_PER_COMPLETIONS_JOB,
            )
        if self._calls_for(SUMMARY_STEP, job) and summary_is_due(unsummarised=unsummarised, window=self._window):
            found.append(
                NewJob(
                    kind=SUMMARISING,
                    scope=job.scope,
                    first=job.first,
                    last=job.last,
                    steps=(SUMMARY_STEP,),
                    single=True,
                )
            )
        return found

    def _calls_for(self, step: str, job: Job) -> bool:
        return step in job.steps and step in self._steps
