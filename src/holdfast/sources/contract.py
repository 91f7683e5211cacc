"""What a source of a migration offers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from holdfast.domain.archive import Record

CHUNK = 1000
"""Records that are read together."""


class Source(Protocol):
    """Another server's data, read as the records of an archive; an asynchronous context manager.

    Entering it connects and looks whether this is what it should be: `InvalidRequest` or `Unavailable` say what is
    wrong.  ``notes`` tell what stays behind, and why, as far as it is known by now.
    """

    notes: list[str]
    resumable: str
    """Names the source for a run that goes on where another one broke off; empty where its order may change."""

    async def __aenter__(self) -> Source:
        """Connect."""
        ...

    async def __aexit__(self, *_: object) -> None:
        """Let the connection go."""
        ...

    async def counts(self) -> dict[str, int]:
        """How many records of each kind there are to move; empty where the source cannot tell before."""
        ...

    def records(self) -> AsyncIterator[list[Record]]:
        """All records, chunk by chunk; what a record refers to comes before it.

        The UUIDs are those of the source, or follow from what it has, so that reading again gives the same ones.
        """
        ...
