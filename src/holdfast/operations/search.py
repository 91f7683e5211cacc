"""Searching memory: one session, all sessions of a user, or everything.

What a scope holds is read first, after the request came in; so whatever was acknowledged before is found, and what was
deleted is not.  Found messages are read from storage last, which drops those that were deleted while the search ran.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import repeat

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.domain.filters import SearchFilter
from holdfast.domain.messages import Message
from holdfast.domain.metadata import EncodedMetadata, decode_metadata
from holdfast.domain.principals import Principal
from holdfast.domain.summaries import Summary
from holdfast.errors import HoldfastError, InvalidRequest
from holdfast.operations.access import Access
from holdfast.operations.limited.parts import open_parts
from holdfast.operations.limits import SEARCH_RESULTS
from holdfast.operations.scopes import MessageLoader, SummaryLoader, key_of, message_spans, place_of
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.cache import CacheCounts, IndexCache, Span
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.question import analyse
from holdfast.retrieval.readiness import ready
from holdfast.retrieval.search import Hit, SearchKind, SearchRequest, search
from holdfast.storage.contract.sessions import Extent

log = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
LONGEST_QUESTION = 20_000
"""Characters of a question that are read: cost grows with each, and no question needs more."""
_CHUNK = 1000
_INLINE_ROWS = 20_000
"""In larger scopes a search takes milliseconds and runs in a thread."""

_NEED_VECTORS = frozenset({SearchKind.VECTOR, SearchKind.MMR})


class SearchQuery(msgspec.Struct, frozen=True):
    """What to look for.

    ``text`` may be empty: then the newest messages that pass ``filter`` are found, with a ``dist`` of 0.
    ``summaries`` searches summaries instead of messages.  ``limit`` is how many results are wanted, 0 for the usual
    number; ``min_score`` leaves out hits of a lower ``dist``, ``explain`` adds the parts of each score.
    ``asked_at`` is the moment from which days such as "yesterday" count, by the calendar of its own time zone; the
    present time in UTC when absent.
    """

    text: str = ""
    filter: SearchFilter = msgspec.field(default_factory=SearchFilter)
    summaries: bool = False
    kind: SearchKind = SearchKind.SIMILARITY
    limit: int = 0
    mmr_lambda: float | None = None
    min_score: float | None = None
    explain: bool = False
    asked_at: datetime | None = None

    @property
    def results(self) -> int:
        """How many results are returned at most."""
        return SEARCH_RESULTS.of(self.limit)


class Found(msgspec.Struct, frozen=True):
    """A message or a summary that was found, and how well it answers: ``dist``, -1 to 1.

    ``embedding`` is given for `mmr` only, ``parts`` when asked for.
    """

    session_id: str
    message: Message | None
    summary: Summary | None
    dist: float
    embedding: list[float] | None
    parts: dict[str, float] | None


class _Scope(msgspec.Struct, frozen=True):
    """Sessions to search, with the loader of their index and the name under which it is cached."""

    name: tuple[str, int | str, bool]
    extents: Sequence[Extent]
    spans: Sequence[Span]
    loader: MessageLoader | SummaryLoader


class Search:
    """Finds messages and summaries.

    ``model`` embeds questions (and messages, when it is built in); without one words alone decide.  ``language`` is
    that of stemming and stop words.
    """

    def __init__(
        self, access: Access, *, model: EmbeddingModel | None, language: str = "english", cache_bytes: int
    ) -> None:
        self._access = access
        self._storage = access.to_index()
        self._model = model
        self._analyzer = analyzer_for(language)
        self._cache = IndexCache(cache_bytes)
        self._loader = MessageLoader(self._storage, self._analyzer, model)

    async def prepare(self) -> None:
        """Load what the first search would otherwise load, before the first request."""
        await asyncio.to_thread(ready, self._analyzer)
        if isinstance(self._model, StaticEmbeddingModel):
            await asyncio.to_thread(self._model.encode, ["ready"])

    async def in_session(self, principal: Principal, session_id: str, query: SearchQuery) -> list[Found]:
        """Search one session; an unknown one has nothing."""
        extent = await self._access.to_read(principal).sessions.extent(session_id)
        if extent is None:
            return []
        return await self._search(await self._scope("session", extent.session, [extent], query), query)

    async def of_user(self, principal: Principal, user_id: str, query: SearchQuery) -> list[Found]:
        """Search all sessions of a user; an unknown one has none."""
        storage = self._access.to_read(principal)
        if principal.limits is not None:
            return await self._search_parts(await open_parts(storage, principal.limits, user_id), query)
        extents = await storage.sessions.extents_of_user(user_id)
        return await self._search(await self._scope("user", user_id, extents, query), query)

    async def everywhere(self, principal: Principal, query: SearchQuery) -> list[Found]:
        """Search all sessions."""
        storage = self._access.to_read(principal)
        if principal.limits is not None:
            return await self._search_parts(await open_parts(storage, principal.limits), query)
        extents = await storage.sessions.extents()
        return await self._search(await self._scope("all", "", extents, query), query)

    @property
    def cache_counts(self) -> CacheCounts:
        """What the index cache holds and has done."""
        return self._cache.counts

    async def _scope(self, kind: str, name: int | str, extents: Sequence[Extent], query: SearchQuery) -> _Scope:
        label = (kind, name, query.summaries)
        if query.summaries:
            loader = SummaryLoader(self._storage, self._analyzer, self._model)
            return _Scope(label, extents, await loader.spans(extents), loader)
        return _Scope(label, extents, message_spans(extents), self._loader)

    async def _search_parts(self, parts: Sequence[str | Extent], query: SearchQuery) -> list[Found]:
        """The best of several users' sessions, and of several sessions; each is searched by itself."""
        found: list[Found] = []
        for part in parts:
            if isinstance(part, str):
                extents = await self._storage.sessions.extents_of_user(part)
                scope = await self._scope("user", part, extents, query)
            else:
                scope = await self._scope("session", part.session, [part], query)
            found += await self._search(scope, query)
            await asyncio.sleep(0)
        return sorted(found, key=_by_score if query.text else _by_time, reverse=True)[: query.results]

    async def _search(self, scope: _Scope, query: SearchQuery) -> list[Found]:
        if not scope.spans:
            return []
        index = await self._cache.get(scope.name, scope.spans, scope.loader)
        eligible = None if query.filter.is_empty else await self._eligible(index, scope, query)
        hits = await self._hits(index, query, eligible) if query.text else _newest(index, eligible, query.results)
        return await self._read(index, scope, query, hits)

    async def _hits(self, index: ScopeIndex, query: SearchQuery, eligible: NDArray[np.bool_] | None) -> list[Hit]:
        asked_at = query.asked_at or datetime.now(UTC)
        question = analyse(
            query.text[:LONGEST_QUESTION], index, self._analyzer, now=asked_at.timestamp(), zone=asked_at.tzinfo or UTC
        )
        request = SearchRequest(
            question=question,
            vector=await self._embedded(question.embedding_text, query.kind),
            limit=query.results,
            kind=query.kind,
            eligible=eligible,
            min_score=query.min_score,
            mmr_lambda=query.mmr_lambda,
            explain=query.explain,
        )
        if len(index) <= _INLINE_ROWS:
            return search(index, request)
        return await asyncio.to_thread(search, index, request)

    async def _embedded(self, text: str, kind: SearchKind) -> NDArray[np.float32] | None:
        """The vector of a question; None where words alone must do."""
        if kind is SearchKind.LEXICAL:
            return None
        if self._model is None:
            if kind in _NEED_VECTORS:
                raise InvalidRequest(f"search_type: {kind.value!r} needs embeddings, which are switched off")
            return None
        try:
            vectors = await self._model.embed([text])
        except HoldfastError as error:
            if kind in _NEED_VECTORS:
                raise
            log.warning("a question is answered by its words only: %s", error)
            return None
        vector: NDArray[np.float32] = vectors[0]
        return vector

    async def _eligible(self, index: ScopeIndex, scope: _Scope, query: SearchQuery) -> NDArray[np.bool_]:
        """What may be found, decided before anything is ranked."""
        wanted = query.filter
        start, end = (None if moment is None else moment.timestamp() for moment in (wanted.start, wanted.end))
        mask = index.created_between(start, end)
        if wanted.where is None:
            return mask
        matches = wanted.where.matches
        keys: list[int] = []
        read = self._summary_metadata if query.summaries else self._message_metadata
        for span in scope.spans:
            found = await read(span)
            keys += [key for key, metadata in found if metadata is not None and matches(decode_metadata(metadata))]
            await asyncio.sleep(0)
        return mask & index.mask_of(keys)

    async def _message_metadata(self, span: Span) -> list[tuple[int, EncodedMetadata | None]]:
        found: list[tuple[int, EncodedMetadata | None]] = []
        after = span.first - 1
        while chunk := await self._storage.features.metadata(span.session, after=after, limit=_CHUNK):
            found += [(key_of(span.session, position), metadata) for position, metadata in chunk]
            after = chunk[-1][0]
            await asyncio.sleep(0)
        return found

    async def _summary_metadata(self, span: Span) -> list[tuple[int, EncodedMetadata | None]]:
        return [(summary.id, summary.metadata) for summary in await self._storage.summaries.of_session(span.session)]

    async def _read(self, index: ScopeIndex, scope: _Scope, query: SearchQuery, hits: Sequence[Hit]) -> list[Found]:
        """The messages or summaries behind the hits; those that were deleted meanwhile are left out."""
        names = {extent.session: extent.session_id for extent in scope.extents}
        embeddings = _embeddings(index, hits) if query.kind is SearchKind.MMR else repeat(None)
        if query.summaries:
            sessions = [int(index.session_keys[index.sessions[hit.row]]) for hit in hits]
            summaries = await self._summaries_of(set(sessions))
            return [
                Found(names[session], None, summaries[hit.key], hit.dist, embedding, hit.parts)
                for hit, session, embedding in zip(hits, sessions, embeddings, strict=False)
                if hit.key in summaries
            ]
        places = [place_of(hit.key) for hit in hits]
        messages = await self._storage.messages.at(places)
        return [
            Found(names[place[0]], messages[place], None, hit.dist, embedding, hit.parts)
            for hit, place, embedding in zip(hits, places, embeddings, strict=False)
            if place in messages
        ]

    async def _summaries_of(self, sessions: Collection[int]) -> dict[int, Summary]:
        found: dict[int, Summary] = {}
        for session in sessions:
            found |= {summary.id: summary for summary in await self._storage.summaries.of_session(session)}
        return found


def _embeddings(index: ScopeIndex, hits: Sequence[Hit]) -> Iterable[list[float] | None]:
    """The vectors of the hits, where the index has any."""
    return index.vectors.at([hit.row for hit in hits]).tolist() if index.vectors.width else repeat(None)


def _by_score(found: Found) -> float:
    return found.dist


def _by_time(found: Found) -> str:
    newest = found.message or found.summary
    return newest.created_at if newest else ""


def _newest(index: ScopeIndex, eligible: NDArray[np.bool_] | None, limit: int) -> list[Hit]:
    """The newest messages; of those that share their time the one stored last comes first."""
    rows = np.flatnonzero(index.live_mask if eligible is None else eligible)
    order = np.lexsort((-rows, -index.created[rows]))[:limit]
    return [Hit(row, int(index.keys[row]), 0.0) for row in rows[order].tolist()]
