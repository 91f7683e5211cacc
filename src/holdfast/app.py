"""The one place that knows all parts: settings become storage, worker, operations and the ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from holdfast.configuration import data_directory, store_dsn
from holdfast.enrichment.steps.contract import Step
from holdfast.enrichment.steps.index import IndexMessages
from holdfast.enrichment.steps.tokens import CountTokens
from holdfast.enrichment.wakeup import Wakeup
from holdfast.enrichment.worker import Worker
from holdfast.errors import StartupError
from holdfast.http.application import HttpApplication, with_cors
from holdfast.http.routes import ROUTES
from holdfast.http.services import Services
from holdfast.operations.purge import purge_regularly
from holdfast.operations.remember import Remember
from holdfast.operations.search import MEBIBYTE, Search
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.open import EmbeddingOptions, open_embedding_model
from holdfast.providers.tokens.open import DEFAULT_NETWORK_WAIT, open_token_counter
from holdfast.retrieval.analysis import UnknownLanguageError, analyzer_for
from holdfast.settings import Settings
from holdfast.storage.contract import Storage
from holdfast.storage.open import open_storage
from holdfast.version import version_header

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class Server:
    """All parts of a server, put together and not yet started."""

    def __init__(self, settings: Settings, storage: Storage) -> None:
        self.settings = settings
        self.storage = storage
        wakeup = Wakeup()
        embeddings = open_message_embeddings(settings)
        search = _search(settings, storage, embeddings)
        steps = _steps(settings, storage, embeddings)
        self.step_names = [step.name for step in steps]
        self._worker = Worker(storage, steps, wakeup)
        self.services = Services(
            settings=settings,
            storage=storage,
            remember=Remember(storage, steps=self.step_names, wake=wakeup),
            search=search,
            version=version_header(),
        )

    def application(self) -> ASGIApp:
        """The ASGI application, to be served while the server is `running`."""
        application = HttpApplication(self.services, ROUTES)
        return with_cors(application, self.settings.server.cors_origins)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start the storage and the background work; stop both on the way out, after what was begun is finished."""
        await self.storage.start()
        tasks = [asyncio.create_task(self._worker.run(), name="enrichment")]
        minutes = self.settings.data.purge_every
        if minutes:
            tasks.append(asyncio.create_task(purge_regularly(self.storage, minutes=minutes), name="purge"))
        try:
            await self.storage.jobs.release()
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await self.storage.stop()


def build_server(settings: Settings) -> Server:
    """The server that ``settings`` describe; `StartupError` when they cannot be met."""
    storage = open_storage(store_dsn(settings), data=data_directory(settings))
    return Server(settings, storage)


def open_message_embeddings(settings: Settings) -> EmbeddingModel | None:
    """The model that embeds messages, summaries and questions; ``None`` when embeddings are switched off."""
    wanted = settings.extractors.messages.embeddings
    if not wanted.enabled:
        return None
    llm = settings.llm
    builtin = wanted.service in {"", "local", "builtin"}
    return open_embedding_model(
        EmbeddingOptions(
            service="builtin" if builtin else wanted.service,
            # The reference's configuration states the width of its side service here; ours has its own.
            dimensions=None if builtin else wanted.dimensions or None,
            base_url=llm.azure_openai_endpoint or llm.openai_endpoint or None,
            api_key=llm.openai_api_key or None,
            organization=llm.openai_org_id or None,
            azure_deployment=llm.azure_openai.embedding_deployment or None,
        )
    )


def _search(settings: Settings, storage: Storage, embeddings: EmbeddingModel | None) -> Search:
    try:
        analyzer_for(settings.search.language)
    except UnknownLanguageError as error:
        raise StartupError(f"search.language: {error}") from None
    return Search(
        storage,
        model=embeddings,
        language=settings.search.language,
        cache_bytes=settings.search.cache_megabytes * MEBIBYTE,
    )


def _steps(settings: Settings, storage: Storage, embeddings: EmbeddingModel | None) -> Sequence[Step]:
    """The enrichment steps that are switched on, in the order in which they run."""
    exact = settings.tokens.counter == "cl100k_base"
    counter = open_token_counter(settings.tokens.counter, network_wait=DEFAULT_NETWORK_WAIT if exact else 0)
    indexing = IndexMessages(storage.features, analyzer_for(settings.search.language), embeddings)
    return [CountTokens(counter, storage.messages), indexing]
