"""Dates and times of ``.datetime()``: five types, read from ISO texts or by a template, and their comparison.

Without a template the text is a date (``2024-02-29``), a time (``10:20:30``) or both, joined by a blank or ``T``; a
time may have a fraction of up to six digits and an offset (``+02``, ``-02:30``). ``Z`` is no offset in PostgreSQL 16.

A template consists of the fields in ``FIELDS`` (in any case), quoted text and the separators ``-./,':;``, the blank
and ``T``; between separators, digits are read as wide as they come, elsewhere as wide as the field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.jsonpath.evaluation import EvaluationAborted, EvaluationError
from holdfast.domain.filters.limits import PATH_CACHE_SIZE

MAX_TEXT_LENGTH: Final = 100
MAX_TEMPLATE_LENGTH: Final = 100
TEXT_CACHE_SIZE: Final = 4_096  # rows share dates, and a date in a path meets every row; a text takes 200 bytes
MICROSECOND: Final = 1_000_000
DAY: Final = 86_400 * MICROSECOND
LAST_YEAR_OF_DATES: Final = 5_874_897
LAST_YEAR_OF_TIMESTAMPS: Final = 294_276
LAST_ZONE_HOUR: Final = 15
SEPARATORS: Final = "-./,':; T"
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
ROUNDING: Final = {f"FF{digits}": int(10 ** (6 - digits)) for digits in range(1, 7)}  # to so many microseconds
WIDTHS: Final = {
    "YYYY": 4, "YYY": 3, "YY": 2, "Y": 1, "MONTH": 0, "MON": 0, "MM": 2, "DDD": 3, "DD": 2,
    "HH24": 2, "HH12": 2, "HH": 2, "MI": 2, "SSSSS": 5, "SSSS": 5, "SS": 2, "MS": 3, "US": 6,
    **dict.fromkeys(ROUNDING, 6), "TZH": 2, "TZM": 2, "A.M.": 0, "P.M.": 0, "AM": 0, "PM": 0,
}  # fmt: skip
FIELDS: Final = tuple(WIDTHS)
NAMES: Final = {  # fields that are called the same once read
    "YYY": "SHORTYEAR", "YY": "SHORTYEAR", "Y": "SHORTYEAR", "HH": "HH12",
    "SSSS": "SSSSS", "MS": "FRACTION", "US": "FRACTION", "A.M.": "HALF", "P.M.": "HALF", "AM": "HALF", "PM": "HALF",
}  # fmt: skip
DATE_FIELDS: Final = frozenset({"YYYY", "SHORTYEAR", "MM", "MON", "MONTH", "DD", "DDD"})
TIME_FIELDS: Final = frozenset({"HH24", "HH12", "MI", "SS", "SSSSS", "FRACTION", "HALF", *ROUNDING})

_ISO_DATE = r"(?P<YYYY>[ \t-\r]*+\+?[0-9]{1,9}+)-(?P<MM>[ \t-\r]*+[0-9]{1,9}+)-(?P<DD>[ \t-\r]*+[0-9]{1,9}+)"
_ISO_TIME = (
    r"(?P<HH24>[ \t-\r]*+[0-9]{1,9}+):(?P<MI>[ \t-\r]*+[0-9]{1,9}+):(?P<SS>[ \t-\r]*+[0-9]{1,9}+)"
    r"(?:\.(?P<FRACTION>[0-9]{1,6}+))?+"
    r"(?:(?P<TZH>-[ \t-\r]*+[0-9]{1,9}+|[ \t-\r]*+\+[ \t-\r]*+[0-9]{1,9}+)(?::(?P<TZM>[ \t-\r]*+[0-9]{1,9}+))?+)?+"
)
_ISO_FORMS: Final = tuple(
    re.compile(form + r"[ \t-\r]*+") for form in (_ISO_DATE, _ISO_TIME, rf"{_ISO_DATE}[ \t-\rT]{_ISO_TIME}")
)


class DatetimeType(StrEnum):
    """What ``.type()`` calls a date or time."""

    DATE = "date"
    TIME = "time without time zone"
    ZONED_TIME = "time with time zone"
    TIMESTAMP = "timestamp without time zone"
    ZONED_TIMESTAMP = "timestamp with time zone"


@dataclass(frozen=True, slots=True)
class Datetime:
    """A date or time.

    ``moment``  microseconds since the start of year 1 (of the day, for times), in UTC where there is a zone
    ``offset``  seconds east of UTC; orders times with a zone that are otherwise equal
    """

    type: DatetimeType
    moment: int
    offset: int = 0


_DATED: Final = {DatetimeType.DATE, DatetimeType.TIMESTAMP, DatetimeType.ZONED_TIMESTAMP}


def compare(left: Datetime, right: Datetime) -> int | None:
    """Return -1, 0 or 1, or ``None`` where a date meets a time.

    Raises ``EvaluationAborted`` where only one of the two has a zone: which moment the other is would depend on the
    server's time zone.
    """
    if (left.type in _DATED) != (right.type in _DATED):
        return None
    zoned = DatetimeType.ZONED_TIMESTAMP, DatetimeType.ZONED_TIME
    if (left.type in zoned) != (right.type in zoned):
        raise EvaluationAborted("cannot compare a time that has a zone with one that has none")
    a, b = (left.moment, -left.offset), (right.moment, -right.offset)
    if left.type is DatetimeType.ZONED_TIMESTAMP:
        a, b = (left.moment, 0), (right.moment, 0)
    return (a > b) - (a < b)


@lru_cache(maxsize=TEXT_CACHE_SIZE)
def read_iso(text: str) -> Datetime:
    """Return the date or time that an ISO text shows; raises ``EvaluationError`` if it shows none."""
    if len(text) > MAX_TEXT_LENGTH:
        raise EvaluationError("the text is too long for a date or time")
    for form in _ISO_FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return _datetime({name: value for name, value in match.groupdict().items() if value is not None})
    raise EvaluationError("not a date or time")


def read_by_template(text: str, template: str) -> Datetime:
    """Return the date or time a text shows by a template; raises ``EvaluationError`` if it does not fit."""
    if len(text) > MAX_TEXT_LENGTH:
        raise EvaluationError("the text is too long for a date or time")
    match = check_template(template).fullmatch(text)
    if match is None:
        raise EvaluationError("the text does not fit the template")
    return _datetime(match.groupdict())


@lru_cache(maxsize=PATH_CACHE_SIZE)
def check_template(template: str) -> re.Pattern[str]:
    """Return the pattern of the texts that fit a template; raises ``InvalidFilter`` for one that makes no sense."""
    if len(template) > MAX_TEMPLATE_LENGTH:
        raise InvalidFilter(f"the template may have {MAX_TEMPLATE_LENGTH} characters")
    parts: list[str] = []
    names: list[str] = []
    at = 0
    while at < len(template):
        field = next((field for field in FIELDS if template[at : at + len(field)].upper() == field), None)
        if field is None:
            part, at = _literal(template, at)
        else:
            at += len(field)
            names.append(NAMES.get(field, field))
            part = f"(?P<{names[-1]}>{_field_pattern(field, separated=template[at : at + 1] in SEPARATORS)})"
        parts.append(part)
    _check_fields(names)
    return re.compile("".join(parts) + r"[ \t-\r]*+", re.ASCII | re.IGNORECASE)


def _check_fields(names: list[str]) -> None:
    if len(set(names)) < len(names):
        raise InvalidFilter("a field stands twice in the template")
    if not DATE_FIELDS.union(TIME_FIELDS).intersection(names):
        raise InvalidFilter("the template has neither a date nor a time")
    if "TZM" in names and "TZH" not in names:
        raise InvalidFilter("the template has the minutes of an offset but not its hours")
    if "TZH" in names and not TIME_FIELDS.intersection(names):
        raise InvalidFilter("the template has an offset but no time")


def _literal(template: str, at: int) -> tuple[str, int]:
    character = template[at]
    if character == '"':
        end = template.find('"', at + 1)
        if end < 0:
            raise InvalidFilter("quoted text in the template is not closed")
        return re.escape(template[at + 1 : end]), end + 1
    if character not in SEPARATORS:
        raise InvalidFilter(f'unknown field in the template at "{template[at : at + 10]}"')
    return r"[ \t-\r]" if character == " " else re.escape(character), at + 1


def _field_pattern(field: str, *, separated: bool) -> str:
    if field in ("MON", "MONTH"):
        return "|".join(MONTHS if field == "MON" else MONTH_NAMES)
    if field in ("A.M.", "P.M."):
        return r"[AP]\.M\."
    if field in ("AM", "PM"):
        return "[AP]M"
    if field in ROUNDING or NAMES.get(field) == "FRACTION":
        return f"[0-9]{{1,{WIDTHS[field]}}}+"
    sign = r"(?:\+[ \t-\r]*+|-[ \t-\r]*+)?+" if field == "TZH" else ""
    return rf"[ \t-\r]*+{sign}[0-9]{{1,{9 if separated else WIDTHS[field]}}}+"


def _datetime(fields: dict[str, str]) -> Datetime:
    dated = not DATE_FIELDS.isdisjoint(fields)
    timed = not TIME_FIELDS.isdisjoint(fields)
    offset = _offset(fields) if "TZH" in fields else None
    time = _time(fields) if timed else 0
    if not dated:
        kind = DatetimeType.TIME if offset is None else DatetimeType.ZONED_TIME
        return Datetime(kind, time - (offset or 0) * MICROSECOND, offset or 0)
    last_year = LAST_YEAR_OF_TIMESTAMPS if timed else LAST_YEAR_OF_DATES
    moment = _day(fields, last_year=last_year) * DAY + time
    if not timed:
        return Datetime(DatetimeType.DATE, moment)
    if offset is None:
        return Datetime(DatetimeType.TIMESTAMP, moment)
    return Datetime(DatetimeType.ZONED_TIMESTAMP, moment - offset * MICROSECOND, offset)


def _within(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise EvaluationError("a part of the date or time is out of range")
    return value


def _offset(fields: dict[str, str]) -> int:
    hours = "".join(fields["TZH"].split())
    minutes = _within(int(fields.get("TZM") or 0), 0, 59)
    seconds = _within(int(hours.lstrip("+-")), 0, LAST_ZONE_HOUR) * 3600 + minutes * 60
    return -seconds if hours.startswith("-") else seconds


def _time(fields: dict[str, str]) -> int:
    fraction = _fraction(fields)
    if "SSSSS" in fields:
        return _within(int(fields["SSSSS"]), 0, 86_399) * MICROSECOND + fraction
    hours = _within(int(fields.get("HH24", 0)), 0, 23)
    if "HH12" in fields:
        hours = _within(int(fields["HH12"]), 1, 12)
    if "HALF" in fields:
        hours = hours % 12 + 12 * fields["HALF"].lower().startswith("p")
    minutes = _within(int(fields.get("MI", 0)), 0, 59)
    seconds = _within(int(fields.get("SS", 0)), 0, 59)
    return ((hours * 60 + minutes) * 60 + seconds) * MICROSECOND + fraction


def _fraction(fields: dict[str, str]) -> int:
    for field, unit in ROUNDING.items():
        if field in fields:
            return (int(fields[field].ljust(6, "0")) + unit // 2) // unit * unit
    return int(fields.get("FRACTION", "").ljust(6, "0"))


def _day(fields: dict[str, str], *, last_year: int) -> int:
    """Return the day's number; the day 0001-01-01 has number 0."""
    year = _year(fields)
    _within(year, 0, last_year)
    if "DDD" in fields:
        return _first_day(year, 1) + _within(int(fields["DDD"]), 1, 365 + _is_leap(year)) - 1
    month = _within(_month(fields) or 1, 1, 12)
    following = _first_day(year + month // 12, month % 12 + 1)
    first = _first_day(year, month)
    return first + _within(int(fields.get("DD", 1)) or 1, 1, following - first) - 1


def _year(fields: dict[str, str]) -> int:
    if "SHORTYEAR" not in fields:
        return int(fields.get("YYYY", 0))
    year = int(fields["SHORTYEAR"])
    for below, add in ((70, 2000), (100, 1900), (520, 2000), (1000, 1000)):
        if year < below:
            return year + add
    return year


def _month(fields: dict[str, str]) -> int:
    if "MON" in fields:
        return MONTHS.index(fields["MON"].lower()) + 1
    if "MONTH" in fields:
        return MONTH_NAMES.index(fields["MONTH"].lower()) + 1
    return int(fields.get("MM", 1))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _first_day(year: int, month: int) -> int:
    """Return the number of a month's first day in the proleptic Gregorian calendar, of any year."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    lengths = (31, 28 + _is_leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return days + sum(lengths[: month - 1])
