"""What a question says beyond its words: whom it names, whether it speaks of "I", which days it means."""

import re
import time
from datetime import UTC, date, datetime, tzinfo

import msgspec
import numpy as np

from holdfast.domain.calendar_words import LANGUAGES_OF_DAYS
from holdfast.retrieval import spelling
from holdfast.retrieval.analysis import Analyzer, Forms, day_term, term_of
from holdfast.retrieval.conversation import Speakers
from holdfast.retrieval.dates import NO_DATES, Dates, dates_in
from holdfast.retrieval.day_spans import DaySpan
from holdfast.retrieval.detection import language_of_script
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.languages import says_i, stop_words
from holdfast.retrieval.phrasing import asks_for_summary, subject_words
from holdfast.retrieval.related import Lookup, related_words
from holdfast.retrieval.tokens import normal, without_numbers, words_of

MOST_TERMS = 64
"""Of a longer text, such as a pasted page, the first so many different terms are looked up: cost grows with each."""

_WORD = re.compile(r"\w+")
_FIRST_OF_SEVERAL = 0.25
_SHORTEST_QUESTION = 3


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
        asks: whether it is a question, and not words to look for.
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
    asks: bool = False
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
    normalised = normal(text)
    words = words_of(normalised)
    language = analyzer.language_of(text, words)
    today = datetime.fromtimestamp(time.time() if now is None else now, zone).date()
    dates = _dates(normalised, words, (language, analyzer.language), today, index)
    without_dates = _cut(text, normalised, dates)
    rest = normal(without_dates) if dates.places else normalised
    looked_up = without_numbers(rest)
    speakers = index.speakers
    told = speakers.without_names(words if looked_up is normalised else words_of(looked_up))
    subject = subject_words(told, language)
    about = analyzer.asked(without_dates, subject, language) or analyzer.asked(without_dates, told, language)
    if about:
        about += [(day_term(day),) for day in dates.mentioned]
    lookup = _looked_up(about[:MOST_TERMS], language, analyzer)
    asked_of, asked_share = _asked_of(normalised, words, language, index, analyzer)
    names = speakers.names_in(words)
    return Question(
        text=text,
        lookup=_corrected(lookup, told, language, index, analyzer),
        asked_of=asked_of,
        asked_share=asked_share,
        days=dates.spans,
        zone=zone,
        present=dates.present,
        asks=_asks(normalised, words, _spoken(normalised, language, analyzer)),
        embedding_text=_without(without_dates, speakers) if names else without_dates,
    )


def _cut(text: str, normalised: str, dates: Dates) -> str:
    """A text without its dates, as it was written where its letters stand where those of the normal form do."""
    return dates.cut(text if len(text) == len(normalised) else normalised) if dates.places else text


def _dates(normalised: str, words: list[str], languages: tuple[str, ...], today: date, index: ScopeIndex) -> Dates:
    if not index.live:
        return NO_DATES
    told = [LANGUAGES_OF_DAYS[word] for word in words if word in LANGUAGES_OF_DAYS]
    return dates_in(normalised, (*languages, *told), today=today, years=index.years, words=words)


def _looked_up(asked: list[Forms], language: str, analyzer: Analyzer) -> Lookup:
    """What to look up: with related words where they are known for the language of the question."""
    table = related_words(analyzer) if language == analyzer.language else None
    lookup = Lookup.of(asked)
    return lookup if table is None else table.widened(lookup)


def _corrected(lookup: Lookup, words: list[str], language: str, index: ScopeIndex, analyzer: Analyzer) -> Lookup:
    """What to look up, with what those words may have been meant to be that no message holds."""
    if not lookup.terms:
        return lookup
    held = index.postings.holds(np.array(lookup.terms, np.uint32)).tolist()
    lacking = {term: at for at, (term, there) in enumerate(zip(lookup.terms, held, strict=True)) if not there}
    if not lacking:
        return lookup
    known = related_words(analyzer) if language in {analyzer.language, "english"} else None
    related = list(lookup.related)
    for word in words:
        if len(word) < spelling.SHORTEST or not word.isalpha():
            continue
        stem, at = analyzer.stems(word, language)[:1], None
        at = lacking.pop(term_of(stem[0]), None) if stem else None
        if at is not None:
            related[at] = [*related[at], *spelling.meant(stem[0], index.postings, known)]
    return Lookup(lookup.terms, related)


def _asked_of(
    text: str, words: list[str], language: str, index: ScopeIndex, analyzer: Analyzer
) -> tuple[frozenset[int], float]:
    """Whose messages are meant, and how surely.

    The one speaker who is named, or less surely the first of several; else for a first-person question that does not
    ask for a summary those who speak for the asking person.
    """
    speakers = index.speakers
    named = [speakers.by_name[name] for name in speakers.names_in(words)]
    everybody = frozenset().union(*named)
    if len(everybody) == 1:
        return everybody, 1.0
    if everybody:
        return (named[0], _FIRST_OF_SEVERAL) if len(named[0]) == 1 else (frozenset(), 1.0)
    first_person = speakers.asking and says_i(text, words, _spoken(text, language, analyzer))
    if first_person and not asks_for_summary(words, language):
        return speakers.asking, 1.0
    return frozenset(), 1.0


def _spoken(text: str, language: str, analyzer: Analyzer) -> list[str]:
    """The languages a text may be in."""
    script = language_of_script(text)
    return [language, analyzer.language] if script is None else [script, language, analyzer.language]


def _asks(text: str, words: list[str], languages: list[str]) -> bool:
    """Whether a text has a question mark, or begins with a word that has no meaning by itself, as questions do."""
    if "?" in text or "？" in text or "؟" in text:
        return True
    return len(words) >= _SHORTEST_QUESTION and any(words[0] in stop_words(language) for language in languages)


def _without(text: str, speakers: Speakers) -> str:
    """The text without words that name a speaker; the text itself when nothing else is left."""

    def kept(match: re.Match[str]) -> str:
        word = match[0].lower()
        rest = speakers.without_names([word])
        return match[0] if rest == [word] else " ".join(rest)

    stripped = _WORD.sub(kept, text)
    return stripped if _WORD.search(stripped) else text
