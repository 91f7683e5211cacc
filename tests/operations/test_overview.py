"""How much there is, counted in pieces and not more often than is said."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.domain.principals import ANYONE, Limits, Principal, Rights
from holdfast.domain.timestamps import timestamp_of
from holdfast.errors import Forbidden, Unavailable
from holdfast.operations import overview
from holdfast.operations.access import Access
from holdfast.operations.overview import DAYS, Overview
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import message, say, session_of, user_of


async def test_what_there_is_is_counted_again_when_it_is_due(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "_SESSIONS", 2)
    today = datetime.now(UTC)
    await user_of(storage, "ada")
    for place in range(3):
        await session_of(storage, f"s{place}")
        moments = [timestamp_of(today - timedelta(days=days)) for days in (0, DAYS - 1, DAYS + 1)]
        await storage.messages.append(f"s{place}", [message(created_at=moment) for moment in moments], steps=())
    tell = Overview(Access(storage))
    amounts = await tell(ANYONE)
    assert amounts is not None
    assert (amounts.users, amounts.sessions, amounts.messages) == (1, 3, 9)
    assert amounts.bytes == await storage.statistics.bytes()
    assert [day.messages for day in amounts.days] == [3, *[0] * (DAYS - 2), 3]
    assert amounts.days[-1].date == datetime.now(UTC).date() or amounts.days[-1].date == today.date()
    await say(storage, "s0", "one more")
    assert await tell(ANYONE) is amounts
    for pause in ("_SHORTEST_PAUSE", "_PAUSE_FACTOR"):
        monkeypatch.setattr(overview, pause, 0.0)
    often = Overview(Access(storage))
    assert [getattr(await often(ANYONE), "messages", None) for _ in range(2)] == [10, 10]
    await say(storage, "s0", "and one more")
    assert getattr(await often(ANYONE), "messages", None) == 11
    limited = Principal("limited", Rights.of(["read"]), limits=Limits(users=("ada",)))
    with pytest.raises(Forbidden):
        await often(limited)


async def test_a_count_that_fails_or_takes_long_keeps_nobody(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "_PATIENCE", 0.01)
    begun, goes_on, is_broken_off = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow() -> int:
        begun.set()
        try:
            await goes_on.wait()
        except asyncio.CancelledError:
            is_broken_off.set()
            raise
        raise Unavailable("the store is away", retry_after=1)

    monkeypatch.setattr(storage.statistics, "users", slow)
    tell = Overview(Access(storage))
    assert await tell(ANYONE) is None
    await begun.wait()
    await tell.close()
    assert is_broken_off.is_set()
    goes_on.set()
    assert await Overview(Access(storage))(ANYONE) is None
