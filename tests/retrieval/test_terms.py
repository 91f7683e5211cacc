"""A text has the same terms whatever the installation has.

1. The compiled form cuts every text into the words that the regular expressions find.
2. Endings of contractions are no words, other apostrophes part words.
3. The compiled form counts and packs terms as plain Python does, however often one occurs.
4. Terms that are no numbers of four bytes are refused.
"""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.term_packing import packed, packed_by_counting
from holdfast.retrieval.tokens import normal
from holdfast.retrieval.word_cutting import words_by_patterns, words_of

SIGNS = "asdlmretvAZ9'’_ -.\x00\n\xa0éßİΣςªⅧ٣²中国ไなカ한글\u0301\u0966\u0e31ℌ’\U00020001\U00031350🙂"
TERMS = st.integers(0, 2**32 - 1)


@settings(max_examples=600)
@given(st.text(SIGNS, max_size=14) | st.text(max_size=40))
def test_both_cut_alike(text: str) -> None:
    assert words_of(text) == words_by_patterns(text)
    assert words_of(normal(text)) == words_by_patterns(normal(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("anna's we'll they're i've can't", ["anna", "we", "they", "i", "can"]),
        ("anna’s café we’ll", ["anna", "café", "we"]),
        ("o'clock l'heure 90's", ["o", "clock", "l", "heure", "90", "s"]),
        ("it'sx a'd_", ["it", "sx", "a", "d"]),
    ],
)
def test_endings_are_no_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words
    assert words_by_patterns(text) == words


@given(st.lists(TERMS, max_size=200) | st.lists(st.sampled_from([0, 1, 255, 256, 2**32 - 1]), max_size=80))
def test_both_pack_alike(terms: list[int]) -> None:
    assert packed(terms) == packed_by_counting(terms)


@pytest.mark.parametrize("often", [254, 255, 256, 1000])
def test_a_term_counts_no_more_than_a_byte_holds(often: int) -> None:
    assert packed([7] * often) == packed_by_counting([7] * often) == bytes([7, 0, 0, 0, min(often, 255)])


@pytest.mark.parametrize("term", [-1, 2**32])
def test_other_numbers_are_refused(term: int) -> None:
    for form in (packed, packed_by_counting):
        with pytest.raises((struct.error, OverflowError)):
            form([term])
