"""Facts are arranged among their neighbours in time, and stand as they would if all of a slot had been arranged.

The model is a store that always arranges all facts of the slots that are touched.  Both are told the same, at the same
moments, and give out the same UUIDs.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from holdfast.domain import fact_ledger
from holdfast.domain.facts import (
    Extracted,
    Fact,
    FactChange,
    FactCopy,
    FactOrigin,
    FactSource,
    FactState,
    NewFact,
    Stated,
    order_of,
)
from holdfast.domain.messages import NewMessage
from holdfast.domain.supersession import arranged
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import HoldfastError
from holdfast.storage import fact_chains, fact_neighbours, fact_places
from holdfast.storage.contract.storage import Storage
from holdfast.storage.fact_rows import COLUMNS, fact_of, source_of
from holdfast.storage.postgres.nouns import fact_writes as postgres_writes
from holdfast.storage.postgres.nouns import facts as postgres_facts
from holdfast.storage.sqlite.nouns import fact_writes as sqlite_writes
from holdfast.storage.sqlite.nouns import facts as sqlite_facts
from holdfast.storage.sqlite.storage import SqliteStorage
from holdfast.storage.transfer import TABLES
from tests.storage.many_facts import fill_slot, minute
from tests.storage.samples import session_of, user_of

SLOTS = ["home", "home", "diet", "diet", "pets", "pets", "instruction", None]
VALUES = ["Oslo", "Rome", "Faro", "Oslo Rome", "the Oslo", "Óslo", "!!", None]
MESSAGES = 24
STEPS = 30


def at(day: int, *, of: str = "2025-01") -> Timestamp:
    return Timestamp(f"{of}-{day:02}T00:00:00.000000Z")


@pytest.fixture
async def model(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = SqliteStorage(tmp_path / "model")
    await storage.start()
    yield storage
    await storage.stop()


def _comparable(outcome: Any) -> Any:
    """What is the same in all stores: numbers are not, nor are users and sessions."""
    if isinstance(outcome, Fact):
        return msgspec.structs.replace(outcome, id=0)
    return outcome if isinstance(outcome, int) else None


def _content(position: int) -> str:
    """What a message says, which may tell the kind of a value."""
    return (f"message {position}", "our dog Oslo", "Faro the dog", "Rome, my dog")[position % 4]


class Both:
    """A store that looks at neighbours, and the model, which are told the same."""

    def __init__(self, storage: Storage, model: Storage, patch: pytest.MonkeyPatch, seed: int) -> None:
        self._stores = {storage: 0, model: 10**6}
        self._model = model
        self._patch = patch
        self._seed = seed
        self._told = 0

    async def tell(self, call: Callable[[Storage], Awaitable[Any]]) -> Any:
        """The outcome of a call, which must be the same for both."""
        self._told += 1
        moment = at(1 + self._told % 28, of=f"2026-{1 + self._told // 28:02}")
        outcomes = []
        for store, few in self._stores.items():
            numbers = itertools.count()
            self._patch.setattr(fact_neighbours, "FEW", few)
            self._patch.setattr(fact_neighbours, "FEW_FOR_EACH", few + self._seed % 3)
            for module in (sqlite_writes, postgres_writes):
                self._patch.setattr(module, "TOGETHER", 3 + few + self._seed % 3 * 4)
            self._patch.setattr(fact_ledger, "new_uuid", lambda numbers=numbers: self._uuid(next(numbers)))
            for module in (sqlite_facts, sqlite_writes, postgres_facts, postgres_writes):
                self._patch.setattr(module, "now", lambda: moment)
            try:
                outcomes.append(_comparable(await call(store)))
            except HoldfastError as error:
                outcomes.append(repr(error))
        assert outcomes[0] == outcomes[1]
        return outcomes[1]

    def _uuid(self, number: int) -> str:
        digest = hashlib.md5(f"{self._seed} {self._told} {number}".encode(), usedforsecurity=False).hexdigest()
        return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:]}"

    async def facts(self) -> list[Fact]:
        """All facts, which are the same in both, with the same sources and revisions."""
        for name in ("facts", "fact_sources", "fact_revisions"):
            mine, models = [await _rows(store, name) for store in self._stores]
            assert mine == models, name
        facts = [fact_of(row[: len(COLUMNS)]) for row in await _rows(self._model, "facts")]
        self._check_spans(await _rows(self._model, "facts"), await _rows(self._model, "fact_sources"))
        for holder in {fact.holder for fact in facts}:
            mine = [fact for fact in facts if fact.holder == holder]
            assert arranged(mine) == mine
        return facts

    @staticmethod
    def _check_spans(facts: list[tuple[Any, ...]], sources: list[tuple[Any, ...]]) -> None:
        for row in facts:
            fact = fact_of(row[: len(COLUMNS)])
            orders = [source.order for source in map(source_of, sources) if source.fact == fact.uuid]
            orders += [] if orders and fact.origin is FactOrigin.STATED else [fact.said]
            assert row[-2:] == (min(orders), max(orders))


async def _rows(storage: Storage, name: str) -> list[tuple[Any, ...]]:
    (table,) = [table for table in TABLES if table.name == name]
    rows = [tuple(row) for row in await storage.transfer.read(table, after=None, limit=10_000)]
    return sorted((row if name != "facts" else (0, *row[1:]) for row in rows), key=repr)


class Teller:
    """Tells both what happens to the facts of two sessions, one of which has no user at first."""

    def __init__(self, both: Both, chance: random.Random) -> None:
        self._both = both
        self._chance = chance
        self._ending = chance.choice([0.3, 0.6])
        self.facts: list[Fact] = []
        self.messages: dict[tuple[str, int], str] = {}
        self.numbers: dict[str, int] = {}
        self._stated = itertools.count()

    async def begin(self) -> None:
        for session_id, user in (("s", "ada"), ("t", None)):
            if user:
                await self._both.tell(lambda store, user=user: user_of(store, user, origin=None))
            await self._both.tell(lambda store, name=session_id, user=user: _begun(store, name, user))
            self.numbers[session_id] = len(self.numbers) + 1
            for position in range(1, MESSAGES + 1):
                self.messages[session_id, position] = _message_uuid(session_id, position)

    async def step(self) -> None:
        acts = [self.assert_one] * 3 + [self.state_some] * 6 + [self.change] * 3 + [self.extract]
        acts += [self.forget, self.delete, self.restore, self.replace, self.give]
        await self._chance.choice(acts)()
        self.facts = await self._both.facts()

    def _one(self) -> Fact | None:
        return self._chance.choice(self.facts) if self.facts else None

    def _day(self) -> Timestamp:
        return at(self._chance.randint(1, 6))

    def _session(self) -> str:
        return self._chance.choice(["s", "s", "s", "t"])

    def _filled(self) -> dict[str, Any]:
        slot = self._chance.choice(SLOTS)
        value = None if slot is None else self._chance.choice(VALUES)
        return {"slot": slot, "value": value, "text": self._chance.choice(["one", "our dog Rome", "Oslo"])}

    async def assert_one(self) -> None:
        session = self._session()
        sources = self._chance.sample(list(self.messages), self._chance.choice([0, 0, 2]) if self.messages else 0)
        new = NewFact(
            **{"user_id": "ada"} if session == "s" else {"session_id": session},
            **self._filled(),
            subject=self._chance.choice(["user", "user", "Bob"]),
            valid_at=self._chance.choice([None, self._day(), self._day()]),
            supersedes=tuple({one.uuid for one in [self._one()] if one and self._chance.random() < 0.3}),
            sources=tuple(self.messages[place] for place in sources if place[0] == session),
        )
        await self._both.tell(lambda store: _result(store.facts.add(new, actor="someone")))

    async def state_some(self) -> None:
        session = self._session()
        places = [place for place in self.messages if place[0] == session]
        some = self._chance.sample(places, min(len(places), self._chance.choice([1, 1, 2, 4])))
        statements = [self._stated_at(*place) for place in some]
        await self._both.tell(lambda store: store.facts.record(statements, actor="rules"))

    def _stated_at(self, session_id: str, position: int) -> Stated:
        filled = self._filled()
        text = _content(position)
        return Stated(
            session=self.numbers[session_id],
            position=position,
            number=next(self._stated),
            start=0,
            end=len(text),
            **{**filled, "text": text},
            ends=filled["slot"] is not None and self._chance.random() < self._ending,
            said_at=self._day(),
            valid_at=self._day(),
            about=self._chance.choice([None, None, None, "Oslo", "Rome", "the dog", "nothing"]),
        )

    async def change(self) -> None:
        one = self._one()
        if one is None:
            return
        change = FactChange(
            **self._chance.choice(
                [
                    {"valid_at": self._day()},
                    {"state": FactState.INVALID},
                    {"state": FactState.VALID},
                    {"text": "Faro"},
                    self._filled(),
                ]
            )
        )
        await self._both.tell(lambda store: store.facts.change(one.uuid, change, actor="someone"))

    async def extract(self) -> None:
        session = self._session()
        cites = [place[1] for place in self.messages if place[0] == session]
        found = Extracted(
            session=self.numbers[session],
            **self._filled(),
            subject=self._chance.choice(["user", "Bob"]),
            valid_at=self._chance.choice([None, self._day()]),
            cites=tuple(sorted(self._chance.sample(cites, min(2, len(cites))))),
            supersedes=tuple({one.uuid for one in [self._one()] if one and self._chance.random() < 0.3}),
        )
        await self._both.tell(lambda store: store.facts.record_extracted([found], actor="model"))

    async def forget(self) -> None:
        one = self._one()
        if one is not None:
            await self._both.tell(lambda store: store.facts.forget(one.uuid, actor="someone"))

    async def delete(self) -> None:
        """Delete or edit a message: what rests on it goes, or quotes another."""
        if len(self.messages) > MESSAGES:
            (session, position), uuid = self._chance.choice(list(self.messages.items()))
            if self._chance.random() < 0.5:
                del self.messages[session, position]
                await self._both.tell(lambda store: store.messages.delete(session, uuid))
            else:
                await self._both.tell(lambda store: _revised(store, session, uuid, _content(position)))

    async def restore(self) -> None:
        """Bring a fact from elsewhere, with messages here as its sources."""
        session = "s"
        positions = [place[1] for place in self.messages if place[0] == session]
        filled, origin = self._filled(), self._chance.choice(list(FactOrigin))
        stated = origin is FactOrigin.STATED
        sources = tuple(
            FactSource(
                fact="", session=self.numbers[session], position=position,
                number=next(self._stated) if stated else -1, start=0, end=9, said_at=self._day(), valid_at=self._day(),
                value=filled["value"],
            )
            for position in self._chance.sample(positions, min(len(positions), 1 + stated))
        )  # fmt: skip
        day = self._day()
        fact = Fact(
            uuid=self._both._uuid(99), holder=0, user_id="ada", **filled, origin=origin, rests=stated, valid_at=day,
            ends=self._chance.random() < 0.2, said=order_of(day), created_at=day, updated_at=day, actor="import",
            state=self._chance.choice([FactState.VALID, FactState.SUPERSEDED, FactState.INVALID]),
        )  # fmt: skip
        await self._both.tell(lambda store: store.facts.restore(FactCopy(fact=fact, sources=sources)))

    async def replace(self) -> None:
        """Restore what rules found before, as an archive would."""
        one = self._one()
        if one is not None:
            await self._both.tell(lambda store: _restored(store, one, self._both._uuid(98)))

    async def give(self) -> None:
        if self._chance.random() < 0.2:
            await self._both.tell(lambda store: store.sessions.merge_metadata("t", None, user_id="ada"))


async def _result(call: Awaitable[Any]) -> Any:
    return (await call).result


async def _revised(store: Storage, session: str, uuid: str, content: str) -> None:
    await store.messages.revise(session, uuid, content, steps=())


async def _restored(store: Storage, fact: Fact, uuid: str) -> bool:
    sources = (await store.facts.sources([fact.uuid])).get(fact.uuid, [])
    copy = msgspec.structs.replace(fact, uuid=uuid, user_id="ada", session_id=None)
    return await store.facts.restore(FactCopy(fact=copy, sources=tuple(sources)))


def _message_uuid(session_id: str, position: int) -> str:
    return f"00000000-0000-4000-8000-0000{ord(session_id):04}{position:04}"


async def _begun(store: Storage, session_id: str, user_id: str | None) -> None:
    await session_of(store, session_id, user_id=user_id)
    messages = [
        NewMessage(
            role="user",
            content=_content(position),
            uuid=_message_uuid(session_id, position),
            created_at=at(1 + position % 6),
        )
        for position in range(1, MESSAGES + 1)
    ]
    await store.messages.append(session_id, messages, steps=())


@pytest.mark.parametrize("seed", range(4))
async def test_facts_stand_as_if_all_had_been_arranged(
    storage: Storage, model: Storage, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    both = Both(storage, model, monkeypatch, seed)
    teller = Teller(both, random.Random(seed))
    await teller.begin()
    for _ in range(STEPS):
        await teller.step()
    for session in "ts":  # all facts that rest on it go, in portions
        await both.tell(lambda store, session=session: store.sessions.delete(session))
        await both.facts()


async def _state_at_random(storage: Storage, chance: random.Random, session_id: str, *, to: str | None) -> None:
    """Let each message of a new session state something at some time, or that it is over, in a slot of either kind."""
    session = await session_of(storage, session_id, user_id=to)
    said = [NewMessage(role="user", content="said", created_at=minute(1)) for _ in range(MESSAGES)]
    await storage.messages.append(session_id, said, steps=())
    statements = [
        Stated(
            session=session.id, position=position, number=0, start=0, end=4, text="said",
            slot=chance.choice(["home", "diet"]), value=chance.choice(VALUES), ends=chance.random() < 0.3,
            said_at=(moment := minute(chance.randrange(90))), valid_at=moment,
        )
        for position in range(1, MESSAGES + 1)
    ]  # fmt: skip
    await storage.facts.record(statements, actor="rules")


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("seed", range(4))
async def test_facts_that_go_or_come_together_leave_the_others_as_if_all_had_been_arranged(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, seed: int, given: bool
) -> None:
    chance = random.Random(seed)
    await user_of(storage, "ada")
    for session_id in ("s", "t", "u"):
        await _state_at_random(storage, chance, session_id, to=None if given and session_id == "t" else "ada")
    for module in (sqlite_writes, postgres_writes):
        monkeypatch.setattr(module, "TOGETHER", (4, 9, 25, 9)[seed])
    monkeypatch.setattr(fact_neighbours, "FEW", 0)
    monkeypatch.setattr(fact_neighbours, "FEW_FOR_EACH", (0, 6, 0, 5)[seed])
    if given:
        await storage.sessions.merge_metadata("t", None, user_id="ada")
    else:
        await storage.sessions.delete("t")
    facts = [fact_of(row[: len(COLUMNS)]) for row in await _rows(storage, "facts")]
    assert {fact.user_id for fact in facts} == {"ada"}
    assert sorted(arranged(facts), key=repr) == sorted(facts, key=repr)


class Counting(dict[str, str]):
    """Statements, which counts how often any is looked up."""

    def __init__(self, statements: dict[str, str]) -> None:
        super().__init__(statements)
        self.asked = 0

    def __getitem__(self, name: str) -> str:
        self.asked += 1
        return super().__getitem__(name)


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("slot", ["home", "diet"])
async def test_very_many_facts_that_go_or_come_together_take_few_questions(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, slot: str, given: bool
) -> None:
    await fill_slot(storage, "ada", slot, 1_500, stated=not given, alone=given)
    await storage.facts.add(
        NewFact(user_id="ada", text="t", slot=slot, value="Town 30", valid_at=minute(20)), actor="m"
    )
    counting = Counting(sqlite_writes._QUESTIONS if isinstance(storage, SqliteStorage) else postgres_writes._QUESTIONS)
    for module in (sqlite_writes, postgres_writes):
        monkeypatch.setattr(module, "_QUESTIONS", counting)
    if given:
        await storage.sessions.merge_metadata("ada's", None, user_id="ada")
        facts = [fact_of(row[: len(COLUMNS)]) for row in await _rows(storage, "facts")]
        assert arranged(facts) == facts
        assert {fact.user_id for fact in facts} == {"ada"}
    else:
        await storage.sessions.delete("ada's")
        assert [row[7] for row in await _rows(storage, "facts")] == [FactOrigin.ASSERTED]
    assert 0 < counting.asked <= 200


def _looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each fact that a search for neighbours looks at."""
    looked: list[int] = []

    def noted(row: Any) -> Fact:
        looked.append(1)
        return fact_of(row)

    for module in (fact_places, fact_chains):
        monkeypatch.setattr(module, "fact_of", noted)
    return looked


@pytest.mark.parametrize(("slot", "stated"), [("home", True), ("home", False), ("diet", True)])
async def test_a_write_among_very_many_facts_looks_at_few(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, slot: str, stated: bool
) -> None:
    uuids = await fill_slot(storage, "ada", slot, 1_000, stated=stated)
    looked = _looked_at(monkeypatch)
    session = await storage.sessions.get("ada's")
    messages = (await storage.messages.page("ada's", offset=0, limit=1_000)).messages
    later = Stated(
        session=session.id, position=900, number=7, start=0, end=5, text="Today", slot=slot, value="Town 500",
        ends=False, said_at=minute(700), valid_at=minute(700),
    )  # fmt: skip
    new = NewFact(user_id="ada", text="t", slot=slot, value="Town 300")
    for write in (
        storage.facts.add(new, actor="someone"),
        storage.facts.add(msgspec.structs.replace(new, valid_at=minute(400)), actor="someone"),
        storage.facts.add(msgspec.structs.replace(new, supersedes=(uuids[5],)), actor="someone"),
        storage.facts.record([later], actor="rules"),
        storage.facts.record([msgspec.structs.replace(later, number=8, said_at=minute(2))], actor="rules"),
        storage.facts.change(uuids[10], FactChange(value="Town 600"), actor="someone"),
        storage.facts.change(uuids[20], FactChange(state=FactState.INVALID), actor="someone"),
        storage.facts.forget(uuids[30], actor="someone"),
        storage.messages.delete("ada's", messages[40].uuid),
    ):
        looked.clear()
        await write
        assert len(looked) <= 40
    assert await storage.check() in ([], ["ok"])
    facts = [fact_of(row[: len(COLUMNS)]) for row in await _rows(storage, "facts")]
    assert arranged(facts) == facts


async def test_a_write_behind_very_many_ends_looks_at_few(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    await user_of(storage, "ada")
    session = await session_of(storage, "s", user_id="ada")
    said = [NewMessage(role="user", content="said") for _ in range(200)]
    await storage.messages.append("s", said, steps=())

    def stated(number: int, value: str | None, *, ends: bool, begins: int | None = None) -> Stated:
        return Stated(
            session=session.id, position=number + 1, number=0, start=0, end=4, text="said", slot="home", value=value,
            ends=ends, said_at=minute(number), valid_at=minute(begins or number),
        )  # fmt: skip

    ends = [stated(number, f"Town {number}", ends=True) for number in range(1, 150)]
    await storage.facts.record([stated(0, "Oslo", ends=False), *ends], actor="rules")
    looked = _looked_at(monkeypatch)
    for each in (
        stated(150, "Town 3", ends=True),
        stated(151, "Rome", ends=False, begins=900),
        stated(152, "Rome", ends=True),
        stated(153, "Rome", ends=False, begins=800),
        stated(154, "Oslo", ends=True),
        stated(155, "Town 5", ends=True),
        stated(156, "Oslo", ends=False),
    ):
        looked.clear()
        await storage.facts.record([each], actor="rules")
        assert 0 < len(looked) <= 20
    facts = [fact_of(row[: len(COLUMNS)]) for row in await _rows(storage, "facts")]
    assert arranged(facts) == facts
    assert sum(fact.superseded_by is not None for fact in facts) == 5
