"""Expressions are tried only where they may fit, and nothing that fits is missed.

1. Whatever an expression fits, its screen lets pass.
2. Texts that lack what it needs are not let pass.
3. Case, apostrophes and letters of odd case make no difference.
"""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.providers.facts.languages.english import ENGLISH
from holdfast.providers.facts.languages.german import GERMAN
from holdfast.providers.facts.screening import Screen, Screened

WRITTEN = [
    r"\b(?:i['’]?m|i am) (?:a |an )?(?:nurse|teacher|baker)\b",
    r"(?:live|work)(?:s|d)? in (?P<value>\w+)",
    r"\bmy (?:wife|husband)(?! was)\b",
    r"a|b",
    r"(?:x?yes)+|[?!]$",
    r"ab*cd{2,3}",
    r"(?-i:Name): \w+",
]
FORMS = [re.compile(form, re.IGNORECASE) for form in WRITTEN]
REAL = [one.form for language in (ENGLISH, GERMAN) for one in language.patterns]


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.data(), st.text(max_size=5), st.text(max_size=5))
def test_what_fits_is_let_pass(data: st.DataObject, before: str, after: str) -> None:
    form = data.draw(st.sampled_from(FORMS))
    text = before + data.draw(st.from_regex(form)) + after
    if form.search(text):
        assert Screen(form).lets_pass(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "I’m allergic to peanuts and my wife Anna is a nurse.",
        "I live in Lisbon, I work as a baker and I was born on 3 May 1980.",
        "I moved to Oslo; my dog is called Rex, and I speak German and Dutch.",
        "Ich bin Lehrerin, wohne in Köln und habe zwei Kinder.",
        "MY NAME IS ANNA, I NO LONGER WORK AT ACME.",
    ],
)
def test_no_pattern_of_a_language_is_screened_out_where_it_fits(sentence: str) -> None:
    fitting = [form for form in REAL if form.search(sentence)]
    assert fitting
    assert all(Screen(form).lets_pass(sentence) for form in fitting)


@pytest.mark.parametrize("form", FORMS[:3])
def test_a_text_without_what_is_needed_is_not_let_pass(form: re.Pattern[str]) -> None:
    assert not Screen(form).lets_pass("Could you look up the weather?")
    assert Screened(form).search("Could you look up the weather?") is None


@pytest.mark.parametrize("text", ["My WIFE", "my wıfe", "MY WİFE", "I’m a nurse", "ı am a nurse"])
def test_case_and_apostrophes_make_no_difference(text: str) -> None:
    for form in FORMS:
        assert (Screened(form).search(text) is None) == (form.search(text) is None)
