"""Memory that lies in files where that is wanted and can be had, and goes back to the system."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from holdfast.system import memory
from holdfast.system.memory import blank, give_back_unused, lying_in_files

NBYTES = 1 << 20


def mapped_from(directory: Path) -> int:
    """How many pieces of this process's memory lie in files of a directory."""
    return Path("/proc/self/maps").read_text().count(f"{directory}/")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")
def test_memory_lies_in_files_without_a_name_until_nobody_has_it(tmp_path: Path) -> None:
    directory = tmp_path / "made" / "when it is needed"
    with lying_in_files(directory):
        one = blank(NBYTES)
    one[:3] = b"abc"
    assert (one[:3], one[3:5], len(one)) == (b"abc", b"\0\0", NBYTES)
    assert mapped_from(directory) == 1 and not list(directory.iterdir())
    other = blank(NBYTES)
    assert mapped_from(directory) == 1 and len(other) == NBYTES
    del one
    assert mapped_from(directory) == 0


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "no space")


@pytest.mark.parametrize("reason", ["full disk", "no directory", "many files", "no reservation", "not wanted"])
def test_where_it_cannot_lie_in_a_file_it_is_ordinary(
    tmp_path: Path, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory: Path | None = tmp_path
    if reason == "full disk":
        monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    elif reason == "no directory":
        (tmp_path / "file").touch()
        directory = tmp_path / "file"
    elif reason == "many files":
        monkeypatch.setattr(memory, "MOST_FILES", 0)
    elif reason == "no reservation":
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    else:
        directory = None
    with lying_in_files(directory):
        one = blank(NBYTES)
    one[:1] = b"a"
    assert one[:2] == b"a\0"
    if sys.platform == "linux":
        assert mapped_from(tmp_path) == 0


def test_what_is_unused_can_be_given_back_at_any_time() -> None:
    kept = bytes(NBYTES)
    give_back_unused()
    assert kept == bytes(NBYTES)
