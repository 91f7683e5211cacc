"""Moments as models write them: RFC 3339, bare dates, Unix times, and words such as "last week"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from holdfast.domain.filters import InvalidFilter
from holdfast.domain.filters.dates import read_date
from holdfast.retrieval.dates import dates_in

_LANGUAGES: Final = ("english", "german", "spanish", "french", "portuguese", "italian", "dutch")
_DATE_LENGTH: Final = len("2024-05-02")
_EPOCH: Final = date(1970, 1, 1)
_FIRST_UNIX_TIME: Final = 100_000_000
"""Smaller numbers are years and days."""
_MILLISECONDS: Final = 100_000_000_000


def read_moment(value: object, *, now: datetime, end: bool) -> datetime | None:
    """The moment in UTC that a value names, of a span its beginning or, with ``end``, its end; ``None`` if none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _unix_time(float(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.isdecimal() and float(text) >= _FIRST_UNIX_TIME:
        return _unix_time(float(text))
    try:
        moment = read_date(text, now=now, place="")
    except InvalidFilter:
        return _words(text, now=now, end=end)
    whole_day = len(text) <= _DATE_LENGTH and text.lower() != "now"
    return moment + timedelta(days=1) if moment is not None and end and whole_day else moment


def _unix_time(number: float) -> datetime | None:
    seconds = number / 1000 if number >= _MILLISECONDS else number
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds >= _FIRST_UNIX_TIME else None
    except (ValueError, OverflowError, OSError):
        return None


def _words(text: str, *, now: datetime, end: bool) -> datetime | None:
    """What words name, by the reader of dates in questions."""
    today = now.astimezone(UTC).date()
    spans = dates_in(text.lower()[:200], _LANGUAGES, today=today, years=(today.year - 1, today.year)).spans
    if not spans:
        return None
    day = max(span.last for span in spans) + 1 if end else min(span.first for span in spans)
    try:
        reached = _EPOCH + timedelta(days=day)
    except OverflowError:
        return None
    return datetime(reached.year, reached.month, reached.day, tzinfo=UTC)
