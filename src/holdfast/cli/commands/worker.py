"""``holdfast worker``."""

from __future__ import annotations

import asyncio

import click

from holdfast.app import build_server
from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.errors import StartupError
from holdfast.settings import Settings
from holdfast.system import event_loop
from holdfast.system.signals import told_to_stop
from holdfast.telemetry.logs import configure_logging


@click.command()
@store_options
@pass_context
def worker(context: Context, data: str | None, store: str | None) -> None:
    """Do background work only: enrichment, embedding and purging, for servers on the same PostgreSQL.

    Any number of workers and servers share the work; start servers with --without-worker to leave it to workers.
    The embedded store needs no worker: its one server does the work.
    """
    apply_store_options(context.settings, data=data, store=store)
    configure_logging(context.settings.log, development=context.settings.development)
    with asyncio.Runner(loop_factory=event_loop.new_event_loop) as runner:
        runner.run(_work(context.settings))


async def _work(settings: Settings) -> None:
    server = build_server(settings)
    if not server.storage.shared:
        raise StartupError("a worker needs a PostgreSQL (--store postgresql://…): the embedded store has one server")
    stopped = asyncio.Event()
    with told_to_stop(lambda _: stopped.set()):
        async with server.running(serve=False):
            click.echo(f"Holdfast worker at {server.storage.describe()}: {', '.join(server.step_names) or 'no steps'}")
            await stopped.wait()
    click.echo("The Holdfast worker has stopped.")
