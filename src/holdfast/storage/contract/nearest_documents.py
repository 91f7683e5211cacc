"""Comparing vectors of documents where they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from holdfast.domain.collections import Collection
from holdfast.domain.vectors import PackedVector


class Neighbour(msgspec.Struct, frozen=True):
    """A document, and the cosine of its vector and the one that was asked for; of zeros it is 0."""

    number: int
    cosine: float


class NearestDocuments(Protocol):
    """Comparing the vectors of documents where they are stored, by an index where the store has made one.

    A store need not be able to do this.  Only live documents are found.  Cosines are calculated from the stored
    vectors, and are descending; of equals the earlier document comes first.
    """

    async def nearest(self, collection: Collection, vector: PackedVector, *, model: str, limit: int) -> list[Neighbour]:
        """Documents whose vectors, made by ``model``, are probably the nearest: at most ``limit``, perhaps fewer.

        Without an index they are the nearest indeed.  Vectors of zeros may be missing.
        """
        ...

    async def among(
        self,
        collection: Collection,
        vector: PackedVector,
        *,
        model: str,
        limit: int,
        numbers: Sequence[int] | None = None,
    ) -> list[Neighbour]:
        """The ``limit`` nearest of these documents, or of all, compared one and all.

        Documents without a vector are left out; the cosine of a vector that another model made is 0.
        """
        ...

    async def unindexed(self, *, least: int) -> dict[int, int]:
        """The collections that have more than ``least`` vectors and no index, with how many they have."""
        ...

    async def index(self, collection: int) -> bool:
        """Make the index of a collection, beside all traffic, in minutes where there are very many vectors.

        What a process that died left of it is removed first.  False, and nothing done, when the collection is gone or
        while another process makes or drops an index.
        """
        ...

    async def drop_unneeded_indexes(self, *, least: int) -> int:
        """Drop the indexes of collections that are gone or have not more than ``least`` vectors; how many.

        What a process that died left of an index goes too.  Nothing is done while another process is at it.
        """
        ...
