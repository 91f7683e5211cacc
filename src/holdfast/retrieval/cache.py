"""A cache of scope indexes: fed from storage, brought up to date before each search, dropped when memory is short.

Before a search the feed of its scope tells what happened since the index was brought up to date, after the request
came in; so a search never misses a message whose storing was acknowledged before it began, and costs what changed.
Indexes are snapshots: a search that runs in a thread keeps its own while the next one is prepared. News may be told
twice and in any order: an index that is ahead of what a search asked for serves it. Of several searches that find a
scope stale, one loads and the others wait; none waits for longer than its patience, and the loading goes on.

All methods belong to one event loop. Whatever may take long runs in a thread, and of large builds few at once.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Coroutine, Hashable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.conditions import Condition
from holdfast.retrieval.feed import Feed, Missing, News, Span
from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.metadata import MetadataMemory

log = logging.getLogger(__name__)

INLINE_MESSAGES = 200
"""Up to so many messages are indexed on the event loop: about a millisecond."""
LARGE_BUILD = 10_000
"""Builds of more messages wait for each other."""
LARGE_BUILDS = 2
"""So many of them run at once."""
GUEST_SECONDS = 60.0
"""An index that exceeds the budget is kept for so long after its last search, unless another one comes."""

_FEW_SESSIONS = 20
_MANY_SESSIONS = 2000
"""What happened in more sessions is looked through in a thread."""
_INLINE_COPY = 20_000
"""Indexes of more messages are copied, when they need more room, in a thread."""
_LATE_VECTORS = 2000
_REMOVED_SHARE = 0.1
"""An index is compacted when so large a share of its rows was removed."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 30.0
_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


class TooLongError(Exception):
    """An index could not be had in time; it is still being made."""


@dataclass(slots=True)
class _Pause:
    """When to look again for what was not there, less and less often."""

    due: float = 0.0
    length: float = _FIRST_PAUSE

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.due

    def begin(self, *, again: bool) -> None:
        self.length = min(2 * self.length, _LONGEST_PAUSE) if again else _FIRST_PAUSE
        self.due = time.monotonic() + self.length


@dataclass(slots=True)
class _Owed:
    """A session of which fewer messages were found than it has."""

    span: Span
    pause: _Pause = field(default_factory=_Pause)


@dataclass(slots=True)
class _Entry:
    """An index and what it holds."""

    index: ScopeIndex = field(default_factory=ScopeIndex.empty)
    cursor: int | None = None
    held: dict[int, Span] = field(default_factory=dict)
    owed: dict[int, _Owed] = field(default_factory=dict)
    vectors: _Pause = field(default_factory=_Pause)
    metadata: MetadataMemory | None = None
    edited: list[tuple[int, int]] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    tidying: asyncio.Task[None] | None = None
    looked_up_to: int = 0
    counted: int = 0

    @property
    def nbytes(self) -> int:
        metadata = 0 if self.metadata is None else self.metadata.nbytes
        return self.index.nbytes + metadata + _BYTES_PER_SESSION * len(self.held)

    def is_due(self) -> bool:
        """Whether there is something to look for again."""
        late = not self.index.vectors.complete and self.vectors.is_over
        # A thread may be noting others meanwhile.
        return late or any(owed.pause.is_over for owed in list(self.owed.values()))


_BYTES_PER_SESSION = 250
"""What the span of a session takes in a dictionary."""


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

    An index that alone exceeds the budget drops no other: it is a guest, of which there is one at a time, for a while.

    Args:
        budget_bytes: memory of all indexes but a guest.
        patience: seconds that a search waits for its index.
    """

    def __init__(self, budget_bytes: int, *, patience: float = 25.0) -> None:
        self._budget = budget_bytes
        self._patience = patience
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._begun: dict[Hashable, _Entry] = {}
        self._guest: tuple[Hashable, _Entry] | None = None
        self._farewell: asyncio.TimerHandle | None = None
        self._large_builds = asyncio.Semaphore(LARGE_BUILDS)
        self._nbytes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._hits = self._extensions = self._builds = self._evictions = 0

    async def get(self, scope: Hashable, feed: Feed) -> ScopeIndex:
        """The index of what the scope has at this moment, or a moment later.

        Raises:
            TooLongError: it takes longer than the patience; the work goes on.
        """
        return (await self._current(scope, feed, edits=False)).index

    async def admitted(self, scope: Hashable, feed: Feed, condition: Condition) -> tuple[ScopeIndex, NDArray[np.bool_]]:
        """The index of a scope, and which of its messages a condition admits.

        What was read and decided is kept when it breaks off, so the next search goes on from there.

        Raises:
            TooLongError: it takes longer than the patience.
            InvalidFilter, Unavailable: see `holdfast.retrieval.conditions.Verdicts.reach`.
        """
        entry = await self._current(scope, feed, edits=True)
        try:
            async with asyncio.timeout(self._patience):
                async with entry.lock:
                    index, memory = entry.index, await _read_metadata(entry, feed)
                    numbers = memory.numbers(len(index))
                # Other searches of the scope need not wait: what was decided of a text is right for ever.
                return index, await memory.mask(numbers, condition)
        except TimeoutError:
            raise TooLongError from None
        finally:
            if self._known(scope) is entry:
                self._settle(scope, entry)

    async def close(self) -> None:
        """Break off what is under way, and forget everything."""
        if self._farewell is not None:
            self._farewell.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.clear()

    def clear(self) -> None:
        """Forget everything, as after a change of the embedding model or the language."""
        self._entries.clear()
        self._begun.clear()
        self._guest = None
        self._nbytes = 0

    @property
    def counts(self) -> CacheCounts:
        """What happened so far."""
        return CacheCounts(
            self._hits, self._extensions, self._builds, self._evictions, len(self._entries), self._nbytes
        )

    async def _current(self, scope: Hashable, feed: Feed, *, edits: bool) -> _Entry:
        """The entry of a scope, brought up to date."""
        entry = self._known(scope)
        if entry is None or entry.cursor is None:
            entry = self._begun.setdefault(scope, _Entry()) if entry is None else entry
            await self._patiently(entry, self._build(scope, entry, feed, edits=edits))
            return entry
        basis = entry.cursor
        news = await feed.since(basis, edits=edits)
        if news.complete or entry.is_due() or _differs(entry, feed, news):
            short = len(news.spans) <= _FEW_SESSIONS
            await self._patiently(entry, self._update(scope, entry, feed, news, basis), short=short)
        else:
            _note(entry, news, basis)
            self._hits += 1
        return entry

    def _known(self, scope: Hashable) -> _Entry | None:
        if scope in self._entries:
            self._entries.move_to_end(scope)
            return self._entries[scope]
        if self._guest is not None and self._guest[0] == scope:
            self._expect_farewell()
            return self._guest[1]
        return self._begun.get(scope)

    async def _build(self, scope: Hashable, entry: _Entry, feed: Feed, *, edits: bool) -> None:
        """The first index of a scope; whoever waited for another one to make it learns what came since."""
        async with entry.lock:
            is_first = entry.cursor is None
            news = await feed.since(entry.cursor, edits=edits)
            try:
                await self._apply(entry, feed, news, entry.cursor)
            except BaseException:
                if is_first:
                    self._begun.pop(scope, None)
                raise
            self._builds += is_first
            self._settle(scope, entry)

    async def _update(self, scope: Hashable, entry: _Entry, feed: Feed, news: News, basis: int) -> None:
        async with entry.lock:
            if news.complete and entry.cursor != basis:
                news = await feed.since(basis := entry.cursor or 0, edits=True)
            before = entry.index
            await self._apply(entry, feed, news, basis)
            await _look_for_vectors(entry, feed)
            if entry.index is before:
                self._hits += 1
            else:
                self._extensions += 1
            self._settle(scope, entry)

    async def _apply(self, entry: _Entry, feed: Feed, news: News, basis: int | None) -> None:
        """Make the index one of what the news say. When it fails, the entry is one of what was there before."""
        is_wide = len(news.spans) > _MANY_SESSIONS
        difference = await _aside(is_wide, partial(_difference, entry, feed), news)
        index = entry.index
        if difference.gone:
            index = await _aside(len(index) > INLINE_MESSAGES, index.without_sessions, difference.gone)
        found: Counter[int] = Counter()
        async with AsyncExitStack() as stack:
            is_large = difference.promised > LARGE_BUILD
            if is_large:
                await stack.enter_async_context(self._large_builds)
            async for batch in feed.load(difference.missing):
                index = await _aside(_is_large(index, batch), index.extended, batch)
                found.update(batch.sessions)
            if is_large:
                gathered = await asyncio.to_thread(index.postings.gathered)
                index = index.with_gathered_postings(index.postings, gathered)
        if found:
            entry.vectors.begin(again=False)
        await _aside(is_wide, partial(_enter, entry, index, feed, difference), found)
        _note(entry, news, basis)

    def _settle(self, scope: Hashable, entry: _Entry) -> None:
        """Count the memory of an entry anew, and make room where it exceeds the budget."""
        self._begun.pop(scope, None)
        nbytes = entry.nbytes
        replaced = self._entries.pop(scope, None)
        if replaced is not None:
            self._nbytes -= replaced.counted
        if nbytes > self._budget:
            self._welcome(scope, entry)
            return
        if self._guest is not None and self._guest[0] == scope:
            self._guest = None
        entry.counted = nbytes
        self._entries[scope] = entry
        self._nbytes += nbytes
        while self._nbytes > self._budget:
            _, dropped = self._entries.popitem(last=False)
            self._nbytes -= dropped.counted
            self._evictions += 1
        self._tidy_later(scope, entry)

    def _welcome(self, scope: Hashable, entry: _Entry) -> None:
        """Keep an index that exceeds the budget for a while."""
        if self._guest is None or self._guest[0] != scope:
            log.warning(
                "an index of %d messages takes %d MB, more than search.cache_megabytes allows: it is kept for %d s",
                entry.index.live, entry.nbytes >> 20, GUEST_SECONDS,
            )  # fmt: skip
        self._guest = (scope, entry)
        self._expect_farewell()
        self._tidy_later(scope, entry)

    def _expect_farewell(self) -> None:
        if self._farewell is not None:
            self._farewell.cancel()
        self._farewell = asyncio.get_running_loop().call_later(GUEST_SECONDS, self._part)

    def _part(self) -> None:
        self._guest = self._farewell = None

    def _tidy_later(self, scope: Hashable, entry: _Entry) -> None:
        if entry.tidying is None and (entry.index.postings.is_scattered or _has_many_removed(entry.index)):
            entry.tidying = self._spawn(self._tidy(scope, entry))

    async def _tidy(self, scope: Hashable, entry: _Entry) -> None:
        """Remove dead rows, or join small runs of postings, beside the searches that go on meanwhile."""
        try:
            postings = entry.index.postings
            gathered = await asyncio.to_thread(postings.gathered)
            async with entry.lock:
                entry.index = entry.index.with_gathered_postings(postings, gathered)
                if _has_many_removed(entry.index):
                    await _compact(entry)
        finally:
            entry.tidying = None
        if self._known(scope) is entry:
            self._settle(scope, entry)

    async def _patiently(self, entry: _Entry, work: Coroutine[Any, Any, None], *, short: bool = False) -> None:
        """Wait for work on an entry; when that takes too long, let it go on without waiting."""
        if short and not entry.lock.locked():
            await work
            return
        task = self._spawn(work)
        done, _ = await asyncio.wait((task,), timeout=self._patience)
        if not done:
            raise TooLongError
        await task

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.debug("an index could not be brought up to date", exc_info=task.exception())


async def _aside(large: bool, work: Callable[[_Argument], _Result], argument: _Argument) -> _Result:  # noqa: FBT001
    """Large work in a thread, small work at once."""
    return await asyncio.to_thread(work, argument) if large else work(argument)


def _is_large(index: ScopeIndex, batch: MessageBatch) -> bool:
    """Whether it takes long to extend an index by a batch: for its length, or because what there is must be copied."""
    return len(batch) > INLINE_MESSAGES or (len(index) > _INLINE_COPY and not index.has_room(len(batch)))


class _Difference(NamedTuple):
    """What separates an index from its scope.

    `gone` are sessions whose messages leave the index, `missing` what is to be loaded, `promised` how much that is at
    least, and `spans` what the sessions hold then.
    """

    gone: list[int]
    missing: list[Missing]
    promised: int
    spans: list[Span]


def _difference(entry: _Entry, feed: Feed, news: News) -> _Difference:
    told = {span.session: span for span in news.spans}
    gone = [session for session in entry.held if session not in told] if news.complete else []
    again = {session for session, owed in entry.owed.items() if owed.pause.is_over}
    for session in again.difference(told, gone):
        told[session] = entry.owed[session].span
    missing: list[Missing] = []
    spans: list[Span] = []
    count = 0
    for span in told.values():
        held = entry.held.get(span.session)
        lacking, anew = _lacking(held, span, again=span.session in again)
        if anew:
            gone.append(span.session)
        promised = feed.promised(lacking)
        if promised is None or promised > 0:
            missing.append(lacking)
            count += promised or 1
        if held is not None or (missing and missing[-1] is lacking):
            newer = _newer(held, span)
            spans.append(Span(span.session, newer.border, lacking.last, newer.edition, newer.removed))
    return _Difference(gone, missing, count, spans)


def _lacking(held: Span | None, told: Span, *, again: bool) -> tuple[Missing, bool]:
    """What is missing of a session, and whether what is there of it must go first."""
    if held is None:
        return Missing(told.session, told.border, 0, told.last, told.removed), False
    newer = _newer(held, told)
    anew = newer.age > held.age or again
    last = max(told.last, held.last)
    if anew:
        return Missing(told.session, newer.border, 0, last, newer.removed), True
    return Missing(told.session, newer.border, held.last, last), False


def _newer(held: Span | None, told: Span) -> Span:
    """The newer of two states of a session; what single messages came and went is told by an edition."""
    return told if held is None or told.age > held.age else held


def _differs(entry: _Entry, feed: Feed, news: News) -> bool:
    """Whether the news tell of anything that an index does not hold."""
    for span in news.spans:
        held = entry.held.get(span.session)
        lacking, anew = _lacking(held, span, again=False)
        if anew or feed.promised(lacking) != 0:
            return True
    return False


def _enter(entry: _Entry, index: ScopeIndex, feed: Feed, difference: _Difference, found: Counter[int]) -> None:
    """Put an index in, and note what it holds and of which sessions it found less than there is."""
    entry.index = index
    for session in difference.gone:
        entry.held.pop(session, None)
    for span in difference.spans:
        entry.held[span.session] = span
    for session in [session for session in entry.owed if session not in entry.held]:
        del entry.owed[session]
    for missing in difference.missing:
        promised = feed.promised(missing)
        if promised is not None and found[missing.session] < promised:
            owed = entry.owed.setdefault(missing.session, _Owed(entry.held[missing.session]))
            owed.span = entry.held[missing.session]
            owed.pause.begin(again=owed.pause.due > 0)
        elif missing.after == 0:
            entry.owed.pop(missing.session, None)


def _note(entry: _Entry, news: News, basis: int | None) -> None:
    """Begin after these news the next time, and keep in mind whose metadata they say was edited."""
    entry.cursor = news.cursor if basis is None or news.complete else max(entry.cursor or 0, news.cursor)
    if entry.metadata is None:
        return
    entry.edited += news.edited
    if news.edits_unknown:
        entry.metadata.forget_all()


async def _look_for_vectors(entry: _Entry, feed: Feed) -> None:
    """Ask for vectors that a background step may have made, less and less often while none come."""
    if entry.index.vectors.complete or not entry.vectors.is_over:
        return
    lacking = entry.index.lacking_vectors
    # Some may never get one: each look begins where the last one ended.
    start = int(lacking.searchsorted(entry.looked_up_to))
    rows = lacking[start : start + _LATE_VECTORS]
    entry.looked_up_to = int(rows[-1]) + 1 if start + len(rows) < len(lacking) else 0
    found = await feed.vectors(entry.index.keys[rows].tolist())
    if found is not None:
        entry.index = entry.index.with_vectors(*found)
    entry.vectors.begin(again=found is None)


async def _read_metadata(entry: _Entry, feed: Feed) -> MetadataMemory:
    """The metadata of an index, after reading what is not known."""
    index = entry.index
    memory = entry.metadata = entry.metadata or MetadataMemory()
    memory.forget(_rows_between(index, entry.edited))
    entry.edited = []
    unread = memory.unread(len(index))
    unread = unread[index.live_mask[unread]]
    unread = unread[np.argsort(index.keys[unread])]
    keys = index.keys[unread]
    sessions = [index.session_keys[number] for number in index.sessions[unread].tolist()]
    async for some, texts in feed.metadata(sessions, keys.tolist()):
        memory.learn(unread[keys.searchsorted(some)], texts)
    return memory


def _rows_between(index: ScopeIndex, ranges: Sequence[tuple[int, int]]) -> NDArray[np.intp]:
    """The rows whose keys lie in one of some ranges, both ends included."""
    if not ranges:
        return np.empty(0, np.intp)
    order = np.argsort(index.keys)
    keys = index.keys[order]
    lows, highs = (np.array(ends, np.int64) for ends in zip(*ranges, strict=True))
    starts, ends = keys.searchsorted(lows), keys.searchsorted(highs, side="right")
    return np.concatenate([order[start:end] for start, end in zip(starts, ends, strict=True)])


def _has_many_removed(index: ScopeIndex) -> bool:
    return len(index.removed) > _REMOVED_SHARE * len(index)


async def _compact(entry: _Entry) -> None:
    """Leave out the rows of removed sessions."""
    index = entry.index
    rows = np.flatnonzero(index.live_mask)
    compacted = await _aside(len(index) > INLINE_MESSAGES, ScopeIndex.compacted, index)
    if entry.metadata is not None:
        entry.metadata.keep(rows)
    entry.index, entry.looked_up_to = compacted, 0
