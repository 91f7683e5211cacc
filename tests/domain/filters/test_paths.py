"""What paths answer for a document."""

from __future__ import annotations

import pytest

from holdfast.domain.filters.jsonpath import compile_path, parse, path_matcher, print_path
from tests.domain.filters.cases import DOCUMENT, lines


@pytest.mark.parametrize(("mark", "path"), lines())
def test_a_path_answers_as_the_table_says(mark: str, path: str) -> None:
    assert path_matcher(path)(DOCUMENT) is (mark == "+")


@pytest.mark.parametrize(("mark", "path"), lines())
def test_a_printed_path_is_the_same_path(mark: str, path: str) -> None:
    tree = parse(path)
    assert parse(print_path(tree)) == tree


@pytest.mark.parametrize("document", [{}, [], 1, "text", None, True])
def test_the_root_matches_any_document(document: object) -> None:
    assert path_matcher("$")(document)


def test_an_array_of_objects_at_the_root_is_unwrapped() -> None:
    assert path_matcher('$ ? (@.a == "x")')([{"a": "y"}, {"a": "x"}])


@pytest.mark.parametrize(
    "path", ["$ ? (@.name == 'Ada')", "$.'name'", "$ ? (@.name like_regex 'a$')", "$ ? (@.name starts with 'A')"]
)
def test_apostrophes_quote_where_a_string_may_start(path: str) -> None:
    assert path_matcher(path)(DOCUMENT)


def test_an_apostrophe_inside_double_quotes_is_a_character() -> None:
    assert path_matcher('$ ? (@.address.street == "St. James\'s Square")')(DOCUMENT)


def test_double_quotes_inside_apostrophes_are_characters() -> None:
    assert path_matcher("$ ? (@.a == 'say \"yes\"')")({"a": 'say "yes"'})


def test_without_single_quotes_an_apostrophe_belongs_to_a_name() -> None:
    assert path_matcher("$.'a", single_quotes=False)({"'a": 1})


def test_a_float_is_the_number_its_text_shows() -> None:
    third_of_a_double = 0.1 + 0.2
    matches = path_matcher("$ ? (@.n == 0.30000000000000004)")
    assert matches({"n": third_of_a_double})
    assert not matches({"n": 0.3})


def test_an_integer_beyond_doubles_keeps_all_its_digits() -> None:
    matches = path_matcher(f"$ ? (@.n == {10**40 + 1})")
    assert matches({"n": 10**40 + 1})
    assert not matches({"n": 10**40})


def test_keyvalue_tells_objects_apart_by_id() -> None:
    pairs = compile_path(parse("$ ? (@.a.keyvalue().id == @.b.keyvalue().id)"))
    assert not pairs({"a": {"x": 1}, "b": {"y": 1}})


def test_a_lone_surrogate_in_a_document_is_an_ordinary_character() -> None:
    assert path_matcher('$ ? (@.a like_regex "^x")')({"a": "x\ud800"})
    assert path_matcher("$.*.type()")({"\ud800": 1, "a": 2})
