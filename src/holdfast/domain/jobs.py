"""Jobs: enrichment that has been promised and not yet done; the outbox is the table of them."""

from __future__ import annotations

import msgspec


class Job(msgspec.Struct, frozen=True):
    """Steps to run over some messages of a session (or over a summary, or over documents of a collection).

    ``kind`` names what ``first`` and ``last`` count: ``messages`` means the positions of the session numbered
    ``scope``, both inclusive.  ``steps`` are the steps still to be done, in order.  ``attempts`` counts the
    claims so far, this one included.
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


class JobCounts(msgspec.Struct, frozen=True):
    """How many jobs there are: waiting or running, and parked after their last failure."""

    pending: int
    parked: int


MESSAGES = "messages"
"""The kind of job that enriches messages of a session."""
