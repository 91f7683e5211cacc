"""A migration tells what the storage does not have afterwards as the source gave it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    MessageRecord,
    Record,
    SessionRecord,
    UserRecord,
    identity_of,
    kind_of,
)
from holdfast.domain.principals import ANYONE, Principal
from holdfast.errors import Unavailable
from holdfast.operations import migration
from holdfast.operations.access import Access
from holdfast.operations.intake import Intake, Taken
from holdfast.operations.migration import Migrated, Migration
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import session_of, user_of

MOMENT = "2024-05-02T08:00:00.000000Z"
_numbers = itertools.count(1)


def known(kind: type[Any], **fields: Any) -> Any:
    uuid = f"11111111-2222-4333-8444-{next(_numbers):012}"
    return kind(**{"uuid": uuid, "created_at": MOMENT, "updated_at": MOMENT, **fields})


def said(content: str, **fields: Any) -> MessageRecord:
    return known(MessageRecord, session_id="s", role="user", content=content, **fields)


class Given:
    """A source that gives what it is made of, chunk by chunk, and may be away then."""

    def __init__(self, *chunks: Sequence[Record], resumable: str = "", breaks_off: bool = False) -> None:
        self.notes = ["a note"]
        self.resumable = resumable
        self._chunks = chunks
        self._breaks_off = breaks_off

    async def records(self) -> AsyncIterator[list[Record]]:
        for chunk in self._chunks:
            yield list(chunk)
        if self._breaks_off:
            raise Unavailable("the source is away", retry_after=1)


async def migrated(
    storage: SqliteStorage,
    source: Given,
    *,
    keeps: Callable[[Record], bool] = lambda _: True,
) -> tuple[Migrated, int]:
    """What becomes of a source of which only some records are stored, and of how many was told."""
    access, done = Access(storage), Counter[str]()
    intake = Intake(access)

    async def take(principal: Principal, records: Sequence[Record]) -> Taken:
        return await intake(principal, list(filter(keeps, records)))

    move = Migration(access, take)  # type: ignore[arg-type]
    return await move(ANYONE, source, lambda count: done.update(all=count)), done["all"]  # type: ignore[arg-type]


def named(found: Migrated) -> list[str]:
    return [text.partition(": ")[0] for text in found.wrong]


def names(*records: Record) -> list[str]:
    return [f"{kind_of(record)} {identity_of(record)}" for record in records]


async def test_what_is_not_as_the_source_gave_it_is_named(storage: SqliteStorage) -> None:
    await user_of(storage, "ann")
    await session_of(storage, "t", user_id="ann")
    ann, ben = known(UserRecord, user_id="ann"), known(UserRecord, user_id="ben")
    sessions = [known(SessionRecord, session_id="s", user_id="ann"), known(SessionRecord, session_id="t")]
    kept, edited, deleted, wrong = said("kept"), said("edited"), said("deleted"), said("wrong", uuid="no uuid")
    docs = known(CollectionRecord, name="Docs", dimensions=8, is_auto_embedded=True)
    stays, goes = (known(DocumentRecord, collection="Docs", content=text) for text in ("stays", "goes"))
    source = Given([ann, ben, *sessions], [kept, edited, deleted, wrong], [docs, stays, goes])
    found, done = await migrated(storage, source)
    assert (found.wrong, found.notes, done) == ([], ["a note"], 11)
    assert found.given == {"users": 2, "sessions": 2, "messages": 4, "collections": 1, "documents": 2}
    assert [one.reason for one in found.taken.left_out] != []

    await storage.messages.revise("s", edited.uuid, "otherwise", steps=())
    await storage.messages.delete("s", deleted.uuid)
    await storage.users.delete("ben")
    await storage.documents.delete((await storage.collections.get("docs")).id, [goes.uuid])
    found, _ = await migrated(storage, source, keeps=lambda record: record is wrong)
    assert named(found)[:4] == names(ben, edited, deleted, goes)


async def test_so_many_are_compared_as_is_said_wherever_they_stand(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "SAMPLES", 3)
    lost = [said(f"{number}") for number in range(40)]
    found, _ = await migrated(storage, Given(lost[:20], lost[20:]), keeps=lambda _: False)
    *some, counted = named(found)
    assert (len(some), counted) == (3, "messages")
    assert set(some) < set(names(*lost))
    assert set(some) != set(names(*lost[:3]))


async def test_what_is_neither_stored_nor_left_out_is_counted(storage: SqliteStorage) -> None:
    bad, lost = said("bad", uuid="no uuid"), said("lost")
    source = Given([known(SessionRecord, session_id="s"), said("one"), said("two"), bad, lost])
    found, _ = await migrated(storage, source, keeps=lambda record: record is not lost)
    assert named(found)[:1] == names(lost)
    assert found.wrong[1:] == ["messages: 4 were read, 3 are accounted for"]


async def test_a_run_goes_on_where_one_broke_off_unless_the_source_has_changed(storage: SqliteStorage) -> None:
    begun = known(SessionRecord, session_id="s")
    first, second, third, fourth, fifth = (said(f"{number}") for number in range(5))
    taken: list[Record] = []

    def noted(record: Record) -> bool:
        taken.append(record)
        return True

    async def run(*chunks: list[Record], breaks_off: bool = False) -> list[Record]:
        taken.clear()
        source = Given(*chunks, resumable="zep", breaks_off=breaks_off)
        if breaks_off:
            with pytest.raises(Unavailable):
                await migrated(storage, source, keeps=noted)
        else:
            found, _ = await migrated(storage, source, keeps=noted)
            assert found.wrong == []
        return list(taken)

    assert await run([begun, first], [second, third], breaks_off=True) == [begun, first, second, third]
    assert await run([begun], [first, second], [third, fourth, fifth]) == [fourth, fifth]
    assert await run([begun, first, second]) == [begun, first, second], "the run before came to its end"
    assert await run([begun, first], [second], breaks_off=True) == [begun, first, second]
    assert await run([begun, fourth], [first, second]) == [begun, fourth, first, second]
