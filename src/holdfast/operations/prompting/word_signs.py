"""What the words of a text tell together: their signs, the languages they are of, and what they bear on.

It is there twice: compiled (`compiled_word_signs.pyx`, built at installation where there is a C compiler), and by
regular expressions, which give the same results and cost several times as much.  A context looks at some dozens of
messages that nobody looked at before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol

MOST_LANGUAGES: Final = 64
"""Languages that words may be of."""
_NUMBER: Final = re.compile(r"\d++(?:[.,:]\d++)*+")
_WORD: Final = re.compile(r"[^\W_]+")
_JOINED_WORD: Final = re.compile(r"[\w#]++(?:['-][\w#]++)*+")
"""In a text without underscores."""


class Sign(NamedTuple):
    """What a word tells: signs, and languages that it is of, both as bits."""

    signs: int
    languages: int


class Meaning(NamedTuple):
    """What a word tells as it stands: some matters as bits, and others where it begins a phrase.

    ``is_number`` tells that it is written ``#`` in phrases.  A phrase begins with a blank.
    """

    matters: int
    phrases: tuple[tuple[str, int], ...] = ()
    is_number: bool = False


class WordSigns(Protocol):
    """What some words tell, and some ``phrases`` that stand anywhere, told of texts.

    Each phrase has a blank, which is not its end.
    """

    def __init__(self, words: Mapping[str, Sign], phrases: Mapping[str, int], /) -> None: ...

    def told(self, said: str, /) -> tuple[int, int]:
        """All signs of a text whose case is folded, and the languages that most of its words are of.

        A word counts once; both are bits.
        """
        ...


class PlainSigns:
    """`WordSigns` in plain Python."""

    def __init__(self, words: Mapping[str, Sign], phrases: Mapping[str, int], /) -> None:
        self._words = words
        self._phrases = phrases

    def told(self, said: str, /) -> tuple[int, int]:
        """See `WordSigns`."""
        signs = 0
        counts = [0] * MOST_LANGUAGES
        for word in self._words.keys() & _WORD.findall(said):
            sign = self._words[word]
            signs |= sign.signs
            for language in range(sign.languages.bit_length()):
                counts[language] += sign.languages >> language & 1
        for phrase, sign_of_phrase in self._phrases.items():
            signs |= sign_of_phrase if phrase in said else 0
        most = max(counts)
        return signs, sum(1 << place for place, count in enumerate(counts) if count == most) if most else 0


def plain_matters(said: str, meanings: Mapping[str, Meaning | None], /) -> int:
    """The matters that the words of a text tell, as bits.

    Args:
        said: a text whose case is folded. Numbers in it are read as ``#``.
        meanings: has each word, with None for one that tells nothing.
    """
    words: list[str] = _JOINED_WORD.findall(_NUMBER.sub("#", said.replace("’", "'").replace("_", " ")))
    joined, found = "", 0
    for word in dict.fromkeys(words):
        meaning = meanings[word]
        if meaning is None:
            continue
        found |= meaning.matters
        if meaning.phrases:
            joined = joined or f" {' '.join('#' if _is_number(meanings[each]) else each for each in words)} "
            for phrase, matter in meaning.phrases:
                found |= matter if phrase in joined else 0
    return found


def _is_number(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.is_number


signs_of: type[WordSigns]
"""The fastest that the installation has."""

try:
    from holdfast.operations.prompting import compiled_word_signs
except ImportError:
    signs_of, matters_told = PlainSigns, plain_matters
else:
    signs_of, matters_told = compiled_word_signs.CompiledSigns, compiled_word_signs.compiled_matters
