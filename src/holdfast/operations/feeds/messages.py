"""Messages for the search index.

Stored features and vectors are used where they are current.  What the background step has not reached is computed on
the spot: terms always, vectors when the model is built in, since that takes microseconds.  Vectors of other models
come when the background step has made them; until then such a message is found by its words.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.timestamps import Timestamp, datetime_of
from holdfast.operations.feeds.scopes import Scope, index_key_of, news_of, of_kind, place_of
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.conversation import speaker_of
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.feed import MetadataText, Missing, News, Span
from holdfast.retrieval.index import MessageBatch
from holdfast.retrieval.vectors import unpack_halves
from holdfast.storage.contract.changes import ChangeKind, Changes
from holdfast.storage.contract.features import IndexRow
from holdfast.storage.contract.features import Span as Positions
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Storage

MESSAGES = "messages"
"""The kind of what the index holds, in names of files."""
MANY_CHANGES = 2000
"""More of them are looked through in a thread."""
_CHUNK = 1000
"""Messages read at once."""
_INLINE_ROWS = 100
_INLINE_CHARACTERS = 20_000
"""So much is analysed on the event loop, in a few milliseconds; more of it in a thread."""

Vectors = NDArray[np.float32]


class MessageSource:
    """Storage, and what makes of messages what an index takes in.

    ``questions`` is the model as it embeds while a search waits.
    """

    def __init__(
        self,
        storage: Storage,
        analyzer: Analyzer,
        model: EmbeddingModel | None,
        *,
        questions: EmbeddingModel | None = None,
    ) -> None:
        self.storage = storage
        self.analyzer = analyzer
        self.model = model
        self.questions = questions or model
        self.model_name = model.name if model else ""

    def of(self, scope: Scope) -> MessageFeed:
        """The feed of a scope."""
        return MessageFeed(self, scope)


class MessageFeed:
    """See `holdfast.retrieval.feed.Feed`; keys are those of `index_key_of`."""

    def __init__(self, source: MessageSource, scope: Scope) -> None:
        self._source = source
        self._storage = source.storage
        self._scope = scope

    @property
    def stored_name(self) -> str:
        """The name of its file."""
        return self._scope.stored_name(MESSAGES)

    @property
    def known(self) -> Span | None:
        """The session that is searched; what it has was told when it was found."""
        extent = self._scope.extent
        return None if extent is None else _span_of(extent)

    async def since(self, cursor: int | None, *, edits: bool) -> News:
        """What happened in the scope."""
        changes = await self._scope.changes(self._storage, cursor, edits=edits, summaries=False)
        if len(changes.changes) > MANY_CHANGES:
            return await asyncio.to_thread(self._news, changes)
        return self._news(changes)

    def _news(self, changes: Changes) -> News:
        extent = self._scope.extent
        if extent is None:
            spans = [
                Span(change.session, change.first, change.last, change.edition, change.removed)
                for change in of_kind(changes, ChangeKind.MESSAGES)
            ]
        else:
            spans = [_span_of(extent)]
        edited = [
            (index_key_of(change.session, change.first), index_key_of(change.session, change.last))
            for change in of_kind(changes, ChangeKind.METADATA)
        ]
        return news_of(changes, spans, edited, scope=self._scope)

    async def load(self, missing: Sequence[Missing]) -> AsyncIterator[MessageBatch]:
        """What an index lacks."""
        spans = ((one.session, max(one.border, one.after + 1), one.last) for one in missing)
        source = self._source
        for chunk in _chunks(spans):
            rows = await self._storage.features.rows(
                chunk, analyzer=source.analyzer.fingerprint, model=source.model_name
            )
            withheld = [row.session for row in rows if not row.remember] if self._scope.remembered else []
            if withheld:
                rows = [row for row in rows if row.remember]
            if rows or withheld:
                yield replace(await self._batch(rows), withheld=withheld)

    def promised(self, missing: Missing) -> int | None:
        """How many there must be."""
        return max(0, missing.last - max(missing.border - 1, missing.after) - missing.removed)

    async def vectors(self, keys: Sequence[int]) -> tuple[Sequence[int], Vectors] | None:
        """Vectors that the background step has made since."""
        model = self._source.model
        if model is None:
            return None
        found = await self._storage.features.vectors([place_of(key) for key in keys], model=model.name)
        if not found:
            return None
        return [index_key_of(*place) for place in found], unpack_halves(list(found.values()), model.dimensions)

    async def metadata(
        self,
        sessions: Sequence[int],  # noqa: ARG002  (keys tell the session)
        keys: Sequence[int],
    ) -> AsyncIterator[tuple[Sequence[int], Sequence[MetadataText | None]]]:
        """The metadata of what is in an index."""
        for chunk in _chunks(_spans_of(keys)):
            found = await self._storage.features.metadata(chunk)
            if found:
                yield (
                    [index_key_of(session, position) for session, position, _ in found],
                    [None if metadata is None else bytes(metadata) for *_, metadata in found],
                )

    async def _batch(self, rows: Sequence[IndexRow]) -> MessageBatch:
        vectors = await self._embedded(rows)
        characters = sum(len(row.content) for row in rows if row.content is not None)
        if len(rows) <= _INLINE_ROWS and characters <= _INLINE_CHARACTERS:
            return self._analysed(rows, vectors)
        return await asyncio.to_thread(self._analysed, rows, vectors)

    def _analysed(self, rows: Sequence[IndexRow], vectors: Vectors | None) -> MessageBatch:
        of, analyzer = MessageFeatures.of, self._source.analyzer
        return MessageBatch(
            keys=[index_key_of(row.session, row.position) for row in rows],
            sessions=[row.session for row in rows],
            roles=[speaker_of(row.role, row.name) for row in rows],
            created=[seconds_of(row.created_at) for row in rows],
            features=[
                MessageFeatures(row.terms) if row.terms is not None else of(row.content or "", analyzer) for row in rows
            ],
            vectors=vectors,
        )

    async def _embedded(self, rows: Sequence[IndexRow]) -> Vectors | None:
        model = self._source.model
        if model is None or not rows:
            return None
        vectors = unpack_halves([row.vector for row in rows], model.dimensions)
        missing = [at for at, row in enumerate(rows) if row.vector is None]
        if missing and isinstance(model, StaticEmbeddingModel):
            vectors[missing] = await model.embed([rows[at].content or "" for at in missing])
        return vectors


def _span_of(extent: Extent) -> Span:
    return Span(extent.session, extent.first, extent.last, extent.edition, extent.removed)


def seconds_of(timestamp: Timestamp) -> float:
    """Seconds since the epoch."""
    return datetime_of(timestamp).timestamp()


def _chunks(spans: Iterable[Positions]) -> Iterator[list[Positions]]:
    """Spans in groups of about `_CHUNK` messages, long ones cut into pieces."""
    pieces = (
        (session, start, min(last, start + _CHUNK - 1))
        for session, first, last in spans
        for start in range(first, last + 1, _CHUNK)
    )
    chunk: list[Positions] = []
    size = 0
    for session, first, last in pieces:
        if chunk and size + last - first + 1 > _CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append((session, first, last))
        size += last - first + 1
    if chunk:
        yield chunk


def _spans_of(keys: Sequence[int]) -> Iterator[Positions]:
    """Ascending keys as spans."""
    ascending = iter(keys)
    for key in islice(ascending, 1):
        session, first = place_of(key)
        last = first
        for other in ascending:
            if other != index_key_of(session, last) + 1:
                yield session, first, last
                session, first = place_of(other)
                last = first
            else:
                last += 1
        yield session, first, last
