"""Keeps large indexes in files: written beside searches, mapped in place of what lies in memory, found at a restart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import MutableMapping
from pathlib import Path

import numpy as np

from holdfast.retrieval.entries import (
    BYTES_PER_MESSAGE,
    MANY_SESSIONS,
    Entry,
    Kept,
    LargeBuilds,
    apply,
    aside,
    compact,
    give_back,
)
from holdfast.retrieval.feed import Feed, Span
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.index_files import Extent, IndexFiles, Register, Snapshot, State, snapshot_of
from holdfast.retrieval.stored_columns import FileIdentity
from holdfast.system.memory import give_back_unused

LEAST_MESSAGES = 5_000
"""Indexes of fewer messages are made in milliseconds."""
LEAST_PART = 100_000
"""Of an index that is being made, less is not kept."""
KEEP_SECONDS = 30.0
"""A file is written no more often than this, unless because of what was deleted."""
_REST_SECONDS = 600.0
"""When a file could not be written, that is not tried again for so long."""
_CHANGED_SHARE = 1 / 16
"""A file is written anew when so large a share of it changed: what changed since is loaded after a restart."""


class Keeper:
    """Keeps indexes in files that the database knows of.

    Of a mapped index the operating system keeps those pages in memory that are used, and drops others; so an index that
    exceeds the budget of the cache is searched like any other.
    """

    def __init__(self, files: IndexFiles, register: Register) -> None:
        self._files = files
        self._register = register
        self._writing = asyncio.Lock()
        self._written: dict[str, float] = {}
        self._parts: dict[str, int] = {}

    @property
    def directory(self) -> Path:
        """Where the files lie."""
        return self._files.directory

    def is_current(self, entry: Entry) -> bool:
        """Whether the file that an entry uses, if it does, is still there."""
        if entry.kept is None or entry.feed is None:
            return True
        name = entry.feed.stored_name
        return name is None or self._files.is_current(name, entry.kept.file)

    def is_due(self, entry: Entry) -> bool:
        """Whether a file is to be written of an entry."""
        name = None if entry.feed is None else entry.feed.stored_name
        if name is None or entry.owed or not self._files.accepts or entry.index.live < LEAST_MESSAGES:
            return False
        if time.monotonic() < self._written.get(name, -KEEP_SECONDS) + KEEP_SECONDS:
            return False
        return entry.kept is None or _changes(entry, entry.kept) > _CHANGED_SHARE * entry.kept.rows

    async def restore(self, entry: Entry, feed: Feed) -> None:
        """Let an empty entry be what a file holds, if there is one that can be used; the caller has the lock."""
        name = feed.stored_name
        if name is None or not self._files.has(name):
            return
        found = await asyncio.to_thread(self._files.load, name, await self._register.tokens())
        if found is not None:
            _take(entry, *found)

    async def keep(self, entry: Entry, large_builds: LargeBuilds) -> None:
        """Write the file of an entry, and let the entry be what the file holds and what came since."""
        feed = entry.feed
        name = None if feed is None else feed.stored_name
        if feed is None or name is None:
            return
        async with self._writing:
            self._written[name] = time.monotonic()
            snapshot = await self._snapshot(entry, feed, large_builds)
            if snapshot is None:
                await self._leave(entry, name, forced=True)
                return
            self._parts.pop(name, None)
            rows, token = snapshot.rows, await asyncio.to_thread(self._files.save, name, snapshot)
            del snapshot  # or what it has of the index would stay in memory
            if token is None:
                self._written[name] += _REST_SECONDS
                await self._leave(entry, name, forced=False)
                return
            await self._register.note(token)
            found = await asyncio.to_thread(self._files.load, name, {token})
            if found is not None:
                async with entry.lock:
                    await _replace(entry, *found, rows=rows, large_builds=large_builds)

    async def keep_part(self, entry: Entry) -> None:
        """Write the file of an entry that is being made, when there is twice as much as in it; the caller has the lock.

        The entry stays as it is: the file is for whoever has to begin anew.
        """
        name = None if entry.feed is None else entry.feed.stored_name
        live = entry.index.live
        if name is None or not self._files.accepts or live < max(LEAST_PART, 2 * self._parts.get(name, 0)):
            return
        if len(entry.index.removed):
            await compact(entry)
        async with self._writing:
            snapshot = await asyncio.to_thread(snapshot_of, entry.index, None, entry.held)
            token = await asyncio.to_thread(self._files.save, name, snapshot)
            if token is not None:
                await self._register.note(token)
                self._parts[name], entry.kept = live, None

    async def _leave(self, entry: Entry, name: str, *, forced: bool) -> None:
        """Let an entry lie in memory, and its file go, when the file holds what is gone, or when that is ``forced``."""
        async with entry.lock:
            if not forced and (entry.kept is None or not entry.kept.has_dead):
                return
            self._files.remove(name)
            if entry.kept is not None:
                await compact(entry)
                held = await aside(len(entry.held) > MANY_SESSIONS, dict, entry.held)
                entry.held, entry.kept = held, None

    async def extent(self, name: str) -> Extent | None:
        """What the file of a name goes up to; None when there is none."""
        return await asyncio.to_thread(self._files.extent, name)

    def has_room_for(self, messages: int) -> bool:
        """Whether a file of so many messages may be written."""
        return self._files.accepts and messages * BYTES_PER_MESSAGE <= self._files.most_bytes

    async def names(self) -> list[str]:
        """The names of all files."""
        return await asyncio.to_thread(self._files.names)

    def remove(self, name: str) -> None:
        """Remove a file."""
        self._files.remove(name)

    def close(self) -> None:
        """Break off what is being written."""
        self._files.close()

    @staticmethod
    async def _snapshot(entry: Entry, feed: Feed, large_builds: LargeBuilds) -> Snapshot | None:
        """What the file is to hold: what is live at this moment; None when that is too little."""
        async with entry.lock:
            news = await feed.since(entry.cursor, edits=True)
            await apply(entry, feed, news, entry.cursor, large_builds)
            if len(entry.index.removed):
                await compact(entry)
            if entry.index.live < LEAST_MESSAGES:
                return None
            return await asyncio.to_thread(snapshot_of, entry.index, entry.cursor or 0, entry.held)


def _changes(entry: Entry, kept: Kept) -> int:
    """How many messages came, went, or have a vector now."""
    index = entry.index
    return max(len(index) - kept.rows, index.vectors.known - kept.known, 0) + len(index.removed)


def _take(entry: Entry, state: State, file: FileIdentity) -> None:
    """Let an entry be what a file holds."""
    index = state.scope_index
    entry.index, entry.cursor, entry.held, entry.looked_up_to = index, state.cursor, state.spans, 0
    entry.kept = Kept(file, len(index), index.vectors.known)


async def _replace(entry: Entry, state: State, file: FileIdentity, *, rows: int, large_builds: LargeBuilds) -> None:
    """Let an entry be what a file holds that was written of its first ``rows``, and what came since."""
    feed = entry.feed
    if feed is None:
        return
    fresh = Entry()
    _take(fresh, state, file)
    news = await feed.since(fresh.cursor, edits=True)
    await apply(fresh, feed, news, fresh.cursor, large_builds)
    entry.edited += news.edited
    if entry.metadata is not None:
        entry.metadata.forget_beyond(rows)
        if news.edits_unknown or not np.array_equal(entry.index.keys[:rows], state.scope_index.keys):
            entry.metadata = None
    former: list[ScopeIndex | MutableMapping[int, Span]] = [entry.index, entry.held]
    entry.index, entry.cursor, entry.held, entry.owed = fresh.index, fresh.cursor, fresh.held, fresh.owed
    entry.kept, entry.looked_up_to = fresh.kept, 0
    await give_back(former)
    await asyncio.to_thread(give_back_unused)
