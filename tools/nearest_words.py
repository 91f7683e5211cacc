"""How near words of other languages are to English ones, by Google's multilingual Universal Sentence Encoder.

The encoder of the service `multilingual` was trained on text of sixteen languages in one space, so a word lies near to
its translations.  That tells which translations of a dictionary are meant most, and finds some for words that the
dictionary lacks.  Words are embedded on their own: no text is read, so nothing of any evaluation can leak in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import wordfreq

from holdfast.providers.embeddings.universal_encoder import UniversalSentenceEncoder
from holdfast.retrieval.languages import stop_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

KNOWN: Final = frozenset(
    {"chinese", "dutch", "french", "german", "italian", "japanese", "polish", "portuguese", "spanish"}
)
"""The languages for which it is asked."""
ENGLISH_WORDS: Final = 11_000
"""Among so many of the most frequent English words the near ones are looked for."""
LEAST_COSINE: Final = 0.6
SURE: Final = 0.8
"""At this cosine a word may begin as the other one does: below it is near for its letters alone ("louça", "Louis")."""
_LETTERS_ALIKE: Final = 3
_WORDS_AT_ONCE: Final = 1024


class NearestWords:
    """Knows vectors of English words, and compares words of other languages with them."""

    def __init__(self) -> None:
        self._encoder = UniversalSentenceEncoder()
        stop = stop_words("english")
        frequent = [word for word in wordfreq.top_n_list("en", ENGLISH_WORDS) if word not in stop]
        self._words = [word for word in frequent if word.isascii() and word.isalpha() and len(word) > 2]
        vectors = self._encoder.encode(self._words)
        self._mean = vectors.mean(axis=0)
        self._vectors = _apart(vectors, self._mean)
        self._others: dict[str, NDArray[np.float32]] = {}

    def cosines(
        self, words: Sequence[str], translations: Sequence[Collection[str]]
    ) -> Iterator[tuple[dict[str, float], dict[str, float]]]:
        """For each word the cosines with its translations, and with near English words that are none of them."""
        for start in range(0, len(words), _WORDS_AT_ONCE):
            some = words[start : start + _WORDS_AT_ONCE]
            vectors = _apart(self._encoder.encode(some), self._mean)
            products = vectors @ self._vectors.T
            for at, word in enumerate(some):
                known = translations[start + at]
                near = np.flatnonzero(products[at] >= LEAST_COSINE).tolist()
                found = {self._words[place]: float(products[at, place]) for place in near}
                yield (
                    {each: float(vectors[at] @ self._of(each)) for each in known},
                    {each: cosine for each, cosine in found.items() if each not in known and _told(word, each, cosine)},
                )

    def _of(self, word: str) -> NDArray[np.float32]:
        if word not in self._others:
            self._others[word] = _apart(self._encoder.encode([word]), self._mean)[0]
        return self._others[word]


def _told(word: str, other: str, cosine: float) -> bool:
    """Whether a word is near for what it means, and not because it is written alike."""
    return cosine >= SURE or _plain(word)[:_LETTERS_ALIKE] != other[:_LETTERS_ALIKE]


def _plain(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))


def _apart(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    units: NDArray[np.float32] = vectors - mean
    units /= np.maximum(np.linalg.norm(units, axis=1, keepdims=True), np.float32(1e-9))
    return units
