"""So much a minute for each principal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.principals import ALL_RIGHTS, Principal
from holdfast.errors import TooManyRequests
from holdfast.operations.rates import MOST_KNOWN, Allowance

ADA, BEN = (Principal(name, ALL_RIGHTS) for name in ("ada", "ben"))


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_be_used_at_once_and_comes_back_bit_by_bit() -> None:
    clock = Clock()
    allowance = Allowance("requests", 6, clock=clock)
    standings = [allowance.spend(ADA) for _ in range(6)]
    assert [standing.remaining for standing in standings if standing] == [5, 4, 3, 2, 1, 0]
    assert [standing.reset for standing in standings if standing] == pytest.approx([10, 20, 30, 40, 50, 60])
    with pytest.raises(TooManyRequests, match="6 a minute") as refused:
        allowance.spend(ADA)
    assert refused.value.retry_after == pytest.approx(10)
    clock.now += 10
    assert allowance.spend(ADA) is not None
    with pytest.raises(TooManyRequests):
        allowance.spend(ADA)


def test_each_principal_has_its_own() -> None:
    allowance = Allowance("requests", 1, clock=Clock())
    allowance.spend(ADA)
    with pytest.raises(TooManyRequests):
        allowance.spend(ADA)
    assert allowance.spend(BEN) is not None


def test_more_than_a_minutes_worth_is_slow_and_not_impossible() -> None:
    clock = Clock()
    allowance = Allowance("messages", 60, clock=clock)
    assert allowance.spend(ADA, 120) is not None
    with pytest.raises(TooManyRequests) as refused:
        allowance.spend(ADA)
    clock.now += refused.value.retry_after + 0.001
    assert allowance.spend(ADA) is not None


def test_without_a_limit_nothing_is_counted() -> None:
    allowance = Allowance("requests", 0)
    assert allowance.spend(ADA, 10**9) is None


def test_who_has_used_nothing_lately_is_forgotten() -> None:
    clock = Clock()
    allowance = Allowance("requests", 10, clock=clock)
    for number in range(MOST_KNOWN):
        allowance.spend(Principal(f"p{number}", ALL_RIGHTS))
    clock.now += 60
    allowance.spend(ADA)
    assert len(allowance._full_at) == 1


@given(st.lists(st.tuples(st.floats(0, 30), st.integers(1, 5)), max_size=60), st.integers(1, 30))
def test_nobody_gets_more_in_any_time_than_it_allows(uses: list[tuple[float, int]], limit: int) -> None:
    clock, granted = Clock(), 0
    allowance = Allowance("requests", limit, clock=clock)
    for pause, amount in uses:
        clock.now += pause
        try:
            allowance.spend(ADA, amount)
        except TooManyRequests:
            continue
        granted += amount
        # A minute's worth at the beginning, then the rate; the last one served may have made a debt.
        assert granted - amount < limit + (clock.now - 1000) * limit / 60 + 0.001
