"""How much there is to erase, told before it is done and certified afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.domain.facts import NewFact
from holdfast.domain.principals import OPERATOR, Principal, Rights
from holdfast.errors import Forbidden
from holdfast.operations.access import Access
from holdfast.operations.erase import Erase
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import say, session_of, summarise, user_of


async def test_what_is_counted_is_what_there_is(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    for user in ("ada", "leif"):
        await user_of(storage, user)
        for name in ("one", "two"):
            session = await session_of(storage, f"{user}-{name}", user_id=user)
            await say(storage, session.session_id, "hello", "there", "again", steps=("entities", "vectors"))
            await summarise(storage, session.id, 2)
        for text in ("Likes tea", "Likes rye"):
            await storage.facts.add(NewFact(user_id=user, text=text), actor="test")
    pending = len(await storage.jobs.pending((await storage.sessions.get("ada-one")).id))
    assert pending > 0
    erase = Erase(Access(storage))
    of_session = {"sessions": 1, "messages": 3, "summaries": 1, "jobs": pending}
    of_user = {name: 2 * count for name, count in of_session.items()} | {"users": 1, "facts": 2}
    assert await erase.preview_session(OPERATOR, "ada-one") == of_session
    assert await erase.preview_user(OPERATOR, "ada") == of_user
    assert (await erase.session(OPERATOR, "ada-one")).counts == of_session
    rest = of_session | {"users": 1, "facts": 2}
    assert await erase.preview_user(OPERATOR, "ada") == rest
    assert (await erase.user(OPERATOR, "ada")).counts == rest
    assert await erase.preview_user(OPERATOR, "leif") == of_user
    await storage.stop()


async def test_who_may_not_forget_is_not_told_what_an_erasure_would_take(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await user_of(storage, "ada")
    await session_of(storage, "one", user_id="ada")
    erase, reader = Erase(Access(storage)), Principal("reader", Rights.of(["read", "write"]))
    for refused in (erase.preview_user(reader, "ada"), erase.preview_session(reader, "one")):
        with pytest.raises(Forbidden):
            await refused
    await storage.stop()
