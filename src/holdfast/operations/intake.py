"""The intake: putting records of an archive, or of another server, into the storage as they are.

Taking a record in again changes nothing.  What cannot be taken in is told and left out, and hinders nothing else.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from holdfast.domain import archive
from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    FactRecord,
    FileRecord,
    MessageRecord,
    Record,
    SessionRecord,
    SummaryRecord,
    UserRecord,
    kind_of,
)
from holdfast.domain.collections import Collection
from holdfast.domain.files import Put, check_content, check_path
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.origins import Origin
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import NewSession, Session
from holdfast.domain.summaries import NewSummary
from holdfast.domain.timestamps import Timestamp, parse_timestamp
from holdfast.domain.users import NewUser
from holdfast.errors import AlreadyExists, HoldfastError, InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.fact_intake import FactIntake
from holdfast.operations.intake_values import (
    check_token_count,
    metadata_in,
    new_collection,
    new_document,
    new_message,
    new_session,
    origin_in,
    plain,
)
from holdfast.operations.limits import check_identifier, check_length
from holdfast.storage.contract.storage import Storage

MOST_TOGETHER = 500
"""Messages or documents that are stored in one transaction."""
_AT_ONCE = 32
"""Things that are stored at the same time, so that they share transactions."""

Some = TypeVar("Some", bound=Record)
Thing = TypeVar("Thing")


class LeftOut(msgspec.Struct, frozen=True):
    """A record that could not be loaded."""

    kind: str
    identity: str
    reason: str


class Taken(msgspec.Struct):
    """What became of records, by kind: ``stored`` now, or ``present`` before, or left out."""

    stored: Counter[str] = msgspec.field(default_factory=Counter)
    present: Counter[str] = msgspec.field(default_factory=Counter)
    left_out: list[LeftOut] = []

    def leave_out(self, record: Record, error: Exception) -> None:
        """Tell why a record was left out."""
        self.left_out.append(LeftOut(kind_of(record), archive.identity_of(record), str(error)))

    def add(self, other: Taken) -> None:
        """Count what became of other records, too."""
        self.stored.update(other.stored)
        self.present.update(other.present)
        self.left_out += other.left_out


class Intake:
    """Takes records in.

    ``steps`` are the names of the enrichment steps that messages call for, ``summary_steps`` those of summaries;
    ``wake`` tells the worker that there is something to do.
    """

    def __init__(
        self,
        access: Access,
        *,
        steps: Sequence[str] = (),
        summary_steps: Sequence[str] = (),
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._access = access
        self._steps = tuple(steps)
        self._summary_steps = tuple(summary_steps)
        self._wake = wake

    async def __call__(self, principal: Principal, records: Sequence[Record]) -> Taken:
        """Take in ``records``, those of each session or collection in their order; what became of them.

        Whoever may not administer is `Forbidden`: records bring UUIDs, times and findings along.
        """
        taken = Taken()
        with self._access.administering(principal, "take_in", *_targets(records)) as storage:
            await _Records(storage, taken, self._steps, self._summary_steps).take(records)
        if taken.stored.total():
            self._wake()
        return taken


class _Records:
    """Those of one call."""

    def __init__(self, storage: Storage, taken: Taken, steps: tuple[str, ...], summary_steps: tuple[str, ...]) -> None:
        self._storage = storage
        self._taken = taken
        self._steps = steps
        self._summary_steps = summary_steps
        self._times: dict[int, Timestamp] = {}
        self._created: dict[str, Session] = {}

    async def take(self, records: Sequence[Record]) -> None:
        """Take them in, kind by kind, so that what a record refers to comes first."""
        kinds: dict[type, list[Any]] = {}
        for record in records:
            kinds.setdefault(type(record), []).append(record)
        # A store that is shared may give numbers in another order than it was asked for them.
        at_once = 1 if self._storage.shared else _AT_ONCE
        await _in_parallel(kinds.get(UserRecord, []), partial(self._try, self._user), at_once=at_once)
        for part in _parts(kinds.get(SessionRecord, [])):
            await self._create_sessions(part)
        for kind, work in (
            (MessageRecord, self._messages),
            (SummaryRecord, self._summaries),
        ):
            await _in_parallel(_grouped(kinds.get(kind, []), attrgetter("session_id")), work)
        if self._times:  # storing something in a session moves its time; taking in is to leave it
            await self._storage.sessions.set_updated_at(self._times)
        for record in kinds.get(CollectionRecord, []):
            await self._try(self._collection, record)
        for group in _grouped(kinds.get(DocumentRecord, []), attrgetter("collection")):
            await self._documents(group)
        for record in kinds.get(FileRecord, []):
            await self._try(self._file, record)
        facts = FactIntake(self._storage)
        for record in kinds.get(FactRecord, []):
            await self._try(facts.take, record)

    async def _try(self, take: Callable[[Some], Awaitable[bool]], record: Some) -> None:
        """Take a record in; ``take`` says whether it was new."""
        try:
            new = await take(record)
        except (InvalidRequest, NotFound, ValueError) as error:
            self._taken.leave_out(record, error)
            return
        counts = self._taken.stored if new else self._taken.present
        counts[kind_of(record)] += 1

    async def _user(self, record: UserRecord) -> bool:
        check_identifier(record.user_id, "user_id")
        for field in ("email", "first_name", "last_name"):
            check_length(getattr(record, field), field)
        new = NewUser(
            user_id=plain(record.user_id),
            email=plain(record.email),
            first_name=plain(record.first_name),
            last_name=plain(record.last_name),
            metadata=metadata_in(record.metadata),
            origin=origin_in(record),
        )
        try:
            await self._storage.users.create(new)
        except AlreadyExists:
            return False
        return True

    async def _create_sessions(self, records: list[SessionRecord]) -> None:
        wanted: list[tuple[SessionRecord, NewSession]] = []
        for record in records:
            try:
                wanted.append((record, new_session(record)))
            except (InvalidRequest, ValueError) as error:
                self._taken.leave_out(record, error)
        outcomes = await self._storage.sessions.create_all([new for _, new in wanted])
        for (record, new), outcome in zip(wanted, outcomes, strict=True):
            if isinstance(outcome, Session):
                self._created[new.session_id] = outcome
            await self._try(partial(self._session, new, outcome), record)

    async def _session(self, new: NewSession, outcome: Session | HoldfastError, _: SessionRecord) -> bool:
        """Whether a session is new."""
        if isinstance(outcome, Session):
            return True
        if not isinstance(outcome, AlreadyExists):
            raise outcome
        await self._claim(new)
        return False

    async def _claim(self, wanted: NewSession) -> None:
        """See to it that a session which is there belongs to the user that it should belong to."""
        found = await self._storage.sessions.get(wanted.session_id)
        if found.user_id is None and wanted.user_id is not None:
            await self._storage.sessions.merge_metadata(wanted.session_id, None, user_id=wanted.user_id)
        elif found.user_id != wanted.user_id and wanted.user_id is not None:
            raise AlreadyExists(f"session {wanted.session_id} belongs to user {found.user_id} already")

    async def _summary(self, record: SummaryRecord) -> bool:
        check_token_count(record.token_count)
        session = await self._storage.sessions.get(record.session_id)
        known = await self._storage.summaries.of_session(session.id)
        if any(summary.uuid == record.uuid for summary in known):
            return False
        point = (await self._storage.messages.get(record.session_id, canonical_uuid(record.point_uuid))).position
        new = NewSummary(
            base=known[-1].id if known else 0,
            point=point,
            content=plain(record.content),
            token_count=record.token_count,
            metadata=metadata_in(record.metadata),
            origin=Origin(
                canonical_uuid(record.uuid),
                parse_timestamp(record.created_at),
                parse_timestamp(record.created_at),
            ),
        )
        if await self._storage.summaries.add(session.id, new, steps=self._summary_steps) is None:
            raise AlreadyExists("the session has a summary that reaches as far already")
        return True

    async def _collection(self, record: CollectionRecord) -> bool:
        new = new_collection(record)
        try:
            await self._storage.collections.create(new)
        except AlreadyExists:
            found = await self._storage.collections.get(new.name)
            if (found.dimensions, found.is_auto_embedded) != (new.dimensions, new.is_auto_embedded):
                raise
            return False
        return True

    async def _file(self, record: FileRecord) -> bool:
        check_path(record.path)
        check_content(record.content)
        check_length(record.author, "author")
        before = await self._revision(record.user_id, record.path)
        put = Put(plain(record.content))
        written = await self._storage.files.change(record.user_id, record.path, put, author=record.author)
        return written.result.revision != before

    async def _revision(self, user_id: str, path: str) -> int:
        try:
            return (await self._storage.files.get(user_id, path)).entry.revision
        except NotFound:
            await self._storage.users.get(user_id)
            return 0

    async def _messages(self, records: list[MessageRecord]) -> None:
        """Take in messages of one session."""
        session_id = plain(records[0].session_id)
        try:
            session = self._created.get(session_id) or await self._storage.sessions.get(session_id)
        except NotFound as error:
            for record in records:
                self._taken.leave_out(record, error)
            return
        for part in _parts(records):
            await self._append(session, part)
        self._times[session.id] = session.updated_at

    async def _append(self, session: Session, records: list[MessageRecord]) -> None:
        """Store messages; where they cannot go together, one by one."""
        try:
            new = [new_message(record) for record in records]
            written = await self._storage.messages.append(session.session_id, new, steps=self._steps)
        except (InvalidRequest, ValueError) as error:
            if len(records) == 1:
                self._taken.leave_out(records[0], error)
                return
            for record in records:
                await self._append(session, [record])
            return
        stored = written.result.last - written.result.first + 1
        self._taken.stored["messages"] += stored
        self._taken.present["messages"] += len(records) - stored
        if stored:
            await self._restore_times(session, records, written.result.first, stored)

    async def _summaries(self, records: list[SummaryRecord]) -> None:
        for record in records:
            await self._try(self._summary, record)

    async def _restore_times(self, session: Session, records: list[MessageRecord], first: int, stored: int) -> None:
        """Let messages that were edited where they come from have the time of that."""
        edited = {record.uuid: record.updated_at for record in records if record.updated_at != record.created_at}
        if edited:
            found = await self._storage.messages.span(session.id, after=first - 1, limit=stored)
            times = {each.position: parse_timestamp(edited[each.uuid]) for each in found if each.uuid in edited}
            await self._storage.messages.set_updated_at(session.id, times)

    async def _documents(self, records: list[DocumentRecord]) -> None:
        """Take in documents of one collection."""
        try:
            collection = await self._storage.collections.get(records[0].collection.lower())
        except NotFound as error:
            for record in records:
                self._taken.leave_out(record, error)
            return
        for part in _parts(records):
            await self._add(collection, part)

    async def _add(self, collection: Collection, records: list[DocumentRecord]) -> None:
        """Store documents; where they cannot go together, one by one.  The backlog of documents has them embedded."""
        try:
            uuids = [canonical_uuid(record.uuid) for record in records]
            present = {found.uuid for found in await self._storage.documents.with_uuids(collection.id, uuids)}
            fresh = [record for uuid, record in zip(uuids, records, strict=True) if uuid not in present]
            new = [new_document(record, collection) for record in fresh]
            if new:
                await self._storage.documents.add(collection.id, new)
        except (InvalidRequest, ValueError) as error:
            if len(records) == 1:
                self._taken.leave_out(records[0], error)
                return
            for record in records:
                await self._add(collection, [record])
            return
        self._taken.stored["documents"] += len(fresh)
        self._taken.present["documents"] += len(records) - len(fresh)


def _grouped(records: Sequence[Some], key: Callable[[Some], str]) -> list[list[Some]]:
    groups: dict[str, list[Some]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return list(groups.values())


async def _in_parallel(
    things: Sequence[Thing], work: Callable[[Thing], Awaitable[None]], *, at_once: int = _AT_ONCE
) -> None:
    """Do ``work`` on some things at a time."""
    for start in range(0, len(things), at_once):
        await asyncio.gather(*(work(thing) for thing in things[start : start + at_once]))


def _parts(records: list[Some], size: int = MOST_TOGETHER) -> Iterator[list[Some]]:
    return (records[start : start + size] for start in range(0, len(records), size))


def _targets(records: Sequence[Record]) -> tuple[str, ...]:
    """The users, sessions and collections that are loaded, for the audit log."""
    return tuple(
        archive.identity_of(record)
        for record in records
        if isinstance(record, UserRecord | SessionRecord | CollectionRecord)
    )
