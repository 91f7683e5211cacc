"""Counting: what is there, by day, chunk by chunk."""

from __future__ import annotations

from collections import Counter

import pytest

from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import message, say, session_of, user_of

SINCE = Timestamp("2024-05-02T00:00:00.000000Z")


async def say_on(storage: Storage, session_id: str, *moments: str) -> None:
    new = [message(created_at=Timestamp(moment)) for moment in moments]
    await storage.messages.append(session_id, new, steps=())


@pytest.mark.parametrize("limit", [1, 2, 10])
async def test_everything_live_is_counted_once(storage: Storage, limit: int) -> None:
    await user_of(storage, "gone")
    for session_id in ("a", "b", "c"):
        await say_on(storage, session_id, "2024-05-02T00:00:00.000000Z", "2024-05-02T23:59:59.999999Z")
    await say_on(storage, "b", "2024-05-01T23:59:59.999999Z", "2024-05-04T12:00:00.000000Z")
    await session_of(storage, "empty")
    await session_of(storage, "of somebody", user_id="gone")
    await say(storage, "of somebody", "hello")
    await storage.users.delete("gone")
    await storage.sessions.delete("c")
    last: int | None = 0
    sessions = messages = 0
    days: Counter[str] = Counter()
    while last is not None:
        survey = await storage.statistics.survey(after=last, limit=limit, since=SINCE)
        assert survey.sessions <= limit
        sessions, messages, last = sessions + survey.sessions, messages + survey.messages, survey.last
        days.update(survey.days)
    assert (sessions, messages) == (3, 6)
    assert dict(days) == {"2024-05-02": 4, "2024-05-04": 1}


async def test_messages_that_were_deleted_one_by_one_are_not_counted(storage: Storage) -> None:
    await say_on(storage, "s", "2024-05-02T00:00:00.000000Z", "2024-05-03T00:00:00.000000Z")
    (first, _) = (await storage.messages.page("s", offset=0, limit=2)).messages
    await storage.messages.delete("s", first.uuid)
    survey = await storage.statistics.survey(after=0, limit=5, since=SINCE)
    assert (survey.messages, dict(survey.days)) == (1, {"2024-05-03": 1})
    await storage.sessions.delete("s")
    await say_on(storage, "s", "2024-05-04T00:00:00.000000Z")
    survey = await storage.statistics.survey(after=0, limit=5, since=SINCE)
    assert (survey.messages, dict(survey.days)) == (1, {"2024-05-04": 1})


async def test_users_are_counted(storage: Storage) -> None:
    assert await storage.statistics.users() == 0
    await user_of(storage, "a")
    await user_of(storage, "b")
    await storage.users.delete("a")
    assert await storage.statistics.users() == 1


async def test_a_database_takes_room(storage: Storage) -> None:
    await say(storage, "s", "x" * 10_000)
    assert await storage.statistics.bytes() > 10_000
