"""Documents are read and changed by either of their names, each once, and nothing else with them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from holdfast.domain.collections import NewCollection
from holdfast.domain.documents import DocumentChange, NewDocument
from holdfast.domain.principals import ANYONE
from holdfast.errors import InvalidRequest, NotFound
from holdfast.operations import documents as module
from holdfast.operations.access import Access
from holdfast.operations.documents import DocumentOperations, DocumentSelection, EmbeddingJobs
from holdfast.storage.sqlite.storage import SqliteStorage


@pytest.fixture
async def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DocumentOperations]:
    """Those of a collection that has five."""
    monkeypatch.setattr(module, "DOCUMENT_CHUNK", 2)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await storage.collections.create(NewCollection(name="docks", dimensions=8, is_auto_embedded=True))
    documents = DocumentOperations(Access(storage), EmbeddingJobs(steps=(), size=1, wake=lambda: None))
    new = [NewDocument(content=f"{number}", document_id=f"d{number}") for number in range(5)]
    await documents.add(ANYONE, "docks", new)
    yield documents
    await storage.stop()


async def selected(documents: DocumentOperations, **fields: Sequence[str]) -> list[list[str]]:
    chunks = documents.selected(ANYONE, "docks", DocumentSelection(**fields))  # type: ignore[arg-type]
    return [[document.content for document in chunk] async for chunk in chunks]


async def test_no_others_come_with_those_that_are_selected(documents: DocumentOperations) -> None:
    assert await selected(documents) == [["0", "1"], ["2", "3"], ["4"]]
    uuids = {each.content: each.uuid for each in await documents.page(ANYONE, "docks", after=0, limit=9)}
    assert await selected(documents, uuids=[uuids["3"], uuids["1"]]) == [["3", "1"]]
    assert await selected(documents, document_ids=["d4", "d0", "d4"]) == [["4", "0"]]
    with pytest.raises(InvalidRequest, match=r"^uuids: give either"):
        await selected(documents, uuids=[uuids["3"]], document_ids=["d4"])
    with pytest.raises(NotFound):
        await selected(documents, document_ids=["unknown"])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ([], None),
        ([{"uuid": "unknown"}], InvalidRequest),
        ([{"uuid": "00000000-0000-4000-8000-000000000000", "document_id": "x"}], NotFound),
    ],
)
async def test_nothing_to_change_is_no_mistake_but_empty_changes_are(
    documents: DocumentOperations, changes: list[dict[str, Any]], error: type[Exception] | None
) -> None:
    wanted = [DocumentChange(**change) for change in changes]
    if error is None:
        await documents.update_several(ANYONE, "docks", wanted)
    else:
        with pytest.raises(error):
            await documents.update_several(ANYONE, "docks", wanted)
    with pytest.raises(NotFound):
        await documents.update_several(ANYONE, "none", wanted)
