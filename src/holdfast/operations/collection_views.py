"""The indexes of collections as searches see them: up to date."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from holdfast.domain.collections import Collection
from holdfast.operations.document_loading import DocumentLoader
from holdfast.retrieval.collections.cache import CollectionIndexes, Wanted
from holdfast.retrieval.collections.filters import FilterMemory
from holdfast.retrieval.collections.index import View

log = logging.getLogger(__name__)


class StoredIndexes(Protocol):
    """Whoever looks after the indexes that a store has of collections with more than ``least`` documents."""

    least: int

    def request(self, collection: int) -> None:
        """Have the index of a collection made as soon as possible, if it should have one."""
        ...

    def look(self) -> None:
        """Have it looked soon whether an index is no longer needed."""
        ...


Refreshing = asyncio.Task[tuple[View, FilterMemory]]


class CollectionViews:
    """Gives views of collections.

    ``upkeep`` is given where the store can compare vectors: the views of collections that
    are due for an index of the store have no vectors then.
    """

    def __init__(
        self,
        loader: DocumentLoader,
        indexes: CollectionIndexes,
        *,
        upkeep: StoredIndexes | None = None,
    ) -> None:
        self._loader = loader
        self._indexes = indexes
        self._upkeep = upkeep
        self._refreshing: set[Refreshing] = set()

    def compared_in_store(self, collection: Collection) -> bool:
        """Whether the collection is so large that its vectors are compared by the store, and the store can do that."""
        return self._upkeep is not None and collection.document_count > self._upkeep.least

    async def of(self, collection: Collection) -> tuple[View, FilterMemory]:
        """The index with all that ``collection`` had when it was read.

        What is not in memory yet is read in pieces, and waited for; graphs are not.  Whoever stops waiting leaves the
        work going on, and a later search finds it done.
        """
        ready = self._indexes.current(self._wanted(collection))
        if ready is not None:
            return ready
        return await asyncio.shield(self._refresh(collection))

    def begin(self, collection: Collection) -> None:
        """Begin to bring all up to date that searches need."""
        if self._upkeep is not None:
            self._upkeep.request(collection.id)
        self._refresh(collection)

    async def prepare(self, collection: Collection) -> None:
        """Bring an index up to date, however long it takes."""
        await self._refresh(collection)

    def forget(self, collection: Collection) -> None:
        """Give up the index of a collection that was removed."""
        self._indexes.remove(collection.id, collection.uuid)
        if self._upkeep is not None:
            self._upkeep.look()

    async def close(self) -> None:
        """Break off what is being built, and forget all indexes."""
        tasks = list(self._refreshing)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._indexes.close()

    def _refresh(self, collection: Collection) -> Refreshing:
        """Bring the index up to date, whether or not somebody goes on waiting for it."""
        loader = self._loader.of(collection, vectors=not self.compared_in_store(collection))
        task = asyncio.create_task(self._indexes.view(self._wanted(collection), loader))
        self._refreshing.add(task)
        task.add_done_callback(self._refreshed)
        return task

    def _refreshed(self, task: Refreshing) -> None:
        self._refreshing.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.warning("the index of a collection could not be brought up to date", exc_info=task.exception())

    def _wanted(self, collection: Collection) -> Wanted:
        return Wanted(
            collection=collection.id,
            dimensions=0 if self.compared_in_store(collection) else collection.dimensions,
            words=collection.is_auto_embedded,
            revision=collection.revision,
            purged=collection.purged_revision,
            name=collection.uuid,
        )
