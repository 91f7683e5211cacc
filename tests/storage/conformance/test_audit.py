"""The audit log: what was noted is read back newest first, and goes when its time is over."""

from __future__ import annotations

import pytest

from holdfast.domain.audit import NewEntry
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.nouns import audit as postgres_audit
from holdfast.storage.sqlite.nouns import audit as sqlite_audit

EARLY = Timestamp("2024-05-02T08:00:00.000000Z")
LATE = Timestamp("2024-05-03T08:00:00.000000Z")


def entry(action: str, at: Timestamp = EARLY, *targets: str) -> NewEntry:
    return NewEntry(at, "key:ü", action, targets, 7)


async def actions(storage: Storage, *, before: int | None = None, limit: int = 9) -> list[str]:
    return [found.action for found in await storage.audit.page(before=before, limit=limit)]


async def test_entries_are_read_back_as_they_were_noted(storage: Storage) -> None:
    await storage.audit.note([entry("remember", LATE, "a", 'b "x" ☃'), entry("forget_user", EARLY)])
    newest, other = await storage.audit.page(before=None, limit=9)
    assert (other.at, other.actor, other.action, other.targets, other.count) == (
        LATE, "key:ü", "remember", ("a", 'b "x" ☃'), 7,
    )  # fmt: skip
    assert (newest.action, newest.targets) == ("forget_user", ())
    assert newest.id > other.id


async def test_pages_go_from_new_to_old(storage: Storage) -> None:
    for number in range(5):
        await storage.audit.note([entry(f"a{number}")])
    first = await storage.audit.page(before=None, limit=2)
    assert [found.action for found in first] == ["a4", "a3"]
    assert await actions(storage, before=first[-1].id, limit=2) == ["a2", "a1"]
    assert await actions(storage, before=0) == []


async def test_old_entries_go_some_at_a_time(storage: Storage) -> None:
    await storage.audit.note([entry("old1"), entry("new", LATE), entry("old2"), entry("old3")])
    assert await storage.audit.drop(before=LATE, limit=2) == 2
    assert await storage.audit.drop(before=LATE, limit=2) == 1
    assert await storage.audit.drop(before=LATE, limit=2) == 0
    assert await actions(storage) == ["new"]


async def test_nothing_to_note_is_no_error(storage: Storage) -> None:
    await storage.audit.note([])
    assert await actions(storage) == []


async def test_names_are_replaced_throughout(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sqlite_audit, postgres_audit):
        monkeypatch.setattr(module, "_CHUNK", 2)
    await storage.audit.note([entry(f"a{number}", EARLY, "ada") for number in range(7)])
    assert await storage.audit.replace_names(["ada"], by="erased") == 7
    assert {found.targets for found in await storage.audit.page(before=None, limit=9)} == {("erased",)}
