"""Regular expressions that are tried only where they may fit.

Most expressions that look for facts are long lists of phrases, and most sentences hold none of them. What an expression
cannot do without is read from its parsed form: in each of some places one of several pieces of text. Sentences are
looked at once for all pieces of up to four characters, and an expression whose pieces are not among them is not tried.
Nothing that fits is missed: a piece is only taken for needed where every way through the expression has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import add
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

_LONGEST: Final = 4
"""Characters of a piece; of longer text the beginning is taken."""

_MOST_PLACES: Final = 3
"""Of an expression so many places are asked for: those whose pieces are longest, then fewest."""

_MOST_SIGNS: Final = 16
"""A set of more characters tells nothing."""

_OTHER_CASES: Final = frozenset("ıİſ")
"""Letters that equal others where case does not count, and have another small letter."""

_REPEATS: Final = frozenset({ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT})
_BETWEEN: Final = frozenset({ops.AT, ops.ASSERT, ops.ASSERT_NOT})
_KEPT: Final = 64

Pieces = frozenset[str]


@lru_cache(maxsize=_KEPT)
def shreds_of(text: str) -> Pieces | None:
    """The pieces of a text, in small letters and with straight apostrophes; None where they would not tell.

    Those of the texts that were asked for lately are kept.
    """
    if not text.isascii() and not _OTHER_CASES.isdisjoint(text):
        return None
    small = text.lower().replace("’", "'")
    twos = list(map(add, small, small[1:]))
    threes = list(map(add, twos, small[2:]))
    return frozenset(small).union(twos, threes, map(add, threes, small[3:]))


class Screen:
    """What an expression cannot do without."""

    def __init__(self, form: re.Pattern[str]) -> None:
        needed = [pieces for pieces in _needs(parser.parse(form.pattern, form.flags)) if _tells(pieces)]
        needed.sort(key=lambda pieces: (-min(map(len, pieces)), len(pieces)))
        self._places = [frozenset(piece[:_LONGEST] for piece in pieces) for pieces in needed[:_MOST_PLACES]]

    def lets_pass(self, text: str) -> bool:
        """Whether the expression may fit somewhere in a text."""
        return self.admits(shreds_of(text))

    def admits(self, shreds: Pieces | None) -> bool:
        """Whether the expression may fit somewhere in a text of these pieces, as from `shreds_of`."""
        if shreds is None:
            return True
        for place in self._places:  # noqa: SIM110  (half the cost of a generator)
            if place.isdisjoint(shreds):
                return False
        return True


class Screened(Screen):
    """An expression with its screen."""

    def __init__(self, form: re.Pattern[str]) -> None:
        super().__init__(form)
        self.form = form

    def search(self, text: str) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        return self.form.search(text) if self.lets_pass(text) else None


def _tells(pieces: Iterable[str]) -> bool:
    """Whether one of the pieces being there says something: nearly every text has each letter."""
    return all(len(piece) > 1 or not (piece.isspace() or (piece.isascii() and piece.isalnum())) for piece in pieces)


def _needs(sequence: Iterable[tuple[Any, Any]]) -> list[set[str]]:
    """For each place of a sequence that tells something, the pieces of which one must be there."""
    found: list[set[str]] = []
    run = ""
    for operation, argument in _flat(sequence):
        if operation is ops.LITERAL:
            small = chr(argument).lower().replace("’", "'")
            run += small
            continue
        if operation in _BETWEEN:
            continue
        found += [{run}] if run else []
        run = ""
        found += _needs_of(operation, argument)
    return [*found, {run}] if run else found


def _flat(sequence: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    """A sequence with what stands in groups in its place."""
    for operation, argument in sequence:
        if operation is ops.SUBPATTERN:
            yield from _flat(argument[-1])
        elif operation is ops.ATOMIC_GROUP:
            yield from _flat(argument)
        else:
            yield operation, argument


def _needs_of(operation: Any, argument: Any) -> list[set[str]]:
    """What a choice, a repetition or a set of characters needs."""
    if operation is ops.BRANCH:
        ways = [max(_needs(way), key=lambda pieces: min(map(len, pieces)), default=None) for way in argument[1]]
        return [] if None in ways else [set().union(*(way for way in ways if way is not None))]
    if operation in _REPEATS and argument[0] > 0:
        return _needs(argument[2])
    if operation is ops.IN and len(argument) <= _MOST_SIGNS and all(kind is ops.LITERAL for kind, _ in argument):
        return [{chr(sign).lower().replace("’", "'") for _, sign in argument}]
    return []
