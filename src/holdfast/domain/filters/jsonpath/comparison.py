"""Comparison of single items with SQL/JSON's three-valued outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from holdfast.domain.filters.jsonpath import datetimes, numbers
from holdfast.domain.filters.jsonpath.datetimes import Datetime
from holdfast.domain.filters.jsonpath.evaluation import EvaluationError
from holdfast.domain.filters.jsonpath.tree import Operator

Outcome = bool | None
PairTest = Callable[[object, object], Outcome]
ItemTest = Callable[[object], Outcome]

_OUTCOMES: Final[dict[Operator, tuple[bool, bool, bool]]] = {  # for less, equal, greater
    Operator.EQUAL: (False, True, False),
    Operator.NOT_EQUAL: (True, False, True),
    Operator.LESS: (True, False, False),
    Operator.LESS_OR_EQUAL: (True, True, False),
    Operator.GREATER: (False, False, True),
    Operator.GREATER_OR_EQUAL: (False, True, True),
}
MIRRORED: Final = {
    Operator.EQUAL: Operator.EQUAL,
    Operator.NOT_EQUAL: Operator.NOT_EQUAL,
    Operator.LESS: Operator.GREATER,
    Operator.LESS_OR_EQUAL: Operator.GREATER_OR_EQUAL,
    Operator.GREATER: Operator.LESS,
    Operator.GREATER_OR_EQUAL: Operator.LESS_OR_EQUAL,
}
"""The operator that says the same with its operands exchanged."""


def compare_pairs(operator: Operator) -> PairTest:
    """Return the test of an operator on two items.

    Items of different types are neither equal nor unequal (``None``), except that null differs from everything else;
    arrays and objects cannot be compared at all.
    """
    outcomes = _OUTCOMES[operator]
    differs = operator is Operator.NOT_EQUAL

    def test(left: object, right: object) -> Outcome:
        if left is None or right is None:
            return outcomes[1] if left is right else differs
        order = _order(left, right)
        return None if order is None else outcomes[order + 1]

    return test


def compare_with(operator: Operator, constant: object) -> ItemTest:
    """Return the test of an operator between an item and a constant, made for speed."""
    general = compare_pairs(operator)
    if type(constant) in numbers.NUMBER_TYPES:
        return _compare_with_number(operator, constant, general)
    if type(constant) is not str or operator not in (Operator.EQUAL, Operator.NOT_EQUAL):
        return lambda item: general(item, constant)
    wanted = operator is Operator.EQUAL

    def test(item: object) -> Outcome:
        if type(item) is str:
            return (item == constant) is wanted
        return not wanted if item is None else None

    return test


def _compare_with_number(operator: Operator, constant: object, general: PairTest) -> ItemTest:
    """Compare floats as floats where that decides: rounding keeps the order of numbers that stay different."""
    outcomes = _OUTCOMES[operator]
    number = numbers.required_number(constant)
    nearest = numbers.nearest_double(number)

    def test(item: object) -> Outcome:
        kind = type(item)
        if kind is int:
            return outcomes[(item > number) - (item < number) + 1]  # type: ignore[operator]  # an int
        if kind is float:
            if item > nearest:  # type: ignore[operator]  # a float
                return outcomes[2]
            if item < nearest:  # type: ignore[operator]  # a float
                return outcomes[0]
        return general(item, constant)

    return test


def _order(left: object, right: object) -> int | None:
    kind = type(left)
    if kind is str or kind is bool:
        if type(right) is not kind:
            return None
        return (left > right) - (left < right)  # type: ignore[operator]  # both str or both bool
    if kind is Datetime:
        return datetimes.compare(left, right) if type(right) is Datetime else None  # type: ignore[arg-type]  # ditto
    if kind in numbers.NUMBER_TYPES and type(right) in numbers.NUMBER_TYPES:
        try:
            return numbers.compare(left, right)
        except EvaluationError:
            return None
    return None
