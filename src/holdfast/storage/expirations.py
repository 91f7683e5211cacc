"""Knowing when something is due that was to expire, without asking the database each time."""

from __future__ import annotations

import asyncio
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence

from holdfast.domain.timestamps import Timestamp, datetime_of, now
from holdfast.storage.contract.expirations import Expired

LOOK_SECONDS = 0.5
"""How old the knowledge of what other processes stored may be."""

_UNKNOWN = -math.inf


class ExpirationWatch(ABC):
    """See `holdfast.storage.contract.expirations.Expirations`; stores say how to look and how to remove.

    ``shared`` tells whether other processes write to the same database.
    """

    def __init__(self, *, shared: bool) -> None:
        self._shared = shared
        self._soonest = _UNKNOWN
        self._looked = _UNKNOWN
        self._lock = asyncio.Lock()

    def expect(self, moment: Timestamp | None) -> None:
        """Take note that something will expire at a moment; to be told before it is stored."""
        if moment is not None:
            self._soonest = min(self._soonest, datetime_of(moment).timestamp())

    def may_be_due(self) -> bool:
        """See the contract."""
        return time.time() >= self._soonest or (self._shared and time.monotonic() - self._looked > LOOK_SECONDS)

    async def settle(self, *, summarising: Sequence[str] = ()) -> Expired:
        """See the contract."""
        async with self._lock:
            if not self.may_be_due():
                return Expired()
            try:
                return await self._settle(summarising)
            except BaseException:
                self._soonest = _UNKNOWN
                raise

    async def _settle(self, summarising: Sequence[str]) -> Expired:
        moment, looked = now(), time.monotonic()
        self._soonest = math.inf  # what is stored meanwhile counts, whether it is found or not
        expired = Expired()
        while (soonest := await self._earliest()) is not None and soonest <= moment:
            expired += await self._remove_some(moment, summarising)
        self.expect(soonest)
        self._looked = looked
        return expired

    @abstractmethod
    async def _earliest(self) -> Timestamp | None:
        """When the next of all that is there expires."""

    @abstractmethod
    async def _remove_some(self, moment: Timestamp, summarising: Sequence[str]) -> Expired:
        """Remove some of what has expired by a moment, in one short transaction or a few."""
