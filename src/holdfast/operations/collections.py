"""Collections."""

from __future__ import annotations

from holdfast.domain.collections import Collection, CollectionChange, NewCollection
from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.limits import check_metadata


class CollectionOperations:
    """Creates, lists, reads and changes collections."""

    def __init__(self, access: Access, views: CollectionViews) -> None:
        self._access = access
        self._views = views

    async def all(self, principal: Principal) -> list[Collection]:
        """All collections in the order of their creation."""
        return await self._access.to_read(principal).collections.all()

    async def newest(self, principal: Principal, *, before: int | None, limit: int) -> list[Collection]:
        """At most ``limit`` collections, the newest first, whose ``id`` is below ``before`` if that is given."""
        return await self._access.to_read(principal).collections.newest(before=before, limit=limit)

    async def get(self, principal: Principal, name: str) -> Collection:
        """The collection with exact counts; `NotFound` when there is none."""
        return await self._access.to_read(principal).collections.get(name)

    async def create(
        self, principal: Principal, collection: NewCollection, *, receipt: Receipt | None = None
    ) -> Written[Collection]:
        """Store a new, empty collection; `AlreadyExists` when the name is taken."""
        with self._access.writing(principal, "create_collection", collection.name) as seen:
            await check_metadata(collection.metadata, "metadata")
            return await seen.collections.create(collection, receipt=receipt)

    async def update(self, principal: Principal, name: str, change: CollectionChange) -> Collection:
        """Change a collection's description, or replace its metadata; `NotFound` when there is none."""
        with self._access.writing(principal, "update_collection", name) as seen:
            await check_metadata(change.metadata, "metadata")
            return await seen.collections.update(name, change)

    async def prepare(self, principal: Principal, name: str) -> None:
        """Begin to bring all up to date that searches need; `NotFound` without the collection."""
        with self._access.writing(principal, "prepare_collection", name) as seen:
            collection = await seen.collections.get(name)
            self._views.begin(collection)
