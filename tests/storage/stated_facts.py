"""Conversations in which facts are stated, and what became of them."""

from __future__ import annotations

from typing import Any

from holdfast.domain.facts import (
    SHOWN_STATES,
    Fact,
    FactOrigin,
    FactSelection,
    FactState,
    Stated,
)
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.samples import LONG_AGO, message, session_of, user_of

ALL = SHOWN_STATES


def at(day: str) -> Timestamp:
    return Timestamp(f"{day}T12:00:00.000000Z")


async def talk(storage: Storage, session_id: str, *said: tuple[str, str]) -> int:
    """Messages with the days on which they were said; the session's number."""
    new = [message(text, created_at=at(day)) for day, text in said]
    return (await storage.messages.append(session_id, new, steps=())).result.session


def stated(
    session: int, position: int, text: str, slot: str | None, value: str | None, day: str, **more: Any
) -> Stated:
    fields = {"number": 0, "start": 0, "end": len(text), "ends": False, "valid_at": at(day), **more}
    return Stated(session=session, position=position, text=text, slot=slot, value=value, said_at=at(day), **fields)


async def facts_of(storage: Storage, user_id: str = "ada", *states: FactState) -> list[Fact]:
    """Oldest first."""
    selection = FactSelection(user_id=user_id, states=states or ALL)
    return (await storage.facts.page(selection, limit=1000))[::-1]


async def ada(storage: Storage, *said: tuple[str, str], session_id: str = "s") -> int:
    """A user with a session, and what was said there."""
    await user_of(storage, "ada")
    await session_of(storage, session_id, user_id="ada")
    return await talk(storage, session_id, *said)


async def ada_again(storage: Storage, session_id: str, *said: tuple[str, str]) -> int:
    """Another session of the user, and what was said there."""
    await session_of(storage, session_id, user_id="ada")
    return await talk(storage, session_id, *said)


def shape(fact: Fact) -> tuple[str | None, str]:
    return fact.value, fact.state.value


async def sound(storage: Storage) -> None:
    """Nothing is found to be damaged, and what was stated was said from its first source to its last."""
    assert await storage.check() == []
    said: dict[str, list[str]] = {}
    for source in await rows_of(storage, "fact_sources"):
        said.setdefault(source["fact"], []).append(source["said_at"])
    for fact in await rows_of(storage, "facts"):
        if fact["origin"] == FactOrigin.STATED and (moments := said.get(fact["uuid"])):
            span = [fact[name][: len(LONG_AGO)] for name in ("first_said", "last_said")]
            assert span == [min(moments), max(moments)]


async def rows_of(storage: Storage, name: str) -> list[dict[str, Any]]:
    (table,) = [table for table in TABLES if table.name == name]
    found = await storage.transfer.read(table, after=None, limit=100_000)
    return [dict(zip(table.columns, row, strict=True)) for row in found]
