"""The storage contract: one interface per noun.

The sentences of the docstrings are the cases of the conformance suite (``tests/storage``), which every backend
passes.  What holds for all of them:

* A method that writes is one transaction: it happens wholly or not at all, and it is durable when it returns.
* Writes to one session exclude each other; none waits for long.
* A *live* row is one that is not soft-deleted.  Reads see live rows only, unless they say otherwise.
* A session is addressed by callers with its ``session_id`` and inside the server with its number, `Session.id`,
  which no other session ever gets, not even one that is created under the same ``session_id`` later.
* A collection is addressed by callers with its name, in lower case, and inside the server with its number,
  `Collection.id`, which no other collection ever gets.
* U+0000 in plain text (identifiers, roles, contents, names) is removed by the caller; no store needs to keep it.
* ``receipt``, where given, is recorded in the same transaction as the write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import msgspec

from holdfast.domain.collections import Collection, CollectionChange, NewCollection
from holdfast.domain.documents import Document, DocumentChange, DocumentRevision, NewDocument
from holdfast.domain.jobs import Job, JobCounts, NewJob
from holdfast.domain.memory import Memory
from holdfast.domain.messages import Message, MessagePage, NewMessage
from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.receipts import Receipt, RecordedAnswer
from holdfast.domain.sessions import NewSession, Session
from holdfast.domain.summaries import NewSummary, Summary
from holdfast.domain.timestamps import Timestamp
from holdfast.domain.users import NewUser, User, UserChange
from holdfast.domain.vectors import PackedVector
from holdfast.storage.transfer import Transfer

Place = tuple[int, int]
"""Where a message is: the number of its session, and its position there."""


class Extent(msgspec.Struct, frozen=True):
    """Which messages of a session are live: positions ``first`` to ``last``, both inclusive.

    A session without live messages has ``last == first - 1``.  ``first`` moves when the session is deleted,
    ``last`` when messages are appended, so an equal extent means that no message came or went.
    """

    session: int
    session_id: str
    first: int
    last: int


class Appended(msgspec.Struct, frozen=True):
    """What an append stored: the session's number, and the positions it gave (``last < first`` when none)."""

    session: int
    first: int
    last: int


class MessageResult(msgspec.Struct, frozen=True, kw_only=True):
    """What enrichment found out about a message; ``None`` leaves a field as it is."""

    session: int
    position: int
    token_count: int | None = None
    findings: Metadata | None = None


class IndexRow(msgspec.Struct, frozen=True):
    """What the search index needs of a message.

    ``terms`` and ``vector`` are what was stored for the analyzer and the model that were asked for, else ``None``;
    ``content`` is given where one of them is missing.
    """

    position: int
    role: str
    created_at: Timestamp
    terms: bytes | None
    vector: bytes | None
    content: str | None


class Unembedded(msgspec.Struct, frozen=True):
    """Live messages that lack a vector, as session number and position, ascending, of those that were looked at.

    ``seen`` is the last one looked at; ``None`` when there is no further one.
    """

    messages: list[tuple[int, int]]
    seen: tuple[int, int] | None


class Neighbour(msgspec.Struct, frozen=True):
    """A document, and the cosine of its vector and the one that was asked for; of zeros it is 0."""

    number: int
    cosine: float


class Purged(msgspec.Struct, frozen=True):
    """How many rows a purge removed for good."""

    messages: int = 0
    summaries: int = 0
    sessions: int = 0
    answers: int = 0
    documents: int = 0

    @property
    def total(self) -> int:
        """All rows together."""
        return self.messages + self.summaries + self.sessions + self.answers + self.documents

    def __add__(self, other: Purged) -> Purged:
        """The sum, noun by noun."""
        return Purged(
            self.messages + other.messages,
            self.summaries + other.summaries,
            self.sessions + other.sessions,
            self.answers + other.answers,
            self.documents + other.documents,
        )


class Users(Protocol):
    """Users, by ``user_id``."""

    async def create(self, user: NewUser, *, receipt: Receipt | None = None) -> User:
        """Store a new user and return it.  `AlreadyExists` when the ``user_id`` is taken; no ``id`` is burnt."""
        ...

    async def get(self, user_id: str) -> User:
        """The user; `NotFound` when there is none."""
        ...

    async def update(self, user_id: str, change: UserChange) -> User:
        """Apply ``change`` and return the user as it is then; ``updated_at`` moves even when nothing changes.

        Metadata merges deeply, the ``system`` key included; no concurrent merge is lost.  `NotFound` when there
        is no such user.
        """
        ...

    async def delete(self, user_id: str) -> None:
        """Remove the user, all its sessions (also soft-deleted ones) and everything in them, at once and for good.

        All identifiers are free again afterwards.  `NotFound` when there is no such user.
        """
        ...

    async def page(self, *, after: int, limit: int) -> list[User]:
        """At most ``limit`` users whose ``id`` exceeds ``after``, ascending by ``id``."""
        ...


class Sessions(Protocol):
    """Sessions, by ``session_id``."""

    async def create(self, session: NewSession, *, receipt: Receipt | None = None) -> Session:
        """Store a new session and return it.

        `AlreadyExists` when a live session has the ``session_id``; `InvalidRequest` when ``user_id`` names no
        user; neither burns an ``id``.  A soft-deleted session of that ``session_id`` does not hinder: the new one
        has nothing of it, and the old one cannot come back any more.
        """
        ...

    async def get(self, session_id: str) -> Session:
        """The live session; `NotFound` when there is none."""
        ...

    async def merge_metadata(self, session_id: str, metadata: Metadata | None) -> Session:
        """Merge ``metadata`` deeply into the stored one, move ``updated_at`` and return the session.

        ``None`` merges nothing.  The protected key ``system`` of ``metadata`` is left out.  A soft-deleted session
        comes back to life with its identity and metadata, without its messages.  `NotFound` when the session
        never existed or was purged.  No concurrent merge is lost.
        """
        ...

    async def delete(self, session_id: str) -> None:
        """Soft-delete the session with its messages and summaries; `NotFound` when no live session has that id."""
        ...

    async def page(self, *, after: int, limit: int) -> list[Session]:
        """At most ``limit`` live sessions whose ``id`` exceeds ``after``, ascending by ``id``."""
        ...

    async def of_user(self, user_id: str, *, after: int, limit: int) -> list[Session]:
        """As `page`, of one user; an unknown user has none."""
        ...

    async def extent(self, session_id: str) -> Extent | None:
        """Which messages are live; ``None`` when there is no live session of that id."""
        ...

    async def extents_of_user(self, user_id: str) -> list[Extent]:
        """The extents of all live sessions of a user, ascending by session number."""
        ...

    async def extents(self) -> list[Extent]:
        """The extents of all live sessions, ascending by session number."""
        ...


class Messages(Protocol):
    """Messages, by session and UUID or position."""

    async def append(
        self, session_id: str, messages: Sequence[NewMessage], *, steps: Sequence[str], receipt: Receipt | None = None
    ) -> Appended:
        """Store ``messages`` in order at the end of the session, with one job for ``steps`` over them.

        The session is created when unknown, brought back when soft-deleted (its old messages stay deleted), and
        its ``updated_at`` moves.  Without messages only that happens, and no job is made; nor is one without
        steps.  All messages of one call share one ``created_at`` unless they carry their own.

        A message whose UUID a live message of the same session has, with the same role and content, is skipped;
        any other known UUID, also of a soft-deleted message, is `AlreadyExists` naming it, and nothing is stored.
        """
        ...

    async def memory(self, session_id: str, *, window: int, lastn: int) -> Memory:
        """The memory of a session by the window rule (`holdfast.domain.memory`).

        An unknown, deleted or empty session has the empty memory.
        """
        ...

    async def page(self, session_id: str, *, offset: int, limit: int) -> MessagePage:
        """At most ``limit`` live messages, oldest first, after leaving out the first ``offset``.

        ``total_count`` counts all live messages, also when the page is empty.  An unknown session has none.
        """
        ...

    async def span(self, session: int, *, after: int, limit: int) -> list[Message]:
        """At most ``limit`` live messages of the session numbered ``session`` whose position exceeds ``after``."""
        ...

    async def at(self, places: Sequence[Place]) -> dict[Place, Message]:
        """The live messages at these places; those that are gone are left out."""
        ...

    async def get(self, session_id: str, uuid: str) -> Message:
        """The live message of that session; `NotFound` when it does not exist there."""
        ...

    async def merge_metadata(self, session_id: str, uuid: str, metadata: Metadata | None) -> Message:
        """Merge ``metadata`` deeply, move the message's ``updated_at``, and return the message as it is then.

        ``None`` and the empty object merge nothing and move nothing.  The protected key ``system`` of ``metadata``
        is left out.  `NotFound` when the message does not live in that session.  No concurrent merge is lost.
        """
        ...

    async def set_token_counts(self, session: int, counts: Mapping[int, int]) -> None:
        """Write token counts by position; messages that are gone are skipped; ``updated_at`` stays."""
        ...

    async def set_findings(self, session: int, findings: Mapping[int, Metadata]) -> None:
        """Merge what enrichment found under the ``system`` key, by position.

        Each key below ``system`` is replaced whole; other keys stay; messages that are gone are skipped;
        ``updated_at`` stays.
        """
        ...

    async def record(self, results: Sequence[MessageResult]) -> None:
        """Write results for messages of any sessions, as `set_token_counts` and `set_findings` do for one."""
        ...


class Features(Protocol):
    """What is computed of messages for the search index, so that it need not be computed again.

    Terms belong to an analyzer, vectors to an embedding model, each named by the caller; of both only the latest is
    kept.  Features go with their message.
    """

    async def span(self, session: int, *, after: int, limit: int, analyzer: int, model: str) -> list[IndexRow]:
        """At most ``limit`` live messages of the session numbered ``session`` beyond position ``after``, ascending."""
        ...

    async def set_terms(self, session: int, terms: Mapping[int, bytes], *, analyzer: int) -> None:
        """Write terms by position; messages that are gone are skipped."""
        ...

    async def set_vectors(self, session: int, vectors: Mapping[int, bytes], *, model: str) -> None:
        """Write vectors by position; messages that are gone are skipped."""
        ...

    async def vectors(self, session: int, positions: Sequence[int], *, model: str) -> dict[int, bytes]:
        """The vectors of live messages by position; those of other models and missing ones are left out."""
        ...

    async def unembedded(self, *, after: tuple[int, int], limit: int, model: str) -> Unembedded:
        """Look at ``limit`` messages beyond ``after`` (session number and position) for vectors of ``model``.

        Messages without content need none.
        """
        ...

    async def metadata(self, session: int, *, after: int, limit: int) -> list[tuple[int, EncodedMetadata | None]]:
        """Position and metadata of at most ``limit`` live messages beyond position ``after``, ascending."""
        ...


class Summaries(Protocol):
    """Summaries, by session number."""

    async def add(self, session: int, summary: NewSummary, *, steps: Sequence[str] = ()) -> Summary | None:
        """Store a summary, with one job of the kind ``summaries`` for ``steps`` over it, if any.

        ``None``, and nothing stored, when the session or its summary point is not live, or when the newest
        summary is no longer the one that ``summary.base`` names: somebody else was faster.
        """
        ...

    async def newest(self, session: int) -> Summary | None:
        """The newest live summary of a session."""
        ...

    async def of_session(self, session: int) -> list[Summary]:
        """All live summaries of a session, oldest first."""
        ...

    async def at(self, session: int, point: int) -> Summary | None:
        """The live summary whose point is that position."""
        ...

    async def unsummarised(self, sessions: Sequence[int]) -> dict[int, int]:
        """How many live messages follow the point of the newest live summary, by session.

        Without a summary all live messages count; sessions that are gone are left out.
        """
        ...

    async def set_findings(self, session: int, summary: int, findings: Metadata) -> None:
        """Merge what enrichment found under the ``system`` key of a summary; a summary that is gone is skipped."""
        ...

    async def set_vector(self, session: int, summary: int, vector: bytes, *, model: str) -> None:
        """Write the vector that ``model`` gives a summary, in place of any other; one that is gone is skipped."""
        ...

    async def vectors(self, session: int, *, model: str) -> dict[int, bytes]:
        """The vectors by ``model`` that the live summaries of a session have, by the number of the summary."""
        ...


class Collections(Protocol):
    """Collections of documents, by name."""

    async def create(self, collection: NewCollection, *, receipt: Receipt | None = None) -> Collection:
        """Store a new, empty collection and return it.  `AlreadyExists` when the name is taken."""
        ...

    async def get(self, name: str) -> Collection:
        """The collection, its counts exact at this moment; `NotFound` when there is none."""
        ...

    async def all(self) -> list[Collection]:
        """All collections in the order of their creation."""
        ...

    async def update(self, name: str, change: CollectionChange) -> Collection:
        """Apply ``change`` and return the collection as it is then; ``updated_at`` moves even when nothing changes.

        `NotFound` when there is no such collection.
        """
        ...

    async def delete(self, name: str) -> None:
        """Remove the collection with all its documents and jobs at once and for good; its name is free again.

        `NotFound` when there is no such collection.
        """
        ...


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
    ) -> list[str]:
        """Store ``documents`` in order and return their UUIDs, which the store chooses.

        For ``steps``, if any, there is one job of the kind ``documents`` for each ``job_size`` of them.  A
        ``document_id`` that comes twice, or that a live document of the collection has, is `AlreadyExists` naming it,
        and nothing is stored; that of a deleted document is free.  `NotFound` when the collection is gone.
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

    async def delete(self, collection: int, uuids: Sequence[str]) -> int:
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


class NearestDocuments(Protocol):
    """Comparing the vectors of documents where they are stored, by an index where the store has made one.

    A store need not be able to do this.  Only live documents are found.  Cosines are calculated from the stored
    vectors, and are descending; of equals the earlier document comes first.
    """

    async def nearest(self, collection: Collection, vector: PackedVector, *, model: str, limit: int) -> list[Neighbour]:
        """Documents whose vectors, made by ``model``, are probably the nearest: at most ``limit``, perhaps fewer.

        Without an index they are the nearest indeed.  Vectors of zeros may be missing.
        """
        ...

    async def among(
        self,
        collection: Collection,
        vector: PackedVector,
        *,
        model: str,
        limit: int,
        numbers: Sequence[int] | None = None,
    ) -> list[Neighbour]:
        """The ``limit`` nearest of these documents, or of all, compared one and all.

        Documents without a vector are left out; the cosine of a vector that another model made is 0.
        """
        ...

    async def unindexed(self, *, least: int) -> dict[int, int]:
        """The collections that have more than ``least`` vectors and no index, with how many they have."""
        ...

    async def index(self, collection: int) -> bool:
        """Make the index of a collection, beside all traffic, in minutes where there are very many vectors.

        What a process that died left of it is removed first.  False, and nothing done, when the collection is gone or
        while another process makes or drops an index.
        """
        ...

    async def drop_unneeded_indexes(self, *, least: int) -> int:
        """Drop the indexes of collections that are gone or have not more than ``least`` vectors; how many.

        What a process that died left of an index goes too.  Nothing is done while another process is at it.
        """
        ...


class Jobs(Protocol):
    """The outbox."""

    async def claim(self, *, limit: int, lease: float, kind: str | None = None) -> list[Job]:
        """Take at most ``limit`` jobs that are due, of one kind or of any, oldest first, for ``lease`` seconds.

        A claimed job is not handed out again before its lease has ended.  Each claim counts as an attempt.
        """
        ...

    async def extend(self, jobs: Sequence[int], *, lease: float) -> None:
        """Let the leases of claimed jobs end ``lease`` seconds from now."""
        ...

    async def finish(self, jobs: Sequence[int], *, follow: Sequence[NewJob] = ()) -> None:
        """Remove claimed jobs that are done, and put the jobs that ``follow`` from them into the outbox.

        A job that was widened since it was claimed (see `NewJob`) is not removed but due again.
        """
        ...

    async def retry(
        self, job: int, *, steps: Sequence[str], delay: float, error: str, follow: Sequence[NewJob] = ()
    ) -> None:
        """Put a job back with the steps that are left, due after ``delay`` seconds; ``follow`` as for `finish`."""
        ...

    async def park(self, job: int, *, steps: Sequence[str], error: str, follow: Sequence[NewJob] = ()) -> None:
        """Take a job out of circulation, with its error, until a person looks at it; ``follow`` as for `finish`.

        A job that was widened since it was claimed is due again instead.
        """
        ...

    async def release(self, jobs: Sequence[int] | None = None) -> None:
        """End the leases of these jobs, which do not count as attempts then.

        ``None`` ends all leases: only for a process that knows that no other one works on the outbox.
        """
        ...

    async def pending(self, session: int) -> list[Job]:
        """The jobs of a session, of all its kinds, that are not done, parked ones included, ascending."""
        ...

    async def parked(self, *, after: int, limit: int) -> list[Job]:
        """Parked jobs whose ``id`` exceeds ``after``, ascending."""
        ...

    async def redrive(self, jobs: Sequence[int] | None) -> int:
        """Make parked jobs due again with a fresh count of attempts, all of them when ``None``; how many."""
        ...

    async def drop(self, jobs: Sequence[int] | None) -> int:
        """Remove parked jobs, all of them when ``None``; how many."""
        ...

    async def counts(self) -> JobCounts:
        """How many jobs there are."""
        ...

    async def counts_by_kind(self) -> dict[str, JobCounts]:
        """How many jobs there are of each kind that has any."""
        ...

    async def next_due(self, *, kind: str | None = None) -> float | None:
        """Seconds until a job, of one kind or of any, will be due (0 when one is); ``None`` when none is waiting."""
        ...

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` in the event loop whenever another process may have put a job into the outbox.

        Calls may come for nothing, and now and then one may be missing: whoever waits for jobs also polls.
        """
        ...


class Answers(Protocol):
    """Recorded answers of requests that carried an idempotency key."""

    async def find(self, key: str, *, since: Timestamp) -> RecordedAnswer | None:
        """The answer recorded for ``key`` at ``since`` or later."""
        ...

    async def record(self, key: str, answer: RecordedAnswer) -> None:
        """Record an answer that belongs to no write; an older one of the same key is replaced."""
        ...


class Storage(Protocol):
    """A database: its nouns, and what concerns it as a whole.

    ``shared`` tells whether other server processes may be at work on the same database.  ``nearest_documents`` is
    ``None`` where the store cannot compare vectors.
    """

    shared: bool

    users: Users
    sessions: Sessions
    messages: Messages
    features: Features
    summaries: Summaries
    collections: Collections
    documents: Documents
    nearest_documents: NearestDocuments | None
    jobs: Jobs
    answers: Answers
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

    async def purge(self, *, answers_before: Timestamp) -> Purged:
        """Remove soft-deleted rows, and answers older than given, for good, in short transactions.

        Only rows that are themselves deleted go; what was written meanwhile stays.
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

    def describe(self) -> str:
        """Where the data lies, without secrets, for people."""
        ...
