"""Dates in a question: "13 October, 2023", "in May 2023", "2023-10-13", "last week", "three days ago".

Absolute dates are read with the month names of the configured language; those without a year stand for every year of
the conversation. Relative ones count from the day on which the question is asked and are read in English.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
from babel.dates import get_month_names
from numpy.typing import NDArray

_EPOCH = date(1970, 1, 1).toordinal()
_AFTER_DAYS, _AFTER = 10, 0.5
_BEFORE_DAYS, _BEFORE = 4, 0.3
_MOST_YEARS = 30

_LOCALES = {
    "arabic": "ar", "armenian": "hy", "basque": "eu", "catalan": "ca", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hindi": "hi",
    "hungarian": "hu", "indonesian": "id", "irish": "ga", "italian": "it", "lithuanian": "lt", "norwegian": "nb",
    "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr",
    "spanish": "es", "swedish": "sv", "tamil": "ta", "turkish": "tr",
}  # fmt: skip
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS, start=1)} | {"a": 1, "an": 1}
_NUMERIC = re.compile(r"\d[-.]\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_HINTS = frozenset({"yesterday", "today", "ago", "last", "this", "past", "previous"})
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_AGO = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)}) (day|week|month|year)s? ago\b")
_RELATIVE = re.compile(r"\b(last|this|past|previous) (week|month|year|" + "|".join(_WEEKDAYS) + r")\b")
_NEAR = re.compile(r"\b(yesterday|today)\b")


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days a question speaks of, both ends included.

    Attributes:
        first: days since the epoch.
        last: days since the epoch.
        exact: whether it is a single day: people speak of it some days before as well.
        dated: whether its year is known; without one the days after it are no hint.
    """

    first: int
    last: int
    exact: bool = True
    dated: bool = True

    @classmethod
    def of(cls, first: date, last: date | None = None, *, dated: bool = True) -> "DaySpan":
        """The span between two dates, or one day."""
        end = first if last is None else last
        return cls(first.toordinal() - _EPOCH, end.toordinal() - _EPOCH, last is None, dated)


def proximity(days: NDArray[np.int32], spans: tuple[DaySpan, ...]) -> NDArray[np.float64]:
    """How near each day is to what the question speaks of, 0 … 1.

    1 inside a span, 0.5 up to ten days after it, since people tell what they have done, 0.3 up to four days before a
    single day, since they tell what they are about to do.
    """
    near = np.zeros(len(days))
    for span in spans:
        if span.dated or span.exact:
            near[(days > span.last) & (days <= span.last + _AFTER_DAYS) & (near < _AFTER)] = _AFTER
        if span.exact:
            near[(days < span.first) & (days >= span.first - _BEFORE_DAYS) & (near < _BEFORE)] = _BEFORE
    for span in spans:
        near[(days >= span.first) & (days <= span.last)] = 1.0
    return near


def spans_in(
    text: str, language: str, *, now: float, years: tuple[int, int], words: Sequence[str] | None = None
) -> tuple[DaySpan, ...]:
    """The spans a question names.

    Args:
        text: the question in lower case.
        language: of the month names.
        now: when it is asked, seconds since the epoch; relative dates count from there.
        years: first and last year of the conversation, for dates without a year.
        words: those of the text, where they are known.
    """
    months = _month_patterns(language)
    words = _LETTERS.findall(text) if words is None else words
    found: list[DaySpan] = []
    if _NUMERIC.search(text):
        found += _numeric(text)
    if not months.hints.isdisjoint(words):
        found += months.spans(text, range(years[0], min(years[1], years[0] + _MOST_YEARS) + 1))
        found += _relative(text, datetime.fromtimestamp(now, UTC).date())
    return tuple(dict.fromkeys(found)) if found else ()


class _MonthPatterns:
    """The patterns of dates with month names in one language."""

    def __init__(self, language: str) -> None:
        self.numbers = _month_numbers(language)
        self.hints = _HINTS.union(self.numbers)
        names = "|".join(sorted((re.escape(name) for name in self.numbers), key=len, reverse=True))
        self.day_first = re.compile(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of| de)? ({names})\b\.?,?(?: de)?\s*(\d{{4}}\b)?"
        )
        self.month_first = re.compile(rf"\b({names})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d),?\s*(\d{{4}}\b)?")
        self.month = re.compile(rf"\b({names})\b\.?,?\s*(?:of |de )?(\d{{4}}\b)?")
        self.ambiguous = {"may", "mar", "march"} if language in {"english", "porter", "none"} else set()
        self.introduced = re.compile(r"\b(?:in|during|of|early|late|mid|since|until|by|last|this|before|after) $")

    def spans(self, text: str, years: range) -> Iterator[DaySpan]:
        """Days if there are any, else months."""
        days = [(year, self.numbers[month], int(day)) for day, month, year in self.day_first.findall(text)]
        days += [(year, self.numbers[month], int(day)) for month, day, year in self.month_first.findall(text)]
        for year, month, day in days:
            for each in [int(year)] if year else years:
                if 1 <= each <= 9999 and 1 <= day <= calendar.monthrange(each, month)[1]:
                    yield DaySpan.of(date(each, month, day))
        if not days:
            yield from self._months(text, years)

    def _months(self, text: str, years: range) -> Iterator[DaySpan]:
        for match in self.month.finditer(text):
            name, year = match.groups()
            if name in self.ambiguous and not year and not self.introduced.search(text[: match.start()]):
                continue
            for each in [int(year)] if year else years:
                if 1 <= each <= 9999:
                    yield month_span(each, self.numbers[name], dated=bool(year))


def month_span(year: int, month: int, *, dated: bool = True) -> DaySpan:
    """A whole month."""
    return DaySpan.of(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), dated=dated)


@lru_cache(maxsize=16)
def _month_patterns(language: str) -> _MonthPatterns:
    return _MonthPatterns(language)


def _month_numbers(language: str) -> dict[str, int]:
    locale = _LOCALES.get(language, "en")
    numbers: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale).items():
                plain = name.lower().rstrip(".")
                if not plain.isdigit() and len(plain) > 2:
                    numbers.setdefault(plain, number)
    if locale == "en":
        numbers["sept"] = 9
    return numbers


def _numeric(text: str) -> Iterator[DaySpan]:
    found = [(int(year), int(month), int(day)) for year, month, day in _ISO.findall(text)]
    found += [(int(year), int(month), int(day)) for day, month, year in _DOTTED.findall(text)]
    for year, month, day in found:
        if year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            yield DaySpan.of(date(year, month, day))


def _relative(text: str, today: date) -> Iterator[DaySpan]:
    for word in _NEAR.findall(text):
        yield DaySpan.of(today if word == "today" else today - timedelta(days=1))
    for amount, unit in _AGO.findall(text):
        yield _ago(int(amount) if amount.isdigit() else _NUMBERS[amount], unit, today)
    for which, unit in _RELATIVE.findall(text):
        yield _this(unit, today) if which == "this" else _last(unit, today)


def _ago(amount: int, unit: str, today: date) -> DaySpan:
    if unit == "day":
        return DaySpan.of(today - timedelta(days=amount))
    if unit == "week":
        middle = today - timedelta(weeks=amount)
        return DaySpan.of(middle - timedelta(days=3), middle + timedelta(days=3))
    months = today.year * 12 + today.month - 1 - amount * (12 if unit == "year" else 1)
    if months < 12:
        return DaySpan.of(date.min, date.min)
    return month_span(months // 12, months % 12 + 1) if unit == "month" else _year(months // 12)


def _last(unit: str, today: date) -> DaySpan:
    if unit in _WEEKDAYS:
        return DaySpan.of(today - timedelta(days=(today.weekday() - _WEEKDAYS[unit] - 1) % 7 + 1))
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7)
        return DaySpan.of(monday, monday + timedelta(days=6))
    return _ago(1, unit, today)


def _this(unit: str, today: date) -> DaySpan:
    if unit in _WEEKDAYS:
        return DaySpan.of(today + timedelta(days=_WEEKDAYS[unit] - today.weekday()))
    if unit == "week":
        return DaySpan.of(today - timedelta(days=today.weekday()), today)
    return month_span(today.year, today.month) if unit == "month" else _year(today.year)


def _year(year: int) -> DaySpan:
    return DaySpan.of(date(year, 1, 1), date(year, 12, 31))
