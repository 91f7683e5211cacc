"""Small changes to a module, one at a time, that its tests ought to notice; those of SQL in it among them.

What is left alone: constants and arithmetic, and texts that are no SQL, because tests that notice these are mostly no
better for it; annotations, docstrings, and what is written to the log.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_HOLE = 0xE000
_SQL = re.compile(r"\b(SELECT|UPDATE|INSERT INTO|DELETE FROM|WHERE|AND|ORDER BY|RETURNING|JOIN)\b")
_SWAPS = (
    (r"\bAND\b", "OR"),
    (r"\bOR\b(?! (IGNORE|REPLACE))", "AND"),
    (r"(?<![<>=!-])<(?![<>=@-])", "<="),
    (r"(?<![<>=!-])>(?![<>=])", ">="),
    (r"<=(?!>)", "<"),
    (r">=", ">"),
    (r"<>", "="),
    (r"\bIS NULL\b", "IS NOT NULL"),
    (r"\bIS NOT NULL\b", "IS NULL"),
    (r"\bNOT (?=EXISTS|IN\b)", ""),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r" DESC\b", ""),
    (r" ORDER BY [^()]+?(?= LIMIT| FOR |\)|$)", ""),
    (r" LIMIT (\?\d*|\$\d+|\d+)", ""),
    (r" FOR (NO KEY )?UPDATE( SKIP LOCKED)?", ""),
)
_END = re.compile(
    r"\b(AND|OR|ORDER|LIMIT|RETURNING|GROUP|FOR|UNION|WHERE|JOIN|LEFT|CROSS|WHEN|THEN|ELSE|END|SET)\b|[,;]"
)


class Mutation(NamedTuple):
    """A change that ``make`` makes to the tree in which it was found."""

    line: int
    text: str
    make: Callable[[], object]


def mutations(tree: ast.Module) -> list[Mutation]:
    """All changes of a module, always in the same order."""
    return [mutation for place in _places(tree) for mutation in _of(place)]


class _Place(NamedTuple):
    """A node, and where it is in its parent."""

    node: Any
    parent: Any
    field: str
    at: int | None

    def put(self, other: ast.AST) -> None:
        ast.copy_location(other, self.node)
        if self.at is None:
            setattr(self.parent, self.field, other)
        else:
            getattr(self.parent, self.field)[self.at] = other


def _places(parent: ast.AST) -> Iterator[_Place]:
    """What runs below ``parent``."""
    for field, value in ast.iter_fields(parent):
        if field in {"annotation", "returns", "decorator_list"} or (field == "exc" and isinstance(parent, ast.Raise)):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and not _is_left_alone(node):
                yield _Place(node, parent, field, index)
                if not isinstance(node, ast.JoinedStr):
                    yield from _places(node)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        call = node.value
        return isinstance(call, ast.Constant) or ast.unparse(call).startswith("log.")
    return isinstance(node, ast.Import | ast.ImportFrom) or (
        isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )


def _of(place: _Place) -> Iterator[Mutation]:
    line = getattr(place.node, "lineno", getattr(place.parent, "lineno", 1))
    for what, make in _changes(place):
        yield Mutation(line, what, make)


def _changes(place: _Place) -> Iterator[tuple[str, Callable[[], object]]]:
    node = place.node
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                other = _COMPARISONS[type(operator)]()
                yield _shown(node, type(other).__name__), partial(node.ops.__setitem__, index, other)
        case ast.BoolOp():
            joint = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _shown(node, type(joint).__name__), partial(setattr, node, "op", joint)
        case ast.UnaryOp(op=ast.Not()):
            yield _shown(node, "no not"), partial(place.put, node.operand)
        case ast.If() | ast.While() | ast.IfExp() if isinstance(node.test, ast.Name | ast.Attribute | ast.Call):
            test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
            yield _shown(node.test, "not"), partial(setattr, node, "test", test)
        case ast.Constant(value=str(text)) if _SQL.search(text):
            for what, changed in _sql(text):
                yield what, partial(place.put, ast.Constant(changed))
        case ast.JoinedStr():
            yield from _of_formatted(place)
        case ast.Return() if isinstance(place.parent, ast.If) and place.field == "body":
            yield _shown(node, "dropped"), partial(place.put, ast.Pass())
        case ast.comprehension():
            for index, condition in enumerate(node.ifs):
                yield _shown(condition, "no filter"), partial(node.ifs.pop, index)
        case (
            ast.Expr(value=ast.Call() | ast.Await())
            | ast.AugAssign()
            | ast.Break()
            | ast.Continue()
            | ast.Delete()
            | ast.Raise()
        ):
            yield _shown(node, "dropped"), partial(place.put, ast.Pass())


def _shown(node: ast.AST, change: str) -> str:
    return f"{ast.unparse(node).splitlines()[0][:80]}  [{change}]"


def _of_formatted(place: _Place) -> Iterator[tuple[str, Callable[[], object]]]:
    """Changes of the SQL in an f-string; a private character stands for each of its values."""
    node: ast.JoinedStr = place.node
    text = "".join(_text(part) or chr(_HOLE + at) for at, part in enumerate(node.values))
    if _SQL.search(text):
        for what, changed in _sql(text):
            pieces = [piece for piece in re.split("([\ue000-\uf8ff])", changed) if piece]
            parts = [
                node.values[ord(one) - _HOLE] if "\ue000" <= one[0] <= "\uf8ff" else ast.Constant(one) for one in pieces
            ]
            yield re.sub("[\ue000-\uf8ff]", "{}", what), partial(setattr, node, "values", parts)


def _text(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else ""


def _sql(text: str) -> Iterator[tuple[str, str]]:
    """What is changed in a statement, and the statement then."""
    for pattern, new in _SWAPS:
        for found in re.finditer(pattern, text):
            if not _is_in_between(text, found):
                yield _changed(text, found.start(), found.end(), new)
    for found in re.finditer(r"\b(AND|OR|WHERE)\b", text):
        end = _end_of_condition(text, found.end())
        if text[found.end() : end].strip() and not _is_in_between(text, found):
            yield _changed(text, found.start(), end, "WHERE true " if found[1] == "WHERE" else "")


def _changed(text: str, start: int, end: int, new: str) -> tuple[str, str]:
    shown = " ".join(f"{text[max(start - 30, 0) : start]}<<{text[start:end]}>>{text[end : end + 20]}".split())
    return f"{shown}  [{new.strip()}]", text[:start] + new + text[end:]


def _is_in_between(text: str, found: re.Match[str]) -> bool:
    """Whether an ``AND`` belongs to a ``BETWEEN``."""
    before = text[: found.start()].rpartition("BETWEEN")
    return found[0] == "AND" and bool(before[1]) and not re.search(r"\b(AND|OR)\b", before[2])


def _end_of_condition(text: str, start: int) -> int:
    """Where the condition ends that begins at ``start``."""
    depth, at, between = 0, start, False
    while at < len(text):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth < 0:
            return at
        end = _END.match(text, at) if depth == 0 and not text[at - 1].isalnum() else None
        if end and not (end[0] == "AND" and between):
            return at
        between = text.startswith("BETWEEN", at) or (between and not end)
        at += len(end[0]) if end else 1
    return at
