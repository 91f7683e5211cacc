"""The accessors of a path as steps: keys, wildcards, subscripts, descent and filters.

Every function takes what the step needs and the step that follows (``proceed``), and returns the step. ``Mode`` says
how arrays and errors of structure are treated at that place; the behaviours are those of PostgreSQL's executor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.domain.filters.jsonpath.evaluation import (
    MISSING,
    Evaluation,
    EvaluationError,
    Step,
    Test,
    Values,
)
from holdfast.domain.filters.jsonpath.numbers import as_number, truncated
from holdfast.domain.filters.jsonpath.tree import ANY_LEVEL, Descend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_INDEX = 0x7FFF_FFFF


@dataclass(frozen=True, slots=True)
class Mode:
    """How a part of a path is evaluated.

    ``lax``        arrays are unwrapped, single items wrapped, and errors of structure ignored
    ``forgiving``  errors of structure are ignored: always in lax mode, and after ``.**`` in strict mode
    ``guarded``    the part stands inside a predicate, which turns an error into unknown
    ``ordered``    it matters in which order items are visited, because a later step may raise
    """

    lax: bool
    forgiving: bool
    guarded: bool = False
    ordered: bool = True


def key_step(name: str, proceed: Step, mode: Mode) -> Step:
    """``.name``."""
    lax, forgiving = mode.lax, mode.forgiving

    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        if type(item) is dict:
            value = item.get(name, MISSING)
            if value is not MISSING:
                return proceed(value, current, evaluation, found)
            if forgiving:
                return False
        elif lax:
            return type(item) is list and elements(item, current, evaluation, found)
        elif forgiving:
            return False
        raise EvaluationError("no such key")

    def elements(items: list[object], current: object, evaluation: Evaluation, found: list[object]) -> bool:
        evaluation.spend(len(items))
        for item in items:
            if type(item) is dict:
                value = item.get(name, MISSING)
                if value is not MISSING and proceed(value, current, evaluation, found):
                    return True
        return False

    return step


def any_key_step(proceed: Step, mode: Mode) -> Step:
    """``.*``."""
    members = _members(mode)

    def single(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        if type(item) is not dict:
            if mode.forgiving:
                return False
            raise EvaluationError("not an object")
        evaluation.spend(len(item))
        return any(proceed(value, current, evaluation, found) for value in members(item))

    return unwrapping(single, mode)


def _members(mode: Mode) -> Callable[[dict[str, object]], Iterable[object]]:
    return ordered_values if mode.ordered else dict.values


def ordered_keys(item: dict[str, object]) -> list[str]:
    """Return an object's keys in the order of ``jsonb``: shorter ones first, then by their bytes."""
    return [key for _, key in sorted((len(key.encode("utf-8", "surrogatepass")), key) for key in item)]


def ordered_values(item: dict[str, object]) -> list[object]:
    """Return an object's values in the order of ``jsonb``."""
    return [item[key] for key in ordered_keys(item)] if len(item) > 1 else list(item.values())


def any_element_step(proceed: Step, mode: Mode) -> Step:
    """``[*]``."""
    lax, forgiving = mode.lax, mode.forgiving

    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        if type(item) is list:
            evaluation.spend(len(item))
            return any(proceed(element, current, evaluation, found) for element in item)
        if lax:
            return proceed(item, current, evaluation, found)
        if forgiving:
            return False
        raise EvaluationError("not an array")

    return step


def unwrapping(single: Step, mode: Mode) -> Step:
    """Let a step work on the elements of an array in place of the array, in lax mode."""
    if not mode.lax:
        return single

    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        if type(item) is not list:
            return single(item, current, evaluation, found)
        evaluation.spend(len(item))
        return any(single(element, current, evaluation, found) for element in item)

    return step


def filter_step(test: Test, proceed: Step, mode: Mode) -> Step:
    """``? (predicate)``."""

    def single(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        return test(item, evaluation) is True and proceed(item, current, evaluation, found)

    return unwrapping(single, mode)


def subscripts_step(bounds: list[tuple[Values, Values | None]], proceed: Step, mode: Mode) -> Step:
    """``[first to last, …]``; each bound is the sequence of its expression."""
    lax, forgiving = mode.lax, mode.forgiving

    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        if type(item) is list:
            elements = item
        elif lax:
            elements = [item]
        elif forgiving:
            return False
        else:
            raise EvaluationError("not an array")
        outer = evaluation.last
        evaluation.last = len(elements) - 1
        try:
            return any(visit(elements, pair, current, evaluation, found) for pair in bounds)
        finally:
            evaluation.last = outer

    def visit(
        elements: list[object],
        pair: tuple[Values, Values | None],
        current: object,
        evaluation: Evaluation,
        found: list[object],
    ) -> bool:
        first = _index(pair[0](current, evaluation))
        last = first if pair[1] is None else _index(pair[1](current, evaluation))
        if not forgiving and not 0 <= first <= last < len(elements):
            raise EvaluationError("the subscript is out of bounds")
        selected = elements[max(first, 0) : max(last + 1, 0)]
        evaluation.spend(1 + len(selected))
        return any(proceed(element, current, evaluation, found) for element in selected)

    return step


def _index(items: list[object] | tuple[object, ...]) -> int:
    number = as_number(items[0]) if len(items) == 1 else None
    if number is None:
        raise EvaluationError("a subscript must be a single number")
    index = truncated(number)
    if not -MAX_INDEX - 1 <= index <= MAX_INDEX:
        raise EvaluationError("the subscript is out of the range of integers")
    return index


def descend_step(levels: Descend, proceed: Step, mode: Mode) -> Step:
    """``.**{first to last}``: the item itself is level 0."""
    children = _children(mode)
    first, last = levels.first, levels.last
    leaves_only = first == last == ANY_LEVEL

    def step(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        evaluation.spend(1)
        if first == 0 and itself(item, current, evaluation, found):
            return True
        pending: list[Iterator[object]] = [iter(children(item, evaluation))] if last > 0 else []
        while pending:
            child = next(pending[-1], MISSING)
            if child is MISSING:
                pending.pop()
                continue
            container = type(child) is dict or type(child) is list
            selected = len(pending) >= first or (leaves_only and not container)
            if selected and proceed(child, current, evaluation, found):
                return True
            if container and len(pending) < last:
                pending.append(iter(children(child, evaluation)))
        return False

    def itself(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        try:
            return proceed(item, current, evaluation, found)
        except EvaluationError:
            # PostgreSQL forgets an error at level 0 when it goes on to the levels below.
            if not mode.guarded or type(item) not in (dict, list):
                raise
            return False

    return step


def _children(mode: Mode) -> Callable[[object, Evaluation], Iterable[object]]:
    members = _members(mode)

    def children(item: object, evaluation: Evaluation) -> Iterable[object]:
        if type(item) is list:
            evaluation.spend(len(item))
            return item
        if type(item) is dict:
            evaluation.spend(len(item))
            return members(item)
        return ()

    return children
