"""The collections that are open to a principal."""

from __future__ import annotations

from holdfast.domain.collections import Collection, CollectionChange, NewCollection
from holdfast.domain.principals import Limits
from holdfast.domain.receipts import Receipt, Written
from holdfast.errors import NotFound
from holdfast.operations.limited.paging import newest_of
from holdfast.storage.contract.collections import Collections


class LimitedCollections:
    """See `holdfast.storage.contract.collections.Collections`."""

    def __init__(self, collections: Collections, limits: Limits) -> None:
        self._collections = collections
        self._limits = limits

    async def create(self, collection: NewCollection, *, receipt: Receipt | None = None) -> Written[Collection]:
        """`NotFound` for a collection that would be closed."""
        return await self._open(collection.name).create(collection, receipt=receipt)

    async def get(self, name: str) -> Collection:
        """`NotFound` also for a collection that is closed."""
        return await self._open(name).get(name)

    async def all(self) -> list[Collection]:
        """Collections that are open."""
        return [found for found in await self._collections.all() if self._limits.admits_collection(found.name)]

    async def newest(self, *, before: int | None, limit: int) -> list[Collection]:
        """Collections that are open."""
        admits = self._limits.admits_collection
        return await newest_of(self._collections.newest, lambda found: admits(found.name), before=before, limit=limit)

    async def update(self, name: str, change: CollectionChange) -> Collection:
        """`NotFound` also for a collection that is closed."""
        return await self._open(name).update(name, change)

    async def delete(self, name: str) -> None:
        """`NotFound` also for a collection that is closed."""
        await self._open(name).delete(name)

    def _open(self, name: str) -> Collections:
        if not self._limits.admits_collection(name):
            raise NotFound("collection", name)
        return self._collections
