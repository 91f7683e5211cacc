"""Days that texts speak of, so that "can I travel on the 10th of June?" meets "I am in hospital from the 9th".

A day has a month, or that of the moment at which it was said; what begins or ends on a day is near to some weeks after
or before it.  Names of months are those of English, German, French, Spanish, Italian, Portuguese and Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from holdfast.domain.calendar_words import month_numbers, unmarked
from holdfast.providers.facts.choices import expressions_of

_EXPRESSIONS: Final = expressions_of(__file__)
_LANGUAGES: Final = ("english", "german", "french", "spanish", "italian", "portuguese", "dutch")
_SHORTEST_MONTH: Final = 4
"""Letters; nearly all shorter names of months are other words as well."""
_SHORT_MONTHS: Final = frozenset({"may", "mai", "mei"})
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_STARTS: Final = (0, *accumulate(_LENGTHS))
_YEAR: Final = sum(_LENGTHS)
_NEAR: Final = 2
"""Days between what is asked about and what was told that are near to each other."""
_OPEN: Final = 45
"""Days for which it counts that something begins or ends."""
_KEPT: Final = 8192


class Days(NamedTuple):
    """Days of a year, both ends included; the last may lie in the next year, and is then smaller."""

    first: int
    last: int

    def is_near(self, other: Days) -> bool:
        """Whether no more than some days are between them."""
        gap = min((other.first - self.last) % _YEAR, (self.first - other.last) % _YEAR)
        return gap <= _NEAR or (other.first - self.first) % _YEAR <= self.length or self._begins_in(other)

    @property
    def length(self) -> int:
        """How many days there are after the first."""
        return (self.last - self.first) % _YEAR

    def _begins_in(self, other: Days) -> bool:
        return (self.first - other.first) % _YEAR <= other.length


def _months() -> dict[str, int]:
    named = {name: number for language in _LANGUAGES for name, number in month_numbers(language).items()}
    return {name: number for name, number in named.items() if len(name) >= _SHORTEST_MONTH or name in _SHORT_MONTHS}


_MONTHS: Final = _months()
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUMBER: Final = r"(?<![\d.,:/-])(?:[12]?\d|3[01])(?![\d:%€$£]|[.,]\d|\s?(?:am|pm|uhr|h|km|kg|€|euros?|pounds)\b)"
_END: Final = r"(?:st|nd|rd|th|er|ª|º|°|\.)?"
_OF: Final = r"(?:\s(?:of|de|di|do|d'))?\s?"
_UP_TO: Final = r"\s?(?:to|-|–|until|till|and|bis(?: zum)?|und|au|et|al|a|ao|e|y|hasta(?: el)?|tot|en)\s(?:the\s)?|-|–"
_FROM: Final = (
    r"(?P<begins>\b(?:from|since|after|starting|ab|seit|nach|a partir d[eu]l?|des|depuis|desde|dal|vanaf)\s"
    r"(?:the\s|dem\s|el\s|le\s|o\s)?)"
)
_TO: Final = (
    r"(?P<ends>\b(?:until|till|by|before|bis|vor|jusqu'(?:au|en)|avant(?: le)?|hasta(?: el)?|antes del?|fino (?:al|a)"
    r"|ate|tot)\s(?:the\s|zum\s|dem\s)?)"
)
_ALONE: Final = (
    rf"\bthe\s{_NUMBER}(?:st|nd|rd|th)|\b(?:am|vom|zum|den|dem)\s{_NUMBER}\.(?=\W|$)"
    rf"|\b(?:el|le|il|dia|del|du|au|al|o|op de)\s{_NUMBER}"
)
_PATTERN: Final = _EXPRESSIONS.late(
    rf"(?:{_FROM}|{_TO})?(?:"
    rf"(?P<day>{_NUMBER}){_END}(?:(?:{_OF}(?P<first_month>{_MONTH})\b)?(?:{_UP_TO})(?P<last>{_NUMBER}){_END})?"
    rf"{_OF}(?P<month>{_MONTH})\b"
    rf"|\b(?P<month_before>{_MONTH})\s(?P<day_behind>{_NUMBER}){_END}(?!\w)"
    rf"|\b(?P<whole>{_MONTH})\b)"
)
_BARE: Final = re.compile(
    rf"(?:{_FROM}|{_TO})?(?P<alone>{_ALONE})(?:(?:{_UP_TO})(?P<last_alone>{_NUMBER}){_END})?(?!\w)"
)
_SEASON: Final = re.compile(
    r"\b(?:(?P<spring>spring|fruhling|fruhjahr|printemps|primavera|lente)"
    r"|(?P<summer>summer|sommer|ete|verano|estate|verao|zomer)"
    r"|(?P<autumn>autumn|herbst|automne|otono|autunno|outono|herfst)|(?P<winter>winter|hiver|invierno|inverno)"
    r"|(?P<christmas>christmas|xmas|weihnachten|noel|navidad|natale|natal|kerst))\b"
)
_SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2), "christmas": (12, 12)}
_LONGEST_INTRODUCTION: Final = 8
"""Characters before the name of a month, the blank included."""
_THE_MONTH: Final = re.compile(r"\b(?:in|of|early|late|mid|this|next|last|until|till|by|from|since|before|after) may$")
"""Before the end of "may" that is a month."""
_WORD: Final = re.compile(r"\d+|[^\W\d_]+")
_TELLING: Final = frozenset({*_MONTHS, *map(str, range(1, 32)), *re.findall("[a-z]{3,}(?=[|)])", _SEASON.pattern)})
"""Numbers and words of which a text has at least one that speaks of days."""
_FIGURES: Final = re.compile(r"\d+")


@lru_cache(maxsize=_KEPT)
def days_in(text: str, month: int | None) -> tuple[Days, ...]:
    """The days of which a text speaks that was said in a month; a day without a month is of that one."""
    plain = unmarked(text.casefold()).replace("’", "'")
    words = _WORD.findall(plain)
    if _TELLING.isdisjoint(words):
        return ()
    found = [_of_month(match) for match in _PATTERN.finditer(plain) if _is_month(match)]
    if month is not None:
        found += [_alone(match, month) for match in _BARE.finditer(_PATTERN.sub(" ", plain))]
    for match in _SEASON.finditer(plain):
        first, last = _SEASONS[match.lastgroup or ""]
        found.append(Days(_STARTS[first - 1], _STARTS[last] - 1))
    return tuple(found)


def are_near(asked: Iterable[Days], told: Iterable[Days]) -> bool:
    """Whether some of the days asked about are near to some that were told."""
    there = tuple(told)
    return any(one.is_near(other) for one in asked for other in there)


def _is_month(match: re.Match[str]) -> bool:
    """Whether a month is meant: "may" alone is mostly another word."""
    begins = max(0, match.start() - _LONGEST_INTRODUCTION)
    return match["whole"] != "may" or _THE_MONTH.search(match.string, begins, match.end()) is not None


def _of_month(match: re.Match[str]) -> Days:
    told = match.groupdict()
    if told["whole"]:
        number = _MONTHS[told["whole"]]
        return _opened(match, _STARTS[number - 1], _STARTS[number] - 1)
    number = _MONTHS[told["month"] or told["month_before"]]
    if told["last"] is None:
        first = _day(number, told["day"] or told["day_behind"])
        return _opened(match, first, first)
    begun = _MONTHS[told["first_month"]] if told["first_month"] else number
    return Days(_day(begun, told["day"]), _day(number, told["last"]))


def _alone(match: re.Match[str], month: int) -> Days:
    first = _day(month, _FIGURES.findall(match["alone"])[0])
    if match["last_alone"]:
        return Days(first, _day(month, match["last_alone"]))
    return _opened(match, first, first)


def _opened(match: re.Match[str], first: int, last: int) -> Days:
    """The days from the first on, or up to the last, where words say so."""
    if match["begins"]:
        last = max(last, first + _OPEN)
    elif match["ends"]:
        first = last - _OPEN
    return Days(first % _YEAR, last % _YEAR)


def _day(month: int, day: str) -> int:
    return _STARTS[month - 1] + min(max(int(day), 1), _LENGTHS[month - 1]) - 1
