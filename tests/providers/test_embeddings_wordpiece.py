"""The fast tokeniser against the reference implementation, and its own rules."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece as ReferenceWordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from holdfast.providers.embeddings.foreign_words import rows_of_run, rows_of_run_one_by_one
from holdfast.providers.embeddings.static import BUILTIN_DIRECTORY
from holdfast.providers.embeddings.wordpiece import (
    LONGEST_WORD,
    WordPiece,
    look_up,
    look_up_by_patterns,
    look_up_runs,
    look_up_runs_one_by_one,
)

VOCABULARY = (BUILTIN_DIRECTORY / "vocabulary.txt").read_text(encoding="utf-8").split()
# The reference knows the categories of an older Unicode version, so characters added since are left out.
SETTLED = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Cn"]).filter(
    lambda character: unicodedata.ucd_3_2_0.category(character) != "Cn"
)
CHAT = st.sampled_from(
    "abcdefXYZ éßİΣςñøﬁ½²œ中文日本한국ภา👍🏽'’-.,!?#$@0123 \t\n\r\x0b\x00\x7f\ufffd\u200d\u00a0\u3000"
)


@pytest.fixture(scope="module")
def fast() -> WordPiece:
    return WordPiece(VOCABULARY)


@pytest.fixture(scope="module")
def reference() -> Tokenizer:
    ids = {token: row for row, token in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(ReferenceWordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=LONGEST_WORD))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(CHAT, max_size=40), st.text(SETTLED, max_size=20)))
@example("Straße, naïve café — 10€ & İstanbul; ΣΊΣΥΦΟΣ")
@example("x" * 100 + " " + "x" * 101)
@example("[UNK] [CLS] ##ing # ##")
@example("")
def test_ids_equal_those_of_the_reference(fast: WordPiece, reference: Tokenizer, text: str) -> None:
    assert fast.ids(text) == reference.encode(text, add_special_tokens=False).ids


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([token for token in VOCABULARY if token.isascii()]), max_size=30))
def test_ids_of_words_put_together_from_pieces_equal_the_reference(
    fast: WordPiece, reference: Tokenizer, tokens: list[str]
) -> None:
    text = " ".join(tokens).replace(" ##", "")
    assert fast.ids(text) == reference.encode(text, add_special_tokens=False).ids


def test_the_longest_piece_wins() -> None:
    small = WordPiece(["[UNK]", "a", "##b", "##c", "##bc", "ab"])
    assert small.ids("abc abcbc b") == [5, 3, 5, 3, 4, 0]


def test_a_full_word_cache_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.providers.embeddings.wordpiece.CACHED_WORDS", 2)
    small = WordPiece(["[UNK]", "a", "##a"])
    for length in range(2, 9):
        assert len(small.ids("a" * length)) == length
    assert len(small._cache) <= 2


@settings(max_examples=300)
@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_both_look_up_alike(text: str) -> None:
    rows = {"a": 1, "b": 2, "ab": 3, "!": 4, "0": 5}
    found: tuple[list[int | str], list[int | str]] = ([], [])
    look_up(text, rows, found[0])
    look_up_by_patterns(text, rows, found[1])
    assert found[0] == found[1]


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab!0 \t\x00é我B") | st.characters(), max_size=30))
def test_both_look_up_runs_alike(text: str) -> None:
    rows, known = {"a": 1, "b": 2, "ab": 3, "!": 4, "0": 5}, {"é": (6, "é"), "aé": ()}
    found: tuple[list[int | str], list[int | str]] = ([], [])
    look_up_runs(text, rows, known, lambda written: (7, written), found[0])
    look_up_runs_one_by_one(text, rows, known, lambda written: (7, written), found[1])
    assert found[0] == found[1]


@given(st.text(st.sampled_from("我你好"), max_size=12))
def test_both_find_the_longest_known_words_of_a_run(run: str) -> None:
    pieces = {"我": (1,), "我你": (2, 3), "你好": None, "好好": ()}
    given_up = rows_of_run(run, pieces, 2, lambda piece: (9,) if piece == "好" else None)
    assert given_up == rows_of_run_one_by_one(run, pieces, 2, lambda piece: (9,) if piece == "好" else None)


def test_what_is_written_with_a_mark_beyond_ascii_is_known_when_it_comes_again(fast: WordPiece) -> None:
    text = "the café’s crème, the café’s crème, and a café"
    first = fast.ids(text)
    assert fast.ids(text) == first == [row for run in text.split(" ") for row in fast.ids(run)]
