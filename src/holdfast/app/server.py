"""The one place that knows all parts: settings become storage, worker, operations and the ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from holdfast.app.agents import AgentDoor
from holdfast.app.collections import DocumentParts
from holdfast.app.embeddings import open_document_embeddings, open_message_embeddings
from holdfast.app.enrichment import Enrichment
from holdfast.app.pages import BrowserDoor
from holdfast.chores.audit_log import drop_old_entries
from holdfast.chores.backup import back_up
from holdfast.chores.chore import Chore
from holdfast.chores.index_ahead import IndexAhead
from holdfast.chores.purge import purge_deleted
from holdfast.chores.supervisor import Supervisor
from holdfast.configuration import backup_directory, data_directory, index_directory, store_dsn
from holdfast.domain.jobs import DOCUMENTS, MESSAGES, SUMMARISING
from holdfast.domain.keys import NewKey
from holdfast.domain.principals import ALL_RIGHTS, OPERATOR
from holdfast.domain.timestamps import timestamp_of
from holdfast.enrichment.plan import SUMMARY_STEP
from holdfast.errors import StartupError
from holdfast.http.application import HttpApplication, with_cors
from holdfast.http.bodies import BodyMemory
from holdfast.http.routes import ROUTES
from holdfast.http.services import Services
from holdfast.loading import load_beside
from holdfast.operations.access import Access
from holdfast.operations.audit import AuditOperations
from holdfast.operations.audit_trail import AuditTrail
from holdfast.operations.backup import backups_in
from holdfast.operations.collections import CollectionOperations
from holdfast.operations.context import ContextOperations
from holdfast.operations.enrichment import EnrichmentOperations
from holdfast.operations.erase import Erase
from holdfast.operations.expiry import Expiry
from holdfast.operations.export import Export
from holdfast.operations.fact_search import FactSearch
from holdfast.operations.facts import FactOperations
from holdfast.operations.files import FileOperations
from holdfast.operations.forget import Forget
from holdfast.operations.health import HealthOperations
from holdfast.operations.import_places import ImportPlaces
from holdfast.operations.intake import Intake
from holdfast.operations.jobs import JobOperations
from holdfast.operations.keys import KeyOperations, KeyRing
from holdfast.operations.messages import MessageOperations
from holdfast.operations.overview import Overview
from holdfast.operations.rates import Allowance
from holdfast.operations.recall import Recall
from holdfast.operations.remember import Remember
from holdfast.operations.retrieval_engine import IndexDirectory
from holdfast.operations.search import MEBIBYTE, Search
from holdfast.operations.sessions import SessionOperations
from holdfast.operations.users import UserOperations
from holdfast.operations.verbs import Verbs
from holdfast.operations.watching import Watching
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.questions import for_questions
from holdfast.retrieval.analysis import UnknownLanguageError, analyzer_for
from holdfast.settings import Settings
from holdfast.storage.contract.storage import Storage
from holdfast.storage.open import open_storage
from holdfast.telemetry.export import Telemetry
from holdfast.telemetry.verbs import traced
from holdfast.version import version_header

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from holdfast.http.oauth.issuer import TokenIssuer


AHEAD_SECONDS = 30.0
"""How often it is looked whether many messages have come that the file of the widest index has not."""
FIRST_AHEAD_SECONDS = 10.0
AUDIT_SECONDS = 3600.0
"""How often old entries of the audit log are removed."""
EXPIRY_SECONDS = 30.0
"""How long what has expired may lie in the files of a server that nobody asks for anything."""
FIRST_PURGE_SECONDS = 60.0
"""After a start, requests have a little time to themselves."""


class Server:
    """All parts of a server, put together and not yet started."""

    def __init__(self, settings: Settings, storage: Storage) -> None:
        self.settings = settings
        self.storage = storage
        embeddings = open_message_embeddings(settings)
        self._trail = AuditTrail(storage.audit) if settings.auth.required and settings.audit.keep_days else None
        access = Access(storage, self._trail)
        self._documents = DocumentParts(settings, storage, open_document_embeddings(settings))
        self._enrichment = Enrichment(settings, storage, embeddings, lanes=[self._documents.lane()])
        self.step_names = self._enrichment.step_names
        self._supervisor = Supervisor(storage)
        search = _search(settings, access, embeddings)
        self.verbs = self._assembled(access, search)
        self._telemetry = _telemetry(settings)
        if self._telemetry is not None:
            self.verbs = traced(self.verbs, self._telemetry.disguised)
        self._expiry = Expiry(
            storage,
            summarising=[step for step in self.step_names if step == SUMMARY_STEP],
            renew_indexes=search.engine.renew_files,
        )
        self.verbs = self._expiry.before(self.verbs)
        self._ring = KeyRing(storage.keys)
        self.agents = AgentDoor(self.verbs, settings)
        self._issuer = _token_issuer(settings)
        self.services = Services(
            settings=settings,
            verbs=self.verbs,
            ring=self._ring,
            supervisor=self._supervisor,
            version=version_header(),
            bodies=BodyMemory(settings.server.body_memory_megabytes * MEBIBYTE),
            agents=self.agents if settings.mcp.enabled else None,
            issuer=self._issuer,
        )

    def _assembled(self, access: Access, search: Search) -> Verbs:
        """The verbs of this server."""
        settings, worker = self.settings, self._enrichment.worker
        wake_messages = partial(worker.wake, MESSAGES, SUMMARISING)
        remember = Remember(
            access,
            steps=self.step_names,
            wake=partial(worker.wake, MESSAGES),
            allowance=Allowance("messages", settings.rates.messages_per_minute),
            backlog=self._enrichment.backlog,
            anticipate=search.engine.anticipation.note,
        )
        fact_search = FactSearch(access, search.engine)
        return Verbs(
            remember=remember,
            recall=Recall(access, window=settings.memory.message_window),
            search=search,
            forget=Forget(access, self._documents.views),
            users=UserOperations(access),
            sessions=SessionOperations(access, steps=self.step_names, wake=wake_messages),
            messages=MessageOperations(access, steps=self.step_names, wake=wake_messages),
            collections=CollectionOperations(access, self._documents.views),
            documents=self._documents.operations(access, partial(worker.wake, DOCUMENTS)),
            search_documents=self._documents.searching(access),
            enrichment=EnrichmentOperations(access, self._enrichment.progress),
            facts=FactOperations(access, self._enrichment.find_facts),
            files=FileOperations(access, language=settings.search.language),
            erase=Erase(access, backups=partial(_backup_names, settings), renew_indexes=search.engine.renew_files),
            export=Export(access, written_by=version_header()),
            intake=Intake(
                access,
                steps=self.step_names,
                summary_steps=self._enrichment.summary_step_names,
                wake=worker.wake,
            ),
            import_places=ImportPlaces(access),
            search_facts=fact_search,
            context=ContextOperations(access, search, fact_search),
            health=HealthOperations(
                access, tally=self._enrichment.tally, remember=remember, backlog=self._enrichment.backlog
            ),
            keys=KeyOperations(access),
            audit=AuditOperations(access),
            jobs=JobOperations(access),
            overview=Overview(access),
            watching=Watching(access),
        )

    def application(self) -> ASGIApp:
        """The ASGI application, to be served while the server is `running`."""
        pages = BrowserDoor(self.services) if self.settings.server.web_enabled else None
        application = HttpApplication(self.services, ROUTES, pages)
        return with_cors(application, self.settings.server.cors_origins)

    async def entrance(self, *, make_key: bool) -> str | None:
        """See to it that somebody can get in where that takes a token; the server must be `running`.

        The token of a new key with all rights, when there was no key and one is to be made; `StartupError` when there
        is neither a key nor a secret for tokens nor an issuer of them.
        """
        auth = self.settings.auth
        if not auth.required or await self._ring.any_in_force() or (self._issuer is not None and not make_key):
            return None
        if make_key:
            new = NewKey(name="the first key, made at the start", rights=ALL_RIGHTS)
            return (await self.verbs.keys.create(OPERATOR, new)).token
        if not auth.secret.strip():
            raise StartupError(
                "auth.required is on, but auth.secret is empty and there is no key: set a long random secret, make a "
                "key with `holdfast keys create`, or start with --auth, which makes one"
            )
        return None

    def answer_waiters(self) -> None:
        """Answer at once those who wait for something to happen: the server is about to stop."""
        self._enrichment.progress.stop()
        self.verbs.watching.stop()

    @asynccontextmanager
    async def running(self, *, work: bool = True, serve: bool = True, ready: bool = True) -> AsyncIterator[None]:
        """Start the storage and the background work; stop both on the way out, after what was begun is finished.

        Without ``work`` the background work is left to other processes on the same database; without ``serve``
        nothing is made ready for searches, and without ``ready`` that is left to `prepare`.  Whatever fails, at the
        start, meanwhile or at the stop: all that was opened is closed.
        """
        if work:
            self._enrichment.check()
            # What follows from these jobs is begun by the process that did them, and by the others when they next look.
            self.storage.jobs.watch(partial(self._enrichment.worker.wake, MESSAGES, DOCUMENTS))
        async with AsyncExitStack() as stack:
            if self._telemetry is not None:
                stack.push_async_callback(self._telemetry.close)
                self._telemetry.start()
            stack.push_async_callback(self.storage.stop)
            await self.storage.start()
            if self._trail is not None:
                stack.push_async_callback(self._trail.close)
            verbs = self.verbs
            parts = (self._enrichment, self._documents, verbs.search, verbs.overview, verbs.watching, self.agents)
            for part in parts:
                stack.push_async_callback(part.close)
            if self._issuer is not None:
                stack.push_async_callback(self._issuer.close)
            if serve and ready:
                await self.prepare()
            if not self.storage.shared:
                # Nobody else can be at work, so what a crashed process had claimed need not wait for its lease to end.
                await self.storage.jobs.release()
            await stack.enter_async_context(self._supervisor.running(self._chores(work=work, serve=serve)))
            yield

    async def prepare(self) -> None:
        """Load what the first search and context would otherwise load, beside the event loop."""
        await self.verbs.search.prepare()
        await self.verbs.context.prepare()

    def _chores(self, *, work: bool, serve: bool) -> list[Chore]:
        """What is to be done in the background."""
        wake = partial(self._enrichment.worker.wake, DOCUMENTS)
        chores = [
            *self._documents.chores(wake, work=work, serve=serve),
            *self._reporting(),
            *((*self._keeping_indexes(), self._enrichment.watching()) if serve else ()),
        ]
        return (
            [
                *self._enrichment.chores(),
                *chores,
                self._removing(),
                self._expiring(),
                *self._purging(),
                *self._backing_up(),
                *self._forgetting_entries(),
            ]
            if work
            else chores
        )

    def _keeping_indexes(self) -> list[Chore]:
        """Files of indexes: ahead of searches; and renewed where other servers delete too, which have files as well."""
        if index_directory(self.settings) is None:
            return []
        engine, seconds = self.verbs.search.engine, 60.0 * self.settings.data.purge_every
        ahead = IndexAhead(engine, self.storage.jobs).run
        chores = [Chore(name="index-ahead", run=ahead, interval=AHEAD_SECONDS, delay=FIRST_AHEAD_SECONDS)]
        if seconds and self.storage.shared:
            chores.append(Chore(name="search-indexes", run=engine.renew_files, interval=seconds, delay=seconds))
        return chores

    def _reporting(self) -> list[Chore]:
        telemetry, seconds = self._telemetry, self.settings.opentelemetry.metrics_every
        if telemetry is None or not seconds:
            return []

        async def run() -> None:
            figures = await self.verbs.health.figures(OPERATOR)
            prometheus = await load_beside("holdfast.http.prometheus")
            await telemetry.send_metrics(prometheus.Snapshot(self.services, figures).collect())

        return [Chore(name="metrics", run=run, interval=seconds, delay=seconds)]

    def _removing(self) -> Chore:
        """Once, after the start: deletions begin their own removal."""

        async def run() -> None:
            await self.storage.finish_deletions()
            await self.verbs.erase.finish_pending(OPERATOR)

        return Chore(name="removal", run=run, interval=None)

    def _expiring(self) -> Chore:
        """What expires is removed when somebody asks for anything; this is for when nobody does."""

        async def run() -> None:
            await self._expiry.clean()

        return Chore(name="expiry", run=run, interval=EXPIRY_SECONDS)

    def _forgetting_entries(self) -> list[Chore]:
        days = self.settings.audit.keep_days
        if not days:
            return []

        async def run() -> None:
            await drop_old_entries(self.storage.audit, days=days)

        return [Chore(name="audit-log", run=run, interval=AUDIT_SECONDS, delay=FIRST_PURGE_SECONDS, alone=True)]

    def _backing_up(self) -> list[Chore]:
        """Of the embedded store: a PostgreSQL has tools of its own."""
        backup = self.settings.backup
        if not backup.every or self.storage.shared:
            return []
        directory = backup_directory(self.settings)

        async def run() -> None:
            await back_up(self.storage, directory, keep=backup.keep, written_by=version_header())

        return [Chore(name="backup", run=run, interval=3600.0 * backup.every, delay=FIRST_PURGE_SECONDS, alone=True)]

    def _purging(self) -> list[Chore]:
        """Twice in each interval, of what was deleted half of it ago: what was just deleted can be restored."""
        seconds = 30.0 * self.settings.data.purge_every
        if not seconds:
            return []

        async def run() -> None:
            deleted_before = timestamp_of(datetime.now(UTC) - timedelta(seconds=seconds))
            purged = await purge_deleted(self.storage, deleted_before=deleted_before)
            if purged.messages or purged.summaries:
                await self.verbs.search.engine.renew_files()
            if purged.documents:
                await self._documents.forget_purged()

        return [Chore(name="purge", run=run, interval=seconds, delay=min(seconds, FIRST_PURGE_SECONDS), alone=True)]


def build_server(settings: Settings) -> Server:
    """The server that ``settings`` describe; `StartupError` when they cannot be met."""
    storage = open_storage(store_dsn(settings), data=data_directory(settings))
    return Server(settings, storage)


def _token_issuer(settings: Settings) -> TokenIssuer | None:
    if not settings.mcp.oauth.issuer or not settings.mcp.enabled:
        return None
    from holdfast.http.oauth.issuer import TokenIssuer  # noqa: PLC0415 (wanted by few)

    return TokenIssuer(settings.mcp.oauth, required=settings.auth.required, read_only=settings.mcp.read_only)


def _telemetry(settings: Settings) -> Telemetry | None:
    if not settings.opentelemetry.enabled:
        return None
    return Telemetry(settings.opentelemetry, version=version_header(), secret=settings.auth.secret)


def _backup_names(settings: Settings) -> list[str]:
    """The backups that there are, for the certificates of what they still hold."""
    return [path.name for path in backups_in(backup_directory(settings))]


def _search(settings: Settings, access: Access, embeddings: EmbeddingModel | None) -> Search:
    try:
        analyzer_for(settings.search.language)
    except UnknownLanguageError as error:
        raise StartupError(f"search.language: {error}") from None
    return Search(
        access,
        model=embeddings,
        questions=for_questions(embeddings, settings.search.embedding_timeout),
        language=settings.search.language,
        cache_bytes=settings.search.cache_megabytes * MEBIBYTE,
        kept_in=_kept_in(settings),
    )


def _kept_in(settings: Settings) -> IndexDirectory | None:
    directory = index_directory(settings)
    return None if directory is None else IndexDirectory(directory, settings.search.index_megabytes * MEBIBYTE)
