"""Compiles the tree of a path into closures, so that testing a row costs a few microseconds.

A path becomes a chain of steps, each calling the next (see ``evaluation.Step``). What PostgreSQL decides while it
runs but depends on the path alone is decided here: whether a part is guarded by a predicate, whether errors of
structure are forgiven, whether the first item found is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol

from holdfast.domain.filters.jsonpath import accessors
from holdfast.domain.filters.jsonpath.accessors import Mode
from holdfast.domain.filters.jsonpath.comparison import MIRRORED, compare_pairs, compare_with
from holdfast.domain.filters.jsonpath.evaluation import (
    MISSING,
    Evaluation,
    EvaluationAborted,
    EvaluationError,
    Step,
    Test,
    Values,
)
from holdfast.domain.filters.jsonpath.methods import method_step
from holdfast.domain.filters.jsonpath.numbers import arithmetic, as_number, negated, required_number
from holdfast.domain.filters.jsonpath.regex import compile_regex
from holdfast.domain.filters.jsonpath.tree import (
    Accessor,
    And,
    AnyElement,
    AnyKey,
    Arithmetic,
    Chain,
    Comparison,
    Current,
    Descend,
    Exists,
    Expression,
    Filter,
    IsUnknown,
    Key,
    Last,
    LikeRegex,
    Literal,
    Method,
    Not,
    Or,
    Path,
    Predicate,
    Root,
    Sign,
    StartsWith,
    Subscript,
    Subscripts,
    contains,
)
from holdfast.domain.filters.limits import MAX_ROW_WORK, PATH_WORK, REGEX_STEPS
from holdfast.domain.filters.work import UNBOUNDED, Work

PARTS_PER_WORK: Final = 16
"""Parts of a conjunction or disjunction that are tested for one unit of work."""


class Matcher(Protocol):
    """Tells whether decoded JSON matches a path; raises ``TooMuchWorkError`` when ``work`` is used up."""

    def __call__(self, document: object, work: Work = UNBOUNDED) -> bool:
        """Whether it matches."""
        ...


def compile_path(path: Path, *, boolean: bool = False) -> Matcher:
    """Return the function that tells whether a document matches a path.

    A path that is a predicate matches where the predicate is true, and a path that is a mere constant where the
    constant is true; any other path where it yields an item, with ``boolean`` unless that is the one value ``false``.
    A document on which the path raises does not match.
    """
    body, mode = path.body, Mode(lax=not path.strict, forgiving=not path.strict)
    if isinstance(body, Literal):
        return _constant(always=body.value is True)
    if isinstance(body, Predicate):
        test = _test(body, mode)
        return _guarded(lambda document, evaluation: test(document, evaluation) is True)
    exists = _existence(body, mode)
    if not boolean or not isinstance(body, Chain) or contains(body, (Filter,)):
        return _guarded(exists)
    values = _values(body, mode)
    return _guarded(lambda document, at: exists(document, at) and not _is_false(values(document, at)))


def _is_false(items: Sequence[object]) -> bool:
    return len(items) == 1 and items[0] is False


def _constant(*, always: bool) -> Matcher:
    def matcher(document: object, work: Work = UNBOUNDED) -> bool:  # noqa: ARG001 - a matcher takes a document
        work.spend(1)
        return always

    return matcher


def _guarded(matches: Callable[[object, Evaluation], bool]) -> Matcher:
    def matcher(document: object, work: Work = UNBOUNDED) -> bool:
        is_last = work.left < MAX_ROW_WORK
        allowed = work.left if is_last else MAX_ROW_WORK
        evaluation = Evaluation(document, allowed)
        try:
            matched = matches(document, evaluation)
        except (EvaluationError, EvaluationAborted):
            matched = False
        # What would have exceeded the work of a row was not done.
        work.spend(PATH_WORK + allowed - (evaluation.work if is_last else max(evaluation.work, 0)))
        return matched

    return matcher


def _existence(body: Expression, mode: Mode) -> Callable[[object, Evaluation], bool]:
    """Return whether an expression yields an item; strict mode looks for errors in all of them."""
    if mode.lax:
        run = _step(body, _stop, mode)
        return lambda current, evaluation: run(current, current, evaluation, [])
    values = _values(body, mode)
    return lambda current, evaluation: bool(values(current, evaluation))


def _stop(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:  # noqa: ARG001 - a step
    return True


def _collect(item: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:  # noqa: ARG001 - ditto
    evaluation.spend(1)
    found.append(item)
    return False


# --- expressions


def _step(node: Expression | Predicate, proceed: Step, mode: Mode) -> Step:  # noqa: PLR0911 - one case per kind
    """Return the step of an expression; the item it is called with does not matter to it."""
    if isinstance(node, Predicate):
        test = _test(node, mode)
        return lambda _, current, evaluation, found: proceed(test(current, evaluation), current, evaluation, found)
    match node:
        case Chain(head, parts):
            return _step(head, _chain(parts, proceed, mode), mode)
        case Root():
            return lambda _, current, evaluation, found: proceed(evaluation.root, current, evaluation, found)
        case Current():
            return lambda _, current, evaluation, found: proceed(current, current, evaluation, found)
        case Last():
            return lambda _, current, evaluation, found: proceed(evaluation.last, current, evaluation, found)
        case Literal(value):
            return lambda _, current, evaluation, found: proceed(value, current, evaluation, found)
        case Sign():
            return _sign_step(node, proceed, mode)
        case Arithmetic():
            return _arithmetic_step(node, proceed, mode)


def _chain(parts: tuple[Accessor, ...], proceed: Step, mode: Mode) -> Step:
    """Return the step of a chain's accessors, put together from its end."""
    modes = []
    for index, part in enumerate(parts):
        modes.append(replace(mode, ordered=_ordered(parts[index:], proceed)))
        if isinstance(part, Descend):
            mode = replace(mode, forgiving=True)
    for part, part_mode in zip(reversed(parts), reversed(modes), strict=True):
        proceed = _accessor_step(part, proceed, part_mode)
    return proceed


def _ordered(parts: tuple[Accessor, ...], proceed: Step) -> bool:
    """Tell whether the order of items matters, because what comes later may raise.

    What was found before an error counts where the first find ends the search, and where ``.**`` forgets the error.
    """
    return proceed not in (_stop, _collect) or any(contains(part, (Method, Subscripts)) for part in parts)


def _accessor_step(part: Accessor, proceed: Step, mode: Mode) -> Step:  # noqa: PLR0911 - one case per kind
    match part:
        case Key(name):
            return accessors.key_step(name, proceed, mode)
        case AnyKey():
            return accessors.any_key_step(proceed, mode)
        case AnyElement():
            return accessors.any_element_step(proceed, mode)
        case Subscripts(items):
            return accessors.subscripts_step([_bounds(item, mode) for item in items], proceed, mode)
        case Descend():
            return accessors.descend_step(part, proceed, mode)
        case Filter(predicate):
            return accessors.filter_step(_test(predicate, mode), proceed, mode)
        case Method():
            return method_step(part, proceed, mode)


def _bounds(item: Subscript, mode: Mode) -> tuple[Values, Values | None]:
    return _values(item.first, mode), None if item.last is None else _values(item.last, mode)


def _sign_step(node: Sign, proceed: Step, mode: Mode) -> Step:
    operand = _values(node.operand, mode, unwrapped=True)
    negative = node.negative
    skipping = proceed is _stop  # where only existence counts, PostgreSQL passes over what is no number

    def step(_: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        for item in operand(current, evaluation):
            if skipping and as_number(item) is None:
                continue
            number = required_number(item)
            if proceed(negated(number) if negative else number, current, evaluation, found):
                return True
        return False

    return step


def _arithmetic_step(node: Arithmetic, proceed: Step, mode: Mode) -> Step:
    left = _values(node.left, mode, unwrapped=True)
    right = _values(node.right, mode, unwrapped=True)
    calculate = arithmetic(node.operator)

    def step(_: object, current: object, evaluation: Evaluation, found: list[object]) -> bool:
        evaluation.spend(1)
        a, b = left(current, evaluation), right(current, evaluation)
        if len(a) != 1 or len(b) != 1:
            raise EvaluationError("arithmetic takes single numbers")
        result = calculate(required_number(a[0]), required_number(b[0]))
        return proceed(result, current, evaluation, found)

    return step


def _values(node: Expression, mode: Mode, *, unwrapped: bool = False) -> Values:
    """Return the sequence of an expression, in lax mode with its arrays replaced by their elements if wanted."""
    unwrap = unwrapped and mode.lax
    if isinstance(node, Literal):
        constant = (node.value,)
        return lambda current, evaluation: constant  # noqa: ARG005 - a constant needs neither
    run = _step(node, _collect, mode)

    def values(current: object, evaluation: Evaluation) -> list[object]:
        found: list[object] = []
        run(current, current, evaluation, found)
        return _flattened(found, evaluation) if unwrap else found

    name = _plain_key(node)
    return _key_values(name, values) if name is not None and unwrap else values


def _flattened(items: list[object], evaluation: Evaluation) -> list[object]:
    flat: list[object] = []
    for item in items:
        if type(item) is list:
            evaluation.spend(len(item))
            flat.extend(item)
        else:
            flat.append(item)
    return flat


def _plain_key(node: Expression) -> str | None:
    match node:
        case Chain(Current(), (Key(name),)):
            return name
        case _:
            return None


def _key_values(name: str, general: Values) -> Values:
    """Return the sequence of ``@.name`` with a short cut for what it nearly always meets: an object."""

    def values(current: object, evaluation: Evaluation) -> list[object] | tuple[object, ...]:
        if type(current) is not dict:
            return general(current, evaluation)
        value = current.get(name, MISSING)
        if type(value) is list:
            evaluation.spend(len(value))
            return value
        return () if value is MISSING else (value,)

    return values


# --- predicates


def _test(node: Predicate, mode: Mode) -> Test:  # noqa: PLR0911 - one case per kind
    inner = replace(mode, guarded=True)
    match node:
        case And(parts):
            return _first([_test(part, inner) for part in parts], deciding=False)
        case Or(parts):
            return _first([_test(part, inner) for part in parts], deciding=True)
        case Not(operand):
            return _not(_test(operand, inner))
        case IsUnknown(operand):
            test = _test(operand, inner)
            return lambda current, evaluation: test(current, evaluation) is None
        case Exists(operand):
            return _unknown_on_error(_existence(operand, inner))
        case Comparison():
            return _comparison(node, inner)
        case StartsWith(operand, prefix):
            return _text_test(operand, lambda text: text.startswith(prefix), 0, inner)
        case LikeRegex(operand, pattern, flags):
            regex = compile_regex(pattern, flags)
            return _text_test(operand, regex.search, regex.size, inner)


def _first(tests: list[Test], *, deciding: bool) -> Test:
    """The first outcome that decides, whatever the others are; else unknown where one of them is."""
    cost = len(tests) // PARTS_PER_WORK

    def test(current: object, evaluation: Evaluation) -> bool | None:
        evaluation.spend(cost)
        outcome: bool | None = not deciding
        for part in tests:
            result = part(current, evaluation)
            if result is deciding:
                return deciding
            if result is None:
                outcome = None
        return outcome

    return test


def _not(operand: Test) -> Test:
    def test(current: object, evaluation: Evaluation) -> bool | None:
        result = operand(current, evaluation)
        return None if result is None else not result

    return test


def _unknown_on_error(test: Test) -> Test:
    def guarded(current: object, evaluation: Evaluation) -> bool | None:
        try:
            return test(current, evaluation)
        except EvaluationError:
            return None

    return guarded


def _comparison(node: Comparison, mode: Mode) -> Test:
    if isinstance(node.right, Literal):
        item_test = compare_with(node.operator, node.right.value)
        return _sequence_test(node.left, item_test, mode)
    if isinstance(node.left, Literal):
        item_test = compare_with(MIRRORED[node.operator], node.left.value)
        return _sequence_test(node.right, item_test, mode)
    return _pairs_test(node, mode)


def _sequence_test(operand: Expression, item_test: Callable[[object], bool | None], mode: Mode) -> Test:
    """Return whether any item passes; unknown if none does and some cannot say (strict mode: if any cannot)."""
    values = _values(operand, mode, unwrapped=True)
    lax = mode.lax

    def test(current: object, evaluation: Evaluation) -> bool | None:
        outcome: bool | None = False
        for item in values(current, evaluation):
            result = item_test(item)
            if result is None:
                if not lax:
                    return None
                outcome = None
            elif result:
                if lax:
                    return True
                outcome = True
        return outcome

    return _unknown_on_error(test)


def _pairs_test(node: Comparison, mode: Mode) -> Test:
    left = _values(node.left, mode, unwrapped=True)
    right = _values(node.right, mode, unwrapped=True)
    pair_test = compare_pairs(node.operator)
    lax = mode.lax

    def test(current: object, evaluation: Evaluation) -> bool | None:
        lefts, rights = left(current, evaluation), right(current, evaluation)
        evaluation.spend(len(lefts) * len(rights))
        outcome: bool | None = False
        for result in (pair_test(a, b) for a in lefts for b in rights):
            if result is None:
                if not lax:
                    return None
                outcome = None
            elif result:
                if lax:
                    return True
                outcome = True
        return outcome

    return _unknown_on_error(test)


def _text_test(operand: Expression, check: Callable[[str], bool], size: int, mode: Mode) -> Test:
    """Return whether any text passes a check that takes up to ``size`` instructions for a character."""
    values = _values(operand, mode, unwrapped=True)
    lax = mode.lax

    def test(current: object, evaluation: Evaluation) -> bool | None:
        outcome: bool | None = False
        for item in values(current, evaluation):
            if type(item) is not str:
                if not lax:
                    return None
                outcome = None
                continue
            evaluation.spend(1 + size * len(item) // REGEX_STEPS)
            if check(item):
                if lax:
                    return True
                outcome = True
        return outcome

    return _unknown_on_error(test)
