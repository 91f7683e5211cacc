"""What the words of a text mean in English, so that a question finds what was said in another language.

A message in another language has, beside its own terms, a *meaning term* for what each of its words means (see
`glosses`). A question in English asks for the meaning terms of its words as well; one in another language asks for what
its words mean, in English messages and in those of all languages. So English is the pivot, and where all is English
nothing is added to what is stored or searched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final
from zlib import crc32

from holdfast.retrieval.detection import language_of_script
from holdfast.retrieval.glosses import Gloss, glossed, is_english
from holdfast.retrieval.languages import content_of
from holdfast.retrieval.tokens import IS_UNSPACED
from holdfast.retrieval.word_cutting import words_of

if TYPE_CHECKING:
    from holdfast.retrieval.analysis import Analyzer

Meant = tuple[tuple[int, float], ...]
"""Terms of English words, with how likely they are meant, compared with the likeliest."""

HAS_MEANINGS: Final = crc32(b"=")
"""The term of messages that have meaning terms."""
INDEXED_SHARE: Final = 0.4
"""A message gets the meaning terms of those English words that are at least so likely meant."""
_WIDESPREAD: Final = (
    "spanish", "french", "german", "italian", "portuguese", "dutch", "polish", "swedish", "danish", "czech",
)  # fmt: skip
"""Languages in which a word is looked up whose own is not known, likelier ones first."""
_LIKELY: Final = 0.7
_ANYWHERE_SHARE: Final = 0.6
"""What such a meaning counts: in most of the languages the word is another one, or none."""
_MARK: Final = 0x5BD1E995
_CACHED_WORDS: Final = 200_000
_UNKNOWN: Final = "none"
ENGLISH: Final = frozenset({"english", "porter"})
_SIGN_WORDS: Final = """
face faces sign symbol mark emoji with and of heavy black white joiner zero width selector variation modifier type
regional indicator letter button medium small large open smiling person square
"""
_ABOUT_SIGNS: Final = frozenset(_SIGN_WORDS.split())
_PERSONS: Final = frozenset({"man", "woman", "adult", "boy", "girl", "child", "baby"})
_IS_KANA: Final = re.compile("[\u3040-\u30ff]")
_IS_HANGUL: Final = re.compile("[\uac00-\ud7af]")


def meaning_term(term: int) -> int:
    """The term of messages in other languages that mean what an English term does."""
    return term ^ _MARK


class Meanings:
    """Knows the meanings of words, and remembers them. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known: dict[str, dict[str, Meant]] = {}
        self._known_anywhere: dict[str, Meant] = {}
        self._known_english: dict[str, frozenset[int]] = {}

    def terms_of(self, word: str, language: str, *, is_japanese: bool) -> frozenset[int]:
        """The meaning terms of a word of a message in a language; ``is_japanese``: the message has kana."""
        if language == _UNKNOWN:
            return frozenset()
        meant = self._meant(word, _language(word, language, is_japanese=is_japanese))
        return frozenset(meaning_term(term) for term, share in meant if share >= INDEXED_SHARE)

    def terms_of_emoji(self, emoji: Iterable[str]) -> set[int]:
        """The meaning terms of emoji, by the names of their characters: "birthday cake", "cat face"."""
        if self._analyzer.language == _UNKNOWN:
            return set()
        words = {word for each in emoji for word in _name_of(each)}
        found = {meaning_term(term) for word in words for term in self._analyzer.forms(word, "english")[:1]}
        return {*found, HAS_MEANINGS} if found else found

    def of(self, words: Sequence[str], language: str) -> list[tuple[str, Meant]]:
        """The words of a text that have a meaning in English, with it; none of a text in English.

        Args:
            words: in lower case; a run of a script without blanks is one word.
            language: the one the text is taken to be in.
        """
        if _adds_nothing(words, language):
            return []
        found = zip(words, map(self._meant, words, _languages(words, language)), strict=True)
        return [(word, meant) for word, meant in found if meant]

    def in_any_language(self, word: str) -> Meant:
        """What a word may mean whose language is not known; nothing of an English one."""
        if word in self._known_anywhere:
            return self._known_anywhere[word]
        if len(self._known_anywhere) >= _CACHED_WORDS:
            self._known_anywhere.clear()
        glosses = [] if is_english(word) else [each for one in _WIDESPREAD for each in self._glosses(word, one)]
        likely = {part for gloss in glosses if gloss.share >= _LIKELY for part in words_of(gloss.word)}
        terms = {term for part in likely for term in self._analyzer.forms(part, "english")[:1]}
        found = self._known_anywhere[word] = tuple((term, _ANYWHERE_SHARE) for term in sorted(terms))
        return found

    def in_english(self, words: Sequence[str], language: str) -> set[int]:
        """The terms of the words of a text, and of those English ones that they likely mean."""
        terms = {form for word in words for form in self._analyzer.forms(word, language)[:1]}
        for _, meant in self.of(words, language):
            terms.update(term for term, share in meant if share >= INDEXED_SHARE)
        return terms

    def english_terms(self, words: str) -> frozenset[int]:
        """The terms of English words with blanks between them."""
        terms = self._known_english.get(words)
        if terms is None:
            found = (form for word in words.split() for form in self._analyzer.forms(word, "english")[:1])
            terms = self._known_english[words] = frozenset(found)
        return terms

    def _meant(self, word: str, language: str) -> Meant:
        if language in ENGLISH:
            return ()
        known = self._known.setdefault(language, {})
        meant = known.get(word)
        if meant is None:
            if len(known) >= _CACHED_WORDS:
                known.clear()
            meant = known[word] = self._looked_up(word, language)
        return meant

    def _looked_up(self, word: str, language: str) -> Meant:
        found: dict[int, float] = {}
        for gloss in self._glosses(word, language):
            for each in words_of(gloss.word):
                for term in self._analyzer.forms(each, "english")[:1]:
                    found[term] = max(found.get(term, 0.0), gloss.share)
        return tuple(found.items())

    def _glosses(self, word: str, language: str) -> list[Gloss]:
        def stem(part: str) -> str | None:
            return next(iter(self._analyzer.stems(part, language)), None)

        pieces = content_of(word) if IS_UNSPACED.match(word) else [word]
        return [gloss for piece in pieces for gloss in glossed(piece, language, stem)]


def likeliest(meant: Meant) -> list[int]:
    """The terms that are meant most likely, of a compound those of all its parts."""
    most = max(share for _, share in meant)
    return [term for term, share in meant if share == most]


@lru_cache(maxsize=4096)
def _name_of(emoji: str) -> frozenset[str]:
    """The words of the names of an emoji's characters that say what it shows; several persons are a family."""
    names = [unicodedata.name(character, "").lower() for character in emoji]
    family = ["family"] if sum(name in _PERSONS for name in names) > 1 else []
    return frozenset(words_of(" ".join([*names, *family]))) - _ABOUT_SIGNS


def _adds_nothing(words: Sequence[str], language: str) -> bool:
    """Whether no word of a text in a language has a meaning beside itself."""
    return language == _UNKNOWN or (language in ENGLISH and all(map(str.isascii, words)))


def _languages(words: Sequence[str], language: str) -> Iterable[str]:
    """The language of each word: that of its script, where it has one, else that of the text."""
    if all(map(str.isascii, words)):
        return repeat(language)
    is_japanese = has_kana(words)
    return [_language(word, language, is_japanese=is_japanese) for word in words]


def has_kana(words: Sequence[str]) -> bool:
    """Whether a text with these words is Japanese."""
    text = "".join(words)
    return not text.isascii() and _IS_KANA.search(text) is not None


def _language(word: str, language: str, *, is_japanese: bool) -> str:
    if word.isascii():
        return language
    if not IS_UNSPACED.match(word):
        return language_of_script(word) or language
    if _IS_HANGUL.match(word):
        return "korean"
    return "japanese" if is_japanese else "chinese"
