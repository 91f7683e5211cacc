"""Sessions: identity, metadata, soft deletion and revival, extents, paging."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, MAXIMUM_METADATA, without_protected_key
from holdfast.domain.sessions import NewSession, Session
from holdfast.domain.users import UserChange
from holdfast.errors import AlreadyExists, InvalidRequest, NotFound
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Storage
from tests.storage.merging import merge_metadata
from tests.storage.metadata import metadata_objects
from tests.storage.samples import FAR_AHEAD, contents, decoded, fresh, say, session_of, user_of


async def test_a_created_session_is_returned_as_it_is_read_back(storage: Storage) -> None:
    await user_of(storage, "ann")
    created = await session_of(storage, "s", user_id="ann", metadata={"topic": "bees"})
    assert await storage.sessions.get("s") == created
    assert (created.session_id, created.user_id) == ("s", "ann")
    assert decoded(created.metadata) == {"topic": "bees"}


async def test_an_unknown_session_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.sessions.get("nothing")


async def test_a_taken_session_id_is_refused(storage: Storage) -> None:
    await session_of(storage, "s")
    with pytest.raises(AlreadyExists, match="s"):
        await session_of(storage, "s")


async def test_a_session_of_an_unknown_user_is_refused(storage: Storage) -> None:
    with pytest.raises(InvalidRequest, match="nobody"):
        await session_of(storage, "s", user_id="nobody")
    with pytest.raises(NotFound):
        await storage.sessions.get("s")


async def test_many_are_created_in_their_order_and_each_has_its_own_outcome(storage: Storage) -> None:
    await user_of(storage, "ann")
    first = await session_of(storage, "taken")
    await session_of(storage, "deleted")
    await storage.sessions.delete("deleted")
    wanted = [
        NewSession(session_id="a", user_id="ann", metadata={"n": 1}, expires_at=FAR_AHEAD, remember=False),
        NewSession(session_id="taken"),
        NewSession(session_id="b", user_id="nobody"),
        NewSession(session_id="deleted"),
        NewSession(session_id="c"),
        NewSession(session_id="c"),
    ]
    outcomes = await storage.sessions.create_all(wanted)
    created = {each.session_id: each for each in outcomes if isinstance(each, Session)}
    assert list(created) == ["a", "deleted", "c"]
    assert [type(outcomes[place]) for place in (1, 2, 5)] == [AlreadyExists, InvalidRequest, AlreadyExists]
    assert sorted(each.id for each in created.values()) == [first.id + n for n in (2, 3, 4)]
    assert created["a"].id < created["c"].id
    for session_id, session in created.items():
        assert await storage.sessions.get(session_id) == session
    assert (created["a"].user_id, decoded(created["a"].metadata)) == ("ann", {"n": 1})
    assert (created["a"].expires_at, created["a"].remember) == (FAR_AHEAD, False)
    assert await storage.sessions.create_all([]) == []


async def test_refused_sessions_burn_no_id(storage: Storage) -> None:
    first = await session_of(storage, "s")
    with pytest.raises(AlreadyExists):
        await session_of(storage, "s")
    with pytest.raises(InvalidRequest):
        await session_of(storage, "t", user_id="nobody")
    assert (await session_of(storage, "t")).id == first.id + 1


async def test_appending_to_a_known_session_burns_no_id(storage: Storage) -> None:
    first = await say(storage, "s", "one")
    for _ in range(3):
        await say(storage, "s", "more")
    assert (await session_of(storage, "t")).id == first.session + 1


async def test_a_refused_session_leaves_a_soft_deleted_one_as_it_was(storage: Storage) -> None:
    deleted = await session_of(storage, "s", metadata={"n": 1})
    await storage.sessions.delete("s")
    with pytest.raises(InvalidRequest):
        await session_of(storage, "s", user_id="nobody")
    assert (await storage.sessions.merge_metadata("s", None)).id == deleted.id


async def test_a_deleted_session_is_not_found_and_cannot_be_deleted_again(storage: Storage) -> None:
    await say(storage, "s", "one")
    await storage.sessions.delete("s")
    with pytest.raises(NotFound):
        await storage.sessions.get("s")
    with pytest.raises(NotFound):
        await storage.sessions.delete("s")
    assert await contents(storage, "s") == []


async def test_a_session_created_over_a_deleted_one_has_nothing_of_it(storage: Storage) -> None:
    old = await session_of(storage, "s", metadata={"old": True})
    await say(storage, "s", "old")
    await storage.sessions.delete("s")
    new = await session_of(storage, "s")
    assert (new.id > old.id, new.uuid != old.uuid, new.metadata) == (True, True, None)
    assert await contents(storage, "s") == []


async def test_an_overwritten_deleted_session_cannot_come_back(storage: Storage) -> None:
    await session_of(storage, "s", metadata={"old": True})
    await storage.sessions.delete("s")
    new = await session_of(storage, "s")
    await storage.sessions.delete("s")
    revived = await storage.sessions.merge_metadata("s", {"n": 1})
    assert (revived.id, decoded(revived.metadata)) == (new.id, {"n": 1})


async def test_a_merge_revives_a_deleted_session_without_its_messages(storage: Storage) -> None:
    created = await session_of(storage, "s", metadata={"a": 1})
    await say(storage, "s", "old")
    await storage.sessions.delete("s")
    revived = await storage.sessions.merge_metadata("s", {"b": 2})
    assert (revived.id, revived.uuid, revived.created_at) == (created.id, created.uuid, created.created_at)
    assert decoded(revived.metadata) == {"a": 1, "b": 2}
    assert await storage.sessions.get("s") == revived
    assert await contents(storage, "s") == []


async def test_merging_nothing_moves_updated_at_only(storage: Storage) -> None:
    created = await session_of(storage, "s", metadata={"a": 1})
    merged = await storage.sessions.merge_metadata("s", None)
    assert merged.updated_at > created.updated_at
    assert decoded(merged.metadata) == {"a": 1}


async def test_a_merge_cannot_write_the_protected_key(storage: Storage) -> None:
    await session_of(storage, "s", metadata={"system": {"kept": 1}})
    merged = await storage.sessions.merge_metadata("s", {"system": {"kept": 2}, "inner": {"system": 3}})
    assert decoded(merged.metadata) == {"system": {"kept": 1}, "inner": {"system": 3}}


async def test_merging_into_an_unknown_session_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.sessions.merge_metadata("nothing", {"a": 1})


async def test_merging_into_a_purged_session_is_not_found(storage: Storage) -> None:
    await session_of(storage, "s")
    await storage.sessions.delete("s")
    await storage.purge(receipts_before=FAR_AHEAD)
    with pytest.raises(NotFound):
        await storage.sessions.merge_metadata("s", {"a": 1})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=metadata_objects, second=metadata_objects)
async def test_metadata_of_sessions_merges_as_the_domain_says(storage: Storage, first: dict, second: dict) -> None:
    session_id = fresh()
    await session_of(storage, session_id, metadata=first)
    merged = await storage.sessions.merge_metadata(session_id, second)
    assert decoded(merged.metadata) == merge_metadata(first, without_protected_key(second))
    assert await storage.sessions.get(session_id) == merged


async def test_an_unknown_session_has_no_extent(storage: Storage) -> None:
    assert await storage.sessions.extent("nothing") is None


async def test_the_extent_of_an_empty_session_is_empty(storage: Storage) -> None:
    session = await session_of(storage, "s")
    assert await storage.sessions.extent("s") == Extent(session.id, "s", 1, 0)


async def test_the_extent_follows_appended_messages(storage: Storage) -> None:
    appended = await say(storage, "s", "one", "two")
    assert await storage.sessions.extent("s") == Extent(appended.session, "s", 1, 2)


async def test_the_extent_begins_anew_after_deletion(storage: Storage) -> None:
    appended = await say(storage, "s", "one", "two")
    await storage.sessions.delete("s")
    assert await storage.sessions.extent("s") is None
    await say(storage, "s", "three")
    assert await storage.sessions.extent("s") == Extent(appended.session, "s", 3, 3)


async def test_a_metadata_merge_leaves_the_extent_as_it_is(storage: Storage) -> None:
    await say(storage, "s", "one")
    before = await storage.sessions.extent("s")
    await storage.sessions.merge_metadata("s", {"a": 1})
    assert await storage.sessions.extent("s") == before


async def test_extents_list_live_sessions_by_number(storage: Storage) -> None:
    await say(storage, "a", "one")
    await say(storage, "b", "one")
    await session_of(storage, "c")
    await storage.sessions.delete("a")
    extents = await storage.sessions.extents()
    assert [extent.session_id for extent in extents] == ["b", "c"]
    assert extents == sorted(extents, key=lambda extent: extent.session)


async def test_extents_of_a_user_list_that_users_live_sessions(storage: Storage) -> None:
    await user_of(storage, "ann")
    for session_id in ("a", "b", "c"):
        await session_of(storage, session_id, user_id="ann")
    await session_of(storage, "other")
    await say(storage, "b", "one")
    await storage.sessions.delete("a")
    extents = await storage.sessions.extents_of_user("ann")
    assert [(extent.session_id, extent.last) for extent in extents] == [("b", 1), ("c", 0)]


async def test_an_unknown_user_has_no_sessions(storage: Storage) -> None:
    assert await storage.sessions.of_user("nobody", after=0, limit=10) == []
    assert await storage.sessions.extents_of_user("nobody") == []


async def test_sessions_of_a_user_come_page_by_page(storage: Storage) -> None:
    await user_of(storage, "ann")
    for session_id in ("a", "b", "c", "d"):
        await session_of(storage, session_id, user_id="ann")
    await storage.sessions.delete("b")
    first = await storage.sessions.of_user("ann", after=0, limit=2)
    rest = await storage.sessions.of_user("ann", after=first[-1].id, limit=2)
    assert len(first) == 2
    assert [session.session_id for session in first + rest] == ["a", "c", "d"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.lists(st.booleans(), max_size=6), limit=st.integers(1, 8))
async def test_pages_of_sessions_list_every_live_session_once(storage: Storage, kept: list[bool], limit: int) -> None:
    expected = [session.session_id for session in await storage.sessions.page(after=0, limit=1_000_000)]
    for keep in kept:
        session_id = fresh()
        await session_of(storage, session_id)
        if keep:
            expected.append(session_id)
        else:
            await storage.sessions.delete(session_id)
    seen, after = [], 0
    while page := await storage.sessions.page(after=after, limit=limit):
        assert len(page) <= limit
        seen += page
        after = page[-1].id
    assert [session.session_id for session in seen] == expected


async def test_a_session_without_a_user_is_given_one(storage: Storage) -> None:
    await user_of(storage, "u")
    await say(storage, "s", "one")
    given = await storage.sessions.merge_metadata("s", {"a": 1}, user_id="u")
    assert (given.user_id, decoded(given.metadata)) == ("u", {"a": 1})
    assert [extent.session_id for extent in await storage.sessions.extents_of_user("u")] == ["s"]
    assert [session.session_id for session in await storage.sessions.of_user("u", after=0, limit=9)] == ["s"]


async def test_a_session_that_has_a_user_keeps_it(storage: Storage) -> None:
    await user_of(storage, "u")
    await user_of(storage, "v")
    await session_of(storage, "s", user_id="u")
    for named in ("u", "v", "nobody"):
        assert (await storage.sessions.merge_metadata("s", None, user_id=named)).user_id == "u"


async def test_a_session_is_not_given_a_user_that_does_not_exist(storage: Storage) -> None:
    await session_of(storage, "s", metadata={"a": 1})
    with pytest.raises(InvalidRequest, match="user does not exist with user_id: nobody"):
        await storage.sessions.merge_metadata("s", {"a": 2}, user_id="nobody")
    assert decoded((await storage.sessions.get("s")).metadata) == {"a": 1}
    with pytest.raises(NotFound):
        await storage.sessions.merge_metadata("nothing", None, user_id="nobody")


@pytest.mark.parametrize("kind", ["session", "user", "message", "revision of a message"])
async def test_merges_do_not_let_metadata_grow_beyond_its_limit(storage: Storage, kind: str) -> None:
    async def merge(metadata: dict[str, object]) -> object:
        if kind == "session":
            return await storage.sessions.merge_metadata("s", metadata)
        if kind == "user":
            return await storage.users.update("u", UserChange(metadata=metadata))
        if kind == "message":
            return await storage.messages.merge_metadata("s", uuid, metadata)
        return await storage.messages.revise("s", uuid, "two", metadata, steps=())

    most = MAXIMUM_MESSAGE_METADATA if "message" in kind else MAXIMUM_METADATA
    await user_of(storage, "u")
    await say(storage, "s", "one")
    (message,) = (await storage.messages.page("s", offset=0, limit=1)).messages
    uuid = message.uuid
    await merge({"a": "x" * (most // 2)})
    with pytest.raises(InvalidRequest, match=f"metadata: would have .* at most {most} are kept"):
        await merge({"b": "y" * (most // 2)})
    await merge({"a": "small again"})
    await merge({"b": "y" * (most // 2)})


async def test_sessions_are_named_by_their_numbers(storage: Storage) -> None:
    one, two = await session_of(storage, "one"), await session_of(storage, "two")
    await storage.sessions.delete("two")
    assert await storage.sessions.names([two.id, one.id, 4711]) == {one.id: "one", two.id: "two"}
    assert await storage.sessions.names([]) == {}


@pytest.mark.parametrize("limit", [1, 2, 5])
async def test_the_newest_sessions_come_first_and_each_once(storage: Storage, limit: int) -> None:
    await user_of(storage, "u")
    for number in range(4):
        await session_of(storage, f"s{number}", user_id="u" if number % 2 else None)
    await say(storage, "s3", "one", "two")
    await storage.sessions.delete("s2")
    await user_of(storage, "gone")
    await session_of(storage, "of who is gone", user_id="gone")
    await storage.users.delete("gone")

    async def listed(user_id: str | None) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        before = None
        while page := await storage.sessions.newest(before=before, limit=limit, user_id=user_id):
            assert len(page) <= limit
            found += [(row.session.session_id, row.message_count) for row in page]
            before = page[-1].id
        return found

    assert await listed(None) == [("s3", 2), ("s1", 0), ("s0", 0)]
    assert await listed("u") == [("s3", 2), ("s1", 0)]
    assert await listed("nobody") == []


async def test_deleted_messages_of_a_session_do_not_count_in_lists(storage: Storage) -> None:
    await say(storage, "s", "one", "two")
    await storage.sessions.delete("s")
    await say(storage, "s", "three")
    (row,) = await storage.sessions.newest(before=None, limit=5)
    assert row.message_count == 1
