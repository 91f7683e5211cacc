"""Hostile filters end in an error or in "does not match", never in a crash or a long wait."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from holdfast.domain.filters import InvalidFilter, limits, read_search_filter
from holdfast.domain.filters.jsonpath import parse, path_matcher

GENEROUS_SECONDS = 10
FRAMES_OF_A_SERVER = 300


def nested(levels: int) -> dict[str, object]:
    document: dict[str, object] = {"a": 1}
    for _ in range(levels):
        document = {"a": document, "b": [document]} if levels < 20 else {"a": document}
    return document


WIDE = {f"key {number}": {"a": [1, 2, 3], "b": "x" * 50} for number in range(300)}
BIG = {"text": "a" * 200_000, "number": 10**4_000, "double": 1e308, "list": list(range(5_000))}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("$" + ".a" * 5_000, "at most 10000"),
        ("$" + ".a" * 200, "too deep"),
        ("1" + "+1" * 200, "too deep"),
        ("(" * 40 + "1" + ")" * 40, "nested too deeply"),
        ("-" * 4_000 + "1", "nested too deeply"),
        ("!(" * 4_000, "nested too deeply"),
        ("$" + "[last" * 40 + "]" * 40, "nested too deeply"),
        ("$" + " ? (exists(@" * 40 + "))" * 40, "nested too deeply"),
        ("9" * 2_000, "a number may have"),
        ("1e999999999999999999999", "out of range"),
        ('$ ? (@ like_regex "' + "a" * 1_001 + '")', "regular expression may have"),
        ('"x".datetime("' + "-" * 101 + '")', "template may have"),
    ],
)
def test_a_path_beyond_a_limit_is_an_error(path: str, words: str) -> None:
    with pytest.raises(InvalidFilter, match=words):
        parse(path)


HOSTILE = [
    "$" + ".*" * 99,
    "$" + ".**" * 99,
    "$" + "[*]" * 49 + ".a" * 49,
    "$" + ' ? (exists(@.** ? (@ == "x")))' * 20,
    "$ ? (" + "exists(@.** ? (" * 10 + "@ == 7" + "))" * 10 + ")",
    "$ ? (@.** == @.**)",
    "$ ? (@.list[*] < @.list[*] - 9)",
    "$ ? (@.list[*] == @.list[*].abs() && @.missing == 1)",
    '$.text ? (@ like_regex "(a+)+(a+)+(a|aa)*$b")',
    '$.text ? (@ like_regex "((a*)*)*b")',
    "$ ? (" + "@.number * " * 60 + "@.number > 1)",
    "$ ? (" + "@.double * " * 60 + "@.double > 1)",
    "$ ? (1e131071 - 1 > 0 || 1e131071 % 7 == 1 || 1 / 1e-16383 > 1)",
    "$.number.double()",
    "$.text.double()",
    "$.text.datetime()",
    '$.text.datetime("HH24:MI:SS")',
    "$ ? (" + " && ".join(["@.a == 1"] * 700) + ")",
    "- " * 31 + "$.a",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_path_over_large_documents_ends_soon(path: str) -> None:
    started = time.monotonic()
    matches = path_matcher(path)
    for document in (nested(10), nested(500), WIDE, BIG):
        assert matches(document) in (True, False)
    assert time.monotonic() - started < GENEROUS_SECONDS


def deeply(frames: int, path: str, document: object) -> bool:
    if frames:
        return deeply(frames - 1, path, document)
    return path_matcher(path)(document)


@pytest.mark.parametrize(
    "path",
    [
        "$" + ".a[*]" * 49,
        "$" + ".*" * 99,
        "$" + "[*]" * 99,
        "$" + " ? (1 == 1)" * 97,
        "$" + ".a ? (@.a != 0)" * 47,
        "0" + "+0" * 98,
        "(" * 32 + "0" + ")" * 32,
        "$ ? (" * 1 + "!(" * 30 + "1 == 1" + ")" * 30 + ")",
        "$" + " ? (exists(@" * 15 + ".a" + "))" * 15,
        "$" + "[last" * 31 + "]" * 31,
    ],
)
def test_the_deepest_paths_leave_python_s_stack_to_the_server(path: str) -> None:
    assert deeply(FRAMES_OF_A_SERVER, path, [nested(200)]) in (True, False)


def test_a_row_that_costs_too_much_does_not_match() -> None:
    matches = path_matcher("$.list[*] ? (@ == 7)")
    assert matches({"list": list(range(limits.MAX_ROW_WORK - 10))})
    assert not matches({"list": list(range(limits.MAX_ROW_WORK + 10))})


def test_too_much_work_is_not_taken_for_unknown() -> None:
    matches = path_matcher("$ ? ((@.texts == @.numbers) is unknown)")
    assert matches({"texts": ["x"] * 10, "numbers": [1] * 10})
    assert not matches({"texts": ["x"] * 1_000, "numbers": [1] * 1_000})


@pytest.mark.parametrize(
    "tree",
    [{"or": [{"jsonpath": "$.a"}] * 1_001}, {"and": [{"or": [{}] * 50}] * 50}],
)
def test_a_tree_of_too_many_nodes_is_an_error(tree: object) -> None:
    with pytest.raises(InvalidFilter, match="more than 1000 nodes"):
        read_search_filter({"where": tree}, now=datetime.now(UTC))


@pytest.mark.parametrize("group", ["and", "or"])
def test_a_tree_of_as_many_nodes_as_there_may_be_is_evaluated_to_the_last_one(group: str) -> None:
    leaves: list[object] = [{"jsonpath": f"$.a == {number}"} for number in range(limits.MAX_WHERE_NODES - 1)]
    predicate = read_search_filter({"where": {group: leaves}}, now=datetime.now(UTC)).where
    assert predicate is not None
    assert predicate.matches({"a": limits.MAX_WHERE_NODES - 2}) is (group == "or")
    assert not predicate.matches({"a": limits.MAX_WHERE_NODES})


def test_a_tree_as_deep_as_it_may_be_is_evaluated_to_its_ground() -> None:
    tree: object = {"jsonpath": "$.a == 1"}
    for level in range(limits.MAX_WHERE_DEPTH):
        tree = {"or" if level % 2 else "and": [tree]}
    predicate = read_search_filter({"where": tree}, now=datetime.now(UTC)).where
    assert predicate is not None
    assert (predicate.matches({"a": 1}), predicate.matches({"a": 2})) == (True, False)


def test_a_tree_nested_too_deeply_is_an_error() -> None:
    tree: dict[str, object] = {"jsonpath": "$.a"}
    for _ in range(900):
        tree = {"and": [tree]}
    with pytest.raises(InvalidFilter, match="nested more than 32"):
        read_search_filter({"where": tree}, now=datetime.now(UTC))
