"""The one place that knows all parts: settings become storage, worker, operations and the ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from holdfast.assembly.documents import DocumentParts
from holdfast.assembly.enrichment import Enrichment
from holdfast.configuration import data_directory, store_dsn
from holdfast.domain.jobs import DOCUMENTS, MESSAGES
from holdfast.enrichment.steps import index
from holdfast.errors import StartupError
from holdfast.http.application import HttpApplication, with_cors
from holdfast.http.bodies import BodyMemory
from holdfast.http.routes import ROUTES
from holdfast.http.services import Services
from holdfast.operations.access import Access
from holdfast.operations.collections import CollectionOperations
from holdfast.operations.enrichment import EnrichmentOperations
from holdfast.operations.forget import Forget
from holdfast.operations.health import HealthOperations
from holdfast.operations.messages import MessageOperations
from holdfast.operations.purge import purge_regularly
from holdfast.operations.recall import Recall
from holdfast.operations.reembedding import Reembedding
from holdfast.operations.remember import Remember
from holdfast.operations.search import MEBIBYTE, Search
from holdfast.operations.sessions import SessionOperations
from holdfast.operations.users import UserOperations
from holdfast.operations.verbs import Verbs
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.retrieval.analysis import UnknownLanguageError, analyzer_for
from holdfast.settings import EmbeddingSettings, Settings
from holdfast.storage.contract.storage import Storage
from holdfast.storage.open import open_storage
from holdfast.version import version_header

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class Server:
    """All parts of a server, put together and not yet started."""

    def __init__(self, settings: Settings, storage: Storage) -> None:
        self.settings = settings
        self.storage = storage
        embeddings = open_message_embeddings(settings)
        self._embeddings = embeddings
        access = Access(storage)
        self._documents = DocumentParts(settings, storage, open_document_embeddings(settings))
        self._enrichment = Enrichment(settings, storage, embeddings, lanes=[self._documents.lane()])
        self.step_names = self._enrichment.step_names
        worker = self._enrichment.worker
        remember = Remember(access, steps=self.step_names, wake=partial(worker.wake, MESSAGES))
        self.verbs = Verbs(
            remember=remember,
            recall=Recall(access, window=settings.memory.message_window),
            search=_search(settings, access, embeddings),
            forget=Forget(access, self._documents.views),
            users=UserOperations(access),
            sessions=SessionOperations(access),
            messages=MessageOperations(access),
            collections=CollectionOperations(access, self._documents.views),
            documents=self._documents.operations(access, partial(worker.wake, DOCUMENTS)),
            search_documents=self._documents.searching(access),
            enrichment=EnrichmentOperations(access, self._enrichment.progress),
            health=HealthOperations(access, tally=self._enrichment.tally, remember=remember),
        )
        self.services = Services(
            settings=settings,
            verbs=self.verbs,
            version=version_header(),
            bodies=BodyMemory(settings.server.body_memory_megabytes * MEBIBYTE),
        )

    def application(self) -> ASGIApp:
        """The ASGI application, to be served while the server is `running`."""
        application = HttpApplication(self.services, ROUTES, self.storage.answers)
        return with_cors(application, self.settings.server.cors_origins)

    def answer_waiters(self) -> None:
        """Answer at once those who wait for enrichment: the server is about to stop."""
        self._enrichment.progress.stop()

    @asynccontextmanager
    async def running(self, *, work: bool = True, serve: bool = True) -> AsyncIterator[None]:
        """Start the storage and the background work; stop both on the way out, after what was begun is finished.

        Without ``work`` the background work is left to other processes on the same database; without ``serve``
        nothing is made ready for searches.
        """
        if work:
            # What follows from these jobs is begun by the process that did them, and by the others when they next look.
            self.storage.jobs.watch(partial(self._enrichment.worker.wake, MESSAGES, DOCUMENTS))
        await self.storage.start()
        await self.verbs.search.prepare()
        if not self.storage.shared:
            # Nobody else can be at work, so what a crashed process had claimed need not wait for its lease to end.
            await self.storage.jobs.release()
        tasks = self._begin_work() if work else []
        tasks.append(asyncio.create_task(self._documents.keep_indexed(), name="collection-indexes"))
        if serve:
            tasks.append(asyncio.create_task(self._documents.warm_up(), name="collections-warm-up"))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await self._documents.close()
            await self._enrichment.close()
            await self.storage.stop()

    def _begin_work(self) -> list[asyncio.Task[None]]:
        """Start the background work."""
        worker = self._enrichment.worker
        tasks = [
            asyncio.create_task(worker.run(), name="enrichment"),
            asyncio.create_task(self._enrichment.sweep(), name="summary-sweep"),
            asyncio.create_task(self._documents.sweep(partial(worker.wake, DOCUMENTS)), name="embedding-sweep"),
        ]
        if self._embeddings is not None:
            wake = partial(worker.wake, MESSAGES)
            reembedding = Reembedding(self.storage, model=self._embeddings.name, step=index.NAME, wake=wake)
            tasks.append(asyncio.create_task(reembedding.run(), name="reembedding"))
        minutes = self.settings.data.purge_every
        if minutes:
            tasks.append(asyncio.create_task(purge_regularly(self.storage, minutes=minutes), name="purge"))
        return tasks


def build_server(settings: Settings) -> Server:
    """The server that ``settings`` describe; `StartupError` when they cannot be met."""
    storage = open_storage(store_dsn(settings), data=data_directory(settings))
    return Server(settings, storage)


def open_message_embeddings(settings: Settings) -> EmbeddingModel | None:
    """The model that embeds messages, summaries and questions; ``None`` when embeddings are switched off."""
    return _open_embeddings(settings, settings.extractors.messages.embeddings)


def open_document_embeddings(settings: Settings) -> EmbeddingModel | None:
    """The model that embeds documents and what is asked of collections; ``None`` when that is switched off."""
    return _open_embeddings(settings, settings.extractors.documents.embeddings)


def _open_embeddings(settings: Settings, wanted: EmbeddingSettings) -> EmbeddingModel | None:
    if not wanted.enabled:
        return None
    llm = settings.llm
    builtin = wanted.service in {"", "local", "builtin"}
    return open_embedding_model(
        EmbeddingOptions(
            service="builtin" if builtin else wanted.service,
            model=wanted.model or None,
            path=wanted.path or None,
            # The reference's configuration states the width of its side service here; ours has its own.
            dimensions=None if builtin else wanted.dimensions or None,
            base_url=llm.azure_openai_endpoint or llm.openai_endpoint or None,
            api_key=llm.openai_api_key or None,
            organization=llm.openai_org_id or None,
            azure_deployment=llm.azure_openai.embedding_deployment or None,
        )
    )


def _search(settings: Settings, access: Access, embeddings: EmbeddingModel | None) -> Search:
    try:
        analyzer_for(settings.search.language)
    except UnknownLanguageError as error:
        raise StartupError(f"search.language: {error}") from None
    return Search(
        access,
        model=embeddings,
        language=settings.search.language,
        cache_bytes=settings.search.cache_megabytes * MEBIBYTE,
    )
