"""What a distributed PostgreSQL (Citus) can do with a statement, told from its syntax.

The rules are those of Citus' documentation: nearly everything works that one node can answer, which is what names one
value of the distribution column; tables of the coordinator may only appear in sub-selects of their own beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pglast import ast, parse_sql

from holdfast.storage.postgres.distributed.distribution import WITH_NODES
from holdfast.storage.postgres.engine.layout import DISTRIBUTED, ON_COORDINATOR

SELECTS = (ast.SelectStmt,)
CHANGES = (ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt)

NUMBERED = ("summaries",)
"""Distributed tables whose rows get numbers that the coordinator gives out."""

ONE_VALUE = object()
"""Stands for a parameter among the columns that a condition makes equal."""


def faults(sql: str) -> list[str]:
    """What keeps ``sql`` from being answered by one node, or by the coordinator alone."""
    levels = [level for raw in parse_sql(sql) for level in _levels(raw.stmt)]
    found = [fault for level in levels for fault in _faults_of(level)]
    changed = [level.relation.relname for level in levels if isinstance(level, CHANGES)]
    found += [fault for level in levels if isinstance(level, ast.InsertStmt) for fault in _faults_of_insert(level)]
    spread = set(changed) & set(DISTRIBUTED) or any(_tables(level, DISTRIBUTED) for level in levels)
    whole = sorted(set(changed) & set(ON_COORDINATOR))
    if spread and whole:
        found.append(f"changes {whole} on the coordinator and touches distributed tables")
    if len({DISTRIBUTED[table] for level in levels for table in _tables(level, DISTRIBUTED).values()}) > 1:
        found.append("joins tables of two keys")
    return found


def changes(sql: str) -> Iterator[tuple[str, bool]]:
    """The tables that ``sql`` changes; of each, whether its rows come in by COPY, as those of INSERT … SELECT do."""
    for raw in parse_sql(sql):
        for level in _levels(raw.stmt):
            if isinstance(level, CHANGES):
                select = getattr(level, "selectStmt", None)
                yield level.relation.relname, select is not None and not select.valuesLists


def commits_in_one_phase(statements: Iterable[str]) -> set[str]:
    """The tables of the coordinator that a transaction of ``statements`` commits after a node, and not with it.

    Citus prepares a transaction on the nodes when it knows that several databases are changed: nodes, or a node and the
    coordinator by a table that Citus was told of; and when rows are copied to a node.  In any other one the only node
    commits first: where the coordinator crashes then, what it would have changed stays as it was.
    """
    found = [change for statement in statements for change in changes(statement)]
    spread = [copied for table, copied in found if table in DISTRIBUTED]
    whole = {table for table, _ in found if table in ON_COORDINATOR}
    return set() if not spread or any(spread) or whole & set(WITH_NODES) else whole


def _faults_of(level: Any) -> Iterator[str]:
    spread = _tables(level, DISTRIBUTED)
    whole = _tables(level, ON_COORDINATOR)
    if spread and whole:
        yield f"{sorted(spread.values())} and {sorted(whole.values())} in one FROM"
    where = getattr(level, "whereClause", None)
    if whole and any(_tables(inner, DISTRIBUTED) for exists in _existences(where) for inner in _levels(exists)):
        yield f"{sorted(whole.values())} by what there is in distributed tables, which is a join to Citus"
    equal = _equalities(level)
    for alias, table in spread.items():
        column = DISTRIBUTED[table]
        if not _has_one_value((alias, column), equal):
            yield f"no single {column} for {table}"


def _faults_of_insert(insert: Any) -> Iterator[str]:
    """Rows that get a number pass through the coordinator, which asks all shards: parameters tell it of none then."""
    read = {table for level in _levels(insert.selectStmt) for table in _tables(level, DISTRIBUTED).values()}
    if insert.relation.relname in NUMBERED and read:
        yield f"numbers for {insert.relation.relname} what it selects from all shards of {sorted(read)}"


def _existences(node: Any) -> Iterator[Any]:
    """The queries of EXISTS in a condition, but those inside of others."""
    if isinstance(node, tuple | list):
        for item in node:
            yield from _existences(item)
    elif isinstance(node, ast.SubLink) and node.subLinkType.name == "EXISTS_SUBLINK":
        yield node.subselect
    elif isinstance(node, ast.Node) and not isinstance(node, SELECTS):
        for name in node:
            yield from _existences(getattr(node, name))


def _levels(node: Any) -> Iterator[Any]:
    """All queries in a statement, each for itself."""
    if isinstance(node, tuple | list):
        for item in node:
            yield from _levels(item)
    elif isinstance(node, ast.Node):
        if isinstance(node, SELECTS + CHANGES):
            yield node
        for name in node:
            yield from _levels(getattr(node, name))


def _from(level: Any) -> list[Any]:
    """What a query takes its rows from; the target of an INSERT takes any."""
    target = [level.relation] if isinstance(level, ast.UpdateStmt | ast.DeleteStmt) else []
    clause = getattr(level, "usingClause", None) if isinstance(level, ast.DeleteStmt) else None
    return [*target, *(getattr(level, "fromClause", None) or ()), *(clause or ())]


def _tables(level: Any, of: Any) -> dict[str, str]:
    """Alias and name of the tables in a query's FROM that belong to one kind."""
    found = {}
    for item in _unjoined(_from(level)):
        if isinstance(item, ast.RangeVar) and item.relname in of:
            found[item.alias.aliasname if item.alias else item.relname] = item.relname
    return found


def _unjoined(items: list[Any]) -> Iterator[Any]:
    for item in items:
        if isinstance(item, ast.JoinExpr):
            yield from _unjoined([item.larg, item.rarg])
        else:
            yield item


def _equalities(level: Any) -> list[tuple[Any, Any]]:
    """Pairs of columns, as alias and name, or of a column and a parameter, that the query makes equal."""
    pairs = list(_compared(getattr(level, "whereClause", None)))
    for item in _joins(_from(level)):
        pairs += _compared(item.quals)
        for name in item.usingClause or ():
            sides = [side.alias.aliasname if side.alias else side.relname for side in _unjoined([item.larg, item.rarg])]
            pairs += [((side, name.sval), (None, name.sval)) for side in sides]
    tables = _tables(level, DISTRIBUTED)
    if len(tables) == 1:
        (alias,) = tables
        pairs.append(((None, DISTRIBUTED[tables[alias]]), (alias, DISTRIBUTED[tables[alias]])))
    return pairs


def _joins(items: list[Any]) -> Iterator[Any]:
    for item in items:
        if isinstance(item, ast.JoinExpr):
            yield item
            yield from _joins([item.larg, item.rarg])


def _compared(condition: Any) -> Iterator[tuple[Any, Any]]:
    """The equations that must hold for ``condition``."""
    if isinstance(condition, ast.BoolExpr) and condition.boolop.name == "AND_EXPR":
        for part in condition.args:
            yield from _compared(part)
    elif isinstance(condition, ast.A_Expr) and condition.kind.name == "AEXPR_OP" and condition.name[0].sval == "=":
        sides = _operand(condition.lexpr), _operand(condition.rexpr)
        if None not in sides:
            yield sides[0], sides[1]


def _operand(node: Any) -> Any:
    if isinstance(node, ast.TypeCast):
        return _operand(node.arg)
    if isinstance(node, ast.ParamRef):
        return ONE_VALUE
    if isinstance(node, ast.ColumnRef):
        names = [field.sval for field in node.fields]
        return (names[-2] if len(names) > 1 else None, names[-1])
    return None


def _has_one_value(column: Any, equal: list[tuple[Any, Any]]) -> bool:
    known = {column}
    while True:
        more = {other for pair in equal for one, other in (pair, pair[::-1]) if one in known} - known
        if not more:
            return ONE_VALUE in known
        known |= more
