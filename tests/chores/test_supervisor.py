"""Chores go on whatever happens to them, and everybody can see how they go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from holdfast.chores import supervisor as module
from holdfast.chores.chore import Chore, ChoreState
from holdfast.chores.supervisor import Supervisor
from holdfast.errors import Unavailable
from holdfast.storage.contract.marks import Mark
from tests.storage.deadline import SECONDS, until


class Place:
    """Of a storage, what a supervisor needs: whether nobody else is at work, and the marks of chores."""

    def __init__(self, *, taken: bool = False) -> None:
        self.taken = taken
        self.asked = 0
        self.marks = self
        self.noted: dict[str, Mark] = {}

    async def get(self, chore: str) -> Mark | None:
        return self.noted.get(chore)

    async def set(self, chore: str, *, version: str, ended: bool) -> None:
        self.noted[chore] = Mark(version, "", ended, 0.0)

    @asynccontextmanager
    async def alone(self, work: str) -> AsyncIterator[bool]:
        self.asked += 1
        yield not self.taken


class Runs:
    """Does nothing but count, after the failures and waits it was given."""

    def __init__(self, *outcomes: BaseException | Callable[[], Awaitable[Any]]) -> None:
        self.outcomes = list(outcomes)
        self.begun = self.done = 0

    async def __call__(self) -> None:
        self.begun += 1
        if self.outcomes:
            outcome = self.outcomes.pop(0)
            if isinstance(outcome, BaseException):
                raise outcome
            await outcome()
        self.done += 1


@pytest.fixture
def place() -> Any:
    return Place()


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "delay_after", lambda attempts, at_least=0.0: 0.01)


def state_of(supervisor: Supervisor, name: str = "chore") -> ChoreState:
    return next(state for state in supervisor.states if state.name == name)


async def reached(read: Callable[[], object]) -> None:
    async def look() -> object:
        return read()

    await until(look)


@pytest.mark.parametrize("error", [Unavailable("gone"), RuntimeError("a bug"), asyncio.CancelledError("from inside")])
async def test_an_error_ends_its_run_only(place: Any, error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    run, other = Runs(error), Runs()
    supervisor = Supervisor(place)
    chores = [Chore(name="chore", run=run, interval=0.01), Chore(name="other", run=other, interval=0.01)]
    async with supervisor.running(chores):
        await reached(lambda: run.done > 2 and other.done > 2)
        state = state_of(supervisor)
    assert (state.failed, state.failures, state_of(supervisor, "other").failed) == (1, 0, 0)
    assert state.last_error.startswith(type(error).__name__)
    assert state.last_success is not None
    (told,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert bool(told.exc_info) is not isinstance(error, Unavailable), "what was foreseen needs no traceback"
    assert "chore failed" in told.message


async def test_failures_are_counted_until_a_run_ends_well(place: Any) -> None:
    held = asyncio.Event()
    run = Runs(Unavailable("gone"), ValueError("secret"), held.wait)
    supervisor = Supervisor(place)
    async with supervisor.running([Chore(name="chore", run=run, interval=100)]):
        await reached(lambda: run.begun == 3)
        state = state_of(supervisor)
        assert (state.runs, state.failed, state.failures, state.running) == (2, 2, 2, True)
        assert state.last_error == "ValueError"  # whose text may be meant for nobody
        assert state.last_success is None
        held.set()
        await reached(lambda: state_of(supervisor).runs == 3)
        assert (state_of(supervisor).failures, state_of(supervisor).running) == (0, False)


async def test_pauses_grow_while_a_chore_keeps_failing(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def delay(attempts: int, at_least: float = 0.0) -> float:
        asked.append(attempts)
        return 0.001

    monkeypatch.setattr(module, "delay_after", delay)
    run = Runs(*(Unavailable("gone") for _ in range(4)))
    async with Supervisor(place).running([Chore(name="chore", run=run, interval=100)]):
        await reached(lambda: run.done)
    assert asked == [1, 2, 3, 4]


async def test_a_signal_brings_the_next_run_forward(place: Any) -> None:
    run = Runs()
    chore = Chore(name="chore", run=run, interval=1000)
    async with Supervisor(place).running([chore]):
        await reached(lambda: run.done == 1)
        chore.wakeup()
        await reached(lambda: run.done == 2)


async def test_what_needs_one_run_has_one_that_ends_well(place: Any) -> None:
    once, often = Runs(Unavailable("gone")), Runs()
    chores = [Chore(name="once", run=once, interval=None), Chore(name="often", run=often, interval=0.001)]
    async with Supervisor(place).running(chores):
        await reached(lambda: often.done > 10 and once.done)
    assert (once.begun, once.done) == (2, 1)


async def test_a_chore_done_alone_waits_while_another_process_is_at_it() -> None:
    place: Any = Place(taken=True)
    run = Runs()
    async with Supervisor(place).running([Chore(name="chore", run=run, interval=None, alone=True)]):
        await reached(lambda: place.asked > 2)
        assert run.begun == 0
        place.taken = False
        await reached(lambda: run.done == 1)


async def has_run(place: Any, chore: Chore, run: Runs) -> bool:
    """Whether the chore runs right after the start."""
    always = Runs()
    async with Supervisor(place).running([chore, Chore(name="always", run=always, interval=0.001)]):
        await reached(lambda: run.begun or always.done > 20)
    return bool(run.begun)


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (None, True),
        (Mark("a", "", True, 50.0), False),
        (Mark("a", "", True, 150.0), True),
        (Mark("b", "", True, 50.0), True),
        (Mark("a", "7", False, 50.0), True),
        (Mark("a", "", True, -10_000.0), True),
    ],
)
async def test_a_chore_done_alone_is_due_an_interval_after_any_server_did_it(
    place: Any, mark: Mark | None, expected: bool
) -> None:
    if mark is not None:
        place.noted["chore"] = mark
    run = Runs()
    chore = Chore(name="chore", run=run, interval=100, alone=True, version="a")
    assert await has_run(place, chore, run) is expected
    if expected:
        assert place.noted["chore"] == Mark("a", "", True, 0.0)


async def test_a_signal_counts_more_than_the_interval_of_all_servers(place: Any) -> None:
    place.noted["chore"] = Mark("", "", True, 1.0)
    run = Runs()
    chore = Chore(name="chore", run=run, interval=100, alone=True)
    supervisor = Supervisor(place)
    async with supervisor.running([chore]):
        await reached(lambda: state_of(supervisor).last_success)
        assert run.begun == 0
        chore.wakeup()
        await reached(lambda: run.done == 1)


async def test_a_run_that_failed_is_not_noted_as_done(place: Any) -> None:
    run = Runs(Unavailable("gone"), asyncio.Event().wait)
    async with Supervisor(place).running([Chore(name="chore", run=run, interval=100, alone=True)]):
        await reached(lambda: run.begun == 2)
    assert place.noted == {}


async def test_the_end_waits_for_no_pause_and_no_run(place: Any) -> None:
    never = asyncio.Event()
    runs = [Runs(), Runs(Unavailable("gone")), Runs(never.wait)]
    chores = [Chore(name=f"chore {number}", run=run, interval=1000) for number, run in enumerate(runs)]
    chores.append(Chore(name="delayed", run=Runs(), interval=1000, delay=1000))
    async with asyncio.timeout(SECONDS), Supervisor(place).running(chores):
        await reached(lambda: all(run.begun for run in runs))


async def test_a_run_that_fails_while_it_is_broken_off_disturbs_nobody(
    place: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail_at_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise RuntimeError("cannot tidy up")

    run = Runs(fail_at_the_end)
    async with Supervisor(place).running([Chore(name="chore", run=run, interval=1000)]):
        await reached(lambda: run.begun)
    assert "cannot tidy up" in caplog.text
