"""Expressions are tried only where they may fit, and nothing that fits is missed.

1. Whatever an expression fits, its screen lets pass: made-up expressions, and all those of the rules.
2. Texts that lack what it needs are not let pass.
3. Case, apostrophes and letters of odd case make no difference.
4. The compiled and the plain scanner tell the same.
5. A rule that is new is looked for without a word elsewhere.
6. Nothing is compiled before a text comes that it may fit.
7. Where finding words is taken for a fit, the expression fits; and it does not where it is said not to.
8. What is let pass in a clause, or from there on, is let pass in its sentence.
9. Of a part of a text that was read, the same is told as of the part alone, unless a word is cut.
10. Choices that are made to trees fit the same texts, at the same places and with the same groups.
11. What begins where a text does is found as it would be were it looked for everywhere.
12. Characters that are equal where case does not count are, to the compiled scanner too: all of them.
13. Expressions are tried alike by compiled and by plain code, whatever of the texts before is kept, and of one that
    differs from the last in case alone.
14. What expressions need is read once for all processes, where it is kept; others are kept beside them.
"""

import gc
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.providers.facts import builtin, choices, screening
from holdfast.providers.facts.clauses import clauses, sentences
from holdfast.providers.facts.languages.english.language import ENGLISH
from holdfast.providers.facts.looks import (
    ExpressionTrial,
    LatestLooks,
    Looks,
    PlainLooks,
    PlainTrial,
    Trial,
    numbers_of,
)
from holdfast.providers.facts.needs import FIGURE, Piece, Way, fold, ways_of
from holdfast.providers.facts.pieces import Needs, Scanner, Seen, open_scanner, plain_scanner
from holdfast.providers.facts.screening import RULES, Screened, Screens

assert builtin, "all rules are registered when the finder is imported"

WRITTEN = [
    r"\b(?:i['’]?m|i am) (?:a |an )?(?:nurse|teacher|baker)\b",
    r"(?:live|work)(?:s|d)? in (?P<value>\w+)",
    r"\bmy (?:wife|husband)(?! was)\b",
    r"a|b",
    r"(?:x?yes)+|[?!]$",
    r"ab*cd{2,3}",
    r"(?-i:Name): \w+",
    r"^(?:hi|hello)? ?it[’']s (?:\w+ )?me$",
    r"\bin[,.] (?:[abc]x|dy)\b|\b(?:ß|ſ|σ)+ende",
    r"(?=my)\w+ (?<=my )d[a-d]y\B",
    r"\bin\b[,.] (?:d|ex)",
    r"x(?:na )+b(?:at|\d+){2}man",
    r"(?:my cat|\w+) sat(?: down){0,2} on",
    r"\b(?:i['’]?m|we(?:['’]re)?|our|mein\w*|so\b far)\b|\bj['’]|lol\w*",
    r"\b(?:if (?:i|we)|no\w*(?! way)|hi['’ ]|’s|e(?-i:X)|(?>ab?)b|a{2}\b|(?:b|c)?(?:d|e|)f)\b",
]
FLAGS = re.IGNORECASE.value


compiled = cache(re.compile)
"""The cache of `re` itself is smaller than the number of rules."""


@cache
def ways_over(expressions: tuple[tuple[str, int], ...]) -> list[tuple[int, Way]]:
    return [(number, way) for number, one in enumerate(expressions) for way in ways_of(*one)]


@cache
def scanners_over(expressions: tuple[tuple[str, int], ...]) -> tuple[Scanner, Scanner]:
    needs = [Needs(owner, way.places, way.is_all) for owner, way in ways_over(expressions)]
    return open_scanner(lambda: needs)[0], plain_scanner(lambda: needs)[0]


@cache
def scanners_way_by_way(expressions: tuple[tuple[str, int], ...]) -> tuple[Scanner, Scanner]:
    """The same as if each way were an expression of its own, that is to be tried."""
    needs = [Needs(number, way.places, is_all=False) for number, (_, way) in enumerate(ways_over(expressions))]
    return open_scanner(lambda: needs)[0], plain_scanner(lambda: needs)[0]


MADE_UP_PARTS = st.sampled_from(
    [
        "i",
        "I",
        "'",
        "m",
        "we",
        "'RE",
        "our",
        "mein",
        "e",
        " ",
        "far",
        "so",
        "j",
        "lol",
        "no",
        " way",
        "if ",
        "hi",
        "’s",
        "x",
        "X",
        "a",
        "b",
        "c",
        "d",
        "f",
        "_",
        ".",
        "é",
        "ſ",
    ]
)
MADE_UP = tuple((expression, FLAGS) for expression in WRITTEN)
REAL = tuple(RULES.expressions)
SCREENED = [Screened(expression, FLAGS, Screens()) for expression in WRITTEN]


def trials(looks: Looks, kind: type[Trial]) -> tuple[Looks, list[Trial]]:
    screens = Screens()
    numbers = [screens.add(expression, FLAGS) for expression in WRITTEN]
    return looks, [kind(number, looks, screens.searches, screens.search_for) for number in numbers]


KEPT_TEXTS = 3
TRIALS = [
    trials(LatestLooks(lambda: scanners_over(MADE_UP)[0], KEPT_TEXTS), ExpressionTrial),
    trials(PlainLooks(lambda: scanners_over(MADE_UP)[1], KEPT_TEXTS), PlainTrial),
]


def missed(expressions: tuple[tuple[str, int], ...], text: str) -> list[str]:
    """The expressions that fit a text and are not admitted, or do not fit and are said to."""
    ways = ways_over(expressions)
    looks = [one.look(text) for one in scanners_way_by_way(expressions)]
    found = [set(look.seen(0, len(text), in_ascii=text.isascii()) or ()) for look in looks]
    assert found[0] == found[1]
    admitted = {ways[number][0] for number in found[0]}
    sure = {ways[number][0] for number in found[0] if ways[number][1].is_all and text.isascii()}
    return [
        expression
        for number, (expression, flags) in enumerate(expressions)
        if (number not in admitted or number in sure)
        and (compiled(expression, flags).search(text) is not None) != (number in sure)
    ]


ANCHORED = st.sampled_from(
    [
        r"^a|^b",
        r"(?:^|\b)a",
        r"^(?=b)?(?:a|b)*",
        r"(?!b)^a",
        r"(?m:^)a",
        r"\Aa+(?P<value>b)?",
        r"^",
        "^a|b",
        "(?=^a)a|^b+",
    ]
)


@settings(max_examples=200, deadline=None)
@given(ANCHORED, st.text("ab \n", max_size=6))
def test_what_begins_where_a_text_does_is_found_as_everywhere(expression: str, text: str) -> None:
    rule, plain = Screened(expression, FLAGS, Screens()), re.compile(expression, FLAGS)
    found = [(one.span(), one.groups()) for one in rule.matches(text)]
    assert found == [(one.span(), one.groups()) for one in plain.finditer(text)]
    first = rule.search(text)
    assert (None if first is None else first.span()) == (found[0][0] if found else None)
    assert rule.fits(text) == bool(found)


PHRASES = st.sampled_from(
    [
        "I'm",
        "moved to",
        "Ghent",
        "allergic",
        "to nuts",
        "my wife",
        "and",
        "but",
        "I",
        "没有",
        "住在",
        "diabetic",
        "no",
        "é",
    ]
)
JOINTS = st.sampled_from([" ", ", ", "; ", " – ", " (", ") ", ": ", "，", ",", "-", "'", ".", "! ", "。", "\n", ""])


@settings(max_examples=200, deadline=None)
@given(st.lists(MADE_UP_PARTS, min_size=1, max_size=12), st.data())
def test_of_a_part_the_same_is_told_as_of_the_part_alone(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    in_ascii = data.draw(st.booleans())
    for one in scanners_over(MADE_UP):
        alone = one.look(text[start:end]).seen(0, end - start, in_ascii=in_ascii)
        within = one.look(text).seen(start, end, in_ascii=in_ascii)
        assert alone is not None
        cut = any(re.match(r"\w\w", text[max(at - 1, 0) : at + 1]) for at in (start, end) if at)
        assert within is None if cut else within is not None and _sorted(within) == _sorted(alone)


def _sorted(seen: Seen) -> dict[int, list[int]]:
    return {owner: sorted(ways) for owner, ways in seen.items()}


@settings(max_examples=100, deadline=None)
@given(st.lists(MADE_UP_PARTS, max_size=12), st.booleans())
def test_both_scanners_show_the_same_ways(parts: list[str], in_ascii: bool) -> None:
    text = "".join(parts)
    fast, plain = (one.look(text).seen(0, len(text), in_ascii=in_ascii) for one in scanners_over(MADE_UP))
    assert fast is not None and plain is not None
    assert _sorted(fast) == _sorted(plain)


def test_every_character_is_taken_for_its_one_form() -> None:
    signs = [chr(number) for number in range(0x10000) if not 0xD800 <= number < 0xE000]
    forms = sorted({fold(sign) for sign in signs} | {FIGURE})
    needs = [Needs(number, [frozenset({Piece(f"q{form}")})], is_all=False) for number, form in enumerate(forms)]
    looking, _ = open_scanner(lambda: needs)
    shown = [looking.look(f"Q{sign}").seen(0, 2, in_ascii=False) for sign in signs]
    number_of = {form: number for number, form in enumerate(forms)}
    assert shown == [{number_of[fold(sign)]: (number_of[fold(sign)],)} for sign in signs]


def test_a_rule_is_told_about_in_what_was_read_and_elsewhere() -> None:
    screens = Screens()
    rule = Screened(r"\bfish\b", FLAGS, screens)
    screens.read("one fish, two birds")
    assert [rule.fits(text) for text in ("one fish", "two birds", "a fish", "sh, two", "fi")] == [1, 0, 1, 0, 0]


LETTERS = "".join(sign for sign in map(chr, range(0x110000)) if sign.lower() != sign or sign.upper() != sign)


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_a_letter_that_decides_in_a_tree_fits_as_before(letter: str) -> None:
    expression = rf"x(?:{letter}a|{letter}b|$)|{letter}|éé"
    tree = choices.compiled(choices.parsed(expression, FLAGS))
    assert tree.findall(LETTERS) == re.findall(expression, LETTERS, FLAGS)


CHOICES = st.recursive(
    st.text("aAsSkéſ", max_size=3) | st.sampled_from([r"\b", r"\w*", "(?=a)", "s?", "(?-i:A)", "(k|ka)"]),
    lambda parts: st.lists(parts, min_size=1, max_size=4).flatmap(
        lambda ways: st.sampled_from([f"(?:{'|'.join(ways)})", f"(?!{'|'.join(ways)})", f"({'|'.join(ways)})?"])
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(CHOICES, st.lists(st.text("aAsSkKéſı ", max_size=8), max_size=4))
def test_trees_fit_where_the_choices_do(expression: str, texts: list[str]) -> None:
    tree, plain = choices.compiled(choices.parsed(expression, FLAGS)), re.compile(expression, FLAGS)
    for text in [*texts, "aska", "ASKsa"]:
        assert [(one.span(), one.groups()) for one in tree.finditer(text)] == [
            (one.span(), one.groups()) for one in plain.finditer(text)
        ]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PHRASES, JOINTS), max_size=10))
def test_a_clause_lets_nothing_pass_that_its_sentence_does_not(parts: list[tuple[str, str]]) -> None:
    text = "".join(phrase + joint for phrase, joint in parts)
    for start, end in sentences(text):
        whole = RULES.admitted(text[start:end])
        for clause in clauses(text, start, end):
            assert RULES.admitted(text[clause.start : clause.end]) | whole == whole
            assert RULES.admitted(text[clause.start : end]) | whole == whole


@settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data(), st.text(max_size=5), st.text(max_size=5))
def test_what_fits_is_let_pass(data: st.DataObject, before: str, after: str) -> None:
    expression = data.draw(st.sampled_from(WRITTEN))
    text = before + data.draw(st.from_regex(re.compile(expression, FLAGS))) + after
    assert missed(MADE_UP, text) == []


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data(), st.sampled_from(["", "I ", "so, ", "’", "x"]), st.sampled_from(["", " now", ".", "s", "ſ"]))
def test_no_rule_is_screened_out_where_it_fits(data: st.DataObject, before: str, after: str) -> None:
    expression, flags = data.draw(st.sampled_from(REAL))
    text = before + data.draw(st.from_regex(compiled(expression, flags))) + after
    assert missed(REAL, text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I’m allergic to peanuts and my wife Anna is a nurse.",
        "I live in Lisbon, I work as a baker and I was born on 3 May 1980.",
        "I moved to Oslo; my dog is called Rex, and I speak German and Dutch.",
        "Ich bin Lehrerin, wohne in Köln und habe zwei Kinder.",
        "MY NAME IS ANNA, I NO LONGER WORK AT ACME.",
        "J’habite à Lyon et j'adore le thé ; je suis végétarienne.",
        "我叫小明，我住在上海。私は東京に住んでいます。",
    ],
)
def test_no_pattern_of_a_language_is_screened_out_where_it_fits(sentence: str) -> None:
    assert any(re.compile(*one).search(sentence) for one in REAL)
    assert missed(REAL, sentence) == []


@pytest.mark.parametrize("expression", WRITTEN[:3])
def test_a_text_without_what_is_needed_is_not_let_pass(expression: str) -> None:
    screened = Screened(expression, FLAGS, Screens())
    assert not screened.lets_pass("Could you look up the weather?")
    assert screened.search("Could you look up the weather?") is None
    assert not screened.lets_pass("Anamyr teachings: i’m nursed, im amok in awe, swimy wife")


def test_behind_long_choices_it_is_known_too_where_words_begin() -> None:
    some, others = (
        "|".join(f"{first}{last}" for first in "abcdefgh" for last in ends) for ends in ("klmnopqr", "stuvwxyz")
    )
    for between in ("", "(?:so |too )*"):
        screened = Screened(rf"\bnow (?:{some}) {between}(?:{others})\b", FLAGS, Screens())
        assert screened.fits("now ak bs")
        assert not screened.lets_pass("now ak abs")


@pytest.mark.parametrize("text", ["My WIFE", "my wıfe", "MY WİFE", "I’m a nurse", "ı am a nurse", "ẞſΣENDE"])
def test_case_and_apostrophes_make_no_difference(text: str) -> None:
    assert missed(MADE_UP, text) == []
    assert any(Screened(expression, FLAGS, Screens()).search(text) for expression in WRITTEN)


def test_a_new_rule_is_looked_for_at_once() -> None:
    screens = Screens()
    first = Screened("one fish", FLAGS, screens)
    assert first.search("One fish, two fish") and not first.search("two fish")
    second = Screened(re.compile("two fish", re.IGNORECASE), screens=screens)
    assert second.search("One fish, two fish") and first.search("One fish, two fish")


def test_an_expression_is_not_compiled_before_it_may_fit() -> None:
    screened = Screened("one fish", FLAGS, Screens())
    assert screened.search("two fish") is None
    assert "form" not in vars(screened)
    assert screened.search("one fish") is not None
    assert "form" in vars(screened)


@settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(MADE_UP_PARTS, max_size=12))
def test_made_up_texts_are_told_about_rightly(parts: list[str]) -> None:
    text = "".join(parts)
    assert missed(MADE_UP, text) == []
    assert [one.fits(text) for one in SCREENED] == [re.search(one, text, FLAGS) is not None for one in WRITTEN]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(MADE_UP_PARTS, max_size=8), min_size=1, max_size=8), st.data())
def test_compiled_and_plain_trials_tell_the_same(texts: list[list[str]], data: st.DataObject) -> None:
    for text in (form for parts in texts for form in ("".join(parts), "".join(parts).swapcase())):
        start = data.draw(st.integers(0, len(text)))
        for looks, trials in TRIALS:
            looks.read(text)
            admitted = list(numbers_of(looks.admitted(text[start:])))
            assert admitted == sorted(looks.of(text[start:]))
            assert admitted == [one.number for one in trials if one.lets_pass(text[start:])]
        (fast, plain) = (
            [(one.lets_pass(text[start:]), one.fits(text[start:])) for one in trials] for _, trials in TRIALS
        )
        assert (
            fast
            == plain
            == [
                (passes, re.search(one, text[start:], FLAGS) is not None)
                for (passes, _), one in zip(fast, WRITTEN, strict=True)
            ]
        )
        if data.draw(st.booleans()):
            for looks, _ in TRIALS:
                looks.forget()


@settings(max_examples=100, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data(), st.sampled_from(["", "I ", "a", "_"]), st.sampled_from(["", "s", " x", "_", "."]))
def test_words_that_a_rule_consists_of_are_found_where_it_fits(data: st.DataObject, before: str, after: str) -> None:
    sure = [way.places[0] for _, way in ways_over(REAL) if way.is_all]
    assert len(sure) > 100
    piece = data.draw(st.sampled_from(sorted(data.draw(st.sampled_from(sure)))))
    assert missed(REAL, f"{before}{piece.text}{after}") == []


def test_most_sentences_admit_few_patterns() -> None:
    usual = "Could you look up the weather for the weekend? We thought of a walk by the lake."
    assert len(ENGLISH.candidates(usual)) < len(ENGLISH.patterns) / 10


def test_what_looks_for_rules_is_no_work_for_garbage_collection() -> None:
    screens = Screens()
    for number in range(200):
        screens.add(rf"\b(?:lives?|lived) in (?:the )?town{number}\b", 0)
    before = len(gc.get_objects())
    screens.admitted("I live in town7.")
    assert len(gc.get_objects()) <= before


@pytest.mark.skipif(open_scanner is plain_scanner, reason="nothing is kept where nothing is compiled")
def test_what_expressions_need_is_kept_under_their_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr("holdfast.system.derived_files._files", lambda module: iter([tmp_path / Path(module).name]))
    monkeypatch.setattr(screening, "ways_of", lambda *expression: read.append(expression[0]) or ways_of(*expression))
    for _ in range(2):
        for name, text in (("numbers", "one fish"), ("colours", "red fish")):
            rule = Screened(text, FLAGS, Screens(kept=name))
            assert rule.search(text)
            assert not rule.search("blue fish")
    assert read == ["one fish", "red fish"]
