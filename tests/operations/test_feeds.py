"""What indexes are fed with: vectors that are asked for once, and which files of indexes are the database's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from holdfast.domain.facts import Fact, NewFact
from holdfast.operations.feeds import anticipation, index_register
from holdfast.operations.feeds import facts as fact_feed
from holdfast.operations.feeds import messages as message_feed
from holdfast.operations.feeds.anticipation import Anticipation
from holdfast.operations.feeds.facts import FactIndexing
from holdfast.operations.feeds.index_register import IndexRegister
from holdfast.operations.feeds.messages import MessageSource
from holdfast.operations.feeds.scopes import Scope, index_key_of
from holdfast.operations.feeds.summaries import SummaryFeed
from holdfast.operations.stated_messages import StatedMessages, stated_messages
from holdfast.providers.embeddings.contract import EmbeddingUnavailable
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.feed import Missing
from holdfast.retrieval.index import MessageBatch
from holdfast.retrieval.vectors import pack
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.deadline import until
from tests.storage.enriched import set_terms, set_vectors
from tests.storage.samples import live, message, say, session_of, stated, summarise, user_of


class Remote:
    """A model elsewhere: which texts it was asked for; it fails while it is away."""

    name, dimensions = "remote", 2

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.is_away:
            raise EmbeddingUnavailable("the model is away", retry_after=1)
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)

    async def close(self) -> None: ...


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await user_of(storage, "ada")
    yield storage
    await storage.stop()


async def known(storage: SqliteStorage, *texts: str) -> list[Fact]:
    return [(await storage.facts.add(NewFact(user_id="ada", text=text), actor="test")).result for text in texts]


async def test_a_model_elsewhere_is_asked_once_for_the_vector_of_a_fact(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_feed, "_KEPT_VECTORS", 2)
    model = Remote()
    indexing = FactIndexing(MessageSource(storage, analyzer_for("english"), model))
    one, two, three, four = await known(storage, "a", "bb", "ccc", "dddd")

    async def widths(*facts: Fact) -> list[float]:
        vectors = (await indexing.batch(facts)).vectors
        assert vectors is not None
        return [float(vector[0]) for vector in vectors]

    assert await widths(one, two, three) == [1, 2, 3]
    assert await widths(three, two) == [3, 2]
    assert model.asked == ["a", "bb", "ccc"]
    assert await widths(one, four) == [1, 4], "no fact loses its vector to one that comes with it"
    assert model.asked == ["a", "bb", "ccc", "a", "dddd"]
    model.is_away = True
    assert await widths(four, two) == [4, 0], "those that were used last are kept, of the others words are found"
    model.is_away = False
    assert await widths(two, four) == [2, 4]
    assert model.asked[5:] == ["bb"]
    assert (await FactIndexing(MessageSource(storage, analyzer_for("english"), None)).batch([one])).vectors is None


async def test_the_files_of_a_directory_are_known_wherever_it_lies(
    storage: SqliteStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_register, "_MOST_TOKENS", 2)
    here, there = tmp_path / "here", tmp_path / "there"
    register = IndexRegister(storage.marks, here)
    assert await register.tokens() == []
    for token in ("a", "b", "c"):
        await register.note(token)
    await IndexRegister(storage.marks, there).note("other")
    here.rename(tmp_path / "moved")
    assert await IndexRegister(storage.marks, tmp_path / "moved").tokens() == ["b", "c"]
    assert await IndexRegister(storage.marks, there).tokens() == ["other"]


async def test_nobody_is_meant_where_everybody_is_searched(storage: SqliteStorage) -> None:
    session = await session_of(storage, "s", user_id="ada")
    await say(storage, "s", "Leith")
    await storage.facts.record([stated(session.id, 1, "Leith")], actor="rules")
    moment = datetime.now(UTC)
    holding = (await stated_messages(storage.facts, Scope(user_id="ada"), ["home"], moment)).holding
    assert len(holding) == 1
    assert await stated_messages(storage.facts, Scope(), ["home"], moment) == StatedMessages([], [])


@pytest.mark.parametrize("scope", [Scope(), Scope(user_id="ada")])
def test_the_name_of_a_file_tells_the_scope(scope: Scope) -> None:
    assert Scope.of_stored(scope.stored_name("messages")) == ("messages", scope)
    assert Scope.of_stored('["messages","session",7]') is None


async def batches_of(feed: message_feed.MessageFeed | SummaryFeed, *missing: Missing) -> list[MessageBatch]:
    return [batch async for batch in feed.load(missing)]


async def test_what_is_withheld_is_told_and_has_no_row_where_more_than_its_session_is_searched(
    storage: SqliteStorage,
) -> None:
    session, secret = await session_of(storage, "s", user_id="ada"), await session_of(storage, "t", user_id="ada")
    said = [message("tea"), message("gin", remember=False), message("ale"), message("rum", remember=False)]
    for name, messages in (("s", said), ("t", said[3:])):
        await storage.messages.append(name, messages, steps=())
    source, (one, other) = MessageSource(storage, analyzer_for("english"), Remote()), (session.id, secret.id)
    seen = Missing(one, 1, 1, 4), Missing(other, 1, 0, 1)
    for scope in (Scope(user_id="ada"), Scope(extent=await storage.sessions.extent("s"), as_part=True)):
        assert scope.remembered
        (batch,) = await batches_of(source.of(scope), *seen)
        assert (batch.keys, batch.withheld) == ([index_key_of(one, 3)], [one, one, other])
        assert [batch.withheld for batch in await batches_of(source.of(scope), seen[1])] == [[other]]
    (batch,) = await batches_of(source.of(Scope(extent=await storage.sessions.extent("s"))), seen[0])
    assert (batch.keys, batch.withheld) == ([index_key_of(one, at) for at in (2, 3, 4)], [])


async def test_summaries_of_what_is_withheld_are_found_in_its_session_only(storage: SqliteStorage) -> None:
    session, secret = await session_of(storage, "s", user_id="ada"), await session_of(storage, "t", remember=False)
    for name in ("s", "t"):
        await say(storage, name, "tea", "ale")
    first = await summarise(storage, session.id, 1, content="green tea")
    second = await summarise(storage, session.id, 2, base=first.id, content="pale ale")
    hidden = await summarise(storage, secret.id, 1, content="plain tea")
    await storage.summaries.set_vector(session.id, second.id, pack(np.array([3, 4], np.float32)), model=Remote.name)
    model = Remote()
    source = MessageSource(storage, analyzer_for("english"), model)
    lacking = Missing(session.id, 1, first.id, second.id), Missing(secret.id, 1, 0, hidden.id)
    (batch,) = await batches_of(SummaryFeed(source, Scope()), *lacking)
    assert (batch.keys, model.asked) == ([second.id], []), "what is stored is not embedded again"
    (batch,) = await batches_of(SummaryFeed(source, Scope(extent=await storage.sessions.extent("t"))), lacking[1])
    assert (batch.keys, model.asked) == ([hidden.id], ["plain tea"])


async def test_messages_come_once_each_in_pieces_with_what_is_stored_of_them(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_feed, "_CHUNK", 2)
    numbers = [(await session_of(storage, name, user_id="ada")).id for name in ("s", "t", "u")]
    for name, texts in (("s", "abcde"), ("t", "f"), ("u", "g")):
        await say(storage, name, *texts)
    long, *short = numbers
    await set_vectors(storage.messages, long, {2: pack(np.array([3, 4], np.float32))}, model=Remote.name)
    analyzer = analyzer_for("english")
    feed = MessageSource(storage, analyzer, Remote()).of(Scope())
    keys = [index_key_of(long, at) for at in range(1, 6)]
    others = [index_key_of(session, 1) for session in short]
    lacking = [Missing(long, 1, 0, 5), *(Missing(session, 1, 0, 1) for session in short)]
    pieces = await batches_of(feed, *lacking)
    assert [batch.keys for batch in pieces] == [keys[:2], keys[2:4], [keys[4], others[0]], others[1:]]
    assert pieces[0].vectors is not None
    assert pieces[0].vectors.tolist() == [[0, 0], [3, 4]]
    assert await feed.vectors(keys[2:]) is None
    found = await feed.vectors(keys)
    assert found is not None
    assert (list(found[0]), found[1].tolist()) == ([keys[1]], [[3, 4]])
    without = MessageSource(storage, analyzer, None).of(Scope())
    assert await without.vectors(keys) is None
    await set_terms(storage.messages, long, {2: b""}, analyzer=analyzer.fingerprint)
    assert [batch.keys for batch in await batches_of(feed, Missing(long, 1, 1, 2))] == [keys[1:2]]


async def test_a_feed_tells_what_came_what_was_edited_and_when_it_tells_of_all(storage: SqliteStorage) -> None:
    session = await session_of(storage, "s", user_id="ada")
    await say(storage, "s", "tea", "ale")
    uuid = (await live(storage, "s"))[1].uuid
    source = MessageSource(storage, analyzer_for("english"), None)
    wide = source.of(Scope(user_id="ada"))
    first = await wide.since(None, edits=True)
    assert [(span.session, span.border, span.last) for span in first.spans] == [(session.id, 1, 2)]
    assert (first.complete, first.edits_unknown) == (True, True)
    await storage.messages.merge_metadata("s", uuid, {"a": 1})
    then = await wide.since(first.cursor, edits=True)
    key = index_key_of(session.id, 2)
    assert (then.spans, then.edited, then.complete, then.edits_unknown) == ([], [(key, key)], False, False)
    one = source.of(Scope(extent=await storage.sessions.extent("s")))
    alone = await one.since(None, edits=True)
    assert (len(alone.spans), alone.complete, alone.edits_unknown) == (1, False, True)


class Awaited:
    """A cache of which some indexes are awaited, and which of them were brought up to date ahead."""

    def __init__(self, *awaited: Hashable) -> None:
        self.awaited = set(awaited)
        self.anticipated: list[Hashable] = []

    def anticipate(self, name: Hashable, _: object) -> None:
        self.anticipated.append(name)


async def test_indexes_that_are_awaited_take_in_what_is_stored(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anticipation, "_KEPT_OWNERS", 1)
    every, of_ada, of_ben = ("all", ""), ("user", "ada"), ("user", "ben")
    await user_of(storage, "ben")
    numbers = {}
    for session, user in (("s", "ada"), ("t", "ben"), ("alone", None)):
        numbers[session] = (await session_of(storage, session, user_id=user)).id
    sessions = {name: ("session", number) for name, number in numbers.items()}
    cache = Awaited(every, of_ada, sessions["s"], sessions["alone"])
    ahead = Anticipation(storage, cache, lambda scope: (scope.name, None))  # type: ignore[arg-type, return-value]

    async def is_quiet() -> bool:
        return len(asyncio.all_tasks()) == 1

    for session, expected in (
        ("s", [every, of_ada, sessions["s"]]), ("s", [every, of_ada, sessions["s"]]), ("t", [every]),
        ("alone", [every, sessions["alone"]]),
    ):  # fmt: skip
        ahead.note(session, await say(storage, session, "tea"))
        await until(is_quiet)
        assert cache.anticipated == expected
        cache.anticipated.clear()
    cache.awaited = {of_ben}
    gone = await say(storage, "t", "tea")
    await storage.sessions.delete("t")
    ahead.note("t", gone)
    cache.awaited = {sessions["t"]}
    ahead.note("t", gone)
    await until(is_quiet)
    assert cache.anticipated == []
    cache.awaited = set()
    ahead.note("s", await say(storage, "s", "tea"))
    assert await is_quiet(), "nothing is looked at where nothing is awaited"
