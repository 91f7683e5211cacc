"""Text analysis: from text to the terms that are indexed and asked for.

Words are runs of Unicode letters and digits. They are lower-cased, freed of stop words, stemmed by the Snowball
stemmer of the configured language and stripped of diacritics. Scripts written without blanks between words (Chinese,
Japanese, Thai …) and Korean, whose words carry particles, become overlapping pairs of characters, so that they work
whatever the configured language is.

A term is kept as its CRC-32: an index of numbers needs a fraction of the memory of one of strings, and the number
means the same in every process. Two of 50 000 terms collide with a probability of about one in four, which costs one
question a little precision.
"""

import re
import threading
import unicodedata
from collections import Counter
from functools import lru_cache
from zlib import crc32

import numpy as np
import Stemmer
from numpy.typing import NDArray

from holdfast.retrieval.languages import FIRST_PERSON, stop_words

TermIds = NDArray[np.uint32]

_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_UNSPACED = f"{_HAN}\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_]|[{_MARKS}])+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_IS_HAN = re.compile(rf"[{_HAN}]")
_DIACRITICS = re.compile("[\u0300-\u036f]")
_LONGEST_STEMMED = 64
_CACHED_WORDS = 200_000


class UnknownLanguageError(ValueError):
    """The configured language has no stemmer; the message lists those that have."""


class Analyzer:
    """Turns text of one language into terms. Safe to share between threads.

    Attributes:
        language: a Snowball algorithm such as `english`, or `none` for text that must not be stemmed.
        fingerprint: changes whenever the same text would give other terms; stored features that carry another
            fingerprint are computed anew.
    """

    VERSION = 1

    def __init__(self, language: str = "english") -> None:
        if language != "none" and language not in Stemmer.algorithms():
            known = ", ".join(sorted(Stemmer.algorithms()))
            raise UnknownLanguageError(f"language {language!r} is not known; choose one of: none, {known}")
        self.language = language
        self.fingerprint = crc32(f"{self.VERSION}:{language}".encode()) & 0xFFFF
        self.first_person = FIRST_PERSON.get(language, FIRST_PERSON["english"])
        self._stemmer = None if language == "none" else Stemmer.Stemmer(language, 0)
        self._stop_words = stop_words(language)
        self._cache: dict[str, tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def words(self, text: str) -> list[str]:
        """The lower-case words of a text, stop words included, none of them stemmed or paired."""
        lowered = text.lower()
        if lowered.isascii():
            return _ASCII_WORD.findall(lowered)
        return _WORD.findall(unicodedata.normalize("NFKC", lowered))

    def word_ids(self, word: str) -> tuple[int, ...]:
        """The terms of one word: none for a stop word, several for a run of an unspaced script."""
        ids = self._cache.get(word)
        if ids is None:
            ids = tuple(crc32(stem.encode()) for stem in self.stems(word))
            self._remember(word, ids)
        return ids

    def term_ids(self, words: list[str]) -> list[int]:
        """The terms of words from `words()`, in order, with repetitions."""
        known = self._cache
        ids: list[int] = []
        for word in words:
            found = known.get(word)
            ids += self.word_ids(word) if found is None else found
        return ids

    def count(self, text: str) -> Counter[int]:
        """How often each term occurs in a text."""
        return Counter(self.term_ids(self.words(text)))

    def stems(self, word: str) -> list[str]:
        """The terms of one lower-case word in readable form."""
        if word in self._stop_words:
            return []
        if _IS_UNSPACED.match(word):
            return self._pairs(word)
        if self._stemmer is None or len(word) > _LONGEST_STEMMED:
            return [_fold(word)]
        with self._lock:
            return [_fold(self._stemmer.stemWord(word))]

    def _pairs(self, run: str) -> list[str]:
        """Pairs of neighbouring characters, and single Han characters, many of which are words of their own."""
        if len(run) == 1:
            return [run]
        pairs = [run[i : i + 2] for i in range(len(run) - 1)]
        return pairs + [char for char in run if _IS_HAN.match(char) and char not in self._stop_words]

    def _remember(self, word: str, ids: tuple[int, ...]) -> None:
        if len(word) > _LONGEST_STEMMED:
            return
        if len(self._cache) >= _CACHED_WORDS:
            self._cache = {}
        self._cache[word] = ids


def _fold(stem: str) -> str:
    """The stem without diacritics, so that `José` and `Jose` meet."""
    if stem.isascii():
        return stem
    return _DIACRITICS.sub("", unicodedata.normalize("NFD", stem))


@lru_cache(maxsize=16)
def analyzer_for(language: str) -> Analyzer:
    """The shared analyzer of a language, so that its word cache is shared as well."""
    return Analyzer(language)
