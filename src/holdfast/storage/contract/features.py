"""What the search index needs of messages, stored so that it need not be computed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.timestamps import Timestamp


class IndexRow(msgspec.Struct, frozen=True):
    """What the search index needs of a message.

    ``terms`` and ``vector`` are what was stored for the analyzer and the model that were asked for, else ``None``;
    ``content`` is given where one of them is missing.
    """

    position: int
    role: str
    created_at: Timestamp
    terms: bytes | None
    vector: bytes | None
    content: str | None


class Unembedded(msgspec.Struct, frozen=True):
    """Live messages that lack a vector, as session number and position, ascending, of those that were looked at.

    ``seen`` is the last one looked at; ``None`` when there is no further one.
    """

    messages: list[tuple[int, int]]
    seen: tuple[int, int] | None


class Features(Protocol):
    """What is computed of messages for the search index, so that it need not be computed again.

    Terms belong to an analyzer, vectors to an embedding model, each named by the caller; of both only the latest is
    kept.  Features go with their message.
    """

    async def span(self, session: int, *, after: int, limit: int, analyzer: int, model: str) -> list[IndexRow]:
        """At most ``limit`` live messages of the session numbered ``session`` beyond position ``after``, ascending."""
        ...

    async def set_terms(self, session: int, terms: Mapping[int, bytes], *, analyzer: int) -> None:
        """Write terms by position; messages that are gone are skipped."""
        ...

    async def set_vectors(self, session: int, vectors: Mapping[int, bytes], *, model: str) -> None:
        """Write vectors by position; messages that are gone are skipped."""
        ...

    async def vectors(self, session: int, positions: Sequence[int], *, model: str) -> dict[int, bytes]:
        """The vectors of live messages by position; those of other models and missing ones are left out."""
        ...

    async def unembedded(self, *, after: tuple[int, int], limit: int, model: str) -> Unembedded:
        """Look at ``limit`` messages beyond ``after`` (session number and position) for vectors of ``model``.

        Messages without content need none.
        """
        ...

    async def metadata(self, session: int, *, after: int, limit: int) -> list[tuple[int, EncodedMetadata | None]]:
        """Position and metadata of at most ``limit`` live messages beyond position ``after``, ascending."""
        ...
