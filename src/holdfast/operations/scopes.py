"""What the search index is fed with: messages and summaries of sessions, read from storage.

Stored features and vectors are used where they are current.  What the background step has not reached is computed on
the spot: terms always, vectors when the model is built in, since that takes microseconds.  Vectors of other models
come when the background step has made them; until then such a message is found by its words.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp, datetime_of
from holdfast.errors import HoldfastError
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.cache import Span
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.index import MessageBatch
from holdfast.retrieval.vectors import unpack
from holdfast.storage.contract.features import IndexRow
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

_CHUNK = 1000
_INLINE_ROWS = 200
_POSITION_BITS = 31
_POSITIONS = (1 << _POSITION_BITS) - 1

Vectors = NDArray[np.float32]


def key_of(session: int, position: int) -> int:
    """The number of a message in an index of several sessions."""
    return session << _POSITION_BITS | position


def place_of(key: int) -> tuple[int, int]:
    """Session number and position of a message."""
    return key >> _POSITION_BITS, key & _POSITIONS


def message_spans(extents: Sequence[Extent]) -> list[Span]:
    """The messages that a scope has."""
    return [Span(extent.session, extent.first, extent.last) for extent in extents]


def seconds_of(timestamp: Timestamp) -> float:
    """Seconds since the epoch."""
    return datetime_of(timestamp).timestamp()


class MessageLoader:
    """Reads messages for an index; see `holdfast.retrieval.cache.Loader`."""

    def __init__(self, storage: Storage, analyzer: Analyzer, model: EmbeddingModel | None) -> None:
        self._features = storage.features
        self._analyzer = analyzer
        self._model = model
        self._model_name = model.name if model else ""

    async def messages(self, missing: Sequence[Span]) -> MessageBatch:
        """The live messages of the spans."""
        rows: list[IndexRow] = []
        sessions: list[int] = []
        for span in missing:
            found = await self._rows(span)
            rows += found
            sessions += [span.session] * len(found)
        vectors = await self._embedded(rows)
        if len(rows) <= _INLINE_ROWS:
            return self._batch(sessions, rows, vectors)
        return await asyncio.to_thread(self._batch, sessions, rows, vectors)

    async def vectors(self, keys: Sequence[int]) -> tuple[Sequence[int], Vectors] | None:
        """Vectors that the background step has made since."""
        if self._model is None:
            return None
        by_session: dict[int, list[int]] = {}
        for session, position in map(place_of, keys):
            by_session.setdefault(session, []).append(position)
        found: dict[int, bytes] = {}
        for session, positions in by_session.items():
            stored = await self._features.vectors(session, positions, model=self._model_name)
            found |= {key_of(session, position): blob for position, blob in stored.items()}
        return (list(found), unpack(list(found.values()), self._model.dimensions)) if found else None

    async def _rows(self, span: Span) -> list[IndexRow]:
        rows: list[IndexRow] = []
        after = span.first - 1
        while after < span.last:
            chunk = await self._features.span(
                span.session,
                after=after,
                limit=min(_CHUNK, span.last - after),
                analyzer=self._analyzer.fingerprint,
                model=self._model_name,
            )
            if not chunk:
                break
            rows += chunk
            after = chunk[-1].position
            await asyncio.sleep(0)
        return [row for row in rows if row.position <= span.last]

    def _batch(self, sessions: Sequence[int], rows: Sequence[IndexRow], vectors: Vectors | None) -> MessageBatch:
        return MessageBatch(
            keys=[key_of(session, row.position) for session, row in zip(sessions, rows, strict=True)],
            sessions=sessions,
            roles=[row.role for row in rows],
            created=[seconds_of(row.created_at) for row in rows],
            features=self._analysed(rows),
            vectors=vectors,
        )

    def _analysed(self, rows: Sequence[IndexRow]) -> list[MessageFeatures]:
        of = MessageFeatures.of
        return [
            MessageFeatures(row.terms) if row.terms is not None else of(row.content or "", self._analyzer)
            for row in rows
        ]

    async def _embedded(self, rows: Sequence[IndexRow]) -> Vectors | None:
        if self._model is None:
            return None
        vectors = unpack([row.vector for row in rows], self._model.dimensions)
        missing = [at for at, row in enumerate(rows) if row.vector is None]
        if missing and isinstance(self._model, StaticEmbeddingModel):
            vectors[missing] = await self._model.embed([rows[at].content or "" for at in missing])
        return vectors


class SummaryLoader:
    """Reads summaries for an index, whose keys are the summaries' numbers."""

    def __init__(self, storage: Storage, analyzer: Analyzer, model: EmbeddingModel | None) -> None:
        self._summaries = storage.summaries
        self._analyzer = analyzer
        self._model = model
        self._texts: dict[int, str] = {}

    async def spans(self, extents: Sequence[Extent]) -> list[Span]:
        """The summaries that a scope has.

        A span runs up to the number of the newest summary; it begins below all numbers, at a value that changes when
        the session is deleted, so that its old summaries are dropped.
        """
        spans = []
        for extent in extents:
            newest = await self._summaries.newest(extent.session)
            if newest is not None:
                spans.append(Span(extent.session, -extent.first, newest.id))
        return spans

    async def messages(self, missing: Sequence[Span]) -> MessageBatch:
        """The live summaries of the spans."""
        found: list[tuple[int, Summary]] = []
        for span in missing:
            of_session = await self._summaries.of_session(span.session)
            found += [(span.session, summary) for summary in of_session if span.first <= summary.id <= span.last]
        return MessageBatch(
            keys=[summary.id for _, summary in found],
            sessions=[session for session, _ in found],
            roles=[""] * len(found),
            created=[seconds_of(summary.created_at) for _, summary in found],
            features=[MessageFeatures.of(summary.content, self._analyzer) for _, summary in found],
            vectors=await self._embedded(found),
        )

    async def vectors(self, keys: Sequence[int]) -> tuple[Sequence[int], Vectors] | None:  # noqa: ARG002
        """None: what could not be embedded when it was loaded is found by its words."""
        return None

    async def _embedded(self, found: Sequence[tuple[int, Summary]]) -> Vectors | None:
        """The stored vectors, and those of the others computed now."""
        if self._model is None:
            return None
        stored: dict[int, bytes] = {}
        for session in {session for session, _ in found}:
            stored |= await self._summaries.vectors(session, model=self._model.name)
        vectors = unpack([stored.get(summary.id) for _, summary in found], self._model.dimensions)
        missing = [at for at, (_, summary) in enumerate(found) if summary.id not in stored]
        if missing:
            try:
                vectors[missing] = await self._model.embed([found[at][1].content for at in missing])
            except HoldfastError as error:
                log.warning("summaries are searched by their words only: %s", error)
        return vectors
