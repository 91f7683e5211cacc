"""The patterns by which dates in a text are recognised, compiled from `holdfast.domain.calendar_words`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from holdfast.domain.calendar_words import (
    EAST_ASIAN,
    RELATIVE,
    RelativeWords,
    month_numbers,
    short_weekday_numbers,
    weekday_numbers,
)

ISO: Final = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
NUMERIC: Final = re.compile(
    r"\b(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)\b(?![./-]\d)"
)
EAST_ASIAN_DATE: Final = re.compile(
    r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}) ?月(?!間|间)(?: ?(?P<day>\d{1,2}) ?[日号號])?|(?P<only>\d{4}) ?年"
)
YEAR: Final = re.compile(
    r"\b(?:in|during|since|of|im jahre?|seit|en|desde|em|nel|del|dal|depuis)(?: the year)? (?P<year>(?:19|20)\d\d)\b"
)
_INTRODUCED: Final = re.compile(
    r"\b(?:in|during|of|early|late|mid|since|until|by|last|this|before|after|im|seit|bis|ab|anfang|mitte|ende"
    r"|en|de|desde|hasta|durante|em|ate|a|ad|di|da|nel|depuis|des) $"
)
_LONGEST_INTRODUCTION = 8
"""Characters, the blank included."""
_ORDINAL = r"(?:st|nd|rd|th|er|ª|º|°|\.)?"
_SURE_LENGTH = 4
_PLACEHOLDER = re.compile(r"\{(n|unit|weekday|short)\}")


class MonthPatterns(NamedTuple):
    """How a language writes dates with the name of a month.

    Attributes:
        numbers: the months by name.
        day_first: `13 October 2023`.
        month_first: `October 13th, 2023`.
        month: `October 2023`, `October`.
    """

    numbers: dict[str, int]
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    month: re.Pattern[str]

    def is_meant(self, found: re.Match[str]) -> bool:
        """Whether what `month` found is a month: not `may` the verb or `mar` the sea."""
        name = found["month"]
        sure = found["year"] or (len(name) >= _SURE_LENGTH and name != "march")
        begins = max(0, found.start() - _LONGEST_INTRODUCTION)
        return bool(sure or _INTRODUCED.search(found.string, begins, found.start()))


@lru_cache(maxsize=32)
def month_patterns(language: str) -> MonthPatterns:
    """The patterns of a language; English ones where it is not known."""
    numbers = month_numbers(language)
    names = _any(numbers)
    return MonthPatterns(
        numbers,
        re.compile(
            rf"\b(?P<day>\d{{1,2}}){_ORDINAL}(?: of| de| di| d')? ?(?P<month>{names})\b\.?,?(?: del?)?"
            r"(?: (?P<year>\d{4})\b)?"
        ),
        re.compile(rf"\b(?P<month>{names})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d),? ?(?P<year>\d{{4}}\b)?"),
        re.compile(rf"\b(?P<month>{names})\b\.?,? ?(?:of |del? )?(?P<year>\d{{4}}\b)?"),
    )


class RelativePatterns(NamedTuple):
    """How a language counts from today; each matches what `RelativeWords` says of it."""

    words: RelativeWords
    weekdays: dict[str, int]
    days: tuple[tuple[re.Pattern[str], int], ...]
    recently: re.Pattern[str]
    now: re.Pattern[str]
    ago: re.Pattern[str]
    past: re.Pattern[str]
    last: re.Pattern[str]
    this: re.Pattern[str]
    on: re.Pattern[str]
    weekend: re.Pattern[str]
    of_month: re.Pattern[str]

    @classmethod
    def of(cls, words: RelativeWords, weekdays: dict[str, int], short: dict[str, int], edge: str) -> RelativePatterns:
        """Compile; `edge` is what stands around a match, such as a border between words."""
        choices = {
            "n": rf"\d{{1,3}}|{_any(words.numbers)}",
            "unit": _any(words.units),
            "weekday": _any(weekdays),
            "short": _any(short),
        }

        def compiled(pattern: str) -> re.Pattern[str]:
            count = itertools.count()
            named = _PLACEHOLDER.sub(lambda found: f"(?P<{found[1]}{next(count)}>{choices[found[1]]})", pattern)
            return re.compile(f"{edge}(?:{named}){edge}")

        days = tuple((compiled(phrase), back) for phrase, back in words.days.items())
        written = (words.recently, words.now, words.ago, words.past, words.last, words.this, words.on, words.weekend)
        return cls(words, weekdays | short, days, *map(compiled, (*written, words.of_month)))


def told(found: re.Match[str], what: str) -> str | None:
    """What a match of one of `RelativePatterns` holds in place of `n`, `unit` or `weekday`."""
    groups = found.groupdict().items()
    return next((value for name, value in groups if name.rstrip("0123456789") == what and value is not None), None)


@lru_cache(maxsize=8)
def relative_patterns(language: str) -> RelativePatterns | None:
    """The patterns of a language written with blanks; None for one that is not known."""
    words = RELATIVE.get(language)
    if words is None:
        return None
    return RelativePatterns.of(words, weekday_numbers(language), short_weekday_numbers(language), r"\b")


@lru_cache(maxsize=1)
def east_asian_patterns() -> RelativePatterns:
    """The patterns of Chinese and Japanese."""
    return RelativePatterns.of(EAST_ASIAN, {}, {}, "")


@lru_cache(maxsize=32)
def hints(language: str) -> frozenset[str]:
    """Words of which one stands in every date with words of a language."""
    found = set(month_numbers(language))
    words = RELATIVE.get(language)
    if words is not None:
        found |= set(weekday_numbers(language)) | set(short_weekday_numbers(language))
        found |= _NUMBERED if language == "english" else _NUMBERS
        found |= {part for unit in words.units for part in unit.split("-")}
        phrases = "|".join([*words.days, words.recently, words.now])
        found |= set(re.findall(r"[^\W\d_]{3,}", phrases)) - _FREQUENT
        found |= _INFLECTED
    return frozenset(found)


_NUMBERS: Final = frozenset(map(str, range(1, 32)))
_NUMBERED: Final = frozenset(f"{day}{ending}" for day in _NUMBERS for ending in ("st", "nd", "rd", "th"))
"""Days of a month by their numbers."""

_FREQUENT: Final = frozenset(
    ["the", "this", "day", "other", "these", "les", "derniers", "tempo", "estos", "nos", "por", "las"]
)


_INFLECTED: Final = frozenset(
    """
    currently anymore
    aktuelle aktuellen aktuellem aktueller aktuelles derzeitige derzeitigen derzeitigem derzeitiger derzeitiges
    jetzige jetzigen jetzigem jetziger jetziges
    momentane momentanen momentanem momentaner momentanes gegenwartige gegenwartigen gegenwartiger gegenwartiges
    neuesten neuestem neuester neuestes letzten letzter letztes letztem vorigen vergangenen vergangener
    actuelle actuels actuelles actuellement actuales actualmente atuais atualmente attuale attuali scorso scorsa
    """.split()  # noqa: SIM905  # a list of words reads best as words
)
"""Forms of words in the phrases which these build of parts."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"
