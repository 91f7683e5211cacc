"""Keeping the file of the widest index up to date as messages come: a first search reads it instead of making it.

An index that somebody searches follows by itself.  This is for the one of everything before anybody has searched it: a
million messages take ten seconds to index, for which the first one to ask would wait.  Only where indexes lie in files,
or it would take memory that nobody may ever use.

It comes after enrichment, whose terms and vectors it takes: what enrichment has not reached would be analysed twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from holdfast.operations.feeds.scopes import Scope
from holdfast.operations.retrieval_engine import RetrievalEngine
from holdfast.retrieval.feed import Span
from holdfast.retrieval.index_files import Extent
from holdfast.storage.contract.jobs import Jobs

LEAST_MESSAGES = 20_000
"""Fewer are indexed in a fifth of a second, when somebody asks."""
_GROWN_SHARE = 1 / 8
"""The file follows when so large a share of what it holds has come since."""
_UNREADY_SHARE = 1 / 8
"""More of what has come than this share waits for enrichment first."""
_MOST_LOOKS = 20
"""So often enrichment is waited for: where it lags behind for good, the file follows all the same."""
_NOTHING = Extent(cursor=None, rows=0)


class IndexAhead:
    """Has the file of the index of everything made, and follow; ``jobs`` tell what enrichment has not reached."""

    def __init__(self, engine: RetrievalEngine, jobs: Jobs) -> None:
        self._engine = engine
        self._jobs = jobs
        self._looks = 0
        self._scope = Scope()
        self._feed = engine.feed(self._scope, summaries=False)[1]
        self._file: Extent | None = None
        self._seen = _NOTHING
        self._come = 0

    async def run(self) -> None:
        """Look once how much has come; bring the index up to date when it is much."""
        file = await self._engine.extent_of_file(self._scope)
        if file != self._file:
            # It is the first look, somebody wrote the file, or it went because of what was erased.
            self._file, self._seen, self._come = file, file or _NOTHING, 0
        news = await self._feed.since(self._seen.cursor, edits=False)
        changed = await asyncio.to_thread(_messages, news.spans)  # of a hundred thousand sessions, after a start
        self._come = changed + (0 if news.complete else self._come)
        self._seen = Extent(news.cursor, self._seen.rows)
        if self._come < max(LEAST_MESSAGES, _GROWN_SHARE * self._seen.rows) or not await self._is_ready():
            return
        expected = self._seen.rows + self._come
        held = await self._engine.index_ahead(self._scope, expected)
        # What could not be had is not tried again until there is more.
        self._seen, self._come = Extent(news.cursor, held or expected), 0
        self._file = await self._engine.extent_of_file(self._scope)

    async def _is_ready(self) -> bool:
        """Whether enrichment has reached nearly all that has come, or was waited for long enough."""
        most = int(_UNREADY_SHARE * self._come)
        self._looks += 1
        if self._looks <= _MOST_LOOKS and await self._jobs.waiting_messages(at_most=most + 1) > most:
            return False
        self._looks = 0
        return True


def _messages(spans: Sequence[Span]) -> int:
    """How many messages sessions have that changed: at least as many as have come."""
    return sum(max(0, span.last - span.border + 1 - span.removed) for span in spans)
