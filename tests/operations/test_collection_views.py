"""A search waits for what it needs of an index and for nothing else, and no index is built twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from holdfast.domain.collections import NewCollection
from holdfast.domain.documents import DocumentRevision, NewDocument
from holdfast.domain.principals import ANYONE
from holdfast.errors import NotFound, Unavailable
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_loading import DocumentLoader
from holdfast.operations.forget import Forget
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.retrieval.collections.samples import ANALYZER, vectors


class Held:
    """Documents whose changes can be read only once `go` is set."""

    def __init__(self, storage: SqliteStorage) -> None:
        self._documents = storage.documents
        self.go = asyncio.Event()
        self.reads = 0
        self.with_vectors: set[bool] = set()

    async def revisions(
        self, collection: int, *, after: tuple[int, int], limit: int, contents: bool = True, vectors: bool = True
    ) -> list[DocumentRevision]:
        self.reads += 1
        self.with_vectors.add(vectors)
        await self.go.wait()
        return await self._documents.revisions(collection, after=after, limit=limit, contents=contents, vectors=vectors)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    created = (
        await storage.collections.create(NewCollection(name="docks", dimensions=16, is_auto_embedded=False))
    ).result
    rows: Sequence[bytes] = [row.tobytes() for row in vectors(30)]
    await storage.documents.add(created.id, [NewDocument(content="x", embedding=row) for row in rows])
    yield storage
    await storage.stop()


class Upkeep:
    """Of the indexes that the store has of collections with more than ten documents."""

    least = 10

    def __init__(self) -> None:
        self.requested: list[int] = []
        self.looked = 0

    def request(self, collection: int) -> None:
        self.requested.append(collection)

    def look(self) -> None:
        self.looked += 1


def views_of(storage: SqliteStorage, documents: Held) -> CollectionViews:
    loader = DocumentLoader(documents, ANALYZER, model="")  # type: ignore[arg-type]
    return CollectionViews(loader, CollectionIndexes(1 << 30))


async def test_a_search_that_is_given_up_leaves_the_index_being_built(storage: SqliteStorage) -> None:
    documents = Held(storage)
    views = views_of(storage, documents)
    collection = await storage.collections.get("docks")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(views.of(collection), 0.01)
    documents.go.set()
    await views.prepare(collection)
    assert documents.reads == 2
    assert len((await views.of(collection))[0]) == 30


async def test_to_begin_is_not_to_wait(storage: SqliteStorage) -> None:
    documents = Held(storage)
    views = views_of(storage, documents)
    collection = await storage.collections.get("docks")
    views.begin(collection)
    await asyncio.sleep(0)
    assert documents.reads == 1
    documents.go.set()
    assert len((await views.of(collection))[0]) == 30


async def test_closing_breaks_off_what_is_being_built(storage: SqliteStorage) -> None:
    views = views_of(storage, Held(storage))
    views.begin(await storage.collections.get("docks"))
    await asyncio.sleep(0)
    await views.close()


async def test_a_deleted_collection_leaves_no_index(storage: SqliteStorage) -> None:
    documents = Held(storage)
    documents.go.set()
    views = views_of(storage, documents)
    await views.prepare(await storage.collections.get("docks"))
    await Forget(Access(storage), views).collection(ANYONE, "docks")
    with pytest.raises(NotFound):
        await storage.collections.get("docks")


@pytest.mark.parametrize("least", [29, 30])
async def test_what_the_store_compares_needs_no_vectors_here_and_what_is_forgotten_no_room(
    storage: SqliteStorage, least: int
) -> None:
    documents, upkeep, indexes = Held(storage), Upkeep(), CollectionIndexes(1 << 30)
    documents.go.set()
    upkeep.least = least
    loader = DocumentLoader(documents, ANALYZER, model="")  # type: ignore[arg-type]
    views = CollectionViews(loader, indexes, upkeep=upkeep)
    collection = await storage.collections.get("docks")
    views.begin(collection)
    await views.prepare(collection)
    assert upkeep.requested == [collection.id]
    assert documents.with_vectors == {least == 30}
    assert indexes.nbytes > 0
    views.forget(collection)
    assert (indexes.nbytes, upkeep.looked) == (0, 1)
    await views.prepare(collection)
    await views.close()
    assert indexes.nbytes == 0


async def test_it_is_told_when_an_index_could_not_be_brought_up_to_date(
    storage: SqliteStorage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = Held(storage)
    views = views_of(storage, documents)
    collection = await storage.collections.get("docks")
    views.begin(collection)
    await asyncio.sleep(0)
    await views.close()
    assert not caplog.records, "what was broken off is no failure"

    async def failing(*_: object, **__: object) -> list[DocumentRevision]:
        raise Unavailable("the store is away", retry_after=1)

    monkeypatch.setattr(documents, "revisions", failing)
    views = views_of(storage, documents)
    with pytest.raises(Unavailable):
        await views.of(collection)
    await asyncio.sleep(0)
    assert [record.getMessage() for record in caplog.records] == [
        "the index of a collection could not be brought up to date"
    ]
