"""Reads the ends of a search's date range."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from holdfast.domain.calendar_words import DAYS_FROM_TODAY
from holdfast.domain.filters.errors import InvalidFilter

EXPECTATION: Final = (
    'expected a date such as "2023-06-01", a time such as "2023-06-01T10:00:00+02:00", '
    'or one of "now", "today", "yesterday", "tomorrow"'
)
MAX_OFFSET: Final = timedelta(hours=15, minutes=59, seconds=59)  # as PostgreSQL
_DATE_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:(?:[Tt]|[ ]{1,10})(?P<time>[0-9]{2}:[0-9]{2})(?::(?P<seconds>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,30}))?)?"
    r"[ ]{0,10}(?P<offset>[Zz]|UTC|(?P<sign>[+-])(?P<hours>[0-9]{2})(?::?(?P<minutes>[0-9]{2}))?)?)?"
)


def read_date(value: object, *, now: datetime, place: str) -> datetime | None:
    """Return the moment, in UTC, that one end of a date range names; ``None`` where nothing is given (null).

    A date without a time means midnight, a time without an offset is UTC, digits beyond microseconds are dropped.
    ``now`` is what the words refer to; it must have an offset. ``place`` names the field in errors.

    Raises ``InvalidFilter`` for anything else, such as a number, an empty text or 31 June.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidFilter(EXPECTATION, field=place)
    text = value.strip()
    word = text.lower()
    if word == "now":
        return now.astimezone(UTC)
    if word in DAYS_FROM_TODAY:
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=DAYS_FROM_TODAY[word])
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise InvalidFilter(EXPECTATION, field=place)
    try:
        return _moment(match)
    except (ValueError, OverflowError) as error:
        raise InvalidFilter(f'"{text}" is not a date: {error}', field=place) from None


def _moment(match: re.Match[str]) -> datetime:
    clock = f"{match['time'] or '00:00'}:{match['seconds'] or '00'}"
    local = datetime.strptime(f"{match['date']} {clock}", "%Y-%m-%d %H:%M:%S").replace(
        microsecond=int((match["fraction"] or "0")[:6].ljust(6, "0")), tzinfo=UTC
    )
    if match["sign"] is None:
        return local
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if offset > MAX_OFFSET or int(match["minutes"] or 0) > 59:
        raise ValueError("the offset is out of range")
    zone = timezone(-offset if match["sign"] == "-" else offset)
    return local.replace(tzinfo=zone).astimezone(UTC)
