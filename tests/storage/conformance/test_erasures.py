"""Erasures, and what the removal of the last traces asks of the store."""

from __future__ import annotations

import asyncio
from importlib import import_module

import pytest
from msgspec.structs import replace

from holdfast.domain.audit import NewEntry
from holdfast.domain.erasures import Certificate, Pending, Scan, certify, defects
from holdfast.domain.facts import NewFact
from holdfast.domain.receipts import Receipt
from holdfast.domain.sessions import NewSession
from holdfast.domain.users import NewUser
from holdfast.errors import NotFound
from holdfast.storage.contract.storage import Storage
from holdfast.storage.removal import Removal
from holdfast.storage.transfer import TABLES
from tests.storage.samples import LONG_AGO, contents, say, session_of, until_gone, user_of

PENDING = Pending(
    kind="user", name="ann", counts={"users": 1}, names=("ann",), samples=("some words of ann",), begun_at=LONG_AGO
)


def certificate(last: Certificate | None) -> Certificate:
    scan = Scan(places=("table users",), samples=1, elsewhere=0, found={})
    return certify(PENDING, scan=scan, erased_at=LONG_AGO, backups=("b",), last=last)


async def test_an_erasure_is_under_way_until_it_is_certified(storage: Storage, other: Storage) -> None:
    erasure = await storage.erasures.begin(PENDING)
    assert await other.erasures.under_way() == {erasure: PENDING}
    made = await storage.erasures.finish(erasure, certificate)
    assert await other.erasures.under_way() == {}
    assert await other.erasures.certificates(after=0, limit=10) == [made]
    later = await storage.erasures.begin(PENDING)
    assert (await storage.erasures.finish(later, certificate)).number == made.number + 1
    assert made.is_about("ann")
    assert not made.is_about("bob")


async def test_certificates_follow_each_other_whoever_makes_them(storage: Storage, other: Storage) -> None:
    erasures = [await storage.erasures.begin(PENDING) for _ in range(6)]
    stores = [storage, other] * 3
    await asyncio.gather(*(each.erasures.finish(one, certificate) for each, one in zip(stores, erasures, strict=True)))
    found = await storage.erasures.certificates(after=0, limit=10)
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]
    assert defects(found) == []
    again = await storage.erasures.finish(erasures[0], certificate)
    assert again in found
    assert await storage.erasures.certificates(after=4, limit=1) == [found[4]]


async def test_an_erased_session_cannot_come_back_and_its_rows_go(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    await storage.sessions.erase("s")
    for refused in (storage.sessions.get("s"), storage.sessions.erase("s"), storage.sessions.merge_metadata("s", {})):
        with pytest.raises(NotFound):
            await refused
    await until_gone(storage, "messages", "sessions")
    await say(storage, "s", "three")
    assert await contents(storage, "s") == ["three"]


async def test_receipts_of_what_is_gone_go_with_it(storage: Storage) -> None:
    for name in ("ann", "bob"):
        await storage.users.create(NewUser(user_id=name), receipt=Receipt(f"user {name}", b"f"))
        new = NewSession(session_id=f"{name}'s", user_id=name)
        await storage.sessions.create(new, receipt=Receipt(f"session {name}", b"f"))
        await storage.messages.append(f"{name}'s", [], steps=(), receipt=Receipt(f"append {name}", b"f"))
    await storage.users.create(NewUser(user_id="eve"), receipt=Receipt("user eve", b"f"))
    fact = NewFact(user_id="ann", text="lives in Porto", session_id=None)
    await storage.facts.add(fact, actor="", receipt=Receipt("fact ann", b"f"))
    await storage.facts.add(
        replace(fact, user_id="bob", session_id="bob's"), actor="", receipt=Receipt("fact bob", b"f")
    )
    await storage.users.delete("ann")
    await storage.users.delete("eve")
    await storage.finish_deletions()
    assert await _keys_of_receipts(storage) == ["append bob", "fact bob", "session bob", "user bob"]


@pytest.mark.parametrize("work", ["_bury_user", "_remove_dead_rows", "_remove_orphaned_receipts"])
async def test_receipts_of_what_is_gone_go_also_when_their_removal_was_interrupted(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    class Interrupted(BaseException):
        pass

    await storage.users.create(NewUser(user_id="ann"), receipt=Receipt("user ann", b"f"))
    new = NewSession(session_id="ann's", user_id="ann")
    await storage.sessions.create(new, receipt=Receipt("session ann", b"f"))
    store = type(storage).__module__.rpartition(".")[0]
    real = import_module(f"{store}.nouns.pieces").in_pieces
    with monkeypatch.context() as broken:
        purge = import_module(f"{store}.nouns.purge")
        function = getattr(purge, work)

        async def in_pieces(database: object, piece: object) -> object:
            if function in (piece, getattr(piece, "func", None)):
                raise Interrupted
            return await real(database, piece)

        broken.setattr(purge, "in_pieces", in_pieces)
        broken.setattr(Removal, "begin", lambda _: None)
        await storage.users.delete("ann")
        with pytest.raises(Interrupted):
            await storage.finish_deletions()
    await storage.finish_deletions()
    assert await _keys_of_receipts(storage) == []


async def _keys_of_receipts(storage: Storage) -> list[str]:
    (table,) = [table for table in TABLES if table.name == "receipts"]
    return sorted(row[1] for row in await storage.transfer.read(table, after=None, limit=10))


async def test_forgotten_changes_make_the_next_answer_complete(storage: Storage) -> None:
    await user_of(storage, "ann")
    await session_of(storage, "s", user_id="ann")
    await say(storage, "s", "one")
    seen = await storage.session_changes.since(None)
    await say(storage, "s", "two")
    await storage.session_changes.forget()
    answer = await storage.session_changes.since(seen.revision)
    assert answer.complete
    assert [change.last for change in answer.changes] == [2]
    later = await storage.session_changes.since(answer.revision)
    assert not later.complete
    assert {change.session for change in later.changes} <= {change.session for change in answer.changes}


async def test_names_in_the_audit_log_are_replaced(storage: Storage) -> None:
    entries = [("token:ann", ("ann", "note.md")), ("key:k", ("s", "note.md")), ("token:bob", ("x", "ann"))]
    await storage.audit.note([NewEntry(LONG_AGO, actor, "do", targets, len(targets)) for actor, targets in entries])
    assert await storage.audit.replace_names({"ann"}, by="erased") == 2
    found = await storage.audit.page(before=None, limit=10)
    assert [(entry.actor, entry.targets) for entry in reversed(found)] == [
        ("token:erased", ("erased", "erased")),
        ("key:k", ("s", "note.md")),
        ("token:bob", ("x", "erased")),
    ]
