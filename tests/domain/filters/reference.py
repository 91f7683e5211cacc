"""What PostgreSQL makes of paths and documents, in the terms of the filter language."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import asyncpg

from holdfast.domain.filters.jsonpath import parse
from holdfast.domain.filters.jsonpath.tree import Literal, Predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

# A path that is a predicate or a constant matches where it is true (jsonb_path_match), any other where it yields an
# item; a row on which it raises does not match.
FUNCTION = """
create or replace function pg_temp.holdfast_match(document jsonb, path jsonpath, is_predicate boolean)
returns boolean language plpgsql as $$
begin
    if is_predicate then
        return coalesce(jsonb_path_match(document, path, '{}', true), false);
    end if;
    return jsonb_path_exists(document, path);
exception when others then
    return false;
end $$
"""
SYNTAX = """
create or replace function pg_temp.holdfast_is_path(path text) returns boolean language plpgsql as $$
begin
    perform path::jsonpath;
    return true;
exception when others then
    return false;
end $$
"""


class Reference:
    """A connection to a PostgreSQL that answers for paths."""

    def __init__(self, dsn: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection = self._loop.run_until_complete(asyncpg.connect(dsn))
        for function in (FUNCTION, SYNTAX):
            self._loop.run_until_complete(self._connection.execute(function))

    def close(self) -> None:
        self._loop.run_until_complete(self._connection.close())
        self._loop.close()

    def matches(self, cases: Sequence[tuple[str, object]]) -> list[bool]:
        """Whether each document matches its path; the paths must be well-formed."""
        bodies = [parse(path, single_quotes=False).body for path, _ in cases]
        rows = self._fetch(
            "select pg_temp.holdfast_match(d::jsonb, p::jsonpath, b) "
            "from unnest($1::text[], $2::text[], $3::boolean[]) with ordinality as t(d, p, b, n) order by n",
            [json.dumps(document) for _, document in cases],
            [path for path, _ in cases],
            [isinstance(body, Predicate | Literal) for body in bodies],
        )
        return [row[0] for row in rows]

    def are_paths(self, texts: Sequence[str]) -> list[bool]:
        """Whether each text is a path."""
        rows = self._fetch(
            "select pg_temp.holdfast_is_path(p) from unnest($1::text[]) with ordinality as t(p, n) order by n",
            list(texts),
        )
        return [row[0] for row in rows]

    def _fetch(self, query: str, *arguments: object) -> list[asyncpg.Record]:
        return self._loop.run_until_complete(self._connection.fetch(query, *arguments))
