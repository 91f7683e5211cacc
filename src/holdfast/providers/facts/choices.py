"""Choices of an expression as trees, so that a text is not compared with each of hundreds of words.

The engine of `re` tries the words of a choice one after the other, at each place.  Here those that begin alike are put
together, letter by letter, and each letter that decides is one that the engine compares before it enters a way.  What
an expression fits does not change: words that begin unlike exclude each other, and of those that begin alike the order
stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from re import _casefix as case  # type: ignore[attr-defined]
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

from holdfast.providers.facts.looks import Search
from holdfast.system.late_expressions import Expressions

_Item = tuple[Any, Any]
"""A part of a parsed expression: an operation and its argument."""

_LETTERS: Final = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz"))
_FURTHER_FORMS: Final = {ord("i"): "İı", ord("k"): "\u212a", ord("s"): "ſ"}
"""What is equal to a letter of ASCII where case does not count, beside its capital."""

_ANY_CASE: Final = re.IGNORECASE.value
_ANY_LINE: Final = re.MULTILINE.value
_LOOKING: Final = (ops.ASSERT, ops.ASSERT_NOT)
_FEWEST_WAYS: Final = 6
"""A tree of fewer is not worth its making."""

_REPEATING: Final = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


def parsed(expression: str, flags: int) -> Any:
    """An expression as the engine reads it."""
    return parser.parse(expression, flags)


def compiled(parsed: Any) -> re.Pattern[str]:
    """A parsed expression, compiled with its choices as trees."""
    form: re.Pattern[str] = compiler.compile(_as_trees(parsed))
    return form


def expressions_of(module: str) -> Expressions:
    """Those of a module, to be compiled late, with their choices as trees; ``module`` is its file."""
    return Expressions(module, _parsed_to_trees, code=(__file__,))


def _parsed_to_trees(expression: str, flags: int) -> Any:
    return _as_trees(parsed(expression, flags))


def _as_trees(parsed: Any) -> Any:
    """A parsed expression with its choices as trees."""
    return parser.SubPattern(parsed.state, _Trees(parsed.state).of(parsed, parsed.state.flags))


def search_of(parsed: Any) -> Search:
    """What tells where a parsed expression first fits a text; compiled with its choices as trees."""
    form = compiled(parsed)
    return form.match if is_anchored(parsed, parsed.state.flags) else form.search


def is_anchored(items: Sequence[_Item], flags: int) -> bool:
    """Whether what a sequence fits begins where the text does: it need not be looked for anywhere else."""
    if not items:
        return False
    operation, argument = items[0]
    if operation is ops.AT:
        return argument is ops.AT_BEGINNING_STRING or (argument is ops.AT_BEGINNING and not flags & _ANY_LINE)
    if operation is ops.SUBPATTERN:
        _, added, removed, inner = argument
        return is_anchored(inner, (flags | added) & ~removed)
    if operation is ops.BRANCH:
        return all(is_anchored(way, flags) for way in argument[1])
    return operation in _LOOKING and is_anchored(items[1:], flags)


class _Trees:
    """Makes trees of the choices of one expression."""

    def __init__(self, state: Any) -> None:
        self._state = state

    def of(self, items: Sequence[_Item], flags: int) -> list[_Item]:
        """A sequence with its choices as trees, where these flags hold."""
        return [made for item in items for made in self._item(*item, flags)]

    def _item(self, operation: Any, argument: Any, flags: int) -> list[_Item]:
        if operation is ops.BRANCH:
            return self._choice([self.of(way, flags) for way in argument[1]], any_case=bool(flags & _ANY_CASE))
        if operation is ops.SUBPATTERN:
            group, added, removed, items = argument
            return [(operation, (group, added, removed, self._pattern(items, (flags | added) & ~removed)))]
        if operation in _REPEATING:
            return [(operation, (*argument[:2], self._pattern(argument[2], flags)))]
        if operation in {ops.ASSERT, ops.ASSERT_NOT} and argument[0] == 1:
            return [(operation, (1, self._pattern(argument[1], flags)))]
        return [(operation, argument)]

    def _pattern(self, items: Sequence[_Item], flags: int) -> Any:
        return parser.SubPattern(self._state, self.of(items, flags))

    def _choice(self, ways: Sequence[list[_Item]], *, any_case: bool) -> list[_Item]:
        """Some ways as a tree, by the letters with which they begin; few stay as they are."""
        if len(ways) < _FEWEST_WAYS:
            return [self._branches(ways)]
        branches: list[tuple[_Item | None, list[list[_Item]]]] = []
        known: dict[int, int] = {}
        for way in ways:
            if not way or way[0][0] is not ops.LITERAL:
                known.clear()  # nothing is put before a way that may begin with whatever
                branches.append((None, [way]))
                continue
            letter = _equal_letter(way[0][1]) if any_case else way[0][1]
            if letter not in known:
                known[letter] = len(branches)
                branches.append((way[0], []))
            branches[known[letter]][1].append(way[1:])
        made = [self._branch(first, rests, any_case=any_case) for first, rests in branches]
        return made[0] if len(made) == 1 else [self._branches(made)]

    def _branches(self, ways: Sequence[list[_Item]]) -> _Item:
        return ops.BRANCH, (None, [parser.SubPattern(self._state, way) for way in ways])

    def _branch(self, first: _Item | None, rests: list[list[_Item]], *, any_case: bool) -> list[_Item]:
        if first is None:
            return rests[0]
        rest = rests[0] if len(rests) == 1 else self._choice(rests, any_case=any_case)
        return [self._letter(first, any_case=any_case), *rest]

    def _letter(self, literal: _Item, *, any_case: bool) -> _Item:
        """A letter in a form that the engine compares before it enters a way."""
        letter = _equal_letter(literal[1])
        if not any_case or letter not in _LETTERS:
            return literal
        forms = f"{chr(letter)}{chr(letter).upper()}{_FURTHER_FORMS.get(letter, '')}"
        of_any_case = parser.SubPattern(self._state, [(ops.IN, [(ops.LITERAL, ord(form)) for form in forms])])
        return ops.SUBPATTERN, (None, 0, _ANY_CASE, of_any_case)


@cache
def _equal_letter(letter: int) -> int:
    """The one form of all letters that `re` takes for equal where case does not count."""
    small = ord(chr(letter).lower()[0])
    equal: int = min((small, *case._EXTRA_CASES.get(small, ())))
    return equal
