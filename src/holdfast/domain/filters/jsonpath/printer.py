"""Writes the tree of a path as text that parses into the same tree."""

from __future__ import annotations

import json

from holdfast.domain.filters.jsonpath.tree import (
    ANY_LEVEL,
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
)


def print_path(path: Path) -> str:
    """Return the text of a path, in a normal form: fully parenthesised, keys and strings in double quotes."""
    return ("strict " if path.strict else "") + _text(path.body)


def _text(node: Expression | Predicate) -> str:  # noqa: PLR0911 - one case per kind of node
    match node:
        case Root():
            return "$"
        case Current():
            return "@"
        case Last():
            return "last"
        case Literal(value):
            return _literal(value)
        case Chain(head, accessors):
            plain = isinstance(head, Root | Current | Last)
            return (_text(head) if plain else f"({_text(head)})") + "".join(map(_accessor, accessors))
        case Sign(negative, operand):
            return f"{'-' if negative else '+'}({_text(operand)})"
        case Arithmetic(operator, left, right):
            return f"({_text(left)}) {operator.value} ({_text(right)})"
        case _:
            return _predicate(node)


def _predicate(node: Predicate) -> str:  # noqa: PLR0911 - one case per kind
    match node:
        case Comparison(operator, left, right):
            return f"({_text(left)}) {operator.value} ({_text(right)})"
        case And(parts):
            return " && ".join(f"({_text(part)})" for part in parts)
        case Or(parts):
            return " || ".join(f"({_text(part)})" for part in parts)
        case Not(operand):
            return f"!({_text(operand)})"
        case IsUnknown(operand):
            return f"({_text(operand)}) is unknown"
        case Exists(expression):
            return f"exists ({_text(expression)})"
        case StartsWith(expression, prefix):
            return f"({_text(expression)}) starts with {_string(prefix)}"
        case LikeRegex(expression, pattern, flags):
            return f"({_text(expression)}) like_regex {_string(pattern)} flag {_string(flags)}"


def _accessor(part: Accessor) -> str:  # noqa: PLR0911 - one case per kind of accessor
    match part:
        case Key(name):
            return f".{_string(name)}"
        case AnyKey():
            return ".*"
        case AnyElement():
            return "[*]"
        case Subscripts(items):
            return f"[{','.join(map(_subscript, items))}]"
        case Descend(first, last):
            return f".**{{{_level(first)} to {_level(last)}}}"
        case Filter(predicate):
            return f" ? ({_text(predicate)})"
        case Method(name, template):
            return f".{name.value}({'' if template is None else _string(template)})"


def _subscript(item: Subscript) -> str:
    return _text(item.first) if item.last is None else f"{_text(item.first)} to {_text(item.last)}"


def _level(level: int) -> str:
    return "last" if level == ANY_LEVEL else str(level)


def _literal(value: object) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return str(value)


def _string(text: str) -> str:
    return json.dumps(text)
