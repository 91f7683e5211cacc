"""Each verb changes what it is to change of one user, and nothing of what belongs to others, be it older or newer."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Set
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import msgspec
import pytest
from msgspec.structs import replace

from holdfast.domain.collections import Collection, CollectionChange
from holdfast.domain.documents import DocumentChange
from holdfast.domain.facts import SHOWN_STATES, Extracted, Fact, FactChange, FactSelection, NewFact
from holdfast.domain.files import Put
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import MESSAGES, NewJob
from holdfast.domain.keys import Key
from holdfast.domain.messages import FormerContent, Message
from holdfast.domain.principals import ALL_RIGHTS
from holdfast.domain.receipts import Receipt
from holdfast.domain.retention import RetentionChange
from holdfast.domain.summaries import NewSummary
from holdfast.domain.timestamps import now
from holdfast.domain.users import UserChange
from holdfast.errors import HoldfastError, NotFound
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Purged, Storage
from holdfast.storage.postgres.nouns import document_purge as postgres_document_purge
from holdfast.storage.postgres.nouns import pieces as postgres_pieces
from holdfast.storage.postgres.nouns import purge as postgres_purge
from holdfast.storage.postgres.storage import PostgresStorage
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.nouns import document_purge as sqlite_document_purge
from holdfast.storage.sqlite.nouns import pieces as sqlite_pieces
from holdfast.storage.sqlite.nouns import purge as sqlite_purge
from holdfast.storage.sqlite.storage import SqliteStorage
from holdfast.storage.transfer import TABLES
from tests.storage.documents import collection_of, document, embedded, vector
from tests.storage.enriched import set_findings, set_terms, set_token_counts, set_vectors
from tests.storage.postgres.distributed import _distributed_database, empty_distributed
from tests.storage.samples import FAR_AHEAD, LONG_AGO, live, message, say, session_of, stated, summarise, user_of

__all__ = ["_distributed_database", "empty_distributed"]

STEPS = ("tokens",)
NO_UUID = "dead0000-0000-4000-8000-000000000001"
SUMMARISING = ("summary",)
SOON_AFTER = "2000-01-01T00:00:01.000000Z"
"""After `LONG_AGO`."""
EVERYTHING = 2**60
"""Beyond every position."""

EFFECTS: dict[str, dict[str, list[str]]] = msgspec.json.decode((Path(__file__).parent / "effects.json").read_bytes())
"""By verb of `Belongings` and table, what `effect` tells."""

STORES_DIFFER = {
    "delete a document": ["document_vectors"],
    "finish the deletion of a user": ["document_vectors"],
    "expire": ["message_revisions"],
    "purge": ["message_revisions"],
}
"""Where `EFFECTS` is silent: PostgreSQL drops a vector with its document, and shards keep a note of what expired."""

Rows = dict[tuple[str, tuple[Any, ...]], tuple[Any, ...]]
"""By table and key."""

Verb = Callable[[], Awaitable[object]]


@pytest.fixture(params=["sqlite", "empty_postgres", "empty_distributed"])
async def storage(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Storage]:
    """Where what deleted users left stays until the removal is asked to go on."""
    monkeypatch.setattr(Removal, "begin", lambda _: None)
    storage: Storage
    if request.param == "sqlite":
        storage = SqliteStorage(tmp_path)
    else:
        storage = PostgresStorage(request.getfixturevalue(request.param))
    await storage.start()
    yield storage
    await storage.stop()


class Belongings:
    """A user and one of everything that can be its own, and what can be done to them."""

    def __init__(self, storage: Storage, name: str) -> None:
        self.storage = storage
        self.user = name
        self.talk, self.gone, self.other = f"{name}-talk", f"{name}-gone", f"{name}-other"
        self.collection: Collection
        self.numbers: dict[str, int] = {}

    async def make(self) -> None:
        """All of it."""
        await user_of(self.storage, self.user, metadata={"of": self.user})
        for session in (self.talk, self.gone, self.other):
            await self._make_session(session)
        await self.storage.sessions.delete(self.gone)
        await self._make_facts()
        await self._make_documents()
        for path in ("notes/a.md", "notes/b.md", "c.md"):
            for text in ("first", "second"):
                await self.storage.files.change(self.user, path, Put(text), author=self.user)
        await self.storage.keys.add(
            Key(
                id=self.user,
                name=self.user,
                digest=self.user.encode(),
                rights=ALL_RIGHTS,
                limits=None,
                created_at=now(),
            )
        )
        await self.storage.jobs.finish(
            [], follow=[NewJob(kind=MESSAGES, scope=self.numbers[self.talk], first=1, last=1, steps=STEPS)]
        )

    async def _make_session(self, session_id: str) -> None:
        storage = self.storage
        await session_of(storage, session_id, user_id=self.user, metadata={"of": self.user})
        new = [message(f"{number} of {session_id}", metadata={"n": number}) for number in range(6)]
        new += [message("chosen", uuid=new_uuid()), message("fleeting", expires_at=FAR_AHEAD)]
        receipt = Receipt(f"append to {session_id}", b"f")
        number = (await storage.messages.append(session_id, new, steps=STEPS, receipt=receipt)).result.session
        self.numbers[session_id] = number
        await summarise(storage, number, 4)
        found = [
            MessageResult(session=number, position=position, findings={"p": position}, token_count=position)
            for position in range(1, 7)
        ]
        await storage.messages.record(found)
        await set_terms(storage.messages, number, dict.fromkeys(range(1, 9), b"t"), analyzer=1)
        await set_vectors(storage.messages, number, dict.fromkeys(range(1, 9), vector(1)), model="m")
        messages = await live(storage, session_id)
        await storage.messages.revise(session_id, messages[5].uuid, "edited", steps=STEPS)
        await storage.messages.delete(session_id, messages[4].uuid)

    async def _make_facts(self) -> None:
        storage = self.storage
        for session_id in (self.talk, self.other):
            number = self.numbers[session_id]
            await storage.facts.record([stated(number, 2, f"1 of {session_id}")], actor="rules")
            cited = Extracted(
                session=number, text=f"made of {session_id}", subject="user", slot=None, value=None, valid_at=None,
                cites=(1, 3),
            )  # fmt: skip
            await storage.facts.record_extracted([cited], actor="model")
        for text in ("likes tea", "to be forgotten", "wears hats"):
            receipt = Receipt(f"{self.user} {text}", b"f")
            fact = (await storage.facts.add(NewFact(user_id=self.user, text=text), actor="a", receipt=receipt)).result
            await storage.facts.change(fact.uuid, FactChange(topics=("t",)), actor=self.user)

    async def _make_documents(self) -> None:
        self.collection = await collection_of(self.storage, self.user, auto=True, description=self.user)
        new = [embedded(document_id="one"), embedded(document_id="two"), document(document_id="three"), embedded()]
        added = await self.storage.documents.add(self.collection.id, new, steps=("embeddings",))
        await self.storage.documents.delete(self.collection.id, added.result[3:])

    async def message_at(self, index: int) -> Message:
        return (await live(self.storage, self.talk))[index]

    async def fact(self, text: str) -> Fact:
        found = await self.storage.facts.page(FactSelection(user_id=self.user), limit=99)
        return next(fact for fact in found if fact.text == text)

    def verbs(self) -> dict[str, Verb]:
        """What can be done to it, in an order in which it can be done."""
        return {
            **self._verbs_of_messages(),
            **self._verbs_of_facts(),
            **self._verbs_of_documents(),
            **self._verbs_of_jobs(),
            **self._verbs_of_sessions(),
            **self._verbs_of_users(),
        }

    def _verbs_of_messages(self) -> dict[str, Verb]:
        storage, messages, talk = self.storage, self.storage.messages, self.talk
        number = self.numbers[talk]
        said_before = FormerContent(content="before", updated_at=LONG_AGO, ended_at=LONG_AGO)
        former = message("after", uuid=new_uuid(), former=(said_before,))

        async def merge() -> None:
            await messages.merge_metadata(talk, (await self.message_at(0)).uuid, {"m": 1})

        async def revise() -> None:
            await messages.revise(talk, (await self.message_at(1)).uuid, "other", steps=STEPS, summarising=SUMMARISING)

        async def retain() -> None:
            change = RetentionChange(remember=False)
            await messages.retain(talk, (await self.message_at(2)).uuid, change, steps=STEPS, summarising=SUMMARISING)

        async def delete() -> None:
            await messages.delete(talk, (await self.message_at(2)).uuid, summarising=SUMMARISING)

        async def restore() -> None:
            (first, *_) = await messages.deleted(talk, before=None, limit=9)
            await messages.restore(talk, first.message.uuid, steps=STEPS, summarising=SUMMARISING)

        return {
            "merge metadata of a message": merge,
            "revise a message": revise,
            "retain a message": retain,
            "delete a message": delete,
            "restore a message": restore,
            "summarise": self._summarise,
            "date messages": lambda: messages.set_updated_at(number, {1: LONG_AGO}),
            "count tokens": lambda: set_token_counts(messages, number, {1: 77}),
            "find out about a message": lambda: set_findings(messages, number, {1: {"f": 1}}),
            "append an expired message": lambda: messages.append(
                talk, [message("x", expires_at=LONG_AGO)], steps=STEPS
            ),
            "expire": lambda: storage.expirations.settle(summarising=SUMMARISING),
            "append a message with what it said before": lambda: messages.append(
                f"{self.user}-new", [former], steps=()
            ),
            "set terms": lambda: set_terms(storage.messages, number, {1: b"u"}, analyzer=2),
            "set vectors": lambda: set_vectors(storage.messages, number, {1: vector(2)}, model="n"),
        }

    async def _summarise(self) -> None:
        storage, number = self.storage, self.numbers[self.talk]
        edition = await storage.sessions.edition(number)
        new = NewSummary(base=0, point=4, content="anew", token_count=1, edition=edition)
        summary = await storage.summaries.add(number, new, steps=STEPS)
        assert summary is not None
        await storage.summaries.set_findings(number, summary.id, {"f": 1})
        await storage.summaries.set_vector(number, summary.id, vector(1), model="m")

    def _verbs_of_facts(self) -> dict[str, Verb]:
        facts = self.storage.facts

        async def change() -> None:
            await facts.change((await self.fact("likes tea")).uuid, FactChange(text="likes coffee"), actor="a")

        async def forget() -> None:
            await facts.forget((await self.fact("to be forgotten")).uuid, actor="a")

        async def supersede() -> None:
            old = await self.fact("wears hats")
            await facts.add(NewFact(user_id=self.user, text="wears caps", supersedes=(old.uuid,)), actor="a")

        async def state() -> None:
            said = await self.message_at(3)
            await facts.record([stated(self.numbers[self.talk], said.position, said.content)], actor="rules")

        async def repeat() -> None:
            said, number = await self.message_at(3), self.numbers[self.talk]
            again = (await say(self.storage, self.talk, said.content)).last
            repeated = replace(stated(number, again, said.content), said_at=SOON_AFTER)
            await facts.record([repeated], actor="rules")

        async def state_another() -> None:
            said, number = await self.message_at(4), self.numbers[self.talk]
            await facts.record([replace(stated(number, said.position, said.content), said_at=now())], actor="rules")

        return {
            "change a fact": change,
            "forget a fact": forget,
            "supersede a fact": supersede,
            "state a fact": state,
            "say a former fact again": repeat,
            "state a fact that supersedes": state_another,
        }

    def _verbs_of_documents(self) -> dict[str, Verb]:
        storage, number = self.storage, self.collection.id

        async def update() -> None:
            (found,) = await storage.documents.with_ids(number, ["one"])
            await storage.documents.update(number, [DocumentChange(uuid=found.uuid, metadata={"d": 1})])

        async def delete() -> None:
            (found,) = await storage.documents.with_ids(number, ["two"])
            await storage.documents.delete(number, [found.uuid])

        return {
            "update a document": update,
            "delete a document": delete,
            "set vectors of documents": lambda: storage.documents.set_vectors(
                number, {1: vector(3), 3: vector(3)}, model="m"
            ),
            "update a collection": lambda: storage.collections.update(
                self.user, CollectionChange(description="other", metadata={"c": 1})
            ),
            "edit a file": lambda: storage.files.change(self.user, "c.md", Put("third"), author="a"),
            "rename a folder": lambda: storage.files.rename(self.user, "notes", "papers", author="a"),
            "delete a file": lambda: storage.files.delete(self.user, "papers/a.md", folder=False),
            "delete a folder": lambda: storage.files.delete(self.user, "papers", folder=True),
            "use a key": lambda: storage.keys.mark_used(self.user, at=now()),
            "revoke a key": lambda: storage.keys.revoke(self.user, at=now()),
        }

    def _verbs_of_jobs(self) -> dict[str, Verb]:
        jobs = self.storage.jobs

        async def pending() -> list[int]:
            await jobs.claim(limit=1000, lease=600)
            return [job.id for job in await jobs.pending(self.numbers[self.talk])]

        async def begin() -> None:
            await jobs.begin((await pending())[0])

        async def retry() -> None:
            await jobs.retry((await pending())[0], steps=("other",), attempts=3, delay=0, error="e")

        async def park() -> None:
            await jobs.park((await pending())[0], steps=("other",), attempts=4, error="e")

        async def redrive() -> None:
            assert await jobs.redrive((await pending())[:1]) == 1

        async def drop() -> None:
            assert await jobs.drop((await pending())[:1]) == 1

        async def finish() -> None:
            await jobs.finish((await pending())[:1])

        return {
            "begin a job": begin,
            "park a job": park,
            "redrive a job": redrive,
            "park a job again": park,
            "drop a job": drop,
            "retry a job": retry,
            "finish a job": finish,
        }

    def _verbs_of_sessions(self) -> dict[str, Verb]:
        sessions, number = self.storage.sessions, self.numbers[self.talk]
        forgetful = RetentionChange(remember=False)
        return {
            "merge metadata of a session": lambda: sessions.merge_metadata(self.talk, {"s": 1}),
            "forget what a session says": lambda: sessions.merge_metadata(self.talk, None, retention=forgetful),
            "remember what a session says": lambda: sessions.merge_metadata(
                self.talk, None, retention=RetentionChange(remember=True)
            ),
            "date a session": lambda: sessions.set_updated_at({number: LONG_AGO}),
            "delete a session": lambda: sessions.delete(self.talk),
            "restore a session": lambda: sessions.restore(self.talk, steps=STEPS),
            "delete a session again": lambda: sessions.delete(self.talk),
            "write to a session that was deleted": lambda: sessions.merge_metadata(self.talk, {"back": 1}),
            "erase a session": lambda: sessions.erase(self.other),
            "finish the deletion of a session": self.storage.finish_deletions,
            "purge": lambda: self.storage.purge(receipts_before=LONG_AGO, deleted_before=LONG_AGO),
            "create a session that was deleted": lambda: session_of(self.storage, self.gone),
            "give a session to a user": lambda: sessions.merge_metadata(self.gone, None, user_id=self.user),
        }

    def _verbs_of_users(self) -> dict[str, Verb]:
        storage = self.storage
        return {
            "update a user": lambda: storage.users.update(self.user, UserChange(first_name="Z", metadata={"u": 1})),
            "delete a collection": lambda: storage.collections.delete(self.user),
            "delete a user": lambda: storage.users.delete(self.user),
            # Its id is free at once, and stays that of the new one.
            "create a session of a deleted user": lambda: session_of(storage, self.talk),
            "write to a session of a deleted user": lambda: say(storage, self.gone, "anew"),
            "finish the deletion of a user": storage.finish_deletions,
        }


async def rows_of(storage: Storage) -> Rows:
    """All that the store holds."""
    return {
        (table.name, row[: table.key_width]): row
        for table in TABLES
        for row in await storage.transfer.read(table, after=None, limit=10_000)
    }


def new_in(rows: Rows, before: Rows) -> Rows:
    return {key: row for key, row in rows.items() if before.get(key) != row}


def effect(before: Rows, after: Rows) -> dict[str, list[str]]:
    """By table: how many rows came and went, and the columns in which others changed."""
    found: dict[str, list[str]] = {}
    for table in TABLES:
        old, new = ({key: row for (name, key), row in rows.items() if name == table.name} for rows in (before, after))
        changed = {
            column
            for key in old.keys() & new.keys()
            for column, was, became in zip(table.columns, old[key], new[key], strict=True)
            if was != became
        }
        counts = {f"+{len(new.keys() - old.keys())}", f"-{len(old.keys() - new.keys())}"} - {"+0", "-0"}
        if counts or changed:
            found[table.name] = sorted(counts | changed)
    return found


async def test_a_verb_changes_what_it_is_to_change_of_one_and_nothing_of_others(storage: Storage) -> None:
    older, own, newer = (Belongings(storage, name) for name in ("ada", "ben", "cyd"))
    await older.make()
    told = await told_of(older)
    older_rows = await rows_of(storage)
    await own.make()
    own_rows = await rows_of(storage)
    assert {key: own_rows.get(key) for key in older_rows} == older_rows
    await newer.make()
    rows = await rows_of(storage)
    others = older_rows | new_in(rows, own_rows)
    assert await told_of(older) == told
    effects = {}
    for name, verb in own.verbs().items():
        await verb()
        after = await rows_of(storage)
        changed = {key: (row, after.get(key)) for key, row in others.items() if after.get(key) != row}
        assert changed == {}, name
        effects[name] = effect(rows, after)
        rows = after
        for table in STORES_DIFFER.get(name, ()):
            effects[name].pop(table, None)
    assert effects == EFFECTS
    assert await storage.check() == []
    assert (await storage.sessions.get(own.talk)).user_id is None
    left = {table for table, key in own_rows.keys() - older_rows.keys() if (table, key) in rows}
    assert left == {"access_keys"}


def dead_in(rows: Rows) -> set[tuple[str, tuple[Any, ...]]]:
    """What a purge of all that was deleted removes, by the columns that say so."""
    of: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {
        table.name: {
            key: dict(zip(table.columns, row, strict=True)) for (name, key), row in rows.items() if name == table.name
        }
        for table in TABLES
    }
    departed, dropped = of["departed_users"], {key for key, row in of["collections"].items() if row["dropped"]}
    border = {  # of a session: what lies before it is gone
        key[0]: EVERYTHING if row["deleted_at"] or (row["owner"],) in departed else row["live_from"]
        for key, row in of["sessions"].items()
    }
    sourced = {key[0] for key in of["fact_sources"]}
    facts = {
        row["uuid"]
        for row in of["facts"].values()
        if (row["holder"],) in departed or (row["state"] == "forgotten" and row["uuid"] not in sourced)
    }
    documents = {key for key, row in of["documents"].items() if row["deleted_at"] or key[:1] in dropped}
    is_dead: dict[str, Callable[[tuple[Any, ...], dict[str, Any]], bool]] = {
        "departed_users": lambda key, row: True,
        "sessions": lambda key, row: border[key[0]] == EVERYTHING,
        **dict.fromkeys(("messages", "features", "summaries"), lambda key, row: key[1] < border[key[0]]),
        "message_revisions": lambda key, row: bool(row["removed"]) or key[1] < border[key[0]],
        "jobs": lambda key, row: row["kind"] == MESSAGES and row["last"] < border[row["scope"]],
        "facts": lambda key, row: row["uuid"] in facts,
        **dict.fromkeys(("fact_sources", "fact_revisions"), lambda key, row: key[0] in facts),
        "collections": lambda key, row: key in dropped,
        **dict.fromkeys(("documents", "document_vectors"), lambda key, row: key in documents),
        **dict.fromkeys(("files", "former_files", "fact_holders"), lambda key, row: key[:1] in departed),
    }
    return {(name, key) for name, dies in is_dead.items() for key, row in of[name].items() if dies(key, row)}


def purged_in(rows: Rows, gone: Set[tuple[str, tuple[Any, ...]]]) -> Purged:
    """What a purge says that it removed, when these rows are gone."""
    count = Counter(name for name, _ in gone)
    (revisions,) = [table for table in TABLES if table.name == "message_revisions"]
    removed = revisions.columns.index("removed")
    return Purged(
        messages=count["messages"] + sum(name == revisions.name and rows[name, key][removed] for name, key in gone),
        summaries=count["summaries"],
        sessions=count["sessions"],
        receipts=count["receipts"],
        documents=count["documents"],
        files=count["files"],
        facts=count["facts"],
    )


def purge_in_smallest_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each piece of a purge have as few rows as can be, without pauses between them."""
    for module in (sqlite_purge, sqlite_document_purge):
        monkeypatch.setattr(module, "CHUNK", 2)
    for module, rows in ((postgres_purge, 2), (postgres_document_purge, 3)):  # of two collections in one piece
        monkeypatch.setattr(module, "BATCH", rows)
    for module in (sqlite_purge, postgres_purge):
        monkeypatch.setattr(module, "_SESSIONS", 1)
    # On the clock that the embedded store looks at, each piece takes the time that one transaction may take.
    monkeypatch.setattr(sqlite_pieces, "time", SimpleNamespace(monotonic=itertools.count(0, 0.008).__next__))
    for module in (sqlite_pieces, postgres_pieces):
        monkeypatch.setattr(module, "PAUSE_SECONDS", 0)


async def test_a_purge_removes_what_was_deleted_and_changes_nothing_else(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    purge_in_smallest_pieces(monkeypatch)
    here, gone = Belongings(storage, "ada"), Belongings(storage, "ben")
    await here.make()
    await gone.make()
    await storage.sessions.delete(here.other)
    await storage.messages.append(here.other, [message("back")], steps=STEPS)
    await storage.facts.forget((await here.fact("to be forgotten")).uuid, actor="a")
    await storage.users.delete(gone.user)
    await user_of(storage, "cat")
    await session_of(storage, "of cat", user_id="cat")
    await say(storage, "of cat", "one")
    await storage.users.delete("cat")
    await storage.collections.delete(gone.user)
    another = await collection_of(storage)
    added = await storage.documents.add(another.id, [embedded() for _ in range(4)])
    await storage.documents.delete(another.id, added.result[:3])
    before = await rows_of(storage)
    found = await storage.purge(receipts_before=LONG_AGO)
    after = await rows_of(storage)
    receipts = {("receipts", ("", f"append to {session}")) for session in (gone.talk, gone.gone, gone.other)}
    receipts |= {("receipts", ("", f"ben {text}")) for text in ("likes tea", "to be forgotten", "wears hats")}
    receipts |= {("receipts", ("", "ada to be forgotten"))}
    assert before.keys() - after.keys() == dead_in(before) | receipts
    assert found == purged_in(before, before.keys() - after.keys())
    assert [*after] == [key for table in TABLES for key in sorted(key for key in after if key[0] == table.name)]
    changed = {
        (name, *key, column)
        for table in TABLES
        for (name, key), row in after.items()
        if name == table.name
        for column, old, new in zip(table.columns, before[name, key], row, strict=True)
        if old != new
    }
    assert changed == {
        ("sessions", here.numbers[here.other], "purged_to"),
        ("collections", here.collection.id, "purged_revision"),
        ("collections", another.id, "purged_revision"),
    }
    assert await storage.check() == []


class Whose(NamedTuple):
    """By what somebody may ask for what belongs to a user."""

    user: str
    owner: int
    session_id: str
    session: int
    uuid: str
    fact: str
    fact_number: int


NOBODYS = Whose("nobody", 4711, "nobody-talk", 4711, NO_UUID, NO_UUID, 4711)
ALL_STATES = SHOWN_STATES


async def whose_is(own: Belongings) -> Whose:
    fact, owner = await own.fact("likes tea"), await own.storage.users.get(own.user)
    said = (await own.message_at(0)).uuid
    return Whose(own.user, owner.id, own.talk, own.numbers[own.talk], said, fact.uuid, fact.id)


async def told_of(own: Belongings) -> dict[str, object]:
    """All answers about what belongs to one user."""
    storage, whose = own.storage, await whose_is(own)
    (first, *_) = await storage.documents.page(own.collection.id, after=0, limit=1)
    of_facts = {
        "facts.history": storage.facts.history(whose.fact),
        "facts.sources": storage.facts.sources(
            [fact.uuid for fact in await storage.facts.of_messages(whose.session, 1, 9)]
        ),
    }
    return await answers(
        asks_by_name(storage, whose)
        | asks_by_number(storage, whose)
        | asks_of_documents(storage, own.collection.id, first.uuid)
        | of_facts
    )


def asks_by_name(storage: Storage, whose: Whose) -> dict[str, Awaitable[object]]:
    """What tells of a user, of one of its sessions and of a message of that, by their names."""
    name, user, uuid = whose.session_id, whose.user, whose.uuid
    sessions, messages, facts = storage.sessions, storage.messages, storage.facts
    return {
        "sessions.get": sessions.get(name),
        "sessions.extent": sessions.extent(name),
        "sessions.of_user": sessions.of_user(user, after=0, limit=9),
        "sessions.newest": sessions.newest(before=None, limit=9, user_id=user),
        "sessions.extents_of_user": sessions.extents_of_user(user),
        "sessions.deleted": sessions.deleted(before=None, limit=9, session_id=f"{user}-gone"),
        "sessions.beginning": sessions.beginning(name, limit=9),
        "sessions.of_users_beginning": sessions.of_users_beginning(user, limit=9),
        "messages.page": messages.page(name, offset=0, limit=9),
        "messages.memory": messages.memory(name, window=9, lastn=0),
        "messages.memory of many": gathered(*(messages.memory(name, window=9, lastn=0) for _ in range(3))),
        "messages.get": messages.get(name, uuid),
        "messages.deleted": messages.deleted(name, before=None, limit=9),
        "users.get": storage.users.get(user),
        "users.beginning": storage.users.beginning(user, limit=9),
        "files.page": storage.files.page(user, folder="", after="", limit=9),
        "files.page of a folder": storage.files.page(user, folder="notes", after="", limit=9),
        "files.contents": storage.files.contents(user, after="", limit=9),
        "files.get": storage.files.get(user, "c.md"),
        "files.get of a former revision": storage.files.get(user, "c.md", revision=1),
        "files.former": storage.files.former(user, "c.md"),
        "facts.page": facts.page(FactSelection(user_id=user, states=ALL_STATES), limit=9),
        "facts.count": facts.count(FactSelection(user_id=user, states=ALL_STATES)),
        "facts.known": facts.known(FactSelection(user_id=user, states=ALL_STATES), now()),
        "facts of the session": facts.page(FactSelection(session_id=name, states=ALL_STATES), limit=9),
    }


def asks_by_number(storage: Storage, whose: Whose) -> dict[str, Awaitable[object]]:
    """The same of whoever still knows numbers and UUIDs."""
    number, everything = whose.session, [(whose.session, 1, 1_000_000)]
    messages, features, summaries, facts = storage.messages, storage.features, storage.summaries, storage.facts
    return {
        "messages.span": messages.span(number, after=0, limit=9),
        "messages.of_sessions": messages.of_sessions([number], after=(0, 0), limit=9, size=10**6),
        "messages.at": messages.at([(number, 1)]),
        "messages.former": messages.former(number, [6]),
        "features.rows": features.rows(everything, analyzer=1, model="m"),
        "features.vectors": features.vectors([(number, 1)], model="m"),
        "features.metadata": features.metadata(everything),
        "summaries.newest": summaries.newest(number),
        "summaries.of_session": summaries.of_session(number),
        "summaries.rows": summaries.rows(everything, model="m"),
        "summaries.at": summaries.at(number, 4),
        "summaries.unsummarised": summaries.unsummarised([number]),
        "sessions.edition": storage.sessions.edition(number),
        "facts.get": facts.get(whose.fact),
        "facts.at": facts.at([whose.fact_number]),
        "facts.of_messages": facts.of_messages(number, 1, 9),
        "facts.of_holder": facts.of_holder(whose.owner, after=0, last=1_000_000),
        "jobs.pending": storage.jobs.pending(number),
    }


def attempts(storage: Storage, whose: Whose) -> dict[str, Awaitable[object]]:
    """What would change something of it."""
    name, number, uuid = whose.session_id, whose.session, whose.uuid
    sessions, messages, facts = storage.sessions, storage.messages, storage.facts
    extracted = Extracted(
        session=number, text="made up", subject="user", slot=None, value=None, valid_at=None, cites=(1,)
    )
    return {
        "messages.merge_metadata": messages.merge_metadata(name, uuid, {"x": 1}),
        "messages.revise": messages.revise(name, uuid, "other", steps=STEPS),
        "messages.retain": messages.retain(name, uuid, RetentionChange(remember=False), steps=STEPS),
        "messages.delete": messages.delete(name, uuid),
        "messages.restore": messages.restore(name, uuid, steps=STEPS),
        "messages.set_updated_at": messages.set_updated_at(number, {1: LONG_AGO}),
        "messages.record": messages.record([MessageResult(session=number, position=1, token_count=77)]),
        "summaries.add": storage.summaries.add(number, NewSummary(base=0, point=6, content="x", token_count=1)),
        "facts.record": facts.record([stated(number, 1, f"0 of {name}")], actor="rules"),
        "facts.record_extracted": facts.record_extracted([extracted], actor="model"),
        "facts.change": facts.change(whose.fact, FactChange(text="x"), actor="a"),
        "facts.forget": facts.forget(whose.fact, actor="a"),
        "sessions.merge_metadata": sessions.merge_metadata(name, {"x": 1}),
        "sessions.set_updated_at": sessions.set_updated_at({number: LONG_AGO}),
        "sessions.restore": sessions.restore(f"{whose.user}-gone", steps=STEPS),
        "sessions.delete": sessions.delete(name),
        "sessions.erase": sessions.erase(name),
        "files.change": storage.files.change(whose.user, "c.md", Put("x"), author="a"),
        "files.delete": storage.files.delete(whose.user, "c.md", folder=False),
        "users.update": storage.users.update(whose.user, UserChange(first_name="Z")),
        "users.delete": storage.users.delete(whose.user),
    }


async def gathered(*asks: Awaitable[object]) -> list[object]:
    return await asyncio.gather(*asks)


async def answers(asks: dict[str, Awaitable[object]]) -> dict[str, object]:
    """What came of each, errors by their types."""
    found: dict[str, object] = {}
    for name, ask in asks.items():
        try:
            found[name] = await ask
        except HoldfastError as error:
            found[name] = type(error)
    return found


async def test_of_a_deleted_user_nothing_is_seen_or_changed_while_its_rows_wait_to_be_removed(storage: Storage) -> None:
    other, own = Belongings(storage, "ada"), Belongings(storage, "ben")
    await other.make()
    await own.make()
    whose = await whose_is(own)
    number = whose.session
    there = await answers(asks_by_name(storage, whose) | asks_by_number(storage, whose))
    nothing = await answers(asks_by_name(storage, NOBODYS) | asks_by_number(storage, NOBODYS))
    assert [name for name in there if there[name] == nothing[name]] == []
    former = await storage.messages.former(number, range(1, 9))
    assert {place: [each.content for each in some] for place, some in former.items()} == {6: [f"5 of {own.talk}"]}
    await storage.users.delete(own.user)
    rows = await rows_of(storage)
    assert await answers(asks_by_name(storage, whose) | asks_by_number(storage, whose)) == nothing
    assert await answers(attempts(storage, whose)) == await answers(attempts(storage, NOBODYS))
    assert await rows_of(storage) == rows
    assert {extent.session_id for extent in await storage.sessions.extents()} == {other.talk, other.other}
    assert {user.user_id for user in await storage.users.page(after=0, limit=9)} == {other.user}
    assert [session.user_id for session in await storage.sessions.page(after=0, limit=9)] == [other.user] * 2
    assert {fact.user_id for fact in await storage.facts.page(FactSelection(states=ALL_STATES), limit=99)} == {"ada"}
    assert (await storage.statistics.survey(after=0, limit=99, since=LONG_AGO)).messages == 14
    told = (await storage.session_changes.since(None)).changes
    assert {change.session for change in told} == {other.numbers[other.talk], other.numbers[other.other]}


OF_SESSIONS = ("messages.", "features.", "summaries.", "facts.of_messages", "facts.record")
OF_A_NAME = {"sessions.get", "sessions.extent", "sessions.beginning"}


def of_sessions(asks: dict[str, Awaitable[object]]) -> dict[str, Awaitable[object]]:
    """Those that only tell of a session and its messages; the others are not asked."""
    return {
        name: ask for name, ask in asks.items() if name.startswith(OF_SESSIONS) or name in OF_A_NAME or not close(ask)
    }


def close(ask: Awaitable[object]) -> bool:
    """Let go of what is not asked."""
    cast("Coroutine[object, None, object]", ask).close()
    return True


@pytest.mark.parametrize("way", ["delete", "erase"])
async def test_of_a_deleted_session_nothing_is_seen_or_changed(storage: Storage, way: str) -> None:
    other, own = Belongings(storage, "ada"), Belongings(storage, "ben")
    await other.make()
    await own.make()
    number = own.numbers[own.talk]
    whose = Whose(own.user, 0, own.talk, number, (await own.message_at(0)).uuid, NO_UUID, 0)
    there = await answers(of_sessions(asks_by_name(storage, whose) | asks_by_number(storage, whose)))
    nothing = await answers(of_sessions(asks_by_name(storage, NOBODYS) | asks_by_number(storage, NOBODYS)))
    assert [name for name in there if there[name] == nothing[name]] == []
    await getattr(storage.sessions, way)(own.talk)
    rows = await rows_of(storage)
    assert await answers(of_sessions(asks_by_name(storage, whose) | asks_by_number(storage, whose))) == nothing
    tried = await answers(of_sessions(attempts(storage, whose)))
    assert tried == await answers(of_sessions(attempts(storage, NOBODYS)))
    assert await storage.check() == []
    for attempt in (storage.sessions.delete(own.talk), storage.sessions.erase(own.talk)):
        with pytest.raises(NotFound):
            await attempt
    assert await rows_of(storage) == rows


def asks_of_documents(storage: Storage, collection: int, uuid: str) -> dict[str, Awaitable[object]]:
    documents = storage.documents
    return {
        "get": documents.get(collection, uuid),
        "with_uuids": documents.with_uuids(collection, [uuid]),
        "with_ids": documents.with_ids(collection, ["one"]),
        "at": documents.at(collection, [1]),
        "page": documents.page(collection, after=0, limit=9),
        "revisions": documents.revisions(collection, after=(0, 0), limit=9),
        "without_vector": documents.without_vector(collection, model="n", first=1, last=9, limit=9),
    }


async def test_of_a_deleted_collection_nothing_is_seen_or_changed_while_its_rows_wait(storage: Storage) -> None:
    other, own = Belongings(storage, "ada"), Belongings(storage, "ben")
    await other.make()
    await own.make()
    number, documents = own.collection.id, storage.documents
    uuid = (await documents.page(number, after=0, limit=1))[0].uuid
    there = await answers(asks_of_documents(storage, number, uuid))
    nothing = await answers(asks_of_documents(storage, 4711, NO_UUID))
    assert [name for name in there if there[name] == nothing[name]] == []
    await storage.collections.delete(own.user)
    rows = await rows_of(storage)
    assert await answers(asks_of_documents(storage, number, uuid)) == nothing
    await answers(
        {
            "add": documents.add(number, [document()]),
            "update": documents.update(number, [DocumentChange(uuid=uuid, metadata={"x": 1})]),
            "delete": documents.delete(number, [uuid]),
            "set_vectors": documents.set_vectors(number, {1: vector(3)}, model="m"),
            "schedule": documents.schedule(model="m", steps=STEPS, job_size=9),
            "collections.update": storage.collections.update(own.user, CollectionChange(description="x")),
            "collections.delete": storage.collections.delete(own.user),
        }
    )
    assert await rows_of(storage) == rows
