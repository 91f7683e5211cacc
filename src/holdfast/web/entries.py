"""What people enter into forms, as the domain's values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from holdfast.domain.calendar_words import DAYS_FROM_TODAY
from holdfast.domain.filters import SearchFilter, read_search_filter
from holdfast.domain.metadata import Metadata
from holdfast.domain.timestamps import time_zone
from holdfast.errors import HoldfastError, InvalidRequest
from holdfast.web.forms import Form


def metadata_entry(form: Form, field: str = "metadata") -> Metadata | None:
    """A JSON object to be merged; ``None`` when nothing was entered, `InvalidRequest` when it is no object."""
    text = form.text(field)
    if not text:
        return None
    try:
        return msgspec.json.decode(text, type=Metadata)
    except msgspec.DecodeError as error:
        raise InvalidRequest(f'{field}: give a JSON object such as {{"plan": "pro"}}: {error}') from None


def asked_at(entered: Mapping[str, str]) -> datetime:
    """Now, by the calendar of the reader's zone, which their browser enters as ``zone``."""
    zone = entered.get("zone", "").strip()
    try:
        return datetime.now(time_zone(zone) if zone else UTC)
    except ValueError:
        return datetime.now(UTC)


def dates(entered: Mapping[str, str]) -> dict[str, str]:
    """The dates that were entered as ``from`` and ``to``, as filters take them: days are whole days of the reader's."""
    moment, given = asked_at(entered), {}
    for name, field, clock in (("from", "start_date", time.min), ("to", "end_date", time.max)):
        if text := entered.get(name, "").strip():
            given[field] = _at(text, clock, moment)
    return given


def _at(text: str, clock: time, moment: datetime) -> str:
    """A day at a time of the clock where ``moment`` is; what is no day stays as it is."""
    try:
        words = DAYS_FROM_TODAY.get(text.lower())
        day = date.fromisoformat(text) if words is None else moment.date() + timedelta(days=words)
        return datetime.combine(day, clock, moment.tzinfo).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return text


def date_range(entered: Mapping[str, str]) -> SearchFilter | None:
    """The days that were entered; ``None`` for any, `InvalidRequest` when they cannot be read."""
    given = dates(entered)
    return read_search_filter(given, now=asked_at(entered)) if given else None


def explained(error: HoldfastError) -> str:
    """What is wrong with a filter, in the words of the form that it was entered in."""
    return (
        str(error)
        .replace("metadata.start_date", "From")
        .replace("metadata.end_date", "To")
        .replace("metadata.where", "Condition")
    )
