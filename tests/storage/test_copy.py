"""Copying between stores: both directions, interrupted and gone on with, refused where it would mix things up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdfast.domain.audit import NewEntry
from holdfast.domain.collections import NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.domain.erasures import Pending
from holdfast.domain.facts import FactChange, NewFact, Stated
from holdfast.domain.files import Put
from holdfast.domain.keys import Key
from holdfast.domain.principals import Limits, Rights
from holdfast.domain.receipts import Receipt
from holdfast.domain.users import NewUser
from holdfast.operations.copy import BATCH, CopyFailed, copy
from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.storage import PostgresStorage
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.storage import SqliteStorage
from holdfast.storage.transfer import TABLES
from tests.storage.enriched import set_findings, set_terms, set_vectors
from tests.storage.postgres.distributed import _distributed_database, empty_distributed
from tests.storage.samples import FAR_AHEAD, LONG_AGO, contents, live, message, say, session_of, summarise, user_of

__all__ = ["_distributed_database", "empty_distributed"]

RECEIPTS = [("Key", ""), ("key", ""), ("key", "ann")]


class Interrupted(Exception):
    pass


class Log:
    """Notes the progress; may interrupt the copy after some of it."""

    def __init__(self, interrupt_after: int | None = None) -> None:
        self.calls: list[tuple[str, str, int, int]] = []
        self._left = interrupt_after

    def __call__(self, phase: str, table: str, done: int, total: int) -> None:
        self.calls.append((phase, table, done, total))
        if self._left is not None and phase == "copy":
            self._left -= 1
            if self._left < 0:
                raise Interrupted

    def copied(self, table: str) -> list[int]:
        return [done for phase, name, done, _ in self.calls if (phase, name) == ("copy", table)]


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """What deleted users left stays where it is, to be copied."""
    monkeypatch.setattr(Removal, "begin", lambda _: None)


async def fill(storage: Storage) -> None:
    """Something of everything, also what is deleted."""
    await user_of(storage, "ann", email="a@example.org", metadata={"big": 2**70, "text": '☃ " \\ \n'})
    await user_of(storage, "gone")
    await storage.files.change("gone", "left.md", Put("left"), author="")
    await session_of(storage, "gone with its user", user_id="gone")
    await say(storage, "gone with its user", "one")
    await storage.users.delete("gone")
    await session_of(storage, "hers", user_id="ann", metadata={"topic": "bees"})
    session = (await say(storage, "hers", *(f"message {n}" for n in range(BATCH + 20)), steps=("tokens",))).session
    old = message("old", metadata={"k": [1.5, None]}, created_at=LONG_AGO, token_count=3, expires_at=FAR_AHEAD)
    await storage.messages.append("hers", [old], steps=())
    await set_findings(storage.messages, session, {1: {"intent": "tell"}})
    await set_terms(storage.messages, session, {1: b"\x00terms"}, analyzer=3)
    await set_vectors(storage.messages, session, {1: b"\x00\xff", 2: b""}, model="m")
    first = await summarise(storage, session, 5)
    await summarise(storage, session, 9, base=first.id)
    await storage.erasures.begin(Pending(kind="user", name="x", counts={}, names=(), samples=(), begun_at=LONG_AGO))
    await say(storage, "deleted", "one")
    await storage.sessions.delete("deleted")
    await say(storage, "given away", "one")
    await storage.sessions.delete("given away")
    await session_of(storage, "given away")
    await say(storage, "parked", "one", steps=("tokens", "embeddings"))
    (job,) = await storage.jobs.claim(limit=1, lease=60)
    await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    recipes = (
        await storage.collections.create(
            NewCollection(name="recipes", dimensions=2, is_auto_embedded=True, metadata={"a": 1})
        )
    ).result
    documents = [NewDocument(document_id=f"d{n}", content=f"text {n}", metadata={"n": n}) for n in range(3)]
    uuids = (await storage.documents.add(recipes.id, documents, steps=("embeddings",))).result
    await storage.documents.set_vectors(recipes.id, {1: b"\x00" * 8, 2: b"\x01" * 8}, model="m")
    await storage.documents.delete(recipes.id, uuids[:1])
    for path, text in (("b/☃.md", "first"), ("a.md", "other"), ("b/☃.md", "second")):
        await storage.files.change("ann", path, Put(text), author="key:k")
    said = Stated(
        session=session, position=1, number=0, start=0, end=7, text="message", slot="home", value="☃", ends=True,
        said_at=LONG_AGO, valid_at=LONG_AGO,
    )  # fmt: skip
    await storage.facts.record([said], actor="rules")
    topics = ("a b", "☃")
    new = NewFact(user_id="ann", text='"☃"', slot="home", value="x", topics=topics, metadata={"n": 2**70}, pinned=True)
    made = (await storage.facts.add(new, actor="key:k")).result
    await storage.facts.change(made.uuid, FactChange(text="other", invalid_at=FAR_AHEAD, reason="r"), actor="key:k")
    await storage.facts.forget(
        (await storage.facts.add(NewFact(user_id="ann", text="t"), actor="a")).result.uuid, actor="a"
    )
    await storage.audit.note([NewEntry(LONG_AGO, "key:k", "remember", ("hers", '"'), 2)])
    await storage.keys.add(
        Key(id="k", name="n", digest=b"\x00", rights=Rights(read=True, forget=True), limits=Limits(users=("ann",)),
            created_at=LONG_AGO)
    )  # fmt: skip
    for key, owner in RECEIPTS:
        await storage.users.create(NewUser(user_id=key + owner), receipt=Receipt(key, b"\x00\xff", owner))


@pytest.fixture(
    params=[
        ("sqlite", "empty_postgres"),
        ("empty_postgres", "sqlite"),
        ("sqlite", "other sqlite"),
        ("sqlite", "empty_distributed"),
        ("empty_distributed", "sqlite"),
    ],
    ids=" to ".join,
)
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Storage, Storage]]:
    source, target = (
        SqliteStorage(tmp_path / name) if name.endswith("sqlite") else PostgresStorage(request.getfixturevalue(name))
        for name in request.param
    )
    pair: tuple[Storage, Storage] = (source, target)
    for storage in pair:
        await storage.start()
    yield pair
    for storage in pair:
        await storage.stop()


async def test_a_copy_answers_as_the_original(stores: tuple[Storage, Storage]) -> None:
    source, target = stores
    await fill(source)
    await copy(source.transfer, target.transfer, Log())
    assert await target.check() == []
    for read in (
        lambda storage: storage.users.page(after=0, limit=10),
        lambda storage: storage.sessions.page(after=0, limit=10),
        lambda storage: storage.sessions.extents(),
        lambda storage: live(storage, "hers"),
        lambda storage: storage.messages.memory("hers", window=12, lastn=0),
        lambda storage: storage.summaries.of_session(1),
        lambda storage: storage.features.rows([(1, 1, 5)], analyzer=3, model="m"),
        lambda storage: storage.jobs.parked(after=0, limit=10),
        lambda storage: storage.jobs.counts(),
        lambda storage: storage.collections.all(),
        lambda storage: storage.documents.page(1, after=0, limit=10),
        lambda storage: storage.documents.revisions(1, after=(0, 0), limit=10),
        lambda storage: storage.files.contents("ann", after="", limit=10),
        lambda storage: storage.files.get("ann", "b/☃.md", revision=1),
    ):
        assert await read(target) == await read(source)
    for key, owner in RECEIPTS:
        again = [
            await storage.users.create(NewUser(user_id="another"), receipt=Receipt(key, b"\x00\xff", owner))
            for storage in stores
        ]
        assert again[0] == again[1]
        assert (again[0].replayed, again[0].result.user_id) == (True, key + owner)


async def test_a_copy_goes_on_living(stores: tuple[Storage, Storage]) -> None:
    source, target = stores
    await fill(source)
    await copy(source.transfer, target.transfer, Log())
    for storage in stores:
        await say(storage, "hers", "later", steps=("tokens",))
        await storage.sessions.merge_metadata("deleted", {"revived": True})
        await session_of(storage, "new")
        await user_of(storage, "new")
    assert [session.id for session in await target.sessions.page(after=0, limit=10)] == [
        session.id for session in await source.sessions.page(after=0, limit=10)
    ]
    assert (await target.users.get("new")).id == (await source.users.get("new")).id
    assert await contents(target, "hers") == await contents(source, "hers")
    assert await target.check() == []


async def test_an_empty_store_is_copied(stores: tuple[Storage, Storage]) -> None:
    source, target = stores
    assert await copy(source.transfer, target.transfer, Log()) == {table.name: 0 for table in TABLES}
    assert (await session_of(target, "s")).id == 1


@pytest.mark.parametrize("interrupt_after", range(0, 8, 3))
async def test_an_interrupted_copy_goes_on_where_it_stopped(
    stores: tuple[Storage, Storage], interrupt_after: int
) -> None:
    source, target = stores
    await fill(source)
    with pytest.raises(Interrupted):
        await copy(source.transfer, target.transfer, Log(interrupt_after))
    log = Log()
    await copy(source.transfer, target.transfer, log)
    assert len(log.copied("users")) == 0
    assert await contents(target, "hers") == await contents(source, "hers")
    assert await target.check() == []


async def test_a_finished_copy_is_only_compared_again(stores: tuple[Storage, Storage]) -> None:
    source, target = stores
    await fill(source)
    await copy(source.transfer, target.transfer, Log())
    log = Log()
    await copy(source.transfer, target.transfer, log)
    assert {phase for phase, *_ in log.calls} == {"compare", "verify"}


async def test_a_target_with_other_data_is_refused_untouched(stores: tuple[Storage, Storage]) -> None:
    source, target = stores
    await fill(source)
    await say(target, "mine", "kept")
    with pytest.raises(CopyFailed, match="empty database"):
        await copy(source.transfer, target.transfer, Log())
    assert await contents(target, "mine") == ["kept"]
    assert len(await target.sessions.extents()) == 1


async def test_a_source_that_changes_meanwhile_is_noticed(stores: tuple[Storage, Storage]) -> None:
    source, target = stores
    await fill(source)
    await copy(source.transfer, target.transfer, Log())
    await source.sessions.merge_metadata("hers", {"changed": True})
    with pytest.raises(CopyFailed, match="other sessions"):
        await copy(source.transfer, target.transfer, Log())


async def test_progress_ends_at_the_number_of_rows(stores: tuple[Storage, Storage]) -> None:
    source, target = stores
    await fill(source)
    log = Log()
    counts = await copy(source.transfer, target.transfer, log)
    assert counts["messages"] == log.copied("messages")[-1] > BATCH
    assert all(done <= total for _, _, done, total in log.calls)
