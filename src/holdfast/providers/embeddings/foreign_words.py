"""Words of other languages for an English model: each is taken as the English words that it means.

The vocabulary of the built-in model is English, and whatever else is cut into pieces that mean nothing.  A table made
by ``tools/gloss_vocabulary.py`` knows for common words of some twenty-five languages the rows of the vocabulary that
stand for what they mean.  Only words that are none of the vocabulary are looked up, so English texts keep their vectors.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
"""Runs of Chinese, Japanese and Korean, in which words are found without blanks between them."""

_MOST_ROWS: Final = 3
_NO_ROW: Final = 0
_SHORTEST_PART: Final = 4
_LONGEST_PIECE: Final = 6


class ForeignWords:
    """The table in a file: sorted keys of words and for each up to three rows, 0 standing for none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, word: str) -> tuple[int, ...]:
        """The rows for a word as `fold` gives it, or for the two of a compound; none where it is unknown."""
        found = self._of(word)
        ends = () if found else range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        for at in ends:
            last = self._of(word[at:])
            if last and (first := self._of(word[:at]) or self._of(word[: at - 1])):
                return (*first, *last)
        return found

    def of_run(self, run: str, fold: Callable[[str], str]) -> Iterator[int]:
        """The rows for the known words of a run without blanks, the longest first from its beginning."""
        at = 0
        while at < len(run):
            ends = range(min(len(run), at + _LONGEST_PIECE), at, -1)
            end, rows = next(((end, rows) for end in ends if (rows := self._of(fold(run[at:end])))), (at + 1, ()))
            yield from rows
            at = end

    def _of(self, word: str) -> tuple[int, ...]:
        keys, rows = self._table
        key = crc32(word.encode())
        at = int(keys.searchsorted(np.uint32(key)))
        if at == len(keys) or keys[at] != key:
            return ()
        return tuple(row for row in rows[at].tolist() if row != _NO_ROW)

    @cached_property
    def _table(self) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        with np.load(self._path) as table:
            return table["keys"], table["rows"]


def write(path: Path, words: dict[str, tuple[int, ...]]) -> None:
    """Write a table of words, as they are looked up."""
    of_key = {crc32(word.encode()): rows for word, rows in words.items()}
    keys = sorted(of_key)
    rows = np.zeros((len(keys), _MOST_ROWS), "<u2")
    for at, key in enumerate(keys):
        rows[at, : len(of_key[key])] = of_key[key][:_MOST_ROWS]
    np.savez_compressed(path, keys=np.array(keys, "<u4"), rows=rows)
