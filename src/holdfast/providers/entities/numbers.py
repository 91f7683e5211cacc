"""Grammar of numbers and what they count: PERCENT, MONEY, QUANTITY, TIME and DATE spans, ORDINAL, CARDINAL.

Rules read tokens from an index on and answer with a span or ``None``; each looks at a bounded number of tokens.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from holdfast.providers.entities import cldr, vocabulary
from holdfast.providers.entities.words import Words

_LONGEST_NUMBER: Final = 10  # words, as in "two hundred and thirty-four thousand five hundred"
_NOT_AFTER_ONE: Final = vocabulary.words(
    "of is was in that who can could should at on to for with as or more another by would will isn't wasn't has had "
    "which if but too else and thing does doesn't"
)
_NOT_BEFORE_ONE: Final = vocabulary.words(
    "the this that which each any every another no some last next previous only new old good better best first second "
    "other same right wrong big small nice red blue green black white little different loved dear either neither such "
    "my your his her our their a an what"
)
_UNITS: Final = (
    vocabulary.QUANTITY_UNITS
    | vocabulary.SHORT_QUANTITY_UNITS
    | vocabulary.TIME_UNITS
    | vocabulary.SHORT_TIME_UNITS
    | vocabulary.CURRENCY_WORDS
)
_COUNTED_FRACTIONS: Final = vocabulary.FRACTION_WORDS - {"quarter"}
_CODE_SIGNS: Final = frozenset("#=№+*\\<_")


class Span(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive) are one entity."""

    start: int
    end: int
    label: str


class Number(NamedTuple):
    """A number read from some token up to ``end`` (exclusive)."""

    end: int
    digits: bool
    ordinal: bool = False


def read_amount(words: Words, index: int) -> Span | None:
    """The number at ``index`` with what it counts: money, percentage, measure, duration, rank or plain count."""
    if words.shape[index] in vocabulary.CURRENCY_SIGNS or words.shape[index] in cldr.currency_codes():
        return _money_after_sign(words, index)
    number = read_number(words, index)
    if number is None:
        return None
    if number.ordinal:
        return Span(index, number.end, "ORDINAL") if _is_rank(words, index, number) else None
    return _counted(words, index, number) or _plain(words, index, number)


def read_number(words: Words, index: int) -> Number | None:
    """The number itself, in digits or words; ``None`` when the digits are part of a code."""
    if words.shape[index][:1].isdigit():
        return _digits(words, index)
    if words.lower[index] in vocabulary.NUMBER_WORDS:
        return _spelt(words, index)
    if words.lower[index] in vocabulary.ORDINAL_WORDS:
        return Number(index + 1, digits=False, ordinal=True)
    return None


def read_fraction(words: Words, index: int) -> Span | None:
    """``half a litre``, ``half an hour``, ``a third``, ``a quarter of``, ``a dozen``, ``a couple of``."""
    lower = words.lower
    if lower[index] == "half" and lower[index + 1] in vocabulary.INDEFINITE:
        return unit_label(words, index, index + 2) or None
    if lower[index] in vocabulary.INDEFINITE:
        following = lower[index + 1]
        if following in {"third", "quarter", "fifth"} and lower[index + 2] not in vocabulary.DATE_UNITS:
            is_fraction = words.shape[index + 2][:1].isalpha() is False or lower[index + 2] == "of"
            return Span(index, index + 2, "CARDINAL") if is_fraction else None
        if following in {"dozen", "hundred", "thousand", "million", "billion"}:
            return _counted(words, index, Number(index + 2, digits=False)) or Span(index, index + 2, "CARDINAL")
        if following in {"few", "couple"}:
            return _some(words, index)
    return None


def unit_label(words: Words, start: int, after: int) -> Span | None:
    """The span from ``start`` through the unit at ``after``, if there is one."""
    unit = words.lower[after]
    if unit in vocabulary.TIME_UNITS or (unit in vocabulary.SHORT_TIME_UNITS and words.joined(after)):
        return _duration(words, start, after + 1, "TIME")
    if unit in vocabulary.DATE_UNITS:
        return _duration(words, start, after + 1, "DATE")
    return _quantity(words, start, after)


def _digits(words: Words, index: int) -> Number | None:
    after = index + 1
    if words.joined(index) and words.shape[index - 1][-1] in "#_&":
        return None
    if words.joined(after):
        return _glued_digits(words, index, after)
    return Number(after + (words.lower[after] in vocabulary.SCALES), digits=True)


def _glued_digits(words: Words, index: int, after: int) -> Number | None:
    """Digits with something right behind them: ``22nd``, ``5k``, ``30-40``, ``4kg``."""
    following = words.lower[after]
    if following in vocabulary.ORDINAL_ENDINGS:
        return Number(after + 1, digits=True, ordinal=True)
    if following in vocabulary.SCALE_LETTERS and not words.joined(after + 1):
        return Number(after + 1, digits=True)
    if following in {"-", "–"} and words.joined(after + 1) and words.shape[after + 1][:1].isdigit():
        return _range(words, index)
    return None if _is_code(words, after) else Number(after, digits=True)


def _range(words: Words, index: int) -> Number | None:
    """``30-40``; a third part or a long tail makes it a phone number or a code."""
    end = index + 3
    tail = words.shape[end - 1]
    glued = words.joined(end) and (words.shape[end] in {"-", "–"} or words.shape[end][:1].isalpha())
    if glued and words.lower[end] not in _UNITS:
        return None
    head = words.shape[index]
    if (len(tail) >= 4 or len(head) >= 4) and len(head) != len(tail):
        return None
    return Number(end, digits=True)


def _is_code(words: Words, after: int) -> bool:
    """Whether letters glued to digits make a code (``4B``) instead of a unit (``4kg``)."""
    glued = words.lower[after]
    if not glued[:1].isalpha():
        return False
    return glued not in _UNITS or (words.shape[after].isupper() and len(glued) == 1 and glued not in "cfvwk")


def _spelt(words: Words, index: int) -> Number:
    end = index + 1
    limit = index + _LONGEST_NUMBER
    while end < limit:
        if words.lower[end] in vocabulary.NUMBER_WORDS:
            end += 1
        elif _joins_numbers(words, end):
            end += 2
        else:
            break
    return Number(end, digits=False)


def _joins_numbers(words: Words, index: int) -> bool:
    """``-`` in ``thirty-four``, ``and`` in ``two hundred and five``."""
    if words.lower[index + 1] not in vocabulary.NUMBER_WORDS:
        return False
    return words.shape[index] == "-" or (words.lower[index] == "and" and words.lower[index - 1] in vocabulary.SCALES)


def _money_after_sign(words: Words, index: int) -> Span | None:
    if not words.shape[index + 1][:1].isdigit() or words.start(index + 1) - words.end(index) > 1:
        return None
    end = index + 2
    if words.shape[end] in {"-", "–"} and words.joined(end) and words.joined(end + 1):
        following = end + 1 + (words.shape[end + 1] in vocabulary.CURRENCY_SIGNS)
        end = following + 1 if words.shape[following][:1].isdigit() else end
    scale = words.lower[end]
    if scale in vocabulary.SCALES or (scale in vocabulary.SCALE_LETTERS and words.joined(end)):
        end += 1
    return Span(index, end, "MONEY")


def _counted(words: Words, start: int, number: Number) -> Span | None:
    """The number with the percent sign, currency, unit or fraction that follows it."""
    end, lower = number.end, words.lower
    if lower[end] in _COUNTED_FRACTIONS and not number.digits and words.shape[end + 1] != "-":
        return Span(start, end + 1, "CARDINAL")
    if lower[end] == "and" and lower[end + 1 : end + 3] == ["a", "half"]:
        return unit_label(words, start, end + 3) or Span(start, end + 3, "CARDINAL")
    if words.shape[end] == "-" and words.joined(end) and words.joined(end + 1):
        return _hyphenated(words, start, end + 1)
    return _percentage(words, start, end) or _money(words, start, end) or unit_label(words, start, end)


def _percentage(words: Words, start: int, end: int) -> Span | None:
    if words.lower[end] in {"%", "percent", "pct"}:
        return Span(start, end + 1, "PERCENT")
    return Span(start, end + 2, "PERCENT") if words.lower[end : end + 2] == ["per", "cent"] else None


def _money(words: Words, start: int, end: int) -> Span | None:
    following = words.lower[end]
    is_currency = following in vocabulary.CURRENCY_WORDS or following in cldr.currency_nouns()
    if is_currency or words.shape[end] in vocabulary.CURRENCY_SIGNS or words.shape[end] in cldr.currency_codes():
        return Span(start, end + 1, "MONEY")
    if following in vocabulary.CURRENCY_NATIONS and words.lower[end + 1] in vocabulary.CURRENCY_WORDS:
        return Span(start, end + 2, "MONEY")
    if following in vocabulary.POUNDS and _before(words, start, 6) & vocabulary.MONEY_CUES:
        return Span(start, end + 1, "MONEY")
    return None


def _hyphenated(words: Words, start: int, unit: int) -> Span | None:
    """``40-year-old``, ``five-day``; the unit stands at ``unit``."""
    name = words.lower[unit]
    if name in vocabulary.DATE_UNITS:
        old = words.shape[unit + 1] == "-" and words.lower[unit + 2] == "old"
        return Span(start, unit + 3 if old else unit + 1, "DATE")
    if name in vocabulary.TIME_UNITS:
        return Span(start, unit + 1, "TIME")
    if name in vocabulary.QUANTITY_UNITS:
        return Span(start, unit + 1, "QUANTITY")
    return None


def _duration(words: Words, start: int, end: int, label: str) -> Span:
    if words.lower[end] in vocabulary.AFTER_SPAN:
        end += 1
    elif words.lower[end] == "from" and words.lower[end + 1] == "now":
        end += 2
    return Span(start, end, label)


def _quantity(words: Words, start: int, after: int) -> Span | None:
    unit = words.lower[after]
    if unit in vocabulary.PREFIX_OF_UNIT and words.lower[after + 1] in vocabulary.QUANTITY_UNITS:
        return Span(start, after + 2, "QUANTITY")
    if unit in vocabulary.POUNDS:
        return Span(start, after + 1, "QUANTITY")
    if words.shape[after] == "°":
        return Span(start, after + 1 + (words.lower[after + 1] in {"c", "f"}), "QUANTITY")
    known = unit in vocabulary.QUANTITY_UNITS and not (unit in {"k", "v"} and not words.joined(after))
    if not known and not (unit in vocabulary.SHORT_QUANTITY_UNITS and _short_unit(words, after)):
        return None
    end = after + 1
    if unit in {"foot", "feet", "ft"} and words.shape[end][:1].isdigit():
        end += 1 + (words.lower[end + 1] in {"inch", "inches", "in"})
    elif unit == "degrees" and words.lower[end] in {"celsius", "fahrenheit", "c", "f"}:
        end += 1
    return Span(start, end, "QUANTITY")


def _short_unit(words: Words, after: int) -> bool:
    """One-letter units count when glued to the number, or standing apart in small letters (``250 g``)."""
    if words.shape[after] in {"g", "m", "l"}:
        return not words.joined(after + 1) or words.shape[after + 1] in {".", ",", "!", "?", ")", ";", ":"}
    return words.joined(after) and words.shape[after] in {"w", "W"}


def _some(words: Words, start: int) -> Span | None:
    """``a few days``, ``a couple of hours``; without a unit it is no number."""
    after = start + 2 + (words.lower[start + 2] == "of")
    span = unit_label(words, start, after)
    return span if span is not None and span.label in {"DATE", "TIME"} else None


def _is_rank(words: Words, start: int, number: Number) -> bool:
    before, after = words.lower[start - 1], words.lower[number.end]
    if words.lower[start] == "first" and (before == "at" or (before != "the" and after in {"name", "names", "aid"})):
        return False
    if words.lower[start] == "second":
        return before not in {"a", "per", "each", "every", "split", "one", "any", "wait"}
    return True


def _plain(words: Words, start: int, number: Number) -> Span | None:
    """A bare count, unless the number names something, numbers a list item or is part of a code."""
    if number.digits:
        other = _names_something(words, start) or _is_glued(words, start, number.end)
        other = other or _numbers_item(words, start, number.end) or _is_house_number(words, number.end)
    else:
        other = _is_pronoun(words, start, number)
    return None if other else Span(start, number.end, "CARDINAL")


def _names_something(words: Words, start: int) -> bool:
    """``order 4471``, ``Sprint 2 with``, ``#12``, ``port=8000``, ``4.2.0``."""
    before = words.lower[start - 1]
    if words.capitalised(start - 1) and not words.opens_sentence(start - 1) and before != "i":
        return not words.lower[start + 1].endswith(("s", "-", "–"))
    return before in vocabulary.NAMING or before in _CODE_SIGNS or words.shape[start].count(".") >= 2


def _is_glued(words: Words, start: int, end: int) -> bool:
    before = words.joined(start) and words.shape[start - 1] in {"-", "–", "/", ":", ".", "^"}
    return before or (words.joined(end) and words.shape[end] in {"-", "–", "/", ":", "=", "*", "_", "^"})


def _numbers_item(words: Words, start: int, end: int) -> bool:
    """``1) Open`` anywhere, ``1. Open`` at the start of a line; also the code in ``(415) 555-2671``."""
    if words.shape[end] == ")":
        area_code = words.shape[end + 1][:1].isdigit()
        return area_code or words.shape[start - 1] != "("
    return words.shape[end] == "." and words.joined(end) and words.opens_sentence(start)


def _is_house_number(words: Words, after: int) -> bool:
    """Whether a street follows: ``18 Baker Street``."""
    return words.capitalised(after) and bool(vocabulary.FAC_ENDINGS.intersection(words.lower[after + 1 : after + 4]))


def _is_pronoun(words: Words, start: int, number: Number) -> bool:
    """``one`` counts only in front of what it counts."""
    if words.lower[start - 1] in {"you", "us"} and number.end == start + 1:
        return True
    if words.lower[start] != "one" or number.end != start + 1:
        return False
    before, after = words.lower[start - 1], words.lower[number.end]
    if before in _NOT_BEFORE_ONE or words.shape[number.end] == "'s":
        return True
    return after in _NOT_AFTER_ONE or (after[:1].isalpha() is False and before not in {"got", "only", "just", "than"})


def _before(words: Words, index: int, distance: int) -> set[str]:
    return set(words.lower[max(0, index - distance) : index])
