"""A text is cut into the same sentences whatever the installation has.

1. The compiled form cuts every text as the regular expression does.
2. It takes the same for noise.
3. Where a sentence ends, and where it does not.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.providers.summaries.sentences import (
    is_noise,
    is_noise_by_patterns,
    pieces_by_patterns,
    pieces_of,
    split_sentences,
)

MARKS = """Dr e.g I x St . ! ? … 。 ؟ 」 " ’ ) * _ - # 1. é 中文 ab [ { } , 🙂 İ""".split()  # noqa: SIM905
BLANKS = ["\n", " ", "  ", "\t", "\x1c", "\x85", "\u2003"]
PARTS = st.sampled_from([*MARKS, *BLANKS, "\u0301", "~" * 79])
TEXTS = st.lists(PARTS, max_size=14).map("".join) | st.text(max_size=30)


@settings(max_examples=500)
@given(TEXTS)
@example("so __this__ is. *** bold** or not. -  a list")
@example("  Hi.  \n\nYes.")
def test_both_cut_alike(text: str) -> None:
    assert pieces_of(text) == pieces_by_patterns(text)


@settings(max_examples=500)
@given(TEXTS)
@example("[1, 2].")
@example("~" * 79 + " " + "ab " * 60)
def test_both_take_the_same_for_noise(text: str) -> None:
    assert is_noise(text) == is_noise_by_patterns(text)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ask Dr. Who (at 5.30 p.m.) today. Why?", ["Ask Dr. Who (at 5.30 p.m.) today.", "Why?"]),
        ('He said "no..." Then he left!', ['He said "no..."', "Then he left!"]),
        ("你们都好。」再见！ok", ["你们都好。」", "再见！", "ok."]),
        ("- one\n- two, three,\n\n3) four", ["one.", "two, three.", "four."]),
    ],
)
def test_sentences_end_where_readers_see_it(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences
