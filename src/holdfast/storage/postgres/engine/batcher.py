"""Calls of one kind that come while others are under way go to the database together.

A statement for many costs a fraction of a statement for one, per call, on both sides of the connection.  Yet every
call has an outcome of its own: its result, its error, or that it is not settled yet.  Only what is not settled is
ever run again.
"""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar, cast

import asyncpg

from holdfast.errors import HoldfastError, Unavailable
from holdfast.storage.postgres.engine.line import Entry, Line

Call = TypeVar("Call")
Result = TypeVar("Result")


class Unsettled(enum.Enum):
    """The type of `UNSETTLED`."""

    UNSETTLED = "unsettled"


UNSETTLED: Final = Unsettled.UNSETTLED
"""The outcome of a call of which nothing has been done yet."""

Outcome: TypeAlias = Result | Exception | Literal[Unsettled.UNSETTLED]

Stage = Callable[[Sequence[Call]], Awaitable[Sequence[Outcome[Result]]]]
"""Answers calls in their order.  What it raises it raises before anything that it did is committed."""

MAXIMUM_BATCH = 64
"""Calls in one statement, unless told otherwise."""

IN_FLIGHT = 2
"""Batches under way at once, unless told otherwise: while one waits for the disk, the next one is worked on."""

PATIENCE = 0.5
"""Who gathers waits for those who were answered just now for this share of the time that their answers took."""

_TRIES = 10
"""So often what is unsettled goes through the stages apart."""

_REFUSALS = (asyncpg.PostgresError, HoldfastError)
"""What a stage raises when one of its calls cannot be done, and so none of them was."""


class Batcher(Generic[Call, Result]):
    """Collects calls and lets ``stages`` settle them, each what those before it left.

    A call is answered by a statement that began after it was made, and nobody waits for longer than ``limit`` seconds
    for that.  When a stage refuses a batch, the batch is halved until the refusal meets the one that is to blame.

    ``group`` names what calls have in common that must be done one after the other: those of a group keep their order,
    and no two batches hold calls of one group.  What the stages leave unsettled goes through the stages ``apart``,
    again and again, group by group and beside the batches, at most ``places`` groups at once.
    """

    def __init__(
        self,
        *stages: Stage[Call, Result],
        limit: float,
        most: int = MAXIMUM_BATCH,
        in_flight: int | Callable[[], int] = IN_FLIGHT,
        gathers: Callable[[], bool] = lambda: False,
        group: Callable[[Call], Hashable] | None = None,
        apart: Sequence[Stage[Call, Result]] = (),
        places: int = 1,
    ) -> None:
        self._stages = stages
        self._most = most
        self._in_flight = in_flight if callable(in_flight) else lambda: in_flight
        self._gathers = gathers
        self._group = group
        self._apart = apart
        self._line: Line[Call, Result] = Line(limit)
        self._busy: set[Hashable] = set()
        self._drains: set[asyncio.Task[None]] = set()
        self._stragglers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(places)

    def submit(self, call: Call) -> asyncio.Future[Result]:
        """Queue ``call``; the future has its result, or its error."""
        future = self._line.join(call)
        self._wake()
        return future

    async def close(self) -> None:
        """Wait until everything queued is done."""
        while tasks := self._drains | self._stragglers:
            await asyncio.gather(*tasks)

    def _wake(self) -> None:
        if self._line and len(self._drains) < self._in_flight():
            _spawn(self._drains, self._drain())

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while batch := self._take():
                began = loop.time()
                self._part(batch, await self._settle_in_turn(self._stages, batch))
                if self._gathers():
                    expected = min(len(batch) + len(self._line), self._most)
                    await self._line.gather(expected, (loop.time() - began) * PATIENCE)
        finally:
            # At once, not when the loop gets to the task's callbacks: who joins the line meanwhile counts on it.
            self._drains.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    def _take(self) -> list[Entry[Call, Result]]:
        """The next batch: what waits, less what belongs to a group that is under way."""
        group = self._group
        if group is None:
            return self._line.take(self._most)
        batch = self._line.take(self._most, can_go=lambda call: group(call) not in self._busy)
        self._busy |= {group(entry.call) for entry in batch}
        return batch

    def _part(self, batch: Sequence[Entry[Call, Result]], rest: Sequence[Entry[Call, Result]]) -> None:
        """Let go of the groups of a batch, but those that are not settled, which go on apart."""
        late: dict[Hashable, list[Entry[Call, Result]]] = {}
        for entry in rest:
            late.setdefault(self._group_of(entry), []).append(entry)
        self._busy -= {self._group_of(entry) for entry in batch} - late.keys()
        for group, entries in late.items():
            _spawn(self._stragglers, self._settle_apart(group, entries))

    async def _settle_apart(self, group: Hashable, entries: Sequence[Entry[Call, Result]]) -> None:
        async with self._places:
            for _ in range(_TRIES):
                entries = await self._settle_in_turn(self._apart, entries)
        for entry in entries:
            _answer(entry, Unavailable("too many writes to the same rows at once"))
        self._busy.discard(group)
        self._wake()

    async def _settle_in_turn(
        self, stages: Sequence[Stage[Call, Result]], entries: Sequence[Entry[Call, Result]]
    ) -> Sequence[Entry[Call, Result]]:
        """Answer what the stages settle, each of what those before it left; what is left of it all."""
        for stage in stages:
            if entries:
                entries = await self._settle(stage, entries)
        return entries

    async def _settle(
        self, stage: Stage[Call, Result], entries: Sequence[Entry[Call, Result]]
    ) -> list[Entry[Call, Result]]:
        """Answer the calls that ``stage`` settles; the others, in their order."""
        try:
            outcomes = await _outcomes(stage, entries)
        except _REFUSALS as error:
            if len(entries) > 1:
                return await self._settle_halves(stage, entries)
            outcomes = [error]
        except Exception as error:  # noqa: BLE001  (a fault of the stage: who knows what it did; nothing is run again)
            outcomes = [error] * len(entries)
        for entry, outcome in zip(entries, outcomes, strict=True):
            _answer(entry, outcome)
        return [entry for entry, outcome in zip(entries, outcomes, strict=True) if outcome is UNSETTLED]

    async def _settle_halves(
        self, stage: Stage[Call, Result], entries: Sequence[Entry[Call, Result]]
    ) -> list[Entry[Call, Result]]:
        middle = len(entries) // 2
        rest = await self._settle(stage, entries[:middle])
        held = {self._group_of(entry) for entry in rest}
        waiting = [entry for entry in entries[middle:] if self._group_of(entry) in held]
        free = [entry for entry in entries[middle:] if self._group_of(entry) not in held]
        return rest + waiting + (await self._settle(stage, free) if free else [])

    def _group_of(self, entry: Entry[Call, Result]) -> Hashable:
        return None if self._group is None else self._group(entry.call)


async def _outcomes(stage: Stage[Call, Result], entries: Sequence[Entry[Call, Result]]) -> Sequence[Outcome[Result]]:
    """What ``stage`` makes of the calls; when the database is not to be had, all are told so."""
    try:
        outcomes = await stage([entry.call for entry in entries])
    except Unavailable as error:
        return [Unavailable(str(error), retry_after=error.retry_after) for _ in entries]
    if len(outcomes) != len(entries):
        raise RuntimeError(f"{len(entries)} calls have {len(outcomes)} outcomes")
    return outcomes


def _answer(entry: Entry[Call, Result], outcome: Outcome[Result]) -> None:
    if outcome is UNSETTLED or entry.future.done():
        return
    if isinstance(outcome, Exception):
        entry.future.set_exception(outcome)
    else:
        entry.future.set_result(outcome)


def _spawn(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
