"""What a step is: a function from stored values to one field of them, written where it belongs.

A step may run twice over the same values and then leaves the same result.  Values that vanish while it works are the
store's affair: what is written for them is dropped.  Claiming, retrying and time limits are the worker's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias, TypeVar

import msgspec

from holdfast.domain.messages import Message
from holdfast.domain.summaries import Summary


class SessionMessages(msgspec.Struct, frozen=True):
    """Messages of one session, oldest first."""

    session: int
    messages: Sequence[Message]


class SessionSummary(msgspec.Struct, frozen=True):
    """A summary of a session."""

    session: int
    summary: Summary


class UnfoldedSession(msgspec.Struct, frozen=True):
    """The number of a session that has messages to fold into its summary."""

    session: int


Target_contra = TypeVar("Target_contra", contravariant=True)


class StepOver(Protocol[Target_contra]):
    """One kind of enrichment, of values of one kind."""

    name: str

    async def run(self, batch: Sequence[Target_contra]) -> None:
        """Enrich all of ``batch``; an exception means that none of it counts as done."""
        ...


class StepsTogether(Protocol):
    """Several steps over messages in one go, called ``names``, in the order in which they would run."""

    names: tuple[str, ...]

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """Enrich all of ``batch``; an exception means that none of it counts as done by any of the steps."""
        ...


Step: TypeAlias = StepOver[SessionMessages]
"""A step over messages."""
