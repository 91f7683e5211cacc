"""All operations against each other, at random, on few sessions."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

from holdfast.domain.collections import Collection
from holdfast.domain.facts import Extracted, FactChange, FactSelection, NewFact
from holdfast.domain.files import Put
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import SUMMARISING, NewJob
from holdfast.domain.retention import RetentionChange
from holdfast.domain.summaries import NewSummary
from holdfast.domain.users import UserChange
from holdfast.errors import AlreadyExists, InvalidRequest, NotFound
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Storage
from tests.storage.documents import collection_of, document, vector
from tests.storage.enriched import set_terms
from tests.storage.samples import LONG_AGO, live, message, say, session_of, stated, user_of

CALLERS = 12
SESSIONS = [f"s{number}" for number in range(5)]
USERS = ["ann", "bob"]
COLLECTIONS = ["one", "two"]


class Chaos:
    """Picks one operation after the other."""

    def __init__(self, storage: Storage, seed: int) -> None:
        self.storage = storage
        self.random = random.Random(seed)
        self.uuids = [new_uuid() for _ in range(6)]
        self.done = 0

    async def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            action = self.random.choice(self.actions())
            try:
                await action()
            except (AlreadyExists, InvalidRequest, NotFound):
                continue  # somebody else was faster
            finally:
                self.done += 1

    def actions(self) -> list[Callable[[], Awaitable[object]]]:
        storage, session = self.storage, self.random.choice(SESSIONS)
        user, name = self.random.choice(USERS), self.random.choice(COLLECTIONS)
        key = f"k{self.random.randrange(9)}"
        return [
            lambda: say(storage, session, "a", "b", steps=("tokens",)),
            lambda: say(storage, session, "c"),
            lambda: storage.messages.append(session, [message("d", uuid=self.random.choice(self.uuids))], steps=()),
            lambda: session_of(storage, session, user_id=self.random.choice([None, user])),
            lambda: storage.messages.append(session, [message("e", expires_at=LONG_AGO)], steps=()),
            lambda: storage.expirations.settle(summarising=("summary",)),
            lambda: storage.sessions.merge_metadata(
                session, None, retention=RetentionChange(remember=self.random.random() < 0.5)
            ),
            lambda: storage.sessions.delete(session),
            lambda: storage.sessions.restore(session, steps=("tokens",)),
            lambda: self.change_message(session),
            lambda: storage.sessions.merge_metadata(session, {key: 1}),
            lambda: storage.sessions.merge_metadata(session, None, user_id=user),
            lambda: storage.messages.memory(session, window=4, lastn=0),
            lambda: user_of(storage, user),
            lambda: storage.users.update(user, UserChange(metadata={key: 1})),
            lambda: storage.users.delete(user),
            lambda: storage.purge(receipts_before=LONG_AGO),
            lambda: collection_of(storage, name),
            lambda: storage.collections.delete(name),
            lambda: self.change_documents(name),
            lambda: self.enrich(session),
            lambda: self.restore_message(session),
            lambda: self.state(session, self.random.choice(SESSIONS)),
            lambda: self.assert_fact(user),
            lambda: self.change_fact(user),
            lambda: storage.files.change(user, f"{key}.md", Put(key), author="somebody"),
            lambda: storage.files.delete(user, f"{key}.md", folder=False),
            self.work,
        ]

    async def change_message(self, session_id: str) -> None:
        """Edit or delete one message."""
        messages = await live(self.storage, session_id)
        if messages:
            uuid = self.random.choice(messages).uuid
            if self.random.random() < 0.5:
                await self.storage.messages.delete(session_id, uuid, summarising=("summary",))
            else:
                content = f"other {self.random.random()}"
                await self.storage.messages.revise(session_id, uuid, content, {"e": 1}, steps=("tokens",))

    async def restore_message(self, session_id: str) -> None:
        for found in await self.storage.messages.deleted(session_id, before=None, limit=1):
            await self.storage.messages.restore(session_id, found.message.uuid, steps=("tokens",))

    async def state(self, *session_ids: str) -> None:
        """Record what the newest messages of sessions are said to state, by rules or as a model does."""
        places = [
            (extent.session, extent.last)
            for name in session_ids
            if (extent := await self.storage.sessions.extent(name)) is not None and extent.last >= extent.first
        ]
        contents = await self.storage.messages.at(places)
        if self.random.random() < 0.5:
            found = [stated(*place, message.content) for place, message in contents.items()]
            await self.storage.facts.record(found, actor="rules")
        else:
            extracted = [_extracted(place, self.random.randrange(9)) for place in contents]
            await self.storage.facts.record_extracted(extracted, actor="model")

    async def assert_fact(self, user_id: str) -> None:
        number = self.random.randrange(3)
        sources = tuple(found.uuid for found in (await live(self.storage, self.random.choice(SESSIONS)))[:1])
        fact = NewFact(user_id=user_id, text=f"fact {number}", slot=f"slot {number}", value="v", sources=sources)
        await self.storage.facts.add(fact, actor="key:k")

    async def change_fact(self, user_id: str) -> None:
        for fact in await self.storage.facts.page(FactSelection(user_id=user_id), limit=1):
            if self.random.random() < 0.5:
                await self.storage.facts.forget(fact.uuid, actor="key:k")
            else:
                await self.storage.facts.change(fact.uuid, FactChange(text="other"), actor="key:k")

    async def change_documents(self, name: str) -> None:
        collection: Collection = await self.storage.collections.get(name)
        added = (
            await self.storage.documents.add(
                collection.id, [document(document_id=f"d{self.random.randrange(20)}")], steps=("embeddings",)
            )
        ).result
        await self.storage.documents.set_vectors(collection.id, {self.random.randrange(1, 9): vector(1)}, model="m")
        if self.random.random() < 0.6:
            await self.storage.documents.delete(collection.id, added)

    async def enrich(self, session_id: str) -> None:
        storage = self.storage
        extent = await storage.sessions.extent(session_id)
        if extent is None or extent.last < extent.first:
            return
        session, last = extent.session, extent.last
        newest = await storage.summaries.newest(session)
        summary = NewSummary(
            base=newest.id if newest else 0, point=last, content="x", token_count=1, edition=extent.edition
        )
        await storage.summaries.add(session, summary, steps=("entities",))
        await set_terms(storage.messages, session, {last: b"t"}, analyzer=1)
        await storage.messages.record([MessageResult(session=session, position=last, findings={"n": 1})])
        for found in (await live(storage, session_id))[:1]:
            await storage.messages.merge_metadata(session_id, found.uuid, {"m": 1})

    async def work(self) -> None:
        jobs = await self.storage.jobs.claim(limit=3, lease=60)
        follow = [NewJob(kind=SUMMARISING, scope=job.scope, first=1, last=1, steps=("s",), single=True) for job in jobs]
        await self.storage.jobs.finish([job.id for job in jobs], follow=follow if self.random.random() < 0.3 else ())


def _extracted(place: tuple[int, int], number: int) -> Extracted:
    session, position = place
    return Extracted(
        session=session, text=f"made of it {number}", subject="user", slot=f"slot {number}", value=f"{number}",
        valid_at=None, cites=(position,),
    )  # fmt: skip


async def unleash(seconds: float, *storages: Storage) -> None:
    """Let callers loose on one database, which several processes may share, and prove that it is sound then."""
    storage = storages[0]
    callers = [Chaos(storages[seed % len(storages)], seed) for seed in range(CALLERS)]
    async with asyncio.TaskGroup() as group:
        for caller in callers:
            group.create_task(caller.run(seconds))
    assert sum(caller.done for caller in callers) > CALLERS
    assert await storage.check() == []
    await storage.purge(receipts_before=LONG_AGO)
    assert await storage.check() == []
    for extent in await storage.sessions.extents():
        positions = [found.position for found in await live(storage, extent.session_id)]
        assert len(positions) == extent.count == len(set(positions) & set(range(extent.first, extent.last + 1)))
