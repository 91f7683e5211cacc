"""What the reader of facts is shown of each word.

That is what it means, the vector of the built-in embedding model, which knows the common words of other languages as
well; itself, its beginning and its end, by the buckets of hashes; and how it is written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from holdfast.providers.embeddings.static import load_static_model
from holdfast.providers.facts.reader.reading import UNSPACED

WORD_BUCKETS: Final = 4_096
AFFIX_BUCKETS: Final = 1_024
_AFFIX: Final = 3

SHAPES: Final = 10
"""The ways of writing a word; see `shape_of`."""

_IS_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
_DIGIT: Final = re.compile(r"\d")
_MOST_CHARACTERS: Final = 40


class Features(NamedTuple):
    """What is shown of a word wherever it stands: the buckets of it, its beginning and its end, and its shape."""

    word: int
    beginning: int
    ending: int
    shape: int


def features_of(word: str) -> Features:
    """What is shown of a word."""
    folded = fold(word)
    return Features(
        _bucket(folded, WORD_BUCKETS),
        _bucket(f"{folded[:_AFFIX]}~", AFFIX_BUCKETS),
        _bucket(f"~{folded[-_AFFIX:]}", AFFIX_BUCKETS),
        shape_of(word),
    )


def bucket_of(word: str) -> int:
    """The bucket of a word by itself."""
    return _bucket(fold(word), WORD_BUCKETS)


def fold(word: str) -> str:
    """A word without case and accents; all numbers with as many digits are alike."""
    plain = word.lower().replace("’", "'")
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFD", plain) if unicodedata.category(sign) != "Mn")
    return _DIGIT.sub("0", plain)


def shape_of(word: str) -> int:
    """How a word is written.

    Small 0, large 1, all large 2, one large letter 3, mixed 4, digits 5, a mark 6, without blanks around it 7.
    """
    first = word[0]
    if first.isdigit() or not (first.isalpha() or first in "'’"):
        return 5 if first.isdigit() else 6
    if _IS_UNSPACED.match(first):
        return 7
    if word.lower() == word:
        return 0
    if len(word) == 1:
        return 3
    if word.upper() == word:
        return 2
    return 1 if first.isupper() and word[1:].lower() == word[1:] else 4


AT_START: Final = 8
"""The shape that a large word has in addition where it begins a sentence."""

INITIAL: Final = 9
"""The shape that any other word has in addition there."""


def meaning_of(word: str) -> NDArray[np.float32]:
    """The vector of the built-in model for a word, of length 1; zeros where it has none."""
    vectors: NDArray[np.float32] = load_static_model().encode([word[:_MOST_CHARACTERS]])
    return np.asarray(vectors[0], np.float32)


def _bucket(piece: str, buckets: int) -> int:
    return crc32(piece.encode(errors="surrogatepass")) % buckets
