"""Since when what somebody states is true: by the dates in the sentence, else since it was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Final

from holdfast.domain.calendar_words import unmarked
from holdfast.domain.timestamps import Timestamp, datetime_of, timestamp_of
from holdfast.providers.facts.coming import coming_day
from holdfast.retrieval.date_patterns import hints
from holdfast.retrieval.dates import dates_in
from holdfast.retrieval.detection import LANGUAGES, language_of

_EPOCH: Final = date(1970, 1, 1).toordinal()
_UNDATED: Final = frozenset({"birthday", "age", "instruction", "name", "form_of_address", "time_zone"})
"""Slots whose dates are part of the value, or say nothing of when it began."""

_LONGEST: Final = 400
"""Characters of a sentence that is looked at."""

_WORD: Final = re.compile(r"[^\W_]+")
_KEPT: Final = 64
"""Of so many sentences it is known: most that state anything fill several slots, and some are said again."""


def valid_from(sentence: str, slot: str | None, said_at: Timestamp, value: str | None = None) -> Timestamp:
    """The first day that a sentence names and that is not after the day on which it was said; else that moment.

    It is a day after that where the sentence says that the ``value`` begins, or ends, then.
    """
    if slot in _UNDATED or slot is None:
        return said_at
    return _coming(sentence, value, said_at) or _first_day(sentence, said_at)


def _coming(sentence: str, value: str | None, said_at: Timestamp) -> Timestamp | None:
    day = coming_day(sentence[:_LONGEST], value, datetime_of(said_at).astimezone(UTC).date())
    return None if day is None else timestamp_of(datetime(day.year, day.month, day.day, tzinfo=UTC))


@lru_cache(maxsize=_KEPT)
def _first_day(sentence: str, said_at: Timestamp) -> Timestamp:
    said = datetime_of(said_at).astimezone(UTC)
    text = sentence[:_LONGEST].lower()
    words = _WORD.findall(unmarked(text))
    language = _language_of_dates(sentence, words)
    found = dates_in(text, [language, "english"], today=said.date(), years=(said.year - 1, said.year), words=words)
    today = said.date().toordinal() - _EPOCH
    days = [span.first for span in found.spans if span.first <= today]
    if not days or max(days) == today:
        return said_at
    begun = date.fromordinal(max(days) + _EPOCH)
    return timestamp_of(datetime(begun.year, begun.month, begun.day, tzinfo=UTC))


def _language_of_dates(sentence: str, words: Sequence[str]) -> str:
    """The language that a sentence with these words is in; English where it names no day in words of another."""
    return "english" if _hints_of_others().isdisjoint(words) else language_of(sentence) or "english"


@cache
def _hints_of_others() -> frozenset[str]:
    """Words of which one stands in every date with words of another language than English."""
    return frozenset().union(*(hints(language) for language in LANGUAGES.values() if language != "english"))
