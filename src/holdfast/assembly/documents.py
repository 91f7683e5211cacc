"""How collections are put together: from settings to the index cache, the lane that embeds, and the operations."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from holdfast.configuration import data_directory
from holdfast.domain.collections import Collection
from holdfast.domain.jobs import DOCUMENTS
from holdfast.enrichment.lanes import Lane
from holdfast.enrichment.steps.documents import DocumentRanges, EmbedDocuments
from holdfast.errors import HoldfastError
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_loading import DocumentLoader
from holdfast.operations.document_search import DocumentSearch
from holdfast.operations.documents import DocumentOperations, EmbeddingJobs
from holdfast.operations.index_upkeep import IndexUpkeep
from holdfast.operations.search import MEBIBYTE
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.retrieval.collections.graph_files import GraphFiles
from holdfast.settings import Settings
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

GRAPHS = "collection-graphs"
"""The folder below the data directory with what a restart need not build again."""

DEFAULT_JOB_SIZE = 1000
LONGEST_EMBEDDING = 600.0
"""Seconds for one job.  What was embedded until then is kept."""

WARM_UP_ROWS = 5000
"""Indexes of collections with fewer documents are built in a tenth of a second, when they are asked for."""

SMALLEST_BYTES_PER_DOCUMENT = 300
"""Memory of an index without vectors."""

SWEEP_SECONDS = 300.0
"""How often documents are looked for that nobody has promised to embed."""


class DocumentParts:
    """What a server needs for collections; ``model`` is ``None`` when documents are not embedded."""

    def __init__(self, settings: Settings, storage: Storage, model: EmbeddingModel | None) -> None:
        self._settings = settings
        self._storage = storage
        self._model = model
        self._steps = [] if model is None else [EmbedDocuments(storage.documents, model)]
        self._job_size = settings.extractors.documents.embeddings.chunk_size or DEFAULT_JOB_SIZE
        self._budget = settings.search.collection_cache_megabytes * MEBIBYTE
        self._files = GraphFiles(data_directory(settings) / GRAPHS)
        least = settings.search.collection_exact_documents
        self._indexes = CollectionIndexes(self._budget, graph_rows=least, files=self._files)
        nearest = storage.nearest_documents
        self._upkeep = None if nearest is None else IndexUpkeep(nearest, least=least)
        analyzer = analyzer_for(settings.search.language)
        loader = DocumentLoader(storage.documents, analyzer, model="" if model is None else model.name)
        self.views = CollectionViews(loader, self._indexes, upkeep=self._upkeep)

    def lane(self) -> Lane:
        """How jobs of the kind ``documents`` are worked off."""
        return Lane(
            kind=DOCUMENTS,
            steps=self._steps,
            load=DocumentRanges(self._storage.collections),
            batch=1,
            parallel=2,
            time_limit=LONGEST_EMBEDDING,
        )

    def operations(self, access: Access, wake: Callable[[], None]) -> DocumentOperations:
        """The operations on documents; ``wake`` tells the worker that there is something to embed."""
        steps = tuple(step.name for step in self._steps)
        return DocumentOperations(access, EmbeddingJobs(steps, self._job_size, wake))

    def searching(self, access: Access) -> DocumentSearch:
        """The operation that searches collections."""
        wanted = self._settings.extractors.documents.embeddings.dimensions
        return DocumentSearch(
            access,
            self.views,
            model=self._model,
            analyzer=analyzer_for(self._settings.search.language),
            widths=() if self._model is None else (self._model.dimensions, wanted),
        )

    async def sweep(self, wake: Callable[[], None]) -> None:
        """Look for documents without a vector of the present model, now and again, until cancelled."""
        while self._model is not None:
            try:
                if await self._storage.documents.schedule(
                    model=self._model.name, steps=[step.name for step in self._steps], job_size=self._job_size
                ):
                    wake()
            except HoldfastError:
                log.exception("documents that wait for embedding could not be looked for")
            await asyncio.sleep(SWEEP_SECONDS)

    async def keep_indexed(self) -> None:
        """Look after the indexes that the store keeps, if it does, until cancelled."""
        if self._upkeep is not None:
            await self._upkeep.run()

    async def warm_up(self) -> None:
        """Build the indexes of large collections, the largest first, so that no search has to wait for one.

        It stops when half of the memory for indexes is taken: the rest is for what is asked.
        """
        try:
            collections = await self._storage.collections.all()
            await asyncio.to_thread(self._files.keep_only, {collection.uuid for collection in collections})
            for collection in sorted(collections, key=lambda one: -one.document_count):
                if collection.document_count < WARM_UP_ROWS or 2 * self._indexes.nbytes > self._budget:
                    return
                if self._deserves_warmth(collection):
                    await self.views.prepare(collection)
        except HoldfastError:
            log.exception("the indexes of large collections could not be built beforehand; searches will build them")

    def _deserves_warmth(self, collection: Collection) -> bool:
        """Whether an index without vectors, which conditions and words alone need, leaves room for others."""
        if not self.views.compared_in_store(collection):
            return True
        return collection.document_count * SMALLEST_BYTES_PER_DOCUMENT < self._budget / 2

    async def close(self) -> None:
        """Give back memory and the model; the worker must have stopped."""
        await self.views.close()
        if self._model is not None:
            await self._model.close()
