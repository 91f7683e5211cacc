"""Which jobs follow from stored messages.

Appending stores one job that names all steps.  Once the quick ones have run, the slow ones go on as jobs of their
own, made in the transaction that ends the first one; so a crash loses none, and nothing waits for a language model.
A summary that is quickly made is made before that, without a job of its own: writing, claiming and removing a job costs
as much as the summary.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence

import msgspec

from holdfast.domain.jobs import SUMMARISING, Job, NewJob
from holdfast.enrichment.lanes import is_suspect, split
from holdfast.storage.contract.summaries import Summaries
from holdfast.telemetry.spans import background_span

log = logging.getLogger(__name__)

SUMMARY_STEP = "summary"

_WINDOWS_AT_ONCE = 2
"""Sessions of fewer unsummarised messages are summarised at once; longer backlogs have jobs."""
_SECONDS_AT_ONCE = 60.0
"""Summaries that take longer have jobs."""

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
    the slow steps that are switched on, by name.  ``summarise`` brings the summaries of some sessions up to date, where
    that is quick.
    """

    def __init__(
        self,
        summaries: Summaries,
        *,
        window: int | None,
        detours: Mapping[str, Detour],
        summarise: Callable[[Sequence[int]], Awaitable[None]] | None = None,
    ) -> None:
        self._summaries = summaries
        self._window = window
        self._detours = detours
        self._summarise = summarise
        self._being_summarised: set[int] = set()

    async def follow(self, jobs: Sequence[Job]) -> Mapping[int, Sequence[NewJob]]:
        """The jobs that follow, by job; what needs none has been done."""
        summarised = [job for job in jobs if SUMMARY_STEP in job.steps]
        due = await self._due_for_summary({job.scope for job in summarised})
        left = due.keys() - await self._summarised(due, {job.scope for job in summarised if is_suspect(job)})
        return {job.id: [*self._detoured(job), *_summarising(job, left)] for job in jobs}

    async def _due_for_summary(self, sessions: set[int]) -> dict[int, int]:
        """The sessions that are due, with how many messages are not summarised."""
        if self._window is None or not sessions:
            return {}
        waiting = await self._summaries.unsummarised(sorted(sessions))
        return {
            session: count
            for session, count in waiting.items()
            if summary_is_due(unsummarised=count, window=self._window)
        }

    async def _summarised(self, due: Mapping[int, int], suspects: set[int]) -> set[int]:
        """The sessions that were summarised at once; none where that failed, as jobs know how to go on then.

        One that is being summarised already is left to a job, which looks at it again.
        """
        summarise, window = self._summarise, self._window
        if summarise is None or window is None:
            return set()
        few = {session for session, count in due.items() if count < _WINDOWS_AT_ONCE * window}
        few -= suspects | self._being_summarised
        if not few:
            return few
        self._being_summarised |= few
        try:
            async with asyncio.timeout(_SECONDS_AT_ONCE):
                with background_span(f"enrichment {SUMMARY_STEP}") as span:
                    span.set("holdfast.jobs", len(few))
                    await summarise(sorted(few))
        except Exception as error:  # noqa: BLE001 (the jobs meet it again, and tell)
            log.info("%d sessions are summarised by jobs of their own: %s", len(few), error)
            return set()
        finally:
            self._being_summarised -= few
        return few

    def _detoured(self, job: Job) -> Iterator[NewJob]:
        for step in job.steps:
            if (detour := self._detours.get(step)) is not None:
                yield from split(job, kind=detour.kind, steps=(step,), size=detour.size)


def _summarising(job: Job, due: Collection[int]) -> Iterator[NewJob]:
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
