"""Search as an operation over a store, with models that are not built in.

1. A message without a vector is found by its words; once the background step has stored one, by its vector.
2. When the model does not answer, words alone decide; searches that need vectors say so.
3. Without a model, searches that need vectors are refused.
4. An index is kept until messages come or go, and then extended; where this process stored them, before a search asks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import ANYONE
from holdfast.domain.sessions import NewSession
from holdfast.domain.users import NewUser
from holdfast.errors import InvalidRequest
from holdfast.operations.access import Access
from holdfast.operations.remember import Remember
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.providers.embeddings.contract import EmbeddingUnavailable
from holdfast.retrieval.search import SearchKind
from holdfast.retrieval.vectors import pack
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.enriched import set_vectors

DIRECTIONS = {"violin": (1, 0), "fiddle": (1, 0.1), "soup": (0, 1)}


class Remote:
    """A model somewhere else: one direction per word it knows."""

    name = "remote"
    dimensions = 2

    def __init__(self) -> None:
        self.answers = True

    async def embed(self, texts: Sequence[str]) -> np.ndarray:
        if not self.answers:
            raise EmbeddingUnavailable("the model is away")
        rows = [next((DIRECTIONS[word] for word in text.split() if word in DIRECTIONS), (0, 0)) for text in texts]
        return np.array(rows, np.float32)

    async def close(self) -> None:
        pass


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    messages = [NewMessage(role="user", content=text) for text in ("my violin", "pumpkin soup")]
    await storage.messages.append("tour", messages, steps=())
    yield storage
    await storage.stop()


def search_with(storage: SqliteStorage, model: Remote | None) -> Search:
    return Search(Access(storage), model=model, cache_bytes=MEBIBYTE)


async def first(search: Search, text: str, kind: SearchKind = SearchKind.SIMILARITY) -> tuple[str, float]:
    found = (await search.in_session(ANYONE, "tour", SearchQuery(text, kind=kind)))[0]
    assert found.message is not None
    return found.message.content, found.dist


async def test_a_vector_counts_once_it_is_stored(storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.retrieval.entries._FIRST_PAUSE", 0.0)
    search = search_with(storage, Remote())
    assert (await first(search, "soup"))[0] == "pumpkin soup"
    assert (await first(search, "fiddle", SearchKind.VECTOR))[1] == 0
    await set_vectors(storage.messages, 1, {1: pack(np.array([1, 0], np.float32))}, model="remote")
    assert (await first(search, "fiddle", SearchKind.VECTOR))[0] == "my violin"


async def test_words_alone_decide_while_the_model_is_away(storage: SqliteStorage) -> None:
    model = Remote()
    model.answers = False
    search = search_with(storage, model)
    assert (await first(search, "violin"))[0] == "my violin"
    for kind in (SearchKind.VECTOR, SearchKind.MMR):
        with pytest.raises(EmbeddingUnavailable):
            await first(search, "violin", kind)


@pytest.mark.parametrize("kind", [SearchKind.VECTOR, SearchKind.MMR])
async def test_vectors_cannot_be_searched_without_a_model(storage: SqliteStorage, kind: SearchKind) -> None:
    search = search_with(storage, None)
    assert (await first(search, "violin"))[0] == "my violin"
    with pytest.raises(InvalidRequest, match="switched off"):
        await first(search, "violin", kind)


async def test_an_index_is_reused_until_something_changes(storage: SqliteStorage) -> None:
    search = search_with(storage, None)
    for _ in range(3):
        await first(search, "violin")
    await storage.messages.append("tour", [NewMessage(role="user", content="a harbour")], steps=())
    assert (await first(search, "harbour"))[0] == "a harbour"
    counts = search.cache_counts
    assert (counts.builds, counts.extensions) == (1, 1)


@pytest.mark.parametrize("scope", ["session", "user", "everything"])
async def test_what_is_stored_is_in_the_index_before_a_search_asks(storage: SqliteStorage, scope: str) -> None:
    search = search_with(storage, None)
    remember = Remember(Access(storage), steps=(), wake=lambda: None, anticipate=search.engine.anticipation.note)
    await storage.users.create(NewUser(user_id="mira"))
    await storage.sessions.create(NewSession(session_id="hers", user_id="mira"))

    async def found() -> list[str]:
        query = SearchQuery("harbour")
        searches = {
            "session": lambda: search.in_session(ANYONE, "hers", query),
            "user": lambda: search.of_user(ANYONE, "mira", query),
            "everything": lambda: search.everywhere(ANYONE, query),
        }
        return [one.message.content for one in await searches[scope]() if one.message is not None]

    await remember(ANYONE, "hers", [NewMessage(role="user", content="a quay")])
    await found()
    await remember(ANYONE, "hers", [NewMessage(role="user", content="a harbour")])
    assert (await found())[0] == "a harbour"
    counts = search.cache_counts
    assert (counts.builds, counts.extensions, counts.hits) == (1, 1, 1)


async def test_a_search_right_after_a_message_was_stored_finds_it(storage: SqliteStorage) -> None:
    search = search_with(storage, None)
    remember = Remember(Access(storage), steps=(), wake=lambda: None, anticipate=search.engine.anticipation.note)
    await first(search, "violin")
    for number in range(20):
        await remember(ANYONE, "tour", [NewMessage(role="user", content=f"harbour{number}")])
        assert (await first(search, f"harbour{number}"))[0] == f"harbour{number}"
