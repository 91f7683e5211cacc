"""What a text holds is told at one look.

1. Of every text the compiled form tells the same as the patterns.
2. What a sign stands for is found in texts that have it, and not in plain ones.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.retrieval.signs import Sign, signs_of, signs_of_by_patterns

TELLING = "aZ9bY2019-.,:'’+#_/\u2010\u2011 \t\n?？؟é☕\ufe0f🙂Ⅷ٣²中\u20e3©"
EDGES = "、\u0dff\u0e00\u1fff\u3004\u3005\ud7ff\uf8ff\ufaff\ufb00\U00020000\U00040000"
"""Characters beside the first and the last of what may be written without blanks."""


@settings(max_examples=400)
@given(st.text(TELLING + EDGES, max_size=12) | st.text(max_size=40))
def test_both_tell_the_same(text: str) -> None:
    assert signs_of(text) == signs_of_by_patterns(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("v3.11.2", Sign.PARTED),
        ("c++", Sign.SIGNED),
        ("rm -rf", Sign.OPTION),
        ("wi-fi", Sign.HYPHENATED),
        ("BookingSheet", Sign.RISE),
        ("flight AY 88", Sign.NUMBERED),
        ("ay88", Sign.LETTERED),
        ("in 2019", Sign.DATED),
        ("really?", Sign.ASKED),
        ("tea ☕", Sign.PICTURED),
        ("中文", Sign.UNSPACED),
        ("ไทย", Sign.UNSPACED),
        ("한국어", Sign.UNSPACED),
    ],
)
def test_a_sign_is_seen(text: str, sign: int) -> None:
    assert signs_of(text) & sign


@pytest.mark.parametrize("text", ["", "I met Anna at the harbour twice", "Ich traf Jürgen am Hafen", "Я живу"])
def test_plain_words_have_none(text: str) -> None:
    assert signs_of(text) == 0


def test_words_without_blanks_between_them_have_no_other_sign() -> None:
    assert signs_of("中文 และไทย") == Sign.UNSPACED
