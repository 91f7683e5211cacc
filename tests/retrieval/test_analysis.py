"""Text analysis.

1. Case, inflection, possessives and diacritics do not separate words; stop words vanish.
2. Chinese, Japanese and Korean are found by parts of their text, whatever the language.
3. Languages are selectable, each with its stems, stop words and words for "I"; an unknown one is refused by name.
4. Combining marks stay with their letters (Hindi).
5. No text makes it fail, and a term's number is the same in every process.
"""

from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.retrieval.analysis import Analyzer, UnknownLanguageError, analyzer_for

ENGLISH = analyzer_for("english")


def terms(text: str, analyzer: Analyzer = ENGLISH) -> set[int]:
    return set(analyzer.count(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hiking", "hikes"), ("café", "CAFE"), ("Caroline's", "Caroline"), ("ｆｕｌｌ", "full"), ("José", "Jose")],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != set()


def test_function_words_are_no_terms() -> None:
    assert terms("What did you say to me about it? I don't know where they're from") == terms("say know")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("我养了一只猫，它叫小白", "猫"),
        ("昨日、東京に行きました", "東京"),
        ("우리 고양이는 귀엽다", "고양이가"),
        ("ฉันไปเชียงใหม่เมื่อวาน", "เชียงใหม่"),
    ],
)
def test_unspaced_scripts_meet_in_parts(text: str, part: str) -> None:
    assert terms(text) & terms(part)


def test_chinese_beside_latin_words_is_split() -> None:
    assert terms("Python") <= terms("我喜欢Python编程")


def test_languages_stem_their_own_words() -> None:
    german = analyzer_for("german")
    assert terms("Häuser", german) == terms("Hauses", german)
    assert not terms("und oder der die das", german)
    assert "ich" in german.first_person


def test_turkish_possessives_meet_their_noun() -> None:
    assert terms("kitabım", analyzer_for("turkish")) == terms("kitap", analyzer_for("turkish"))


def test_none_does_not_stem() -> None:
    assert terms("running", analyzer_for("none")) != terms("runs", analyzer_for("none"))


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownLanguageError, match=r"'klingon'.*english"):
        Analyzer("klingon")


def test_marks_stay_with_their_letters() -> None:
    assert ENGLISH.words("हिन्दी में") == ["हिन्दी", "में"]


def test_the_number_of_a_term_does_not_change() -> None:
    assert ENGLISH.count("harbour harbours") == {crc32(b"harbour"): 2}


def test_languages_have_different_fingerprints() -> None:
    assert analyzer_for("german").fingerprint != ENGLISH.fingerprint


@given(st.text(max_size=200))
def test_any_text_is_analysed(text: str) -> None:
    assert all(0 <= term < 2**32 and count > 0 for term, count in ENGLISH.count(text).items())
