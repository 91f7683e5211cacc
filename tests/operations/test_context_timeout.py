"""A context comes in time: an embedding service that does not answer costs the hits, never the stable part."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from holdfast.domain.facts import NewFact
from holdfast.domain.principals import ANYONE
from holdfast.operations.access import Access
from holdfast.operations.context import ContextOperations
from holdfast.operations.fact_search import FactSearch
from holdfast.operations.prompting.items import Part
from holdfast.operations.prompting.query import Context, ContextQuery
from holdfast.operations.search import MEBIBYTE, Search
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import say, session_of, user_of

TIMEOUT = 0.2
LONG_AFTER = 60.0


class HangingModel:
    """An embedding model whose service accepts questions and never answers."""

    name = "hanging"
    dimensions = 4

    def __init__(self) -> None:
        self.asked = 0

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Wait for ever."""
        self.asked += 1
        await asyncio.Event().wait()
        return np.zeros((len(texts), self.dimensions), np.float32)

    async def close(self) -> None:
        """Nothing to give back."""


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    store = SqliteStorage(tmp_path)
    await store.start()
    yield store
    await store.stop()


async def test_the_stable_part_comes_in_time_and_says_what_is_left_out(storage: Storage) -> None:
    await user_of(storage, "ada")
    await session_of(storage, "s", user_id="ada")
    await say(storage, "s", "The zeppelin is behind the silver door.")
    for slot, value in (("home", "Leith"), ("allergy", "nuts")):
        await storage.facts.add(NewFact(user_id="ada", text=f"{slot} {value}", slot=slot, value=value), actor="test")
    model = HangingModel()
    access = Access(storage)
    search = Search(access, model=model, questions=model, cache_bytes=MEBIBYTE)
    context = ContextOperations(access, search, FactSearch(access, search.engine))
    query = ContextQuery(user_id="ada", session_id="s", text="where is the zeppelin?", timeout=TIMEOUT)

    async def given() -> Context:
        async with asyncio.timeout(LONG_AFTER):
            return await context(ANYONE, query)

    one, other = await given(), await given()
    await search.close()
    assert model.asked
    assert (one.stable, one.volatile, one.tokens) == (other.stable, other.volatile, other.tokens)
    assert "home: Leith" in one.stable
    assert "allergy: nuts" in one.stable
    assert "silver door" in one.volatile, "the newest messages need no search"
    assert {(each.section, each.reason) for each in one.left_out} == {
        (Part.FACTS, "timeout"),
        (Part.MESSAGES, "timeout"),
    }
