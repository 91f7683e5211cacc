"""Paths agree with PostgreSQL 16, but for the wanted differences.

Wanted: a path that is a predicate or a constant matches where it is true; a row on which the path raises does not
match; variables are refused when parsing; templates of ``.datetime()`` are checked when parsing; a name directly
before a comment is refused (PostgreSQL drops the name).
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.filters import InvalidFilter
from holdfast.domain.filters.jsonpath import compile_path, parse, path_matcher, print_path
from holdfast.domain.filters.jsonpath.numbers import arithmetic
from tests.domain.filters.cases import DOCUMENT, lines
from tests.domain.filters.generation import Generator
from tests.domain.filters.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED_REFUSALS = ("undefined variable", "template", "blank between a name and a comment")
CASES_PER_EXAMPLE = 20
sources = st.randoms(use_true_random=False)
seeds = st.integers(min_value=0, max_value=2**32)


@pytest.fixture(scope="module")
def reference(postgres_dsn: str) -> Iterator[Reference]:
    reference = Reference(postgres_dsn)
    yield reference
    reference.close()


def refusal(text: str) -> str | None:
    try:
        parse(text, single_quotes=False)
    except InvalidFilter as error:
        return error.reason
    return None


def test_the_table_of_cases_agrees_with_postgresql(reference: Reference) -> None:
    cases = [(path, DOCUMENT) for _, path in lines()]
    answers = reference.matches(cases)
    ours = [path_matcher(path, single_quotes=False)(DOCUMENT) for path, _ in cases]
    assert [case[0] for case, a, b in zip(cases, ours, answers, strict=True) if a != b] == []


@given(sources)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_generated_path_answers_as_postgresql_does(reference: Reference, source: random.Random) -> None:
    generator = Generator(source)
    path = generator.path()
    text = print_path(path)
    cases = [(text, generator.document()) for _ in range(5)]
    assert [compile_path(path)(document) for _, document in cases] == reference.matches(cases)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_many_generated_paths_answer_as_postgresql_does(reference: Reference, seed: int) -> None:
    generator = Generator(random.Random(seed))
    cases = [(print_path(generator.path()), generator.document()) for _ in range(CASES_PER_EXAMPLE)]
    ours = [compile_path(parse(text, single_quotes=False))(document) for text, document in cases]
    answers = reference.matches(cases)
    assert [case for case, a, b in zip(cases, ours, answers, strict=True) if a != b] == []


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_arithmetic_gives_the_digits_of_postgresql(reference: Reference, seed: int) -> None:
    generator = Generator(random.Random(seed))
    cases = []
    for _ in range(CASES_PER_EXAMPLE):
        left, right = generator.number(), generator.number()
        operator = generator.operator(right)
        result = arithmetic(operator)(left, right)
        cases.append((f"({left}) {operator.value} ({right}) == {result}", {}))
    assert [case for case, agrees in zip(cases, reference.matches(cases), strict=True) if not agrees] == []


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_what_is_a_path_is_one_for_postgresql_too(reference: Reference, seed: int) -> None:
    generator = Generator(random.Random(seed))
    texts = [generator.tokens() for _ in range(CASES_PER_EXAMPLE)]
    texts += [generator.mutated(print_path(generator.path())) for _ in range(CASES_PER_EXAMPLE)]
    refusals = [refusal(text) for text in texts]
    differing = [
        (text, reason)
        for text, reason, accepted in zip(texts, refusals, reference.are_paths(texts), strict=True)
        if (reason is None) != accepted and not any(words in (reason or "") for words in WANTED_REFUSALS)
    ]
    assert differing == []
