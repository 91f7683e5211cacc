"""Comparing a query's vector with the stored ones of a collection, as the ranking wants it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.collections import Collection
from holdfast.domain.vectors import PackedVector, unpack
from holdfast.retrieval.collections.stored import Likenesses, Numbers
from holdfast.storage.contract.documents import Documents
from holdfast.storage.contract.nearest_documents import NearestDocuments, Neighbour


class StoredComparison:
    """See `holdfast.retrieval.collections.stored.Comparison`; ``model`` made the vectors that are compared."""

    def __init__(
        self,
        nearest: NearestDocuments,
        documents: Documents,
        collection: Collection,
        vector: PackedVector,
        model: str,
    ) -> None:
        self.total = collection.embedded_count
        self._nearest = nearest
        self._documents = documents
        self._collection = collection
        self._vector = vector
        self._model = model

    async def nearest(self, limit: int) -> Likenesses:
        """Documents that are probably the nearest; perhaps fewer than there are."""
        found = await self._nearest.nearest(self._collection, self._vector, model=self._model, limit=limit)
        return _likenesses(found)

    async def among(self, limit: int, numbers: Numbers | None = None) -> Likenesses:
        """The nearest of these documents, or of all, compared one and all."""
        chosen = None if numbers is None else numbers.tolist()
        found = await self._nearest.among(
            self._collection, self._vector, model=self._model, limit=limit, numbers=chosen
        )
        return _likenesses(found)

    async def vectors(self, numbers: Numbers) -> dict[int, NDArray[np.float32]]:
        """The vectors of documents, by number."""
        documents = await self._documents.at(self._collection.id, numbers.tolist())
        return {one.number: unpack(one.embedding) for one in documents if one.embedding is not None}


def _likenesses(found: Sequence[Neighbour]) -> Likenesses:
    numbers = np.fromiter((one.number for one in found), np.int64, len(found))
    return numbers, np.fromiter((one.cosine for one in found), np.float64, len(found))
