"""How much there is: counted beside what callers wait for, and no more often than it costs little."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import msgspec

from holdfast.domain.principals import Principal
from holdfast.domain.timestamps import Timestamp, now, timestamp_of
from holdfast.errors import HoldfastError
from holdfast.operations.access import Access
from holdfast.storage.contract.statistics import Statistics

log = logging.getLogger(__name__)

DAYS = 30
"""Days for which messages are counted one by one, today included."""

_SESSIONS = 500
_SHORTEST_PAUSE = 5.0
_PAUSE_FACTOR = 100.0
"""What took a second to count is counted again after so many seconds: it costs one per cent of a core at most."""
_PATIENCE = 0.2


class Day(msgspec.Struct, frozen=True):
    """How many of the messages that there are were made on a day, by UTC."""

    date: date
    messages: int


class Amounts(msgspec.Struct, frozen=True):
    """How much there was at a moment; ``days`` ascend and end with that of the moment, ``bytes`` are those on disk."""

    users: int
    sessions: int
    messages: int
    days: tuple[Day, ...]
    bytes: int
    counted_at: Timestamp


class Overview:
    """Tells how much there is."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._amounts: Amounts | None = None
        self._due = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, principal: Principal) -> Amounts | None:
        """How much there was a moment ago; ``None`` while it is counted for the first time.

        Asking makes it be counted anew when the last count is old enough.
        """
        statistics = self._access.to_watch(principal).statistics
        if self._task is None and time.monotonic() >= self._due:
            self._task = asyncio.create_task(self._count(statistics))
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_PATIENCE)
        return self._amounts

    async def close(self) -> None:
        """Break off what is being counted."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _count(self, statistics: Statistics) -> None:
        began = time.monotonic()
        try:
            self._amounts = await _amounts(statistics)
        except HoldfastError as error:
            log.warning("it could not be counted how much there is: %s", error)
        finally:
            moment = time.monotonic()
            self._due = moment + max(_SHORTEST_PAUSE, _PAUSE_FACTOR * (moment - began))
            self._task = None


async def _amounts(statistics: Statistics) -> Amounts:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=DAYS - 1)
    days: Counter[str] = Counter()
    sessions = messages = 0
    last: int | None = 0
    while last is not None:
        survey = await statistics.survey(after=last, limit=_SESSIONS, since=timestamp_of(first))
        sessions, messages, last = sessions + survey.sessions, messages + survey.messages, survey.last
        days.update(survey.days)
    dates = [(first + timedelta(days=number)).date() for number in range(DAYS)]
    return Amounts(
        users=await statistics.users(),
        sessions=sessions,
        messages=messages,
        days=tuple(Day(each, days[each.isoformat()]) for each in dates),
        bytes=await statistics.bytes(),
        counted_at=now(),
    )
