"""WordPiece tokenisation of BERT's uncased vocabulary, for speed: text in, vocabulary rows out.

Follows Devlin et al. 2018 (`BertNormalizer`, `BertPreTokenizer` and `WordPiece` in the terms of the `tokenizers`
library, with which the tests compare it): control characters go, CJK characters stand alone, accents and upper case
are folded, words split at white space and punctuation, and each word is cut into the longest pieces of the vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, cast

from holdfast.providers.embeddings.foreign_words import UNSPACED, ForeignWords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LONGEST_WORD = 100
"""Words with more characters are unknown, as in the reference."""

CACHED_WORDS = 50_000

_KEPT_CONTROLS = "\t\n\r"
_ascii_words = re.compile(r"[a-z0-9]+|[^\sa-z0-9]").findall
_ASCII = {
    code: None if not chr(code).isprintable() and chr(code) not in _KEPT_CONTROLS else chr(code).lower()
    for code in range(128)
}
_DROPPED = {"Cc", "Cf", "Co", "Cs", "Mn"}
_CJK = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def _folded(code: int) -> str:
    """Give what a character of decomposed text becomes: nothing, itself folded, or itself between spaces."""
    character = chr(code)
    category = unicodedata.category(character)
    if character in _KEPT_CONTROLS or category in {"Zs", "Zl", "Zp"}:
        return " "
    if category in _DROPPED or code == 0xFFFD:
        return ""
    alone = category[0] == "P" or any(first <= code <= last for first, last in _CJK)
    if code < 128:
        alone = not character.isalnum()
    return f" {character} " if alone else character.lower()


class _Folding(dict[int, str]):
    """Translation table that fills itself with the characters that come up."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(code)
        return folded


def look_up_by_patterns(text: str, rows: dict[str, int], found: list[int | str]) -> None:
    """Add the row of each folded word and mark of an ASCII text to what was found, or itself where it has none."""
    found += [rows.get(word, word) for word in _ascii_words(text.translate(_ASCII))]


Run = tuple["int | str", ...]
"""Of the words and marks of what is written without a blank the rows, or themselves where they have none."""


def look_up_runs_one_by_one(
    text: str, rows: dict[str, int], runs: dict[str, Run], fold_run: Callable[[str], Run], found: list[int | str]
) -> None:
    """Add the same of any text: what is written without a blank and is not ASCII is in ``runs``, or is folded now."""
    for written in text.split(" "):
        if written.isascii():
            look_up_by_patterns(written, rows, found)
        else:
            run = runs.get(written)
            found += fold_run(written) if run is None else run


look_up: Callable[[str, dict[str, int], list[int | str]], None]
"""The fastest that the installation has: compiled (`compiled_words.pyx`) where there is a C compiler."""

look_up_runs: Callable[[str, dict[str, int], dict[str, Run], Callable[[str], Run], list[int | str]], None]
"""The same, of `look_up_runs_one_by_one`."""

try:
    from holdfast.providers.embeddings import compiled_words
except ImportError:
    look_up, look_up_runs = look_up_by_patterns, look_up_runs_one_by_one
else:
    look_up, look_up_runs = compiled_words.look_up, compiled_words.look_up_runs


class WordPiece:
    """Tokeniser over a vocabulary; token ids are positions in it.

    Entries beginning with ``##`` continue a word.  Whole words outside the original vocabulary may be in it: the
    longest match wins.  ``foreign`` words are taken as what they mean.  Safe to share between threads.
    """

    def __init__(
        self, vocabulary: Sequence[str], *, unknown: str = "[UNK]", foreign: ForeignWords | None = None
    ) -> None:
        ids = {token: position for position, token in enumerate(vocabulary)}
        self._unknown = (ids[unknown],)
        self._words = {token: row for token, row in ids.items() if not token.startswith("##")}
        self._continuations = {token[2:]: row for token, row in ids.items() if token.startswith("##")}
        self._longest = max(map(len, vocabulary), default=1)
        self._folding = _Folding()
        self._foreign = foreign
        self._cache: dict[str, tuple[int, ...]] = {}
        self._runs: dict[str, Run] = {}

    def ids(self, text: str) -> list[int]:
        """Token ids of ``text``, without special tokens."""
        if self._foreign is not None and not text.isascii() and UNSPACED.search(text):
            return self._ids_of_runs(text, self._foreign)
        return self._ids(text)

    def folded(self, word: str) -> str:
        """A word as it is looked up."""
        return "".join(self.words(word))

    def _ids_of_runs(self, text: str, foreign: ForeignWords) -> list[int]:
        """Token ids of a text with runs that are written without blanks; of those the words that are known."""
        rows: list[int] = []
        at = 0
        for run in UNSPACED.finditer(text):
            rows += self._ids(text[at : run.start()])
            rows += foreign.of_run(run[0], self.folded) or self._ids(run[0])
            at = run.end()
        return rows + self._ids(text[at:])

    def _ids(self, text: str) -> list[int]:
        found: list[int | str] = []
        if text.isascii():
            look_up(text, self._words, found)
        else:
            look_up_runs(text, self._words, self._runs, self._run, found)
        places = [place for place, each in enumerate(found) if each.__class__ is str]
        if not places:
            return cast("list[int]", found)
        rows: list[int | str] = []
        start = 0
        for place, pieces in zip(places, self._rows([cast("str", found[place]) for place in places]), strict=True):
            rows += found[start:place]
            rows += pieces
            start = place + 1
        return cast("list[int]", rows + found[start:])

    def _rows(self, unknown: list[str]) -> Iterator[Sequence[int]]:
        """Of each of the words of a text that are not in the vocabulary what it means, or else its pieces."""
        if self._foreign is None:
            return map(self._pieces, unknown)
        meant = self._foreign.rows(unknown)
        return (known or self._pieces(word) for known, word in zip(meant, unknown, strict=True))

    def _run(self, written: str) -> Run:
        """What is written without a blank, looked up, and kept: most of what is not ASCII comes again."""
        run = tuple(self._words.get(word, word) for word in self.words(written))
        if len(written) <= LONGEST_WORD:
            if len(self._runs) >= CACHED_WORDS:
                self._runs.clear()
            self._runs[written] = run
        return run

    def words(self, text: str) -> list[str]:
        """Split into folded words and punctuation marks, in order."""
        if text.isascii():
            return _ascii_words(text.translate(_ASCII))
        return unicodedata.normalize("NFD", text).translate(self._folding).split()

    def _pieces(self, word: str) -> tuple[int, ...]:
        pieces = self._cache.get(word)
        if pieces is None:
            if len(self._cache) >= CACHED_WORDS:
                self._cache = {}
            self._cache[word] = pieces = self._cut(word)
        return pieces

    def _cut(self, word: str) -> tuple[int, ...]:
        """Longest match first; the whole word is unknown when a part of it is."""
        if len(word) > LONGEST_WORD:
            return self._unknown
        rows: list[int] = []
        start, table = 0, self._words
        while start < len(word):
            end = min(len(word), start + self._longest)
            while end > start and word[start:end] not in table:
                end -= 1
            if end == start:
                return self._unknown
            rows.append(table[word[start:end]])
            start, table = end, self._continuations
        return tuple(rows)
