"""The documentation keeps up with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.write_reference import commands_page, settings_page

ROOT = Path(__file__).parents[2]
PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")})


def test_the_page_of_settings_is_current() -> None:
    """`make docs` writes it anew."""
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == settings_page()


def test_the_page_of_commands_is_current() -> None:
    """`make docs` writes it anew."""
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == commands_page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        place = (page.parent / target).resolve()
        # The clients are distributions of their own: that of the server has not got them.
        if (ROOT / "sdk").exists() or not place.is_relative_to(ROOT / "sdk"):
            assert place.exists(), target


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.search(r"^dependencies = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert listed
    for name in re.findall(r'"([A-Za-z0-9_-]+)', listed[1]):
        assert f"`{name}`" in reasons, name
