"""What is counted and announced when messages are remembered."""

from __future__ import annotations

from pathlib import Path

from holdfast.domain.jobs import SUMMARISING
from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import ANYONE
from holdfast.domain.receipts import Receipt
from holdfast.enrichment.plan import SUMMARY_STEP
from holdfast.operations.access import Access
from holdfast.operations.messages import MessageOperations
from holdfast.operations.remember import Remember
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import live, say, session_of, summarise


async def test_only_what_is_stored_is_counted_and_wakes_the_worker(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    wakes: list[int] = []
    remember = Remember(Access(storage), steps=(), wake=lambda: wakes.append(remember.stored))
    receipt = Receipt(key="k", fingerprint=b"f")
    two = [NewMessage(role="user", content="one"), NewMessage(role="user", content="two")]
    first = await remember(ANYONE, "s", two, receipt=receipt)
    again = await remember(ANYONE, "s", two, receipt=receipt)
    assert not first.replayed
    assert again.replayed
    assert again.result == first.result
    assert (remember.stored, wakes) == (2, [2])
    await remember(ANYONE, "s", [])
    assert (remember.stored, wakes) == (2, [2])
    await remember(ANYONE, "s", two[:1])
    assert (remember.stored, wakes) == (3, [2, 3])
    await storage.stop()


async def test_where_a_message_goes_that_was_summed_up_only_summaries_are_made_anew(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    session = await session_of(storage, "s")
    await say(storage, "s", "one", "two")
    await summarise(storage, session.id, 2)
    messages = MessageOperations(Access(storage), steps=("facts", SUMMARY_STEP), wake=lambda: None)
    await messages.delete(ANYONE, "s", (await live(storage, "s"))[0].uuid)
    jobs = await storage.jobs.claim(limit=9, lease=9.0, kind=SUMMARISING)
    assert [job.steps for job in jobs] == [(SUMMARY_STEP,)]
    await storage.stop()
