"""The storage as a principal with limits by prefix sees it."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from holdfast.domain.collections import NewCollection
from holdfast.domain.facts import NewFact
from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import ALL_RIGHTS, Limits, Principal
from holdfast.domain.retention import RetentionChange
from holdfast.domain.sessions import NewSession
from holdfast.domain.users import NewUser
from holdfast.errors import Forbidden, InvalidRequest, NotFound
from holdfast.operations.access import Access
from holdfast.operations.limited import paging, parts
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.storage.contract.storage import Nouns
from holdfast.storage.sqlite.storage import SqliteStorage

USERS = ("team-a", "team-b", "other")

READ_IN_PIECES = {"sessions.deleted", "sessions.newest", "facts.page", "facts.changes"}
"""What is not passed on as it is asked: what is closed is left out of each piece."""


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqliteStorage]:
    """Three users with a session each, of which the second is named otherwise, and a session of nobody."""
    storage = SqliteStorage(tmp_path)
    await storage.start()
    for user in USERS:
        await storage.users.create(NewUser(user_id=user))
        name = f"{'app' if user == 'team-b' else 'web'}-{user}"
        await storage.sessions.create(NewSession(session_id=name, user_id=user))
        await storage.messages.append(name, [NewMessage(role="user", content=f"tea for {user}")], steps=())
    await storage.messages.append("web-nobody", [NewMessage(role="user", content="tea for nobody")], steps=())
    for name in ("docs1", "notes"):
        await storage.collections.create(NewCollection(name=name, dimensions=8, is_auto_embedded=False))
    yield storage
    await storage.stop()


def principal(**limits: tuple[str, ...]) -> Principal:
    return Principal("test", ALL_RIGHTS, Limits(**limits))


def seen(storage: SqliteStorage, **limits: tuple[str, ...]) -> Nouns:
    with Access(storage).writing(principal(**limits), "test") as seen:
        return seen


@pytest.mark.parametrize(
    ("limits", "users", "sessions", "collections"),
    [
        ({"user_prefixes": ("team-",)}, ["team-a", "team-b"], ["web-team-a", "app-team-b"], []),
        ({"user_prefixes": ("team-",), "users": ("other",)}, [*USERS], ["web-team-a", "app-team-b", "web-other"], []),
        ({"session_prefixes": ("web-",)}, [], ["web-team-a", "web-other", "web-nobody"], []),
        ({"user_prefixes": ("team-",), "session_prefixes": ("web-",)}, ["team-a", "team-b"], ["web-team-a"], []),
        ({"users": ("other", "team-a", "gone")}, ["team-a", "other"], ["web-team-a", "web-other"], []),
        ({"collection_prefixes": ("doc",)}, [], [], ["docs1"]),
        ({}, [], [], []),
    ],
)
@pytest.mark.parametrize("few", [1, paging.FEW], ids=["many", "few"])
async def test_what_no_limit_reaches_is_closed(
    storage: SqliteStorage,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    limits: dict[str, tuple[str, ...]],
    users: list[str],
    sessions: list[str],
    collections: list[str],
) -> None:
    monkeypatch.setattr(paging, "FEW", few)
    open_to = seen(storage, **limits)
    assert [user.user_id for user in await open_to.users.page(after=0, limit=9)] == users
    assert [found.session_id for found in await open_to.sessions.page(after=0, limit=9)] == sessions
    assert [found.session_id for found in await open_to.sessions.page(after=0, limit=1)] == sessions[:1]
    assert [extent.session_id for extent in await open_to.sessions.extents()] == sessions
    assert [found.name for found in await open_to.collections.all()] == collections
    assert [found.name for found in await open_to.collections.newest(before=None, limit=9)] == collections[::-1]
    of_users = [found.session_id for user in USERS for found in await open_to.sessions.of_user(user, after=0, limit=9)]
    assert of_users == [name for name in sessions if name != "web-nobody"]
    search = Search(Access(storage), model=None, cache_bytes=MEBIBYTE)
    found = await search.everywhere(principal(**limits), SearchQuery(text="tea"))
    assert {each.session_id for each in found} == set(sessions)


async def test_who_is_limited_by_names_of_sessions_sees_those_of_any_user(storage: SqliteStorage) -> None:
    open_to = seen(storage, session_prefixes=("web-",))
    for user, expected in (("team-a", ["web-team-a"]), ("team-b", []), ("other", ["web-other"])):
        assert [extent.session_id for extent in await open_to.sessions.extents_of_user(user)] == expected
        assert [found.session_id for found in await open_to.sessions.of_user(user, after=0, limit=9)] == expected
    assert await seen(storage, users=("team-a",)).sessions.extents_of_user("other") == []


@pytest.mark.parametrize("few", [1, paging.FEW], ids=["many", "few"])
async def test_pages_of_a_prefix_go_on_where_they_ended(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(paging, "FEW", few)
    for limits, expected in (
        ({"user_prefixes": ("team-", "t")}, ["web-team-a", "app-team-b"]),
        ({"session_prefixes": ("web-", "w")}, ["web-team-a", "web-other", "web-nobody"]),
    ):
        listed, after = [], 0
        while page := await seen(storage, **limits).sessions.page(after=after, limit=1):
            listed += [found.session_id for found in page]
            after = page[-1].id
        assert listed == expected


async def test_lists_of_a_prefix_read_no_page_of_all_there_is(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(**_: object) -> None:
        raise AssertionError("looks at all rows")

    for noun, verbs in ((storage.users, ["page"]), (storage.sessions, ["page", "extents"])):
        for verb in verbs:
            monkeypatch.setattr(noun, verb, refused)
    open_to = seen(storage, user_prefixes=("team-",), session_prefixes=("web-",))
    assert [user.user_id for user in await open_to.users.page(after=0, limit=9)] == ["team-a", "team-b"]
    assert [found.session_id for found in await open_to.sessions.page(after=0, limit=9)] == ["web-team-a"]
    assert [extent.session_id for extent in await open_to.sessions.extents()] == ["web-team-a"]


async def test_a_search_of_sessions_by_name_leaves_out_those_that_are_not_to_be_remembered(
    storage: SqliteStorage,
) -> None:
    search = Search(Access(storage), model=None, cache_bytes=MEBIBYTE)
    by_name = principal(session_prefixes=("web-",))
    await storage.sessions.merge_metadata("web-other", None, retention=RetentionChange(remember=False))
    found = await search.everywhere(by_name, SearchQuery(text="tea"))
    assert {each.session_id for each in found} == {"web-team-a", "web-nobody"}


async def test_a_search_of_one_user_finds_nothing_of_a_closed_one(storage: SqliteStorage) -> None:
    search = Search(Access(storage), model=None, cache_bytes=MEBIBYTE)
    for limits in ({"users": ("team-a",)}, {"session_prefixes": ("web-team-a",)}):
        for user, expected in (("team-a", {"web-team-a"}), ("other", set())):
            found = await search.of_user(principal(**limits), user, SearchQuery(text="tea"))
            assert {each.session_id for each in found} == expected


async def test_a_search_of_too_many_parts_is_refused(storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(Access(storage), model=None, cache_bytes=MEBIBYTE)
    three = principal(users=USERS)
    monkeypatch.setattr(parts, "MOST_PARTS", 3)
    assert len(await search.everywhere(three, SearchQuery(text="tea"))) == 3
    monkeypatch.setattr(parts, "MOST_PARTS", 2)
    with pytest.raises(InvalidRequest, match="more than 2 users or sessions"):
        await search.everywhere(three, SearchQuery(text="tea"))


async def test_pages_go_on_where_they_ended(storage: SqliteStorage) -> None:
    open_to = seen(storage, users=("team-a", "other"))
    first = await open_to.sessions.page(after=0, limit=1)
    second = await open_to.sessions.page(after=first[-1].id, limit=1)
    assert [found.session_id for found in first + second] == ["web-team-a", "web-other"]
    assert await open_to.sessions.page(after=second[-1].id, limit=1) == []


async def test_a_new_session_is_that_of_the_only_user_who_is_open(storage: SqliteStorage) -> None:
    open_to = seen(storage, users=("team-a",))
    await open_to.messages.append("fresh", [NewMessage(role="user", content="x")], steps=())
    assert (await storage.sessions.get("fresh")).user_id == "team-a"
    with pytest.raises(NotFound):
        await seen(storage, users=("team-a", "team-b")).messages.append("more", [], steps=())
    with pytest.raises(NotFound):
        await seen(storage, session_prefixes=("web-",)).messages.append("app-1", [], steps=())
    await seen(storage, session_prefixes=("web-",)).messages.append("web-1", [], steps=())
    assert (await storage.sessions.get("web-1")).user_id is None


async def test_a_deleted_session_of_another_is_not_brought_back(storage: SqliteStorage) -> None:
    await storage.sessions.delete("web-other")
    open_to = seen(storage, users=("team-a",))
    with pytest.raises(NotFound):
        await open_to.sessions.merge_metadata("web-other", {"a": 1})
    await open_to.messages.append("web-other", [NewMessage(role="user", content="mine")], steps=())
    page = await open_to.messages.page("web-other", offset=0, limit=9)
    assert [message.content for message in page.messages] == ["mine"]
    assert (await storage.sessions.get("web-other")).user_id == "team-a"


async def test_a_user_is_not_deleted_by_who_may_not_see_all_sessions_of_it(storage: SqliteStorage) -> None:
    with pytest.raises(Forbidden):
        await seen(storage, users=("team-a",), session_prefixes=("app-",)).users.delete("team-a")
    await seen(storage, users=("team-a",)).users.delete("team-a")


@pytest.mark.parametrize(
    "limits",
    [
        {"user_prefixes": ("team-",)},
        {"user_prefixes": ("team-",), "users": ("other",)},
        {"users": ("team-b", "gone", "other", "team-a")},
    ],
)
@pytest.mark.parametrize("few", [True, False])
async def test_pages_of_users_go_on_where_the_last_one_ended(
    storage: SqliteStorage, limits: dict[str, tuple[str, ...]], few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "FEW", 9 if few else 0)
    monkeypatch.setattr(paging, "CHUNK", 1)
    await storage.users.create(NewUser(user_id="other-two"))
    users = seen(storage, **limits).users
    everybody = await users.page(after=0, limit=9)
    assert len(everybody) >= 2
    assert {user.user_id for user in everybody} <= set(USERS)
    for number, user in enumerate(everybody):
        assert await users.page(after=user.id, limit=1) == everybody[number + 1 : number + 2]
        assert await users.newest(before=user.id, limit=9) == everybody[:number][::-1]


def noting(verb: Callable[..., object], taken: dict[str, Any]) -> Callable[..., Awaitable[None]]:
    """What takes note of the arguments with which it is called in place of a verb."""
    signature = inspect.signature(verb)

    async def note(*some: object, **named: object) -> None:
        taken.update(signature.bind(*some, **named).arguments)

    return note


async def test_what_may_be_left_out_is_passed_on_where_it_is_given(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = (await storage.facts.add(NewFact(user_id="team-a", text="likes tea"), actor="a")).result
    given: dict[str, Any] = {
        "user_id": "team-a",
        "session_id": "web-team-a",
        "name": "docs1",
        "uuid": fact.uuid,
        "user": NewUser(user_id="team-a"),
        "session": NewSession(session_id="web-team-a", user_id="team-a"),
        "new": NewFact(user_id="team-a", text="likes tea"),
        "collection": NewCollection(name="docs1", dimensions=8, is_auto_embedded=False),
    }
    open_to = seen(storage, users=("team-a",), collection_prefixes=("docs",))
    passed = set()
    for noun in ("users", "sessions", "messages", "facts", "collections", "files"):
        for name, verb in inspect.getmembers(getattr(open_to, noun), inspect.iscoroutinefunction):
            parameters = inspect.signature(verb).parameters
            if all(each.default is each.empty for each in parameters.values()) or f"{noun}.{name}" in READ_IN_PIECES:
                continue
            arguments = {parameter: given.get(parameter, object()) for parameter in parameters}
            inner = getattr(storage, noun)
            taken: dict[str, Any] = {}
            with monkeypatch.context() as watched:
                watched.setattr(inner, name, noting(getattr(inner, name), taken))
                await verb(**arguments)
            assert taken == arguments, f"{noun}.{name}"
            passed.add(f"{noun}.{name}")
    assert {"users.create", "sessions.merge_metadata", "messages.append", "facts.add", "files.change"} <= passed
