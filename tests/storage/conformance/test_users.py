"""Users: identity, partial updates, deletion with everything that belongs to them, paging."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.memory import EMPTY_MEMORY
from holdfast.domain.sessions import NewSession, Session
from holdfast.domain.summaries import NewSummary
from holdfast.domain.users import NewUser, UserChange
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.storage import Purged, Storage
from holdfast.storage.removal import Removal
from holdfast.storage.transfer import TABLES, Table
from tests.storage.deadline import until
from tests.storage.enriched import set_findings, set_terms, set_token_counts, set_vectors
from tests.storage.merging import merge_metadata
from tests.storage.metadata import metadata_objects
from tests.storage.samples import (
    LONG_AGO,
    contents,
    decoded,
    fresh,
    message,
    say,
    session_of,
    summarise,
    until_gone,
    user_of,
)


async def test_a_created_user_is_returned_as_it_is_read_back(storage: Storage) -> None:
    created = (
        await storage.users.create(
            NewUser(user_id="ann", email="a@example.org", first_name="Ann", last_name="Lee", metadata={"n": 1})
        )
    ).result
    assert await storage.users.get("ann") == created
    assert (created.email, created.first_name, created.last_name) == ("a@example.org", "Ann", "Lee")
    assert decoded(created.metadata) == {"n": 1}
    assert created.created_at == created.updated_at


async def test_a_user_without_metadata_keeps_none(storage: Storage) -> None:
    assert (await user_of(storage, "ann")).metadata is None
    assert (await storage.users.get("ann")).metadata is None


async def test_a_user_with_empty_metadata_keeps_the_empty_object(storage: Storage) -> None:
    assert bytes((await user_of(storage, "ann", metadata={})).metadata or b"") == b"{}"


async def test_an_unknown_user_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.users.get("nobody")


async def test_user_ids_differ_by_case(storage: Storage) -> None:
    await user_of(storage, "ann")
    with pytest.raises(NotFound):
        await storage.users.get("Ann")


async def test_a_taken_user_id_is_refused(storage: Storage) -> None:
    await user_of(storage, "ann")
    with pytest.raises(AlreadyExists, match="ann"):
        await user_of(storage, "ann")


async def test_a_refused_user_burns_no_id(storage: Storage) -> None:
    first = await user_of(storage, "ann")
    with pytest.raises(AlreadyExists):
        await user_of(storage, "ann")
    assert (await user_of(storage, "bob")).id == first.id + 1


async def test_an_update_keeps_what_it_leaves_empty(storage: Storage) -> None:
    created = await user_of(storage, "ann", email="a@example.org", first_name="Ann")
    updated = await storage.users.update("ann", UserChange(first_name="Anne"))
    assert (updated.email, updated.first_name) == ("a@example.org", "Anne")
    assert (updated.id, updated.uuid, updated.created_at) == (created.id, created.uuid, created.created_at)
    assert await storage.users.get("ann") == updated
    await storage.users.update("ann", UserChange(email="b@example.org"))
    last = await storage.users.update("ann", UserChange(last_name="Lee"))
    assert (last.email, last.first_name, last.last_name) == ("b@example.org", "Anne", "Lee")


async def test_an_empty_update_moves_updated_at(storage: Storage) -> None:
    created = await user_of(storage, "ann", metadata={"n": 1})
    updated = await storage.users.update("ann", UserChange())
    assert updated.updated_at > created.updated_at
    assert decoded(updated.metadata) == {"n": 1}


async def test_users_may_write_the_system_key(storage: Storage) -> None:
    await user_of(storage, "ann", metadata={"system": {"a": 1}})
    updated = await storage.users.update("ann", UserChange(metadata={"system": {"b": 2}}))
    assert decoded(updated.metadata) == {"system": {"a": 1, "b": 2}}


async def test_updating_an_unknown_user_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.users.update("nobody", UserChange(email="x"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=metadata_objects, second=metadata_objects)
async def test_metadata_of_users_merges_as_the_domain_says(storage: Storage, first: dict, second: dict) -> None:
    user_id = fresh("u")
    await user_of(storage, user_id, metadata=first)
    updated = await storage.users.update(user_id, UserChange(metadata=second))
    assert decoded(updated.metadata) == merge_metadata(first, second)
    assert await storage.users.get(user_id) == updated


async def test_a_deleted_user_is_gone_with_its_sessions(storage: Storage) -> None:
    await user_of(storage, "ann")
    session = await session_of(storage, "hers", user_id="ann")
    await say(storage, "hers", "one", "two", steps=("tokens",))
    await summarise(storage, session.id, 1)
    await storage.users.delete("ann")
    with pytest.raises(NotFound):
        await storage.users.get("ann")
    with pytest.raises(NotFound):
        await storage.sessions.get("hers")
    assert await storage.messages.span(session.id, after=0, limit=10) == []
    assert await storage.summaries.of_session(session.id) == []
    assert await storage.jobs.pending(session.id) == []


async def test_a_deleted_user_takes_along_the_sessions_that_were_given_to_it_later(storage: Storage) -> None:
    await user_of(storage, "ann")
    await say(storage, "given", "one")
    await say(storage, "revived", "one")
    await storage.sessions.delete("revived")
    for session_id in ("given", "revived"):
        await storage.sessions.merge_metadata(session_id, None, user_id="ann")
    assert await storage.check() == []
    await storage.users.delete("ann")
    assert [extent.session_id for extent in await storage.sessions.extents()] == []
    await user_of(storage, "ann")
    assert await storage.sessions.of_user("ann", after=0, limit=9) == []


async def test_deleting_a_user_leaves_others_alone(storage: Storage) -> None:
    await user_of(storage, "ann")
    await user_of(storage, "bob")
    await session_of(storage, "his", user_id="bob")
    await say(storage, "his", "kept")
    await say(storage, "nobodys", "kept too")
    await storage.users.delete("ann")
    assert await contents(storage, "his") == ["kept"]
    assert await contents(storage, "nobodys") == ["kept too"]


async def test_deleting_a_user_frees_all_identifiers_also_of_soft_deleted_sessions(storage: Storage) -> None:
    uuid = "8c4d6d40-6f0a-4f0e-9d2c-3b6f8f0c0001"
    await user_of(storage, "ann")
    await session_of(storage, "hers", user_id="ann")
    await storage.messages.append("hers", [message("old", uuid=uuid)], steps=())
    await storage.sessions.delete("hers")
    await storage.users.delete("ann")
    await user_of(storage, "ann")
    await session_of(storage, "hers", user_id="ann")
    await storage.messages.append("hers", [message("new", uuid=uuid)], steps=())
    assert await contents(storage, "hers") == ["new"]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is removed in the background."""
    monkeypatch.setattr(Removal, "begin", lambda _: None)


async def furnished(storage: Storage) -> tuple[Session, str]:
    """A session of a user with a bit of everything in it, and the UUID of its first message."""
    uuid = new_uuid()
    await user_of(storage, "ann")
    session = await session_of(storage, "hers", user_id="ann")
    said = [message("one", uuid=uuid), message("two")]
    await storage.messages.append("hers", said, steps=("tokens",))
    await summarise(storage, session.id, 1)
    await set_terms(storage.messages, session.id, {1: b"terms"}, analyzer=1)
    await set_vectors(storage.messages, session.id, {1: b"vector"}, model="m")
    return session, uuid


@pytest.mark.usefixtures("held")
async def test_nothing_of_a_deleted_user_is_seen_before_it_is_removed(storage: Storage) -> None:
    session, uuid = await furnished(storage)
    await storage.users.delete("ann")
    assert await storage.transfer.count(table_of("messages")) == 2
    assert await storage.sessions.page(after=0, limit=10) == []
    assert await storage.sessions.of_user("ann", after=0, limit=10) == []
    assert await storage.sessions.extent("hers") is None
    assert await storage.sessions.extents() == await storage.sessions.extents_of_user("ann") == []
    assert await storage.messages.memory("hers", window=10, lastn=0) == EMPTY_MEMORY
    assert (await storage.messages.page("hers", offset=0, limit=10)).total_count == 0
    assert await storage.messages.span(session.id, after=0, limit=10) == []
    assert await storage.messages.at([(session.id, 1), (session.id, 2)]) == {}
    assert await storage.features.rows([(session.id, 1, 10)], analyzer=1, model="m") == []
    assert await storage.features.metadata([(session.id, 1, 10)]) == []
    assert await storage.features.vectors([(session.id, 1)], model="m") == {}
    assert (await storage.features.unembedded(after=(0, 0), limit=10, model="n")).messages == []
    assert await storage.summaries.newest(session.id) is None
    assert await storage.summaries.of_session(session.id) == []
    assert await storage.summaries.at(session.id, 1) is None
    assert await storage.summaries.unsummarised([session.id]) == {}
    assert await storage.jobs.pending(session.id) == []
    for asked in (
        storage.users.get("ann"),
        storage.sessions.get("hers"),
        storage.sessions.delete("hers"),
        storage.sessions.merge_metadata("hers", {"n": 1}),
        storage.messages.get("hers", uuid),
        storage.messages.merge_metadata("hers", uuid, {"n": 1}),
    ):
        with pytest.raises(NotFound):
            await asked
    assert await storage.check() == []
    (anew,) = await storage.sessions.create_all([NewSession(session_id="hers")])
    assert isinstance(anew, Session)
    assert anew.id != session.id


@pytest.mark.usefixtures("held")
async def test_what_is_found_out_about_a_deleted_user_is_dropped(storage: Storage) -> None:
    session, _ = await furnished(storage)
    await storage.users.delete("ann")
    await set_token_counts(storage.messages, session.id, {1: 7})
    await set_findings(storage.messages, session.id, {1: {"n": 1}})
    await set_terms(storage.messages, session.id, {2: b"terms"}, analyzer=1)
    late = NewSummary(base=1, point=2, content="late", token_count=1)
    assert await storage.summaries.add(session.id, late) is None
    assert await storage.transfer.count(table_of("features")) == 1


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("created", [True, False])
async def test_all_that_a_deleted_user_had_can_be_there_again_at_once(storage: Storage, created: bool) -> None:
    old, uuid = await furnished(storage)
    await storage.users.delete("ann")
    again = await user_of(storage, "ann")
    if created:
        await session_of(storage, "hers", user_id="ann")
    await storage.messages.append("hers", [message("new", uuid=uuid)], steps=())
    assert await contents(storage, "hers") == ["new"]
    new = await storage.sessions.get("hers")
    assert new.id > old.id
    assert [session.id for session in await storage.sessions.of_user("ann", after=0, limit=9)] == [new.id] * created
    assert [extent.session for extent in await storage.sessions.extents()] == [new.id]
    assert await storage.check() == []
    purged = await storage.purge(receipts_before=LONG_AGO)
    assert (purged.sessions, purged.summaries) == (1, 1)
    assert await storage.check() == []
    assert await contents(storage, "hers") == ["new"]
    assert (await storage.users.get("ann")).id == again.id


@pytest.mark.usefixtures("held")
async def test_the_purge_removes_what_deleted_users_left(storage: Storage) -> None:
    for user in ("ann", "bob"):
        await user_of(storage, user)
        for number in range(60):
            await session_of(storage, f"{user} {number}", user_id=user)
            await say(storage, f"{user} {number}", "one", "two")
    await storage.sessions.delete("bob 7")
    await storage.users.delete("ann")
    await storage.users.delete("bob")
    assert await storage.purge(receipts_before=LONG_AGO) == Purged(messages=240, sessions=120)
    assert await storage.purge(receipts_before=LONG_AGO) == Purged()
    await until_gone(storage, "sessions", "messages", "users", "departed_users")


async def test_what_a_deleted_user_had_is_removed_in_the_background(storage: Storage) -> None:
    await furnished(storage)
    await say(storage, "nobodys", "kept")
    await say(storage, "deleted", "may come back")
    await storage.sessions.delete("deleted")
    await storage.users.delete("ann")
    await until_gone(storage, "departed_users", "summaries", "features", "jobs")
    await until(lambda: counted(storage, "messages", 2))
    await storage.sessions.merge_metadata("deleted", {})
    assert await storage.check() == []


async def counted(storage: Storage, table: str, count: int) -> bool:
    return await storage.transfer.count(table_of(table)) == count


def table_of(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


async def test_deleting_an_unknown_user_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.users.delete("nobody")


async def test_a_later_user_never_gets_the_id_of_a_deleted_one(storage: Storage) -> None:
    first = await user_of(storage, "ann")
    await storage.users.delete("ann")
    assert (await user_of(storage, "ann")).id > first.id


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 8), count=st.integers(0, 6))
async def test_pages_of_users_list_every_user_once_in_order(storage: Storage, limit: int, count: int) -> None:
    for _ in range(count):
        await user_of(storage, fresh("u"))
    seen, after = [], 0
    while page := await storage.users.page(after=after, limit=limit):
        assert len(page) <= limit
        seen += page
        after = page[-1].id
    everything = await storage.users.page(after=0, limit=1_000_000)
    assert seen == everything == sorted(everything, key=lambda user: user.id)


@pytest.mark.parametrize("limit", [1, 2, 5])
async def test_the_newest_users_come_first_and_each_once(storage: Storage, limit: int) -> None:
    for number in range(4):
        await user_of(storage, f"u{number}")
    await storage.users.delete("u1")
    found: list[str] = []
    before = None
    while page := await storage.users.newest(before=before, limit=limit):
        found += [user.user_id for user in page]
        before = page[-1].id
    assert found == ["u3", "u2", "u0"]
