"""From stored documents to what the index of a collection takes in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.collections import Collection
from holdfast.domain.documents import DocumentRevision
from holdfast.domain.vectors import unpack
from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.collections.cache import Cursor
from holdfast.retrieval.collections.index import State
from holdfast.retrieval.features import MessageFeatures
from holdfast.storage.contract.documents import Documents

_CHUNK = 500
"""Documents read at once: about two milliseconds on the event loop."""

_INLINE_TEXTS = 20
"""Up to so many texts are analysed on the event loop."""


class DocumentLoader:
    """Reads changes of documents; ``model`` made the vectors that may be compared in auto-embedded collections."""

    def __init__(self, documents: Documents, analyzer: Analyzer, *, model: str) -> None:
        self._documents = documents
        self._analyzer = analyzer
        self._model = model

    def of(self, collection: Collection, *, vectors: bool = True) -> CollectionLoader:
        """The loader of one collection; without ``vectors`` the index learns which there are, and they have width 0."""
        return CollectionLoader(self._documents, self._analyzer, self._model, collection, vectors=vectors)


class CollectionLoader:
    """See `holdfast.retrieval.collections.cache.Loader`."""

    def __init__(
        self, documents: Documents, analyzer: Analyzer, model: str, collection: Collection, *, vectors: bool = True
    ) -> None:
        self._documents = documents
        self._analyzer = analyzer
        self._model = model
        self._words = collection.is_auto_embedded
        self._vectors = vectors
        self._no_vector = np.zeros(collection.dimensions if vectors else 0, np.float32)

    async def changes(self, collection: int, after: Cursor) -> tuple[Sequence[State], Cursor]:
        """Some changes after a cursor and the cursor of the last one."""
        rows = await self._documents.revisions(
            collection, after=after, limit=_CHUNK, contents=self._words, vectors=self._vectors
        )
        if not rows:
            return [], after
        inline = not self._words or len(rows) <= _INLINE_TEXTS
        states = self._states(rows) if inline else await asyncio.to_thread(self._states, rows)
        return states, (rows[-1].revision, rows[-1].number)

    def _states(self, rows: Sequence[DocumentRevision]) -> list[State]:
        return [
            State(
                number=row.number,
                live=row.live,
                metadata=None if row.metadata is None else bytes(row.metadata),
                vector=self._vector(row),
                features=MessageFeatures.of(row.content, self._analyzer) if self._words else None,
            )
            for row in rows
        ]

    def _vector(self, row: DocumentRevision) -> NDArray[np.float32] | None:
        """The vector to compare; zeros, alike to nothing, when another model made it, so that words alone count."""
        if row.embedding is None:
            return None
        if not self._vectors or (self._words and row.model != self._model):
            return self._no_vector
        return unpack(row.embedding)
