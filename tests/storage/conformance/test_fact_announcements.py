"""A store tells what all that was said comes to, also of days to come, whatever came first and whatever has gone."""

from __future__ import annotations

import random

import pytest

from holdfast.domain.facts import Fact, FactSelection, FactState, Stated
from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import Timestamp
from holdfast.storage import fact_neighbours
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import session_of, user_of
from tests.storage.slot_history import told

STATEMENTS = 30
DAYS = range(1, 27)
BOTH = (FactState.VALID, FactState.SUPERSEDED)


def at(day: int) -> Timestamp:
    return Timestamp(f"2025-01-{day:02}T00:00:00.000000Z")


def _statements(chance: random.Random, session: int) -> list[Stated]:
    found = []
    for position in range(1, STATEMENTS + 1):
        said = chance.randint(3, 20)
        valid = chance.choice([said, said, 1, *range(said, said + 6)])
        slot = chance.choice(["employer", "employer", "diet"])
        value = chance.choice(["tesco", "greggs", "!!"]) if valid >= said else f"lidl {position}"
        ends = chance.random() < 0.25
        found.append(
            Stated(
                session=session, position=position, number=0, start=0, end=4, text="said", slot=slot,
                value=None if ends and slot == "employer" and chance.random() < 0.3 else value, ends=ends,
                said_at=at(said), valid_at=at(valid),
            )
        )  # fmt: skip
    chance.shuffle(found)
    return found


async def _all(storage: Storage) -> list[Fact]:
    return await storage.facts.page(FactSelection(user_id="ada", states=BOTH), limit=1000)


def _held(facts: list[Fact], slot: str, day: int) -> set[str]:
    held = [fact for fact in facts if fact.slot == slot and fact.holds_at(at(day)) and not fact.ends]
    held.sort(key=lambda fact: fact.said)
    return {str(fact.value) for fact in (held[-1:] if slot == "employer" else held)}


@pytest.mark.parametrize("seed", range(3))
async def test_slots_hold_what_all_that_was_said_comes_to(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(fact_neighbours, "FEW", 0)
    monkeypatch.setattr(fact_neighbours, "FEW_FOR_EACH", 0)
    chance = random.Random(seed)
    await user_of(storage, "ada")
    session = await session_of(storage, "s", user_id="ada")
    messages = [NewMessage(role="user", content="said", uuid=_uuid(each)) for each in range(1, STATEMENTS + 1)]
    await storage.messages.append("s", messages, steps=())
    left: list[Stated] = []
    waiting = _statements(chance, session.id)
    while waiting or left:
        act = chance.random()
        if waiting and (act < 0.75 or not left):
            some = [waiting.pop() for _ in range(min(len(waiting), chance.choice([1, 1, 3])))]
            await storage.facts.record(some, actor="rules")
            left += some
        elif act < 0.9 or not waiting:
            gone = left.pop(chance.randrange(len(left)))
            await storage.messages.delete("s", _uuid(gone.position))
        else:
            fact = chance.choice(await _all(storage))
            sources = (await storage.facts.sources([fact.uuid]))[fact.uuid]
            await storage.facts.forget(fact.uuid, actor="someone")
            left = [each for each in left if each.position not in {source.position for source in sources}]
        facts = await _all(storage)
        for slot in ("employer", "diet"):
            of_slot = [each for each in left if each.slot == slot]
            for day in DAYS:
                assert _held(facts, slot, day) == told(of_slot, at(day), single=slot == "employer"), (slot, day)


def _uuid(position: int) -> str:
    return f"00000000-0000-4000-8000-{position:012}"
