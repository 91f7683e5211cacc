"""A database full of messages with everything that enrichment leaves, written in bulk.

Through the API a million messages and their enrichment take an hour; rows written as they are take a minute. Terms and
vectors are those of some thousands of texts made of common words, which the messages share.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from holdfast.domain.facts import Stated
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.timestamps import Timestamp, timestamp_of
from holdfast.providers.embeddings.static import load_static_model
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.vectors import pack
from holdfast.storage.sqlite.storage import SqliteStorage

TEXTS, WORDS, KINDS = 20_000, 15, 7
_VOCABULARY = 3000
_BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
_AT_ONCE = 20_000
_STATED_AT_ONCE = 1000
_LEAST_WORDS = 4
_SLOTS = ("likes", "dislikes", "x-owns", None)
_HOMES = 100
"""So many homes one after the other."""


@dataclass(frozen=True)
class Person:
    """A user, with so many sessions of so many messages."""

    user_id: str
    sessions: int
    messages: int


class Texts(NamedTuple):
    """What messages say, with terms and vectors, and what made these."""

    contents: list[str]
    terms: list[bytes]
    vectors: list[bytes]
    analyzer: int
    model: str


class Writer:
    """Writes users with their sessions into a new embedded database, faster than the server would.

    ``told`` hears how many messages there are, again and again.
    """

    def __init__(self, directory: Path, told: Callable[[int], None] = lambda _: None) -> None:
        self._told = told
        self._written = 0
        asyncio.run(_create(directory))
        self._connection = apsw.Connection(str(directory / "holdfast.db"))
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA cache_size = -200000")
        self._texts = _prepared()
        self._session = count(1)

    def write(self, people: list[Person], strangers: int) -> None:
        """Write people with their sessions, called by their name, a hyphen and a number from 0; and others."""
        moment = timestamp_of(_BEGIN)
        names = [person.user_id for person in people] + [f"stranger-{number}" for number in range(strangers)]
        with self._connection:
            self._connection.executemany(
                "INSERT INTO users VALUES (?, ?, ?, '', '', '', NULL, ?, ?)",
                [(number, new_uuid(), name, moment, moment) for number, name in enumerate(names, 1)],
            )
        for number, person in enumerate(people, 1):
            together = max(1, _AT_ONCE // person.messages)
            for first in range(0, person.sessions, together):
                some = range(first, min(first + together, person.sessions))
                with self._connection:
                    self._write_sessions(number, person, some)
                self._written += len(some) * person.messages
                self._told(self._written)

    @property
    def contents(self) -> list[str]:
        """What the messages say."""
        return self._texts.contents

    def write_facts(self, directory: Path, person: Person, facts: int, *, first_session: int) -> None:
        """Write what a person stated in messages that were written, as enrichment does; close before.

        Values stand side by side, but for some homes that each take the place of the one before.
        """
        asyncio.run(_record(directory, list(self._statements(person, facts, first_session))))

    def _statements(self, person: Person, facts: int, first_session: int) -> Iterator[Stated]:
        room = person.sessions * person.messages
        for number in range(facts):
            turn, place = divmod(number, room)
            position, session = divmod(place, person.sessions)
            key = ((first_session + session) << 24) + position + 1
            words = self._texts.contents[_text_of(key)].split()[: _LEAST_WORDS + turn]
            slot = "home" if number % (facts // _HOMES or 1) == 0 else _SLOTS[number % len(_SLOTS)]
            moment, text = _moment_of(key), " ".join(words)
            yield Stated(
                session=key >> 24, position=position + 1, number=turn, start=0, end=len(text), text=text,
                slot=slot, value=slot and " ".join(words[1:]), ends=False, said_at=moment, valid_at=moment,
            )  # fmt: skip

    def close(self) -> None:
        """Be done; what the planner should know is worked out."""
        self._connection.execute("PRAGMA optimize")
        self._connection.close()

    def _write_sessions(self, owner: int, person: Person, numbers: range) -> None:
        keys = [(next(self._session), number) for number in numbers]
        moment = timestamp_of(_BEGIN)
        self._connection.executemany(
            "INSERT INTO sessions (id, uuid, session_id, user_id, owner, created_at, updated_at, next_position)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (key, new_uuid(), f"{person.user_id}-{number}", person.user_id, owner, moment, moment,
                 person.messages + 1)
                for key, number in keys
            ],
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO messages (key, uuid, role, content, metadata, token_count, created_at, updated_at)"
            " VALUES (?, ?, 'user', ?, ?, 30, ?, ?)",
            self._messages(keys, person.messages),
        )
        texts = self._texts
        self._connection.executemany(
            "INSERT INTO features VALUES (?, ?, ?, ?, ?)",
            (
                (place, texts.analyzer, texts.terms[text], texts.model, texts.vectors[text])
                for place, text in _places(keys, person.messages)
            ),
        )

    def _messages(self, keys: list[tuple[int, int]], messages: int) -> Iterator[tuple[Any, ...]]:
        for place, text in _places(keys, messages):
            moment = _moment_of(place)
            yield place, new_uuid(), self._texts.contents[text], f'{{"kind":{text % KINDS}}}', moment, moment


def _places(keys: list[tuple[int, int]], messages: int) -> Iterator[tuple[int, int]]:
    """The key of each message, and the number of its text."""
    for session, _ in keys:
        for position in range(1, messages + 1):
            key = (session << 24) + position
            yield key, _text_of(key)


def _text_of(key: int) -> int:
    return ((key >> 24) * 7919 + (key & 0xFFFFFF)) % TEXTS


def _moment_of(key: int) -> Timestamp:
    return timestamp_of(_BEGIN + timedelta(minutes=key >> 24, seconds=key & 0xFFFFFF))


async def _record(directory: Path, statements: list[Stated]) -> None:
    storage = SqliteStorage(directory)
    await storage.start()
    for start in range(0, len(statements), _STATED_AT_ONCE):
        await storage.facts.record(statements[start : start + _STATED_AT_ONCE], actor="benchmark")
    await storage.stop()


@lru_cache(1)
def _prepared() -> Texts:
    numbers = random.Random(1)
    words = [f"word{number}" for number in range(_VOCABULARY)]
    model, analyzer = load_static_model(), analyzer_for("english")
    texts = [" ".join(numbers.choices(words, k=WORDS)) for _ in range(TEXTS)]
    terms = [MessageFeatures.of(text, analyzer).to_bytes() for text in texts]
    return Texts(texts, terms, [pack(vector) for vector in model.encode(texts)], analyzer.fingerprint, model.name)


async def _create(directory: Path) -> None:
    storage = SqliteStorage(directory)
    await storage.start()
    await storage.stop()
