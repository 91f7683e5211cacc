"""Glosses: what words of other languages mean, in English words, so that a question finds what was said in another.

For common words of some twenty-five languages up to three English words are known, from a table made by
`tools/gloss_words.py` from wordnets (Bond and Foster 2013). A message is indexed by what its words mean as well, a
question asks for what its words mean: English is the pivot, and costs nothing where all is English.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np

DIRECTORY: Final = Path(__file__).with_name("glosses")
_VOCABULARY: Final = "english.txt"
_UNSPACED: Final = frozenset({"chinese", "japanese", "korean"})
_COMPOUNDING: Final = frozenset({"danish", "dutch", "finnish", "german", "norwegian", "swedish"})
_SHORTEST_PART: Final = 4
_LONGEST_PIECE: Final = 6
_LONGEST_WORD: Final = 60
"""Characters of a word, compounds among them; what is longer is none, and has more parts than there is time for."""

_KEY_END: Final = (1 << 20) - 1
"""The bits of a key that are its end."""

_LINKS: Final = re.compile("(?:e[ns]|[sn]|er)$")


class Gloss(NamedTuple):
    """An English word, or two, and how likely it is what was meant, compared with the likeliest."""

    word: str
    share: float


class Glosses:
    """The glosses of one language."""

    def __init__(self, words: Sequence[str], keys: bytes, ends: bytes, numbers: bytes, shares: bytes) -> None:
        self._words = words
        self._keys = np.frombuffer(keys, "<u4")
        self._ends = np.frombuffer(ends, "<u4")
        self._numbers = np.frombuffer(numbers, "<u2")
        self._shares = np.frombuffer(shares, "u1")

    def longest(self, signs: Sequence[bytes], at: int) -> int | None:
        """Where the longest known word ends that begins at a sign of a run; None where none does.

        ``signs`` are those of the run, in UTF-8.
        """
        key, found, key_ends = 0, None, self._key_ends
        for end, sign in enumerate(signs[at : at + _LONGEST_PIECE], at + 1):
            key = crc32(sign, key)
            if key_ends[key & _KEY_END] and self._at(key) is not None:
                found = end
        return found

    @cached_property
    def _key_ends(self) -> bytes:
        """Whether a word has a key that ends so: most runs are told by that to be none, and need not be looked for."""
        there = np.zeros(_KEY_END + 1, np.uint8)
        there[self._keys & np.uint32(_KEY_END)] = 1
        return there.tobytes()

    def of(self, key: int) -> list[Gloss]:
        """What the word means that has a key; nothing where it is unknown."""
        at = self._at(key)
        if at is None:
            return []
        first = int(self._ends[at - 1]) if at else 0
        numbers = self._numbers[first : self._ends[at]].tolist()
        shares = self._shares[first : self._ends[at]].tolist()
        return [Gloss(self._words[number], share / 255) for number, share in zip(numbers, shares, strict=True)]

    def _at(self, key: int) -> int | None:
        at = int(self._keys.searchsorted(np.uint32(key)))
        return at if at < len(self._keys) and self._keys[at] == key else None


def key_of(stem: str) -> int:
    """The key of a word by its stem, and of one in a script without blanks by itself."""
    return crc32(stem.encode())


def glossed(word: str, language: str, stem: Callable[[str], str | None]) -> list[Gloss]:
    """What a lower-case word of a language means, or a run of one that is written without blanks.

    A compound that is not known is taken by its parts: the longest known end, and the known word before it.
    """
    table = glosses_of(language)
    if table is None:
        return []
    if language in _UNSPACED:
        return [
            gloss for piece in _pieces(word, table, whole=language != "korean") for gloss in table.of(key_of(piece))
        ]
    if len(word) > _LONGEST_WORD:
        return []
    found = _of_stem(stem(word), table)
    if found or language not in _COMPOUNDING:
        return found
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        last = _of_stem(stem(word[at:]), table)
        first = _of_stem(stem(word[:at]), table) or _of_stem(stem(_LINKS.sub("", word[:at])), table) if last else []
        if first:
            return [*first, *last]
    return []


def _of_stem(stem: str | None, table: Glosses) -> list[Gloss]:
    return table.of(key_of(stem)) if stem else []


def _pieces(run: str, table: Glosses, *, whole: bool) -> Iterator[str]:
    """The known words of a run, the longest first from its beginning; of Korean the one it begins with."""
    at, signs = 0, [sign.encode() for sign in run]
    while at < len(run):
        end = table.longest(signs, at)
        if end is not None:
            yield run[at:end]
        if not whole:
            return
        at = end or at + 1


@cache
def glosses_of(language: str) -> Glosses | None:
    """The glosses of a language; None where there are none."""
    path = DIRECTORY / f"{language}.npz"
    if not path.is_file():
        return None
    with np.load(path) as table:
        return Glosses(english_words(), *(table[name].tobytes() for name in ("keys", "ends", "numbers", "shares")))


@cache
def english_words() -> list[str]:
    """The English words, some of two parts, of which all glosses consist."""
    return (DIRECTORY / _VOCABULARY).read_text("ascii").splitlines()


def is_english(word: str) -> bool:
    """Whether a word is one of these."""
    words = english_words()
    at = bisect_left(words, word)
    return at < len(words) and words[at] == word


def write(directory: Path, glosses: Mapping[str, Mapping[int, Sequence[Gloss]]]) -> None:
    """Write the tables of languages."""
    words = sorted({gloss.word for table in glosses.values() for row in table.values() for gloss in row})
    number = {word: at for at, word in enumerate(words)}
    (directory / _VOCABULARY).write_text("\n".join(words) + "\n", "ascii")
    for language, table in glosses.items():
        keys = sorted(table)
        rows = [table[key] for key in keys]
        np.savez_compressed(
            directory / f"{language}.npz",
            keys=np.array(keys, "<u4"),
            ends=np.cumsum([len(row) for row in rows], dtype="<u4"),
            numbers=np.array([number[gloss.word] for row in rows for gloss in row], "<u2"),
            shares=np.array([round(255 * gloss.share) for row in rows for gloss in row], "u1"),
        )
