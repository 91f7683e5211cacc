"""Facts for the search index, whose keys are the facts' numbers and whose sessions are holders."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.facts import Fact
from holdfast.errors import HoldfastError
from holdfast.operations.feeds.messages import MessageSource, seconds_of
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.feed import MetadataText, Missing, News, Span
from holdfast.retrieval.index import MessageBatch
from holdfast.storage.contract.changes import Changes

log = logging.getLogger(__name__)

_CHUNK = 500
_KEPT_VECTORS = 50_000

Vectors = NDArray[np.float32]


class ToldChanges(NamedTuple):
    """What the log told of facts from a revision on."""

    since: int
    changes: Changes


class FactIndexing:
    """Makes of facts what an index takes in.

    The index of a holder is loaded anew whenever one of its facts changes.  So that a service elsewhere is not asked
    for the same vectors again and again, those of the facts that were loaded last are kept in mind.
    """

    def __init__(self, source: MessageSource) -> None:
        self.source = source
        self._vectors: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()

    async def batch(self, facts: Sequence[Fact]) -> MessageBatch:
        """Facts as rows of an index, by which holder they are."""
        vectors = await self._embedded([fact.text for fact in facts])
        return await asyncio.to_thread(self._analysed, facts, vectors)

    def _analysed(self, facts: Sequence[Fact], vectors: Vectors | None) -> MessageBatch:
        return MessageBatch(
            keys=[fact.id for fact in facts],
            sessions=[fact.holder for fact in facts],
            roles=[""] * len(facts),
            created=[seconds_of(fact.said_at) for fact in facts],
            features=[MessageFeatures.of(fact.text, self.source.analyzer) for fact in facts],
            vectors=vectors,
        )

    async def _embedded(self, texts: Sequence[str]) -> Vectors | None:
        model = self.source.model
        if model is None:
            return None
        if isinstance(model, StaticEmbeddingModel):
            return np.asarray(await model.embed(texts))
        names = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
        known = {name: self._vectors[name] for name in names if name in self._vectors}
        unknown = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
        if unknown:
            try:
                known.update(zip(unknown, await model.embed(list(unknown.values())), strict=True))
            except HoldfastError as error:
                log.warning("facts are searched by their words only: %s", error)
        self._keep(known)
        vectors = np.zeros((len(texts), model.dimensions), np.float32)
        for row, name in enumerate(names):
            if name in known:
                vectors[row] = known[name]
        return vectors

    def _keep(self, used: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep in mind what was used last."""
        for name, vector in used.items():
            self._vectors[name] = vector
            self._vectors.move_to_end(name)
        while len(self._vectors) > _KEPT_VECTORS:
            self._vectors.popitem(last=False)


class FactFeed:
    """See `holdfast.retrieval.feed.Feed`; of a user's facts, of those of one holder, or of all.

    The border of a holder grows whenever one of its facts changes or goes.  ``told`` is what the same
    request was told already, of all facts of the user.
    """

    def __init__(
        self,
        indexing: FactIndexing,
        *,
        user_id: str | None = None,
        holder: int | None = None,
        told: ToldChanges | None = None,
    ) -> None:
        self._indexing = indexing
        self._facts = indexing.source.storage.facts
        self._user_id = user_id
        self._holder = holder
        self._told = told

    @property
    def stored_name(self) -> None:
        """None: facts are few."""

    @property
    def known(self) -> Span | None:
        """Nothing is known without asking."""
        return None

    async def since(self, cursor: int | None, *, edits: bool) -> News:  # noqa: ARG002 (an edit loads anew)
        """What happened in the scope."""
        told = self._told
        if told is not None and cursor == told.since:
            changes = told.changes
        else:
            changes = await self._facts.changes(cursor, user_id=self._user_id)
        spans = [
            Span(change.session, change.first, change.last)
            for change in changes.changes
            if self._holder in {None, change.session}
        ]
        return News(cursor=changes.revision, spans=spans, complete=changes.complete)

    async def load(self, missing: Sequence[Missing]) -> AsyncIterator[MessageBatch]:
        """What an index lacks."""
        for one in missing:
            facts = await self._facts.of_holder(one.session, after=one.after, last=one.last)
            for start in range(0, len(facts), _CHUNK):
                yield await self._indexing.batch(facts[start : start + _CHUNK])

    def promised(self, missing: Missing) -> int | None:
        """How many there must be."""
        return None if missing.last > missing.after else 0

    async def vectors(self, keys: Sequence[int]) -> tuple[Sequence[int], Vectors] | None:  # noqa: ARG002
        """None: what could not be embedded when it was loaded is found by its words."""
        return None

    async def metadata(
        self,
        sessions: Sequence[int],  # noqa: ARG002 (keys tell the fact)
        keys: Sequence[int],
    ) -> AsyncIterator[tuple[Sequence[int], Sequence[MetadataText | None]]]:
        """The metadata of what is in an index."""
        for start in range(0, len(keys), _CHUNK):
            found = await self._facts.at(keys[start : start + _CHUNK])
            numbers = sorted(found)
            if numbers:
                stored = [found[number].metadata for number in numbers]
                yield numbers, [None if metadata is None else bytes(metadata) for metadata in stored]
