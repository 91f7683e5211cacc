"""What is no Python is packaged too."""

from __future__ import annotations

import fnmatch
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_templates_and_files_for_browsers_are_part_of_the_package() -> None:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["*"]
    pages = ROOT / "src" / "holdfast" / "web"
    files = [file for folder in ("templates", "static") for file in (pages / folder).iterdir()]
    assert {file.suffix for file in files} >= {".html", ".css", ".js", ".svg"}
    for file in files:
        assert any(fnmatch.fnmatch(file.name, pattern) for pattern in patterns), file.name
