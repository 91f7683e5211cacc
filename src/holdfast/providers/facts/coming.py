"""What begins or ends on a day to come, as far as a sentence names one: "starting Monday", "ab dem 1. Mai".

A sign that something begins must stand before the day, or a verb that says so.  So "on Monday" alone tells nothing.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from holdfast.domain.calendar_words import month_numbers, unmarked, weekday_numbers
from holdfast.providers.facts.choices import compiled, parsed
from holdfast.providers.facts.rare import Rare

_LANGUAGES: Final = ("english", "german", "dutch", "french", "spanish", "portuguese", "italian")
_SHORTEST: Final = 3
_NEXT: Final = {
    "week": r"next week|(?:der |die )?nachste[rn]? woche|volgende week|la semaine prochaine|la semana que viene|"
    r"la proxima semana|(?:la )?settimana prossima|(?:a |na )?(?:proxima semana|semana que vem)",
    "month": r"next month|nachste[nrm]? monat|volgende maand|le mois prochain|(?:el )?mes que viene|(?:el )?proximo mes|"
    r"(?:il )?mese prossimo|(?:o )?mes que vem|(?:o |no )?proximo mes",
    "year": r"next year|nachste[sn]? jahr|volgend jaar|l['’]annee prochaine|(?:el )?ano que viene|(?:l['’])?anno prossimo|"
    r"(?:o )?ano que vem",
    "day": r"tomorrow|demain|manana|domani|amanha",
}
"""How the time after the present one is named, without diacritics."""

_NEXT_WORDS: Final = frozenset(
    """
    week woche semaine semana settimana month monat maand mois mes mese year jahr jaar annee ano anno
    tomorrow demain manana domani amanha
    """.split()  # noqa: SIM905
)
"""Words of which each of these names has one."""

_ARTICLES: Final = r"(?:the |next |coming |dem |der |den |komende |volgende |aanstaande |le |la |el |il |l['’]|o |a )*"
_BEFORE_DAY: Final = (
    r"(?:starting|as of|as from|with effect from|effective|beginning|from|ab|zum|vom|vanaf|per|met ingang van|"
    r"a partir d[eu]l?|a compter d[eu]|des|a partire da(?:l)?|a contar de|da)(?: on)? "
)
_VERBS: Final = (
    r"\b(?:i|we|i['’]ll|we['’]ll|i['’]m|we['’]re|im|i am|we are)(?: will| officially| finally)? (?:start|starting|begin|"
    r"beginning|join|joining|move|moving|relocate|relocating|finish|finishing|leave|leaving|retire|retiring|stop|stopping)\b[^,;.!?]{0,40}? "
    r"(?:(?:on|in|from|at) )?"
    r"|\blast (?:day|shift|week) (?:at|with|for|in) [^,;.!?]{2,30}? (?:(?:is|will be) )?(?:on )?"
    r"|\b(?:empiezo|comienzo|entro|comeco|inizio|comincio|commence|debute|fange|begin|start)\b[^,;.!?]{0,30}? "
    r"(?:(?:am|op|on|im|in|en) )?"
)
_NOT_SURE: Final = Rare(
    r"\b(?:maybe|might|perhaps|hope|hoping|want|wanna|think|thinking|plan|planning|would|could|should|if|was|were|been|"
    r"did|had|worked|lived|since|moved|came|got|took|left|joined|started|finished|bought|met|vielleicht|möchte|will ich|würde|hoffe|war|misschien|wil|hoop|was|peut-être|voudrais|"
    r"j['’]espère|étais|quizás?|quisiera|espero|estaba|forse|vorrei|spero|ero|talvez|queria|era)\b"
)


_WORD: Final = re.compile(r"[^\W\d_]+")
_FIGURE: Final = re.compile(r"\d")


class _Day:
    """How a day is named, and which one that is.

    ``words`` are those of which each text has one, or a figure, that names one.
    """

    def __init__(self) -> None:
        self.weekdays = {name: day for each in _LANGUAGES for name, day in weekday_numbers(each).items()}
        self.months = {name: number for each in _LANGUAGES for name, number in month_numbers(each).items()}
        weekdays, months = (
            "|".join(sorted((re.escape(name) for name in names if len(name) >= _SHORTEST), key=len, reverse=True))
            for names in (self.weekdays, self.months)
        )
        of = r"(?:st|nd|rd|th|er|º|ª)?\.? ?(?:of |de |d['’])?"
        day = (
            rf"(?:(?P<weekday>{weekdays})\b|(?P<day>\d{{1,2}}){of}(?P<month>{months})\b(?: (?P<year>20\d\d)\b)?"
            rf"|(?P<named>{months})\b(?: (?P<on>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,? (?P<in>20\d\d)\b)?"
            r"|(?P<ordinal>\d{1,2})(?:st|nd|rd|th)\b|"
            + "|".join(f"(?P<next_{unit}>(?:{words}))\\b" for unit, words in _NEXT.items())
            + ")"
        )
        begins = rf"(?:\b{_BEFORE_DAY}|{_VERBS}){_ARTICLES}{day}(?! (?:to|till|until|through|bis|tot|a|hasta|al)\b)"
        self.form = compiled(parsed(begins, 0))
        self.words = _NEXT_WORDS.union(_WORD.findall(name)[0] for name in (*self.weekdays, *self.months))

    def meant(self, found: re.Match[str], today: date) -> date | None:
        """The first such day after ``today``; ``None`` where there is none, or it is long until then."""
        told = found.groupdict()
        if told["weekday"]:
            return today + timedelta(days=(self.weekdays[told["weekday"]] - today.weekday() - 1) % 7 + 1)
        for unit, begins in (
            ("day", today + timedelta(days=1)),
            ("week", today + timedelta(days=7 - today.weekday())),
            ("month", date(today.year + today.month // 12, today.month % 12 + 1, 1)),
            ("year", date(today.year + 1, 1, 1)),
        ):
            if told[f"next_{unit}"]:
                return begins
        return self._dated(told, today)

    def _dated(self, told: dict[str, str | None], today: date) -> date | None:
        number = int(told["day"] or told["on"] or told["ordinal"] or 1)
        year = told["year"] or told["in"]
        if told["ordinal"]:
            later = date(today.year + today.month // 12, today.month % 12 + 1, 1)
            tried = [(today.year, today.month), (later.year, later.month)]
        else:
            month = self.months[told["month"] or told["named"] or ""]
            tried = [(int(year), month)] if year else [(today.year, month), (today.year + 1, month)]
        for of_year, month in tried:
            try:
                day = date(of_year, month, number)
            except ValueError:
                continue
            if day > today:
                return day if (day - today).days <= _FARTHEST else None
        return None


_FARTHEST: Final = 300
"""Days until something that has begun in a month of the year before rather than begins in that of the next."""

_KEPT: Final = 8
"""Of so many sentences it is known which day they name."""

_day = cache(_Day)


def coming_day(sentence: str, value: str | None, today: date) -> date | None:
    """The day after ``today`` on which a sentence says that a value begins or ends to hold, if it names one."""
    found = _day_in(sentence)
    if found is None or _NOT_SURE.fits(sentence) or not _is_of(found, unmarked((value or "").lower())):
        return None
    with contextlib.suppress(OverflowError, ValueError):  # no day is known after the year 9999
        return _day().meant(found, today)
    return None


@lru_cache(maxsize=_KEPT)
def _day_in(sentence: str) -> re.Match[str] | None:
    """The day of a sentence on which something begins; it is asked for with each value that the sentence states."""
    text = unmarked(sentence.lower())
    if _day().words.isdisjoint(_WORD.findall(text)) and _FIGURE.search(text) is None:
        return None
    return _day().form.search(text)


def names_beginning(sentence: str) -> bool:
    """Whether a sentence names the day on which something surely begins, or began."""
    return _day_in(sentence) is not None and not _NOT_SURE.fits(sentence)


def _is_of(day: re.Match[str], value: str) -> bool:
    """Whether a value stands in the clause that names a day."""
    text, place = day.string, day.string.find(value)
    if place < 0:
        return False
    if place >= day.end():
        return _BREAK.search(text[day.end() : place].lstrip(" ,")) is None
    return place + len(value) > day.start() or _BREAK.search(text[place + len(value) : day.start()]) is None


_BREAK: Final = re.compile(r"[,;.!?]|\b(?:and|but|so|und|aber|maar|et|mais|y|pero|e|mas|ma)\b")
