"""A cache of scope indexes: built from stored features, extended by what is new, dropped when memory is short.

The caller says which messages a scope has at this moment (`Span`, read from storage after the request came in); the
cache compares that with what the index of the scope holds and loads the difference, so a search never misses a message
whose storing was acknowledged before it began. Indexes are immutable snapshots: a search that runs in a thread keeps
its own while the next one is prepared. Of several searches that find a scope stale, one loads and the others wait.

All methods belong to one event loop. Large builds run in a thread.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.index import MessageBatch, ScopeIndex

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

INLINE_MESSAGES = 500
"""Up to this many messages are indexed on the event loop (about a millisecond)."""
INLINE_SCOPE = 5000
"""In scopes up to this size single messages are appended on the event loop."""
_REMOVED_SHARE = 0.1
"""An index is compacted when so large a share of its rows was removed."""
_Argument = TypeVar("_Argument")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 30.0


class Span(NamedTuple):
    """The live messages of one session: positions `first` to `last`, both included; none when `last < first`."""

    session: int
    first: int
    last: int


class Loader(Protocol):
    """Reads what an index needs from where messages are kept."""

    async def messages(self, missing: Sequence[Span]) -> MessageBatch:
        """The live messages of these spans, ordered by session and position; their sessions are the numbers."""
        ...

    async def vectors(self, keys: Sequence[int]) -> tuple[Sequence[int], NDArray[np.float32]] | None:
        """Vectors that have come to exist for messages that had none: keys and rows; None when there is none."""
        ...


@dataclass(slots=True)
class _Entry:
    """An index and what it holds."""

    index: ScopeIndex = field(default_factory=ScopeIndex.empty)
    spans: Sequence[Span] = ()
    vectors_due: float = 0.0
    pause: float = _FIRST_PAUSE


@dataclass(frozen=True, slots=True)
class CacheCounts:
    """What a cache has done since it was made, and what it holds.

    Attributes:
        hits: lookups answered by an index that was up to date.
        extensions: lookups that loaded what was new.
        builds: lookups that built an index from nothing.
        evictions: indexes dropped for want of memory.
        entries: indexes held.
        nbytes: their memory.
    """

    hits: int
    extensions: int
    builds: int
    evictions: int
    entries: int
    nbytes: int


class IndexCache:
    """Indexes by scope, the least recently used dropped first when they exceed the budget.

    An index that alone exceeds the budget is used for the search that built it and not kept.
    """

    def __init__(self, budget_bytes: int) -> None:
        self._budget = budget_bytes
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._locks: dict[Hashable, tuple[asyncio.Lock, list[None]]] = {}
        self._nbytes = 0
        self._hits = self._extensions = self._builds = self._evictions = 0

    async def get(self, scope: Hashable, spans: Sequence[Span], loader: Loader) -> ScopeIndex:
        """The index of exactly the messages in `spans`, one span per session, ascending by session number.

        Messages that vanished between reading the spans and loading them are missing.
        """
        spans = tuple(spans)
        entry = self._fresh(scope, spans)
        if entry is not None:
            self._hits += 1
            return entry.index
        async with self._sole(scope):
            entry = self._fresh(scope, spans)
            return entry.index if entry is not None else await self._update(scope, spans, loader)

    def drop(self, scope: Hashable) -> None:
        """Forget one scope."""
        entry = self._entries.pop(scope, None)
        if entry is not None:
            self._nbytes -= entry.index.nbytes

    def clear(self) -> None:
        """Forget everything, as after a change of the embedding model or the language."""
        self._entries.clear()
        self._nbytes = 0

    @property
    def counts(self) -> CacheCounts:
        """What happened so far."""
        return CacheCounts(
            self._hits, self._extensions, self._builds, self._evictions, len(self._entries), self._nbytes
        )

    def _fresh(self, scope: Hashable, spans: Sequence[Span]) -> _Entry | None:
        """The entry, if it is up to date and no vectors are awaited."""
        entry = self._entries.get(scope)
        if entry is None or entry.spans != spans:
            return None
        if not entry.index.vectors.complete and time.monotonic() >= entry.vectors_due:
            return None
        self._entries.move_to_end(scope)
        return entry

    async def _update(self, scope: Hashable, spans: Sequence[Span], loader: Loader) -> ScopeIndex:
        known = self._entries.get(scope)
        entry = known or _Entry()
        difference = compare(entry.spans, spans)
        index = entry.index
        if difference.gone:
            index = await _aside(len(index) > INLINE_SCOPE, index.without_sessions, difference.gone)
        if difference.missing:
            batch = await loader.messages(difference.missing)
            large = len(batch) > INLINE_MESSAGES or len(index) > INLINE_SCOPE
            index = await _aside(large, index.extended, batch)
            entry = _Entry(vectors_due=time.monotonic() + _FIRST_PAUSE)
        elif known is not None:
            index = await _completed(entry, index, loader)
        index = await _tidied(index)
        if known is None:
            self._builds += 1
        elif index is known.index:
            self._hits += 1
        else:
            self._extensions += 1
        self._keep(scope, _Entry(index, spans, entry.vectors_due, entry.pause))
        return index

    def _keep(self, scope: Hashable, entry: _Entry) -> None:
        self.drop(scope)
        self._entries[scope] = entry
        self._nbytes += entry.index.nbytes
        while self._nbytes > self._budget and self._entries:
            _, dropped = self._entries.popitem(last=False)
            self._nbytes -= dropped.index.nbytes
            self._evictions += 1

    @asynccontextmanager
    async def _sole(self, scope: Hashable) -> "AsyncIterator[None]":
        """Lets one caller at a time change a scope; the lock is forgotten when nobody wants it."""
        lock, users = self._locks.setdefault(scope, (asyncio.Lock(), []))
        users.append(None)
        try:
            async with lock:
                yield
        finally:
            users.pop()
            if not users:
                del self._locks[scope]


async def _aside(large: bool, work: Callable[[_Argument], ScopeIndex], argument: _Argument) -> ScopeIndex:  # noqa: FBT001
    """Large work in a thread, small work at once."""
    return await asyncio.to_thread(work, argument) if large else work(argument)


async def _tidied(index: ScopeIndex) -> ScopeIndex:
    """The index with fewer rows of removed messages, and its postings gathered, where that is due."""
    if len(index.removed) > _REMOVED_SHARE * len(index):
        return await asyncio.to_thread(index.compacted)
    if index.postings.is_scattered:
        gathered = await asyncio.to_thread(index.postings.gathered)
        return index.with_gathered_postings(index.postings, gathered)
    return index


async def _completed(entry: _Entry, index: ScopeIndex, loader: Loader) -> ScopeIndex:
    """Ask for vectors that a background step may have made, less and less often while none come."""
    found = await loader.vectors(index.keys[~index.vectors.embedded].tolist())
    if found is None:
        entry.pause = min(2 * entry.pause, _LONGEST_PAUSE)
    else:
        index = index.with_vectors(*found)
        entry.pause = _FIRST_PAUSE
    entry.vectors_due = time.monotonic() + entry.pause
    return index


@dataclass(frozen=True, slots=True)
class Difference:
    """What separates an index from its scope.

    Attributes:
        gone: sessions whose messages must leave the index.
        missing: messages that must come in.
    """

    gone: list[int]
    missing: list[Span]


def compare(held: Sequence[Span], wanted: Sequence[Span]) -> Difference:
    """Tell what is to be removed and loaded so that an index of `held` becomes one of `wanted`."""
    by_session = {span.session: span for span in held}
    gone: list[int] = []
    missing: list[Span] = []
    for span in wanted:
        before = by_session.pop(span.session, None)
        if before is not None and (before.first != span.first or before.last > span.last):
            gone.append(span.session)
            before = None
        start = span.first if before is None else before.last + 1
        if start <= span.last:
            missing.append(Span(span.session, start, span.last))
    return Difference([*gone, *by_session], missing)
