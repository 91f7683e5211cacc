"""Calls that go to the database together: each has an outcome of its own, and nothing settled is ever run again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from holdfast.errors import InvalidRequest, Unavailable
from holdfast.storage.postgres.engine.batcher import UNSETTLED, Batcher, Outcome

LIMIT = 60.0


class Ledger:
    """A stage that counts what it has done for each call; the calls that it is to refuse, it does not do."""

    def __init__(self, *bad: int) -> None:
        self.done: Counter[int] = Counter()
        self.batches: list[list[int]] = []
        self._bad = set(bad)

    async def __call__(self, calls: Sequence[int]) -> list[int]:
        await asyncio.sleep(0)
        self.batches.append(list(calls))
        if self._bad.intersection(calls):
            raise InvalidRequest("one of them is bad")
        self.done.update(calls)
        return [call * 10 for call in calls]


async def settle(batcher: Batcher[int, int], calls: Sequence[int]) -> list[int | BaseException]:
    return await asyncio.gather(*map(batcher.submit, calls), return_exceptions=True)


async def test_nobody_waits_in_vain_however_calls_follow_each_other() -> None:
    async def read(calls: Sequence[int]) -> Sequence[int]:
        if calls[0] % 3:
            await asyncio.sleep(0)
        return calls

    batcher: Batcher[int, int] = Batcher(read, limit=LIMIT)

    async def caller(pause: int) -> None:
        for call in range(300):
            assert await batcher.submit(call) == call
            for _ in range((call + pause) % 4):
                await asyncio.sleep(0)

    await asyncio.gather(*map(caller, range(7)))


@pytest.mark.parametrize("bad", [(0,), (17,), (63,), (5, 6), (0, 31, 32, 63)])
async def test_a_refusal_meets_those_to_blame_and_the_others_are_done_once(bad: tuple[int, ...]) -> None:
    ledger = Ledger(*bad)
    found = await settle(Batcher(ledger, limit=LIMIT, in_flight=1), range(64))
    assert [call for call, result in enumerate(found) if isinstance(result, InvalidRequest)] == list(bad)
    good = [call for call in range(64) if call not in bad]
    assert [found[call] for call in good] == [call * 10 for call in good]
    assert ledger.done == Counter(good)


async def test_a_refusal_is_found_by_halving() -> None:
    ledger = Ledger(17)
    await settle(Batcher(ledger, limit=LIMIT, in_flight=1), range(64))
    assert len(ledger.batches) == 13  # 64, then two halves each of 64, 32 … 2


async def test_what_a_stage_settled_is_not_run_again_when_a_later_one_refuses() -> None:
    known, rest = Ledger(), Ledger(41)

    async def settle_even(calls: Sequence[int]) -> list[Outcome[int]]:
        done = iter(await known([call for call in calls if call % 2 == 0]))
        return [UNSETTLED if call % 2 else next(done) for call in calls]

    found = await settle(Batcher(settle_even, rest, limit=LIMIT), range(60))
    assert [call for call, result in enumerate(found) if isinstance(result, InvalidRequest)] == [41]
    assert known.done == Counter(range(0, 60, 2))
    assert rest.done == Counter(call for call in range(1, 60, 2) if call != 41)


async def test_who_was_served_is_not_told_that_the_database_was_away_later() -> None:
    async def settle_even(calls: Sequence[int]) -> list[Outcome[int]]:
        return [UNSETTLED if call % 2 else call for call in calls]

    async def be_away(calls: Sequence[int]) -> list[int]:
        raise Unavailable("away", retry_after=3)

    found = await settle(Batcher(settle_even, be_away, limit=LIMIT), range(10))
    assert found[::2] == list(range(0, 10, 2))
    assert [type(result) for result in found[1::2]] == [Unavailable] * 5


@pytest.mark.parametrize("fault", [ArithmeticError("a fault"), KeyError("another")])
async def test_after_a_fault_nothing_is_run_again(fault: Exception) -> None:
    runs = 0

    async def fail(calls: Sequence[int]) -> list[int]:
        nonlocal runs
        runs += 1
        raise fault

    assert await settle(Batcher(fail, limit=LIMIT, in_flight=1), range(5)) == [fault] * 5
    assert runs == 1


async def test_an_outcome_too_few_is_an_error_of_all_and_nobody_waits_for_ever() -> None:
    async def forget_one(calls: Sequence[int]) -> Sequence[int]:
        return calls[1:]

    found = await settle(Batcher(forget_one, limit=LIMIT), range(3))
    assert all(isinstance(result, RuntimeError) for result in found)


async def test_calls_of_a_group_keep_their_order_whatever_becomes_of_them() -> None:
    done: list[int] = []
    held = {3}

    async def store(calls: Sequence[int]) -> list[Outcome[int]]:
        await asyncio.sleep(0)
        if 7 in calls:
            raise InvalidRequest("7 is bad")
        late = {call % 5 for call in calls if call % 5 in held}
        outcomes: list[Outcome[int]] = [UNSETTLED if call % 5 in late else call for call in calls]
        done.extend(call for call in calls if call % 5 not in late)
        held.clear()
        return outcomes

    async def store_apart(calls: Sequence[int]) -> list[int]:
        await asyncio.sleep(0)
        done.extend(calls)
        return list(calls)

    batcher = Batcher(store, limit=LIMIT, most=16, group=lambda call: call % 5, apart=[store_apart], places=2)
    found = await settle(batcher, range(40))
    assert [call for call, result in enumerate(found) if result != call] == [7]
    assert sorted(done) == [call for call in range(40) if call != 7]
    for group in range(5):
        assert [call for call in done if call % 5 == group] == [n for n in range(group, 40, 5) if n != 7]


async def test_who_waits_for_a_group_that_goes_apart_is_done_after_it_though_nobody_else_comes() -> None:
    apart, may_end = asyncio.Event(), asyncio.Event()

    async def store(calls: Sequence[int]) -> list[Outcome[int]]:
        return [UNSETTLED if call == 1 else call for call in calls]

    async def store_apart(calls: Sequence[int]) -> Sequence[int]:
        apart.set()
        await may_end.wait()
        return calls

    batcher: Batcher[int, int] = Batcher(store, limit=LIMIT, group=lambda call: "one", apart=[store_apart])
    first = batcher.submit(1)
    await apart.wait()
    second = batcher.submit(2)
    for _ in range(5):
        await asyncio.sleep(0)
    assert not second.done()
    may_end.set()
    assert await asyncio.gather(first, second) == [1, 2]


async def test_only_so_many_groups_go_apart_at_once() -> None:
    under_way = 0
    seen: set[int] = set()

    async def put_off(calls: Sequence[int]) -> list[Outcome[int]]:
        return [UNSETTLED] * len(calls)

    async def store_apart(calls: Sequence[int]) -> Sequence[int]:
        nonlocal under_way
        under_way += 1
        seen.add(under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return calls

    batcher = Batcher(put_off, limit=LIMIT, group=lambda call: call, apart=[store_apart], places=3)
    assert await settle(batcher, range(20)) == list(range(20))
    assert max(seen) == 3


async def test_what_nobody_can_settle_is_unavailable() -> None:
    async def put_off(calls: Sequence[int]) -> list[Outcome[int]]:
        return [UNSETTLED] * len(calls)

    (found,) = await settle(Batcher(put_off, limit=LIMIT, group=str, apart=[put_off]), [1])
    assert isinstance(found, Unavailable)


async def test_who_comes_while_the_only_batch_is_under_way_is_answered_by_the_next_one() -> None:
    asked = 0
    begun = asyncio.Event()

    async def tell(calls: Sequence[None]) -> list[int]:
        nonlocal asked
        asked += 1
        begun.set()
        now = asked
        await asyncio.sleep(0)
        return [now] * len(calls)

    batcher: Batcher[None, int] = Batcher(tell, limit=LIMIT, in_flight=1)
    first = batcher.submit(None)
    await begun.wait()
    assert await asyncio.gather(first, batcher.submit(None), batcher.submit(None)) == [1, 2, 2]


@pytest.mark.parametrize("gathers", [True, False])
async def test_callers_that_come_again_share_one_batch_where_batches_gather(gathers: bool) -> None:
    ledger = Ledger()

    async def slowly(calls: Sequence[int]) -> list[int]:
        await asyncio.sleep(0.1)
        return await ledger(calls)

    batcher: Batcher[int, int] = Batcher(slowly, limit=LIMIT, in_flight=1, gathers=lambda: gathers)

    async def caller(number: int) -> None:
        for _ in range(4):
            await batcher.submit(number)
            await asyncio.sleep(0.001 * number)

    await asyncio.gather(*map(caller, range(8)))
    sizes = list(map(len, ledger.batches))
    assert sizes == [8, 8, 8, 8] if gathers else len(sizes) > 4


async def test_who_comes_alone_waits_for_nobody() -> None:
    began: list[int] = []

    async def slowly(calls: Sequence[int]) -> Sequence[int]:
        began.extend(calls)
        await asyncio.sleep(0.2)
        return calls

    batcher: Batcher[int, int] = Batcher(slowly, limit=LIMIT, in_flight=1, gathers=lambda: True)
    for call in range(2):
        answer = batcher.submit(call)
        for _ in range(9):
            await asyncio.sleep(0)
        assert began[-1:] == [call]
        await answer
    await batcher.close()


async def test_who_does_not_come_again_is_not_waited_for_long() -> None:
    ledger = Ledger()
    batcher: Batcher[int, int] = Batcher(ledger, limit=LIMIT, in_flight=1, gathers=lambda: True)
    await settle(batcher, range(9))
    assert await asyncio.wait_for(batcher.submit(9), LIMIT) == 90
    await batcher.close()
    assert ledger.batches == [list(range(9)), [9]]


async def test_who_goes_away_disturbs_nobody() -> None:
    batcher = Batcher(Ledger(), limit=LIMIT)
    leaving, staying = batcher.submit(1), batcher.submit(2)
    leaving.cancel()
    assert await staying == 20


async def test_closing_waits_for_what_is_queued() -> None:
    batcher = Batcher(Ledger(), limit=LIMIT, most=1)
    queued = [batcher.submit(number) for number in range(5)]
    await batcher.close()
    assert all(future.done() for future in queued)
