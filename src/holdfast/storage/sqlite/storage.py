"""The embedded store as a whole."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from holdfast.domain.timestamps import END_OF_TIME, Timestamp
from holdfast.storage.contract.audit import Audit
from holdfast.storage.contract.changes import SessionChanges
from holdfast.storage.contract.collections import Collections
from holdfast.storage.contract.documents import Documents
from holdfast.storage.contract.erasures import Erasures
from holdfast.storage.contract.expirations import Expirations
from holdfast.storage.contract.facts import Facts
from holdfast.storage.contract.features import Features
from holdfast.storage.contract.files import Files
from holdfast.storage.contract.jobs import Jobs
from holdfast.storage.contract.keys import Keys
from holdfast.storage.contract.marks import Marks
from holdfast.storage.contract.messages import Messages
from holdfast.storage.contract.nearest_documents import NearestDocuments
from holdfast.storage.contract.sessions import Sessions
from holdfast.storage.contract.statistics import Statistics
from holdfast.storage.contract.storage import Purged, Storage
from holdfast.storage.contract.summaries import Summaries
from holdfast.storage.contract.users import Users
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.engine.copies import write_copy
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.engine.readers import Reader
from holdfast.storage.sqlite.nouns.audit import SqliteAudit
from holdfast.storage.sqlite.nouns.changes import SqliteSessionChanges
from holdfast.storage.sqlite.nouns.collections import SqliteCollections
from holdfast.storage.sqlite.nouns.documents import SqliteDocuments
from holdfast.storage.sqlite.nouns.erasures import SqliteErasures
from holdfast.storage.sqlite.nouns.expirations import SqliteExpirations
from holdfast.storage.sqlite.nouns.facts import SqliteFacts
from holdfast.storage.sqlite.nouns.features import SqliteFeatures
from holdfast.storage.sqlite.nouns.files import SqliteFiles
from holdfast.storage.sqlite.nouns.jobs import SqliteJobs
from holdfast.storage.sqlite.nouns.keys import SqliteKeys
from holdfast.storage.sqlite.nouns.marks import SqliteMarks
from holdfast.storage.sqlite.nouns.messages import SqliteMessages
from holdfast.storage.sqlite.nouns.purge import purge, remove_unreachable
from holdfast.storage.sqlite.nouns.sessions import SqliteSessions
from holdfast.storage.sqlite.nouns.statistics import SqliteStatistics
from holdfast.storage.sqlite.nouns.summaries import SqliteSummaries
from holdfast.storage.sqlite.nouns.transfer import SqliteTransfer
from holdfast.storage.sqlite.nouns.users import SqliteUsers
from holdfast.storage.transfer import Transfer


class SqliteStorage(Storage):
    """See `holdfast.storage.contract.storage.Storage`.

    ``exclusive`` is for servers: it refuses to start while another server uses the directory.
    """

    shared = False

    def __init__(self, directory: Path, *, exclusive: bool = True) -> None:
        self._database = Database(directory, exclusive=exclusive)
        self._reader = Reader(self._database)
        self._at_work: set[str] = set()  # the database has no other process
        self._removal = Removal(self.finish_deletions)
        expirations = SqliteExpirations(self._database, self._removal)
        self.expirations: Expirations = expirations
        self.users: Users = SqliteUsers(self._database, self._removal)
        self.sessions: Sessions = SqliteSessions(self._database, self._removal, expirations)
        self.session_changes: SessionChanges = SqliteSessionChanges(self._database, self._reader)
        self.messages: Messages = SqliteMessages(self._database, expirations)
        self.facts: Facts = SqliteFacts(self._database, self._reader)
        self.features: Features = SqliteFeatures(self._database, self._reader)
        self.summaries: Summaries = SqliteSummaries(self._database, self._reader)
        self.collections: Collections = SqliteCollections(self._database, self._removal)
        self.documents: Documents = SqliteDocuments(self._database)
        self.nearest_documents: NearestDocuments | None = None
        self.files: Files = SqliteFiles(self._database)
        self.jobs: Jobs = SqliteJobs(self._database)
        self.audit: Audit = SqliteAudit(self._database)
        self.erasures: Erasures = SqliteErasures(self._database)
        self.keys: Keys = SqliteKeys(self._database)
        self.marks: Marks = SqliteMarks(self._database)
        self.statistics: Statistics = SqliteStatistics(self._database, self._reader)
        self.transfer: Transfer = SqliteTransfer(self._database)

    async def start(self) -> None:
        await self._database.open()

    async def stop(self) -> None:
        await self._removal.stop()
        await self._reader.close()
        await self._database.close()

    async def ping(self) -> None:
        self._database.ping()

    async def purge(self, *, receipts_before: Timestamp, deleted_before: Timestamp = END_OF_TIME) -> Purged:
        purged = await purge(self._database, receipts_before=receipts_before, deleted_before=deleted_before)
        if purged.total:
            await self._database.empty_log()
        return purged

    async def finish_deletions(self) -> Purged:
        removed = await remove_unreachable(self._database)
        if removed.total:
            await self._database.empty_log()
        return removed

    async def scrub(self, *, tables: Collection[str] = ()) -> None:  # noqa: ARG002 (the log is that of all)
        await self._database.empty_log()

    async def write_copy(self, target: Path) -> None:
        with self._database.translating():
            await asyncio.to_thread(write_copy, self._database.path, target)

    async def pages(self, *, overlap: int) -> AsyncIterator[tuple[str, bytes]]:  # noqa: ARG002 (see files_on_disk)
        nothing: tuple[tuple[str, bytes], ...] = ()
        for piece in nothing:
            yield piece

    def files_on_disk(self) -> list[Path]:
        # `Path.rglob` fails where a folder goes that it has just seen, as those of unfinished backups do.
        found = (Path(folder, name) for folder, _, names in os.walk(self._database.directory) for name in names)
        return sorted(path for path in found if path.is_file())

    @asynccontextmanager
    async def alone(self, work: str) -> AsyncIterator[bool]:
        if work in self._at_work:
            yield False
            return
        self._at_work.add(work)
        try:
            yield True
        finally:
            self._at_work.discard(work)

    async def check(self) -> list[str]:
        return await self._database.defects()

    def announce(self, address: str) -> None:
        self._database.announce(address)

    def describe(self) -> str:
        return f"SQLite, {self._database.path}"
