"""What a search may find, beside what it is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdfast.domain.principals import ANYONE
from holdfast.operations.access import Access
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import message, session_of, user_of


@pytest.fixture
async def search(tmp_path: Path) -> AsyncIterator[Search]:
    """Two sessions of a user, in which a person and an assistant say the same."""
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await user_of(storage, "ada")
    for name in ("one", "two"):
        await session_of(storage, name, user_id="ada")
        said = [message("The otter sleeps.", role=role) for role in ("user", "assistant")]
        await storage.messages.append(name, [*said, message(f"The boiler hums in {name}.")], steps=())
    search = Search(Access(storage), model=None, questions=None, cache_bytes=MEBIBYTE)
    yield search
    await search.close()
    await storage.stop()


@pytest.mark.parametrize("text", ["otter", ""])
async def test_who_said_it_may_be_asked_for(search: Search, text: str) -> None:
    for role in ("user", "assistant"):
        found = await search.in_session(ANYONE, "one", SearchQuery(text=text, speaker=role))
        assert {each.message.role for each in found if each.message is not None} == {role}
    everybody = await search.in_session(ANYONE, "one", SearchQuery(text=text))
    assert {each.message.role for each in everybody if each.message is not None} == {"user", "assistant"}


async def test_what_is_said_twice_is_found_once_where_more_than_a_session_is_searched(search: Search) -> None:
    def otters(found: list) -> int:
        return sum("otter" in each.text for each in found)

    assert otters(await search.in_session(ANYONE, "one", SearchQuery(text="otter"))) == 2
    assert otters(await search.of_user(ANYONE, "ada", SearchQuery(text="otter"))) == 2, "of each speaker once"
    assert otters(await search.of_user(ANYONE, "ada", SearchQuery(text="otter", collapse=False))) == 4
    newest = await search.of_user(ANYONE, "ada", SearchQuery())
    assert (otters(newest), len(newest)) == (4, 6)
    both = await search.of_user(ANYONE, "ada", SearchQuery(text="boiler"))
    assert {each.session_id for each in both if "boiler" in each.text} == {"one", "two"}
