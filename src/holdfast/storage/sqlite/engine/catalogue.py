"""The catalogue of a database file, and that of a file which a schema would make."""

from __future__ import annotations

import re
from functools import lru_cache

import apsw

from holdfast.storage.catalogue import Catalogue

_COMMENT = re.compile(r"--[^\n]*")
_TABLES = (
    "SELECT 'table ' || name, iif(strict, 'strict ', '') || iif(wr, 'without rowid', '') FROM pragma_table_list"
    " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
)
_COLUMNS = (
    "SELECT 'column ' || tables.name || '.' || columns.name,"
    " concat_ws(' ', columns.type, iif(columns.\"notnull\", 'not null', NULL), 'default ' || dflt_value,"
    " iif(pk, 'key ' || pk, NULL)) FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns"
    " WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'"
)
_INDEXES = (
    "SELECT iif(indexes.\"unique\", 'unique index ', 'index ') || indexes.name, made.sql FROM sqlite_schema AS tables,"
    " pragma_index_list(tables.name) AS indexes JOIN sqlite_schema AS made ON made.name = indexes.name"
    " WHERE tables.type = 'table' AND made.sql IS NOT NULL"
)
_CONSTRAINTS = (
    "SELECT 'unique constraint ' || tables.name || '.' || columns.name, '' FROM sqlite_schema AS tables,"
    " pragma_index_list(tables.name) AS indexes, pragma_index_info(indexes.name) AS columns"
    " WHERE tables.type = 'table' AND indexes.origin = 'u'"
)
_TRIGGERS = "SELECT 'trigger ' || name, sql FROM sqlite_schema WHERE type = 'trigger'"
_QUERIES = (_TABLES, _COLUMNS, _INDEXES, _CONSTRAINTS, _TRIGGERS)


def catalogue_of(connection: apsw.Connection) -> Catalogue:
    """What a database consists of."""
    found = (row for query in _QUERIES for row in connection.execute(query))
    return Catalogue({name: " ".join(_COMMENT.sub("", made).split()) for name, made in found})


@lru_cache(maxsize=8)
def catalogue_made_by(schema: str) -> Catalogue:
    """What a database consists of that the statements of a schema make."""
    connection = apsw.Connection(":memory:")
    try:
        connection.execute(schema)
        return catalogue_of(connection)
    finally:
        connection.close()
