"""The check finds rows that do not fit together."""

from __future__ import annotations

import pytest

from holdfast.storage.postgres.nouns.check import RULES
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.rules import DAMAGES, DEPARTURES, everything, untested
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
    ("UPDATE documents SET collection = 7 WHERE collection = 1", "collection 1 counts its documents wrongly"),
]


@pytest.mark.parametrize(("damage", "defect"), DAMAGES_HERE)
async def test_rows_that_do_not_fit_together_are_found(
    storage: PostgresStorage, empty_postgres: str, damage: str, defect: str
) -> None:
    facts = await everything(storage)
    assert await storage.check() == []
    execute(empty_postgres, damage)
    found = await storage.check()
    assert found.count(defect.format(**facts)) == 1, found


def test_each_rule_is_broken_by_a_damage() -> None:
    assert untested(RULES, DAMAGES_HERE) == set()


@pytest.mark.parametrize("departure", DEPARTURES)
async def test_what_waits_for_its_removal_is_no_defect(
    storage: PostgresStorage, empty_postgres: str, departure: tuple[str, ...]
) -> None:
    await everything(storage)
    for statement in departure:
        execute(empty_postgres, statement)
    assert await storage.check() == []


async def test_of_each_rule_few_rows_are_told(storage: PostgresStorage, empty_postgres: str) -> None:
    for number in range(25):
        await say(storage, f"s{number}", "one")
    execute(empty_postgres, "UPDATE sessions SET purged_to = 2")
    assert len(await storage.check()) == 20
