"""What a search may find, beside what it is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from holdfast.domain.filters.search_filter import read_search_filter
from holdfast.domain.messages import Message
from holdfast.domain.principals import ANYONE
from holdfast.domain.summaries import NewSummary
from holdfast.errors import InvalidRequest, Unavailable
from holdfast.operations import kept_messages, retrieval_engine
from holdfast.operations import search as search_module
from holdfast.operations.access import Access
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.providers.embeddings import question_maps
from holdfast.providers.embeddings.contract import EmbeddingUnavailable
from holdfast.retrieval.cache import TooLongError
from holdfast.retrieval.search import SearchKind
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.operations.test_feeds import Remote
from tests.storage.samples import message, session_of, user_of


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    """Two sessions of a user, in which a person and an assistant say the same."""
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await user_of(storage, "ada")
    for name in ("one", "two"):
        await session_of(storage, name, user_id="ada")
        said = [message("The otter sleeps.", role=role) for role in ("user", "assistant")]
        await storage.messages.append(name, [*said, message(f"The boiler hums in {name}.")], steps=())
    yield storage
    await storage.stop()


@pytest.fixture
async def search(storage: SqliteStorage) -> AsyncIterator[Search]:
    search = Search(Access(storage), model=None, questions=None, cache_bytes=MEBIBYTE)
    yield search
    await search.close()


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


async def test_a_question_is_embedded_once_and_without_a_model_its_words_decide(
    storage: SqliteStorage, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval_engine, "_KEPT_QUESTIONS", 1)
    model = Remote()
    remote = Search(Access(storage), model=model, cache_bytes=MEBIBYTE)

    async def found(search: Search, text: str, kind: SearchKind) -> int:
        return len(await search.in_session(ANYONE, "one", SearchQuery(text=text, kind=kind, limit=1)))

    for kind in (SearchKind.VECTOR, SearchKind.MMR):
        with pytest.raises(InvalidRequest, match=r"^search_type: '\w+' needs embeddings"):
            await found(search, "otter", kind)
    assert [await found(search, "otter", kind) for kind in (SearchKind.SIMILARITY, SearchKind.LEXICAL)] == [1, 1]
    for text in ("otter", "otter", "boiler", "boiler", "otter"):
        assert await found(remote, text, SearchKind.SIMILARITY) == 1
    assert await found(remote, "hums", SearchKind.LEXICAL) == 1
    assert model.asked == ["otter", "boiler", "otter"]
    model.is_away = True
    assert await found(remote, "boiler", SearchKind.SIMILARITY) == 1
    with pytest.raises(EmbeddingUnavailable):
        await found(remote, "boiler", SearchKind.VECTOR)
    standing = SearchQuery(text="sleeps", standing=True)
    assert await remote.in_session(ANYONE, "one", standing)
    model.is_away = False
    for _ in range(2):
        assert await remote.in_session(ANYONE, "one", standing)
    assert model.asked[-1] == "sleeps", "what words alone have found is not kept"
    await remote.close()


@pytest.mark.parametrize(
    ("query", "more"),
    [
        (SearchQuery(text="Who hums? ", limit=3), 2),
        (SearchQuery(text="Who hums?", limit=3, kind=SearchKind.LEXICAL), 0),
        (SearchQuery(text="Who hums?", limit=3, summaries=True), 0),
        (SearchQuery(text="He hums.", limit=3), 0),
    ],
)
def test_more_is_looked_for_where_answers_may_displace_a_question_that_is_quoted(query: SearchQuery, more: int) -> None:
    assert query.to_ask().limit == 3 + more


async def test_while_an_index_is_built_for_long_it_is_told_when_to_come_again(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_long(*_: object) -> None:
        raise TooLongError

    monkeypatch.setattr(search.engine.cache, "get", too_long)
    with pytest.raises(Unavailable, match="being built"):
        await search.everywhere(ANYONE, SearchQuery(text="otter"))


async def test_summaries_are_found_by_their_metadata(
    storage: SqliteStorage, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, kind in (("one", "b"), ("two", None)):
        session = await storage.sessions.get(name)
        metadata = None if kind is None else {"kind": kind}
        new = NewSummary(base=0, point=1, content="About otters", token_count=2, metadata=metadata)
        assert await storage.summaries.add(session.id, new)
    for kind, sessions in (("b", ["one"]), ("c", [])):
        where = {"where": {"jsonpath": f'$[*] ? (@.kind == "{kind}")'}}
        wanted = read_search_filter(where, now=datetime.now(UTC))
        query = SearchQuery(text="otters", summaries=True, filter=wanted)
        assert [each.session_id for each in await search.everywhere(ANYONE, query)] == sessions
    every = await search.of_user(ANYONE, "ada", SearchQuery(text="otters", summaries=True, collapse=False))
    assert {each.session_id for each in every} == {"one", "two"}
    model = Remote()
    remote = Search(Access(storage), model=model, cache_bytes=MEBIBYTE)
    by_meaning = SearchQuery(text="otters", summaries=True, kind=SearchKind.VECTOR, collapse=False)
    assert {each.dist > 0 for each in await remote.everywhere(ANYONE, by_meaning)} == {True}
    assert model.asked == ["About otters", "About otters", "otters"], "those without a vector are embedded at once"
    await remote.close()
    monkeypatch.setattr(question_maps, "question_map", lambda _: np.negative)
    mapped = Search(Access(storage), model=model, cache_bytes=MEBIBYTE)
    assert {each.dist < 0 for each in await mapped.everywhere(ANYONE, by_meaning)} == {True}, "and are no questions"
    await mapped.close()


async def test_the_answer_of_a_standing_question_is_kept_until_something_comes_or_goes(
    search: Search, storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, at = SearchQuery(text="otter", standing=True), storage.messages.at
    read: list[int] = []

    async def noted(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Message]:
        read.append(len(places))
        return await at(places)

    monkeypatch.setattr(storage.messages, "at", noted)
    first = await search.of_user(ANYONE, "ada", asked)
    assert first
    assert await search.of_user(ANYONE, "ada", asked) == first
    assert len(read) == 1, "messages are kept with the answer"
    await storage.messages.append("one", [message("An otter swims.")], steps=())
    later = await search.of_user(ANYONE, "ada", asked)
    assert {"An otter swims."} == {each.text for each in later} - {each.text for each in first}
    swims = next(each for each in later if each.text == "An otter swims.")
    await storage.messages.revise("one", swims.uuid, "An otter dives.", steps=())
    assert "An otter dives." in {each.text for each in await search.of_user(ANYONE, "ada", asked)}
    await storage.sessions.delete("one")
    assert {each.session_id for each in await search.of_user(ANYONE, "ada", asked)} == {"two"}
    large = message("An otter.", metadata={"picture": "0" * search_module._LARGEST_KEPT})
    await storage.messages.append("two", [large], steps=())
    for _ in range(2):
        read.clear()
        assert len(await search.of_user(ANYONE, "ada", asked)) == 4
    assert len(read) == 1, "large metadata are no part of what is kept"
    await storage.messages.append("two", [message("otter " * 4_000)], steps=())
    read.clear()
    for _ in range(2):
        assert len(await search.of_user(ANYONE, "ada", asked)) == 5
    assert len(read) == 2, "long messages are no part of what is kept"


async def test_short_messages_are_kept_until_they_change(
    search: Search, storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, at = SearchQuery(text="otter", as_said=True), storage.messages.at
    read: list[list[tuple[int, int]]] = []

    async def noted(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Message]:
        read.append(list(places))
        return await at(places)

    async def told() -> list[str]:
        read.clear()
        return sorted(each.text for each in await search.of_user(ANYONE, "ada", asked))

    monkeypatch.setattr(storage.messages, "at", noted)
    first = await told()
    assert (await told(), read) == (first, [])
    await storage.messages.append("one", [message("An otter swims."), message("otter " * 200)], steps=())
    later = await told()
    assert set(later) - set(first) == {"An otter swims.", "otter " * 200}
    assert [len(places) for places in read] == [2], "what was there is not read again"
    assert (await told(), len(read[0])) == (later, 1), "what is long is not kept"
    pictured = message("An otter.", metadata={"picture": "0" * kept_messages._LARGEST})
    await storage.messages.append("one", [pictured], steps=())
    later = await told()
    assert (await told(), len(read[0])) == (later, 2), "nor is what has large metadata"
    swims = (await storage.messages.memory("one", window=3, lastn=3)).messages[0]
    await storage.messages.revise("one", swims.uuid, "An otter dives.", steps=())
    assert "An otter dives." in await told()
    await storage.messages.delete("one", swims.uuid)
    assert "An otter dives." not in await told()
    await storage.sessions.delete("one")
    rest = await told()
    assert set(first) - set(rest) == {"The boiler hums in one."}
    monkeypatch.setattr(kept_messages, "_MOST", 3)
    await storage.messages.append("two", [message("An otter eats.")], steps=())
    for _ in range(2):
        assert await told() == sorted([*rest, "An otter eats."])
    assert len(read) == 1, "nor are more than there is room for"
    await storage.users.delete("ada")
    assert await told() == []


async def test_many_long_messages_are_read_few_at_once(
    search: Search, storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    at = storage.messages.at

    async def counted(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Message]:
        read.append(len(places))
        return await at(places)

    monkeypatch.setattr(storage.messages, "at", counted)
    await search.of_user(ANYONE, "ada", SearchQuery(text="otter boiler", limit=40))
    assert read == [6]
    for number in range(9):
        await storage.messages.append("two", [message(f"eel {number} " * 6_000)], steps=())
    read.clear()
    assert len(await search.of_user(ANYONE, "ada", SearchQuery(text="eel", limit=9))) == 9
    assert max(read) < 9 <= sum(read)
