"""Cuts a text from `holdfast.retrieval.tokens.normal` into its words.

It is there twice: compiled (`compiled_word_cutting.pyx`, built at installation where there is a C compiler), and by
regular expressions, which give the same results and cost several times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
UNSPACED: Final = f"{HAN}\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts without blanks between words, and Korean, whose words carry particles."""

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"[{UNSPACED}]+|(?:(?![{UNSPACED}])[^\W_]|[{MARKS}])+")
_CONTRACTED = re.compile(r"(?<=[a-z])['’](?:s|d|ll|m|re|t|ve)\b")


def words_by_patterns(normalised: str) -> list[str]:
    """The words of a text from `normal`, in order; endings such as `'s` and `'ll` are none."""
    whole = _CONTRACTED.sub(" ", normalised) if "'" in normalised or "’" in normalised else normalised
    return _ASCII_WORD.findall(whole) if whole.isascii() else _WORD.findall(whole)


words_of: Callable[[str], list[str]]
"""The fastest that the installation has."""

try:
    from holdfast.retrieval import compiled_word_cutting
except ImportError:
    words_of = words_by_patterns
else:
    words_of = compiled_word_cutting.words_of
