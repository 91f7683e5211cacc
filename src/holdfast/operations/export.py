"""Exporting: what a principal may see, as records of an archive, chunk by chunk."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    End,
    FactRecord,
    FileRecord,
    FormerRecord,
    Heading,
    Line,
    MessageRecord,
    Record,
    SessionRecord,
    SummaryRecord,
    UserRecord,
    kind_of,
    recorded_metadata,
)
from holdfast.domain.collections import Collection
from holdfast.domain.documents import Document
from holdfast.domain.facts import Fact, FactSelection, FactState
from holdfast.domain.messages import FormerContent, Message
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import Session
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp, now
from holdfast.domain.users import User
from holdfast.errors import NotFound
from holdfast.operations.access import Access
from holdfast.operations.limits import DOCUMENT_CHUNK, LIST_CHUNK
from holdfast.storage.contract.storage import Nouns

MESSAGE_CHUNK = 200
"""Messages read at once: the event loop is held for a millisecond or two."""
_FILE_CHUNK = 20
_TOGETHER = 8
"""Sessions whose beginnings are read at the same time."""
_STATES = (FactState.VALID, FactState.SUPERSEDED, FactState.INVALID)

Lines = AsyncIterator[Sequence[Line]]


class Export:
    """Reads users, sessions and collections as the lines of an archive.  Chunks are short, so that others have turns.

    What changes meanwhile may come as it was or as it is; what is deleted meanwhile may be missing.
    """

    def __init__(self, access: Access, *, written_by: str = "") -> None:
        self._access = access
        self._written_by = written_by

    async def user(self, principal: Principal, user_id: str) -> Lines:
        """A user with all sessions and files; `NotFound`, before the first chunk, when there is none."""
        seen = self._access.to_read(principal)
        async for chunk in self._framed(_user(seen, await seen.users.get(user_id))):
            yield chunk

    async def session(self, principal: Principal, session_id: str) -> Lines:
        """A session, and the user that it belongs to; `NotFound`, before the first chunk, when there is none."""
        seen = self._access.to_read(principal)
        async for chunk in self._framed(_session_with_user(seen, await seen.sessions.get(session_id))):
            yield chunk

    async def everything(self, principal: Principal) -> Lines:
        """All users, sessions, files and collections that the principal may see."""
        async for chunk in self._framed(_everything(self._access.to_read(principal))):
            yield chunk

    async def _framed(self, chunks: AsyncIterator[list[Record]]) -> Lines:
        counts: Counter[str] = Counter()
        yield [Heading(written_by=self._written_by, created_at=now())]
        async for chunk in chunks:
            counts.update(kind_of(record) for record in chunk)
            yield chunk
        yield [End(dict(counts))]


async def _everything(seen: Nouns) -> AsyncIterator[list[Record]]:
    after = 0
    while users := await seen.users.page(after=after, limit=LIST_CHUNK):
        yield [_of_user(user) for user in users]
        for user in users:
            async for some in _of_user_alone(seen, user.user_id):
                yield some
        after = users[-1].id
    after = 0
    while sessions := await seen.sessions.page(after=after, limit=LIST_CHUNK):
        async for chunk in _sessions(seen, sessions):
            yield chunk
        after = sessions[-1].id
    for collection in await seen.collections.all():
        async for chunk in _collection(seen, collection):
            yield chunk


async def _of_user_alone(seen: Nouns, user_id: str) -> AsyncIterator[list[Record]]:
    """What a user has beside sessions."""
    async for files in _files(seen, user_id):
        yield files
    async for facts in _facts(seen, FactSelection(user_id=user_id, states=_STATES)):
        yield facts


async def _user(seen: Nouns, user: User) -> AsyncIterator[list[Record]]:
    yield [_of_user(user)]
    async for some in _of_user_alone(seen, user.user_id):
        yield some
    after = 0
    while sessions := await seen.sessions.of_user(user.user_id, after=after, limit=LIST_CHUNK):
        async for chunk in _sessions(seen, sessions):
            yield chunk
        after = sessions[-1].id


async def _facts(seen: Nouns, selection: FactSelection) -> AsyncIterator[list[Record]]:
    """The facts of a user or session, newest first, but for those that were forgotten."""
    before: int | None = None
    while facts := await seen.facts.page(selection, before=before, limit=LIST_CHUNK):
        yield [_of_fact(fact) for fact in facts]
        before = facts[-1].id


async def _files(seen: Nouns, user_id: str) -> AsyncIterator[list[Record]]:
    after = ""
    while True:
        try:
            files = await seen.files.contents(user_id, after=after, limit=_FILE_CHUNK)
        except NotFound:  # the user was deleted meanwhile
            return
        if not files:
            return
        yield [
            FileRecord(user_id=user_id, path=file.entry.path, content=file.content, author=file.entry.author)
            for file in files
        ]
        after = files[-1].entry.path


async def _session_with_user(seen: Nouns, session: Session) -> AsyncIterator[list[Record]]:
    if session.user_id is not None:
        yield [_of_user(await seen.users.get(session.user_id))]
    async for chunk in _sessions(seen, [session]):
        yield chunk


async def _sessions(seen: Nouns, sessions: Sequence[Session]) -> AsyncIterator[list[Record]]:
    """Sessions, one after the other; the beginnings of some are read together, so that none waits for the database."""
    for start in range(0, len(sessions), _TOGETHER):
        some = sessions[start : start + _TOGETHER]
        for session, part in zip(some, await asyncio.gather(*(_beginning(seen, each) for each in some)), strict=True):
            async for chunk in _session(seen, session, part):
                yield chunk


class _Beginning(NamedTuple):
    """The first messages of a session, and its summaries."""

    messages: list[Message]
    summaries: list[Summary]


async def _beginning(seen: Nouns, session: Session) -> _Beginning:
    messages = await seen.messages.span(session.id, after=0, limit=MESSAGE_CHUNK)
    return _Beginning(messages, await seen.summaries.of_session(session.id))


async def _session(seen: Nouns, session: Session, beginning: _Beginning) -> AsyncIterator[list[Record]]:
    """The session, its messages, then its summaries, which refer to them; without what has expired."""
    if _has_expired(session.expires_at):
        return
    yield [_of_session(session)]
    first_expired = math.inf
    messages = beginning.messages
    while messages:
        after = messages[-1].position
        if expired := [message.position for message in messages if _has_expired(message.expires_at)]:
            first_expired = min(first_expired, expired[0])
        edited = [message.position for message in messages if message.revision]
        former = await seen.messages.former(session.id, edited) if edited else {}
        yield [
            _of_message(session.session_id, message, former.get(message.position, ()))
            for message in messages
            if message.position not in expired
        ]
        messages = (
            await seen.messages.span(session.id, after=after, limit=MESSAGE_CHUNK)
            if len(messages) == MESSAGE_CHUNK
            else []
        )
    summaries: list[Record] = [
        _of_summary(session.session_id, summary) for summary in beginning.summaries if summary.point < first_expired
    ]
    if summaries:
        yield summaries
    if session.user_id is None:
        async for facts in _facts(seen, FactSelection(session_id=session.session_id, states=_STATES)):
            yield facts


async def _collection(seen: Nouns, collection: Collection) -> AsyncIterator[list[Record]]:
    yield [
        CollectionRecord(
            name=collection.name,
            uuid=collection.uuid,
            description=collection.description,
            metadata=recorded_metadata(collection.metadata),
            dimensions=collection.dimensions,
            is_auto_embedded=collection.is_auto_embedded,
            created_at=collection.created_at,
            updated_at=collection.updated_at,
        )
    ]
    after = 0
    while documents := await seen.documents.page(collection.id, after=after, limit=DOCUMENT_CHUNK):
        yield [_of_document(collection, document) for document in documents]
        after = documents[-1].number


def _of_user(user: User) -> Record:
    return UserRecord(
        user_id=user.user_id,
        uuid=user.uuid,
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        metadata=recorded_metadata(user.metadata),
        created_at=user.created_at,
        updated_at=user.updated_at,
    )


def _of_session(session: Session) -> Record:
    return SessionRecord(
        session_id=session.session_id,
        uuid=session.uuid,
        user_id=session.user_id,
        metadata=recorded_metadata(session.metadata),
        created_at=session.created_at,
        updated_at=session.updated_at,
        expires_at=session.expires_at,
        remember=session.remember,
    )


def _of_summary(session_id: str, summary: Summary) -> Record:
    return SummaryRecord(
        session_id=session_id,
        uuid=summary.uuid,
        point_uuid=summary.point_uuid,
        content=summary.content,
        metadata=recorded_metadata(summary.metadata),
        token_count=summary.token_count,
        created_at=summary.created_at,
    )


def _of_message(session_id: str, message: Message, former: Sequence[FormerContent]) -> Record:
    return MessageRecord(
        session_id=session_id,
        uuid=message.uuid,
        role=message.role,
        content=message.content,
        metadata=recorded_metadata(message.metadata),
        token_count=message.token_count,
        name=message.name,
        created_at=message.created_at,
        updated_at=message.updated_at,
        expires_at=message.expires_at,
        remember=message.remember,
        former=tuple(map(_of_former, former)),
    )


def _of_former(former: FormerContent) -> FormerRecord:
    return FormerRecord(
        content=former.content,
        metadata=recorded_metadata(former.metadata),
        updated_at=former.updated_at,
        ended_at=former.ended_at,
    )


def _has_expired(moment: Timestamp | None) -> bool:
    """Whether that is over: the store removes it when a server is next asked for anything."""
    return moment is not None and moment <= now()


def _of_fact(fact: Fact) -> Record:
    return FactRecord(
        user_id=fact.user_id,
        session_id=None if fact.user_id else fact.session_id,
        uuid=fact.uuid,
        origin=fact.origin,
        state=fact.state,
        text=fact.text,
        subject=fact.subject,
        slot=fact.slot,
        value=fact.value,
        valid_at=fact.valid_at,
        invalid_at=fact.invalid_at,
        pinned=fact.pinned,
        topics=fact.topics,
        metadata=recorded_metadata(fact.metadata),
        actor=fact.actor,
        created_at=fact.created_at,
        updated_at=fact.updated_at,
    )


def _of_document(collection: Collection, document: Document) -> Record:
    return DocumentRecord(
        collection=collection.name,
        uuid=document.uuid,
        document_id=document.document_id,
        content=document.content,
        metadata=recorded_metadata(document.metadata),
        embedding=None if collection.is_auto_embedded else document.embedding,
        created_at=document.created_at,
        updated_at=document.updated_at,
    )
