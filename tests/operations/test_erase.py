"""How much there is to erase, told before it is done and certified afterwards."""

from __future__ import annotations

import asyncio

import pytest

from holdfast.domain.audit import NewEntry
from holdfast.domain.erasures import Kind, Pending
from holdfast.domain.facts import NewFact
from holdfast.domain.principals import OPERATOR, Limits, Principal, Rights
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import Forbidden, NotFound
from holdfast.operations.access import Access
from holdfast.operations.erase import Erase
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import LONG_AGO, say, session_of, summarise, user_of


async def test_what_is_counted_is_what_there_is(storage: SqliteStorage) -> None:
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


async def test_who_may_not_forget_is_not_told_what_an_erasure_would_take(storage: SqliteStorage) -> None:
    await user_of(storage, "ada")
    await session_of(storage, "one", user_id="ada")
    erase, reader = Erase(Access(storage)), Principal("reader", Rights.of(["read", "write"]))
    for refused in (erase.preview_user(reader, "ada"), erase.preview_session(reader, "one")):
        with pytest.raises(Forbidden):
            await refused


async def test_a_certificate_tells_of_what_is_left_but_not_of_what_others_say(storage: SqliteStorage) -> None:
    former, told, clean = "Lived above the old bakery", "Collects stamps from Tuvalu", "Never eats any oranges"
    await user_of(storage, "ada")
    replaced = await storage.facts.add(NewFact(user_id="ada", text=former), actor="test")
    for text, supersedes in ((told, (replaced.result.uuid,)), (clean, ())):
        await storage.facts.add(NewFact(user_id="ada", text=text, supersedes=supersedes), actor="test")
    await session_of(storage, "deleted", user_id="ada")
    await storage.sessions.delete("deleted")
    await say(storage, "others", told)
    noted = (("others", "deleted", "ada"), (former, told))
    await storage.audit.note([NewEntry(now(), "test", "note", targets, len(targets)) for targets in noted])
    certificate = await Erase(Access(storage)).user(OPERATOR, "ada")
    assert certificate.counts["facts"] == 3
    entries = await storage.audit.page(before=None, limit=9)
    assert {entry.targets for entry in entries} == {("others", "erased", "erased"), (former, told)}
    scan = certificate.scan
    assert scan.found == {"audit_log": 1, "holdfast.db": 1}
    assert {"table audit_log", "table facts", "file holdfast.db"} < set(scan.places)
    assert (scan.elsewhere, scan.samples) == (1, 4)


async def begun(storage: SqliteStorage, kind: Kind, name: str, *, at: Timestamp | None = None) -> int:
    """The number of an erasure of which nothing but the beginning was stored."""
    pending = Pending(kind=kind, name=name, counts={}, names=(name,), samples=(), begun_at=at or now())
    return await storage.erasures.begin(pending)


async def test_erasures_that_were_interrupted_are_gone_on_with_but_not_at_the_cost_of_others(
    storage: SqliteStorage,
) -> None:
    erase = Erase(Access(storage))
    for user in ("ada", "leif"):
        await user_of(storage, user)
        await session_of(storage, f"{user}-s", user_id=user)
    await begun(storage, "user", "ada")
    await begun(storage, "session", "leif-s")
    await begun(storage, "user", "leif", at=Timestamp(LONG_AGO))
    await begun(storage, "session", "gone")
    await erase.finish_pending(OPERATOR)
    assert [one.user_id for one in await storage.users.page(after=0, limit=9)] == ["leif"]
    assert await storage.sessions.page(after=0, limit=9) == []
    assert await storage.erasures.under_way() == {}
    certificates = await erase.certificates(OPERATOR, after=0, limit=9)
    assert [one.kind for one in certificates] == ["user", "session", "user", "session"]
    assert await erase.verify(OPERATOR) == (4, [])


async def test_who_asks_again_for_an_interrupted_erasure_is_given_its_certificate(storage: SqliteStorage) -> None:
    erase = Erase(Access(storage))
    await user_of(storage, "ben")
    await begun(storage, "session", "ada")
    await begun(storage, "user", "ada")
    limited = Principal("limited", Rights.of(["read", "write", "forget"]), limits=Limits(users=("ada", "ben")))
    for principal, name in ((limited, "ada"), (OPERATOR, "eve")):
        with pytest.raises(NotFound):
            await erase.user(principal, name)
    certificates = await asyncio.gather(*(erase.user(OPERATOR, "ada") for _ in range(2)))
    assert certificates[0] == certificates[1]
    assert certificates[0].kind == "user"
    assert certificates[0].is_about("ada")
    assert (await erase.user(limited, "ben")).is_about("ben")
