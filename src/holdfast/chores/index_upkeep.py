"""Seeing to it that a store which can index vectors has the indexes that large collections need.

An index makes searching quick and adding slow, about a millisecond a document.  So it is made once a collection that is
being filled has come to rest; until then, and while it is made, searches compare all vectors.
"""

from __future__ import annotations

import logging
import random
import time
from dataclasses import dataclass

from holdfast.enrichment.wakeup import Wakeup
from holdfast.storage.contract.nearest_documents import NearestDocuments

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds between two looks at what there is to do."""

_RESTING_GROWTH = 200
"""A collection that grows by no more than so many documents a second has come to rest."""
_LONGEST_GROWTH = 600.0
"""After so many seconds the index is made though the collection still grows."""
_RETRY = 300.0
"""Seconds until an index that could not be made is tried again."""
_ROUNDS_OF_OTHERS = 6
"""About so many pauses after another process was found making indexes it is tried again: each time takes a connection
of its own, in every server there is."""


@dataclass(slots=True)
class _Growth:
    """How a collection without an index grows: since when it is known, and how many vectors it had when."""

    since: float
    measured: float
    count: int

    def has_ended(self, now: float, count: int, pause: float) -> bool:
        """Whether the index should be made; ``pause`` is the shortest time to judge from."""
        elapsed = now - self.measured
        if elapsed < pause:
            return False
        growth, self.measured, self.count = count - self.count, now, count
        return growth <= _RESTING_GROWTH * elapsed or now - self.since > _LONGEST_GROWTH


class IndexUpkeep:
    """Has indexes made and dropped; collections of more than ``least`` documents get one.

    ``pause`` is the time between two runs in seconds; ``wakeup`` is given when a run should come sooner.
    """

    def __init__(self, indexes: NearestDocuments, *, least: int, pause: float = PAUSE) -> None:
        self.least = least
        self._indexes = indexes
        self._pause = pause
        self._wanted: set[int] = set()
        self._growing: dict[int, _Growth] = {}
        self._not_before: dict[int, float] = {}
        self.wakeup = Wakeup()

    def request(self, collection: int) -> None:
        """Have the index of a collection made as soon as possible, if it should have one."""
        self._wanted.add(collection)
        self._not_before.pop(collection, None)
        self.wakeup()

    def look(self) -> None:
        """Have it looked soon whether an index is no longer needed."""
        self.wakeup()

    async def run(self) -> None:
        """Look after the indexes once; meanwhile and after a failure, searches go on without them."""
        due = await self._indexes.unindexed(least=self.least)
        self._wanted &= due.keys()
        now = time.monotonic()
        self._growing = {number: self._growing.get(number) or _Growth(now, now, count) for number, count in due.items()}
        for number, count in due.items():
            if self._is_ready(number, count, now):
                await self._make(number)
        await self._indexes.drop_unneeded_indexes(least=self.least // 2)

    def _is_ready(self, collection: int, count: int, now: float) -> bool:
        if now < self._not_before.get(collection, 0):
            return False
        return self._growing[collection].has_ended(now, count, self._pause) or collection in self._wanted

    async def _make(self, collection: int) -> None:
        self._not_before[collection] = time.monotonic() + _RETRY
        begin = time.monotonic()
        if await self._indexes.index(collection):
            log.info("the index of collection number %d was made in %.0f s", collection, time.monotonic() - begin)
        else:
            self._not_before[collection] = begin + self._pause * _ROUNDS_OF_OTHERS * random.uniform(0.5, 1.5)
