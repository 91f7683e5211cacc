"""Slips of typing: what a word of a question may have been meant to be, where no message holds the word.

All words at a distance of one edit (a letter left out, added, replaced, two neighbours swapped: Damerau 1964) are
tried, and those that sound alike by two changes of spelling. The index knows numbers of words and no words, so the
candidates are made and looked up, as in Norvig's spelling corrector; only rare cases pay for it. Where that finds
nothing, English words at two edits are tried, see `lexicon`.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import Analyzer, TermIds, term_of
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.lexicon import stems_near
from holdfast.retrieval.related import RelatedWords

SHORTEST = 4
_LONGEST = 20
_SHORTEST_REPLACED = 5
SHARE, ALIKE_SHARE = 0.7, 0.5
"""What an occurrence of a word counts that is one edit off, or two that sound alike."""

_REMEMBERED: Final = 2048
"""Of so many words the candidates are kept, up to 6 KB each: to make them takes a hundred times as long as to look them
up, and questions come back to the same words."""

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS: Final = (_LATIN, "абвгдежзийклмнопрстуфхцчшщъыьэюя", "αβγδεζηθικλμνξοπρσςτυφχψω")
_SOUND_ALIKE: Final = (
    ("ph", "f"), ("f", "ph"), ("c", "k"), ("k", "c"), ("ck", "k"), ("k", "ck"), ("s", "c"), ("c", "s"), ("s", "z"),
    ("z", "s"), ("i", "y"), ("y", "i"), ("ie", "ei"), ("ei", "ie"), ("ee", "ea"), ("ea", "ee"), ("qu", "kw"),
    ("w", "wh"), ("t", "th"), ("g", "gh"), ("r", "wr"), ("n", "kn"), ("ch", "tch"), ("x", "ks"),
    ("a", "e"), ("e", "a"), ("o", "u"),
    ("e", "i"), ("i", "e"), ("a", "ai"), ("o", "ou"),
)  # fmt: skip


class _Candidates(NamedTuple):
    """Terms in ascending order, in which they are looked up at the least cost.

    Attributes:
        terms: of each candidate.
        places: of each its place among the candidates as they were made, the likeliest slips first.
    """

    terms: TermIds
    places: NDArray[np.uint16]

    @classmethod
    def of(cls, words: Iterable[str]) -> "_Candidates":
        """The terms of words."""
        terms = np.fromiter(dict.fromkeys(map(term_of, words)), np.uint32)
        order = np.argsort(terms)
        terms, places = terms[order], order.astype(np.uint16)
        terms.flags.writeable = places.flags.writeable = False
        return cls(terms, places)

    def held(self, index: ScopeIndex) -> list[int]:
        """Those that some message holds, in the order in which they were made."""
        held = index.held(self.terms)
        if len(held) < 2:  # as mostly
            return held
        places = self.places[np.searchsorted(self.terms, held)].tolist()
        return [term for _, term in sorted(zip(places, held, strict=True))]


def meant(
    word: str, language: str, analyzer: Analyzer, index: ScopeIndex, known: RelatedWords | None
) -> list[tuple[int, float]]:
    """The terms a word may have been meant to be that some message holds, with what an occurrence counts.

    Args:
        word: one which no message holds, in lower case.
        language: the one it is taken to be in.
        analyzer: the one that made the features of the scope.
        index: the scope.
        known: words of the language, where they are known, as they are of English: of a word that is one only unknown
            words are slips.
    """
    slip = _slip_of(word, language, analyzer)
    found = _held(slip.at_one_edit, slip, index, known)
    if found or not slip.may_sound_alike:
        return [(term, SHARE) for term in found]
    found = _held(_terms_sounding_alike(slip.stem), slip, index, known)
    if not found and known is not None and slip.term not in known:
        found = _held(_Candidates.of(stems_near(word)), slip, index, known=None)
    return [(term, ALIKE_SHARE) for term in found]


class _Slip(NamedTuple):
    """A word that is written otherwise than it is meant.

    Attributes:
        stem: that of the word.
        term: that of the stem.
        at_one_edit: the stems of the word with two letters swapped, and what is at one edit of the stem, where that is
            long enough.
        may_sound_alike: whether words are known that sound like it.
    """

    stem: str
    term: int
    at_one_edit: _Candidates
    may_sound_alike: bool


@lru_cache(_REMEMBERED)
def _slip_of(word: str, language: str, analyzer: Analyzer) -> _Slip:
    stem = analyzer.stems(word, language)[0]
    swapped = [other for each in _swapped(word) for other in analyzer.stems(each, language)[:1]]
    alphabet = _alphabet_of(stem) if SHORTEST <= len(stem) <= _LONGEST else None
    edits = () if alphabet is None else _edits(stem, alphabet)
    return _Slip(stem, term_of(stem), _Candidates.of([*swapped, *edits]), may_sound_alike=alphabet is _LATIN)


def _held(candidates: _Candidates, slip: _Slip, index: ScopeIndex, known: RelatedWords | None) -> list[int]:
    held = candidates.held(index)
    if held and known is not None and slip.term in known:
        held = [term for term in held if term not in known]
    return held


def _alphabet_of(stem: str) -> str | None:
    return next((letters for letters in _ALPHABETS if all(letter in letters for letter in stem)), None)


@lru_cache(_REMEMBERED)
def _terms_sounding_alike(stem: str) -> _Candidates:
    return _Candidates.of(_sounding_alike(stem))


def _swapped(word: str) -> Iterator[str]:
    """The word with two neighbouring letters swapped, the commonest slip: the stem of the right word may be longer."""
    if len(word) <= _LONGEST:
        for at in range(len(word) - 1):
            if word[at] != word[at + 1]:
                yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _edits(word: str, alphabet: str) -> Iterator[str]:
    """All words at one edit; the first letter is rarely wrong."""
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in (alphabet if at else "hkpw"))
    if len(word) >= _SHORTEST_REPLACED:
        for at in range(1, len(word)):
            yield from (word[:at] + letter + word[at + 1 :] for letter in alphabet)


def _sounding_alike(word: str) -> set[str]:
    """Words at two changes that keep the sound: letters that sound alike, doubled ones, a silent h."""
    once = set(_alike(word))
    return once.union(*map(_alike, once))


def _alike(word: str) -> Iterator[str]:
    for written, other in _SOUND_ALIKE:
        at = word.find(written)
        while at >= 0:
            yield word[:at] + other + word[at + len(written) :]
            at = word.find(written, at + 1)
    for at in range(1, len(word) + 1):
        yield word[:at] + "h" + word[at:]
        yield word[:at] + word[at - 1] + word[at:]
        if word[at - 1 : at] == word[at : at + 1]:
            yield word[:at] + word[at + 1 :]
