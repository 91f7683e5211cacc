"""``holdfast init-db``."""

from __future__ import annotations

import asyncio

import click

from holdfast.cli.context import Context, apply_store_options, pass_context
from holdfast.configuration import data_directory, store_dsn
from holdfast.errors import StartupError
from holdfast.storage.open import open_storage


@click.command("init-db")
@click.option("--store", metavar="DSN", help="The store, such as postgresql://USER@HOST/DATABASE [store.dsn].")
@click.option("--data", metavar="DIR", help="Directory of the embedded database [data.directory].")
@click.option("--distributed", is_flag=True, help="Spread the tables over the nodes of a Citus cluster.")
@click.option(
    "--shards",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="With --distributed: parts that each table is cut into, which nodes can share. 4 for each node by default.",
)
@pass_context
def init_db(context: Context, *, store: str | None, data: str | None, distributed: bool, shards: int | None) -> None:
    """Create the database's tables, or bring them up to date, without starting a server.

    Servers do so themselves when they start; this is for those who may not create tables. Repeating it does no harm.
    """
    apply_store_options(context.settings, data=data, store=store)
    dsn = store_dsn(context.settings)
    if shards and not distributed:
        raise click.UsageError("--shards needs --distributed.")
    if distributed:
        click.echo(_distribute(dsn, shards))
        return

    async def run() -> str:
        storage = open_storage(dsn, data=data_directory(context.settings))
        await storage.start()
        await storage.stop()
        return storage.describe()

    click.echo(f"{asyncio.run(run())} is ready.")


def _distribute(dsn: str, shards: int | None) -> str:
    if not dsn.startswith("postgres"):
        raise StartupError("only a PostgreSQL can be distributed: name it with --store postgresql://…")
    from holdfast.storage.postgres.distributed.distribution import distribute  # noqa: PLC0415 (asyncpg is slow to import)

    done = asyncio.run(distribute(dsn, shards=shards))
    text = "All tables were distributed already; the number of their shards stays as it is."
    if done.tables:
        text = f"Distributed {', '.join(done.tables)}."
    if done.nodes:
        return text
    return (
        f"{text}\nThere is no node but the coordinator, so all rows are there: add nodes with citus_add_node(), then "
        "run SELECT citus_rebalance_start()."
    )
