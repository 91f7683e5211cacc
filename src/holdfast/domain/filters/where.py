"""The boolean tree of a search filter: nodes of ``jsonpath``, ``and``, ``or`` (http-api §6).

A node requires all of its keys: its path, every node of ``and``, any node of ``or``. Key names are taken in any case
of letters, other keys beside them are ignored, and an empty text, an empty list and null impose nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.limits import MAX_WHERE_CHARACTERS, MAX_WHERE_DEPTH, MAX_WHERE_NODES
from holdfast.domain.filters.work import UNBOUNDED, Work

Metadata = dict[str, object]
Condition = Callable[[Metadata, Work], bool]
KEYS: Final = ("jsonpath", "and", "or")


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition on metadata that at least one path imposes."""

    _condition: Condition = field(repr=False)

    def matches(self, metadata: Metadata | None, work: Work = UNBOUNDED) -> bool:
        """Tell whether decoded metadata fulfils the condition; a row without metadata never does.

        Raises ``TooMuchWorkError`` when ``work`` is used up.
        """
        return metadata is not None and self._condition(metadata, work)


@cache
def _path_matcher() -> Callable[..., Condition]:
    """What reads paths: it is large, and loaded with the first of them."""
    from holdfast.domain.filters.jsonpath import path_matcher  # noqa: PLC0415

    return path_matcher


def read_where(node: object, *, place: str, ignore_unknown: bool = False) -> Predicate | None:
    """Return the predicate of a tree, or ``None`` where it imposes nothing.

    ``place`` names the tree's root in errors. Raises ``InvalidFilter`` with the place of the faulty node.
    """
    if node is None:
        return None
    condition = _Reader(place, ignore_unknown=ignore_unknown).node(node, place, depth=0)
    return None if condition is None else Predicate(condition)


class _Reader:
    def __init__(self, root: str, *, ignore_unknown: bool) -> None:
        self._root = root
        self._nodes = 0
        self._characters = 0
        self._ignore_unknown = ignore_unknown

    def node(self, node: object, place: str, *, depth: int) -> Condition | None:
        """Return the condition of a node; ``None`` stands for a condition that is always fulfilled."""
        if not isinstance(node, Mapping):
            raise InvalidFilter(f"expected an object with {', '.join(KEYS)}, found {_kind(node)}", field=place)
        self._count(place, depth)
        conditions = []
        known = _known_keys(node)
        if not known and not self._ignore_unknown:
            _check_keys(node, place)
        for key, value in known.items():
            read = self._path if key.lower() == "jsonpath" else self._group
            condition = read(value, f"{place}.{key}", depth, key.lower())
            if condition is not None:
                conditions.append(condition)
        return _all(conditions)

    def _count(self, place: str, depth: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_WHERE_NODES:
            raise InvalidFilter(f"the filter has more than {MAX_WHERE_NODES} nodes", field=place)
        if depth > MAX_WHERE_DEPTH:
            raise InvalidFilter(f"the filter is nested more than {MAX_WHERE_DEPTH} levels deep", field=place)

    def _path(self, value: object, place: str, _depth: int, _key: str) -> Condition | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise InvalidFilter(f"expected a path as a string, found {_kind(value)}", field=place)
        self._characters += len(value)
        if self._characters > MAX_WHERE_CHARACTERS:
            raise InvalidFilter(
                f"the paths of the filter have more than {MAX_WHERE_CHARACTERS} characters", field=self._root
            )
        try:
            return _path_matcher()(value, boolean=True)
        except InvalidFilter as error:
            raise error.in_field(place) from None

    def _group(self, value: object, place: str, depth: int, key: str) -> Condition | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise InvalidFilter(f"expected a list of conditions, found {_kind(value)}", field=place)
        conditions = [self.node(item, f"{place}[{index}]", depth=depth + 1) for index, item in enumerate(value)]
        imposed = [condition for condition in conditions if condition is not None]
        if key == "and":
            return _all(imposed)
        return _any(imposed) if len(imposed) == len(conditions) else None


def _known_keys(node: Mapping[str, object]) -> dict[str, object]:
    """Return the entries that mean something, under the key as it was sent; of two spellings the last one counts."""
    known = {key.lower(): key for key in node if key.lower() in KEYS}
    return {key: node[key] for key in known.values()}


def _check_keys(node: Mapping[str, object], place: str) -> None:
    """Refuse a node of which no key means anything: it would let everything through."""
    for key, value in node.items():
        if value is not None:
            raise InvalidFilter(f"unknown key; there are {', '.join(KEYS)}", field=f"{place}.{key[:40]}")


def _all(conditions: list[Condition]) -> Condition | None:
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return lambda metadata, work: all(condition(metadata, work) for condition in conditions)


def _any(conditions: list[Condition]) -> Condition | None:
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return lambda metadata, work: any(condition(metadata, work) for condition in conditions)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"
