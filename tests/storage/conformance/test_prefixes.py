"""Users and sessions are found by how their names begin, whatever characters these are of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.storage.contract.storage import Storage
from holdfast.storage.prefixes import range_of
from tests.storage.samples import session_of, user_of

NAMES = [
    "a",
    "A",
    "a-1",
    "a\U0010ffff",
    "a\U0010ffffb",
    "ab",
    "b",
    "é",
    "\ud7ff",
    "\ud7ffx",
    "\ue000",
    "\U0010ffff",
    "_",
    "%",
]
PREFIXES = ["a", "A", "a-", "a\U0010ffff", "\ud7ff", "\U0010ffff", "é", "_", "%", "", "zz", "a-1"]


@pytest.mark.parametrize("prefix", PREFIXES)
async def test_what_begins_with_a_prefix_is_found_and_nothing_else(storage: Storage, prefix: str) -> None:
    for name in NAMES:
        await user_of(storage, name)
        await session_of(storage, name, user_id=name)
    await session_of(storage, "a-of-nobody")
    expected = {name for name in NAMES if name.startswith(prefix)}
    users = await storage.users.beginning(prefix, limit=99)
    assert {user.user_id for user in users} == expected
    assert len(users) == len(expected)
    sessions = await storage.sessions.beginning(prefix, limit=99)
    assert {session.session_id for session in sessions} == expected | (
        {"a-of-nobody"} if "a-of-nobody".startswith(prefix) else set()
    )
    of_users = await storage.sessions.of_users_beginning(prefix, limit=99)
    assert {session.session_id for session in of_users} == expected
    for found in (storage.users.beginning("a", limit=2), storage.sessions.beginning("a", limit=2)):
        assert len(await found) == 2
    assert len(await storage.sessions.of_users_beginning("a", limit=2)) == 2


async def test_what_is_deleted_does_not_begin_with_anything(storage: Storage) -> None:
    await user_of(storage, "ann")
    for name in ("a1", "a2", "a3"):
        await session_of(storage, name, user_id="ann")
    await storage.sessions.delete("a1")
    await storage.sessions.delete("a2")
    await session_of(storage, "a2")
    assert {session.session_id for session in await storage.sessions.beginning("a", limit=9)} == {"a2", "a3"}
    assert [session.session_id for session in await storage.sessions.of_users_beginning("an", limit=9)] == ["a3"]
    await storage.users.delete("ann")
    assert [session.session_id for session in await storage.sessions.beginning("a", limit=9)] == ["a2"]
    assert await storage.sessions.of_users_beginning("", limit=9) == []
    assert await storage.users.beginning("", limit=9) == []


_texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("a\ud7ff\ue000\U0010ffff"), max_size=4)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_texts, _texts)
def test_a_range_holds_what_begins_with_its_prefix(prefix: str, text: str) -> None:
    first, beyond = range_of(prefix)
    for each in (text, prefix + text):
        assert (first.encode() <= each.encode() < beyond.encode()) == each.startswith(prefix)
