"""API keys: stored as they are given, revoked for good, and every change seen by whoever remembers them."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from holdfast.domain.keys import Key
from holdfast.domain.principals import ALL_RIGHTS, Limits, Rights
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.storage import Storage

CREATED = Timestamp("2024-05-02T08:00:00.000000Z")
EARLIER = Timestamp("2024-05-01T08:00:00.000000Z")
LATER = Timestamp("2024-05-03T08:00:00.000000Z")


def key(identifier: str = "abc", **fields: object) -> Key:
    values = {"name": "laptop", "digest": b"\x00\xff" * 16, "rights": ALL_RIGHTS, "limits": None, "created_at": CREATED}
    return Key(id=identifier, **{**values, **fields})


async def test_a_key_is_read_back_as_it_was_given(storage: Storage) -> None:
    limits = Limits(users=("ann", "a*b"), session_prefixes=("web-",), collection_prefixes=("docs",))
    keys = [
        key("one"),
        key("two", name='ü "x" ☃', rights=Rights(read=True), limits=limits, created_at=LATER, expires_at=LATER),
        key("three", limits=Limits(), created_at=EARLIER),
    ]
    for each in keys:
        await storage.keys.add(each)
    assert await storage.keys.all() == [keys[2], keys[0], keys[1]]


async def test_a_taken_id_is_refused(storage: Storage) -> None:
    await storage.keys.add(key("one"))
    with pytest.raises(AlreadyExists):
        await storage.keys.add(key("one", name="other"))
    assert [found.name for found in await storage.keys.all()] == ["laptop"]


async def test_a_revoked_key_stays_with_the_moment_of_its_first_revocation(storage: Storage) -> None:
    await storage.keys.add(key("one"))
    await storage.keys.revoke("one", at=CREATED)
    await storage.keys.revoke("one", at=LATER)
    assert await storage.keys.all() == [key("one", revoked_at=CREATED)]
    with pytest.raises(NotFound):
        await storage.keys.revoke("two", at=LATER)


async def test_use_is_noted_and_moves_nothing_else(storage: Storage) -> None:
    await storage.keys.add(key("one"))
    before = await storage.keys.revision()
    await storage.keys.mark_used("one", at=LATER)
    await storage.keys.mark_used("gone", at=LATER)
    assert await storage.keys.all() == [key("one", used_at=LATER)]
    assert await storage.keys.revision() == before


async def test_the_revision_grows_with_every_change(storage: Storage) -> None:
    seen = [await storage.keys.revision()]
    for name in ("one", "two"):
        await storage.keys.add(key(name))
        seen.append(await storage.keys.revision())
    for name in ("two", "one"):
        await storage.keys.revoke(name, at=LATER)
        seen.append(await storage.keys.revision())
    assert seen == sorted(set(seen))


async def test_changes_at_the_same_time_each_move_the_revision(storage: Storage) -> None:
    before = await storage.keys.revision()
    await asyncio.gather(*(storage.keys.add(key(f"k{number}")) for number in range(12)))
    await asyncio.gather(*(storage.keys.revoke(f"k{number}", at=LATER) for number in range(12)))
    assert await storage.keys.revision() == before + 24
    assert {found.id for found in await storage.keys.all() if found.revoked_at} == {f"k{n}" for n in range(12)}


def test_a_key_shows_no_secret() -> None:
    assert "secret" not in {field.name for field in msgspec.structs.fields(Key)}
