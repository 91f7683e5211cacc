"""Documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from holdfast.domain.documents import Document, DocumentChange, DocumentRevision, NewDocument
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.vectors import PackedVector


class Documents(Protocol):
    """Documents, by the number of their collection.

    Every write that changes documents gives them, and their collection, the collection's next ``revision``, and keeps
    its counts exact.  It leaves ``updated_at`` of the collection alone.
    """

    async def add(
        self,
        collection: int,
        documents: Sequence[NewDocument],
        *,
        steps: Sequence[str] = (),
        job_size: int = 1000,
        receipt: Receipt | None = None,
    ) -> Written[list[str]]:
        """Store ``documents`` in order and return their UUIDs, which the store chooses unless they bring an origin.

        For ``steps``, if any, there is one job of the kind ``documents`` for each ``job_size`` of them.  A
        ``document_id`` that comes twice, or that a live document of the collection has, is `AlreadyExists` naming it,
        and nothing is stored; that of a deleted document is free.  The UUID of an origin that a document of the
        collection has, or had until it was deleted and waits for the purge, is `AlreadyExists` too.  `NotFound` when
        the collection is gone.
        """
        ...

    async def get(self, collection: int, uuid: str) -> Document:
        """The live document; `NotFound` when it does not exist in that collection."""
        ...

    async def with_uuids(self, collection: int, uuids: Sequence[str]) -> list[Document]:
        """The live documents with these UUIDs, in the order given, each once; unknown ones are left out."""
        ...

    async def with_ids(self, collection: int, document_ids: Sequence[str]) -> list[Document]:
        """The live documents with these ``document_id``s, in the order given, each once."""
        ...

    async def at(self, collection: int, numbers: Sequence[int]) -> list[Document]:
        """The live documents with these numbers, in the order given; those that are gone are left out."""
        ...

    async def page(self, collection: int, *, after: int, limit: int) -> list[Document]:
        """At most ``limit`` live documents whose number exceeds ``after``, ascending."""
        ...

    async def update(self, collection: int, changes: Sequence[DocumentChange]) -> int:
        """Apply changes in order; how many of them met a live document.  Its ``updated_at`` moves.

        Metadata is replaced.  `AlreadyExists`, and nothing changed, when a ``document_id`` is taken by another live
        document.
        """
        ...

    async def delete(self, collection: int, uuids: Sequence[str], *, receipt: Receipt | None = None) -> Written[int]:
        """Soft-delete documents; how many exist, those counted that were deleted before and not yet purged."""
        ...

    async def revisions(
        self,
        collection: int,
        *,
        after: tuple[int, int],
        limit: int,
        contents: bool = True,
        vectors: bool = True,
    ) -> list[DocumentRevision]:
        """At most ``limit`` documents, deleted ones included, whose (revision, number) exceeds ``after``, ascending.

        Without ``contents`` all contents are empty, without ``vectors`` those vectors that there are, which spares
        reading them.  Documents that were purged are missing; `Collection.purged_revision` tells.
        """
        ...

    async def without_vector(self, collection: int, *, model: str, first: int, last: int, limit: int) -> list[Document]:
        """At most ``limit`` live documents from ``first`` to ``last`` without a vector made by ``model``, ascending."""
        ...

    async def set_vectors(self, collection: int, vectors: Mapping[int, PackedVector], *, model: str) -> None:
        """Write the vectors that ``model`` made, by document number; documents that are gone are skipped.

        ``updated_at`` stays.
        """
        ...

    async def schedule(self, *, model: str, steps: Sequence[str], job_size: int) -> int:
        """Put jobs of the kind ``documents`` into the outbox where embedding is due and no job promises it; how many.

        That is: for auto-embedded collections with documents that have no vector, and for those whose vectors another
        model made.  A collection with any job of that kind for ``model`` already is left alone, so calling it twice
        does no harm.
        """
        ...
