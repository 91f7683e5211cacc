"""What the search index needs of messages, stored so that it need not be computed again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import msgspec

from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.messages import Place

Span = tuple[int, int, int]
"""Messages of one session: its number, the first and the last position."""


class IndexRow(NamedTuple):
    """What the search index needs of a message.

    ``terms`` and ``vector`` are what was stored for the analyzer and the model that were asked for, else ``None``;
    ``content`` is given where one of them is missing.  ``name`` tells who speaks where that is more than the role.
    Messages that are not to ``remember`` are for searches of their session alone.
    """

    session: int
    position: int
    role: str
    created_at: Timestamp
    terms: bytes | None
    vector: bytes | None
    content: str | None
    name: str = ""
    remember: bool = True


class Unembedded(msgspec.Struct, frozen=True):
    """Live messages that lack a vector, as session number and position, ascending, of those that were looked at.

    ``seen`` is the last one looked at; ``None`` when there is no further one.
    """

    messages: list[tuple[int, int]]
    seen: tuple[int, int] | None


class Features(Protocol):
    """What is computed of messages for the search index, so that it need not be computed again.

    Terms belong to an analyzer, vectors to an embedding model, each named by the caller; of both only the latest is
    kept.  They are written with `holdfast.storage.contract.messages.Messages.record`, and go with their message.
    """

    async def rows(self, spans: Sequence[Span], *, analyzer: int, model: str) -> list[IndexRow]:
        """The live messages of these spans, one span after the other, ascending by position."""
        ...

    async def vectors(self, places: Sequence[Place], *, model: str) -> dict[Place, bytes]:
        """The vectors of live messages; those of other models and missing ones are left out."""
        ...

    async def unembedded(self, *, after: tuple[int, int], limit: int, model: str) -> Unembedded:
        """Look at ``limit`` messages beyond ``after`` (session number and position) for vectors of ``model``.

        Messages without content need none.
        """
        ...

    async def metadata(self, spans: Sequence[Span]) -> list[tuple[int, int, EncodedMetadata | None]]:
        """Session, position and metadata of the live messages of these spans, in the order of `rows`."""
        ...
