"""Points in time as text: RFC 3339 in UTC with six fractional digits and the suffix ``Z``.

The form has a fixed width, so texts sort as the times do, and what is stored goes to the wire as it is.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Timestamp = NewType("Timestamp", str)

_EXPECTED = "not an RFC 3339 date-time such as 2024-05-02T08:00:00Z"
ZERO_TIME = Timestamp("0001-01-01T00:00:00Z")
"""The wire's "no time"."""
END_OF_TIME = Timestamp("9999-12-31T23:59:59.999999Z")
"""Whatever has happened, it happened before."""
_DIGITS = len("2024-05-02T08:00:00.000000")


def timestamp_of(moment: datetime) -> Timestamp:
    """The text of an aware ``datetime``."""
    return Timestamp(f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:_DIGITS]}Z")


def datetime_of(timestamp: Timestamp) -> datetime:
    """The aware ``datetime`` of a timestamp."""
    return datetime.fromisoformat(timestamp)


def now() -> Timestamp:
    """The present time by the system's clock."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    return Timestamp(f"{_whole_second(seconds)}.{nanoseconds // 1000:06}Z")


@lru_cache(1)  # many rows are written in one second
def _whole_second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


def parse_timestamp(text: str) -> Timestamp:
    """Read an RFC 3339 date-time with ``T`` and offset (http-api §1.5).

    Digits beyond microseconds are dropped.  Raises ``ValueError`` for anything else, such as a bare date.
    """
    return timestamp_of(read_moment(text))


def read_moment(text: str) -> datetime:
    """The moment of an RFC 3339 date-time, with its offset; raises ``ValueError`` as ``parse_timestamp`` does."""
    if len(text) < 20 or text[10] not in "Tt" or not (text[-1] in "Zz" or text[-6] in "+-"):
        raise ValueError(_EXPECTED)
    try:
        moment = datetime.fromisoformat(text.upper())
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(_EXPECTED) from None
    return moment


def time_zone(name: str) -> tzinfo:
    """The time zone of an IANA name such as ``Europe/Lisbon``; raises ``ValueError`` for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError(f"{name!r} is no time zone such as Europe/Lisbon") from None
