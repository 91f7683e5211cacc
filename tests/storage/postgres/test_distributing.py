"""What ``init-db --distributed`` asks of Citus, whose functions are imitated here as far as they are called."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest

from holdfast.storage.postgres.distributed.distribution import SETTINGS, Distributed, distribute
from holdfast.storage.postgres.engine.layout import DISTRIBUTED
from tests.storage.conftest import _new_database, execute

CITUS = """
CREATE SCHEMA stand_in;
CREATE VIEW stand_in.pg_extension AS SELECT extname, extversion, extnamespace FROM pg_catalog.pg_extension
    UNION ALL SELECT 'citus', '13.2', 0;
CREATE TABLE stand_in.pg_dist_partition (logicalrelid regclass, partmethod "char", shards integer);
CREATE TABLE stand_in.pg_dist_node (groupid integer, shouldhaveshards boolean);
INSERT INTO stand_in.pg_dist_node VALUES (0, false), (1, true), (2, true), (3, false);
CREATE FUNCTION stand_in.create_distributed_table(name text, key text, colocate_with text, shard_count integer = NULL)
    RETURNS void LANGUAGE sql AS $$
    INSERT INTO stand_in.pg_dist_partition SELECT name::regclass, 'h', coalesce(shard_count,
        (SELECT shards FROM stand_in.pg_dist_partition WHERE logicalrelid = colocate_with::regclass))
    $$;
CREATE FUNCTION stand_in.citus_add_local_table_to_metadata(name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO stand_in.pg_dist_partition VALUES (name::regclass, 'n', 1)
    $$;
SET allow_system_table_mods = on;
CREATE TABLE pg_catalog.pg_dist_object (classid oid, objid oid, distribution_argument_index integer, beside text);
CREATE FUNCTION stand_in.create_distributed_function(name text, argument text, colocate_with text)
    RETURNS void LANGUAGE sql AS $$
    INSERT INTO pg_catalog.pg_dist_object SELECT 'pg_proc'::regclass, oid, array_position(proargnames, argument) - 1,
        colocate_with FROM pg_proc WHERE oid = name::regprocedure
    $$;
"""


def coordinator(dsn: str) -> str:
    """The DSN of a database, made a coordinator of three nodes, one of which takes no shards."""
    execute(dsn, CITUS)
    return f"{dsn}&options=-csearch_path%3Dpublic%2Cstand_in%2Cpg_catalog"


@pytest.fixture
def citus(postgres_database: str) -> str:
    return coordinator(postgres_database)


@pytest.fixture(scope="module")
def distributed(postgres_dsn: str) -> Iterator[str]:
    """The DSN of a database that was distributed."""
    for dsn in _new_database(postgres_dsn):
        made = coordinator(dsn)
        with ThreadPoolExecutor(1) as thread:
            done = thread.submit(lambda dsn=made: asyncio.run(distribute(dsn))).result()
        assert done == Distributed(list(DISTRIBUTED), nodes=2)
        yield made


async def ask(dsn: str, query: str) -> list[tuple]:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


SHARDS = "SELECT logicalrelid::regclass::text, shards FROM pg_dist_partition WHERE partmethod = 'h' ORDER BY 1"


async def test_tables_are_cut_into_few_shards_for_each_node_that_takes_some(distributed: str) -> None:
    assert await ask(distributed, SHARDS) == [(table, 8) for table in sorted(DISTRIBUTED)]


async def test_tables_are_cut_into_as_many_shards_as_were_asked_for(citus: str) -> None:
    await distribute(citus, shards=3)
    assert await ask(citus, SHARDS) == [(table, 3) for table in sorted(DISTRIBUTED)]


async def test_connections_to_a_distributed_database_have_what_keeps_them_and_batches_cheap(distributed: str) -> None:
    assert set(SETTINGS) == {
        "citus.override_table_visibility",
        "citus.multi_shard_modify_mode",
        "citus.max_cached_conns_per_worker",
    }
    for name, value in SETTINGS.items():
        assert await ask(distributed, f"SHOW {name}") == [(value,)]


async def test_what_a_node_and_the_coordinator_change_together_is_known_to_citus(distributed: str) -> None:
    assert await ask(distributed, "SELECT logicalrelid::text FROM pg_dist_partition WHERE partmethod = 'n'") == [
        ("collections",)
    ]


async def test_the_function_that_searches_an_index_runs_where_the_index_is(distributed: str) -> None:
    assert await ask(
        distributed, "SELECT objid::regproc::text, distribution_argument_index, beside FROM pg_catalog.pg_dist_object"
    ) == [("nearest_documents", 0, "documents")]


async def test_what_was_distributed_stays_as_it_is(distributed: str) -> None:
    before = (
        await ask(distributed, "TABLE pg_dist_partition"),
        await ask(distributed, "TABLE pg_catalog.pg_dist_object"),
    )
    assert await distribute(distributed, shards=5) == Distributed([], nodes=2)
    assert (
        await ask(distributed, "TABLE pg_dist_partition"),
        await ask(distributed, "TABLE pg_catalog.pg_dist_object"),
    ) == before


@pytest.mark.parametrize(("nodes", "warned"), [(2, False), (0, True)])
def test_rows_that_all_lie_on_the_coordinator_are_no_surprise(
    run_command, citus: str, nodes: int, warned: bool
) -> None:
    execute(citus, f"DELETE FROM stand_in.pg_dist_node WHERE groupid > {nodes}")
    finished = run_command("init-db", "--distributed", "--shards", "1", "--store", citus)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith(f"Distributed {', '.join(DISTRIBUTED)}.\n")
    assert ("no node but the coordinator" in finished.stdout) is warned


def test_shards_are_asked_for_where_there_are_some(run_command, citus: str) -> None:
    finished = run_command("init-db", "--shards", "1", "--store", citus)
    assert (finished.returncode, "--distributed" in finished.stderr) == (2, True)
