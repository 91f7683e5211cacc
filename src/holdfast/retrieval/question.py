"""What a question says beyond its words: whom it names, whether it speaks of "I", which days it means."""

import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import msgspec

from holdfast.domain.calendar_words import languages_of_days
from holdfast.retrieval import spelling
from holdfast.retrieval.analysis import CHANGE, INTRODUCTION, NEGATION, Analyzer, Forms, day_term
from holdfast.retrieval.asked_slots import asked_slots, asks_for_former
from holdfast.retrieval.conversation import Speakers
from holdfast.retrieval.dates import NO_DATES, Dates, dates_in, may_tell_dates
from holdfast.retrieval.day_spans import DaySpan
from holdfast.retrieval.detection import language_of_script
from holdfast.retrieval.first_persons import says_i
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.introductions import asks_own_name
from holdfast.retrieval.languages import leaves_out_subject, stop_words
from holdfast.retrieval.life_changes import LifeChange, asked_about, terms_telling, with_changes
from holdfast.retrieval.meanings import ENGLISH, HAS_MEANINGS, likeliest
from holdfast.retrieval.message_phrases import says_no, without_greeting
from holdfast.retrieval.phrasing import LIGHT_WORDS, asks_for_summary, subject_words, without_doing
from holdfast.retrieval.related import FORM_SHARE, Lookup, related_words
from holdfast.retrieval.signs import Sign
from holdfast.retrieval.tokens import IS_UNSPACED, Seen, normal, without_numbers
from holdfast.retrieval.translation import across_languages, in_any_language
from holdfast.retrieval.word_cutting import words_of

MOST_TERMS = 64
"""Of a longer text, such as a pasted page, the first so many different terms are looked up: cost grows with each."""

_WORD = re.compile(r"\w+")
_FIRST_OF_SEVERAL = 0.25
_SHORTEST_QUESTION = 3
_LONGEST_OF_NAME, _WORDS_OF_NAME = 20, 2
_KEPT = 256
_KINDS_OF_SCOPES = (INTRODUCTION, HAS_MEANINGS)
_NO_SPEAKERS = Speakers()
_GERMAN_ON = "am"
_GERMAN_DAYS = frozenset((_GERMAN_ON, day) for day in ("mo", "di", "mi", "do", "fr", "sa"))
"""Days by their short names as no other language puts them."""
_LIGHT = " ".join(LIGHT_WORDS)
_FEW_TERMS = 24
"""A question with more terms, pairs of characters among them, is not about a slot alone."""


class Question(msgspec.Struct, frozen=True):
    """An analysed question. It belongs to the scope for which it was analysed: names are those of its speakers.

    Attributes:
        text: as asked.
        lookup: distinct terms without stop words, names of speakers, dates and words about the question itself, and
            words related to them.
        asked_of: numbers of the roles whose messages are meant; empty when the question does not tell.
        asked_share: how surely they are meant, 0 … 1: less for the first of several speakers who are named.
        days: the days it speaks of.
        zone: whose days they are.
        present: whether it asks for what is the case now.
        slots: what of the asking person it is about, see `holdfast.domain.slots`.
        former: whether it asks for what these were, and are no more.
        changes: the terms of messages that tell of a change of what it asks for at present.
        asks: whether it is a question, and not words to look for.
        lacks_words: whether no message holds some word of it, in whatever form, language or spelling.
        embedding_text: the text to embed: without the names of speakers and without dates, which say who and when is
            meant and not what.
    """

    text: str
    lookup: Lookup
    asked_of: frozenset[int] = frozenset()
    asked_share: float = 1.0
    days: tuple[DaySpan, ...] = ()
    zone: tzinfo = UTC
    present: bool = False
    slots: tuple[str, ...] = ()
    former: bool = False
    changes: tuple[int, ...] = ()
    asks: bool = False
    lacks_words: bool = False
    embedding_text: str = ""

    @property
    def only_days(self) -> bool:
        """Whether it asks for nothing but days: "What did I do yesterday?"."""
        return bool(self.days) and not self.lookup.terms


def analyse(
    text: str, index: ScopeIndex, analyzer: Analyzer, *, now: float | None = None, zone: tzinfo = UTC
) -> Question:
    """Analyse a question about a scope.

    Args:
        text: the question.
        index: the scope.
        analyzer: the one that made the features of the scope.
        now: when it is asked, seconds since the epoch; the present time when None.
        zone: the time zone of whoever asks, by whose days "yesterday" counts.
    """
    speakers = index.speakers
    introduced, foreign = index.holds(_KINDS_OF_SCOPES)
    heard = _heard(text, analyzer)
    dates = NO_DATES
    if heard.dated and index.live:
        today = datetime.fromtimestamp(time.time() if now is None else now, zone).date()
        dates = _dates(text, analyzer, today, index.years)
    setting = _Setting(dates, introduced=introduced, foreign=foreign)
    names = speakers.names_in(heard.words)
    meant = _with_names(text, analyzer, setting, speakers, names) if names else _without_names(text, analyzer, setting)
    lookup, lacks_words = _completed(meant, index, analyzer)
    return Question(
        text=text,
        lookup=lookup,
        asked_of=speakers.asking if meant.of_asking else meant.asked_of,
        asked_share=meant.asked_share,
        days=meant.days,
        zone=zone,
        present=meant.present,
        slots=meant.slots if speakers.asking else (),
        former=meant.former and bool(speakers.asking),
        changes=meant.told_by,
        asks=meant.asks,
        lacks_words=lacks_words,
        embedding_text=meant.embedding_text,
    )


class _Setting(NamedTuple):
    """What a question that names no speaker is understood by, beside its words.

    Attributes:
        dates: what it says of days, read in one of the years of the scope.
        introduced: whether anybody in it introduces themselves.
        foreign: whether there are messages in it in other languages than English.
    """

    dates: Dates
    introduced: bool
    foreign: bool


class _Meant(NamedTuple):
    """What a question means in every scope that has the same `_Setting`; see `Question`. Nobody changes the lists.

    Attributes:
        lookup: what is looked up, but for what stands for words that no message holds.
        told: the words that `lookup` was made of.
        spellings: of each term the word that was written, where that may be a slip of typing.
        language: the one it is taken to be in.
        life_changes: what of a life it asks for at present.
        told_by: the terms of messages that tell of these.
        of_asking: whether the messages are meant of those who speak for the person who asks.
    """

    lookup: Lookup
    told: list[str]
    spellings: dict[int, str]
    language: str
    life_changes: list[LifeChange]
    told_by: tuple[int, ...]
    of_asking: bool
    asked_of: frozenset[int]
    asked_share: float
    days: tuple[DaySpan, ...]
    present: bool
    slots: tuple[str, ...]
    former: bool
    asks: bool
    embedding_text: str


@lru_cache(maxsize=_KEPT)
def _without_names(text: str, analyzer: Analyzer, setting: _Setting) -> _Meant:
    """What a question means that names no speaker, kept for a while: it is put to many scopes, and again."""
    return _with_names(text, analyzer, setting, _NO_SPEAKERS, [])


def _with_names(text: str, analyzer: Analyzer, setting: _Setting, speakers: Speakers, names: list[str]) -> _Meant:
    """What a question means that names some speakers."""
    heard = _heard(text, analyzer)
    seen, words, language, told_by_days = heard.seen, heard.words, heard.language, heard.told_by_days
    dates = setting.dates
    timeless = _cut(seen, dates)
    told = _told(heard, timeless, dates, told_by_days, speakers=speakers, names=names, analyzer=analyzer)
    about = [*heard.about] if timeless is seen and told is words else _about(timeless, told, language, analyzer)
    if about or not dates.spans:
        about += _weekdays(dates, language, analyzer)
        told = [*told, *(names[0] for names in dates.weekdays)] if dates.weekdays else told
    spoken = _spoken(seen.normalised, language, analyzer)
    of_asking = _speaks_of_self(seen.normalised, words, language, spoken)
    implied = not of_asking and leaves_out_subject(seen.normalised)
    of_self = bool((of_asking or implied) and not names and not dates.spans and len(about) <= _FEW_TERMS)
    meant = analyzer.meanings.in_english(told, language) if of_self or dates.present else set()
    slots = asked_slots(seen.normalised, words, meant, len(about), analyzer.meanings) if of_self else ()
    changes = asked_about(seen.normalised, meant, analyzer.meanings) if dates.present else []
    about = _telling(about, told, language, analyzer)
    if about:
        about += _between_the_words(seen, words, dates, tells_of_change=dates.changed and not changes)
    if asks_own_name(seen.normalised, words) and setting.introduced:
        about, told = _about_own_name(seen, about, told)
    asked_of, asked_share = _named(names, speakers) if names else (frozenset[int](), 1.0)
    lookup = _looked_up(about[:MOST_TERMS], language, analyzer)
    return _Meant(
        lookup=across_languages(lookup, told, language, analyzer, foreign=setting.foreign),
        told=told,
        spellings=_spellings(told, language, analyzer),
        language=language,
        life_changes=changes,
        told_by=tuple(term for change in changes for term in terms_telling(change, analyzer)),
        of_asking=not names and bool(of_asking or (implied and slots)),
        asked_of=asked_of,
        asked_share=asked_share,
        days=dates.spans,
        present=dates.present,
        slots=slots,
        former=bool(slots) and not dates.present and asks_for_former(seen.normalised),
        asks=bool(seen.normal_signs & Sign.ASKED) or _begins_as_question(words, spoken),
        embedding_text=_without(timeless.text, speakers) if names else timeless.text,
    )


class _Heard(NamedTuple):
    """What is the same of a question whatever scope it is put to; nobody changes the lists.

    ``about`` is what is asked about if the question names neither speakers nor days.  ``told_by_days`` are the
    languages of the names of days in it, ``dated`` is whether it may speak of days.
    """

    seen: Seen
    words: list[str]
    language: str
    about: list[Forms]
    told_by_days: list[str]
    dated: bool


@lru_cache(maxsize=_KEPT)
def _heard(text: str, analyzer: Analyzer) -> _Heard:
    """A question as it was heard, kept for a while: the same one is put to messages and to facts."""
    seen = Seen.of(text, normal(text))
    words = words_of(seen.normalised)
    language = analyzer.language_of(text, words)
    by_days = _languages_of_days(words)
    languages = (language, analyzer.language, *by_days)
    dated = may_tell_dates(seen.normalised, languages, words=words, signs=seen.normal_signs)
    return _Heard(seen, words, language, _about(seen, words, language, analyzer), by_days, dated)


def _told(
    heard: _Heard,
    timeless: Seen,
    dates: Dates,
    told_by_days: Sequence[str],
    *,
    speakers: Speakers,
    names: Sequence[str],
    analyzer: Analyzer,
) -> list[str]:
    """The words of a question less greetings, numbers, dates, names of speakers and, where these decide, doing."""
    looked_up = without_numbers(without_greeting(timeless.normalised), timeless.normal_signs)
    left = heard.words if looked_up is heard.seen.normalised else words_of(looked_up)
    told = speakers.without_names(left) if names else left
    if dates.spans or (names and _asks_what_was_said(told, heard.language, analyzer)):
        return without_doing(told, told_by_days)
    return told


def _completed(meant: _Meant, index: ScopeIndex, analyzer: Analyzer) -> tuple[Lookup, bool]:
    """What is looked up in a scope, and whether no message in it holds some word, in whatever form or spelling.

    What means the same in languages that were not told, tells of changes, or was meant by a slip is added.
    """
    lookup = in_any_language(meant.lookup, meant.told, meant.language, index, analyzer)
    if meant.life_changes:
        unspaced = any(map(IS_UNSPACED.match, meant.told))
        lookup = with_changes(lookup, meant.life_changes, analyzer, twice=unspaced)
    held = index.holds(lookup.terms)
    if all(held):
        return lookup, False
    lacking = [at for at, there in enumerate(held) if not there]
    lookup = _corrected(lookup, lacking, meant, index, analyzer)
    return lookup, _lacks_words(lookup, lacking, index)


def _about(seen: Seen, told: Sequence[str], language: str, analyzer: Analyzer) -> list[Forms]:
    """What is asked about; where nothing but the question itself was spoken of, that."""
    subject = subject_words(told, language)
    about = analyzer.asked(seen, subject, language)
    return about if about or subject is told else analyzer.asked(seen, told, language)


def _telling(about: list[Forms], told: Sequence[str], language: str, analyzer: Analyzer) -> list[Forms]:
    """What is asked about without words that go with everything; all where there are no others.

    What the words of a question in another language likely mean tells which of them are such words.
    """
    if language in ENGLISH:
        light = set(LIGHT_WORDS.intersection(told))
    else:
        of_light = analyzer.meanings.english_terms(_LIGHT)
        meanings = analyzer.meanings.of([word for word in told if not IS_UNSPACED.match(word)], language)
        light = {word for word, meant in meanings if of_light.issuperset(likeliest(meant))}
    if not light:
        return about
    terms = {form for word in light for form in analyzer.forms(word, language)[:1]}
    return [forms for forms in about if forms[0] not in terms] or about


def _about_own_name(seen: Seen, about: list[Forms], told: list[str]) -> tuple[list[Forms], list[str]]:
    """What to look up, and the words that say it, for a question about the own name.

    Where nothing else is asked for, "name" is not looked for: who introduces themselves hardly says it, and who speaks
    of a boat's name does. Without blanks between words there are only pairs of characters, most of them of "what is".
    """
    unspaced = len(seen.text) <= _LONGEST_OF_NAME and any(map(IS_UNSPACED.match, seen.normalised))
    if unspaced or len(about) <= _WORDS_OF_NAME:
        return [(INTRODUCTION,)], []
    return [*about, (INTRODUCTION,)], told


def _between_the_words(seen: Seen, words: list[str], dates: Dates, *, tells_of_change: bool) -> list[Forms]:
    """What is looked up beside words: kinds of messages, and mentions of the days that are spoken of."""
    kinds = [(NEGATION,)] if says_no(seen.normalised, words, seen.normal_signs) else []
    kinds += [(CHANGE,)] if tells_of_change else []
    return [*kinds, *((day_term(day),) for day in dates.mentioned)]


def _asks_what_was_said(words: Sequence[str], language: str, analyzer: Analyzer) -> bool:
    """Whether words without names ask for nothing but what was done or said: then who is named decides."""
    return not any(analyzer.forms(word, language) for word in without_doing(words, ()))


def _weekdays(dates: Dates, language: str, analyzer: Analyzer) -> list[Forms]:
    """The forms of the weekdays that are spoken of: whole and short names."""
    named = [[form for name in names for form in analyzer.forms(name, language)] for names in dates.weekdays]
    return [tuple(dict.fromkeys(forms)) for forms in named if forms]


def _cut(seen: Seen, dates: Dates) -> Seen:
    """A text without its dates, as it was written where its letters stand where those of the normal form do."""
    if not dates.places:
        return seen
    text = dates.cut(seen.text if len(seen.text) == len(seen.normalised) else seen.normalised)
    return Seen.of(text, normal(text))


def _languages_of_days(words: Sequence[str]) -> list[str]:
    """The languages in which the names of days among words are."""
    if _GERMAN_ON in words and any(pair in _GERMAN_DAYS for pair in pairwise(words)):
        return ["german"]
    telling = languages_of_days()
    if telling.keys().isdisjoint(words):
        return []
    return list(chain.from_iterable(telling.get(word, ()) for word in words))


@lru_cache(maxsize=_KEPT)
def _dates(text: str, analyzer: Analyzer, today: date, years: tuple[int, int]) -> Dates:
    """What a question says of days that is asked on one, of messages from the first to the last of some years."""
    heard = _heard(text, analyzer)
    seen, languages = heard.seen, (heard.language, analyzer.language, *heard.told_by_days)
    return dates_in(seen.normalised, languages, today=today, years=years, words=heard.words, signs=seen.normal_signs)


def _looked_up(asked: list[Forms], language: str, analyzer: Analyzer) -> Lookup:
    """What to look up: with related words where they are known for the language of the question."""
    table = related_words(analyzer) if language == analyzer.language else None
    lookup = Lookup.of(asked)
    return lookup if table is None else table.widened(lookup)


def _spellings(words: Sequence[str], language: str, analyzer: Analyzer) -> dict[int, str]:
    """Of each term the first word that was written for it, if it is long enough to be told from others."""
    found: dict[int, str] = {}
    for word in words:
        forms = analyzer.forms(word, language) if len(word) >= spelling.SHORTEST and word.isalpha() else ()
        if forms:
            found.setdefault(forms[0], word)
    return found


def _corrected(lookup: Lookup, lacking: list[int], meant: _Meant, index: ScopeIndex, analyzer: Analyzer) -> Lookup:
    """What to look up, with what those words may have been meant to be that no message holds."""
    written = [(at, word) for at in lacking if (word := meant.spellings.get(lookup.terms[at])) is not None]
    if not written:
        return lookup
    known = related_words(analyzer) if meant.language in {analyzer.language, "english"} else None
    related = list(lookup.related)
    for at, word in written:
        related[at] = [*related[at], *spelling.meant(word, meant.language, analyzer, index, known)]
    return Lookup(lookup.terms, related)


def _lacks_words(lookup: Lookup, lacking: list[int], index: ScopeIndex) -> bool:
    """Whether no message holds a lacking term in some form, language or spelling; what is related to it is another."""
    others = [[term for term, share in lookup.related[at] if share >= FORM_SHARE] for at in lacking]
    return not all(forms and any(index.holds(forms)) for forms in others)


def _named(names: list[str], speakers: Speakers) -> tuple[frozenset[int], float]:
    """Whose messages are meant by names, and how surely: the one speaker who is named, or less surely the first."""
    named = [speakers.by_name[name] for name in names]
    everybody = frozenset().union(*named)
    if len(everybody) == 1:
        return everybody, 1.0
    return (named[0], _FIRST_OF_SEVERAL) if len(named[0]) == 1 else (frozenset(), 1.0)


def _speaks_of_self(text: str, words: list[str], language: str, spoken: list[str]) -> bool:
    """Whether a question is in the first person and does not ask for a summary."""
    return bool(says_i(text, words, spoken)) and not asks_for_summary(words, language)


def _spoken(text: str, language: str, analyzer: Analyzer) -> list[str]:
    """The languages a text may be in."""
    script = language_of_script(text)
    return [language, analyzer.language] if script is None else [script, language, analyzer.language]


def _begins_as_question(words: list[str], languages: list[str]) -> bool:
    """Whether a text begins with a word that has no meaning by itself, as questions do."""
    return len(words) >= _SHORTEST_QUESTION and any(words[0] in stop_words(language) for language in languages)


def _without(text: str, speakers: Speakers) -> str:
    """The text without words that name a speaker; the text itself when nothing else is left."""

    def kept(match: re.Match[str]) -> str:
        word = match[0].lower()
        rest = speakers.without_names([word])
        return match[0] if rest == [word] else " ".join(rest)

    stripped = _WORD.sub(kept, text)
    return stripped if _WORD.search(stripped) else text
