"""The PostgreSQL store as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from holdfast.domain.timestamps import END_OF_TIME, Timestamp
from holdfast.errors import InvalidRequest
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
from holdfast.storage.postgres.distributed.nodes import Nodes
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.storage.postgres.nouns.appends import batched_appends
from holdfast.storage.postgres.nouns.audit import PostgresAudit
from holdfast.storage.postgres.nouns.changes import PostgresSessionChanges
from holdfast.storage.postgres.nouns.check import defects
from holdfast.storage.postgres.nouns.chosen_appends import chosen_appends
from holdfast.storage.postgres.nouns.collections import PostgresCollections
from holdfast.storage.postgres.nouns.documents import PostgresDocuments
from holdfast.storage.postgres.nouns.erasures import PostgresErasures
from holdfast.storage.postgres.nouns.expirations import PostgresExpirations
from holdfast.storage.postgres.nouns.facts import PostgresFacts
from holdfast.storage.postgres.nouns.features import PostgresFeatures
from holdfast.storage.postgres.nouns.files import PostgresFiles
from holdfast.storage.postgres.nouns.jobs import PostgresJobs
from holdfast.storage.postgres.nouns.keys import PostgresKeys
from holdfast.storage.postgres.nouns.marks import PostgresMarks
from holdfast.storage.postgres.nouns.messages import PostgresMessages
from holdfast.storage.postgres.nouns.nearest import PostgresNearestDocuments
from holdfast.storage.postgres.nouns.pages import read_pages
from holdfast.storage.postgres.nouns.purge import purge, remove_unreachable
from holdfast.storage.postgres.nouns.sessions import PostgresSessions
from holdfast.storage.postgres.nouns.statistics import PostgresStatistics
from holdfast.storage.postgres.nouns.summaries import PostgresSummaries
from holdfast.storage.postgres.nouns.transfer import PostgresTransfer
from holdfast.storage.postgres.nouns.users import PostgresUsers
from holdfast.storage.postgres.nouns.vacuum import clear
from holdfast.storage.removal import Removal
from holdfast.storage.transfer import TABLES, Transfer


class PostgresStorage(Storage):
    """See `holdfast.storage.contract.storage.Storage`.

    ``dsn`` may carry the options of `holdfast.storage.postgres.engine.dsn`.
    """

    shared = True

    def __init__(self, dsn: str) -> None:
        self._database = Database(dsn)
        self._nodes = Nodes(self._database)
        self._appends = batched_appends(self._database)
        self._chosen_appends = chosen_appends(self._database)
        self._wakeups = Wakeups(self._database)
        self._removal = Removal(self.finish_deletions)
        expirations = PostgresExpirations(self._database, self._removal, self._wakeups)
        self.expirations: Expirations = expirations
        self.users: Users = PostgresUsers(self._database, self._removal)
        self.sessions: Sessions = PostgresSessions(self._database, self._removal, self._wakeups, expirations)
        self.session_changes: SessionChanges = PostgresSessionChanges(self._database)
        self.messages: Messages = PostgresMessages(
            self._database, self._appends, self._chosen_appends, self._wakeups, expirations, nodes=self._nodes
        )
        self.facts: Facts = PostgresFacts(self._database)
        self.features: Features = PostgresFeatures(self._database)
        self.summaries: Summaries = PostgresSummaries(self._database, self._wakeups)
        self.collections: Collections = PostgresCollections(self._database, self._removal)
        self.documents: Documents = PostgresDocuments(self._database, self._wakeups)
        self._indexes = PostgresNearestDocuments(self._database)
        self.nearest_documents: NearestDocuments | None = self._indexes
        self.files: Files = PostgresFiles(self._database)
        self.jobs: Jobs = PostgresJobs(self._database, self._wakeups)
        self.audit: Audit = PostgresAudit(self._database)
        self.erasures: Erasures = PostgresErasures(self._database)
        self.keys: Keys = PostgresKeys(self._database)
        self.marks: Marks = PostgresMarks(self._database)
        self.statistics: Statistics = PostgresStatistics(self._database)
        self.transfer: Transfer = PostgresTransfer(self._database)

    async def start(self) -> None:
        await self._database.open()
        self._wakeups.start()

    async def stop(self) -> None:
        await self._removal.stop()
        await self._appends.close()
        await self._chosen_appends.close()
        await self._wakeups.stop()
        await self._nodes.close()
        await self._database.close()

    async def ping(self) -> None:
        await self._database.row("SELECT 1")

    async def purge(self, *, receipts_before: Timestamp, deleted_before: Timestamp = END_OF_TIME) -> Purged:
        purged = await purge(self._database, receipts_before=receipts_before, deleted_before=deleted_before)
        await self._indexes.drop_unneeded_indexes(least=0)
        return purged

    async def finish_deletions(self) -> Purged:
        return await remove_unreachable(self._database)

    async def scrub(self, *, tables: Collection[str] = ()) -> None:
        await clear(self._database, list(tables) or [*(table.name for table in TABLES), *_FURTHER_TABLES])

    async def write_copy(self, target: Path) -> None:  # noqa: ARG002 (there is none)
        raise InvalidRequest(
            "PostgreSQL is backed up with its own tools: pg_dump for a copy of one state, continuous archiving "
            "(pg_basebackup and the write-ahead log) to go back to any moment"
        )

    def files_on_disk(self) -> list[Path]:
        return []

    def pages(self, *, overlap: int) -> AsyncIterator[tuple[str, bytes]]:
        return read_pages(self._database, [*(table.name for table in TABLES), *_FURTHER_TABLES], overlap=overlap)

    def alone(self, work: str) -> AbstractAsyncContextManager[bool]:
        return self._database.if_alone(_lock_of(work))

    async def check(self) -> list[str]:
        return await defects(self._database)

    def announce(self, address: str) -> None:
        pass

    def describe(self) -> str:
        return self._database.place


_FURTHER_TABLES = ("session_changes", "session_names", "chosen_uuids")
"""Tables that hold something of users, beside those of the transfer form."""


def _lock_of(work: str) -> int:
    """The number of the advisory lock for a kind of work."""
    digest = hashlib.blake2b(f"holdfast {work}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
