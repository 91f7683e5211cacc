"""A text is cut into the same sentences and clauses whatever the installation has.

1. The compiled form cuts every text into sentences as the regular expressions do.
2. It cuts every part of a text into clauses as they do.
3. Dots of abbreviations and numbers end no sentence; a joint ends a clause only before a subject.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.providers.facts.clause_cutting import (
    clauses_by_patterns,
    clauses_of,
    sentences_by_patterns,
    sentences_of,
)

PIECES = st.sampled_from(
    [
        *".!?…\n。！？\"'”’)]*_」』）;:,，、； \t\u2028-–—(（",
        *["No", "no", "3", "٣", "mr", "Prof", "e.g", "ſt", "u.s", "x", "İ", "é", "漢", "_"],
        *["and", "But", "però", "ſo", "I", "im", "we", "j", "J’ai", "mıo", "mio", "sono", "although", "lord"],
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=20)


@settings(max_examples=800)
@given(TEXTS)
def test_both_cut_the_same_sentences(text: str) -> None:
    assert sentences_of(text) == sentences_by_patterns(text)


@settings(max_examples=800)
@given(TEXTS, st.integers(0, 14), st.integers(0, 14))
def test_both_cut_the_same_clauses(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert clauses_of(text, start, end) == clauses_by_patterns(text, start, end)
    assert clauses_of(text, 0, len(text)) == clauses_by_patterns(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I saw Dr. Ames at no. 5. She left!", ["I saw Dr. Ames at no. 5.", "She left!"]),
        ("Version 3.5 runs. (Mostly.) 好。是", ["Version 3.5 runs.", "(Mostly.)", "好。", "是"]),
    ],
)
def test_sentences_end_where_they_do(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences_of(text)] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I cook and we eat, and the dog too", ["I cook", "and we eat", "and the dog too"]),
        ("at 3:15 (noon) – j’ai faim et j’ai soif", ["at 3:15", "noon", "j’ai faim", "et j’ai soif"]),
    ],
)
def test_clauses_end_where_they_do(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in clauses_of(text, 0, len(text))] == parts
