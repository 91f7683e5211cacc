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
        with self._access.forgetting(principal, "forget_session", session_id) as seen:
            await seen.sessions.delete(session_id)

    async def user(self, principal: Principal, user_id: str) -> None:
        """Remove a user and all its sessions for good; `NotFound` when there is no such user."""
        with self._access.forgetting(principal, "forget_user", user_id) as seen:
            await seen.users.delete(user_id)

    async def collection(self, principal: Principal, name: str) -> None:
        """Remove a collection with all its documents, and its index; `NotFound` without it."""
        with self._access.forgetting(principal, "forget_collection", name) as seen:
            collection = await seen.collections.get(name)
            await seen.collections.delete(name)
            self._views.forget(collection)

    async def document(self, principal: Principal, name: str, uuid: str) -> None:
        """Soft-delete a document; deleting it again is no error until it is purged.

        `NotFound` when it, or its collection, does not exist.
        """
        await self._delete(principal, name, [uuid], missing=NotFound("document", uuid))

    async def documents(
        self, principal: Principal, name: str, uuids: Sequence[str], *, receipt: Receipt | None = None
    ) -> Written[int]:
        """Soft-delete documents of a collection and say how many it has or had; unknown ones are skipped.

        `NotFound` without the collection, or when it has none of them; `InvalidRequest` for too many at once.
        """
        missing = NotFound("documents", f"of collection {name}")
        return await self._delete(principal, name, uuids, missing=missing, receipt=receipt)

    async def _delete(
        self,
        principal: Principal,
        name: str,
        uuids: Sequence[str],
        *,
        missing: NotFound,
        receipt: Receipt | None = None,
    ) -> Written[int]:
        with self._access.forgetting(principal, "forget_documents", name, *uuids) as seen:
            check_document_count(len(uuids))
            collection = await seen.collections.get(name)
            deleted = await seen.documents.delete(collection.id, uuids, receipt=receipt)
            if not deleted.result:
                raise missing
            return deleted
