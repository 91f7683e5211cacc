"""Dates in a question: "13 October, 2023", "in May", "25/11/2026", "last week", "vor drei Tagen", "昨天".

Absolute dates are read with the month names of the question's language and of the one configured; those without a year
stand for every year of the conversation. Relative ones count from the day on which the question is asked, and are read
in English, German, Spanish, French, Portuguese, Italian, Chinese and Japanese. The words of a date that was understood
say when and not what, so they are cut out of what is looked for.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

import msgspec

from holdfast.domain.calendar_words import CHINESE_WEEKDAYS, JAPANESE_WEEKDAYS, Unit, unmarked
from holdfast.retrieval import day_spans
from holdfast.retrieval.date_patterns import (
    EAST_ASIAN_DATE,
    ISO,
    NUMERIC,
    YEAR,
    MonthPatterns,
    RelativePatterns,
    east_asian_patterns,
    hints,
    month_patterns,
    relative_patterns,
    told,
)
from holdfast.retrieval.day_spans import DaySpan
from holdfast.retrieval.signs import PATTERNS, Sign

_MOST_YEARS = 30
_ANY_WORD = re.compile(r"[^\W_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_IN_FIGURES = re.compile(r"\d[-./]\d")
"""What each date in figures holds."""
_KEPT_WORDS: Final = 8192
_LONGEST_KEPT: Final = 40
"""Of so many words, none with more characters, is remembered in which languages they name a month."""
_EAST_ASIAN = re.compile("[现現目如当當眼いま今昨前上先去最这這本近月火水木金土日周週星礼禮年きおゆこ过過지현요아]")
_SOME_DAY, _SOME_YEARS = date(2024, 1, 1), range(2024, 2025)
"""What stands in for the year where only day and month count: a leap year."""
_STILL = re.compile(
    "still|any ?more|any longer|to date|noch immer|immer noch|todavia|aun|toujours|encore|ainda|ancora|まだ|아직"
)
"""Words for the present by which a question asks whether something has not changed."""
_UP_TO = re.compile(r"\b(?:until|till|up to|so far|bis|hasta|jusqu'a|ate|fino ad?)[ ]$|(?:到|直到|まで)$")
"""What stands before "now" where a question asks for all that was."""
_LONGEST_UP_TO = len("jusqu'a ")
_PAST = frozenset("did didn didnt was were wasn weren had went happened got said told gone been".split())  # noqa: SIM905
_FEW_WORDS = 3
_SHORTEST, _OTHER_WORDS = 2, frozenset({"wed", "sat", "sun"})
_CENTURY, _WRITTEN_IN_FULL = 100, len("25.11.26")
_MONTH_FIRST = frozenset({"english", "porter"})


class Dates(msgspec.Struct, frozen=True):
    """What a question says of days.

    Attributes:
        spans: the days it names.
        mentioned: the days and months among them that messages may speak of by name, whenever they were sent: `03-07`
            for a day of any year, `03` for a month.
        weekdays: those among them, whole and short: messages may speak of these by name as well.
        places: where the words stand that name them, as start and end in the text, in order.
        present: whether it asks for what is the case now, in words such as "current" and "still".
        changed: whether it asks for what is the case since something changed: not whether something "still" is.
    """

    spans: tuple[DaySpan, ...] = ()
    mentioned: tuple[str, ...] = ()
    weekdays: tuple[tuple[str, ...], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    present: bool = False
    changed: bool = False

    def cut(self, text: str) -> str:
        """A text of the same length as the one that was read, without those words."""
        kept, at = [], 0
        for start, end in self.places:
            kept.append(text[at:start])
            at = end
        return " ".join([*kept, text[at:]]) if self.places else text


NO_DATES = Dates()


def dates_in(
    text: str,
    languages: Sequence[str],
    *,
    today: date,
    years: tuple[int, int],
    words: Sequence[str] | None = None,
    signs: int | None = None,
) -> Dates:
    """The dates in a question.

    Args:
        text: the question in lower case.
        languages: those it may be in.
        today: the day on which it is asked, by the calendar of whoever asks.
        years: first and last year of the conversation, for dates without a year.
        words: those of the text, where they are known.
        signs: what it holds, where that is known, see `holdfast.retrieval.signs`.
    """
    hinted = _hints_in(text, languages, words, signs)
    if hinted is None:
        return NO_DATES
    reader = _Reader(hinted.plain, today, range(years[0], min(years[1], years[0] + _MOST_YEARS) + 1))
    reader.tells_past = _tells_past(hinted.words)
    if hinted.figures:
        reader.read_numbers(month_first=not _MONTH_FIRST.isdisjoint(languages))
    for language in hinted.languages:
        reader.read_words(language)
    if hinted.east_asian:
        reader.read_east_asian()
    if hinted.figures:
        reader.read_years()
    return reader.dates


def may_tell_dates(text: str, languages: Sequence[str], *, words: Sequence[str], signs: int) -> bool:
    """Whether there is anything in a question that may be a date; where there is not, `dates_in` finds none."""
    return _hints_in(text, languages, words, signs) is not None


class _Hints(NamedTuple):
    """What in a text may be a date: words of some languages, figures, East Asian signs; and its words, unmarked."""

    plain: str
    words: Sequence[str]
    languages: list[str]
    figures: bool
    east_asian: bool


def _hints_in(text: str, languages: Sequence[str], words: Sequence[str] | None, signs: int | None) -> _Hints | None:
    plain = unmarked(text).replace("’", "'")
    if len(plain) != len(text):
        return None
    named = _ANY_WORD.findall(plain) if words is None or plain is not text else words
    read = [language for language in dict.fromkeys(languages) if not hints(language).isdisjoint(named)]
    figures = _has_figures(plain, text, signs)
    east_asian = not plain.isascii() and _EAST_ASIAN.search(plain) is not None
    return _Hints(plain, named, read, figures, east_asian) if read or figures or east_asian else None


def days_mentioned(
    text: str, languages: Iterable[str], words: Sequence[str] | None = None, signs: int | None = None
) -> tuple[str, ...]:
    """The days and months that a message speaks of by name or number, as in `Dates.mentioned`, days with their month.

    Args:
        text: the message in lower case.
        languages: those it may be in.
        words: its words, where they are known.
        signs: what it holds, where that is known, see `holdfast.retrieval.signs`.
    """
    listed = tuple(dict.fromkeys(languages))
    has_digits = signs is None or bool(signs & Sign.DIGIT)
    joined = has_digits and (signs is None or not text.isascii() or bool(signs & Sign.LETTERED))
    # Where no figures touch letters, its words tell of a text all that they tell one by one, and that is remembered.
    read = _read_by_month(_LONG_WORD.findall(unmarked(text)) if words is None or joined else words, listed)
    if not (has_digits or read):
        return ()
    plain = unmarked(text)
    may_be_dated = signs is None or plain is not text or bool(signs & Sign.DATED)
    figures, by_number = may_be_dated and _IN_FIGURES.search(plain) is not None, "月" in plain
    if not (read or figures or by_number):
        return ()
    reader = _Reader(plain, _SOME_DAY, _SOME_YEARS)
    if figures:
        reader.read_numbers(month_first=False)
    for each in read:
        reader.read_months(month_patterns(each))
    if by_number:
        reader.read_months_by_number()
    days = reader.dates.mentioned
    return tuple(dict.fromkeys([*days, *(day[:2] for day in days)]))


def names_month(word: str, languages: Iterable[str]) -> bool:
    """Whether a word of a message is the name of a month in one of some languages."""
    return bool(_months_named(word, tuple(dict.fromkeys(languages))))


def _read_by_month(words: Sequence[str], languages: tuple[str, ...]) -> list[str]:
    """Those of some languages in which a word is the name of a month."""
    known = _known_months(languages)
    found = list(map(known.get, words))
    if None in found:
        found = [_remembered(word, known, languages) for word in words]
    named = set(chain.from_iterable(filter(None, found)))
    return [each for each in languages if each in named] if named else []


@lru_cache(maxsize=64)
def _known_months(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:  # noqa: ARG001  (one for each)
    """In which of some languages words are names of months: of those that have come."""
    return {}


def _remembered(word: str, known: dict[str, tuple[str, ...]], languages: tuple[str, ...]) -> tuple[str, ...]:
    found = known.get(word)
    if found is None:
        found = _months_named(word, languages)
        if len(known) >= _KEPT_WORDS:
            known.clear()
        if len(word) <= _LONGEST_KEPT:
            known[word] = found
    return found


def _months_named(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some languages in which a word is the name of a month."""
    named = [word] if word.isascii() and word.isalpha() else _LONG_WORD.findall(unmarked(word))
    return tuple(each for each in languages if not month_patterns(each).numbers.keys().isdisjoint(named))


def _tells_past(words: Sequence[str]) -> bool:
    """Whether an English question with these words asks for what was, or names a day and nothing else."""
    return len(words) <= _FEW_WORDS or not _PAST.isdisjoint(words) or any(word.endswith("ed") for word in words)


def _has_figures(plain: str, text: str, signs: int | None) -> bool:
    """Whether a text without diacritics may hold a date in figures."""
    if signs is not None and (plain is text or not signs & Sign.DIGIT):
        return bool(signs & Sign.DATED)
    return PATTERNS[Sign.DATED].search(plain) is not None


class _Reader:
    """Reads one question, kind after kind; what one has read is blank for the next."""

    def __init__(self, text: str, today: date, years: range) -> None:
        self._text = text
        self._today = today
        self._years = years
        self._spans: list[DaySpan] = []
        self._mentioned: list[str] = []
        self._weekdays: list[tuple[str, ...]] = []
        self._places: list[tuple[int, int]] = []
        self._present = False
        self._changed = False
        self.tells_past = True

    @property
    def dates(self) -> Dates:
        """What was read so far."""
        spans, mentioned = dict.fromkeys(self._spans), dict.fromkeys(self._mentioned)
        places = tuple(sorted(self._places))
        return Dates(tuple(spans), tuple(mentioned), tuple(self._weekdays), places, self._present, self._changed)

    def read_numbers(self, *, month_first: bool) -> None:
        """`2023-10-13`, `13.10.2023`, `25/11/26` of a year that has messages.

        `10/11/2023` may mean either where months may come first.
        """
        self._read(ISO, lambda found: self._days(_numbers(found, "year", "month", "day")))
        both = month_first

        def spans(found: re.Match[str]) -> list[DaySpan]:
            first, second, year = _numbers(found, "first", "second", "year")
            if year < _CENTURY:
                year += 2000
                if found["sign"] == "-" or year not in self._years or len(found[0]) < _WRITTEN_IN_FULL:
                    return []  # a version, or a part of something longer
            orders = [(year, second, first)]
            if found["sign"] == "/" and (both or second > 12):
                orders.append((year, first, second))
            return self._days(*orders)

        self._read(NUMERIC, spans)

    def read_words(self, language: str) -> None:
        """Dates with words of one language."""
        relative = relative_patterns(language)
        if relative is not None:
            self._read_relative(relative)
            self._read_weekdays(relative, language)
        self.read_months(month_patterns(language))
        if relative is not None:
            self._read(relative.of_month, self._day_of_month)

    def read_east_asian(self) -> None:
        """Dates in Chinese and Japanese."""
        patterns = east_asian_patterns()
        self._read(patterns.on, lambda found: [self._east_asian_weekday(found)])
        self._read_relative(patterns)
        self.read_months_by_number()

    def read_months_by_number(self) -> None:
        """`2023年10月13日`, `10月`."""
        self._read(EAST_ASIAN_DATE, self._east_asian_date)

    def read_years(self) -> None:
        """`in 2023`."""
        self._read(YEAR, lambda found: [day_spans.year_span(int(found["year"]))])

    def _read_relative(self, patterns: RelativePatterns) -> None:
        today, words = self._today, patterns.words

        def unit(found: re.Match[str]) -> Unit:
            return words.units.get(told(found, "unit") or "", "year")

        def amount(found: re.Match[str]) -> int:
            number = told(found, "n") or "1"
            return int(number) if number.isdigit() else words.numbers[number]

        for pattern, back in patterns.days:
            self._read(pattern, lambda _, back=back: [day_spans.one_day(today, back)])  # type: ignore[misc]
        self._read(patterns.recently, lambda _: [day_spans.recent(today)])
        self._read_present(patterns.now)
        self._read(patterns.ago, lambda found: [day_spans.ago(amount(found), unit(found), today)])
        self._read(patterns.past, lambda found: [day_spans.past(amount(found), unit(found), today)])
        self._read(patterns.last, lambda found: [day_spans.last(unit(found), today)])
        self._read(patterns.this, lambda found: [day_spans.this(unit(found), today)])
        self._read(patterns.weekend, lambda _: [day_spans.weekend(today)])

    def _read_present(self, pattern: re.Pattern[str]) -> None:
        for found in pattern.finditer(self._text):
            begin = found.start()
            if not _UP_TO.search(self._text, max(0, begin - _LONGEST_UP_TO), begin):
                self._present = True
                self._changed |= not _STILL.fullmatch(found[0])
            self._strike(found)

    def _strike(self, found: re.Match[str]) -> None:
        """Note where a match stands, and make it blank."""
        self._places.append(found.span())
        self._text = self._text[: found.start()] + "\0" * len(found[0]) + self._text[found.end() :]

    def _read_weekdays(self, patterns: RelativePatterns, language: str) -> None:
        """Weekdays: the last one, where a question asks for what was; where it asks for what is to come, the word."""
        for found in patterns.on.finditer(self._text):
            name = told(found, "weekday") or told(found, "short") or ""
            number = patterns.weekdays[name]
            names = (each for each, other in patterns.weekdays.items() if other == number)
            self._weekdays.append(tuple(each for each in names if len(each) > _SHORTEST and each not in _OTHER_WORDS))
            if found[0].startswith("this "):
                self._spans.append(day_spans.weekday_of_week(number, self._today))
            elif self._is_over(found[0], language):
                self._spans.append(day_spans.weekday_before(number, self._today))
            self._strike(found)

    def _is_over(self, written: str, language: str) -> bool:
        """Whether a weekday is one of the past; of languages other than English it is taken to be."""
        return language != "english" or (
            (self.tells_past or written.startswith(("last", "past"))) and not written.startswith("next")
        )

    def _day_of_month(self, found: re.Match[str]) -> list[DaySpan]:
        number = told(found, "n") or ""
        span = day_spans.of_month(int(number), self._today) if number.isdigit() else None
        return [] if span is None else [span]

    def _east_asian_weekday(self, found: re.Match[str]) -> DaySpan:
        number = CHINESE_WEEKDAYS[found["chinese"]] if found["chinese"] else JAPANESE_WEEKDAYS[found["japanese"]]
        week = found["week"] or ""
        if not week:
            return day_spans.weekday_before(number, self._today)
        return day_spans.weekday_of_week(number, self._today, weeks_back=int(week[0] in "上先"))

    def _east_asian_date(self, found: re.Match[str]) -> list[DaySpan]:
        if found["only"]:
            return [day_spans.year_span(int(found["only"]))] if int(found["only"]) else []
        years = [int(found["year"])] if found["year"] else self._years
        month = int(found["month"])
        if found["day"]:
            days = self._days(*((year, month, int(found["day"])) for year in years))
            return days if found["year"] else day_spans.latest_first(days, self._today)
        dated = bool(found["year"])
        return self._month_of(month, years, dated=dated) if 1 <= month <= 12 else []

    def read_months(self, patterns: MonthPatterns) -> None:
        """Days if there are any, else months."""
        before = len(self._places)

        def days(found: re.Match[str]) -> list[DaySpan]:
            years = [int(found["year"])] if found["year"] else self._years
            spans = self._days(*((year, patterns.numbers[found["month"]], int(found["day"])) for year in years))
            return spans if found["year"] else day_spans.latest_first(spans, self._today)

        self._read(patterns.day_first, days)
        self._read(patterns.month_first, days)
        if len(self._places) == before:
            self._read(patterns.month, lambda found: self._months(patterns, found))

    def _months(self, patterns: MonthPatterns, found: re.Match[str]) -> list[DaySpan]:
        if not patterns.is_meant(found):
            return []
        year, month = found["year"], patterns.numbers[found["month"]]
        years = [int(year)] if year else self._years
        return self._month_of(month, years, dated=bool(year))

    def _month_of(self, month: int, years: Iterable[int], *, dated: bool) -> list[DaySpan]:
        self._mentioned.append(f"{month:02}")
        months = [day_spans.month_span(year, month, dated=dated) for year in years if year]
        return months if dated else day_spans.latest_first(months, self._today)

    def _days(self, *candidates: tuple[int, int, int]) -> list[DaySpan]:
        """The days that exist, of years, months and days."""
        days = [date(*each) for each in candidates if _exists(*each)]
        self._mentioned += [f"{day:%m-%d}" for day in days]
        return list(map(DaySpan.of, days))

    def _read(self, pattern: re.Pattern[str], spans_of: Callable[[re.Match[str]], Iterable[DaySpan]]) -> None:
        for found in pattern.finditer(self._text):
            spans = list(spans_of(found))
            if not spans:
                continue
            self._spans += spans
            self._strike(found)


def _numbers(found: re.Match[str], *names: str) -> tuple[int, int, int]:
    first, second, third = (int(found[name]) for name in names)
    return first, second, third


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
