"""Laws that hold for every path and every document."""

from __future__ import annotations

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.domain.filters import InvalidFilter
from holdfast.domain.filters.jsonpath import compile_path, parse, print_path
from tests.domain.filters.generation import Generator

sources = st.randoms(use_true_random=False)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "c", ""]), inner, max_size=4)
    ),
    max_leaves=12,
)


def parses(text: str) -> bool:
    try:
        parse(text)
    except InvalidFilter:
        return False
    return True


@given(st.text(alphabet="$@.?()[]{}*!=<>&|+-/%\"'\\ ab1e_,tolisknw", max_size=40))
@example("$" * 10_001)
@settings(max_examples=150, deadline=None)
def test_any_text_parses_or_is_an_invalid_filter(text: str) -> None:
    assert parses(text) in (True, False)


@given(sources)
@settings(max_examples=150, deadline=None)
def test_any_sequence_of_tokens_parses_or_is_an_invalid_filter(source: random.Random) -> None:
    assert parses(Generator(source).tokens()) in (True, False)


@given(sources)
@settings(max_examples=150, deadline=None)
def test_a_printed_tree_parses_into_the_same_tree(source: random.Random) -> None:
    path = Generator(source).path()
    assert parse(print_path(path)) == path


@given(sources)
@settings(max_examples=100, deadline=None)
def test_a_damaged_path_parses_or_names_a_position_within_it(source: random.Random) -> None:
    generator = Generator(source)
    text = generator.mutated(print_path(generator.path()))
    try:
        parse(text)
    except InvalidFilter as error:
        assert error.position is None or 1 <= error.position <= len(text) + 1


@given(sources, documents)
@settings(max_examples=200, deadline=None)
def test_evaluation_answers_yes_or_no_for_any_document(source: random.Random, document: object) -> None:
    assert compile_path(Generator(source).path())(document) in (True, False)


@given(sources, documents)
@settings(max_examples=100, deadline=None)
def test_of_a_predicate_its_negation_and_the_unknown_test_exactly_one_is_true(
    source: random.Random, document: object
) -> None:
    predicate = print_path(Generator(source).predicate_path())
    forms = ("({})", "!({})", "({}) is unknown")
    answers = [compile_path(parse(form.format(predicate)))(document) for form in forms]
    assert answers.count(True) == 1
