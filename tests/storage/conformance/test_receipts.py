"""Receipts: a write under an idempotency key is done once, whoever repeats it, and gives the same each time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from holdfast.domain.collections import NewCollection
from holdfast.domain.facts import NewFact
from holdfast.domain.files import Put
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import now
from holdfast.domain.users import NewUser
from holdfast.errors import AlreadyExists, IdempotencyMismatch, InvalidRequest
from holdfast.storage.contract.storage import Storage
from tests.storage.documents import collection_of, embedded
from tests.storage.samples import LONG_AGO, contents, fresh, live, message, say, session_of, user_of

DOOMED: list[str] = []
"""The UUID of the document that is deleted, again and again."""

METADATA = {"n": 2**70, "text": "é", "list": [1, None]}
STEPS = ("tokens",)

Write = Callable[[Storage, str, Receipt | None], Awaitable[Written[Any]]]
Count = Callable[[Storage, str], Awaitable[int]]


async def append(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    return await storage.messages.append(name, [message("one"), message("two")], steps=STEPS, receipt=receipt)


async def append_to_known_session(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    return await storage.messages.append("known", [message(name)], steps=STEPS, receipt=receipt)


async def append_with_uuid(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    return await storage.messages.append("known", [message(name), message(uuid=new_uuid())], steps=(), receipt=receipt)


async def create_session(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    new = NewSession(session_id=name, user_id="ann", metadata=METADATA)
    return await storage.sessions.create(new, receipt=receipt)


async def create_user(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    return await storage.users.create(NewUser(user_id=name, metadata=METADATA), receipt=receipt)


async def create_collection(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    new = NewCollection(name=name, dimensions=8, is_auto_embedded=False, metadata=METADATA)
    return await storage.collections.create(new, receipt=receipt)


async def add_documents(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    return await storage.documents.add(1, [embedded(name), embedded(name)], receipt=receipt)


async def delete_documents(storage: Storage, name: str, receipt: Receipt | None) -> Written[Any]:
    return await storage.documents.delete(1, DOOMED, receipt=receipt)


async def jobs(storage: Storage) -> int:
    return (await storage.jobs.counts()).pending


async def count_everything(storage: Storage) -> tuple[int, ...]:
    """What any of the writes would change."""
    sessions = await storage.sessions.page(after=0, limit=1000)
    return (
        sum([len(await live(storage, session.session_id)) for session in sessions]),
        len(sessions),
        len(await storage.users.page(after=0, limit=1000)),
        len(await storage.collections.all()),
        (await storage.collections.get("docs")).document_count,
        await jobs(storage),
    )


WRITES: list[Write] = [
    append,
    append_to_known_session,
    append_with_uuid,
    create_session,
    create_user,
    create_collection,
    add_documents,
    delete_documents,
]
each_write = pytest.mark.parametrize("write", WRITES)


def receipt(key: str = "k", fingerprint: bytes = b"\x00\xff", owner: str = "") -> Receipt:
    return Receipt(key, fingerprint, owner)


@pytest.fixture(autouse=True)
async def surroundings(storage: Storage) -> None:
    """What the writes need."""
    await user_of(storage, "ann")
    await session_of(storage, "known")
    await collection_of(storage, "docs")
    added = await storage.documents.add(1, [embedded() for _ in range(3)])
    DOOMED[:] = added.result[:1]


async def test_an_append_whose_key_another_one_uses_leaves_no_session_behind(storage: Storage) -> None:
    for attempt in range(3):
        names = [f"{attempt} of {number}" for number in range(4)]
        outcomes = await asyncio.gather(
            *(append(storage, name, receipt(f"k{attempt}", name.encode())) for name in names), return_exceptions=True
        )
        stored = [name for name, each in zip(names, outcomes, strict=True) if isinstance(each, Written)]
        assert len(stored) == 1
        assert sum(isinstance(each, IdempotencyMismatch) for each in outcomes) == 3
        page = await storage.sessions.page(after=0, limit=1000)
        assert [found.session_id for found in page if found.session_id in names] == stored


@each_write
async def test_a_repetition_writes_nothing_and_gives_the_same(storage: Storage, other: Storage, write: Write) -> None:
    first = await write(storage, "new", receipt())
    after = await count_everything(storage)
    for place in (storage, other, storage):
        again = await write(place, "new", receipt())
        assert again.result == first.result
        assert (first.replayed, again.replayed) == (False, True)
    assert await count_everything(storage) == after


@each_write
async def test_the_key_of_another_request_is_refused_and_nothing_is_written(storage: Storage, write: Write) -> None:
    await say(storage, "known", "before")
    await storage.users.create(NewUser(user_id="bob"), receipt=receipt())
    before = await count_everything(storage)
    with pytest.raises(IdempotencyMismatch, match="'k'"):
        await write(storage, "new", receipt(fingerprint=b"other"))
    assert await count_everything(storage) == before


@each_write
async def test_keys_of_different_owners_have_nothing_to_do_with_each_other(storage: Storage, write: Write) -> None:
    results = [await write(storage, name, receipt(owner=name)) for name in ("ann1", "bob1")]
    assert [result.replayed for result in results] == [False, False]
    for name, written in zip(("ann1", "bob1"), results, strict=True):
        assert (await write(storage, name, receipt(owner=name))).result == written.result


@each_write
async def test_many_at_once_at_two_processes_write_once(storage: Storage, other: Storage, write: Write) -> None:
    before = await count_everything(storage)
    names = [fresh("n").replace("-", "") for _ in range(8)]
    calls = [(place, name) for name in names for place in (storage, other) * 3]
    written = await asyncio.gather(*(write(place, name, receipt(name)) for place, name in calls))
    given: dict[str, Any] = {}
    for (_, name), one in zip(calls, written, strict=True):
        assert given.setdefault(name, one.result) == one.result
    assert [one.replayed for one in written].count(False) == len(names)
    after = await count_everything(storage)
    alone = await write(storage, "alone", None)
    change = [now - then for now, then in zip(await count_everything(storage), after, strict=True)]
    assert not alone.replayed
    assert [now - then for now, then in zip(after, before, strict=True)] == _times(len(names), change, write)
    assert await storage.check() == []


def _times(count: int, change: list[int], write: Write) -> list[int]:
    """What so many writes change; but deleting the same document again and again changes its count once."""
    return [0, 0, 0, 0, -1, 0] if write is delete_documents else [count * number for number in change]


async def test_a_result_is_given_as_it_was_whatever_happened_since(storage: Storage) -> None:
    first = await create_session(storage, "s", receipt())
    await storage.sessions.merge_metadata("s", {"later": True})
    await storage.sessions.delete("s")
    await storage.purge(receipts_before=LONG_AGO)
    assert (await create_session(storage, "s", receipt())).result == first.result


async def test_a_write_that_fails_leaves_no_receipt(storage: Storage, other: Storage) -> None:
    new = NewSession(session_id="hers", user_id="bob")
    with pytest.raises(InvalidRequest, match="user does not exist"):
        await storage.sessions.create(new, receipt=receipt())
    await user_of(storage, "bob")
    first = await other.sessions.create(new, receipt=receipt())
    assert not first.replayed
    assert (await storage.sessions.create(new, receipt=receipt())).result == first.result
    with pytest.raises(AlreadyExists):
        await storage.sessions.create(new, receipt=receipt("other key"))


async def test_twins_that_both_fail_are_both_told_why(storage: Storage, other: Storage) -> None:
    calls = [place.sessions.create(NewSession(session_id="known"), receipt=receipt()) for place in (storage, other) * 3]
    found = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(one) for one in found] == [AlreadyExists] * 6


async def test_a_key_that_comes_with_two_requests_at_once_stores_one_of_them(storage: Storage, other: Storage) -> None:
    for number in range(10):
        key = f"k{number}"
        first, second = await asyncio.gather(
            storage.messages.append("known", [message("a")], steps=(), receipt=receipt(key, b"a")),
            other.messages.append("unknown", [message("b")], steps=(), receipt=receipt(key, b"b")),
            return_exceptions=True,
        )
        assert sorted([isinstance(first, IdempotencyMismatch), isinstance(second, IdempotencyMismatch)]) == [
            False,
            True,
        ]
    assert len(await contents(storage, "known")) + len(await contents(storage, "unknown")) == 10
    assert await storage.check() == []


async def test_repetitions_among_new_appends_leave_no_gap(storage: Storage) -> None:
    for round_ in range(3):
        appends = [(f"{number}", receipt(str(number))) for number in range(6)]
        appends += [(f"{round_} {number}", None) for number in range(6)]
        sent = [
            storage.messages.append(session, [message(content)], steps=STEPS, receipt=key)
            for content, key in appends
            for session in ("known",)
        ]
        written = await asyncio.gather(*sent)
        assert [one.replayed for one in written] == [round_ > 0] * 6 + [False] * 6
    found = await live(storage, "known")
    assert [one.position for one in found] == list(range(1, 25))
    assert sorted(one.content for one in found)[:3] == ["0", "0 0", "0 1"]
    assert await jobs(storage) == 24
    assert await storage.check() == []


async def test_the_same_key_twice_in_one_call_of_many_is_stored_once(storage: Storage) -> None:
    sent = [append_to_known_session(storage, "x", receipt(str(number // 3))) for number in range(30)]
    written = await asyncio.gather(*sent)
    assert [one.replayed for one in written].count(False) == 10
    assert len(await contents(storage, "known")) == 10


async def test_an_append_of_nothing_is_done_once_too(storage: Storage) -> None:
    first = await storage.messages.append("s", [], steps=STEPS, receipt=receipt())
    await say(storage, "s", "one")
    again = await storage.messages.append("s", [], steps=STEPS, receipt=receipt())
    assert (again.result, again.replayed) == (first.result, True)


async def test_the_purge_removes_receipts_older_than_given(storage: Storage) -> None:
    for key in ("a", "b"):
        for owner in ("", "ann"):
            await append(storage, fresh(), receipt(key, owner=owner))
    assert (await storage.purge(receipts_before=LONG_AGO)).receipts == 0
    assert (await append(storage, "x", receipt("a"))).replayed
    assert (await storage.purge(receipts_before=now())).receipts == 4
    assert not (await append(storage, "x", receipt("a"))).replayed


async def test_receipts_go_with_what_they_tell_of(storage: Storage) -> None:
    async def repeated(name: str) -> list[bool]:
        def of(kind: str) -> Receipt:
            return receipt(f"{name} {kind}")

        written: list[Written[Any]] = [
            await storage.users.create(NewUser(user_id=name), receipt=of("user")),
            await storage.sessions.create(NewSession(session_id=name, user_id=name), receipt=of("session")),
            await storage.messages.append(name, [message()], steps=(), receipt=of("append")),
            await storage.collections.create(
                NewCollection(name=name, dimensions=2, is_auto_embedded=False), receipt=of("collection")
            ),
            await storage.files.change(name, "a", Put("x"), author="k", receipt=of("file")),
            await storage.facts.add(NewFact(user_id=name, text="t"), actor="a", receipt=of("fact")),
        ]
        return [one.replayed for one in written]

    for name in ("gone", "stays"):
        assert await repeated(name) == [False] * 6
    of_another = receipt("gone user", owner="ann")
    await create_user(storage, "hers", of_another)
    await storage.users.delete("gone")
    await storage.collections.delete("gone")
    await storage.purge(receipts_before=LONG_AGO)
    assert (await create_user(storage, "hers", of_another)).replayed
    assert await repeated("stays") == [True] * 6
    assert await repeated("gone") == [False] * 6
