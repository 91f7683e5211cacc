"""English words that a misspelt one may have been meant to be, where two letters went wrong.

Of a word of eight letters there are some hundred thousand others at two edits, too many to make and look up as
`spelling` does for one. So the words of the English vocabulary are gone through instead: by what letters they hold
first, then by the optimal string alignment distance (Damerau 1964; Boytsov 2011) to all that are left at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import Stemmer

from holdfast.retrieval.glosses import english_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_SHORTEST: Final = 6
_LONGEST: Final = 16
_MOST_EDITS: Final = 2
_MOST_OTHER_LETTERS: Final = 2 * _MOST_EDITS
_BEGINNING: Final = 4
"""Words of one stem begin alike by so many letters."""
_REMEMBERED: Final = 2048
_PLAIN: Final = re.compile(rf"[a-z]{{{_SHORTEST - 2},{_LONGEST}}}")
_UNHEARD: Final = re.compile("[aeiouyhw]")
"""Letters that slips leave out, add and mistake most: vowels, and consonants that are often silent."""
_ONES: Final = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(axis=1, dtype=np.uint8)


class Lexicon:
    """Words, as columns that are compared at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word for word in words if _PLAIN.fullmatch(word)})
        self._known = frozenset(self._words)
        self._letters = _letters(self._words)
        self._lengths = np.array([len(word) for word in self._words])
        self._held = _held(self._letters)

    def beginning_with(self, letters: str) -> list[str]:
        """The words that begin so."""
        first = bisect_left(self._words, letters)
        return self._words[first : bisect_left(self._words, letters + "{", first)]

    def near(self, word: str) -> list[str]:
        """The words at two edits at most, of which one at most changes a consonant that is heard, by the alphabet.

        The first letter is the same. A known word is near to none, and so is one of less than six letters.
        """
        if not _PLAIN.fullmatch(word) or len(word) < _SHORTEST or word in self._known:
            return []
        others = _ONES[(self._held ^ _held(_letters([word])))[:, None].view(np.uint8)].sum(axis=1)
        likely = others <= _MOST_OTHER_LETTERS
        likely &= (self._letters[:, 0] == ord(word[0])) & (np.abs(self._lengths - len(word)) <= _MOST_EDITS)
        rows = np.flatnonzero(likely)
        edits = distances(word, self._letters[rows], self._lengths[rows])
        found = [self._words[row] for row in rows[edits <= _MOST_EDITS].tolist()]
        if not found:
            return []
        heard = [_heard(each) for each in found]
        changed = distances(_heard(word), _letters(heard), np.array([len(each) for each in heard]))
        return [each for each, count in zip(found, changed.tolist(), strict=True) if count <= 1]


def distances(word: str, letters: NDArray[np.uint8], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many letters must be left out, added, replaced or swapped with the next one, to make each word of another.

    Args:
        word: that one.
        letters: (words, letters) the others, filled up with zeros.
        lengths: how many letters each has.
    """
    count, width = letters.shape
    places = np.arange(width + 1)
    before, here = np.zeros((count, width + 1), np.int64), np.tile(places, (count, 1))
    for at, letter in enumerate(map(ord, word), start=1):
        same = letters == letter
        row = np.empty_like(here)
        row[:, 0] = at
        row[:, 1:] = np.minimum(here[:, 1:] + 1, here[:, :-1] + ~same)
        if at > 1:
            swapped = same[:, :-1] & (letters[:, 1:] == ord(word[at - 2]))
            row[:, 2:] = np.where(swapped, np.minimum(row[:, 2:], before[:, :-2] + 1), row[:, 2:])
        row = np.minimum.accumulate(row - places, axis=1) + places  # letters that are added
        before, here = here, row
    ends: NDArray[np.int64] = here[np.arange(count), lengths]
    return ends


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """The English words of which the glosses of other languages consist."""
    return Lexicon(part for word in english_words() for part in word.split())


@lru_cache(_REMEMBERED)
def stems_near(word: str) -> tuple[str, ...]:
    """The stems of the English words that a word may have been meant to be; of a plural also those of one thing.

    There are none of a word with the stem of a known one.
    """
    stem = _stemmer().stemWord(word)
    if stem in _stemmer().stemWords(english().beginning_with(word[:_BEGINNING])):
        return ()
    near = english().near(word) or (english().near(word[:-1]) if word.endswith("s") else [])
    return tuple(dict.fromkeys(_stemmer().stemWords(near)))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)


def _letters(words: list[str]) -> NDArray[np.uint8]:
    """(words, letters) their letters, filled up with zeros."""
    width = max(map(len, words), default=0)
    joined = "".join(word.ljust(width, "\0") for word in words).encode()
    return np.frombuffer(joined, np.uint8).reshape(len(words), width)


def _held(letters: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The letters of each word as a set of bits."""
    bits = np.left_shift(
        np.uint32(1), letters.astype(np.uint32) - ord("a"), where=letters > 0, out=np.zeros_like(letters, np.uint32)
    )
    held: NDArray[np.uint32] = np.bitwise_or.reduce(bits, axis=1)
    return held


def _heard(word: str) -> str:
    """The consonants of a word, of doubled ones one."""
    return re.sub(r"(.)\1+", r"\1", _UNHEARD.sub("", word))
