"""An index in the cache, with what it is of: how it follows what happens in its scope."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.feed import Feed, Missing, News, Span
from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.metadata import MetadataMemory
from holdfast.retrieval.spans import BYTES_PER_SPAN, MappedSpans
from holdfast.retrieval.stored_columns import FileIdentity
from holdfast.system.memory import give_back_unused, lying_in_files

INLINE_MESSAGES = 200
"""Up to so many messages are indexed on the event loop: about a millisecond."""
BYTES_PER_MESSAGE = 800
"""What a message takes in an index, or somewhat less."""
LARGE_BUILD = 10_000
"""Builds of more messages wait for each other."""

STAGE = 100_000
"""A first index of more messages is made in stages of about so many, a second of work each."""
MANY_SESSIONS = 2000
"""What happened in more sessions is looked through in a thread."""
_INLINE_COPY = 20_000
"""Indexes of more messages are copied, when they need more room or lose a session, in a thread."""
_LATE_VECTORS = 2000
_METADATA_ROWS = 5000
"""Metadata of so many messages are asked for at once."""
_REMOVED_SHARE = 0.1
"""An index is compacted when so large a share of its rows was removed."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 30.0
_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Pause:
    """When to look again for what was not there, less and less often."""

    due: float = 0.0
    length: float = _FIRST_PAUSE

    @property
    def is_over(self) -> bool:
        """Whether it is time."""
        return time.monotonic() >= self.due

    def begin(self, *, again: bool) -> None:
        """Wait from now on, for longer when it is again."""
        self.length = min(2 * self.length, _LONGEST_PAUSE) if again else _FIRST_PAUSE
        self.due = time.monotonic() + self.length


@dataclass(slots=True)
class Owed:
    """A session of which fewer messages were found than it has."""

    span: Span
    pause: Pause = field(default_factory=Pause)


@dataclass(slots=True)
class Kept:
    """What of an index a file holds.

    Attributes:
        file: the file, which is mapped into memory.
        rows: its messages; none once the index was compacted.
        known: those of them that have a vector.
        has_dead: whether it holds messages that were deleted since.
    """

    file: FileIdentity
    rows: int
    known: int
    has_dead: bool = False


@dataclass(slots=True)
class Entry:
    """An index and what it holds.

    Attributes:
        index: the newest snapshot.
        cursor: where the news begin that it has not; None before it is made, or as long as only a part of it is.
        held: what there is in it of each session.
        owed: sessions of which less was found than there is.
        vectors: when to look for vectors that were not there.
        metadata: what is known of the metadata of its messages; None before somebody asked.
        edited: whose metadata are to be read again.
        lock: whoever changes the entry has it.
        feed: what it was brought up to date with last.
        kept: what of it lies in a file; None for nothing.
        upkeep: what is done for it beside searches.
        looked_up_to: the row up to which vectors were looked for.
        counted: the memory that the cache counts for it.
    """

    index: ScopeIndex = field(default_factory=ScopeIndex.empty)
    cursor: int | None = None
    held: MutableMapping[int, Span] = field(default_factory=dict)
    owed: dict[int, Owed] = field(default_factory=dict)
    vectors: Pause = field(default_factory=Pause)
    metadata: MetadataMemory | None = None
    edited: list[tuple[int, int]] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    feed: Feed | None = None
    kept: Kept | None = None
    upkeep: asyncio.Task[None] | None = None
    looked_up_to: int = 0
    counted: int = 0

    @property
    def nbytes(self) -> int:
        """Its memory; what lies in a file counts nothing."""
        metadata = 0 if self.metadata is None else self.metadata.nbytes
        held = self.held.nbytes if isinstance(self.held, MappedSpans) else BYTES_PER_SPAN * len(self.held)
        return self.index.nbytes + metadata + held

    def is_due(self) -> bool:
        """Whether there is something to look for again."""
        if not self.index.vectors.complete and self.vectors.is_over:
            return True
        # A thread may be noting others meanwhile.
        return bool(self.owed) and any(owed.pause.is_over for owed in list(self.owed.values()))


class LargeBuilds:
    """Lets few builds of many messages run at once.

    The memory of one that exceeds ``budget`` bytes lies in files of a directory, if there is one.
    """

    def __init__(self, most: int, budget: int, directory: Path | None = None) -> None:
        self._turns = asyncio.Semaphore(most)
        self._budget = budget
        self._directory = directory

    @asynccontextmanager
    async def turn(self, messages: int) -> AsyncIterator[None]:
        """The time for one of so many messages; what C's allocator held for it goes back to the system."""
        async with self._turns:
            with lying_in_files(self._directory if messages * BYTES_PER_MESSAGE > self._budget else None):
                yield
            await asyncio.to_thread(give_back_unused)


async def apply(
    entry: Entry,
    feed: Feed,
    news: News,
    basis: int | None,
    large_builds: LargeBuilds,
    *,
    after_stage: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Make the index one of what the news since a cursor say; few large builds run at once.

    When it fails, the entry is one of what was there before; but where somebody wants to know ``after_stage``, as may
    be for a first index only, large ones are made in stages, and what the entry holds of each session tells how far
    it got.
    """
    is_wide = len(news.spans) > MANY_SESSIONS
    difference = await aside(is_wide, partial(difference_of, entry, feed), news)
    async with AsyncExitStack() as stack:
        if difference.promised > LARGE_BUILD:
            await stack.enter_async_context(large_builds.turn(difference.promised))
        if after_stage is not None:
            *parts, difference = await aside(is_wide, partial(stages_of, feed=feed), difference)
            for part in parts:
                await _take_in(entry, feed, part, is_wide=is_wide)
                await after_stage()
        await _take_in(entry, feed, difference, is_wide=is_wide)
    note(entry, news, basis)


async def _take_in(entry: Entry, feed: Feed, difference: Difference, *, is_wide: bool) -> None:
    """Make up a difference."""
    index = entry.index
    if difference.gone:
        index = await aside(len(index) > _INLINE_COPY, index.without_sessions, difference.gone)
    found: Counter[int] = Counter()
    async for batch in feed.load(difference.missing):
        if len(batch):
            index = await aside(_is_large(index, batch), index.extended, batch)
        found.update(batch.sessions)
        found.update(batch.withheld)
    if difference.promised > LARGE_BUILD:
        gathered = await asyncio.to_thread(index.postings.gathered)
        index = index.with_gathered_postings(index.postings, gathered)
    if found:
        entry.vectors.begin(again=False)
    await aside(is_wide, partial(enter, entry, index, feed, difference), found)


async def give_back(former: list[ScopeIndex | MutableMapping[int, Span]]) -> None:
    """Let go of indexes and what they held, of which the caller keeps no other reference.

    To give back hundreds of megabytes, or the last of a file that was removed, takes tens of milliseconds.
    """
    if sum(map(len, former)) > _INLINE_COPY or any(isinstance(one, MappedSpans) for one in former):
        await asyncio.to_thread(_give_back, former)


def _give_back(former: list[ScopeIndex | MutableMapping[int, Span]]) -> None:
    """Piece by piece, so that others have the interpreter in between."""
    arrays = [array for one in former if isinstance(one, ScopeIndex) for array in one.arrays()]
    former.clear()
    while arrays:
        arrays.pop()


async def aside(large: bool, work: Callable[[_Argument], _Result], argument: _Argument) -> _Result:  # noqa: FBT001
    """Large work in a thread, small work at once."""
    return await asyncio.to_thread(work, argument) if large else work(argument)


class Difference(NamedTuple):
    """What separates an index from its scope.

    `gone` are sessions whose messages leave the index, `missing` what is to be loaded, `promised` how much that is at
    least, and `spans` what the sessions hold then.
    """

    gone: list[int]
    missing: list[Missing]
    promised: int
    spans: list[Span]


def difference_of(entry: Entry, feed: Feed, news: News) -> Difference:
    """What the news say that an index has not."""
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
    return Difference(gone, missing, count, spans)


def stages_of(difference: Difference, feed: Feed) -> list[Difference]:
    """A difference in parts of about `STAGE` messages each, one or more, to be made up one after the other."""
    stages: list[Difference] = []
    spans = {span.session: span for span in difference.spans}
    gone, missing, count = difference.gone, list[Missing](), 0
    for lacking in difference.missing:
        missing.append(lacking)
        count += feed.promised(lacking) or 1
        if count >= STAGE and lacking is not difference.missing[-1]:
            stages.append(Difference(gone, missing, count, [spans.pop(one.session) for one in missing]))
            gone, missing, count = [], [], 0
    return [*stages, Difference(gone, missing, count, list(spans.values()))]


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


def differs(entry: Entry, feed: Feed, news: News) -> bool:
    """Whether the news tell of anything that an index does not hold."""
    for span in news.spans:
        held = entry.held.get(span.session)
        lacking, anew = _lacking(held, span, again=False)
        if anew or feed.promised(lacking) != 0:
            return True
    return False


def _is_large(index: ScopeIndex, batch: MessageBatch) -> bool:
    """Whether it takes long to extend an index by a batch: for its length, or because what there is must be copied."""
    return len(batch) > INLINE_MESSAGES or (len(index) > _INLINE_COPY and not index.has_room(len(batch)))


def enter(entry: Entry, index: ScopeIndex, feed: Feed, difference: Difference, found: Counter[int]) -> None:
    """Put an index in, and note what it holds and of which sessions it found less than there is."""
    entry.index = index
    if entry.kept is not None and difference.gone:
        entry.kept.has_dead = True
    for session in difference.gone:
        entry.held.pop(session, None)
    for span in difference.spans:
        entry.held[span.session] = span
    for session in [session for session in entry.owed if session not in entry.held]:
        del entry.owed[session]
    for missing in difference.missing:
        promised = feed.promised(missing)
        if promised is not None and found[missing.session] < promised:
            owed = entry.owed.setdefault(missing.session, Owed(entry.held[missing.session]))
            owed.span = entry.held[missing.session]
            owed.pause.begin(again=owed.pause.due > 0)
        elif missing.after == 0:
            entry.owed.pop(missing.session, None)


def note(entry: Entry, news: News, basis: int | None) -> None:
    """Begin after these news the next time, and keep in mind whose metadata they say was edited."""
    entry.cursor = news.cursor if basis is None or news.complete else max(entry.cursor or 0, news.cursor)
    if entry.metadata is None:
        return
    entry.edited += news.edited
    if news.edits_unknown:
        entry.metadata.forget_all()


async def look_for_vectors(entry: Entry, feed: Feed) -> None:
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


async def read_metadata(entry: Entry, feed: Feed) -> MetadataMemory:
    """The metadata of an index, after reading what is not known."""
    index = entry.index
    memory = entry.metadata = entry.metadata or MetadataMemory()
    edited, entry.edited = entry.edited, []
    unread = await aside(len(index) > _INLINE_COPY, partial(_unread, index, memory), edited)
    for start in range(0, len(unread), _METADATA_ROWS):
        rows = unread[start : start + _METADATA_ROWS]
        keys = index.keys[rows]
        sessions = [index.session_keys[number] for number in index.sessions[rows].tolist()]
        async for some, texts in feed.metadata(sessions, keys.tolist()):
            memory.learn(rows[keys.searchsorted(some)], texts)
    return memory


def _unread(index: ScopeIndex, memory: MetadataMemory, edited: Sequence[tuple[int, int]]) -> NDArray[np.intp]:
    """Rows whose metadata are to be read, in the order of their keys, after those were forgotten that were edited."""
    memory.forget(_rows_between(index, edited))
    unread = memory.unread(len(index))
    unread = unread[index.live_mask[unread]]
    return unread[np.argsort(index.keys[unread])]


def _rows_between(index: ScopeIndex, ranges: Sequence[tuple[int, int]]) -> NDArray[np.intp]:
    """The rows whose keys lie in one of some ranges, both ends included."""
    if not ranges:
        return np.empty(0, np.intp)
    order = np.argsort(index.keys)
    keys = index.keys[order]
    lows, highs = (np.array(ends, np.int64) for ends in zip(*ranges, strict=True))
    starts, ends = keys.searchsorted(lows), keys.searchsorted(highs, side="right")
    return np.concatenate([order[start:end] for start, end in zip(starts, ends, strict=True)])


def has_many_removed(index: ScopeIndex) -> bool:
    """Whether an index is to be compacted."""
    return len(index.removed) > _REMOVED_SHARE * len(index)


async def compact(entry: Entry) -> None:
    """Leave out the rows of removed sessions."""
    index = entry.index
    rows = np.flatnonzero(index.live_mask)
    compacted = await aside(len(index) > INLINE_MESSAGES, ScopeIndex.compacted, index)
    if entry.metadata is not None:
        entry.metadata.keep(rows)
    entry.index, entry.looked_up_to = compacted, 0
    if entry.kept is not None:
        entry.kept.rows = entry.kept.known = 0
    former: list[ScopeIndex | MutableMapping[int, Span]] = [index]
    del index
    await give_back(former)
