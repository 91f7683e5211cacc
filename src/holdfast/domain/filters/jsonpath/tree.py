"""The tree of a parsed SQL/JSON path: small immutable nodes without behaviour.

An *expression* yields a sequence of items, a *predicate* one of true, false, unknown. A predicate may head a chain of
accessors, as in ``($.a == 1).type()``, and be a whole path.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

ANY_LEVEL: Final = 0xFFFF_FFFF
"""The level ``last`` of ``.**{…}``."""


class Operator(StrEnum):
    """Comparison and arithmetic operators, by their sign."""

    EQUAL = "=="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    REMAINDER = "%"


class MethodName(StrEnum):
    """Item methods."""

    TYPE = "type"
    SIZE = "size"
    DOUBLE = "double"
    CEILING = "ceiling"
    FLOOR = "floor"
    ABS = "abs"
    DATETIME = "datetime"
    KEYVALUE = "keyvalue"


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: ``None``, ``bool``, ``int``, ``Decimal`` or ``str``."""

    value: bool | int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Root:
    """``$``: the whole document."""


@dataclass(frozen=True, slots=True)
class Current:
    """``@``: the item a filter looks at."""


@dataclass(frozen=True, slots=True)
class Last:
    """``last``: index of the last element of the array being subscripted."""


@dataclass(frozen=True, slots=True)
class Key:
    """``.name``."""

    name: str


@dataclass(frozen=True, slots=True)
class AnyKey:
    """``.*``."""


@dataclass(frozen=True, slots=True)
class AnyElement:
    """``[*]``."""


@dataclass(frozen=True, slots=True)
class Subscript:
    """``n`` or ``n to m`` between brackets; ``last`` is ``None`` for a single index."""

    first: Expression
    last: Expression | None = None


@dataclass(frozen=True, slots=True)
class Subscripts:
    """``[subscript, …]``."""

    items: tuple[Subscript, ...]


@dataclass(frozen=True, slots=True)
class Descend:
    """``.**`` with its levels; ``ANY_LEVEL`` stands for ``last``."""

    first: int = 0
    last: int = ANY_LEVEL


@dataclass(frozen=True, slots=True)
class Filter:
    """``? (predicate)``."""

    predicate: Predicate


@dataclass(frozen=True, slots=True)
class Method:
    """``.name()``; only ``datetime`` may have a template."""

    name: MethodName
    template: str | None = None


Accessor = Key | AnyKey | AnyElement | Subscripts | Descend | Filter | Method


@dataclass(frozen=True, slots=True)
class Chain:
    """A head followed by at least one accessor."""

    head: Expression | Predicate
    accessors: tuple[Accessor, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Unary ``+`` or ``-`` before anything but a number."""

    negative: bool
    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left operator right``."""

    operator: Operator
    left: Expression
    right: Expression


Expression = Literal | Root | Current | Last | Chain | Sign | Arithmetic


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right`` over all pairs of items."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class And:
    """Two or more predicates joined by ``&&``."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more predicates joined by ``||``."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``!(predicate)``."""

    operand: Predicate


@dataclass(frozen=True, slots=True)
class IsUnknown:
    """``(predicate) is unknown``."""

    operand: Predicate


@dataclass(frozen=True, slots=True)
class Exists:
    """``exists (expression)``."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class StartsWith:
    """``operand starts with "prefix"``."""

    operand: Expression
    prefix: str


@dataclass(frozen=True, slots=True)
class LikeRegex:
    """``operand like_regex "pattern" flag "flags"``."""

    operand: Expression
    pattern: str
    flags: str = ""


Predicate = Comparison | And | Or | Not | IsUnknown | Exists | StartsWith | LikeRegex


Node = Expression | Predicate | Accessor | Subscript


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node."""
    match node:
        case And(parts) | Or(parts) | Subscripts(parts):
            return parts
        case Not(part) | IsUnknown(part) | Exists(part) | StartsWith(part) | LikeRegex(part) | Filter(part):
            return (part,)
        case Sign(_, part):
            return (part,)
        case Chain(head, accessors):
            return (head, *accessors)
        case Subscript(left, right) | Comparison(_, left, right) | Arithmetic(_, left, right):
            return (left,) if right is None else (left, right)
        case _:
            return ()


def contains(node: Node, kinds: tuple[type, ...]) -> bool:
    """Tell whether a node or one below it is of some kind."""
    return isinstance(node, kinds) or any(contains(child, kinds) for child in children(node))


@dataclass(frozen=True, slots=True)
class Path:
    """A whole path: its mode and its expression or predicate."""

    strict: bool
    body: Expression | Predicate
