"""What a question says beyond its words: whom it names, whether it speaks of "I", which days it means."""

import re
import time

import msgspec

from holdfast.retrieval.analysis import Analyzer, Forms
from holdfast.retrieval.dates import DaySpan, spans_in
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.phrasing import asks_for_summary, subject_words
from holdfast.retrieval.related import Lookup, related_words

MOST_TERMS = 64
"""Of a longer text, such as a pasted page, the first so many different terms are looked up: cost grows with each."""

_WORD = re.compile(r"\w+")
_FIRST_OF_SEVERAL = 0.25


class Question(msgspec.Struct, frozen=True):
    """An analysed question. It belongs to the scope for which it was analysed: names are those of its speakers.

    Attributes:
        text: as asked.
        lookup: distinct terms without stop words, names of speakers and words about the question itself, and words
            related to them.
        asked_of: numbers of the roles whose messages are meant; empty when the question does not tell.
        asked_share: how surely they are meant, 0 … 1: less for the first of several speakers who are named.
        days: the days it speaks of.
        embedding_text: the text to embed: without the names of speakers, which say who is meant and not what.
    """

    text: str
    lookup: Lookup
    asked_of: frozenset[int] = frozenset()
    asked_share: float = 1.0
    days: tuple[DaySpan, ...] = ()
    embedding_text: str = ""


def analyse(text: str, index: ScopeIndex, analyzer: Analyzer, *, now: float | None = None) -> Question:
    """Analyse a question about a scope.

    Args:
        text: the question.
        index: the scope.
        analyzer: the one that made the features of the scope.
        now: when it is asked, seconds since the epoch; the present time when None.
    """
    words = analyzer.words(text)
    language = analyzer.language_of(text)
    names = index.speakers.by_name
    told = [word for word in words if word not in names] if names else words
    subject = subject_words(words, language)
    about = told if subject is words else [word for word in subject if word not in names]
    asked = (analyzer.asked(text, about, language) or analyzer.asked(text, told, language))[:MOST_TERMS]
    asked_of, asked_share = _asked_of(words, language, index, analyzer)
    return Question(
        text=text,
        lookup=_looked_up(asked, language, analyzer),
        asked_of=asked_of,
        asked_share=asked_share,
        days=_days(text, words, index, now, language=language),
        embedding_text=text if len(told) == len(words) else _without(text, names),
    )


def _looked_up(asked: list[Forms], language: str, analyzer: Analyzer) -> Lookup:
    """What to look up: with related words where they are known for the language of the question."""
    table = related_words(analyzer) if language == analyzer.language else None
    lookup = Lookup.of(asked)
    return lookup if table is None else table.widened(lookup)


def _asked_of(words: list[str], language: str, index: ScopeIndex, analyzer: Analyzer) -> tuple[frozenset[int], float]:
    """Whose messages are meant, and how surely.

    The one speaker who is named, or less surely the first of several; else for a first-person question that does not
    ask for a summary those who speak for the asking person.
    """
    speakers = index.speakers
    named = speakers.named_in(words)
    if len(named) == 1:
        return named, 1.0
    if named:
        first = next(speakers.by_name[word] for word in words if word in speakers.by_name)
        return (first, _FIRST_OF_SEVERAL) if len(first) == 1 else (frozenset(), 1.0)
    first_person = not analyzer.first_person(language).isdisjoint(words)
    if speakers.asking and first_person and not asks_for_summary(words, language):
        return speakers.asking, 1.0
    return frozenset(), 1.0


def _days(text: str, words: list[str], index: ScopeIndex, now: float | None, *, language: str) -> tuple[DaySpan, ...]:
    if not index.live:
        return ()
    moment = time.time() if now is None else now
    return spans_in(text.lower(), language, now=moment, years=index.years, words=words)


def _without(text: str, names: dict[str, frozenset[int]]) -> str:
    """The text without words that name a speaker; the text itself when nothing else is left."""
    stripped = _WORD.sub(lambda match: "" if match[0].lower() in names else match[0], text)
    return stripped if _WORD.search(stripped) else text
