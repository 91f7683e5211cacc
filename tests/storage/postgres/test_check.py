"""The check finds rows that do not fit together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import cast

import asyncpg
import pytest

from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.check import RULES, defects
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.rules import BURIED, DAMAGES, DEPARTURES, NAME_GIVEN_ON, everything, untested
from tests.storage.samples import say

DAMAGES_HERE = [
    *DAMAGES,
    ("DELETE FROM messages WHERE position = 2", "session 1 does not have the messages that its extent promises"),
    ("DELETE FROM messages WHERE session = 1", "session 1 does not have the messages that its extent promises"),
    ("DELETE FROM messages WHERE position = 1", "features of session 1 belong to no message"),
    ("UPDATE sessions SET next_position = 4 WHERE id = 1", "session 1 has messages beyond its end"),
    ("UPDATE session_names SET session = 9 WHERE session = 1", "the session_id s leads to no session"),
    ("UPDATE sessions SET session_id = 'o' WHERE id = 1", "the session_id s leads to no session"),
    ("UPDATE sessions SET superseded = true WHERE id = 1", "the session_id s leads to no session"),
    ("DELETE FROM session_names", "session 1 cannot be reached by its session_id"),
    ("UPDATE session_names SET session = 2 WHERE session = 1", "session 1 cannot be reached by its session_id"),
    ("UPDATE sessions SET session_id = 'o' WHERE id = 1", "session 1 cannot be reached by its session_id"),
    ("UPDATE sessions SET next_position = 2 WHERE id = 2", "fact {rome} rests on a message that is gone"),
    (
        "UPDATE messages SET expires_at = '2999-01-01' WHERE session = 1",
        "session 1 has a message that expires before it is known to",
    ),
    (
        "UPDATE messages SET expires_at = '2999-01-01' WHERE session = 1;"
        " UPDATE sessions SET next_expiry = '2999-01-02'",
        "session 1 has a message that expires before it is known to",
    ),
    (
        "UPDATE messages SET expires_at = '2999-01-01'::timestamptz + position * interval '2 days' WHERE session = 1;"
        " UPDATE sessions SET next_expiry = '2999-01-04' WHERE id = 1",
        "session 1 has a message that expires before it is known to",
    ),
    ("DELETE FROM documents WHERE collection = 1 AND number = 2", "vectors of collection 1 belong to no document"),
    ("UPDATE documents SET collection = 7 WHERE collection = 1", "collection 1 counts its documents wrongly"),
]


_UNNAMED = "DELETE FROM session_names WHERE session = 2"
DEPARTURES_HERE = [
    *DEPARTURES,
    (*BURIED, _UNNAMED),
    (*NAME_GIVEN_ON, _UNNAMED),
    (
        "UPDATE messages SET expires_at = '2999-01-01' WHERE session = 1",
        "UPDATE sessions SET next_expiry = '2999-01-01' WHERE id = 1",
    ),
]


class Undone:
    """Stands in for the database of a store, on a connection whose statements are taken back."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def rows(self, query: str) -> list[asyncpg.Record]:
        return await self._connection.fetch(query)

    async def defects_after(self, *statements: str) -> list[str]:
        transaction = self._connection.transaction()
        await transaction.start()
        for statement in statements:
            await self._connection.execute(statement)
        found = await defects(cast("Database", self))
        await transaction.rollback()
        return found


@pytest.fixture
async def undone(storage: PostgresStorage, empty_postgres: str) -> AsyncIterator[Undone]:
    connection = await asyncpg.connect(empty_postgres)
    yield Undone(connection)
    await connection.close()


async def test_rows_that_do_not_fit_together_are_found(
    storage: PostgresStorage, empty_postgres: str, undone: Undone
) -> None:
    facts = await everything(storage)
    assert await storage.check() == []
    for damage, defect in DAMAGES_HERE:
        found = await undone.defects_after(damage)
        assert found.count(defect.format(**facts)) == 1, (damage, found)
    assert await storage.check() == []
    execute(empty_postgres, DAMAGES[0][0])
    assert DAMAGES[0][1] in await storage.check()


def test_each_rule_is_broken_by_a_damage() -> None:
    assert untested(RULES, DAMAGES_HERE) == set()


async def test_what_waits_for_its_removal_is_no_defect(storage: PostgresStorage, undone: Undone) -> None:
    await everything(storage)
    for departure in DEPARTURES_HERE:
        assert await undone.defects_after(*departure) == [], departure


async def test_of_each_rule_few_rows_are_told(storage: PostgresStorage, empty_postgres: str) -> None:
    for number in range(25):
        await say(storage, f"s{number}", "one")
    execute(empty_postgres, "UPDATE sessions SET purged_to = 2")
    assert len(await storage.check()) == 20
