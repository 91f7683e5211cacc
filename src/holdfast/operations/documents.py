"""Adding documents to collections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from holdfast.domain.documents import NewDocument, check_batch
from holdfast.domain.receipts import Receipt
from holdfast.storage.contract.storage import Storage


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


class AddDocuments:
    """Adds documents to collections, with the promise to embed them where that is the server's affair."""

    def __init__(self, storage: Storage, jobs: EmbeddingJobs) -> None:
        self._storage = storage
        self._jobs = jobs

    async def __call__(self, name: str, documents: list[NewDocument], *, receipt: Receipt | None = None) -> list[str]:
        """Store documents, all or none, and return their UUIDs in order.

        `NotFound` without the collection; `InvalidRequest` when one of them does not fit it.
        """
        collection = await self._storage.collections.get(name)
        check_batch(collection, documents)
        steps = self._jobs.steps if collection.is_auto_embedded and documents else ()
        uuids = await self._storage.documents.add(
            collection.id, documents, steps=steps, job_size=self._jobs.size, receipt=receipt
        )
        if steps:
            self._jobs.wake()
        return uuids
