"""Embedding anew after a change of the model, while search goes on.

Vectors of two models are never compared: until a message has one of the present model, it is found by its words (and,
with the built-in model, by a vector that is computed when its index is built). The work itself is done by the
enrichment step, in jobs like those of new messages, so it is retried, limited and visible as they are.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter

from holdfast.chores.bookmark import Bookmark
from holdfast.chores.pacing import until_few_wait
from holdfast.domain.jobs import EMBEDDING, NewJob
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

NAME = "reembedding"

PAUSE_SECONDS = 0.01
"""Between two looks, each of some milliseconds: nobody is in a hurry."""

_LOOKED_AT = 1000
_LONGEST_JOB = 256


class Reembedding:
    """Puts jobs for ``step`` into the outbox for all messages that lack a vector of ``model`` and have no such job.

    A look that was broken off goes on where it was.

    ``scheduled`` counts the messages so far.
    """

    def __init__(self, storage: Storage, *, model: str, step: str, wake: Callable[[], None]) -> None:
        self._storage = storage
        self._model = model
        self._step = step
        self._wake = wake
        self._bookmark = Bookmark(storage.marks, chore=NAME, version=model)
        self.scheduled = 0

    async def run(self) -> None:
        """Look through all messages once."""
        session, _, position = (await self._bookmark.place()).partition(" ")
        after: tuple[int, int] | None = (int(session or 0), int(position or 0))
        while after is not None:
            found = await self._storage.features.unembedded(after=after, limit=_LOOKED_AT, model=self._model)
            lacking = await self._without_job(found.messages)
            if lacking:
                await self._schedule(lacking)
            after = found.seen
            if after is not None:
                await self._bookmark.move(f"{after[0]} {after[1]}")
            await asyncio.sleep(PAUSE_SECONDS)
        if self.scheduled:
            log.info("%d messages were put down to be embedded by %s", self.scheduled, self._model)

    async def _without_job(self, messages: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of the messages, given by session and position, that no job promises to embed."""
        found: list[tuple[int, int]] = []
        for session, some in groupby(messages, key=itemgetter(0)):
            jobs = [job for job in await self._storage.jobs.pending(session) if self._step in job.steps]
            found += [place for place in some if not any(job.first <= place[1] <= job.last for job in jobs)]
        return found

    async def _schedule(self, messages: Sequence[tuple[int, int]]) -> None:
        if not self.scheduled:
            log.info("messages without a vector of %s are being embedded; search goes on meanwhile", self._model)
        await until_few_wait(self._storage.jobs, EMBEDDING)
        jobs = [
            NewJob(kind=EMBEDDING, scope=session, first=first, last=last, steps=(self._step,))
            for session, first, last in ranges(messages)
        ]
        await self._storage.jobs.finish([], follow=jobs)
        self.scheduled += len(messages)
        self._wake()


def ranges(messages: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Runs of neighbouring positions as session, first and last position; none longer than a job may be."""
    found: list[tuple[int, int, int]] = []
    for session, position in messages:
        if found:
            run, first, last = found[-1]
            if (run, last + 1) == (session, position) and position - first < _LONGEST_JOB:
                found[-1] = (session, first, position)
                continue
        found.append((session, position, position))
    return found
