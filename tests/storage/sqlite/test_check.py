"""The check finds rows that do not fit together."""

from __future__ import annotations

from pathlib import Path

import apsw

from holdfast.storage.sqlite.engine.check import RULES, defects
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.rules import BURIED, DAMAGES, DEPARTURES, NAME_GIVEN_ON, everything, untested
from tests.storage.samples import say

DAMAGES_HERE = [
    *DAMAGES,
    ("DELETE FROM messages WHERE key & 16777215 = 2", "session 1 does not have the messages that its extent promises"),
    ("DELETE FROM messages WHERE key & 16777215 = 1", "features of session 1 belong to no message"),
    ("DELETE FROM messages WHERE key & 16777215 = 2", "fact {rome} rests on a message that is gone"),
]


async def test_rows_that_do_not_fit_together_are_found(storage: SqliteStorage, tmp_path: Path) -> None:
    facts = await everything(storage)
    assert await storage.check() == []
    for damage, defect in DAMAGES_HERE:
        found = _found_after(tmp_path, damage)
        assert found.count(defect.format(**facts)) == 1, (damage, found)
    assert await storage.check() == []
    _do(tmp_path, DAMAGES[0][0])
    assert DAMAGES[0][1] in await storage.check()


def test_each_rule_is_broken_by_a_damage() -> None:
    assert untested(RULES, DAMAGES_HERE) == set()


async def test_what_waits_for_its_removal_is_no_defect(storage: SqliteStorage, tmp_path: Path) -> None:
    await everything(storage)
    for departure in (*DEPARTURES, BURIED, NAME_GIVEN_ON):
        assert _found_after(tmp_path, *departure) == [], departure


async def test_of_each_rule_few_rows_are_told(storage: SqliteStorage, tmp_path: Path) -> None:
    for number in range(25):
        await say(storage, f"s{number}", "one")
    _do(tmp_path, "UPDATE sessions SET purged_to = 2")
    assert len(await storage.check()) == 20


async def test_a_damaged_file_is_found(storage: SqliteStorage, tmp_path: Path) -> None:
    for _ in range(20):
        await say(storage, "s", *("x" * 2000 for _ in range(20)))
    await storage.stop()
    path = tmp_path / "holdfast.db"
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 2 // 4096 * 4096
    damaged[middle : middle + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    await storage.start()
    assert await storage.check()


def _found_after(directory: Path, *statements: str) -> list[str]:
    """What is found after statements, which are taken back."""
    other = apsw.Connection(str(directory / "holdfast.db"))
    try:
        other.execute("BEGIN")
        for statement in statements:
            other.execute(statement)
        return defects(other)
    finally:
        other.close()


def _do(directory: Path, *statements: str) -> None:
    other = apsw.Connection(str(directory / "holdfast.db"))
    for statement in statements:
        other.execute(statement)
    other.close()
