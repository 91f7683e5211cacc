"""Facts of different holders, sessions and slots have nothing to do with each other."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from holdfast.domain.fact_ledger import FactLedger
from holdfast.domain.facts import SHOWN_STATES, Extracted, Fact, FactChange, FactSelection, FactState, NewFact, Stated
from holdfast.domain.timestamps import now, timestamp_of
from holdfast.errors import InvalidRequest
from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.nouns import fact_writes as postgres_writes
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.nouns import fact_writes as sqlite_writes
from tests.storage.samples import LONG_AGO, say, session_of, user_of


def stated(session: int, position: int, text: str, value: str) -> Stated:
    return Stated(
        session=session, position=position, number=0, start=0, end=len(text), text=text, slot="likes", value=value,
        ends=False, said_at=LONG_AGO, valid_at=LONG_AGO,
    )  # fmt: skip


def extracted(session: int, text: str, *cites: int, slot: str | None = None) -> Extracted:
    return Extracted(session=session, text=text, cites=cites, subject="user", slot=slot, value=None, valid_at=None)


async def talk(storage: Storage, session_id: str, user_id: str | None, *said: str) -> int:
    """A session with messages, and facts that say the same; its number."""
    session = (await session_of(storage, session_id, user_id=user_id)).id
    await say(storage, session_id, *said)
    statements = [stated(session, position, text, text) for position, text in enumerate(said, 1)]
    await storage.facts.record(statements, actor="rules")
    return session


async def texts(storage: Storage, **whose: str) -> list[str]:
    return [fact.text for fact in await storage.facts.page(FactSelection(**whose), limit=99)]


async def test_a_session_knows_what_it_has_part_in(storage: Storage) -> None:
    await user_of(storage, "ada")
    await talk(storage, "one", "ada", "I like tea.")
    await talk(storage, "two", "ada", "I like tea.", "I like jam.")
    for session, expected in (("one", ["I like tea."]), ("two", ["I like jam.", "I like tea."])):
        known = await storage.facts.known(FactSelection(session_id=session), now())
        assert [fact.text for fact in known] == expected
    await user_of(storage, "ben")
    await talk(storage, "three", "ben", "I like fish.")
    assert [fact.text for fact in await storage.facts.known(FactSelection(session_id="three"), now())] == [
        "I like fish."
    ]
    for user, expected in (("ada", ["I like jam.", "I like tea."]), ("ben", ["I like fish."])):
        known = await storage.facts.known(FactSelection(user_id=user), now())
        assert [fact.text for fact in known] == expected


async def test_what_was_forgotten_stays_away_and_nothing_else_does(storage: Storage) -> None:
    await user_of(storage, "ada")
    session = (await session_of(storage, "s", user_id="ada")).id
    await say(storage, "s", "one", "two")
    other = (await session_of(storage, "t", user_id="ada")).id
    await say(storage, "t", "one", "two")
    cat = extracted(session, "Has a cat", 1, slot="pet")
    assert await storage.facts.record_extracted([cat], actor="model") == 1
    (fact,) = await storage.facts.page(FactSelection(user_id="ada"), limit=9)
    await storage.facts.forget(fact.uuid, actor="person")
    assert await storage.facts.record_extracted([cat], actor="model") == 0
    for number, new in enumerate(
        [
            extracted(session, "Has a home", 1, slot="home"),
            extracted(session, "Has a dog", 2, slot="pet"),
            extracted(session, "Has a fish", 2, slot="pet"),
            extracted(other, "Has a hen", 1, slot="pet"),
        ]
    ):
        assert await storage.facts.record_extracted([new], actor="model") == 1, number


async def test_who_follows_a_user_is_told_of_its_facts_only(storage: Storage) -> None:
    holders = {user: (await user_of(storage, user)).id for user in ("ada", "ben")}
    for user in holders:
        await storage.facts.add(NewFact(user_id=user, text=user), actor="a")
    for user, number in holders.items():
        told = await storage.facts.changes(None, user_id=user)
        assert ([change.session for change in told.changes], told.complete) == ([number], True)


async def test_facts_of_a_deleted_user_are_gone_at_once(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = (await user_of(storage, "ada")).id
    session = await talk(storage, "s", "ada", "I like tea.")
    with monkeypatch.context() as held:
        held.setattr(Removal, "begin", lambda _: None)
        await storage.users.delete("ada")
    assert (await storage.facts.changes(None)).changes == []
    assert await storage.facts.of_messages(session, 1, 9) == []
    assert await storage.facts.of_holder(holder, after=0, last=99) == []
    assert await storage.check() in ([], ["ok"])


async def test_facts_that_come_to_a_user_leave_who_held_them_before(storage: Storage) -> None:
    ada = (await user_of(storage, "ada")).id
    await talk(storage, "older", None, "I like fish.")
    session = await talk(storage, "s", None, "I like tea.")
    asserted = (await storage.facts.add(NewFact(session_id="s", text="likes cake"), actor="a")).result
    await talk(storage, "other", None, "I like jam.")
    revision = (await storage.facts.changes(None)).revision
    await storage.sessions.merge_metadata("s", None, user_id="ada")
    told = {change.session: change.last for change in (await storage.facts.changes(revision)).changes}
    assert (told.keys(), told[ada]) == ({ada, -session}, asserted.id)
    given = await storage.facts.page(FactSelection(user_id="ada"), limit=9)
    assert [(fact.text, fact.session_id) for fact in given] == [("likes cake", "s"), ("I like tea.", None)]
    for name, text in (("older", "I like fish."), ("other", "I like jam.")):
        assert await texts(storage, session_id=name) == [text]
    await talk(storage, "later", "ada", "I like tea.")
    await storage.sessions.delete("s")
    assert await texts(storage, user_id="ada") == ["I like tea."]


async def test_facts_of_a_holder_come_in_order(storage: Storage) -> None:
    holder = (await user_of(storage, "ada")).id
    made = [(await storage.facts.add(NewFact(user_id="ada", text=f"{n}"), actor="a")).result.id for n in range(5)]
    assert [fact.id for fact in await storage.facts.of_holder(holder, after=0, last=made[-1])] == made
    assert [fact.id for fact in await storage.facts.of_holder(holder, after=made[0], last=made[2])] == made[1:3]


async def test_of_a_holder_only_valid_facts_are_told(storage: Storage) -> None:
    holder = (await user_of(storage, "ada")).id
    made = [(await storage.facts.add(NewFact(user_id="ada", text=f"{n}"), actor="a")).result for n in range(4)]
    await storage.facts.change(made[0].uuid, FactChange(state=FactState.INVALID), actor="a")
    await storage.facts.forget(made[1].uuid, actor="a")
    newer = NewFact(user_id="ada", text="newer", supersedes=(made[2].uuid,))
    last = (await storage.facts.add(newer, actor="a")).result.id
    found = await storage.facts.of_holder(holder, after=0, last=last)
    assert [fact.text for fact in found] == ["3", "newer"]


@pytest.fixture
def _in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts are worked out so few at a time that ten are many."""
    for module in (sqlite_writes, postgres_writes):
        monkeypatch.setattr(module, "TOGETHER", 3)


@pytest.mark.usefixtures("_in_portions")
async def test_all_facts_of_a_session_come_to_the_same_user(storage: Storage) -> None:
    for user in ("ada", "ben"):
        await user_of(storage, user)
    said = [f"I like number {number}." for number in range(10)]
    await talk(storage, "s", None, *said)
    given = [
        storage.sessions.merge_metadata("s", None, user_id="ada"),
        storage.sessions.merge_metadata("s", None, user_id="ben"),
    ]
    (owner,) = {session.user_id for session in await asyncio.gather(*given)}
    assert owner is not None
    assert sorted(await texts(storage, user_id=owner)) == said
    assert await texts(storage, user_id="ben" if owner == "ada" else "ada") == []


@pytest.mark.usefixtures("_in_portions")
async def test_a_session_comes_to_nobody_who_is_not_there(storage: Storage) -> None:
    await user_of(storage, "ada")
    said = [f"I like number {number}." for number in range(10)]
    await talk(storage, "s", None, *said)
    nobody, ada = await asyncio.gather(
        *(storage.sessions.merge_metadata("s", None, user_id=user) for user in ("nobody", "ada")),
        return_exceptions=True,
    )
    assert isinstance(nobody, InvalidRequest)
    assert not isinstance(ada, BaseException)
    assert ada.user_id == "ada"
    assert sorted(await texts(storage, user_id="ada")) == said


@pytest.mark.usefixtures("_in_portions")
@pytest.mark.parametrize("rest", [True, False])
async def test_facts_of_a_session_go_few_at_a_time(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, rest: bool
) -> None:
    await user_of(storage, "ada")
    said = [f"I like number {number}." for number in range(10)]
    if rest:
        await talk(storage, "s", "ada", *said)
    else:
        await session_of(storage, "s")
        for text in said:
            await storage.facts.add(NewFact(session_id="s", text=text), actor="a")
        await storage.sessions.merge_metadata("s", None, user_id="ada")
    went = []
    close = FactLedger.close

    def closed(ledger: FactLedger) -> tuple[list[Fact], list[Fact], list[Fact]]:
        outcome = close(ledger)
        went.append(len(outcome[2]))
        return outcome

    monkeypatch.setattr(FactLedger, "close", closed)
    await storage.sessions.delete("s")
    assert sum(went) == len(said)
    assert max(went) <= 4
    assert await texts(storage, user_id="ada") == []


@pytest.mark.usefixtures("_in_portions")
async def test_what_comes_to_a_user_stands_among_what_is_known(storage: Storage) -> None:
    ada = (await user_of(storage, "ada")).id
    await session_of(storage, "s")
    for day in range(1, 21):
        whose = {"session_id": "s"} if day % 2 else {"user_id": "ada"}
        moment = f"2026-01-{day:02}T00:00:00.000000Z"
        new = NewFact(**whose, text=str(day), slot="home", value=str(day), valid_at=moment)
        await storage.facts.add(new, actor="a")
    await storage.facts.add(NewFact(session_id="s", text="tea", slot="likes", value="tea"), actor="a")
    for left in (set(range(1, 21)), {*range(2, 21, 2)}):
        if len(left) == 20:
            await storage.sessions.merge_metadata("s", None, user_id="ada")
            assert await texts(storage, user_id="ada", slot="likes") == ["tea"]
        else:
            await storage.sessions.delete("s")
        assert await texts(storage, user_id="ada", slot="home") == ["20"]
        everything = FactSelection(user_id="ada", slot="home", states=SHOWN_STATES)
        facts = await storage.facts.page(everything, limit=99)
        assert {int(fact.text) for fact in facts} == left
        assert {fact.holder for fact in facts} == {ada}
        by_day = sorted(facts, key=lambda fact: int(fact.text))
        assert [fact.superseded_by for fact in by_day] == [*(fact.uuid for fact in by_day[1:]), None]


async def test_the_newest_facts_of_each_slot_are_found_beside_very_many_others(storage: Storage) -> None:
    await user_of(storage, "ada")
    await user_of(storage, "ben")

    async def know(user: str, slot: str | None, value: str, day: int, **more: Any) -> Fact:
        moment = timestamp_of(datetime(2024, 1, day, tzinfo=UTC))
        new = NewFact(user_id=user, text=f"{slot} {value}", slot=slot, value=value, valid_at=moment, **more)
        return (await storage.facts.add(new, actor="caller")).result

    for day, value in enumerate(("tea", "jam", "fish", "bread"), 1):
        await know("ada", "likes", value, day)
    await know("ada", "home", "Leith", 1)
    await know("ada", "home", "Oban", 2)
    await know("ada", "x-shoe-size", "41", 3)
    await know("ada", None, "nothing", 4)
    await know("ben", "likes", "golf", 1)
    await know("ben", "age", "7", 1)
    await know("ada", "likes", "gin", 8, subject="Eve")
    soup = await know("ada", "likes", "soup", 7)
    await know("ada", "likes", "stew", 2, supersedes=(soup.uuid,))
    wrong = await know("ada", "likes", "war", 9)
    await storage.facts.change(wrong.uuid, FactChange(state=FactState.INVALID), actor="caller")

    async def found(each: int, slots: int = 9, user: str = "ada") -> list[str]:
        return sorted(fact.text for fact in await storage.facts.newest_in_slots(user, each=each, slots=slots))

    assert await found(2) == ["home Leith", "home Oban", "likes bread", "likes fish", "x-shoe-size 41"]
    assert await found(1) == ["home Oban", "likes bread", "x-shoe-size 41"]
    assert await found(1, slots=2) == ["home Oban", "likes bread"]
    assert await found(9, user="ben") == ["age 7", "likes golf"]
    assert await found(9, user="nobody") == []
