"""Numbers as PostgreSQL's ``numeric``: exact, decimal, never rounded except by division.

An item is a number when it is an ``int`` (not a ``bool``), a finite ``float`` or a ``Decimal``. A ``float`` stands
for the decimal number that its shortest text shows, because that text is what came in: 0.1 is one tenth.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, Overflow
from typing import TYPE_CHECKING, Final

from holdfast.domain.filters.jsonpath.evaluation import EvaluationError
from holdfast.domain.filters.jsonpath.tree import Operator
from holdfast.domain.filters.limits import MAX_ARITHMETIC_DIGITS, MAX_NUMBER_SCALE

if TYPE_CHECKING:
    from collections.abc import Callable

Number = int | Decimal
NUMBER_TYPES: Final = (int, float, Decimal)

_EXACT: Final = Context(prec=8 * MAX_ARITHMETIC_DIGITS, Emax=999_999_999, Emin=-999_999_999, traps=[Overflow])
_MAX_BITS: Final = int(MAX_ARITHMETIC_DIGITS * math.log2(10))
_DIVISION_DIGITS: Final = 16  # a quotient has at least so many significant digits …
_DIVISION_SCALE: Final = 1_000  # … but at most so many after the point
_DIGITS_PER_GROUP: Final = 4  # ``numeric`` keeps digits in groups of four, and division reckons in groups
_DOUBLE_DIGITS: Final = 15  # significant digits that a double keeps when it becomes a ``numeric``


def as_number(item: object) -> Number | None:
    """Return the exact number an item is, or ``None`` if it is none."""
    kind = type(item)
    if kind is int or kind is Decimal:
        return item  # type: ignore[return-value]  # exactly these two types
    if kind is float and math.isfinite(item):  # type: ignore[arg-type]  # a float
        return Decimal(repr(item))
    return None


def required_number(item: object) -> Number:
    """Return the exact number an item is; raises ``EvaluationError`` if it is none."""
    number = as_number(item)
    if number is None:
        raise EvaluationError("not a number")
    return number


def compare(left: object, right: object) -> int:
    """Return -1, 0 or 1 for two items that are numbers; raises ``EvaluationError`` for infinite ones."""
    if type(left) is type(right) and type(left) is not Decimal:
        a, b = left, right
    else:
        a, b = required_number(left), required_number(right)
    return bool(a > b) - bool(a < b)  # type: ignore[operator]  # numbers of comparable types


def negated(number: Number) -> Number:
    """Return the number with the other sign; there is no negative zero."""
    if isinstance(number, int):
        return -number
    return number.copy_negate() if number else number


def absolute(number: Number) -> Number:
    """Return the number without its sign."""
    return abs(number) if isinstance(number, int) else number.copy_abs()


def floor(number: Number) -> Number:
    """Return the greatest whole number not above."""
    return number if isinstance(number, int) else _whole(number, ROUND_FLOOR)


def ceiling(number: Number) -> Number:
    """Return the least whole number not below."""
    return number if isinstance(number, int) else _whole(number, ROUND_CEILING)


def _whole(number: Decimal, rounding: str) -> Decimal:
    if _exponent(number) >= 0:
        return number
    return number.to_integral_value(rounding=rounding, context=_EXACT)


def truncated(number: Number) -> int:
    """Return the number without its fraction; raises ``EvaluationError`` beyond the limit of arithmetic."""
    return int(_bounded(number))


def double_of(number: Number) -> float:
    """Return the nearest double; raises ``EvaluationError`` where that is zero by underflow, or infinite."""
    try:
        double = float(number)
    except OverflowError:
        raise EvaluationError("out of range of a double") from None
    if math.isinf(double) or (double == 0 and number != 0):
        raise EvaluationError("out of range of a double")
    return double


def nearest_double(number: Number) -> float:
    """Return the nearest double, which is infinite for the largest numbers."""
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, number)


def number_of_double(double: float) -> Number:
    """Return the number a double becomes: rounded to 15 significant digits."""
    return Decimal(f"{double:.{_DOUBLE_DIGITS}g}")


def arithmetic(operator: Operator) -> Callable[[Number, Number], Number]:
    """Return the function of an arithmetic operator.

    It raises ``EvaluationError`` for a division by zero and for operands or results beyond the limit of arithmetic.
    """
    function = _FUNCTIONS[operator]

    def calculate(left: Number, right: Number) -> Number:
        return _bounded(function(_bounded(left), _bounded(right)))

    return calculate


def _bounded(number: Number) -> Number:
    if isinstance(number, int):
        if number.bit_length() > _MAX_BITS:
            raise EvaluationError("the number is too large for arithmetic")
        return number
    exponent = _exponent(number)
    if (number and number.adjusted() >= MAX_ARITHMETIC_DIGITS) or -exponent > MAX_NUMBER_SCALE:
        raise EvaluationError("the number is too large for arithmetic")
    return int(number) if exponent > 0 else number


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise EvaluationError("not a finite number")
    return exponent


def _scale(number: Number) -> int:
    """Return the digits after the point that the number shows."""
    return 0 if isinstance(number, int) else -_exponent(number)


def _add(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return _EXACT.add(Decimal(left), Decimal(right))


def _subtract(left: Number, right: Number) -> Number:
    return _add(left, negated(right))


def _multiply(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    return _EXACT.multiply(Decimal(left), Decimal(right))


def _remainder(left: Number, right: Number) -> Number:
    a, b, scale = _scaled(left, right)
    rest = abs(a) % abs(b)
    return _decimal(-rest if a < 0 else rest, scale)


def _divide(left: Number, right: Number) -> Number:
    """Divide to as many digits as PostgreSQL does (``select_div_scale``), rounding half away from zero."""
    scale = _quotient_scale(left, right)
    a, b, _ = _scaled(left, right)
    quotient, rest = divmod(abs(a) * 10**scale, abs(b))
    if 2 * rest >= abs(b):
        quotient += 1
    return _decimal(-quotient if (a < 0) != (b < 0) else quotient, scale)


def _scaled(left: Number, right: Number) -> tuple[int, int, int]:
    """Return both numbers as integers of one scale, and the scale; raises ``EvaluationError`` if right is zero."""
    if not right:
        raise EvaluationError("division by zero")
    scale = max(_scale(left), _scale(right))
    return _integer(left, scale), _integer(right, scale), scale


def _integer(number: Number, scale: int) -> int:
    return number * 10**scale if isinstance(number, int) else int(number.scaleb(scale, context=_EXACT))


def _decimal(unscaled: int, scale: int) -> Number:
    return Decimal(unscaled).scaleb(-scale, context=_EXACT) if scale else unscaled


def _quotient_scale(left: Number, right: Number) -> int:
    weight_left, digit_left = _leading_group(left)
    weight_right, digit_right = _leading_group(right)
    weight = weight_left - weight_right - (digit_left <= digit_right)
    wanted = max(_DIVISION_DIGITS - weight * _DIGITS_PER_GROUP, _scale(left), _scale(right), 0)
    return min(wanted, _DIVISION_SCALE)


def _leading_group(number: Number) -> tuple[int, int]:
    """Return the power of 10 000 of the first group of digits that is not zero, and that group."""
    decimal = Decimal(number)
    if not decimal:
        return 0, 0
    weight = decimal.adjusted() // _DIGITS_PER_GROUP
    return weight, int(decimal.copy_abs().scaleb(-weight * _DIGITS_PER_GROUP, context=_EXACT))


_FUNCTIONS: Final = {
    Operator.ADD: _add,
    Operator.SUBTRACT: _subtract,
    Operator.MULTIPLY: _multiply,
    Operator.DIVIDE: _divide,
    Operator.REMAINDER: _remainder,
}
