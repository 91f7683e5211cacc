"""Very many facts in one slot of one user, put into a store as its rules would have left them there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from holdfast.domain.facts import Fact, FactOrigin, FactSource, order_of
from holdfast.domain.messages import NewMessage
from holdfast.domain.supersession import arranged
from holdfast.domain.timestamps import Timestamp, timestamp_of
from holdfast.storage.contract.storage import Storage
from holdfast.storage.fact_rows import row_of, source_row_of
from holdfast.storage.transfer import TABLES
from tests.storage.samples import session_of, user_of

_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_AT_ONCE = 500


def minute(number: int) -> Timestamp:
    """When the message and the fact with that number were said."""
    return timestamp_of(_BEGIN + timedelta(minutes=number))


async def fill_slot(
    storage: Storage, user_id: str, slot: str, number: int, *, stated: bool, alone: bool = False
) -> list[str]:
    """Let a user have so many facts in a slot, each with a value of its own; their UUIDs, as they were said.

    The session ``<user_id>'s`` has a message for each, which states the fact if they are ``stated``.  Where it is
    ``alone``, the facts are those of the session, which has no user.
    """
    user = await user_of(storage, user_id)
    session = await session_of(storage, f"{user_id}'s", user_id=None if alone else user_id)
    for first in range(1, number + 1, _AT_ONCE):
        some = range(first, min(first + _AT_ONCE, number + 1))
        said = [NewMessage(role="user", content=_text(each), created_at=minute(each)) for each in some]
        await storage.messages.append(session.session_id, said, steps=())
    facts = arranged(_fact(each, user.id, user_id, session.id, slot, stated=stated) for each in range(1, number + 1))
    if alone:
        whose = {"holder": -session.id, "user_id": None, "session": session.id, "session_id": session.session_id}
        facts = [replace(fact, **whose) for fact in facts]
    for first in range(0, number, _AT_ONCE):
        some = facts[first : first + _AT_ONCE]
        await _write(storage, "facts", [(fact.id, *row_of(fact), fact.said, fact.said) for fact in some])
        if stated:
            await _write(storage, "fact_sources", [source_row_of(_source(fact, session.id)) for fact in some])
    await storage.transfer.set_numbers({**await storage.transfer.numbers(), "facts": number})
    return [fact.uuid for fact in facts]


def _text(number: int) -> str:
    return f"Today is day {number}."


def _fact(number: int, holder: int, user_id: str, session: int, slot: str, *, stated: bool) -> Fact:
    at = minute(number)
    return Fact(
        id=number,
        uuid=f"{number:08x}-0000-4000-8000-{holder:012x}",
        holder=holder,
        user_id=user_id,
        origin=FactOrigin.STATED if stated else FactOrigin.ASSERTED,
        text=_text(number),
        slot=slot,
        value=f"Town {number}",
        rests=stated,
        valid_at=at,
        said=order_of(at, session, number) if stated else order_of(at),
        created_at=at,
        updated_at=at,
        actor="rules",
    )


def _source(fact: Fact, session: int) -> FactSource:
    return FactSource(
        fact.uuid, session, fact.id, 0, 0, len(fact.text), fact.valid_at, fact.valid_at, fact.value, fact.ends
    )


async def _write(storage: Storage, name: str, rows: list[tuple[Any, ...]]) -> None:
    (table,) = [table for table in TABLES if table.name == name]
    await storage.transfer.write(table, rows)
