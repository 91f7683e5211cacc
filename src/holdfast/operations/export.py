"""Exporting: what a principal may see, as records of an archive, chunk by chunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    End,
    FileRecord,
    Heading,
    Line,
    Record,
    UserRecord,
    kind_of,
    recorded_metadata,
)
from holdfast.domain.collections import Collection
from holdfast.domain.documents import Document
from holdfast.domain.principals import Principal
from holdfast.domain.sessions import Session
from holdfast.domain.timestamps import now
from holdfast.domain.users import User
from holdfast.errors import NotFound
from holdfast.operations.access import Access
from holdfast.operations.chunks import gathered, read_ahead
from holdfast.operations.export_facts import facts_of_user
from holdfast.operations.export_sessions import export_sessions
from holdfast.operations.limits import DOCUMENT_CHUNK, LIST_CHUNK
from holdfast.storage.contract.storage import Nouns

CHUNK = 500
"""Records that are given together, where there are so many."""
_FILE_CHUNK = 20

Lines = AsyncGenerator[Sequence[Line], None]
"""Chunks of lines; who does not take all of them closes it."""


class Export:
    """Reads users, sessions and collections as the lines of an archive.  Chunks are short, so that others have turns.

    While one is made use of, the next is read.  What changes meanwhile may come as it was or as it is; what is deleted
    meanwhile may be missing.
    """

    def __init__(self, access: Access, *, written_by: str = "") -> None:
        self._access = access
        self._written_by = written_by

    async def user(self, principal: Principal, user_id: str) -> Lines:
        """A user with all sessions and files; `NotFound`, before the first chunk, when there is none."""
        seen = self._access.to_read(principal)
        async with aclosing(self._framed(_user(seen, await seen.users.get(user_id)))) as framed:
            async for chunk in framed:
                yield chunk

    async def session(self, principal: Principal, session_id: str) -> Lines:
        """A session, and the user that it belongs to; `NotFound`, before the first chunk, when there is none."""
        seen = self._access.to_read(principal)
        async with aclosing(self._framed(_session_with_user(seen, await seen.sessions.get(session_id)))) as framed:
            async for chunk in framed:
                yield chunk

    async def everything(self, principal: Principal) -> Lines:
        """All users, sessions, files and collections that the principal may see."""
        async with aclosing(self._framed(_everything(self._access.to_read(principal)))) as framed:
            async for chunk in framed:
                yield chunk

    async def _framed(self, chunks: AsyncIterator[list[Record]]) -> Lines:
        counts: Counter[str] = Counter()
        yield [Heading(written_by=self._written_by, created_at=now())]
        async with aclosing(read_ahead(gathered(chunks, CHUNK))) as ahead:
            async for chunk in ahead:
                counts.update(map(kind_of, chunk))
                yield chunk
        yield [End(dict(counts))]


async def _everything(seen: Nouns) -> AsyncIterator[list[Record]]:
    after = 0
    while users := await seen.users.page(after=after, limit=LIST_CHUNK):
        yield [_of_user(user) for user in users]
        for user in users:
            async for files in _files(seen, user.user_id):
                yield files
        after = users[-1].id
    after = 0
    while sessions := await seen.sessions.page(after=after, limit=LIST_CHUNK):
        async for chunk in export_sessions(seen, sessions):
            yield chunk
        after = sessions[-1].id
    async for facts in _facts_of_users(seen):
        yield facts
    for collection in await seen.collections.all():
        async for chunk in _collection(seen, collection):
            yield chunk


async def _facts_of_users(seen: Nouns) -> AsyncIterator[list[Record]]:
    after = 0
    while users := await seen.users.page(after=after, limit=LIST_CHUNK):
        holders = await seen.facts.holders([user.id for user in users])
        for user in users:
            if user.id in holders:
                async for facts in facts_of_user(seen, user.user_id):
                    yield facts
        after = users[-1].id


async def _user(seen: Nouns, user: User) -> AsyncIterator[list[Record]]:
    yield [_of_user(user)]
    async for files in _files(seen, user.user_id):
        yield files
    after = 0
    while sessions := await seen.sessions.of_user(user.user_id, after=after, limit=LIST_CHUNK):
        async for chunk in export_sessions(seen, sessions):
            yield chunk
        after = sessions[-1].id
    async for facts in facts_of_user(seen, user.user_id):
        yield facts


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
    async for chunk in export_sessions(seen, [session]):
        yield chunk


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
