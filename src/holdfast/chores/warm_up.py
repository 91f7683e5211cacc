"""Building the indexes of large collections before they are asked for, so that no search has to wait for one."""

from __future__ import annotations

import asyncio

from holdfast.domain.collections import Collection
from holdfast.operations.collection_views import CollectionViews
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.retrieval.collections.graph_files import GraphFiles
from holdfast.storage.contract.collections import Collections

WARM_UP_ROWS = 5000
"""Indexes of collections with fewer documents are built in a tenth of a second, when they are asked for."""

SMALLEST_BYTES_PER_DOCUMENT = 300
"""Memory of an index without vectors."""


class WarmUp:
    """Builds the indexes of large collections, the largest first, within ``budget`` bytes.

    It stops when half of the budget is taken: the rest is for what is asked.  Of the ``files`` with parts of indexes,
    those of collections that are gone are removed, and what they hold of documents that were purged meanwhile.
    """

    def __init__(
        self,
        collections: Collections,
        views: CollectionViews,
        indexes: CollectionIndexes,
        files: GraphFiles,
        *,
        budget: int,
    ) -> None:
        self._collections = collections
        self._views = views
        self._indexes = indexes
        self._files = files
        self._budget = budget

    async def run(self) -> None:
        """Build them once."""
        collections = await self._collections.all()
        await asyncio.to_thread(self._files.keep_only, {collection.uuid for collection in collections})
        for collection in collections:
            await self._indexes.forget_purged(collection.id, collection.uuid, collection.purged_revision)
        for collection in sorted(collections, key=lambda one: -one.document_count):
            if collection.document_count < WARM_UP_ROWS or 2 * self._indexes.nbytes > self._budget:
                return
            if self._deserves_warmth(collection):
                await self._views.prepare(collection)

    def _deserves_warmth(self, collection: Collection) -> bool:
        """Whether an index without vectors, which conditions and words alone need, leaves room for others."""
        if not self._views.compared_in_store(collection):
            return True
        return collection.document_count * SMALLEST_BYTES_PER_DOCUMENT < self._budget / 2
