"""Forgetting: deleting what is remembered."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.errors import NotFound
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.limits import check_document_count


class Forget:
    """Deletes sessions, users, collections and documents."""

    def __init__(self, access: Access, views: CollectionViews) -> None:
        self._access = access
        self._views = views

    async def session(self, principal: Principal, session_id: str) -> None:
        """Soft-delete a session with its messages and summaries; `NotFound` when no live one has that id."""
        await self._access.to_forget(principal).sessions.delete(session_id)

    async def user(self, principal: Principal, user_id: str) -> None:
        """Remove a user and all its sessions for good; `NotFound` when there is no such user."""
        await self._access.to_forget(principal).users.delete(user_id)

    async def collection(self, principal: Principal, name: str) -> None:
        """Remove a collection with all its documents, and its index; `NotFound` without it."""
        collections = self._access.to_forget(principal).collections
        collection = await collections.get(name)
        await collections.delete(name)
        self._views.forget(collection)

    async def document(self, principal: Principal, name: str, uuid: str) -> None:
        """Soft-delete a document; deleting it again is no error until the next purge.

        `NotFound` when it, or its collection, does not exist.
        """
        if not (await self._delete(principal, name, [uuid])).result:
            raise NotFound("document", uuid)

    async def documents(
        self, principal: Principal, name: str, uuids: Sequence[str], *, receipt: Receipt | None = None
    ) -> Written[int]:
        """Soft-delete documents of a collection and say how many it has or had; unknown ones are skipped.

        `NotFound` without the collection, or when it has none of them; `InvalidRequest` for too many at once.
        """
        deleted = await self._delete(principal, name, uuids, receipt=receipt)
        if not deleted.result:
            raise NotFound("documents", f"of collection {name}")
        return deleted

    async def _delete(
        self, principal: Principal, name: str, uuids: Sequence[str], *, receipt: Receipt | None = None
    ) -> Written[int]:
        storage = self._access.to_forget(principal)
        check_document_count(len(uuids))
        collection = await storage.collections.get(name)
        return await storage.documents.delete(collection.id, uuids, receipt=receipt)
