"""How collections are put together: from settings to the index cache, the embedding lane, operations and chores."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack

from holdfast.chores import index_upkeep
from holdfast.chores.chore import Chore
from holdfast.chores.document_backlog import DocumentBacklog
from holdfast.chores.index_upkeep import IndexUpkeep
from holdfast.chores.warm_up import WarmUp
from holdfast.configuration import data_directory
from holdfast.domain.jobs import DOCUMENTS
from holdfast.enrichment.lanes import Lane
from holdfast.enrichment.steps.documents import DocumentRanges, EmbedDocuments
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_loading import DocumentLoader
from holdfast.operations.document_search import DocumentSearch
from holdfast.operations.documents import DocumentOperations, EmbeddingJobs
from holdfast.operations.search import MEBIBYTE
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.questions import for_questions
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.retrieval.collections.graph_files import GraphFiles
from holdfast.settings import Settings
from holdfast.storage.contract.storage import Storage

GRAPHS = "collection-graphs"
"""The folder below the data directory with what a restart need not build again."""

DEFAULT_JOB_SIZE = 1000
LONGEST_EMBEDDING = 600.0
"""Seconds for one job.  What was embedded until then is kept."""

BACKLOG_SECONDS = 300.0
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
            model=for_questions(self._model, self._settings.search.embedding_timeout),
            analyzer=analyzer_for(self._settings.search.language),
            widths=() if self._model is None else (self._model.dimensions, wanted),
        )

    def chores(self, wake: Callable[[], None], *, work: bool, serve: bool) -> list[Chore]:
        """What is to be done for collections; ``wake`` tells the worker that there is something to embed.

        Without ``work`` nothing is put into the outbox, without ``serve`` nothing is made ready for searches.
        """
        found = []
        if work and self._model is not None:
            backlog = DocumentBacklog(
                self._storage.documents,
                model=self._model.name,
                steps=[step.name for step in self._steps],
                job_size=self._job_size,
                wake=wake,
            )
            found.append(Chore(name="document-backlog", run=backlog.run, interval=BACKLOG_SECONDS, alone=True))
        if self._upkeep is not None:
            upkeep = self._upkeep
            found.append(Chore(name="index-upkeep", run=upkeep.run, interval=index_upkeep.PAUSE, wakeup=upkeep.wakeup))
        if serve:
            warm_up = WarmUp(self._storage.collections, self.views, self._indexes, self._files, budget=self._budget)
            found.append(Chore(name="warm-up", run=warm_up.run, interval=None))
        return found

    async def forget_purged(self) -> None:
        """See to it that no file has anything of documents that a purge has removed."""
        for collection in await self._storage.collections.all():
            await self._indexes.forget_purged(collection.id, collection.uuid, collection.purged_revision)

    async def close(self) -> None:
        """Give back memory and the model; the worker must have stopped."""
        async with AsyncExitStack() as stack:
            if self._model is not None:
                stack.push_async_callback(self._model.close)
            stack.push_async_callback(self.views.close)
