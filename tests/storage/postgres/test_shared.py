"""A shared question: put once for all who wait, and never answered with what was asked before."""

from __future__ import annotations

import asyncio

import pytest

from holdfast.errors import Unavailable
from holdfast.storage.postgres.engine.shared import Shared


class Clock:
    """Answers with a number that grows each time it is asked, after others had a chance to ask too."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self) -> int:
        self.asked += 1
        now = self.asked
        await asyncio.sleep(0)
        return now


async def test_who_waits_at_the_same_time_shares_one_question() -> None:
    clock = Clock()
    shared = Shared(clock)
    assert await asyncio.gather(*(shared.answer() for _ in range(9))) == [1] * 9
    assert await shared.answer() == 2


async def test_who_comes_while_a_question_is_under_way_gets_the_next_answer() -> None:
    shared = Shared(Clock())
    first = asyncio.create_task(shared.answer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # the question is put
    assert await asyncio.gather(first, shared.answer(), shared.answer()) == [1, 2, 2]


async def test_an_error_reaches_all_who_asked_and_nobody_else() -> None:
    answers = iter([Unavailable("away"), 7])

    async def question() -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    shared = Shared(question)
    found = await asyncio.gather(shared.answer(), shared.answer(), return_exceptions=True)
    assert [type(one) for one in found] == [Unavailable, Unavailable]
    assert await shared.answer() == 7


async def test_who_goes_away_disturbs_nobody() -> None:
    shared = Shared(Clock())
    leaving, staying = (asyncio.create_task(shared.answer()) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 1
    with pytest.raises(asyncio.CancelledError):
        await leaving
