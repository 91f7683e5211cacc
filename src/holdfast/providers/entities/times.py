"""Grammar of calendar dates, clock times and expressions relative to now: DATE and TIME spans."""

from __future__ import annotations

from typing import Final

from holdfast.providers.entities import vocabulary
from holdfast.providers.entities.numbers import Span, read_number
from holdfast.providers.entities.words import Words

_MERIDIEM: Final = frozenset({"am", "pm"})
_YEAR_CUES: Final = vocabulary.DATE_PREPOSITIONS | {"year", "(", ",", "spring", "summer", "autumn", "fall", "winter"}
_AT_HOUR_ENDS: Final = frozenset(
    {"", ".", ",", "!", "?", "\n", ";", ")", "tonight", "today", "tomorrow", "sharp", "on"}
)
_SPAN_UNITS: Final = vocabulary.DATE_UNITS | vocabulary.TIME_UNITS
_BEFORE_SHORT_WEEKDAY: Final = vocabulary.DATE_PREPOSITIONS | {",", "("}
_SURE_SEASONS: Final = vocabulary.SEASONS - {"fall"}
_MONTHS_OR_SHORT_WEEKDAYS: Final = vocabulary.MONTHS | vocabulary.SHORT_WEEKDAYS - {"sun", "sat"}
_SURE_TIME_UNITS: Final = vocabulary.TIME_UNITS - {"second", "min"}
_ANY_MONTHS: Final = vocabulary.MONTHS | vocabulary.SHORT_MONTHS
_COUNTING_UNITS: Final = vocabulary.QUANTITY_UNITS | vocabulary.CURRENCY_WORDS


def read_digits(words: Words, index: int) -> Span | None:
    """A date or time that begins with digits."""
    return (
        _numeric_date(words, index)
        or _clock(words, index)
        or _day_of_month(words, index)
        or _decade(words, index)
        or _lone_year(words, index)
        or _hour_after_at(words, index)
    )


def read_month(words: Words, index: int) -> Span | None:
    """``May 5th, 2023``, ``Feb. 12``, ``June 2025``, ``in may``."""
    lower, shape = words.lower, words.shape
    end = index + 1
    short = lower[index] in vocabulary.SHORT_MONTHS
    if short and shape[end] == "." and shape[end + 1][:1].isdigit():
        end += 1
    after_day = _day(words, end)
    after_year = _year_after(words, after_day or end)
    if after_day is None and after_year is None and not _names_month(words, index, short=short):
        return None
    return Span(index, after_year or after_day or end, "DATE")


def read_weekday(words: Words, index: int) -> Span | None:
    """``Friday``, ``Saturday night``; short forms only with a capital."""
    lower = words.lower
    if lower[index] in vocabulary.SHORT_WEEKDAYS and not words.capitalised(index):
        return None
    if lower[index] in {"sun", "sat", "wed"} and lower[index - 1] not in _BEFORE_SHORT_WEEKDAY:
        return None
    if lower[index + 1] in vocabulary.DAY_PARTS:
        return Span(index, index + 2, "TIME")
    return Span(index, index + 1, "DATE")


def read_relative_day(words: Words, index: int) -> Span:
    """``today``, ``tomorrow morning``, ``the day after tomorrow``."""
    start = index
    before = words.lower[max(0, index - 3) : index]
    if before[-2:] in (["day", "after"], ["day", "before"]):
        start = index - (3 if before[0] == "the" else 2)
    if words.lower[index + 1] in vocabulary.DAY_PARTS:
        return Span(start, index + 2, "TIME")
    return Span(start, index + 1, "DATE")


def read_pointing(words: Words, index: int) -> Span | None:
    """``last week``, ``next Friday``, ``this morning``, ``every 30 seconds``, ``the past two years``."""
    lower = words.lower
    target = lower[index + 1]
    if target in vocabulary.DAY_PARTS:
        return Span(index, index + 2, "TIME")
    if target in vocabulary.DATE_UNITS or target in _SURE_SEASONS:
        return Span(index, index + 2, "DATE")
    if target == "fall" and lower[index] in {"last", "next"}:
        return Span(index, index + 2, "DATE")
    if target in vocabulary.WEEKDAYS or target in _MONTHS_OR_SHORT_WEEKDAYS:
        return _from(index, read_weekday(words, index + 1) if target in vocabulary.WEEKDAYS else None, index + 2)
    if target in _SURE_TIME_UNITS:
        return Span(index, index + 2, "TIME")
    return _pointing_at_span(words, index)


def read_part_of_period(words: Words, index: int) -> Span | None:
    """``early May``, ``mid-2023``, ``late January``."""
    target = index + 1 + (words.shape[index + 1] == "-")
    lower = words.lower[target]
    if lower in vocabulary.MONTHS:
        month = read_month(words, target)
        return Span(index, month.end if month else target + 1, "DATE")
    if _is_year(words, target) or lower in vocabulary.SEASONS:
        return Span(index, target + 1, "DATE")
    return None


def read_season(words: Words, index: int) -> Span | None:
    """``summer of 1922``, ``in autumn``, ``spring 2021``; a season that merely describes is none."""
    lower = words.lower
    if lower[index + 1] == "of" and _is_year(words, index + 2):
        return Span(index, index + 3, "DATE")
    if _is_year(words, index + 1):
        return Span(index, index + 2, "DATE")
    introduced = lower[index - 1] in {"in", "until", "since", "during", "by"} or lower[max(0, index - 2) : index] == [
        "in",
        "the",
    ]
    return Span(index, index + 1, "DATE") if introduced and lower[index] != "fall" else None


def read_indefinite_span(words: Words, index: int) -> Span | None:
    """``a week``, ``an hour ago``; not the rate in ``twice a week``."""
    unit = words.lower[index + 1]
    if unit not in _SPAN_UNITS or unit in {"second", "sec", "quarter"}:
        return None
    label = "TIME" if unit in vocabulary.TIME_UNITS else "DATE"
    after = words.lower[index + 2]
    if after in vocabulary.AFTER_SPAN:
        return Span(index, index + 3, label)
    if words.lower[index - 1] in vocabulary.DURATION_CUES:
        return Span(index, index + 2, label)
    return None


def read_clock_word(_: Words, index: int) -> Span:
    """``noon``, ``midnight``, ``tonight``."""
    return Span(index, index + 1, "TIME")


def read_day_part(words: Words, index: int) -> Span | None:
    """``in the morning``; elsewhere parts of the day only describe."""
    introduced = words.lower[max(0, index - 2) : index] in (["in", "the"], ["during", "the"])
    return Span(index, index + 1, "TIME") if introduced else None


def read_past_or_to(words: Words, index: int) -> Span | None:
    """``half past 6``, ``quarter to eight``, ``a quarter past 10 pm``."""
    start = index
    index += words.lower[index] == "a"
    if words.lower[index] not in {"half", "quarter"} or words.lower[index + 1] not in {"past", "to"}:
        return None
    hour = words.lower[index + 2]
    spelt = hour in vocabulary.SMALL_NUMBERS
    if not spelt and not (hour.isascii() and hour.isdigit() and len(hour) <= 2):
        return None
    end = _meridiem(words, index + 3)
    return Span(start, end or index + 3, "TIME")


def read_weekend(words: Words, index: int) -> Span | None:
    """``on the weekend``."""
    before = words.lower[max(0, index - 2) : index]
    introduced = len(before) == 2 and before[1] == "the" and before[0] in {"on", "at", "over", "for", "during"}
    return Span(index, index + 1, "DATE") if introduced or words.lower[index] == "weekends" else None


def read_decade_word(words: Words, index: int) -> Span | None:
    """``in the nineties``."""
    return Span(index, index + 1, "DATE") if words.lower[index - 1] in {"the", "early", "late", "mid"} else None


def read_quarter(words: Words, index: int) -> Span | None:
    """``Q3``, ``Q4 2024``."""
    return Span(index, index + 1 + _is_year(words, index + 1), "DATE")


def _from(start: int, span: Span | None, end: int) -> Span:
    return Span(start, end, "DATE") if span is None else Span(start, span.end, span.label)


def _pointing_at_span(words: Words, index: int) -> Span | None:
    number_end = index + 2 if words.lower[index + 1] in {"few", "couple"} else None
    if words.lower[index + 1 : index + 3] == ["couple", "of"]:
        number_end = index + 3
    if number_end is None:
        number = read_number(words, index + 1)
        if number is None or number.ordinal:
            return None
        number_end = number.end
    unit = words.lower[number_end]
    if unit in vocabulary.DATE_UNITS:
        return Span(index, number_end + 1, "DATE")
    return Span(index, number_end + 1, "TIME") if unit in vocabulary.TIME_UNITS else None


def _names_month(words: Words, index: int, *, short: bool) -> bool:
    lower = words.lower
    before = lower[index - 1]
    if before in vocabulary.SURE_PERSON_CUES:
        return False
    if short:
        return words.capitalised(index) and before in vocabulary.DATE_PREPOSITIONS
    if lower[index] not in vocabulary.RISKY_MONTHS:
        return lower[index] != "august" or words.capitalised(index) or before in vocabulary.DATE_PREPOSITIONS
    if not words.capitalised(index):
        return before in {"in", "since", "until", "last", "next", "early", "late", "mid"}
    return before in vocabulary.DATE_PREPOSITIONS or not words.opens_sentence(index)


def _day(words: Words, index: int) -> int | None:
    """Index behind the day of the month at ``index``: ``5``, ``5th``, ``5-7``, ``first``."""
    index += words.lower[index] == "the"
    if not _is_day(words.shape[index]):
        return _spelt_day(words, index)
    end = index + 1
    if words.lower[end] in vocabulary.ORDINAL_ENDINGS and words.joined(end):
        return end + 1
    if words.shape[end] in {"-", "–"} and words.joined(end) and _is_day(words.shape[end + 1]):
        return end + 2
    glued = words.joined(end) and (words.shape[end] in {":", "%", "/"} or words.shape[end][:1].isalpha())
    return None if glued else end


def _spelt_day(words: Words, index: int) -> int | None:
    return index + 1 if words.lower[index] in vocabulary.ORDINAL_WORDS else None


def _is_day(shape: str) -> bool:
    return len(shape) <= 2 and shape.isascii() and shape.isdigit() and 1 <= int(shape) <= 31


def _is_year(words: Words, index: int) -> bool:
    shape = words.shape[index]
    if len(shape) != 4 or not (shape.isascii() and shape.isdigit()) or not 1000 <= int(shape) <= 2199:
        return False
    glued = words.joined(index + 1) and (
        words.shape[index + 1] in {"-", "/", ":", "%"} or _letters_follow(words, index)
    )
    return not glued


def _letters_follow(words: Words, index: int) -> bool:
    return words.shape[index + 1][:1].isalpha()


def _year_after(words: Words, index: int) -> int | None:
    """Index behind a year that continues a date, with or without a comma or "of" before it."""
    at = index + (words.lower[index] in {",", "of"})
    return at + 1 if _is_year(words, at) else None


def _numeric_date(words: Words, index: int) -> Span | None:
    """``2024-02-19``, ``31/08/2024``, ``12.06.2024``."""
    parts, end = [words.shape[index]], index + 1
    if parts[0].count(".") == 2:
        parts = parts[0].split(".")
    separator = words.shape[end]
    while separator in {"-", "/"} and words.shape[end] == separator and words.joined(end) and words.joined(end + 1):
        if len(parts) >= 3 or not words.shape[end + 1].isdigit():
            return None
        parts.append(words.shape[end + 1])
        end += 2
    if len(parts) != 3 or not _are_date_parts(parts):
        return None
    return Span(index, end, "DATE")


def _are_date_parts(parts: list[str]) -> bool:
    if not all(part.isascii() and part.isdigit() for part in parts):
        return False
    year_first = len(parts[0]) == 4
    year, others = (parts[0], parts[1:]) if year_first else (parts[2], parts[:2])
    small = all(1 <= len(part) <= 2 and 1 <= int(part) <= 31 for part in others)
    return small and len(year) in {2, 4} and min(map(int, others)) <= 12


def _clock(words: Words, index: int) -> Span | None:
    """``10:30``, ``7:15 pm``, ``3pm``, ``2 p.m.``, ``14:00 UTC``, ``9 and 11 am``, ``5 o'clock``."""
    shape = words.shape[index]
    if len(shape.replace(".", "")) > 4 or not shape.isascii():
        return None
    end = _colon_time(words, index)
    after = _meridiem(words, end or index + 1)
    if after is None and end is None:
        return _oclock(words, index) or _hour_range(words, index)
    end = after or end or index + 1
    if words.lower[end] in vocabulary.TIME_ZONES and words.shape[end].isupper():
        end += 1
    return Span(index, end, "TIME")


def _colon_time(words: Words, index: int) -> int | None:
    """Index behind ``hh:mm`` or ``hh:mm:ss``."""
    if not (words.shape[index].isdigit() and len(words.shape[index]) <= 2 and int(words.shape[index]) <= 24):
        return None
    end, found = index + 1, None
    while words.shape[end] == ":" and words.joined(end) and words.joined(end + 1) and end < index + 5:
        minutes = words.shape[end + 1]
        if not (len(minutes) == 2 and minutes.isdigit() and int(minutes) < 60):
            return None
        end += 2
        found = end
    if words.joined(index) and words.shape[index - 1] in {":", "-", "/"}:
        return None
    return found


def _meridiem(words: Words, index: int) -> int | None:
    """Index behind ``am``, ``pm``, ``a.m.`` or ``p.m.`` at ``index``."""
    if words.lower[index] in _MERIDIEM:
        return index + 1
    dotted = words.lower[index] in {"a", "p"} and words.lower[index + 1 : index + 3] == [".", "m"]
    if not dotted or not words.joined(index + 1):
        return None
    return index + 4 if words.shape[index + 3] == "." and words.joined(index + 3) else index + 3


def _oclock(words: Words, index: int) -> Span | None:
    return Span(index, index + 2, "TIME") if words.lower[index + 1] in {"o'clock", "o’clock"} else None


def _hour_range(words: Words, index: int) -> Span | None:
    """``9 and 11 am``, ``9-11am``, ``9 to 5pm``."""
    if words.lower[index + 1] not in {"and", "to", "-", "–"} or not words.shape[index + 2][:1].isdigit():
        return None
    second = _colon_time(words, index + 2) or index + 3
    end = _meridiem(words, second)
    return None if end is None or len(words.shape[index]) > 2 else Span(index, end, "TIME")


def _day_of_month(words: Words, index: int) -> Span | None:
    """``12 June 2024``, ``1st of May``, ``the 22nd``, ``19th century``."""
    end = _day(words, index)
    if end is None:
        return None
    ordinal = words.lower[end - 1] in vocabulary.ORDINAL_ENDINGS
    month = end + (words.lower[end] == "of")
    if words.lower[month] in _ANY_MONTHS:
        month_end = month + 1 + (words.shape[month + 1] == "." and words.lower[month] in vocabulary.SHORT_MONTHS)
        return Span(index, _year_after(words, month_end) or month_end, "DATE")
    if not ordinal:
        return None
    if words.lower[end] in {"century", "centuries"}:
        return Span(index, end + 1, "DATE")
    introduced = words.lower[max(0, index - 2) : index] in (["on", "the"], ["by", "the"], ["until", "the"])
    alone = words.lower[end][:1].isalpha() is False or words.lower[end] in {"and", "at", "so", "but"}
    return Span(index, end, "DATE") if introduced and alone else None


def _decade(words: Words, index: int) -> Span | None:
    """``1990s``, ``the 60s``."""
    shape = words.shape[index]
    if words.lower[index + 1] != "s" or not words.joined(index + 1) or not shape.isdigit() or shape[-1] != "0":
        return None
    introduced = len(shape) == 4 or words.lower[index - 1] in {"the", "early", "late", "mid", "'", "’"}
    return Span(index, index + 2, "DATE") if introduced and len(shape) in {2, 4} else None


def _lone_year(words: Words, index: int) -> Span | None:
    if not _is_year(words, index) or not 1500 <= int(words.shape[index]) <= 2100 or words.joined(index):
        return None
    before, after = words.lower[index - 1], words.lower[index + 1]
    if before in vocabulary.NAMING or after in _COUNTING_UNITS:
        return None
    alone = not after[:1].isalpha() and (before in {"it", "was", "is", "or"} or int(words.shape[index]) >= 1900)
    model_year = words.capitalised(index + 1) and before in {"a", "the", "my", "our", "his", "her"}
    if before in _YEAR_CUES or alone or model_year:
        counted = before in {"of", "for", "about", "over", "around", "to", "from"} and after[:1].isalpha()
        return None if counted else Span(index, index + 1, "DATE")
    return None


def _hour_after_at(words: Words, index: int) -> Span | None:
    shape = words.shape[index]
    if words.lower[index - 1] != "at" or not shape.isdigit() or not 1 <= int(shape[:4]) <= 24:
        return None
    return Span(index, index + 1, "TIME") if words.lower[index + 1] in _AT_HOUR_ENDS else None
