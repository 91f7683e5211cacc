"""The boolean tree of a search filter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.filters import InvalidFilter, Predicate, read_search_filter

NOW = datetime(2024, 2, 29, 12, tzinfo=UTC)
A, B, C = ({"jsonpath": f"$.{key}"} for key in "abc")


def where(tree: object) -> Predicate | None:
    return read_search_filter({"where": tree}, now=NOW).where


def matched(tree: object) -> set[str]:
    """The combinations of the keys a, b, c that a tree matches."""
    predicate = where(tree)
    assert predicate is not None
    combinations = ["", "a", "b", "c", "ab", "ac", "bc", "abc"]
    return {keys for keys in combinations if predicate.matches(dict.fromkeys(keys, 1))}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (A, {"a", "ab", "ac", "abc"}),
        ({"and": [A, B]}, {"ab", "abc"}),
        ({"or": [A, B]}, {"a", "b", "ab", "ac", "bc", "abc"}),
        ({"and": [A, {"or": [B, C]}]}, {"ab", "ac", "abc"}),
        ({"or": [{"and": [A, B]}, C]}, {"ab", "c", "ac", "bc", "abc"}),
        ({"or": [C, {"and": [A, B]}]}, {"ab", "c", "ac", "bc", "abc"}),
        ({"or": [{"and": [A]}, {"and": [B]}]}, {"a", "b", "ab", "ac", "bc", "abc"}),
        ({"or": [{"or": [A]}, {"and": [B, C]}]}, {"a", "ab", "ac", "bc", "abc"}),
        ({"jsonpath": "$.a", "and": [B], "or": [C, B]}, {"ab", "abc"}),
        ({"JSONPath": "$.a", "AND": [B]}, {"ab", "abc"}),
        ({"jsonpath": "$.a", "not": B, "xor": 5}, {"a", "ab", "ac", "abc"}),
        ({"jsonpath": "$.a", "and": [], "or": None}, {"a", "ab", "ac", "abc"}),
        ({"jsonpath": "", "and": [A]}, {"a", "ab", "ac", "abc"}),
        ({"and": [{}, A]}, {"a", "ab", "ac", "abc"}),
    ],
)
def test_a_tree_is_evaluated_as_written(tree: object, expected: set[str]) -> None:
    assert matched(tree) == expected


@pytest.mark.parametrize(
    "tree",
    [
        None,
        {},
        {"jsonpath": ""},
        {"jsonpath": None},
        {"and": []},
        {"or": []},
        {"or": [{}, A]},
        {"not": None},
        {"and": [{}]},
    ],
)
def test_a_tree_that_imposes_nothing_is_no_filter(tree: object) -> None:
    assert where(tree) is None


@pytest.mark.parametrize("tree", [{"jsonpath": "$"}, {"or": [A, {"jsonpath": "!exists ($.a)"}]}])
def test_a_row_without_metadata_never_matches(tree: object) -> None:
    predicate = where(tree)
    assert predicate is not None
    assert not predicate.matches(None)
    assert predicate.matches({})


@pytest.mark.parametrize(
    ("tree", "field", "words"),
    [
        ("text", "metadata.where", "found a string"),
        ([], "metadata.where", "found a list"),
        (5, "metadata.where", "found a number"),
        (True, "metadata.where", "found a boolean"),
        ({"jsonpath": 5}, "metadata.where.jsonpath", "found a number"),
        ({"jsonpath": ["$.a"]}, "metadata.where.jsonpath", "found a list"),
        ({"and": {}}, "metadata.where.and", "found an object"),
        ({"or": "x"}, "metadata.where.or", "found a string"),
        ({"or": [A, None]}, "metadata.where.or[1]", "found null"),
        ({"and": [A, "x"]}, "metadata.where.and[1]", "found a string"),
        (
            {"and": [A, {"or": [B, {"JSONPath": "$.a ("}]}]},
            "metadata.where.and[1].or[1].JSONPath",
            "the end of the path",
        ),
        ({"jsonpath": "$ ? (@.n == $x)"}, "metadata.where.jsonpath", "undefined variable"),
    ],
)
def test_a_malformed_tree_is_an_error_that_names_the_place(tree: object, field: str, words: str) -> None:
    with pytest.raises(InvalidFilter) as caught:
        where(tree)
    assert caught.value.field == field
    assert words in caught.value.reason
    assert str(caught.value).startswith(f"{field}: ")


def test_an_error_in_a_path_has_field_reason_and_position() -> None:
    with pytest.raises(InvalidFilter) as caught:
        where({"and": [A, {"jsonpath": "$ ? (@.a == 1"}]})
    assert str(caught.value) == (
        "metadata.where.and[1].jsonpath: expected a closing parenthesis, found the end, at position 14"
    )


def test_of_two_spellings_of_a_key_the_last_one_counts() -> None:
    assert matched({"jsonpath": "$.a", "JSONPATH": "$.b"}) == matched(B)


def test_names_beside_where_are_case_sensitive() -> None:
    assert read_search_filter({"Where": A, "START_DATE": "2024-01-01"}, now=NOW).is_empty


nodes = st.recursive(
    st.sampled_from([A, B, C, {}, None, 5, {"jsonpath": "("}]),
    lambda inner: st.dictionaries(st.sampled_from(["and", "or", "jsonpath", "x"]), st.lists(inner, max_size=3) | inner),
)


@given(nodes)
def test_any_tree_is_read_or_is_an_invalid_filter(tree: object) -> None:
    try:
        predicate = where(tree)
    except InvalidFilter as error:
        assert error.field.startswith("metadata.where")
        return
    assert predicate is None or predicate.matches({"a": 1}) in (True, False)
