"""The database as a whole."""

from __future__ import annotations

from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import NUMBERED
from tests.storage.documents import collection_of
from tests.storage.samples import contents, say, session_of, summarise, user_of


async def test_an_open_database_answers(storage: Storage) -> None:
    await storage.ping()


async def test_stopping_twice_does_no_harm(storage: Storage) -> None:
    await storage.stop()
    await storage.stop()


async def test_what_was_stored_is_there_after_a_restart(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    await storage.stop()
    await storage.start()
    assert await contents(storage, "s") == ["one", "two"]


async def test_a_used_database_is_sound(storage: Storage) -> None:
    await session_of(storage, "empty")
    appended = await say(storage, "s", "one", "two")
    await summarise(storage, appended.session, 2)
    await storage.sessions.delete("s")
    await say(storage, "s", "three")
    assert await storage.check() == []


async def test_a_description_names_no_secret(storage: Storage) -> None:
    assert storage.describe()
    assert "password" not in storage.describe()


async def test_one_at_a_time_is_alone_at_a_work(storage: Storage) -> None:
    async with storage.alone("digging") as first, storage.alone("digging") as second, storage.alone("sowing") as third:
        assert (first, second, third) == (True, False, True)
    async with storage.alone("digging") as again:
        assert again


async def test_numbers_go_on_after_those_that_are_set(storage: Storage) -> None:
    await user_of(storage, "a")
    await say(storage, "s", "one")
    await collection_of(storage)
    before = await storage.transfer.numbers()
    numbers = {name: 1000 + place for place, name in enumerate(NUMBERED)}
    await storage.transfer.set_numbers(numbers)
    try:
        assert await storage.transfer.numbers() == numbers
        assert (await user_of(storage, "b")).id > 1000
        assert (await say(storage, "t", "two")).session > 1000
        assert (await collection_of(storage)).id > 1000
    finally:
        await storage.transfer.set_numbers(before)  # other tests share the database, emptied
