"""Files are synced by the call that the operating system means for it."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from holdfast.system import durability
from holdfast.system.durability import make_directory, sync

FULL_SYNC = 51


class Calls:
    """What is asked of the operating system, in place of it; ``fault`` is what a full sync fails with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, macos: bool, fault: int = 0) -> None:
        self.made: list[str] = []
        self._fault = fault
        monkeypatch.setattr(fcntl, "fcntl", self._fcntl)
        for name in ("fsync", "fdatasync"):
            monkeypatch.setattr(os, name, lambda descriptor, name=name: self.made.append(f"{name} {descriptor}"))
        if macos:
            monkeypatch.setattr(fcntl, "F_FULLFSYNC", FULL_SYNC, raising=False)
            monkeypatch.delattr(os, "fdatasync")
        else:
            monkeypatch.delattr(fcntl, "F_FULLFSYNC", raising=False)

    def _fcntl(self, descriptor: int, command: int) -> None:
        self.made.append(f"fcntl {descriptor} {command}")
        if self._fault:
            raise OSError(self._fault, "refused")


def test_on_linux_the_data_is_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(monkeypatch, macos=False)
    sync(7)
    assert calls.made == ["fdatasync 7"]


def test_on_macos_the_buffer_of_the_disk_is_emptied_too(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(monkeypatch, macos=True)
    sync(7)
    assert calls.made == [f"fcntl 7 {FULL_SYNC}"]


@pytest.mark.parametrize("fault", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY])
def test_a_file_system_that_does_not_know_the_call_gets_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    calls = Calls(monkeypatch, macos=True, fault=fault)
    sync(7)
    assert calls.made == [f"fcntl 7 {FULL_SYNC}", "fsync 7"]


def test_a_disk_that_fails_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(monkeypatch, macos=True, fault=errno.EIO)
    with pytest.raises(OSError, match="refused"):
        sync(7)
    assert calls.made == [f"fcntl 7 {FULL_SYNC}"]


def test_the_names_of_new_directories_are_durable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durability, "sync_directory", synced.append)
    make_directory(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert sorted(synced) == [tmp_path, tmp_path / "a"]
    make_directory(tmp_path / "a" / "b")
    assert len(synced) == 2, "what is there already is not synced again"


def test_a_directory_that_may_not_be_read_holds_a_new_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(durability, "sync_directory", refuse)
    make_directory(tmp_path / "a")
    assert (tmp_path / "a").is_dir()
