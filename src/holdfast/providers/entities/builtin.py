"""The built-in extractor: one pass over the tokens of a text, the longest rule that fits wins.

Grammar recognises numbers, dates and times; gazetteers and CLDR data the well-known names; capitalisation and
neighbouring words the others. Every rule looks at a bounded number of tokens, so time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Final

from holdfast.providers.entities import cldr, guesses, names, numbers, times, vocabulary
from holdfast.providers.entities.contract import Entity, group_matches
from holdfast.providers.entities.cutting import Beginnings
from holdfast.providers.entities.lexicon import Lexicon, built_in_lexicon
from holdfast.providers.entities.numbers import Span
from holdfast.providers.entities.words import Words

_Rule = Callable[[Words, int], Span | None]

DEFAULT_MOST_CHARACTERS: Final = 200_000
DEFAULT_MOST_MATCHES: Final = 2_000


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """Lower-case token → the grammars that may begin with it."""
    rules: dict[str, tuple[_Rule, ...]] = {}

    def add(words: frozenset[str], *readers: _Rule) -> None:
        for word in words:
            rules[word] = rules.get(word, ()) + readers

    add(vocabulary.NUMBER_WORDS | vocabulary.ORDINAL_WORDS, numbers.read_amount)
    add(vocabulary.CURRENCY_SIGNS, numbers.read_amount)
    add(frozenset(map(str.lower, cldr.currency_codes())), numbers.read_amount)
    add(vocabulary.INDEFINITE, numbers.read_fraction, times.read_indefinite_span)
    add(frozenset({"half"}), numbers.read_fraction, times.read_past_or_to)
    add(frozenset({"a", "quarter"}), times.read_past_or_to)
    add(vocabulary.MONTHS | vocabulary.SHORT_MONTHS, times.read_month)
    add(vocabulary.WEEKDAYS | vocabulary.SHORT_WEEKDAYS, times.read_weekday)
    add(vocabulary.RELATIVE_DAYS, times.read_relative_day)
    add(vocabulary.POINTING, times.read_pointing)
    add(vocabulary.PART_OF_PERIOD, times.read_part_of_period)
    add(vocabulary.SEASONS, times.read_season)
    add(vocabulary.CLOCK_WORDS, times.read_clock_word)
    add(vocabulary.DAY_PARTS - {"noon"}, times.read_day_part)
    add(frozenset({"weekend", "weekends"}), times.read_weekend)
    add(vocabulary.DECADE_WORDS, times.read_decade_word)
    add(frozenset({"q1", "q2", "q3", "q4"}), times.read_quarter)
    add(frozenset({'"', "“"}), names.read_quoted_title)
    return rules


_DIGIT_RULES: Final[tuple[_Rule, ...]] = (times.read_digits, numbers.read_amount)


class BuiltInEntityExtractor:
    """An `EntityExtractor` for chat English that needs no model.

    Only the first ``most_characters`` of a text are looked at and the first ``most_matches`` occurrences kept, so that
    a pasted log neither holds up the worker nor bloats the metadata.
    """

    name = "builtin"

    def __init__(
        self, *, most_characters: int = DEFAULT_MOST_CHARACTERS, most_matches: int = DEFAULT_MOST_MATCHES
    ) -> None:
        self._most_characters = most_characters
        self._most_matches = most_matches
        self._lexicon = built_in_lexicon()
        self._beginnings = _beginnings(self._lexicon)

    def extract(self, text: str) -> list[Entity]:
        """The entities of ``text`` in order of first occurrence."""
        head = text[: self._most_characters]
        words = Words(head)
        spans = islice(_scan(words, self._lexicon, self._beginnings), self._most_matches)
        return group_matches(head, ((words.start(s.start), words.end(s.end - 1), s.label) for s in spans))


def _scan(words: Words, lexicon: Lexicon, beginnings: Beginnings) -> Iterator[Span]:
    reached = 0
    last: Span | None = None
    # Most words of a text begin nothing, so they are passed over before anything is called.
    for place in words.beginnings(beginnings):
        if place < reached:
            continue
        span = _longest(words, place, lexicon, last)
        if span is not None and span.start >= reached and span.end <= words.count:
            yield span
            last = span
            reached = span.end


def _beginnings(lexicon: Lexicon) -> Beginnings:
    """All words in small letters with which an entity can begin."""
    return Beginnings(
        known=frozenset({*_rules(), *lexicon.alone, *lexicon.given_names}),
        silent=guesses.OPENING_NOTHING - lexicon.given_names,
        firsts=lexicon.beginnings,
        pairs=lexicon.longer,
    )


def _longest(words: Words, index: int, lexicon: Lexicon, last: Span | None) -> Span | None:
    """The longest span that any rule reads at ``index``; grammar before known names before guesses."""
    first, lower = words.shape[index][0], words.lower[index]
    best: Span | None = None
    for rule in _DIGIT_RULES if first.isdigit() else _rules().get(lower, ()):
        best = _longer(best, rule(words, index))
    known = names.read_known(words, index, lexicon) if lower in lexicon.beginnings else None
    if known is not None:
        best = _longer(best, known)
    if first.isupper():
        if words.display[index]:
            guess = guesses.read_displayed(words, index, lexicon, known)
        else:
            guess = guesses.read_capitalised(words, index, lexicon, known, last)
        best = best if guess is None else _longer(best, guess)
    elif best is None and words.casual and lower in lexicon.given_names:
        best = guesses.read_lowercase_person(words, index, lexicon)
    return best


def _longer(best: Span | None, other: Span | None) -> Span | None:
    if best is None or other is None:
        return best or other
    return other if other.end > best.end else best
