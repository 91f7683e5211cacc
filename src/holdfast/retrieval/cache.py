"""A cache of scope indexes: fed from storage, brought up to date before each search, dropped when memory is short.

Before a search the feed of its scope tells what happened since the index was brought up to date, after the request
came in; so a search never misses a message whose storing was acknowledged before it began, and costs what changed.
Indexes are snapshots: a search that runs in a thread keeps its own while the next one is prepared. News may be told
twice and in any order: an index that is ahead of what a search asked for serves it. Of several searches that find a
scope stale, one loads and the others wait. A search rather waits than being refused: its patience ends where somebody
who still listens is hardly to be expected. The loading goes on, whoever stops waiting.

All methods belong to one event loop. Whatever may take long runs in a thread, and of large builds few at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import HoldfastError
from holdfast.retrieval.conditions import Condition
from holdfast.retrieval.entries import (
    MANY_SESSIONS,
    Entry,
    LargeBuilds,
    apply,
    aside,
    compact,
    differs,
    give_back,
    has_many_removed,
    look_for_vectors,
    note,
    read_metadata,
)
from holdfast.retrieval.feed import Feed, News, Span
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.index_files import Extent
from holdfast.retrieval.keeping import Keeper

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 600.0
LARGE_BUILDS = 2  # so many run at once
GUEST_SECONDS = 60.0
"""An index that exceeds the budget is kept for so long after its last search, unless another one comes."""

_FEW_SESSIONS = 20


class TooLongError(Exception):
    """An index could not be had in time; it is still being made."""


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
        keeper: keeps large indexes in files; None when none are kept.

    Attributes:
        awaited: the scopes that were searched since they were last brought up to date ahead of a search.
    """

    def __init__(self, budget_bytes: int, *, patience: float = PATIENCE_SECONDS, keeper: Keeper | None = None) -> None:
        self._budget = budget_bytes
        self._keeper = keeper
        self._patience = patience
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._begun: dict[Hashable, Entry] = {}
        self._guest: tuple[Hashable, Entry] | None = None
        self._farewell: asyncio.TimerHandle | None = None
        self._large_builds = LargeBuilds(LARGE_BUILDS, budget_bytes, keeper.directory if keeper else None)
        self._nbytes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.awaited: set[Hashable] = set()
        self._hits = self._extensions = self._builds = self._evictions = 0

    async def get(self, scope: Hashable, feed: Feed) -> ScopeIndex:
        """The index of what the scope has at this moment, or a moment later.

        Raises:
            TooLongError: it takes longer than the patience; the work goes on.
        """
        known = feed.known
        index = None if known is None else self._up_to_date(scope, known)
        return (await self._current(scope, feed, edits=False)).index if index is None else index

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
                    index, memory = entry.index, await read_metadata(entry, feed)
                    numbers = memory.numbers(len(index))
                # Other searches of the scope need not wait: what was decided of a text is right for ever.
                return index, await memory.mask(numbers, condition)
        except TimeoutError:
            raise TooLongError from None
        finally:
            if self._known(scope) is entry:
                self._settle(scope, entry)

    async def extent_of_file(self, feed: Feed) -> Extent | None:
        """What the file of a scope goes up to; None when there is none."""
        name = feed.stored_name
        return None if self._keeper is None or name is None else await self._keeper.extent(name)

    async def ahead(self, scope: Hashable, feed: Feed, messages: int) -> int:
        """Bring the index of about so many messages up to date, and its file; how many it holds.

        Nothing is done where it could not lie in a file, and 0 is told.
        """
        if self._keeper is None or not self._keeper.has_room_for(messages):
            return 0
        was_awaited = scope in self.awaited
        # Nothing is kept of the index itself: its memory is given back in a thread, once it lies in its file.
        held = (await self.get(scope, feed)).live
        if not was_awaited:
            self.awaited.discard(scope)
        entry = self._known(scope)
        if entry is not None and entry.upkeep is not None:
            await asyncio.gather(entry.upkeep, return_exceptions=True)
        return held

    def anticipate(self, scope: Hashable, feed: Feed) -> None:
        """Bring an awaited index up to date before its next search: once for each search, however much happens."""
        self.awaited.discard(scope)
        entry = self._known(scope)
        if entry is not None and entry.cursor is not None:
            self._spawn(self._refresh(scope, entry, feed, edits=False))

    async def close(self) -> None:
        """Break off what is under way, and forget everything."""
        if self._keeper is not None:
            self._keeper.close()
        if self._farewell is not None:
            self._farewell.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.clear()

    async def renew(self, feed_of: Callable[[str], tuple[Hashable, Feed] | None]) -> None:
        """See to it that no file holds messages that are gone.

        ``feed_of`` gives the scope and the feed of the name of a file; None has the file go.
        """
        keeper = self._keeper
        if keeper is None:
            return
        # What is being written was taken before the messages went.
        await self.settled()
        for name in await keeper.names():
            known, renewed = feed_of(name), False
            try:
                renewed = known is not None and await self._renewed(keeper, *known)
            except (HoldfastError, TooLongError) as error:
                log.warning("a search index in a file is dropped: %s", error)
            finally:
                if not renewed:
                    keeper.remove(name)

    async def settled(self) -> None:
        """Wait until nothing is done for any index beside searches; what fails there fails nobody."""
        while tasks := self._upkeep():
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _renewed(self, keeper: Keeper, scope: Hashable, feed: Feed) -> bool:
        """Whether the file of a scope holds nothing that is gone, after it was written anew if need be."""
        entry = await self._current(scope, feed, edits=False)
        if entry.upkeep is not None:
            # It has just been made, and is about to lie in a file.
            await asyncio.gather(entry.upkeep, return_exceptions=True)
        if entry.kept is not None and entry.kept.has_dead:
            await keeper.keep(entry, self._large_builds)
            if self._known(scope) is entry:
                self._settle(scope, entry)
        return entry.kept is not None and not entry.kept.has_dead

    def _upkeep(self) -> list[asyncio.Task[None]]:
        entries = [*self._entries.values(), *self._begun.values(), *([self._guest[1]] if self._guest else [])]
        return [entry.upkeep for entry in entries if entry.upkeep is not None and not entry.upkeep.done()]

    def clear(self) -> None:
        """Forget everything, as after a change of the embedding model or the language."""
        self._entries.clear()
        self._begun.clear()
        self._guest = None
        self.awaited.clear()
        self._nbytes = 0

    @property
    def counts(self) -> CacheCounts:
        """What happened so far."""
        return CacheCounts(
            self._hits, self._extensions, self._builds, self._evictions, len(self._entries), self._nbytes
        )

    async def _current(self, scope: Hashable, feed: Feed, *, edits: bool) -> Entry:
        """The entry of a scope, brought up to date."""
        entry = self._known(scope)
        if entry is None or entry.cursor is None:
            entry = self._begun.setdefault(scope, Entry()) if entry is None else entry
            await self._patiently(entry, self._build(scope, entry, feed, edits=edits))
        else:
            await self._refresh(scope, entry, feed, edits=edits)
        self.awaited.add(scope)
        return entry

    def _up_to_date(self, scope: Hashable, known: Span) -> ScopeIndex | None:
        """The index of one session, if it holds all that is known to be there and nothing is to be looked for again."""
        entry = self._known(scope)
        if entry is None or entry.cursor is None or entry.held.get(known.session) != known or entry.is_due():
            return None
        self._hits += 1
        self.awaited.add(scope)
        return entry.index

    async def _refresh(self, scope: Hashable, entry: Entry, feed: Feed, *, edits: bool) -> None:
        """Take in what happened since."""
        basis = entry.cursor or 0
        news = await feed.since(basis, edits=edits)
        is_wide = len(news.spans) > MANY_SESSIONS
        if news.complete or entry.is_due() or await aside(is_wide, partial(differs, entry, feed), news):
            short = len(news.spans) <= _FEW_SESSIONS
            await self._patiently(entry, self._update(scope, entry, feed, news, basis), short=short)
        else:
            note(entry, news, basis)
            self._hits += 1

    def _known(self, scope: Hashable) -> Entry | None:
        is_guest = self._guest is not None and self._guest[0] == scope
        entry = self._guest[1] if self._guest is not None and is_guest else self._entries.get(scope)
        if entry is None:
            return self._begun.get(scope)
        if self._keeper is not None and not self._keeper.is_current(entry):
            # Another process replaced or removed the file, perhaps because of what was erased.
            self._drop(scope)
            return None
        if is_guest:
            self._expect_farewell()
        else:
            self._entries.move_to_end(scope)
        return entry

    def _drop(self, scope: Hashable) -> None:
        """Forget an entry."""
        if scope in self._entries:
            dropped = self._entries.pop(scope)
            self.awaited.discard(scope)
            self._nbytes -= dropped.counted
            self._let_go(dropped)
        elif self._guest is not None:
            self._let_go(self._guest[1])
            self._guest = None

    def _let_go(self, entry: Entry) -> None:
        """Give back the memory of an entry that nobody is going to look for, beside the event loop if it is much.

        A search that still has it goes on, and then it is the one that gives it back.
        """
        self._spawn(give_back([entry.index, entry.held]))

    async def _build(self, scope: Hashable, entry: Entry, feed: Feed, *, edits: bool) -> None:
        """The first index of a scope; whoever waited for another one to make it learns what came since."""
        async with entry.lock:
            is_first = entry.cursor is None
            try:
                if is_first and self._keeper is not None:
                    await self._keeper.restore(entry, feed)
                is_made = entry.cursor is None
                entry.feed = feed
                news = await feed.since(entry.cursor, edits=edits)
                after_stage = partial(self._after_stage, entry) if is_made else None
                await apply(entry, feed, news, entry.cursor, self._large_builds, after_stage=after_stage)
            except BaseException:
                if is_first:
                    self._begun.pop(scope, None)
                raise
            self._builds += is_made
            self._settle(scope, entry)

    async def _after_stage(self, entry: Entry) -> None:
        """Keep what there is of an index that takes long to make: who is stopped goes on there the next time."""
        if self._keeper is not None:
            await self._keeper.keep_part(entry)

    async def _update(self, scope: Hashable, entry: Entry, feed: Feed, news: News, basis: int) -> None:
        async with entry.lock:
            if news.complete and entry.cursor != basis:
                news = await feed.since(basis := entry.cursor or 0, edits=True)
            before, entry.feed = entry.index, feed
            await apply(entry, feed, news, basis, self._large_builds)
            await look_for_vectors(entry, feed)
            if entry.index is before:
                self._hits += 1
            else:
                self._extensions += 1
            self._settle(scope, entry)

    def _settle(self, scope: Hashable, entry: Entry) -> None:
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
            forgotten, dropped = self._entries.popitem(last=False)
            self.awaited.discard(forgotten)
            self._nbytes -= dropped.counted
            self._evictions += 1
            self._let_go(dropped)
        self._tidy_later(scope, entry)

    def _welcome(self, scope: Hashable, entry: Entry) -> None:
        """Keep an index that exceeds the budget for a while."""
        former, self._guest = self._guest, (scope, entry)
        if former is None or former[0] != scope:
            log.warning(
                "an index of %d messages takes %d MB, more than search.cache_megabytes allows: it is kept for %d s",
                entry.index.live, entry.nbytes >> 20, GUEST_SECONDS,
            )  # fmt: skip
        if former is not None and former[1] is not entry:
            self._let_go(former[1])
        self._expect_farewell()
        self._tidy_later(scope, entry)

    def _expect_farewell(self) -> None:
        if self._farewell is not None:
            self._farewell.cancel()
        self._farewell = asyncio.get_running_loop().call_later(GUEST_SECONDS, self._part)

    def _part(self) -> None:
        if self._guest is not None and self._guest[1].upkeep is not None:
            # It may be about to lie in a file, where it exceeds nothing.
            self._expect_farewell()
            return
        if self._guest is not None:
            self._let_go(self._guest[1])
        self._guest = self._farewell = None

    def _tidy_later(self, scope: Hashable, entry: Entry) -> None:
        if entry.upkeep is None and (self._is_untidy(entry) or self._is_to_be_kept(entry)):
            entry.upkeep = self._spawn(self._tidy(scope, entry))

    @staticmethod
    def _is_untidy(entry: Entry) -> bool:
        return entry.index.postings.is_scattered or has_many_removed(entry.index)

    def _is_to_be_kept(self, entry: Entry) -> bool:
        return self._keeper is not None and self._keeper.is_due(entry)

    async def _tidy(self, scope: Hashable, entry: Entry) -> None:
        """Remove dead rows, join small runs of postings and keep it in a file, beside the searches that go on."""
        try:
            if self._is_untidy(entry):
                await _gather(entry)
            if self._keeper is not None and self._keeper.is_due(entry):
                await self._keeper.keep(entry, self._large_builds)
        finally:
            entry.upkeep = None
        known = self._known(scope)
        if known is entry or (known is None and entry.kept is not None):
            self._settle(scope, entry)

    async def _patiently(self, entry: Entry, work: Coroutine[Any, Any, None], *, short: bool = False) -> None:
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


async def _gather(entry: Entry) -> None:
    """Remove dead rows, or join small runs of postings."""
    postings = entry.index.postings
    gathered = await asyncio.to_thread(postings.gathered)
    async with entry.lock:
        entry.index = entry.index.with_gathered_postings(postings, gathered)
        if has_many_removed(entry.index):
            await compact(entry)
