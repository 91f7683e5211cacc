"""A database as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

import msgspec

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
from holdfast.storage.contract.summaries import Summaries
from holdfast.storage.contract.users import Users
from holdfast.storage.transfer import Transfer


class Purged(msgspec.Struct, frozen=True):
    """How many rows a purge removed for good."""

    messages: int = 0
    summaries: int = 0
    sessions: int = 0
    receipts: int = 0
    documents: int = 0
    files: int = 0
    facts: int = 0

    @property
    def total(self) -> int:
        """All rows together."""
        rows = self.messages + self.summaries + self.sessions + self.receipts
        return rows + self.documents + self.facts + self.files

    def __add__(self, other: Purged) -> Purged:
        """The sum, noun by noun."""
        return Purged(
            self.messages + other.messages,
            self.summaries + other.summaries,
            self.sessions + other.sessions,
            self.receipts + other.receipts,
            self.documents + other.documents,
            self.files + other.files,
            self.facts + other.facts,
        )


class Nouns(Protocol):
    """What callers may come to know of a database.

    ``nearest_documents`` is ``None`` where the store cannot compare vectors.
    """

    users: Users
    sessions: Sessions
    messages: Messages
    summaries: Summaries
    facts: Facts
    collections: Collections
    documents: Documents
    nearest_documents: NearestDocuments | None
    files: Files
    jobs: Jobs


class Storage(Nouns, Protocol):
    """A database: its nouns, and what concerns it as a whole.

    ``shared`` tells whether other server processes may be at work on the same database.
    """

    shared: bool

    session_changes: SessionChanges
    features: Features
    audit: Audit
    erasures: Erasures
    expirations: Expirations
    keys: Keys
    marks: Marks
    statistics: Statistics
    transfer: Transfer

    async def start(self) -> None:
        """Open, migrate and make ready.  `StartupError` when that is impossible."""
        ...

    async def stop(self) -> None:
        """Finish what was begun and close; calling it twice does no harm."""
        ...

    async def ping(self) -> None:
        """Return when the database answers; `Unavailable` when it does not."""
        ...

    async def purge(self, *, receipts_before: Timestamp, deleted_before: Timestamp = END_OF_TIME) -> Purged:
        """Remove soft-deleted rows, and receipts older than given, for good, in short transactions.

        Sessions, messages and documents that were deleted at ``deleted_before`` or later stay, and what of them can be
        restored still can.  What cannot be brought back goes at once, whenever it was deleted.

        Between two of them others have their turn.  Only rows that are themselves deleted go; what was written
        meanwhile stays.  What deleted users and collections left behind goes too, as far as it has not gone in the
        background; the count is of the rows that this purge removed.
        """
        ...

    async def finish_deletions(self) -> Purged:
        """Remove what deleted users and collections left behind and a crash or a stop kept from going."""
        ...

    async def scrub(self, *, tables: Collection[str] = ()) -> None:
        """See to it that what was removed is in no file any more, as far as that is in the store's power.

        Where only some tables of the transfer form can hold any of it, these may be named.
        """
        ...

    async def write_copy(self, target: Path) -> None:
        """Write one state of all data into a new database file, while others read and write.

        `InvalidRequest`, saying what to use instead, where the data is another program's.
        """
        ...

    def files_on_disk(self) -> list[Path]:
        """The files in which the store keeps its data; none where they are another program's."""
        ...

    def pages(self, *, overlap: int) -> AsyncIterator[tuple[str, bytes]]:
        """All bytes of the tables where their files are another program's, those of rows that are gone among them.

        The name of a table and a piece of it, again and again; a piece begins with the last ``overlap`` bytes of the
        one before it.  Nothing comes where these files may not be read.
        """
        ...

    def alone(self, work: str) -> AbstractAsyncContextManager[bool]:
        """Whether this is the only process that is at ``work``, any name, until the context ends.

        Nobody waits.  The place of a process that dies is free again.
        """
        ...

    async def check(self) -> list[str]:
        """The defects that the database finds in itself; an empty list when it is sound."""
        ...

    def announce(self, address: str) -> None:
        """Let a process that finds this database taken know where it is served (`DataDirectoryLocked.address`).

        Nothing, where several processes may use the database.
        """
        ...

    def describe(self) -> str:
        """Where the data lies, without secrets, for people."""
        ...
