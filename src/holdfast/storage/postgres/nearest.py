"""Comparing vectors in the database.

Cosines are calculated from the stored vectors scaled to length 1 in double precision, so that no length is too great
or too small for it, and zeros are at a right angle to everything.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from holdfast.domain.collections import Collection
from holdfast.domain.vectors import PackedVector
from holdfast.storage.contract import Neighbour
from holdfast.storage.postgres.database import Database
from holdfast.storage.postgres.hnsw import HnswIndexes

_LEAST_EFFORT, _MOST_EFFORT = 100, 1000
"""Candidates that the search of the graph keeps: fewer find less, and pgvector takes no more."""

_NEAREST = "SELECT number, cosine FROM nearest_documents($1, $2, $3, l2_normalize($4::vector), $5, $6)"
_AMONG = (
    "SELECT v.number, CASE model WHEN $2 THEN -(l2_normalize(vector) <#> l2_normalize($3::vector)) ELSE 0 END AS cosine"
    " FROM document_vectors v JOIN documents d ON d.collection = v.collection AND d.number = v.number"
    " WHERE v.collection = $1 AND deleted_at IS NULL{numbers} ORDER BY cosine DESC, number LIMIT $4"
)


class PostgresNearestDocuments(HnswIndexes):
    """See `holdfast.storage.contract.NearestDocuments`."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)

    async def nearest(self, collection: Collection, vector: PackedVector, *, model: str, limit: int) -> list[Neighbour]:
        effort = min(max(limit, _LEAST_EFFORT), _MOST_EFFORT)
        rows = await self._database.rows(_NEAREST, collection.id, collection.dimensions, model, vector, limit, effort)
        return sorted(map(_neighbour, rows), key=lambda found: (-found.cosine, found.number))

    async def among(
        self,
        collection: Collection,
        vector: PackedVector,
        *,
        model: str,
        limit: int,
        numbers: Sequence[int] | None = None,
    ) -> list[Neighbour]:
        arguments = (collection.id, model, vector, limit)
        if numbers is None:
            rows = await self._database.rows(_AMONG.format(numbers=""), *arguments)
        else:
            chosen = _AMONG.format(numbers=" AND v.number = ANY($5::bigint[])")
            rows = await self._database.rows(chosen, *arguments, list(numbers))
        return [_neighbour(row) for row in rows]


def _neighbour(row: asyncpg.Record) -> Neighbour:
    return Neighbour(*row)
