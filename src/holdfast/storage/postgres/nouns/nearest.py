"""Comparing vectors in the database.

Cosines are calculated from the stored vectors scaled to length 1 in double precision, so that no length is too great
or too small for it, and zeros are at a right angle to everything.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from holdfast.domain.collections import Collection
from holdfast.domain.vectors import PackedVector
from holdfast.storage.contract.nearest_documents import Neighbour
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.hnsw import HnswIndexes

_LEAST_EFFORT, _EFFORT_PER_DOCUMENT, _MOST_EFFORT = 80, 4, 1000
"""Candidates that the search of the graph keeps: that many find 99 of 100; pgvector takes no more than the last."""

_NEAREST = "SELECT number, cosine FROM nearest_documents($1, $2, $3, l2_normalize($4::vector), $5, $6)"
_COSINE = "CASE model WHEN $2 THEN -(l2_normalize(vector) <#> (SELECT l2_normalize($3::vector))) ELSE 0 END AS cosine"
_OF_ALL = (
    f"SELECT number, {_COSINE} FROM document_vectors JOIN documents USING (collection, number)"
    " WHERE collection = $1 AND deleted_at IS NULL ORDER BY cosine DESC, number LIMIT $4"
)
# One look into the primary key for each number: a planner without statistics would read the whole collection instead.
_OF_CHOSEN = (
    f"SELECT number, {_COSINE} FROM unnest($5::bigint[]) AS given (number) CROSS JOIN LATERAL"
    " (SELECT model, vector FROM document_vectors WHERE collection = $1 AND document_vectors.number = given.number"
    " LIMIT 1) AS chosen ORDER BY cosine DESC, number LIMIT $4"
)


class PostgresNearestDocuments(HnswIndexes):
    """See `holdfast.storage.contract.nearest_documents.NearestDocuments`."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)

    async def nearest(self, collection: Collection, vector: PackedVector, *, model: str, limit: int) -> list[Neighbour]:
        effort = _LEAST_EFFORT + _EFFORT_PER_DOCUMENT * limit
        # Beyond what pgvector takes, asking for more documents than are wanted makes up for it.
        asked = limit if effort <= _MOST_EFFORT else limit * 3 // 2
        rows = await self._database.read(
            _NEAREST, collection.id, collection.dimensions, model, vector, asked, min(effort, _MOST_EFFORT)
        )
        return sorted(map(_neighbour, rows), key=lambda found: (-found.cosine, found.number))[:limit]

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
            rows = await self._database.read(_OF_ALL, *arguments)
        else:
            rows = await self._database.read(_OF_CHOSEN, *arguments, list(numbers))
        return [_neighbour(row) for row in rows]


def _neighbour(row: asyncpg.Record) -> Neighbour:
    return Neighbour(*row)
