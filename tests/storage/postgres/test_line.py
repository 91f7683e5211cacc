"""The line before the database: first come, first served, and nobody waits for longer than the limit."""

from __future__ import annotations

import asyncio

import pytest

from holdfast.errors import Unavailable
from holdfast.storage.postgres.engine.line import Line


def calls(entries: list) -> list[int]:
    return [entry.call for entry in entries]


async def test_calls_are_taken_in_order_and_at_most_as_many_as_asked_for() -> None:
    line: Line[int, None] = Line(60)
    for number in range(5):
        line.join(number)
    assert calls(line.take(3)) == [0, 1, 2]
    assert calls(line.take(3)) == [3, 4]
    assert not line


async def test_calls_that_cannot_go_keep_their_places() -> None:
    line: Line[int, None] = Line(60)
    for number in range(6):
        line.join(number)
    assert calls(line.take(2, can_go=lambda number: number % 2 == 1)) == [1, 3]
    assert calls(line.take(9)) == [0, 2, 4, 5]


async def test_cancelled_calls_are_left_out() -> None:
    line: Line[int, None] = Line(60)
    futures = [line.join(number) for number in range(3)]
    futures[1].cancel()
    assert calls(line.take(9)) == [0, 2]


async def test_who_waits_too_long_is_sent_away_and_the_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, passed = asyncio.get_running_loop(), 0.0
    began = loop.time()
    monkeypatch.setattr(loop, "time", lambda: began + passed)
    line: Line[int, None] = Line(50)
    first = line.join(1)
    passed = 30
    second = line.join(2)
    passed = 51
    with pytest.raises(Unavailable, match="50 seconds"):
        await first
    assert not second.done()
    assert len(line) == 1
    passed = 81
    with pytest.raises(Unavailable):
        await second
    third = line.join(3)
    passed = 132
    with pytest.raises(Unavailable):
        await third


async def test_a_call_that_was_taken_is_not_sent_away() -> None:
    line: Line[int, str] = Line(0.01)
    (entry,) = [line.join(1)] and line.take(1)
    await asyncio.sleep(0.03)
    entry.future.set_result("answered")
    assert await entry.future == "answered"


async def test_who_gathers_goes_on_when_as_many_have_come_as_were_expected() -> None:
    line: Line[int, None] = Line(60)
    line.join(1)
    gathering = asyncio.create_task(line.gather(3, 60))
    for number in (2, 3):
        await asyncio.sleep(0)
        assert not gathering.done()
        line.join(number)
    await asyncio.wait_for(gathering, 30)
    await asyncio.wait_for(line.gather(3, 60), 30)


async def test_who_gathers_waits_no_longer_than_it_may() -> None:
    line: Line[int, None] = Line(60)
    line.join(1)
    await asyncio.wait_for(line.gather(2, 0.01), 30)
    assert calls(line.take(9)) == [1]
