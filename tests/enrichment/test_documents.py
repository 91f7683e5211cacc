"""The step that embeds documents, and searches while it has not finished or the model was changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from holdfast.domain.collections import Collection, NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.domain.jobs import DOCUMENTS
from holdfast.domain.principals import ANYONE
from holdfast.enrichment.lanes import Lane
from holdfast.enrichment.steps.documents import NAME, DocumentRange, DocumentRanges, EmbedDocuments
from holdfast.enrichment.tally import Tally
from holdfast.enrichment.worker import Worker
from holdfast.operations.access import Access
from holdfast.operations.collection_views import CollectionViews
from holdfast.operations.document_loading import DocumentLoader
from holdfast.operations.document_search import DocumentQuery, DocumentSearch
from holdfast.providers.embeddings.contract import EmbeddingUnavailable
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.collections.cache import CollectionIndexes
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.storage import SqliteStorage

TEXTS = ["northern mole", "western pier", "southern quay", "eastern lock"]


class Model:
    """Gives each text a vector of its own; another name means other vectors."""

    dimensions = 16

    def __init__(self, name: str = "model-1", *, failing: bool = False) -> None:
        self.name = name
        self.failing = failing
        self.seen: list[str] = []

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.failing:
            raise EmbeddingUnavailable("the model is down")
        self.seen += texts
        await asyncio.sleep(0)
        return np.array([self.vector(text) for text in texts])

    def vector(self, text: str) -> NDArray[np.float32]:
        source = np.random.default_rng(crc32(f"{self.name} {text}".encode()))
        row = source.standard_normal(self.dimensions).astype(np.float32)
        return row / np.linalg.norm(row)

    async def close(self) -> None:
        pass


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    yield storage
    await storage.stop()


@pytest.fixture
async def collection(storage: Storage) -> Collection:
    created = (
        await storage.collections.create(NewCollection(name="docks", dimensions=16, is_auto_embedded=True))
    ).result
    await storage.documents.add(created.id, [NewDocument(content=text) for text in TEXTS], steps=[NAME])
    return created


def worker(storage: Storage, model: Model) -> Worker:
    lane = Lane(
        kind=DOCUMENTS, steps=[EmbedDocuments(storage.documents, model)], load=DocumentRanges(storage.collections)
    )
    return Worker(storage, [lane], settled=lambda _: None, tally=Tally())


def searching(storage: Storage, model: Model) -> DocumentSearch:
    analyzer = analyzer_for("english")
    loader = DocumentLoader(storage.documents, analyzer, model=model.name)
    views = CollectionViews(loader, CollectionIndexes(1 << 30))
    return DocumentSearch(Access(storage), views, model=model, analyzer=analyzer)


async def embedded(storage: Storage) -> int:
    return (await storage.collections.get("docks")).embedded_count


async def found(search: DocumentSearch, text: str) -> list[str]:
    hits = (await search(ANYONE, "docks", DocumentQuery(text=text))).hits
    return [hit.document.content for hit in hits]


async def test_every_document_gets_the_vector_of_its_text(storage: Storage, collection: Collection) -> None:
    model = Model()
    assert await worker(storage, model).work_off() == 1
    stored = await storage.documents.page(collection.id, after=0, limit=9)
    assert [document.embedding for document in stored] == [model.vector(text).tobytes() for text in TEXTS]
    assert await embedded(storage) == 4
    assert (await storage.jobs.counts()).pending == 0


async def test_a_step_that_runs_again_embeds_only_what_is_left(storage: Storage, collection: Collection) -> None:
    model = Model()
    await storage.documents.set_vectors(collection.id, {2: model.vector(TEXTS[1]).tobytes()}, model=model.name)
    step = EmbedDocuments(storage.documents, model)
    for _ in range(2):
        await step.run([DocumentRange(collection.id, 16, 1, 4)])
    assert model.seen == [TEXTS[0], TEXTS[2], TEXTS[3]]


async def test_documents_deleted_before_their_turn_are_not_embedded(storage: Storage, collection: Collection) -> None:
    model = Model()
    (first, *_) = await storage.documents.page(collection.id, after=0, limit=1)
    await storage.documents.delete(collection.id, [first.uuid])
    await worker(storage, model).work_off()
    assert model.seen == TEXTS[1:]
    assert await embedded(storage) == 3


async def test_jobs_of_a_deleted_collection_end(storage: Storage, collection: Collection) -> None:
    jobs = await storage.jobs.claim(limit=1, lease=60, kind=DOCUMENTS)
    await storage.collections.delete("docks")
    assert await DocumentRanges(storage.collections)(jobs) == {}
    await EmbedDocuments(storage.documents, Model()).run([DocumentRange(collection.id, 16, 1, 4)])


@pytest.mark.usefixtures("collection")
async def test_while_the_model_is_down_documents_wait_and_stay_promised(storage: Storage) -> None:
    await worker(storage, Model(failing=True)).work_off()
    assert await embedded(storage) == 0
    assert (await storage.jobs.counts()).pending == 1
    with pytest.raises(EmbeddingUnavailable):
        await searching(storage, Model(failing=True))(ANYONE, "docks", DocumentQuery(text="mole"))


@pytest.mark.usefixtures("collection")
async def test_documents_that_wait_are_no_candidates(storage: Storage) -> None:
    search = searching(storage, Model())
    assert await found(search, "northern mole") == []
    assert [hit.document.content for hit in (await search(ANYONE, "docks", DocumentQuery())).hits] == TEXTS[::-1]
    await worker(storage, Model()).work_off()
    assert (await found(search, "northern mole"))[0] == "northern mole"


@pytest.mark.usefixtures("collection")
async def test_after_a_change_of_the_model_search_goes_on_by_words_and_then_by_new_vectors(storage: Storage) -> None:
    old, new = Model("model-1"), Model("model-2")
    await worker(storage, old).work_off()
    search = searching(storage, new)
    assert (await found(search, "the pier in the west"))[0] == "western pier"
    hits = (await search(ANYONE, "docks", DocumentQuery(text="zyzzyva"))).hits
    assert {round(hit.score, 6) for hit in hits} == {0.5}

    assert await storage.documents.schedule(model=new.name, steps=[NAME], job_size=2) == 2
    await worker(storage, new).work_off()
    assert sorted(new.seen[-4:]) == sorted(TEXTS)
    assert await embedded(storage) == 4
    hits = (await search(ANYONE, "docks", DocumentQuery(vector=new.vector(TEXTS[2]).tobytes(), limit=1))).hits
    assert hits[0].document.content == TEXTS[2]
    assert hits[0].score == pytest.approx(1, abs=1e-6)
