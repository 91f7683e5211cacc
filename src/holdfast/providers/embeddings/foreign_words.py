"""Words of other languages for an English model: each is taken as the English words that it means.

The vocabulary of the built-in model is English, and whatever else is cut into pieces that mean nothing.  A table made
by ``tools/gloss_vocabulary.py`` knows for common words of some twenty-five languages the rows of the vocabulary that
stand for what they mean.  Only words that are not in the vocabulary are looked up, so English texts keep their vectors.
Which language is meant where several write a word alike, the other words of the text tell.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
"""Runs of Chinese, Japanese and Korean, in which words are found without blanks between them."""

Options = dict[int, tuple[int, ...]]
"""Number of a language → the rows that stand for a word, the likeliest language first."""

_MOST_ROWS: Final = 2
_NO_ROW: Final = 0
_SHORTEST_PART: Final = 4
_LONGEST_PIECE: Final = 6
_CACHED_WORDS: Final = 50_000


Piece = tuple[int, ...] | None
"""The rows for a piece of a run; ``None`` where it is no known word."""


def rows_of_run_one_by_one(
    run: str, pieces: dict[str, Piece], longest: int, look_up_piece: Callable[[str], Piece]
) -> list[int]:
    """The rows for the known words of a run without blanks, the longest first from its beginning.

    A word of up to ``longest`` characters is in ``pieces``, or is looked up.
    """
    found: list[int] = []
    at = 0
    while at < len(run):
        for end in range(min(len(run), at + longest), at, -1):
            piece = run[at:end]
            rows = pieces[piece] if piece in pieces else look_up_piece(piece)
            if rows is not None:
                found += rows
                break
        else:
            end = at + 1
        at = end
    return found


rows_of_run: Callable[[str, dict[str, Piece], int, Callable[[str], Piece]], list[int]]
"""The fastest that the installation has: compiled (`compiled_words.pyx`) where there is a C compiler."""

try:
    from holdfast.providers.embeddings import compiled_words
except ImportError:
    rows_of_run = rows_of_run_one_by_one
else:
    rows_of_run = compiled_words.rows_of_run


class ForeignWords:
    """The table in a file: sorted keys of words, for each its language and up to two rows, 0 standing for none.

    A word that several languages have stands there several times, first as that in which it is most frequent.  Safe to
    share between threads.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cache: dict[str, Options] = {}
        self._pieces: dict[str, Piece] = {}

    def rows(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The rows for each of the words of a text that the vocabulary lacks; none for an unknown one.

        Words are written as the tokeniser folds them.
        """
        options = [known if (known := self._cache.get(word)) is not None else self._options(word) for word in words]
        languages: dict[int, int] = {}
        for each in options:
            for language in each:
                languages[language] = languages.get(language, 0) + 1
        if not languages:
            return [()] * len(words)
        likeliest = max(languages, key=languages.__getitem__)
        return [(each.get(likeliest) or next(iter(each.values()))) if each else () for each in options]

    def of_run(self, run: str, fold: Callable[[str], str]) -> list[int]:
        """The rows for the known words of a run without blanks, the longest first from its beginning."""

        def look_up(piece: str) -> Piece:
            if len(self._pieces) >= _CACHED_WORDS:
                self._pieces.clear()
            rows = self._pieces[piece] = next(iter(self._of(fold(piece)).values()), None)
            return rows

        return rows_of_run(run, self._pieces, _LONGEST_PIECE, look_up)

    def _options(self, word: str) -> Options:
        if len(self._cache) >= _CACHED_WORDS:
            self._cache = {}
        options = self._cache[word] = self._of(word) or self._of_compound(word)
        return options

    def _of_compound(self, word: str) -> Options:
        """Those of the two words of a compound, between which a letter may link them, in one language."""
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if last := self._of(word[at:]):
                first = self._of(word[:at]) or self._of(word[: at - 1])
                if both := {language: first[language] + last[language] for language in last if language in first}:
                    return both
        return {}

    def _of(self, word: str) -> Options:
        keys, languages, rows = self._table
        key = np.uint32(crc32(word.encode()))
        at = int(keys.searchsorted(key))
        found: Options = {}
        while at < len(keys) and keys[at] == key:
            found[int(languages[at])] = tuple(row for row in rows[at].tolist() if row != _NO_ROW)
            at += 1
        return found

    @cached_property
    def _table(self) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.uint16]]:
        with np.load(self._path) as table:
            return table["keys"], table["languages"], table["rows"]


def write(path: Path, words: dict[str, Options]) -> None:
    """Write a table of words, as they are looked up."""
    of_key = {crc32(word.encode()): options for word, options in words.items()}
    entries = [(key, language, rows) for key in sorted(of_key) for language, rows in of_key[key].items()]
    padded = [(*rows, _NO_ROW)[:_MOST_ROWS] for _, _, rows in entries]
    # Not compressed: to unpack it would be a twelfth of what a server takes to start.
    np.savez(
        path,
        keys=np.array([key for key, _, _ in entries], "<u4"),
        languages=np.array([language for _, language, _ in entries], "u1"),
        rows=np.array(padded, "<u2"),
    )
