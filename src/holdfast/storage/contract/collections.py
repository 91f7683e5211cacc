"""Collections of documents."""

from __future__ import annotations

from typing import Protocol

from holdfast.domain.collections import Collection, CollectionChange, NewCollection
from holdfast.domain.receipts import Receipt, Written


class Collections(Protocol):
    """Collections of documents, by name."""

    async def create(self, collection: NewCollection, *, receipt: Receipt | None = None) -> Written[Collection]:
        """Store a new, empty collection and return it.  `AlreadyExists` when the name is taken."""
        ...

    async def get(self, name: str) -> Collection:
        """The collection, its counts exact at this moment; `NotFound` when there is none."""
        ...

    async def all(self) -> list[Collection]:
        """All collections in the order of their creation."""
        ...

    async def newest(self, *, before: int | None, limit: int) -> list[Collection]:
        """At most ``limit`` collections, the newest first, whose ``id`` is below ``before`` if that is given."""
        ...

    async def update(self, name: str, change: CollectionChange) -> Collection:
        """Apply ``change`` and return the collection as it is then; ``updated_at`` moves even when nothing changes.

        `NotFound` when there is no such collection.
        """
        ...

    async def delete(self, name: str) -> None:
        """Remove the collection with all its documents and jobs; its name is free again.

        From the moment of the return nothing of it is seen.  Its rows go for good in the background, as those of a
        deleted user do.  `NotFound` when there is no such collection.
        """
        ...
