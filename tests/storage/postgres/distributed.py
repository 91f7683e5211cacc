"""A plain PostgreSQL that is taken for a distributed one, and the judge of all statements that it is sent.

Tables of the names of Citus' catalogue make the store send what it would send to one; that the answers are right is
for the tests that use it, that a Citus could give them is what is checked here.  The one server is coordinator and
node: shards are views of the tables, which hold all rows, and lie behind the socket that leads to all else.

With ``--store DSN`` all of it runs on a real cluster, whose database ``holdfast init-db --distributed`` has made ready.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import asyncpg
import pytest
from asyncpg.connection import LoggedQuery

from holdfast.storage.postgres.engine import connections
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.check import ROW_RULES
from tests.storage.conftest import EMPTY, database_in, execute
from tests.storage.postgres.statements import commits_in_one_phase, faults
from tests.storage.samples import fresh

STAND_IN = """
CREATE SCHEMA stand_in;
CREATE TABLE stand_in.pg_dist_partition (logicalrelid regclass, partmethod "char");
INSERT INTO stand_in.pg_dist_partition VALUES ('stand_in.pg_dist_partition', 'h');
"""

SHARDS = """
CREATE TABLE stand_in.pg_dist_shard (logicalrelid regclass, shardid bigint, shardminvalue text);
CREATE TABLE stand_in.pg_dist_placement (placementid bigint, shardid bigint, groupid integer);
CREATE TABLE stand_in.pg_dist_node (groupid integer, nodename text, nodeport integer, noderole text);
CREATE FUNCTION stand_in.worker_hash(bigint) RETURNS integer LANGUAGE sql AS 'SELECT hashint8($1)';
INSERT INTO stand_in.pg_dist_node VALUES (1, '{host}', 5432, 'primary');
DO $$ DECLARE kind text; shard integer := 0; least bigint; BEGIN
    FOREACH kind IN ARRAY ARRAY['messages', 'summaries'] LOOP
        FOR least IN SELECT generate_series(-2147483648, 2147483647, 536870912) LOOP
            shard := shard + 1;
            INSERT INTO stand_in.pg_dist_shard VALUES (kind::regclass, shard, least);
            INSERT INTO stand_in.pg_dist_placement VALUES (100 + shard, shard, 1);
            EXECUTE format('CREATE VIEW stand_in.%I AS SELECT * FROM %I WHERE hashint8(session) BETWEEN %s AND %s',
                kind || '_' || shard, kind, least, least + 536870911);
        END LOOP;
    END LOOP;
END $$;
"""
"""Eight shards of messages, 1 to 8, and those of summaries beside them, 9 to 16."""

ACROSS_NODES = {
    "a look at all messages, for those without a vector": "SELECT session, position, model IS DISTINCT FROM",
    "messages whose UUIDs a caller chose": "SELECT uuid, role, content, session, position FROM messages WHERE uuid =",
    "messages that a new fact rests on": "SELECT uuid, session, position, content, created_at, remember FROM messages",
    "how many rows a table has, for a copy": "SELECT count(*) FROM",
    "the documents that were deleted longest ago": "SELECT collection, number FROM documents WHERE deleted_at <",
}
"""Statements on one table that all nodes answer together: seldom, in the background, or by few rows.

So are the rules of ``holdfast check``, which a real cluster has answered.
"""


IS_DISTRIBUTED = """
DO $$ BEGIN
    IF to_regclass('pg_dist_partition') IS NULL THEN RAISE 'the database given with --store has no Citus'; END IF;
    IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE partmethod = 'h') THEN
        RAISE 'run holdfast init-db --distributed on the database given with --store first';
    END IF;
END $$
"""


@pytest.fixture(scope="session")
def _distributed_database(request: pytest.FixtureRequest) -> str:
    store: str = request.config.getoption("--store")
    if store.startswith("postgres") and ":" in store:
        execute(store, IS_DISTRIBUTED)
        execute(store, EMPTY)
        return store
    postgres_dsn = request.getfixturevalue("postgres_dsn")
    name = fresh("distributed").replace("-", "_")
    execute(postgres_dsn, f"CREATE DATABASE {name}")
    dsn = database_in(postgres_dsn, name)
    execute(dsn, STAND_IN)
    seen = f"{dsn}&options=-csearch_path%3Dpublic%2Cstand_in"
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_with_schema(seen))).result()
    execute(dsn, SHARDS.format(host=dsn.rpartition("host=")[2]))
    return seen


async def _with_schema(dsn: str) -> None:
    database = Database(dsn)
    await database.open()
    await database.close()


@pytest.fixture
def empty_distributed(_distributed_database: str) -> Iterator[str]:
    """The DSN of an empty database that is taken for a distributed one; it may be sent any statement."""
    yield _distributed_database
    execute(_distributed_database, EMPTY)


@pytest.fixture
def distributed_postgres(_distributed_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The DSN of an empty database that is taken for a distributed one; the statements sent to it must suit it."""
    sent: set[str] = set()
    transactions: set[frozenset[str]] = set()
    prepare = connections.prepare

    async def listen(connection: asyncpg.Connection) -> None:
        await prepare(connection)
        begun: set[str] = set()

        def note(query: LoggedQuery) -> None:
            if query.query.startswith("COMMIT"):
                transactions.add(frozenset(begun))
            if query.query.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
                begun.clear()
            else:
                begun.add(query.query)
            sent.add(query.query)

        connection.add_query_logger(note)

    monkeypatch.setattr(connections, "prepare", listen)
    yield _distributed_database
    execute(_distributed_database, EMPTY)
    assert sent
    judged = {statement: judge(statement) for statement in sent}
    assert {statement: found for statement, found in judged.items() if found} == {}
    halves = {transaction: commits_in_one_phase(transaction) for transaction in transactions}
    assert {transaction: tables for transaction, tables in halves.items() if tables} == {}


@cache
def judge(statement: str) -> list[str]:
    """What is wrong with a statement, but for those that are known to be answered by all nodes together."""
    known = *ACROSS_NODES.values(), *ROW_RULES.values()
    if any(statement.startswith(start) for start in known):
        return []
    return faults(statement)
