"""Documents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

import msgspec

from holdfast.domain.documents import Document, DocumentChange, NewDocument, check_batch
from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.limits import DOCUMENT_CHUNK, check_all_metadata, check_document_count, check_metadata


@dataclass(frozen=True, slots=True)
class EmbeddingJobs:
    """What documents of auto-embedded collections cause.

    Attributes:
        steps: names of the steps to run over them; none when documents are not embedded.
        size: documents of one job.
        wake: tells the worker that there are jobs.
    """

    steps: tuple[str, ...] = ()
    size: int = 1000
    wake: Callable[[], None] = lambda: None


class DocumentSelection(msgspec.Struct, frozen=True):
    """Which documents of a collection: by UUID or by identifier; without either all of them."""

    uuids: Sequence[str] = ()
    document_ids: Sequence[str] = ()

    @property
    def is_everything(self) -> bool:
        """Whether all documents are meant."""
        return not self.uuids and not self.document_ids


class DocumentOperations:
    """Adds, reads and changes documents."""

    def __init__(self, access: Access, jobs: EmbeddingJobs) -> None:
        self._access = access
        self._jobs = jobs

    async def add(
        self, principal: Principal, name: str, documents: list[NewDocument], *, receipt: Receipt | None = None
    ) -> Written[list[str]]:
        """Store documents, all or none, and return their UUIDs in order; embedding follows where it is our affair.

        `NotFound` without the collection; `InvalidRequest` when one of them does not fit it.
        """
        with self._access.writing(principal, "add_documents", name) as seen:
            collection = await seen.collections.get(name)
            check_batch(collection, documents)
            fields = {f"documents[{place}].metadata": document.metadata for place, document in enumerate(documents)}
            await check_all_metadata(fields)
            steps = self._jobs.steps if collection.is_auto_embedded and documents else ()
            written = await seen.documents.add(
                collection.id, documents, steps=steps, job_size=self._jobs.size, receipt=receipt
            )
        if steps and not written.replayed:
            self._jobs.wake()
        return written

    async def get(self, principal: Principal, name: str, uuid: str) -> Document:
        """One document with its vector; `NotFound` when it, or its collection, does not exist."""
        storage = self._access.to_read(principal)
        collection = await storage.collections.get(name)
        return await storage.documents.get(collection.id, uuid)

    async def page(self, principal: Principal, name: str, *, after: int, limit: int) -> list[Document]:
        """At most ``limit`` documents whose number exceeds ``after``, ascending; `NotFound` without the collection."""
        storage = self._access.to_read(principal)
        collection = await storage.collections.get(name)
        return await storage.documents.page(collection.id, after=after, limit=limit)

    async def selected(
        self, principal: Principal, name: str, selection: DocumentSelection
    ) -> AsyncIterator[list[Document]]:
        """Documents in chunks: those selected in the order given, each once, or all.

        `NotFound` without the collection, or when it has none of them; `InvalidRequest` when both kinds of names are
        given.  Errors come before the first chunk.
        """
        storage = self._access.to_read(principal)
        if selection.uuids and selection.document_ids:
            raise InvalidRequest("uuids: give either uuids or document_ids, not both")
        collection = await storage.collections.get(name)
        if selection.uuids:
            chunk = await storage.documents.with_uuids(collection.id, selection.uuids)
        elif selection.document_ids:
            chunk = await storage.documents.with_ids(collection.id, selection.document_ids)
        else:
            chunk = await storage.documents.page(collection.id, after=0, limit=DOCUMENT_CHUNK)
        if not chunk:
            raise NotFound("documents", f"of collection {collection.name}")
        yield chunk
        if not selection.is_everything:
            return
        while chunk := await storage.documents.page(collection.id, after=chunk[-1].number, limit=DOCUMENT_CHUNK):
            yield chunk

    async def update(self, principal: Principal, name: str, change: DocumentChange) -> None:
        """Change a document's identifier, or replace its metadata; its content never changes.

        `NotFound` when it, or its collection, does not exist; `InvalidRequest` when nothing is to be changed.
        """
        with self._access.writing(principal, "update_documents", name, change.uuid) as seen:
            _refuse_nothing([change])
            await check_metadata(change.metadata, "metadata")
            collection = await seen.collections.get(name)
            if not await seen.documents.update(collection.id, [change]):
                raise NotFound("document", change.uuid)

    async def update_several(self, principal: Principal, name: str, changes: Sequence[DocumentChange]) -> None:
        """Change documents, each only in what its element carries; unknown ones are skipped.

        `NotFound` without the collection, or when it has none of them; `InvalidRequest` when none of the changes
        changes anything, or when there are too many.
        """
        uuids = [change.uuid for change in changes]
        with self._access.writing(principal, "update_documents", name, *uuids) as seen:
            check_document_count(len(changes))
            collection = await seen.collections.get(name)
            if not changes:
                return
            _refuse_nothing(changes)
            await check_all_metadata({f"[{place}].metadata": change.metadata for place, change in enumerate(changes)})
            if not await seen.documents.update(collection.id, changes):
                raise NotFound("documents", f"of collection {name}")


def _refuse_nothing(changes: Sequence[DocumentChange]) -> None:
    if all(change.is_empty for change in changes):
        raise InvalidRequest("no fields to update: give document_id or metadata")
