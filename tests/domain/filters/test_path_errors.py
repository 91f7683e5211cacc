"""What is not a path, and what the error says."""

from __future__ import annotations

import pytest

from holdfast.domain.filters import InvalidFilter
from holdfast.domain.filters.jsonpath import parse

ERRORS = [
    ("", 1, "expected a value"),
    ("foo", 1, "in quotes"),
    ("$.", 3, "expected a key"),
    ("$..a", 3, "expected a key"),
    ("$.a b", 5, "operator or the end"),
    ("$.a = 1", 5, "operator or the end"),
    ("$ ? (@.a = 1)", 10, "comparison such as"),
    ("$ ? (@.a)", 6, "expected a condition"),
    ("$ ? (@.a && @.b == 1)", 6, "expected a condition"),
    ("$ ? (@.b == 1 && @.a)", 18, "expected a condition"),
    ("$ ? (@.a == 1", 14, "expected a closing parenthesis"),
    ("$ ? @.a == 1", 5, 'opening parenthesis after "?"'),
    ("$ ? (@.a == 1) && $.b == 1", 1, "expected a condition"),
    ("$ ? ()", 6, "expected a value"),
    ("$ ? (!@.a)", 7, "opening parenthesis"),
    ("!!($.a == 1)", 2, "opening parenthesis"),
    ("!($.a == 1) is unknown", 13, "operator or the end"),
    ("exists $.a", 8, "opening parenthesis"),
    ("exists (1 == 1)", 11, "closing parenthesis"),
    ("exists ((1 == 1))", 9, "expected a value in place of a condition"),
    ("1 == 2 == 3", 8, "cannot be chained"),
    ("($ == 1) == true", 1, "expected a value in place of a condition"),
    ("($.a) is unknown", 7, "operator or the end"),
    ("$[", 3, "expected a value"),
    ("$[]", 3, "expected a value"),
    ("$[*", 4, "closing bracket"),
    ("$[0", 4, "closing bracket"),
    ("$[0 to]", 7, "expected a value"),
    ("$[@]", 3, "@ stands for"),
    ("@.a", 1, "@ stands for"),
    ("last", 1, "only in an array subscript"),
    ("$.**{", 6, "expected a level"),
    ("$.**{1.5}", 6, "expected a level"),
    ("$.**{-1}", 6, "expected a level"),
    ("$.**{3000000000}", 6, "out of range"),
    ("$.**{1 to 2", 12, "closing brace"),
    ("$.a.type()()", 11, "operator or the end"),
    ("$.a.foo()", 8, "operator or the end"),
    ('$.a.type("x")', 10, "closing parenthesis"),
    ("$.a ? (@ starts 'x')", 17, '"with"'),
    ("$.a ? (@ starts with 5)", 22, "expected a string"),
    ("$.a ? (@ like_regex @)", 21, "expected a string"),
    ('$.a ? (@ like_regex "a" flag)', 29, "expected a string"),
    ('$.a ? (@ like_regex "a" flag "x")', 21, 'flag "x"'),
    ('$.a ? (@ like_regex "a" flag "y")', 21, 'flag "y"'),
    ('$.a ? (@ like_regex "(a")', 21, "parentheses are not balanced"),
    ("$x", 1, 'undefined variable "$x"'),
    ("$ ? (@.a == $limit)", 13, 'undefined variable "$limit"'),
    ('$ ? (@.a == $"x y")', 13, 'undefined variable "$x y"'),
    ('$.a.datetime("QQ")', 14, "unknown field"),
    ('$.a == "open', 8, "not closed"),
    ("$.a == 'open", 8, "not closed"),
    ("$.a /* open", 5, "comment is not closed"),
    ("$.a/* close */", 4, "blank between a name and a comment"),
    ('"\\u12"', 2, "hexadecimal"),
    ('"\\x1"', 2, "hexadecimal"),
    ('"\\u0000"', 2, "not a character"),
    ('"\\ud800"', 2, "surrogate"),
    ('"\\udc00"', 2, "not a character"),
    ("$.a == 01", 9, "after the number"),
    ("$.a == 5a", 9, "after the number"),
    ("$.a == 1e+", 9, "after the number"),
    ("$.a == 1e999999", 8, "out of range"),
    ("$.a == 1e-999999", 8, "out of range"),
    ("$.a == TRUE", 8, "expected a value"),
    ("strict", 7, "expected a value"),
    ("lax lax $", 5, "expected a value"),
    ("$.a\\", 4, "after the backslash"),
]


@pytest.mark.parametrize(("path", "position", "words"), ERRORS)
def test_an_error_names_the_reason_and_the_position(path: str, position: int, words: str) -> None:
    with pytest.raises(InvalidFilter) as caught:
        parse(path)
    assert caught.value.position == position
    assert words in caught.value.reason
    assert str(caught.value).endswith(f" at position {position}")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(a)\1", "back references"),
        ("a(?=b)", "lookahead"),
        ("(?<!a)b", "lookahead and lookbehind"),
        (r"\mword", r"\y"),
        ("[[:<:]]a", r"\y"),
        ("a**", "nothing to repeat"),
        ("^*", "nothing to repeat"),
        ("a{256}", "0 to 255"),
        ("a{2,1}", "the lower first"),
        ("a{1", "braces"),
        ("[a", "brackets"),
        ("[z-a]", "upside down"),
        ("[a-\\d]", "cannot end a range"),
        ("[[:nonsense:]]", "unknown class"),
        (r"\q", "not an escape"),
        ("a\\", "escapes nothing"),
        (")", "parentheses"),
        ("(?x)a", "not supported"),
        ("a" * 1001, "1000 characters"),
    ],
)
def test_a_regular_expression_that_cannot_be_used_is_an_error(pattern: str, words: str) -> None:
    text = pattern.replace("\\", "\\\\")
    with pytest.raises(InvalidFilter) as caught:
        parse(f'$ ? (@ like_regex "{text}")')
    assert words in caught.value.reason


@pytest.mark.parametrize("path", ["$.a ? (@ like_regex '(a{100}){100}')", "$ ? (@ like_regex '((a{99}){99}){99}')"])
def test_a_regular_expression_that_takes_too_much_memory_is_an_error(path: str) -> None:
    with pytest.raises(InvalidFilter, match="invalid regular expression"):
        parse(path)
