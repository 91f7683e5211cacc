"""Jobs: enrichment that has been promised and not yet done; the outbox is the table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec


class Job(msgspec.Struct, frozen=True):
    """Steps to run over some messages of a session (or over a summary, or over documents of a collection).

    ``kind`` names what ``first`` and ``last`` count: for the `SESSION_KINDS` they are positions of the session
    numbered ``scope``, both inclusive.  ``steps`` are the steps still to be done, in order.  ``attempts`` counts how
    often work on this very job has failed.  ``claims`` counts how often it was claimed, this time included, since work
    on it last came to an end of any kind: each but the last was cut short, by whatever.  A ``parked`` job waits for a
    person.  ``request`` is the id of the request that promised the job; empty where none did.
    """

    id: int
    kind: str
    scope: int
    first: int
    last: int
    steps: tuple[str, ...]
    attempts: int
    error: str
    created_at: str
    parked: bool = False
    claims: int = 0
    request: str = ""


class NewJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job to put into the outbox.

    Of a ``single`` job a scope has at most one: where there is one of that kind already, it is widened up to
    ``last`` instead, counts its attempts anew, and is due again if it was parked.
    """

    kind: str
    scope: int
    first: int
    last: int
    steps: tuple[str, ...]
    single: bool = False
    request: str = ""


def without_twins(jobs: Sequence[NewJob]) -> list[NewJob]:
    """The jobs, with the single ones of one kind and scope as one."""
    kept: list[NewJob] = []
    singles: dict[tuple[str, int], NewJob] = {}
    for job in jobs:
        if not job.single:
            kept.append(job)
            continue
        twin = singles.get((job.kind, job.scope))
        if twin is None or twin.last < job.last:
            singles[job.kind, job.scope] = job if twin is None else msgspec.structs.replace(twin, last=job.last)
    return kept + list(singles.values())


class JobCounts(msgspec.Struct, frozen=True):
    """How many jobs there are: waiting or running, and parked after their last failure."""

    pending: int
    parked: int

    @classmethod
    def total(cls, counts: Iterable[JobCounts], *, at_most: int | None) -> JobCounts:
        """The sum, of which no number exceeds ``at_most``."""
        pending = parked = 0
        for one in counts:
            pending += one.pending
            parked += one.parked
        return cls(pending, parked) if at_most is None else cls(min(pending, at_most), min(parked, at_most))


MESSAGES = "messages"
"""The kind of job that enriches messages of a session with what is computed quickly."""

COMPLETIONS = "completions"
"""The kind of job that asks a language model about messages of a session."""

EXTRACTION = "extraction"
"""The kind of job that asks a language model for facts in messages of a session."""

EMBEDDING = "embedding"
"""The kind of job that has messages of a session embedded by a service elsewhere."""

SUMMARISING = "summarising"
"""The kind of job that folds messages of a session into its summary; a session has at most one."""

SUMMARIES = "summaries"
"""The kind of job that enriches the summary of a session whose point is ``last``."""

SESSION_KINDS = (MESSAGES, COMPLETIONS, EXTRACTION, EMBEDDING, SUMMARISING, SUMMARIES)
"""The kinds whose ``scope`` is the number of a session."""

DOCUMENTS = "documents"
"""The kind of job that embeds documents: ``scope`` is the number of a collection, ``first`` and ``last`` count its
documents, both inclusive."""
