"""Summaries for the search index, whose keys are the summaries' numbers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import HoldfastError
from holdfast.operations.feeds.messages import MANY_CHANGES, MessageSource, seconds_of
from holdfast.operations.feeds.scopes import Scope, news_of
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.feed import MetadataText, Missing, News, Span
from holdfast.retrieval.index import MessageBatch
from holdfast.retrieval.vectors import unpack_halves
from holdfast.storage.contract.changes import Change, ChangeKind
from holdfast.storage.contract.storage import Storage
from holdfast.storage.contract.summaries import SummaryRow

log = logging.getLogger(__name__)

SUMMARIES = "summaries"
"""The kind of what the index holds, in names of files."""
_CHUNK = 500
"""Sessions whose summaries are read at once."""

Vectors = NDArray[np.float32]


class SummaryFeed:
    """See `holdfast.retrieval.feed.Feed`; the border of a session is the position from which on its messages live."""

    def __init__(self, source: MessageSource, scope: Scope) -> None:
        self._source = source
        self._storage: Storage = source.storage
        self._scope = scope

    @property
    def stored_name(self) -> str:
        """The name of its file."""
        return self._scope.stored_name(SUMMARIES)

    @property
    def known(self) -> Span | None:
        """Nothing is known without asking."""
        return None

    async def since(self, cursor: int | None, *, edits: bool) -> News:
        """What happened in the scope."""
        changes = await self._scope.changes(self._storage, cursor, edits=edits, summaries=True)
        extent = self._scope.extent
        if extent is None:
            moving = [change for change in changes.changes if change.kind in _MOVING]
            spans = await asyncio.to_thread(_spans, moving) if len(moving) > MANY_CHANGES else _spans(moving)
        else:
            newest = await self._storage.summaries.newest(extent.session)
            spans = [Span(extent.session, extent.first, 0 if newest is None else newest.id, extent.edition)]
        edited = [
            (change.first, change.last) for change in changes.changes if change.kind is ChangeKind.SUMMARY_METADATA
        ]
        return news_of(changes, spans, edited, scope=self._scope)

    async def load(self, missing: Sequence[Missing]) -> AsyncIterator[MessageBatch]:
        """What an index lacks."""
        for start in range(0, len(missing), _CHUNK):
            spans = [(one.session, one.after + 1, one.last) for one in missing[start : start + _CHUNK]]
            rows = await self._storage.summaries.rows(
                spans, model=self._source.model_name, remembered=self._scope.remembered
            )
            if rows:
                vectors = await self._embedded(rows)
                yield await asyncio.to_thread(self._analysed, rows, vectors)

    def promised(self, missing: Missing) -> int | None:
        """How many there must be."""
        return None if missing.last > missing.after else 0

    async def vectors(self, keys: Sequence[int]) -> tuple[Sequence[int], Vectors] | None:  # noqa: ARG002
        """None: what could not be embedded when it was loaded is found by its words."""
        return None

    async def metadata(
        self, sessions: Sequence[int], keys: Sequence[int]
    ) -> AsyncIterator[tuple[Sequence[int], Sequence[MetadataText | None]]]:
        """The metadata of what is in an index."""
        for start in range(0, len(keys), _CHUNK):
            some = keys[start : start + _CHUNK]
            rows = await self._storage.summaries.rows(list(zip(sessions[start:], some, some, strict=False)), model="")
            if rows:
                summaries = [row.summary for row in rows]
                texts = [None if summary.metadata is None else bytes(summary.metadata) for summary in summaries]
                yield [summary.id for summary in summaries], texts

    def _analysed(self, rows: Sequence[SummaryRow], vectors: Vectors | None) -> MessageBatch:
        return MessageBatch(
            keys=[row.summary.id for row in rows],
            sessions=[row.session for row in rows],
            roles=[""] * len(rows),
            created=[seconds_of(row.summary.created_at) for row in rows],
            features=[MessageFeatures.of(row.summary.content, self._source.analyzer) for row in rows],
            vectors=vectors,
        )

    async def _embedded(self, rows: Sequence[SummaryRow]) -> Vectors | None:
        """The stored vectors, and those of the others computed now."""
        model = self._source.questions
        if model is None:
            return None
        vectors = unpack_halves([row.vector for row in rows], model.dimensions)
        missing = [at for at, row in enumerate(rows) if row.vector is None]
        if missing:
            try:
                vectors[missing] = await model.embed([rows[at].summary.content for at in missing])
            except HoldfastError as error:
                log.warning("summaries are searched by their words only: %s", error)
        return vectors


_MOVING = frozenset({ChangeKind.MESSAGES, ChangeKind.SUMMARIES})
"""Changes after which a session may have other summaries: where messages die, those of them die too."""


def _span(change: Change) -> Span:
    last = change.last if change.kind is ChangeKind.SUMMARIES else 0
    return Span(change.session, change.first, last, change.edition)


def _spans(changes: Sequence[Change]) -> list[Span]:
    return [_span(change) for change in changes]
