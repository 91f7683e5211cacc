"""All built-in enrichment on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from holdfast.app.enrichment import Enrichment
from holdfast.domain.memory import EMPTY_MEMORY
from holdfast.providers.embeddings.static import load_static_model
from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.storage import PostgresStorage
from tests.enrichment.surroundings import (
    RememberingSummariser,
    messages_of,
    remember,
    run_to_the_end,
    settings_of,
    summarising_worker,
    system_of,
)
from tests.storage.conftest import postgres_database
from tests.storage.samples import say

__all__ = ["postgres_database"]


@pytest.fixture
async def storage(postgres_database: str) -> AsyncIterator[Storage]:
    storage = PostgresStorage(postgres_database)
    await storage.start()
    yield storage
    await storage.stop()


async def test_all_built_in_steps_run(storage: Storage) -> None:
    model = load_static_model()
    enrichment = Enrichment(settings_of(window=4), storage, model)
    session = await remember(storage, enrichment, "s", "We sailed to Iceland in May.", "Anna came along.", "Yes.", "No")
    await enrichment.worker.work_off()
    assert await storage.jobs.pending(session) == []
    first, *others = await messages_of(storage, "s")
    assert [entity["Name"] for entity in system_of(first)["entities"]] == ["Iceland", "May"]
    assert all(message.token_count for message in [first, *others])
    assert len(await storage.features.vectors([(session, at) for at in range(1, 5)], model=model.name)) == 4
    (summary,) = await storage.summaries.of_session(session)
    assert (summary.point, summary.point_uuid) == (2, others[0].uuid)
    assert b'"Iceland"' in bytes(summary.metadata or b"")


async def test_messages_that_come_during_a_summarising_run_are_not_forgotten(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=2)

    async def post() -> None:
        await say(storage, "s", "3", "4", "5", steps=("summary",))

    summariser.during = [post]
    session = (await say(storage, "s", "1", "2", steps=("summary",))).session
    await run_to_the_end(worker, storage)
    assert [summary.content for summary in await storage.summaries.of_session(session)] == ["1", "1 2 3 4"]


async def test_a_session_deleted_during_a_run_gets_no_summary(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=2)

    async def delete() -> None:
        await storage.sessions.delete("s")

    summariser.during = [delete]
    await say(storage, "s", "1", "2", steps=("summary",))
    await run_to_the_end(worker, storage)
    assert await storage.messages.memory("s", window=2, lastn=0) == EMPTY_MEMORY
