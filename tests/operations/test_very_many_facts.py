"""What is told of somebody of whom very much is known costs what is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from holdfast.domain.facts import Fact, FactSelection, FactState, NewFact
from holdfast.domain.principals import ANYONE, Limits, Principal, Rights
from holdfast.domain.timestamps import timestamp_of
from holdfast.domain.users import NewUser
from holdfast.operations import facts as fact_operations
from holdfast.operations import kept_counts
from holdfast.operations.access import Access
from holdfast.operations.facts import FactOperations
from holdfast.storage.sqlite.nouns.facts import SqliteFacts
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.deadline import until

MANY = 40


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    for user in ("ada", "ben"):
        await storage.users.create(NewUser(user_id=user))
    yield storage
    await storage.stop()


async def know(storage: SqliteStorage, slot: str, value: str, user: str = "ada") -> Fact:
    new = NewFact(user_id=user, text=f"{slot} {value}", slot=slot, value=value)
    return (await storage.facts.add(new, actor="caller")).result


def operations(storage: SqliteStorage) -> FactOperations:
    async def find(_: object) -> list[object]:
        return []

    return FactOperations(Access(storage), find)  # type: ignore[arg-type]


async def test_a_profile_of_very_many_facts_tells_some_of_each_slot(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await know(storage, "home", "Oban")
    await know(storage, "home", "Leith")
    for number in range(MANY):
        await know(storage, "likes", f"tea {number}")
    for name, value in (("_MOST_OF_PROFILE", 6), ("_CHUNK", 4), ("_OF_EACH_SLOT", 2)):
        monkeypatch.setattr(fact_operations, name, value)
    read: list[int] = []
    page, newest = SqliteFacts.page, SqliteFacts.newest_in_slots

    async def paged(
        facts: SqliteFacts, selection: FactSelection, *, before: int | None = None, limit: int
    ) -> list[Fact]:
        found = await page(facts, selection, before=before, limit=limit)
        read.append(len(found))
        return found

    async def of_slots(facts: SqliteFacts, user_id: str, *, each: int, slots: int) -> list[Fact]:
        found = await newest(facts, user_id, each=each, slots=slots)
        read.append(len(found))
        return found

    monkeypatch.setattr(SqliteFacts, "page", paged)
    monkeypatch.setattr(SqliteFacts, "newest_in_slots", of_slots)
    slots = {each.slot: each for each in await operations(storage).profile(ANYONE, "ada")}
    assert [fact.value for fact, _ in slots["home"].current] == ["Leith"]
    assert [fact.value for fact, _ in slots["home"].former] == ["Oban"]
    assert [fact.value for fact, _ in slots["likes"].current] == [f"tea {MANY - 1 - number}" for number in range(6)]
    assert sum(read) == 4 + 4 + 4
    of_ada = Principal("reader", Rights.of(["read"]), limits=Limits(users=("ada",)))
    assert {each.slot: each for each in await operations(storage).profile(of_ada, "ada")} == slots


async def test_very_many_facts_are_counted_again_when_one_came_or_went(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_counts, "_MANY", 5)
    told = [await know(storage, "likes", f"tea {number}") for number in range(MANY)]
    counted: list[str | None] = []
    count = SqliteFacts.count

    async def noted(facts: SqliteFacts, selection: FactSelection) -> int:
        counted.append(selection.user_id)
        return await count(facts, selection)

    monkeypatch.setattr(SqliteFacts, "count", noted)
    verbs = operations(storage)

    async def total(user: str = "ada") -> int:
        return (await verbs.page(ANYONE, FactSelection(user_id=user))).total_count

    assert [await total() for _ in range(4)] == [MANY] * 4
    first = len(counted)
    assert first <= 2
    await know(storage, "likes", "golf", user="ben")
    assert (await total(), len(counted)) == (MANY, first)
    await know(storage, "likes", "jam")
    assert await total() == MANY + 1
    await storage.facts.forget(told[0].uuid, actor="caller")
    assert await total() == MANY
    assert (await total("ben"), await total("ben")) == (1, 1)
    assert counted[-2:] == ["ben", "ben"]
    monkeypatch.setattr(kept_counts, "_KEPT", 1)
    likes = FactSelection(user_id="ada", slot="likes")
    assert (await verbs.page(ANYONE, likes)).total_count == MANY
    known = len(counted)
    assert (await verbs.page(ANYONE, likes)).total_count == MANY
    assert len(counted) == known
    assert await total() == MANY
    assert len(counted) > known
    new = NewFact(user_id="ada", text="rye", slot="home", value="Rye", valid_at=timestamp_of(datetime.now(UTC)))
    await storage.facts.add(new, actor="caller")
    moment = timestamp_of(datetime.now(UTC) + timedelta(seconds=0.3))
    await storage.facts.add(replace(new, value="Ayr", valid_at=moment), actor="caller")

    async def is_counted() -> bool:
        return await total() == MANY + 1

    await until(is_counted)  # one has taken the place of the other, without any change
    await storage.users.delete("ada")
    assert await total() == 0


async def test_a_slot_with_few_facts_is_not_looked_for_among_all_others(storage: SqliteStorage) -> None:
    homes = [await know(storage, "home", value) for value in ("Oban", "Leith")]
    connection, reader = storage._database.connection, storage._reader
    columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(facts)") if name != "id"]
    copied = ", ".join(
        {"uuid": "printf('%032d', number)", "slot": "'likes'"}.get(str(name), str(name)) for name in columns
    )
    connection.execute(
        f"INSERT INTO facts ({', '.join(map(str, columns))})"
        " WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 3000)"
        f" SELECT {copied} FROM numbers JOIN facts WHERE uuid = ?",
        (homes[1].uuid,),
    )
    steps = 0

    def count() -> bool:
        nonlocal steps
        steps += 1
        return False

    async def found(slot: str) -> list[str | None]:
        states = (FactState.VALID, FactState.SUPERSEDED)
        facts = await storage.facts.page(FactSelection(user_id="ada", slot=slot, states=states), limit=10)
        return [fact.value for fact in facts]

    await reader.read(lambda connection: connection.set_progress_handler(count, 100))
    assert await found("home") == ["Leith", "Oban"]
    assert await found("likes") == ["Leith"] * 10
    await reader.read(lambda connection: connection.set_progress_handler(None))
    assert steps < 30
