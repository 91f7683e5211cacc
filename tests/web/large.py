"""A large memory, written through the storage: storing it through a server would take minutes."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path

from holdfast.domain.messages import NewMessage
from holdfast.domain.sessions import NewSession
from holdfast.domain.users import NewUser
from holdfast.enrichment.calculations import analyse, embed_with_builtin_model
from holdfast.providers.embeddings.static import load_static_model
from holdfast.retrieval.analysis import analyzer_for
from holdfast.settings import Settings
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.storage import SqliteStorage

SHORT = 10_000
"""Conversations of five messages each."""

LONG = 50_000
"""Messages of one more conversation."""

PEOPLE = 1_000

TEXTS = [f"We had tea number {number} in the garden of Lisbon." for number in range(50)]
_AT_ONCE = 200


def write_large_memory(data: Path) -> None:
    """Sessions ``s0``, ``s1`` … of people ``u0``, ``u1`` …, and one of ``u0`` that is ``long``."""
    asyncio.run(_write(data))


async def _write(data: Path) -> None:
    storage = SqliteStorage(data)
    await storage.start()
    try:
        for start in range(0, PEOPLE, _AT_ONCE):
            users = [NewUser(user_id=f"u{n}", first_name=f"Person {n}") for n in range(start, start + _AT_ONCE)]
            await asyncio.gather(*map(storage.users.create, users))
        await _write_session(storage, "long", "u0", LONG)
        for start in range(0, SHORT, _AT_ONCE):
            names = range(start, start + _AT_ONCE)
            await asyncio.gather(*(_write_session(storage, f"s{n}", f"u{n % PEOPLE}", 5) for n in names))
    finally:
        await storage.stop()


async def _write_session(storage: Storage, name: str, user_id: str, count: int) -> None:
    await storage.sessions.create(NewSession(session_id=name, user_id=user_id))
    texts = [TEXTS[place % len(TEXTS)] for place in range(count)]
    messages = [NewMessage(role="user", content=text, token_count=12) for text in texts]
    appended = (await storage.messages.append(name, messages, steps=())).result
    results = [
        MessageResult(session=appended.session, position=position, terms=terms, vector=vector)
        for position, (terms, vector) in zip(
            range(appended.first, appended.last + 1), map(_features().__getitem__, texts), strict=True
        )
    ]
    for start in range(0, count, 1_000):
        await storage.messages.record(
            results[start : start + 1_000], analyzer=_analyzer(), model=load_static_model().name
        )


@cache
def _features() -> dict[str, tuple[bytes, bytes]]:
    """What the index step stores of each text, so that searches need not work it out."""
    language = Settings().search.language
    terms, vectors = analyse(language, TEXTS), embed_with_builtin_model(TEXTS)
    return dict(zip(TEXTS, zip(terms, vectors, strict=True), strict=True))


def _analyzer() -> int:
    return analyzer_for(Settings().search.language).fingerprint
