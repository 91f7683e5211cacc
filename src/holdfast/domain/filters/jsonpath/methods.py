"""The item methods of a path as steps."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from holdfast.domain.filters.jsonpath import datetimes, numbers
from holdfast.domain.filters.jsonpath.accessors import Mode, ordered_keys, unwrapping
from holdfast.domain.filters.jsonpath.datetimes import Datetime
from holdfast.domain.filters.jsonpath.evaluation import Evaluation, EvaluationError, Step
from holdfast.domain.filters.jsonpath.numbers import Number
from holdfast.domain.filters.jsonpath.tree import Method, MethodName

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DOUBLE_TEXT: Final = 1_000
_DOUBLE_TEXT = re.compile(
    r"[ \t-\r]*+([+-]?)(?:(0[xX])([0-9A-Fa-f.]+(?:[pP][+-]?[0-9]+)?)|([0-9.]+(?:[eE][+-]?[0-9]+)?))[ \t-\r]*"
)
_TYPE_NAMES: Final = {
    type(None): "null", bool: "boolean", int: "number", float: "number", Decimal: "number", str: "string",
    list: "array", dict: "object",
}  # fmt: skip
_NUMERIC: Final[dict[MethodName, Callable[[Number], Number]]] = {
    MethodName.ABS: numbers.absolute,
    MethodName.FLOOR: numbers.floor,
    MethodName.CEILING: numbers.ceiling,
}


def method_step(method: Method, proceed: Step, mode: Mode) -> Step:
    """Return the step of a method."""
    match method.name:
        case MethodName.TYPE:
            return _mapping(_type_name, proceed)
        case MethodName.SIZE:
            return _size_step(proceed, mode)
        case MethodName.KEYVALUE:
            return unwrapping(_keyvalue_step(proceed), mode)
        case MethodName.DOUBLE:
            return unwrapping(_mapping(_double, proceed), mode)
        case MethodName.DATETIME:
            return unwrapping(_mapping(_datetime_reader(method.template), proceed), mode)
        case name:
            function = _NUMERIC[name]
            return unwrapping(_mapping(lambda item: function(numbers.required_number(item)), proceed), mode)


def _mapping(function: Callable[[object], object], proceed: Step) -> Step:
    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        return proceed(function(item), current, evaluation, found)

    return step


def _type_name(item: object) -> str:
    return item.type.value if isinstance(item, Datetime) else _TYPE_NAMES.get(type(item), "object")


def _size_step(proceed: Step, mode: Mode) -> Step:
    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        if type(item) is list:
            return proceed(len(item), current, evaluation, found)
        if mode.lax:
            return proceed(1, current, evaluation, found)
        if mode.forgiving:
            return False
        raise EvaluationError("not an array")

    return step


def _double(item: object) -> object:
    if type(item) is str:
        return numbers.number_of_double(_double_of_text(item))
    number = numbers.required_number(item)
    numbers.double_of(number)
    return number


def _double_of_text(text: str) -> float:
    """Read a double as C does: decimal or hexadecimal, blanks around it; neither infinite nor a mere word."""
    match = _DOUBLE_TEXT.fullmatch(text) if len(text) <= MAX_DOUBLE_TEXT else None
    if match is None:
        raise EvaluationError("not a number")
    sign, prefix, hexadecimal, decimal = match.groups()
    try:
        double = float.fromhex(sign + prefix + hexadecimal) if prefix else float(sign + decimal)
    except (ValueError, OverflowError):
        raise EvaluationError("not a number, or out of range") from None
    mantissa = re.split("[pP]" if prefix else "[eE]", hexadecimal or decimal)[0]
    if math.isinf(double) or (double == 0 and mantissa.strip("0.")):
        raise EvaluationError("out of range of a double")
    return double


def _datetime_reader(template: str | None) -> Callable[[object], Datetime]:
    def read(item: object) -> Datetime:
        if type(item) is not str:
            raise EvaluationError("not a string")
        return datetimes.read_iso(item) if template is None else datetimes.read_by_template(item, template)

    return read


def _keyvalue_step(proceed: Step) -> Step:
    """``.keyvalue()``: one object with ``key``, ``value`` and ``id`` per member.

    ``id`` tells the objects of one evaluation apart; PostgreSQL takes another number, from its storage format.
    """

    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        if type(item) is not dict:
            raise EvaluationError("not an object")
        evaluation.spend(len(item))
        identifier = evaluation.objects
        evaluation.objects += 1
        return any(
            proceed({"key": key, "value": item[key], "id": identifier}, current, evaluation, found)
            for key in ordered_keys(item)
        )

    return step
