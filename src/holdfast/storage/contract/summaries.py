"""Summaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from holdfast.domain.metadata import Metadata
from holdfast.domain.summaries import NewSummary, Summary
from holdfast.storage.contract.features import Span


class SummaryRow(NamedTuple):
    """A summary, the number of its session, and its vector if ``model``, that was asked for, made it."""

    session: int
    summary: Summary
    vector: bytes | None


class Summaries(Protocol):
    """Summaries, by session number."""

    async def add(self, session: int, summary: NewSummary, *, steps: Sequence[str] = ()) -> Summary | None:
        """Store a summary, with its vector and one job of the kind ``summaries`` for ``steps`` over it, if any.

        ``None``, and nothing stored, when the session or its summary point is not live, when the newest
        summary is no longer the one that ``summary.base`` names, since somebody else was faster, or when the session
        has another edition than ``summary.edition``: what was folded may be deleted or edited.
        """
        ...

    async def newest(self, session: int) -> Summary | None:
        """The newest live summary of a session."""
        ...

    async def of_session(self, session: int) -> list[Summary]:
        """All live summaries of a session, oldest first."""
        ...

    async def rows(self, spans: Sequence[Span], *, model: str, remembered: bool = False) -> list[SummaryRow]:
        """The live summaries of these spans, each of a session from one number to another, span after span.

        With ``remembered`` those of sessions that are not to be remembered are left out.
        """
        ...

    async def at(self, session: int, point: int) -> Summary | None:
        """The live summary whose point is that position."""
        ...

    async def unsummarised(self, sessions: Sequence[int]) -> dict[int, int]:
        """How many live messages follow the point of the newest live summary, by session.

        Without a summary all live messages count; sessions that are gone are left out.
        """
        ...

    async def set_findings(self, session: int, summary: int, findings: Metadata) -> None:
        """Merge what enrichment found under the ``system`` key of a summary; a summary that is gone is skipped."""
        ...

    async def set_vector(self, session: int, summary: int, vector: bytes, *, model: str) -> None:
        """Write the vector that ``model`` gives a summary, in place of any other; one that is gone is skipped."""
        ...
