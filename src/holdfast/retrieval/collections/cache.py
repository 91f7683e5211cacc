"""The indexes of collections: built from the store, kept up to date before each search, dropped when memory is short.

The caller reads the collection's revision after the request came in; what changed since the index was brought up to
date is loaded then, so a search misses nothing that was acknowledged before it began.  Graphs are built in a thread
beside all that and put in at once when they are done; until then, and whenever one cannot help, search is exact.

All methods belong to one event loop.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from holdfast.retrieval.collections.filters import FilterMemory
from holdfast.retrieval.collections.graph import BuildCancelled, Graph, build
from holdfast.retrieval.collections.graph_files import GraphFiles
from holdfast.retrieval.collections.index import CollectionIndex, State, View
from holdfast.retrieval.collections.ranking import GRAPH_ROWS

log = logging.getLogger(__name__)

Cursor = tuple[int, int]
"""Revision and number of the last change that was taken in."""

_START: Cursor = (0, 0)
_INLINE_CHANGES = 500
"""Up to so many changes are taken in on the event loop: one or two milliseconds."""
_CHANGES_TOGETHER = 4000
_TAIL_SHARE = 0.1
"""A graph is extended when so large a share of the rows came after it."""
_DEAD_SHARE = 0.3
"""An index is compacted when so large a share of its rows is dead."""


class Loader(Protocol):
    """Reads the changes of a collection from where documents are kept."""

    async def changes(self, collection: int, after: Cursor) -> tuple[Sequence[State], Cursor]:
        """Some changes after a cursor, in order, and the cursor of the last one; nothing when there are no more."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A collection as it is at this moment.

    `dimensions` is 0 where the index is to have no vectors, because the store compares them.  `purged` is the last
    revision that can no longer be read, `name` the one under which its graph is kept in a file.
    """

    collection: int
    dimensions: int
    words: bool
    revision: int
    purged: int
    name: str = ""


@dataclass(slots=True)
class _Entry:
    index: CollectionIndex
    name: str
    revision: int = 0
    cursor: Cursor = _START
    filters: FilterMemory = field(default_factory=FilterMemory)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    build: asyncio.Task[None] | None = None
    unwanted: threading.Event = field(default_factory=threading.Event)


class CollectionIndexes:
    """Indexes by collection, the least recently used dropped first when they exceed `budget_bytes`.

    Attributes:
        graph_rows: collections of more rows get a graph.
        files: where graphs outlive the process; None where they need not.
    """

    def __init__(self, budget_bytes: int, *, graph_rows: int = GRAPH_ROWS, files: GraphFiles | None = None) -> None:
        self._budget = budget_bytes
        self.files = files
        self.graph_rows = graph_rows
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        # One graph at a time, in a thread that waits for nobody's search.
        self._builder = ThreadPoolExecutor(1, "holdfast-graphs")

    def current(self, wanted: Wanted) -> tuple[View, FilterMemory] | None:
        """As `view`, but only when nothing has to be read for it."""
        entry = self._fitting(wanted)
        if entry is None or entry.revision < wanted.revision:
            return None
        self._entries.move_to_end(wanted.collection)
        return entry.index.view(), entry.filters

    async def view(self, wanted: Wanted, loader: Loader) -> tuple[View, FilterMemory]:
        """The index of a collection, with all that had changed up to `wanted.revision`, and its filter memory."""
        entry = self._entry(wanted)
        while entry.revision < wanted.revision:
            async with entry.lock:
                if entry.revision < wanted.revision and self._entries.get(wanted.collection) is entry:
                    await self._refresh(entry, wanted, loader)
            entry = self._entry(wanted)
        return entry.index.view(), entry.filters

    def _entry(self, wanted: Wanted) -> _Entry:
        entry = self._fitting(wanted)
        if entry is None:
            self.drop(wanted.collection)
            entry = self._entries[wanted.collection] = _new_entry(wanted)
        self._entries.move_to_end(wanted.collection)
        return entry

    def _fitting(self, wanted: Wanted) -> _Entry | None:
        """What there is of the collection, unless it has vectors and should have none, or the other way round."""
        entry = self._entries.get(wanted.collection)
        return entry if entry is not None and entry.index.dimensions == wanted.dimensions else None

    def drop(self, collection: int) -> None:
        """Forget the index of a collection."""
        entry = self._entries.pop(collection, None)
        if entry is not None:
            entry.unwanted.set()

    def remove(self, collection: int, name: str) -> None:
        """Forget a collection that was deleted, its file included."""
        self.drop(collection)
        if self.files is not None:
            self.files.remove(name)

    async def forget_purged(self, collection: int, name: str, purged: int) -> None:
        """See to it that no file has anything of documents that were removed for good, the last at revision `purged`.

        A graph in memory that knows of it is written anew; without one the file goes.
        """
        if self.files is None or not purged:
            return
        kept = await asyncio.to_thread(self.files.revision, name)
        if kept is None or kept >= purged:
            return
        entry = self._entries.get(collection)
        view = None if entry is None or entry.revision < purged else entry.index.view()
        if entry is None or view is None or view.graph is None:
            await asyncio.to_thread(self.files.remove, name)
            return
        save = partial(self.files.save, name, view, view.graph, revision=entry.revision)
        await asyncio.get_running_loop().run_in_executor(self._builder, save)

    async def close(self) -> None:
        """Forget everything and let builds that are under way end."""
        builds = [entry.build for entry in self._entries.values() if entry.build is not None]
        for collection in list(self._entries):
            self.drop(collection)
        await asyncio.gather(*builds, return_exceptions=True)
        self._builder.shutdown(wait=False, cancel_futures=True)

    @property
    def nbytes(self) -> int:
        """Memory of all indexes."""
        return sum(entry.index.nbytes for entry in self._entries.values())

    def has_graph(self, collection: int) -> bool:
        """Whether a finished graph serves the collection."""
        entry = self._entries.get(collection)
        return entry is not None and entry.index.view().graph is not None

    async def _refresh(self, entry: _Entry, wanted: Wanted, loader: Loader) -> None:
        try:
            await self._catch_up(entry, wanted, loader)
        except BaseException:
            # Nobody knows how far it got.
            self.drop(wanted.collection)
            raise
        await self._tidy(entry)
        self._evict(keep=wanted.collection)

    async def _catch_up(self, entry: _Entry, wanted: Wanted, loader: Loader) -> None:
        if entry.revision < wanted.purged:
            entry.index, entry.cursor, entry.filters = _new_index(wanted), _START, FilterMemory()
        more = True
        while more:
            states, more = await self._read(entry, wanted, loader)
            if len(states) <= _INLINE_CHANGES:
                entry.index.apply(states)
            else:
                await asyncio.to_thread(entry.index.apply, states)
        entry.revision = wanted.revision

    async def _read(self, entry: _Entry, wanted: Wanted, loader: Loader) -> tuple[list[State], bool]:
        """The next changes, many of them together, and whether there may be more."""
        read: list[State] = []
        while len(read) < _CHANGES_TOGETHER:
            states, entry.cursor = await loader.changes(wanted.collection, entry.cursor)
            if not states:
                return read, False
            read += states
            await asyncio.sleep(0)
        return read, True

    async def _tidy(self, entry: _Entry) -> None:
        """Compact the index and begin to build its graph where that is due."""
        index = entry.index
        if len(index) > self.graph_rows and index.live_rows < (1 - _DEAD_SHARE) * len(index):
            entry.index, entry.filters = await asyncio.to_thread(index.compacted), FilterMemory()
        if entry.build is None and not entry.unwanted.is_set() and self._wants_graph(entry.index):
            entry.build = asyncio.create_task(self._build(entry, entry.index))

    def _wants_graph(self, index: CollectionIndex) -> bool:
        if not index.dimensions:
            return False
        graph = index.view().graph
        unknown = len(index) if graph is None else len(graph.missing(len(index)))
        return len(index) > self.graph_rows and unknown > _TAIL_SHARE * len(index)

    async def _build(self, entry: _Entry, index: CollectionIndex) -> None:
        """Build or extend the graph of `index`; it is put in unless the index was replaced meanwhile."""
        try:
            running = asyncio.get_running_loop()
            graph = await running.run_in_executor(self._builder, self._graph, entry, index.view(), entry.revision)
        except BuildCancelled:
            return
        except Exception:
            # The edge of a background job; search stays exact.
            log.exception("the approximate index of a collection could not be built; search goes on without it")
            return
        finally:
            entry.build = None
        async with entry.lock:
            if entry.index is index:
                index.put(graph)
            await self._tidy(entry)

    def _graph(self, entry: _Entry, view: View, revision: int) -> Graph:
        """The graph of a view as of a revision: the kept one, as far as it goes, or one that is built and kept."""
        files = self.files if entry.name else None
        known = view.graph
        if known is None and files is not None:
            known = files.load(entry.name, view)
        if known is not None and len(known.missing(len(view))) <= _TAIL_SHARE * len(view) and known is not view.graph:
            return known
        graph = build(view.units, onto=known, cancelled=entry.unwanted.is_set)
        if files is not None:
            files.save(entry.name, view, graph, revision=revision)
        return graph

    def _evict(self, *, keep: int) -> None:
        for collection in list(self._entries):
            if self.nbytes <= self._budget:
                return
            if collection != keep:
                self.drop(collection)


def _new_index(wanted: Wanted) -> CollectionIndex:
    return CollectionIndex(dimensions=wanted.dimensions, words=wanted.words)


def _new_entry(wanted: Wanted) -> _Entry:
    return _Entry(_new_index(wanted), wanted.name)
