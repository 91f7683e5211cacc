"""The page on filters says what filters do: every example of its tables is asked of its metadata."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from holdfast.domain.filters import limits
from holdfast.domain.filters.where import read_where

PAGE = (Path(__file__).parents[2] / "docs" / "filters.md").read_text("utf-8")
METADATA = json.loads(PAGE.split("<!-- metadata -->\n```json\n")[1].split("```")[0])
EXAMPLES = re.findall(r"^\| `(\$.*)` \| (yes|no) \|", PAGE, re.MULTILINE)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 30


@pytest.mark.parametrize(("path", "matches"), EXAMPLES)
def test_an_example_matches_as_the_page_says(path: str, matches: str) -> None:
    predicate = read_where({"jsonpath": path.replace(r"\|", "|")}, place="metadata.where")
    assert predicate is not None
    assert predicate.matches(METADATA) == (matches == "yes")


@pytest.mark.parametrize(
    "number",
    [
        limits.MAX_PATH_LENGTH,
        limits.MAX_WHERE_NODES,
        limits.MAX_WHERE_DEPTH,
        limits.MAX_PATH_NESTING,
        limits.MAX_REGEX_LENGTH,
        limits.MAX_ROW_WORK,
    ],
)
def test_the_page_states_the_limits(number: int) -> None:
    shown = f"{number:,}".replace(",", " ")
    assert re.search(rf"\b{shown}\b", PAGE.split("## Limits")[1])
