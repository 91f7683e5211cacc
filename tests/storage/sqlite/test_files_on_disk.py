"""Which files the embedded store has, while some of them go."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from holdfast.storage.sqlite.storage import SqliteStorage


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
