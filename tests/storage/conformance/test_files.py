"""Files of users: edits by path with revisions, one after the other, gone for good with their user."""

from __future__ import annotations

import asyncio

import pytest

from holdfast.domain.files import (
    KEPT_REVISIONS,
    MAXIMUM_CONTENT,
    MAXIMUM_PATH,
    MAXIMUM_TOTAL,
    Edit,
    Entry,
    Expected,
    Insert,
    Put,
    Replace,
)
from holdfast.domain.receipts import Receipt
from holdfast.errors import AlreadyExists, HoldfastError, IdempotencyMismatch, InvalidRequest, NotFound
from holdfast.errors import PreconditionFailed as Failed
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES
from tests.storage.samples import FAR_AHEAD, LONG_AGO, fresh, session_of, until_gone, user_of

PATHS = ["a.md", "b/c.md", "b/d/e.md", "b0", "é/☃.txt", "\U0001f600.md"]


async def put(storage: Storage, user: str, path: str, content: str = "x", **fields: object) -> Entry:
    return await edit(storage, user, path, Put(content), **fields)


async def edit(storage: Storage, user: str, path: str, change: Edit, **fields: object) -> Entry:
    return (await storage.files.change(user, path, change, author="key:k", **fields)).result


async def paths(storage: Storage, user: str, folder: str = "", *, after: str = "", limit: int = 100) -> list[str]:
    return [found.path for found in await storage.files.page(user, folder=folder, after=after, limit=limit)]


@pytest.fixture
async def user(storage: Storage) -> str:
    return (await user_of(storage, fresh("u"))).user_id


async def test_a_file_is_read_back_as_it_was_put(storage: Storage, user: str) -> None:
    text = "☃ line\r\nother \\ \" ' \n\n"
    entry = await put(storage, user, "notes/a b.md", text)
    file = await storage.files.get(user, "notes/a b.md")
    assert (file.entry, file.content) == (entry, text)
    assert (entry.revision, entry.size, entry.author) == (1, len(text.encode()), "key:k")
    assert LONG_AGO < entry.created_at == entry.updated_at < FAR_AHEAD
    assert await storage.files.contents(user, after="", limit=9) == [file]


async def test_edits_make_revisions_of_which_the_newest_stay(storage: Storage, user: str) -> None:
    for text in ("once", "now"):
        await put(storage, user, "other", text)
    first = await put(storage, user, "a", "one\n")
    second = await edit(storage, user, "a", Insert(1, "two"))
    third = await edit(storage, user, "a", Replace("one", "1"))
    assert [entry.revision for entry in (first, second, third)] == [1, 2, 3]
    assert {entry.uuid for entry in (first, second, third)} == {first.uuid}
    assert third.created_at == first.created_at < second.updated_at <= third.updated_at
    contents = [(await storage.files.get(user, "a", revision=number)).content for number in (1, 2, 3)]
    assert contents == ["one\n", "one\ntwo\n", "1\ntwo\n"]
    former = await storage.files.former(user, "a")
    assert [(each.revision, each.size, each.author) for each in former] == [(2, 8, "key:k"), (1, 4, "key:k")]
    assert former[1].written_at == first.updated_at
    for number in range(KEPT_REVISIONS):
        await put(storage, user, "a", f"text {number}")
    assert len(await storage.files.former(user, "a")) == KEPT_REVISIONS
    assert [each.revision for each in await storage.files.former(user, "other")] == [1]
    for gone in (1, 3 + KEPT_REVISIONS + 1, -1):
        with pytest.raises(NotFound):
            await storage.files.get(user, "a", revision=gone)
    assert await storage.check() in ([], ["ok"])


async def test_an_edit_that_changes_nothing_makes_no_revision(storage: Storage, user: str) -> None:
    first = await put(storage, user, "a", "same")
    assert await put(storage, user, "a", "same") == first
    assert await edit(storage, user, "a", Replace("sa", "sa")) == first


@pytest.mark.parametrize("change", [Replace("not there", ""), Replace("b", ""), Replace("", "x"), Insert(3, "x"),
                                    Insert(-1, "x"), Put("x" * (MAXIMUM_CONTENT + 1))])  # fmt: skip
async def test_an_edit_that_cannot_be_done_changes_nothing(storage: Storage, user: str, change: Edit) -> None:
    await put(storage, user, "a", "b\nb\n")
    with pytest.raises(InvalidRequest):
        await edit(storage, user, "a", change)
    assert (await storage.files.get(user, "a")).content == "b\nb\n"
    assert await storage.files.former(user, "a") == []


async def test_what_does_not_exist_is_not_found(storage: Storage, user: str) -> None:
    for change in (Replace("a", "b"), Insert(0, "b")):
        with pytest.raises(NotFound):
            await edit(storage, user, "none", change)
    for each in (user, "nobody"):
        with pytest.raises(NotFound):
            await storage.files.get(each, "none")
        with pytest.raises(NotFound):
            await storage.files.delete(each, "none", folder=True)
        with pytest.raises(NotFound):
            await storage.files.rename(each, "none", "some", author="")
    assert await storage.files.former(user, "none") == []
    for call in (
        put(storage, "nobody", "a"),
        paths(storage, "nobody"),
        storage.files.contents("nobody", after="", limit=1),
        storage.files.former("nobody", "a"),
    ):
        with pytest.raises(NotFound):
            await call


async def test_a_change_is_meant_for_one_state(storage: Storage, user: str) -> None:
    first = await put(storage, user, "a", "one", expected=Expected(absent=True))
    with pytest.raises(Failed):
        await put(storage, user, "a", "two", expected=Expected(absent=True))
    second = await put(storage, user, "a", "two", expected=Expected(version=first.version))
    for version in (first.version, "nonsense"):
        with pytest.raises(Failed):
            await put(storage, user, "a", "three", expected=Expected(version=version))
        with pytest.raises(Failed):
            await storage.files.delete(user, "a", folder=True, expected=Expected(version=version))
    with pytest.raises(Failed):
        await put(storage, user, "none", expected=Expected(version=first.version))
    assert (await storage.files.get(user, "a")).content == "two"
    await storage.files.delete(user, "a", folder=False, expected=Expected(version=second.version))
    again = await put(storage, user, "a", "one")
    assert again.version != first.version


async def test_pages_go_by_the_bytes_of_the_paths(storage: Storage, user: str) -> None:
    for path in reversed(PATHS):
        await put(storage, user, path)
    assert await paths(storage, user) == PATHS
    assert await paths(storage, user, limit=2) == PATHS[:2]
    assert await paths(storage, user, after=PATHS[1], limit=2) == PATHS[2:4]
    assert await paths(storage, user, "b") == ["b/c.md", "b/d/e.md"]
    assert await paths(storage, user, "b", after="b/c.md") == ["b/d/e.md"]
    assert await paths(storage, user, "b", after="a") == ["b/c.md", "b/d/e.md"]
    assert await paths(storage, user, "none") == []
    assert [file.entry.path for file in await storage.files.contents(user, after=PATHS[3], limit=9)] == PATHS[4:]


async def test_files_of_users_are_apart(storage: Storage, user: str) -> None:
    other = (await user_of(storage, fresh("other"))).user_id
    await put(storage, user, "a", "mine")
    assert await paths(storage, other) == []
    await put(storage, other, "a", "theirs")
    await put(storage, other, "a", "theirs anew")
    assert await storage.files.former(user, "a") == []
    assert [former.revision for former in await storage.files.former(other, "a")] == [1]
    await storage.files.delete(other, "a", folder=True)
    assert (await storage.files.get(user, "a")).content == "mine"


async def test_no_path_is_a_file_and_a_folder(storage: Storage, user: str) -> None:
    await put(storage, user, "a/b")
    await put(storage, user, "c")
    for path in ("a", "c/d", "a/b/c/d"):
        with pytest.raises(InvalidRequest):
            await put(storage, user, path)
    for path, new in (("c", "a/b/d"), ("a", "c/d")):
        with pytest.raises(InvalidRequest):
            await storage.files.rename(user, path, new, author="")
    for path, new in (("c", "a"), ("c", "a/b"), ("a", "c"), ("a", "a"), ("c", "c")):
        with pytest.raises(AlreadyExists):
            await storage.files.rename(user, path, new, author="")
    assert await paths(storage, user) == ["a/b", "c"]


async def test_a_rename_takes_a_folder_and_its_revisions_along(storage: Storage, user: str) -> None:
    for path in ("a/b", "a/c/d", "ab"):
        await put(storage, user, path, path)
    written_at = (await put(storage, user, "a/b", "new")).updated_at
    assert (await storage.files.rename(user, "a", "z/y", author="key:other")).result == 2
    assert await paths(storage, user) == ["ab", "z/y/b", "z/y/c/d"]
    file = await storage.files.get(user, "z/y/b")
    assert (file.content, file.entry.revision, file.entry.author) == ("new", 3, "key:other")
    assert file.entry.updated_at > written_at
    assert [each.revision for each in await storage.files.former(user, "z/y/b")] == [2, 1]
    assert (await storage.files.rename(user, "ab", "a/b", author="")).result == 1
    with pytest.raises(InvalidRequest):
        await storage.files.rename(user, "z", "x" * (MAXIMUM_PATH - 3), author="")
    assert await paths(storage, user, "z") == ["z/y/b", "z/y/c/d"]


async def test_a_deleted_file_is_gone_with_all_it_was(storage: Storage, user: str) -> None:
    for path in ("a/b", "a/c", "a/d/e", "f"):
        await put(storage, user, path, "secret")
        await put(storage, user, path, "other")
    with pytest.raises(NotFound):
        await storage.files.delete(user, "a", folder=False)
    assert await storage.files.delete(user, "a/b", folder=False) == 1
    assert await storage.files.delete(user, "a", folder=True) == 2
    assert await paths(storage, user) == ["f"]
    counts = {table.name: await storage.transfer.count(table) for table in TABLES}
    assert (counts["files"], counts["former_files"]) == (1, 1)


async def test_the_room_of_a_user_has_an_end(storage: Storage, user: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.domain.files.MAXIMUM_FILES", 70)
    await put(storage, (await user_of(storage, fresh("other"))).user_id, "a", "x" * MAXIMUM_CONTENT)
    for number in range(MAXIMUM_TOTAL // MAXIMUM_CONTENT):
        await put(storage, user, f"f{number}", "x" * MAXIMUM_CONTENT)
    with pytest.raises(InvalidRequest, match="bytes"):
        await put(storage, user, "more", "x")
    await put(storage, user, "f0", "é" * (MAXIMUM_CONTENT // 2))
    await put(storage, user, "f0", "")
    for number in range(6):
        await put(storage, user, f"small{number}", "x")
    with pytest.raises(InvalidRequest, match="70 files"):
        await put(storage, user, "more", "x")


async def test_edits_at_the_same_time_come_one_after_the_other(storage: Storage, user: str) -> None:
    await put(storage, user, "a", "")
    await asyncio.gather(*(edit(storage, user, "a", Insert(0, f"line {number}")) for number in range(20)))
    file = await storage.files.get(user, "a")
    assert sorted(file.content.splitlines()) == sorted(f"line {number}" for number in range(20))
    assert file.entry.revision == 21
    made = await asyncio.gather(
        *(put(storage, user, "n", str(number), expected=Expected(absent=True)) for number in range(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Entry) for each in made) == 1
    assert all(isinstance(each, Entry | Failed) for each in made)


async def test_an_edit_under_a_key_is_done_once(storage: Storage, user: str) -> None:
    await put(storage, user, "a", "x")
    receipt = Receipt(fresh(), b"1", "me")
    tries = [await storage.files.change(user, "a", Insert(0, "y"), author="", receipt=receipt) for _ in range(2)]
    assert [written.replayed for written in tries] == [False, True]
    assert tries[0].result == tries[1].result
    assert (await storage.files.get(user, "a")).content == "y\nx\n"
    with pytest.raises(IdempotencyMismatch):
        await storage.files.rename(user, "a", "b", author="", receipt=Receipt(receipt.key, b"2", "me"))


async def test_files_go_with_their_user(storage: Storage, user: str) -> None:
    await session_of(storage, fresh(), user_id=user)
    for number in range(60):
        await put(storage, user, f"{number}", "secret")
        await put(storage, user, f"{number}", "other")
    await storage.users.delete(user)
    with pytest.raises(NotFound):
        await storage.files.get(user, "1")
    await user_of(storage, user)
    assert await paths(storage, user) == []
    await until_gone(storage, "files", "former_files", "departed_users")
    await put(storage, user, "1", "mine")
    assert await storage.check() in ([], ["ok"])


async def test_a_deletion_and_writes_at_the_same_time_leave_nothing_behind(storage: Storage) -> None:
    user = (await user_of(storage, fresh("u"))).user_id
    writes = [put(storage, user, f"f{number}", "x") for number in range(10)]
    results = await asyncio.gather(*writes[:5], storage.users.delete(user), *writes[5:], return_exceptions=True)
    assert all(isinstance(each, Entry | NotFound | None) for each in results if not isinstance(each, HoldfastError))
    await until_gone(storage, "files", "former_files", "departed_users")
