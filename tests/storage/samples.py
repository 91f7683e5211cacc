"""Short ways to say what the storage tests put in and read back."""

from __future__ import annotations

import itertools
from typing import Any

from holdfast.domain.facts import Stated
from holdfast.domain.messages import Message, NewMessage
from holdfast.domain.metadata import EncodedMetadata, Metadata, decode_metadata
from holdfast.domain.sessions import NewSession, Session
from holdfast.domain.summaries import NewSummary, Summary
from holdfast.domain.users import NewUser, User
from holdfast.storage.contract.messages import Appended
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.deadline import until

_numbers = itertools.count(1)

LONG_AGO = "2000-01-01T00:00:00.000000Z"
FAR_AHEAD = "2999-01-01T00:00:00.000000Z"


def fresh(prefix: str = "s") -> str:
    """An identifier that nobody used before."""
    return f"{prefix}-{next(_numbers)}"


def message(content: str = "hello", **fields: Any) -> NewMessage:
    return NewMessage(role=fields.pop("role", "user"), content=content, **fields)


async def say(storage: Storage, session_id: str, *contents: str, steps: tuple[str, ...] = ()) -> Appended:
    """Append one message for each text."""
    new = [message(content) for content in contents]
    return (await storage.messages.append(session_id, new, steps=steps)).result


async def session_of(storage: Storage, session_id: str, **fields: Any) -> Session:
    return (await storage.sessions.create(NewSession(session_id=session_id, **fields))).result


async def user_of(storage: Storage, user_id: str, **fields: Any) -> User:
    return (await storage.users.create(NewUser(user_id=user_id, **fields))).result


def stated(session: int, position: int, text: str) -> Stated:
    """A statement that is all of a message."""
    return Stated(
        session=session,
        position=position,
        number=0,
        start=0,
        end=len(text),
        text=text,
        slot="home",
        value=text,
        ends=False,
        said_at=LONG_AGO,
        valid_at=LONG_AGO,
    )


async def live(storage: Storage, session_id: str) -> list[Message]:
    """All live messages of a session, oldest first."""
    return (await storage.messages.page(session_id, offset=0, limit=1_000_000)).messages


async def contents(storage: Storage, session_id: str) -> list[str]:
    return [found.content for found in await live(storage, session_id)]


async def summarise(storage: Storage, session: int, point: int, *, base: int = 0, content: str = "sum") -> Summary:
    """A summary that is certain to be stored."""
    summary = await storage.summaries.add(
        session, NewSummary(base=base, point=point, content=content, token_count=len(content))
    )
    assert summary is not None
    return summary


async def until_gone(storage: Storage, *tables: str) -> None:
    """Wait until nothing is left in these tables."""

    async def gone() -> bool:
        return not any([await storage.transfer.count(table) for table in TABLES if table.name in tables])

    await until(gone)


def decoded(metadata: EncodedMetadata | None) -> Metadata:
    return decode_metadata(metadata)
