"""Expressions that are compiled late do what compiled ones do.

1. They find the same, with flags, groups and names.
2. The expressions of a module are worked out once, when the first of them is asked.
3. Other expressions, and other flags, are worked out anew.
4. What is made of an expression before it is compiled is what is kept.
"""

import re
from collections.abc import Callable
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from holdfast.system.late_expressions import Expressions

TEXT = "On 12 May she paid 30 euros; on 3 June, NOTHING.\nStraße, İstanbul, ſ."
EXPRESSIONS = [
    (r"(?P<day>\d+) (?P<month>[A-Z][a-z]+)", 0),
    (r"(?i:on) (\d+)|(nothing)", re.IGNORECASE),
    (r"^stra(?:ß|ss)e\b|s", re.IGNORECASE | re.MULTILINE),
    (r"(?x) \b(may|june) \b  # a month", re.IGNORECASE),
    (r"[^\W\d_]+(?<!e)(?=[,.])", 0),
]


class Parse:
    """Parses as `re` does and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, expression: str, flags: int) -> Any:
        self.times += 1
        return parser.parse(expression, flags)


@pytest.fixture
def module(tmp_path: Path) -> str:
    return str(tmp_path / "words.py")


def all_of(form: re.Pattern[str]) -> list[object]:
    first = form.search(TEXT)
    return [
        [(match.span(), match.groups(), match.groupdict(), match.lastgroup) for match in form.finditer(TEXT)],
        first and first.regs,
        form.findall(TEXT),
        form.sub("#", TEXT, count=1),
        form.split(TEXT),
        form.fullmatch("s") is None,
        form.match("on 7") is None,
        (form.pattern, form.flags, form.groups, dict(form.groupindex)),
    ]


@pytest.mark.parametrize("turn", ["worked out", "read"])
def test_they_find_the_same(turn: str, module: str) -> None:
    for _ in range(2 if turn == "read" else 1):
        expressions = Expressions(module)
        forms = [expressions.late(*each) for each in EXPRESSIONS]
        assert [all_of(form) for form in forms] == [all_of(re.compile(*each)) for each in EXPRESSIONS]


def test_they_are_worked_out_once_and_when_asked(module: str) -> None:
    for times in (len(EXPRESSIONS), 0):
        parse = Parse()
        expressions = Expressions(module, parse)
        forms = [expressions.late(*each) for each in EXPRESSIONS]
        assert parse.times == 0
        assert forms[0].search("12 May")
        assert forms[1].search("nothing")
        assert parse.times == times


@pytest.mark.parametrize("other", [("a|b", re.IGNORECASE), ("a|c", 0)])
def test_others_are_worked_out_anew(module: str, other: tuple[str, int]) -> None:
    assert Expressions(module).late("a|b").findall("aBbc") == ["a", "b"]
    assert Expressions(module).late(*other).findall("aBbc") == re.findall(other[0], "aBbc", other[1])


def test_what_is_made_of_them_is_kept(module: str) -> None:
    def doubled(form: str) -> Callable[[str, int], Any]:
        return lambda expression, flags: parser.parse(form.format(expression), flags)

    code = Path(module).with_name("doubling.py")
    for way, found in (("{0}{0}", ["aa"]), ("{0}", ["a", "a", "a"])):
        code.write_text(way, "utf-8")
        for _ in range(2):
            assert Expressions(module, doubled(way), code=[str(code)]).late("a").findall("aaa") == found
