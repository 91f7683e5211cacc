"""Days that a question speaks of, and how near the messages of a conversation are to them."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.calendar_words import Unit

_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS_PER_DAY = 86_400.0
_AFTER_DAYS, _AFTER = 10, 0.5
_BEFORE_DAYS, _BEFORE = 4, 0.3
_RECENT_DAYS = 14
_SATURDAY = 5
_OFF_MIDDLE = 0.06
_EARLIER_YEAR = 0.85
"""What a day counts that has no year in the question, in a year before the latest that may be meant."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days a question speaks of, both ends included.

    Attributes:
        first: days since the epoch, by the calendar of whoever asks.
        last: days since the epoch.
        exact: whether it is a single day: people speak of it some days before as well.
        dated: whether its year is known; without one the days after it are no hint.
        middle: the day of the span that is meant most, where it is one: "two weeks ago".
        share: what it counts beside other spans.
    """

    first: int
    last: int
    exact: bool = True
    dated: bool = True
    middle: int | None = None
    share: float = 1.0

    @classmethod
    def of(cls, first: date, last: date | None = None, *, dated: bool = True) -> "DaySpan":
        """The span between two dates, or one day."""
        end = first if last is None else last
        return cls(first.toordinal() - _EPOCH, end.toordinal() - _EPOCH, last is None, dated)


def proximity(created: NDArray[np.float64], spans: tuple[DaySpan, ...], zone: tzinfo) -> NDArray[np.float64]:
    """How near each moment (seconds since the epoch) is to what the question speaks of, 0 … 1.

    1 inside a span, a little less beside the day that is meant most, 0.5 up to ten days after it, since people tell
    what they have done, 0.3 up to four days before a single day, since they tell what they are about to do.
    """
    near = np.zeros(len(created))
    for span in spans:
        first, end = _midnight(span.first, zone), _midnight(span.last + 1, zone)
        if span.dated or span.exact:
            after = _midnight(span.last + 1 + _AFTER_DAYS, zone)
            near[(created >= end) & (created < after) & (near < _AFTER)] = _AFTER
        if span.exact:
            before = _midnight(span.first - _BEFORE_DAYS, zone)
            near[(created < first) & (created >= before) & (near < _BEFORE)] = _BEFORE
    for span in sorted(spans, key=_share_of):
        inside = (created >= _midnight(span.first, zone)) & (created < _midnight(span.last + 1, zone))
        near[inside] = span.share
        if span.middle is not None:
            days_off = np.abs((created[inside] - _midnight(span.middle, zone)) // _SECONDS_PER_DAY)
            near[inside] -= _OFF_MIDDLE * days_off
    return near


def nearest_span(spans: tuple[DaySpan, ...], zone: tzinfo) -> tuple[float, float]:
    """From when to when a moment has any `proximity` to one of the spans, seconds since the epoch."""
    first = min(span.first for span in spans) - _BEFORE_DAYS
    last = max(span.last for span in spans) + 1 + _AFTER_DAYS
    return _midnight(first, zone), _midnight(last, zone)


def _share_of(span: DaySpan) -> float:
    return span.share


def latest_first(spans: Sequence[DaySpan], today: date) -> list[DaySpan]:
    """Spans of one day or month in several years, of which the latest that has begun is meant most."""
    begun = [span.first for span in spans if span.first <= today.toordinal() - _EPOCH]
    latest = max(begun, default=None)
    return [span if latest in {span.first, None} else replace(span, share=_EARLIER_YEAR) for span in spans]


def _midnight(day: int, zone: tzinfo) -> float:
    """When a day begins, in seconds since the epoch."""
    ordinal = min(max(day + _EPOCH, date.min.toordinal() + 1), date.max.toordinal() - 1)
    return datetime.combine(date.fromordinal(ordinal), time(), zone).timestamp()


def one_day(today: date, back: int) -> DaySpan:
    """The day so many days before today."""
    return DaySpan.of(_earlier(today, back))


def of_month(day: int, today: date) -> DaySpan | None:
    """The last day of such a number that is not to come; None where there is none in this month or the one before."""
    for months_back in range(2):
        month = today.year * 12 + today.month - 1 - months_back
        if _is_in_month(day, month) and (found := date(month // 12, month % 12 + 1, day)) <= today:
            return DaySpan.of(found)
    return None


def _is_in_month(day: int, month: int) -> bool:
    """Whether there is such a day in the month counted from the beginning of the calendar."""
    return month >= 12 and 1 <= day <= calendar.monthrange(month // 12, month % 12 + 1)[1]


def recent(today: date) -> DaySpan:
    """The last two weeks."""
    return DaySpan.of(_earlier(today, _RECENT_DAYS), today)


def month_span(year: int, month: int, *, dated: bool = True) -> DaySpan:
    """A whole month."""
    return DaySpan.of(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), dated=dated)


def year_span(year: int) -> DaySpan:
    """A whole year."""
    return DaySpan.of(date(year, 1, 1), date(year, 12, 31))


def ago(amount: int, unit: Unit, today: date) -> DaySpan:
    """So many units before today."""
    if unit == "day":
        return one_day(today, amount)
    if unit == "week":
        middle = _earlier(today, 7 * amount)
        span = DaySpan.of(_earlier(middle, 3), min(middle + timedelta(days=3), today))
        return replace(span, middle=middle.toordinal() - _EPOCH)
    if unit == "weekend":
        return _weekend(_earlier(today, 7 * (amount - 1)))
    months = today.year * 12 + today.month - 1 - amount * (12 if unit == "year" else 1)
    if months < 24:
        return DaySpan.of(date.min + timedelta(days=1))
    return month_span(months // 12, months % 12 + 1) if unit == "month" else year_span(months // 12)


def past(amount: int, unit: Unit, today: date) -> DaySpan:
    """The last so many units, up to today."""
    days = {"day": 1, "week": 7, "weekend": 7, "month": 31, "year": 366}[unit]
    return DaySpan.of(_earlier(today, days * amount), today)


def last(unit: Unit, today: date) -> DaySpan:
    """The unit before the present one."""
    if unit == "day":
        return one_day(today, 1)
    if unit == "week":
        monday = _earlier(today, today.weekday() + 7)
        return DaySpan.of(monday, monday + timedelta(days=6))
    return ago(1, unit, today)


def this(unit: Unit, today: date) -> DaySpan:
    """The present unit, up to today."""
    if unit == "day":
        return one_day(today, 0)
    if unit == "week":
        return DaySpan.of(_earlier(today, today.weekday()), today)
    if unit == "weekend":
        saturday = _earlier(today, today.weekday() - 5)
        return DaySpan.of(saturday, saturday + timedelta(days=1))
    return month_span(today.year, today.month) if unit == "month" else year_span(today.year)


def weekday_before(weekday: int, today: date) -> DaySpan:
    """The nearest such weekday before today."""
    return one_day(today, (today.weekday() - weekday - 1) % 7 + 1)


def weekday_of_week(weekday: int, today: date, *, weeks_back: int = 0) -> DaySpan:
    """That weekday of the present week, or of an earlier one."""
    return one_day(today, today.weekday() - weekday + 7 * weeks_back)


def weekend(today: date) -> DaySpan:
    """The present weekend, or the last one that is over."""
    return this("weekend", today) if today.weekday() >= _SATURDAY else _weekend(today)


def _weekend(today: date) -> DaySpan:
    """The last weekend that is over."""
    back = (today.weekday() - 5) % 7
    saturday = _earlier(today, back + 7 if back < 2 else back)
    return DaySpan.of(saturday, saturday + timedelta(days=1))


def _earlier(day: date, days: int) -> date:
    """So many days before a day, as far as the calendar reaches."""
    ordinal = min(max(day.toordinal() - days, date.min.toordinal() + 1), date.max.toordinal() - 1)
    return date.fromordinal(ordinal)
