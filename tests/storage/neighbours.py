"""Collections of random vectors, and what is nearest in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.collections import Collection, NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.storage.contract.nearest_documents import NearestDocuments
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import fresh

WIDTH = 24


def random_vectors(count: int, seed: int = 1) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32)


async def filled(storage: Storage, vectors: NDArray[np.float32]) -> Collection:
    name = fresh("c").replace("-", "")
    width = vectors.shape[1]
    collection = (
        await storage.collections.create(NewCollection(name=name, dimensions=width, is_auto_embedded=False))
    ).result
    await storage.documents.add(collection.id, [NewDocument(content="x", embedding=row.tobytes()) for row in vectors])
    return await storage.collections.get(name)


def comparing(storage: Storage) -> NearestDocuments:
    assert storage.nearest_documents is not None
    return storage.nearest_documents


async def nearest(storage: Storage, collection: Collection, wanted: NDArray[np.float32], limit: int = 5) -> list[int]:
    found = await comparing(storage).nearest(collection, wanted.tobytes(), model="", limit=limit)
    return [neighbour.number for neighbour in found]


def cosines(vectors: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float64]:
    units = vectors.astype(np.float64) / np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return units @ (wanted.astype(np.float64) / np.linalg.norm(wanted.astype(np.float64)))
