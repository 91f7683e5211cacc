"""What the form of a message tells, whatever is asked: who tells something of themselves says so in certain words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from holdfast.operations.prompting.bearing import limited_once
from holdfast.operations.prompting.matters import Matter
from holdfast.operations.prompting.requests import said_only_asks
from holdfast.operations.prompting.volatile import asks
from holdfast.operations.prompting.word_signs import Sign, WordSigns, signs_of
from holdfast.retrieval.first_persons import FIRST_PERSONS, is_of_oneself
from holdfast.retrieval.languages import telling_words

MOST_READ: Final = 500
"""Characters of a text that are looked at."""
_KEPT: Final = 8192
_OF_A_REQUEST: Final = 0.64
"""What it counts of a message that only wants something of the assistant."""
_OF_A_QUESTION: Final = 0.93
_OF_ONESELF: Final = 1.1
_OF_A_CHANGE: Final = 1.08
_OF_LENGTH: Final = 0.24
"""By which power of the number of words a score counts more: who tells something takes more words than "found it"."""
_MOST_WORDS: Final = 20
_CHARACTERS, _UNSPACED_CHARACTERS = 5, 2
"""Characters of a word, and of one where there are no blanks."""

_OF_CHANGES: Final = """
now since moved btw actually anymore jetzt inzwischen seit übrigens maintenant désormais depuis ahora desde agora ora
adesso nu sinds
"""
_CHANGE: Final = frozenset(_OF_CHANGES.split())
_FIRST_PERSON, _TELLS_CHANGE = 1, 2
"""Signs of words."""
_CHANGES: Final = ("by the way", "no longer", "any more", "nicht mehr", "ya no", "non più", "não mais", "niet meer")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_CHANGE: Final = re.compile("现在|已经|今は|もう")


class Form:
    """What the form of a person's message tells: what it makes of a score, and the languages that it may be in."""

    __slots__ = ("_matters", "_text", "languages", "weight")

    def __init__(self, text: str) -> None:
        said = text.casefold()
        signs, languages = _telling().words.told(said)
        self.weight = _weight(text, said, signs)
        self.languages = _named(languages)
        self._text = text
        self._matters: frozenset[Matter] | None = None

    @property
    def matters(self) -> frozenset[Matter]:
        """What the message bears on."""
        if self._matters is None:
            self._matters = limited_once(self._text)
        return self._matters


class _Forms(dict[str, Form]):
    """The forms of texts, kept: users ask again about what they said."""

    def __missing__(self, text: str) -> Form:
        if len(self) >= _KEPT:
            self.clear()
        form = self[text] = Form(text)
        return form


_FORMS: Final = _Forms()
form_of: Final = _FORMS.__getitem__
"""The form of a text, of at most `MOST_READ` characters."""


def _weight(text: str, said: str, signs: int) -> float:
    """What the form of a text makes of its score."""
    weight = of_length(text)
    if said_only_asks(said):
        weight *= _OF_A_REQUEST
    if signs & _FIRST_PERSON or is_of_oneself(said, ()):
        weight *= _OF_ONESELF
    if asks(text):
        weight *= _OF_A_QUESTION
    if signs & _TELLS_CHANGE or (not said.isascii() and _UNSPACED_CHANGE.search(said)):
        weight *= _OF_A_CHANGE
    return weight


def of_length(text: str) -> float:
    """What the length of a message makes of its score."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    words = len(text) / _CHARACTERS + unspaced / _UNSPACED_CHARACTERS
    return float((1 + min(words, _MOST_WORDS)) ** _OF_LENGTH)


def languages_of(text: str) -> frozenset[str]:
    """The languages that most of the function words of a text belong to; none where it has no such words."""
    return _named(_telling().words.told(text[:MOST_READ].casefold())[1])


@lru_cache(maxsize=_KEPT)
def _named(languages: int) -> frozenset[str]:
    """Languages that are given as bits."""
    return frozenset(name for place, name in enumerate(_telling().languages) if languages >> place & 1)


class _Telling(NamedTuple):
    """Words that tell something of the form of a text, and the languages that their bits stand for."""

    languages: tuple[str, ...]
    words: WordSigns


@cache
def _telling() -> _Telling:
    owners = telling_words("english")
    languages = tuple(sorted({language for those in owners.values() for language in those}))
    bits = {language: 1 << place for place, language in enumerate(languages)}
    words = {word: Sign(0, sum(bits[each] for each in those)) for word, those in owners.items()}
    for sign, those in ((_FIRST_PERSON, FIRST_PERSONS), (_TELLS_CHANGE, _CHANGE)):
        for word in those:
            known = words.get(word, Sign(0, 0))
            words[word] = Sign(known.signs | sign, known.languages)
    return _Telling(languages, signs_of(words, dict.fromkeys(_CHANGES, _TELLS_CHANGE)))
