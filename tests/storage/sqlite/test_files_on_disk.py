"""Which files the embedded store has, while some of them go."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from holdfast.domain.facts import NewFact
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import LONG_AGO, say, session_of, user_of


def test_a_folder_that_goes_while_files_are_listed_disturbs_nobody(
    storage: SqliteStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("kept", "going"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    scan = os.scandir

    def scan_too_late(path: Any) -> Any:
        if Path(path).name == "going":
            (tmp_path / "going" / "file").unlink()
            (tmp_path / "going").rmdir()
        return scan(path)

    monkeypatch.setattr(os, "scandir", scan_too_late)
    assert tmp_path / "kept" / "file" in storage.files_on_disk()
    assert not (tmp_path / "going").exists()


def test_what_is_no_file_is_left_out(storage: SqliteStorage, tmp_path: Path) -> None:
    (tmp_path / "leads nowhere").symlink_to(tmp_path / "nothing")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "agents"))
        names = {path.name for path in storage.files_on_disk()}
    assert names >= {"holdfast.db"}
    assert names.isdisjoint({"agents", "leads nowhere"})


def files_with(storage: SqliteStorage, word: str) -> list[str]:
    return [path.name for path in storage.files_on_disk() if word.encode() in path.read_bytes()]


async def test_what_is_removed_in_the_background_stands_in_no_file_any_more(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Removal, "begin", lambda _: None)
    await user_of(storage, "ada")
    await session_of(storage, "s", user_id="ada")
    await say(storage, "s", "the word is marsupial4711")
    await storage.users.delete("ada")
    assert files_with(storage, "marsupial4711") != []
    assert (await storage.finish_deletions()).messages == 1
    assert files_with(storage, "marsupial4711") == []


async def test_what_is_purged_stands_in_no_file_any_more(storage: SqliteStorage) -> None:
    await say(storage, "s", "the word is marsupial4711")
    await storage.sessions.delete("s")
    assert files_with(storage, "marsupial4711") != []
    assert (await storage.purge(receipts_before=LONG_AGO)).messages == 1
    assert files_with(storage, "marsupial4711") == []


async def test_what_is_forgotten_stands_in_no_file_once_that_was_asked_for(storage: SqliteStorage) -> None:
    await user_of(storage, "ada")
    fact = (await storage.facts.add(NewFact(user_id="ada", text="likes marsupial4711"), actor="a")).result
    await storage.facts.forget(fact.uuid, actor="a")
    assert files_with(storage, "marsupial4711") != []
    await storage.scrub()
    assert files_with(storage, "marsupial4711") == []
