"""The argument ``filter`` of LangChain's searches, as a filter of the server. Does no I/O."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["combined", "refuse_unknown", "to_path"]

_COMPARISONS: Mapping[str, str] = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
_NOTHING = "(1 == 0)"
_EVERYTHING = "(1 == 1)"


def combined(metadata: Mapping[str, Any] | None, *filters: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A filter of the server that admits what ``metadata``, such a filter itself, and all ``filters`` admit.

    Raises TypeError or ValueError for a filter that is not understood.
    """
    paths = [path for each in filters if (path := to_path(each)) is not None]
    if not paths:
        return None if metadata is None else dict(metadata)
    nodes: list[Any] = [{"jsonpath": path} for path in paths]
    asked = dict(metadata or {})
    if asked.get("where"):
        nodes.insert(0, asked["where"])
    return {**asked, "where": nodes[0] if len(nodes) == 1 else {"and": nodes}}


def to_path(condition: Mapping[str, Any] | None) -> str | None:
    """The SQL/JSON path of a filter; None for one that imposes nothing.

    ``{"tenant": "birch"}`` asks for equality, ``{"stars": {"$gte": 4, "$ne": 5}}`` for what operators say: ``$eq``,
    ``$ne``, ``$gt``, ``$gte``, ``$lt``, ``$lte``, ``$in``, ``$nin``, ``$exists``, ``$not``. All keys must hold.
    ``$and`` and ``$or`` take lists of filters, ``$not`` a filter. A list in the metadata holds a value when one of its
    elements does. ``$ne``, ``$nin`` and ``$not`` admit all that their opposite does not, also what lacks the key, but
    nothing that has no metadata at all.

    Raises:
        TypeError: the filter, or a value in it, is of a type that cannot be compared.
        ValueError: an operator is not known.
    """
    if condition is None:
        return None
    if not isinstance(condition, Mapping):
        msg = f'filter must be a dict such as {{"tenant": "birch"}}, got {type(condition).__name__}'
        raise TypeError(msg)
    return f"$ ? ({_all(condition)})" if condition else None


def refuse_unknown(given: Mapping[str, Any], known: Iterable[str]) -> None:
    """Raise TypeError for keywords that would be passed over: a misspelt filter would let everything through."""
    if not given:
        return
    name = next(iter(given))
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
    msg = f"got an unexpected keyword argument {name!r}; {hint}"
    raise TypeError(msg)


def _all(condition: Mapping[str, Any]) -> str:
    return _joined("&&", [_part(key, value) for key, value in condition.items()]) if condition else _EVERYTHING


def _part(key: str, value: Any) -> str:
    if not isinstance(key, str):
        msg = f"filter: a key must be a text, got {key!r}"
        raise TypeError(msg)
    if key in {"$and", "$or"}:
        return _joined("&&" if key == "$and" else "||", [_nested(key, each) for each in _listed(key, value)])
    if key == "$not":
        return _opposite(_nested(key, value))
    if key.startswith("$"):
        raise _unknown(key, ["$and", "$or", "$not"], "stands where a key of the metadata, or one of these, is expected")
    field = f"@.{json.dumps(key)}"
    if not isinstance(value, Mapping):
        return _equal(field, key, value)
    return _joined("&&", [_operation(field, key, *operation) for operation in _operations(key, value)])


def _operations(key: str, operators: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    if not operators:
        msg = f"filter: {key!r} has no operator"
        raise ValueError(msg)
    return operators.items()


def _operation(field: str, key: str, operator: str, value: Any) -> str:
    if operator in _COMPARISONS:
        return f"({field} {_COMPARISONS[operator]} {_ordered(key, operator, value)})"
    make = _OPERATORS.get(operator)
    if make is None:
        raise _unknown(operator, [*_COMPARISONS, *_OPERATORS], f"of {key!r} is not known")
    return make(field, key, value)


def _equal(field: str, key: str, value: Any) -> str:
    return f"({field} == {_literal(key, value)})"


def _among(field: str, key: str, values: Any) -> str:
    return _joined("||", [_equal(field, key, value) for value in _listed(f"{key}: $in", values, empty=True)])


def _exists(field: str, key: str, value: Any) -> str:
    if not isinstance(value, bool):
        msg = f"filter: $exists of {key!r} must be True or False, got {value!r}"
        raise TypeError(msg)
    there = f"(exists ({field}))"
    return there if value else _opposite(there)


def _negated(field: str, key: str, value: Any) -> str:
    if not isinstance(value, Mapping):
        return _opposite(_equal(field, key, value))
    return _opposite(_joined("&&", [_operation(field, key, *operation) for operation in _operations(key, value)]))


_OPERATORS: Mapping[str, Callable[[str, str, Any], str]] = {
    "$eq": _equal,
    "$ne": lambda field, key, value: _opposite(_equal(field, key, value)),
    "$in": _among,
    "$nin": lambda field, key, value: _opposite(_among(field, key, value)),
    "$exists": _exists,
    "$not": _negated,
}


def _opposite(condition: str) -> str:
    """What holds wherever a condition does not; ``!`` alone does not hold where a comparison cannot be made."""
    return f"(!(exists (@ ? {condition})))"


def _nested(key: str, condition: Any) -> str:
    if not isinstance(condition, Mapping):
        msg = f"filter: {key} takes filters, which are dicts, got {condition!r}"
        raise TypeError(msg)
    return _all(condition)


def _listed(key: str, values: Any, *, empty: bool = False) -> list[Any]:
    if not isinstance(values, (list, tuple, set, frozenset)):
        msg = f"filter: {key} takes a list, got {values!r}"
        raise TypeError(msg)
    if not values and not empty:
        msg = f"filter: {key} needs something in its list"
        raise ValueError(msg)
    return list(values)


def _joined(sign: str, parts: list[str]) -> str:
    return f"({f' {sign} '.join(parts)})" if parts else _NOTHING


def _literal(key: str, value: Any) -> str:
    if value is None or isinstance(value, (str, bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return json.dumps(value)
    msg = f"filter: {key!r} is compared with {value!r}; a text, a finite number, True, False or None can be compared"
    raise TypeError(msg)


def _ordered(key: str, operator: str, value: Any) -> str:
    if value is None or isinstance(value, bool):
        msg = f"filter: {operator} of {key!r} takes a number or a text, got {value!r}"
        raise TypeError(msg)
    return _literal(key, value)


def _unknown(operator: str, known: Iterable[str], what: str) -> ValueError:
    near = difflib.get_close_matches(operator, list(known), 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return ValueError(f"filter: the operator {operator!r} {what}: {', '.join(known)}{hint}")
