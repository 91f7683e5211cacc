"""The catalogue of a database, and that of one which a schema would make.

The second is read from the statements themselves: to run them needs more rights, and time, than a start has.  So both
tell what is written alike in every version of PostgreSQL, and leave out what the server rewrites, such as conditions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import asyncpg

from holdfast.storage.catalogue import Catalogue

_COMMENT = re.compile(r"--[^\n]*")
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\)(?: WITH \([^)]*\))?;")
_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX (\w+) ON (\w+) \(([^)]*)\)(?: WHERE (.*?))?;")
_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$;")
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+) .*? ON (\w+) ")
_SEQUENCE = re.compile(r"CREATE SEQUENCE (\w+);")
_PART = re.compile(r"(?:[^,()]|\([^()]*\))+")
_COLUMN = re.compile(r'(\w+) ([a-z ]+?(?:\[\])?)(?: COLLATE "(\w+)")?(?= [A-Z]|$)')
_LITERAL = re.compile(r"'([^']*)'")

_TYPES = {
    "bigint": "int8",
    "integer": "int4",
    "int": "int4",
    "smallint": "int2",
    "boolean": "bool",
    "text[]": "_text",
}
"""What the catalogue calls the types that it calls otherwise than a schema."""

_SCHEMA = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
_COLUMNS = (
    "SELECT relname::text, attname::text, typname::text, nullif(nullif(collname::text, 'default'), ''), attnotnull,"
    " atthasdef OR attidentity <> '' FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " JOIN pg_type ON pg_type.oid = atttypid LEFT JOIN pg_collation ON pg_collation.oid = attcollation"
    f" WHERE relnamespace = {_SCHEMA} AND relname = ANY($1::text[]) AND relkind IN ('r', 'p')"
    " AND attnum > 0 AND NOT attisdropped"
)
_INDEXES = (
    "SELECT indexes.relname::text, tables.relname::text, indisunique,"
    " ARRAY(SELECT coalesce(attname::text, 'an expression') FROM unnest(indkey) WITH ORDINALITY AS keys (number, place)"
    " LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = number ORDER BY place), pg_get_expr(indpred, indrelid)"
    " FROM pg_index JOIN pg_class AS indexes ON indexes.oid = indexrelid"
    " JOIN pg_class AS tables ON tables.oid = indrelid"
    f" WHERE tables.relnamespace = {_SCHEMA} AND tables.relname = ANY($1::text[]) AND indisvalid"
)
_FUNCTIONS = f"SELECT proname::text, prosrc FROM pg_proc WHERE pronamespace = {_SCHEMA} AND proname = ANY($1::text[])"
_TRIGGERS = (
    "SELECT tgname::text, relname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    f" WHERE relnamespace = {_SCHEMA} AND tgname = ANY($1::text[]) AND NOT tgisinternal"
)
_SEQUENCES = (
    f"SELECT relname::text FROM pg_class WHERE relnamespace = {_SCHEMA} AND relkind = 'S' AND relname = ANY($1::text[])"
)


async def catalogue_of(connection: asyncpg.Connection, expected: Catalogue) -> Catalogue:
    """What a database consists of, as far as it is about what is expected there."""
    tables = _names(expected, "table")
    objects: dict[str, str] = {}
    columns: dict[str, set[str]] = {name: set() for name in tables}
    for table, name, *made in await connection.fetch(_COLUMNS, tables):
        objects |= {f"table {table}": "", f"column {table}.{name}": _column(*made)}
        columns[table].add(name)
    for name, table, unique, keys, condition in await connection.fetch(_INDEXES, tables):
        objects[_index_name(name, unique=unique)] = _index(table, keys, condition, columns[table])
    for name, body in await connection.fetch(_FUNCTIONS, _names(expected, "function")):
        objects[f"function {name}"] = _body(body)
    for name, table in await connection.fetch(_TRIGGERS, _names(expected, "trigger")):
        objects[f"trigger {name}"] = table
    for (name,) in await connection.fetch(_SEQUENCES, _names(expected, "sequence")):
        objects[f"sequence {name}"] = ""
    return Catalogue(objects)


@lru_cache(maxsize=8)
def catalogue_made_by(schema: str) -> Catalogue:
    """What a database consists of that the statements of a schema make."""
    schema = _body(schema)
    objects: dict[str, str] = {}
    columns: dict[str, set[str]] = {}
    for table, inside in _TABLE.findall(schema):
        made = _objects_of_table(table, [part.strip() for part in _PART.findall(inside)])
        objects |= made
        columns[table] = {name.rpartition(".")[2] for name in made if name.startswith("column ")}
    for unique, name, table, keys, condition in _INDEX.findall(schema):
        made_of = _index(table, [key.split()[0] for key in keys.split(",")], condition, columns[table])
        objects[_index_name(name, unique=bool(unique))] = made_of
    objects |= {f"function {name}": _body(body) for name, body in _FUNCTION.findall(schema)}
    objects |= {f"trigger {name}": table for name, table in _TRIGGER.findall(schema)}
    objects |= {f"sequence {name}": "" for name in _SEQUENCE.findall(schema)}
    return Catalogue(objects)


def _objects_of_table(table: str, parts: list[str]) -> dict[str, str]:
    objects = {f"table {table}": ""}
    keys: list[str] = []
    for part in parts:
        if part.startswith("PRIMARY KEY"):
            keys = part.partition("(")[2].rstrip(")").split(", ")
        elif found := _COLUMN.match(part):
            name, kind, collation = found.groups()
            keys += [name] if "PRIMARY KEY" in part else []
            has_default = "DEFAULT " in part
            required = "NOT NULL" in part or "GENERATED" in part
            objects[f"column {table}.{name}"] = _column(_TYPES.get(kind, kind), collation, required, has_default)
            if "UNIQUE" in part:
                objects[f"unique index {table}_{name}_key"] = _index(table, [name], None, set())
    for key in keys:
        kind, *more = objects[f"column {table}.{key}"].split(" ")
        objects[f"column {table}.{key}"] = " ".join([kind, *(each for each in more if each != "optional")])
    if keys:
        objects[f"unique index {table}_pkey"] = _index(table, keys, None, set())
    return objects


def _names(catalogue: Catalogue, kind: str) -> list[str]:
    return [name.removeprefix(f"{kind} ") for name in catalogue.objects if name.startswith(f"{kind} ")]


def _column(kind: str, collation: str | None, required: bool, has_default: bool) -> str:  # noqa: FBT001
    words = (kind, collation and f"collate {collation}", not required and "optional", has_default and "default")
    return " ".join(word for word in words if word)


def _index_name(name: str, *, unique: bool) -> str:
    return f"unique index {name}" if unique else f"index {name}"


def _index(table: str, keys: list[Any], condition: str | None, columns: set[str]) -> str:
    """The columns of an index, and those that its condition asks, with the texts that it compares them with."""
    asked = sorted({*re.findall(r"\w+", condition or "")} & columns)
    return f"{table} ({', '.join(keys)}) where {' '.join([*asked, *sorted(set(_LITERAL.findall(condition or '')))])}"


def _body(text: str) -> str:
    """Statements without comments, and without the way in which they are laid out."""
    return " ".join(_COMMENT.sub("", text).split())
