"""``holdfast check``."""

from __future__ import annotations

import sys

import click

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options


@click.command()
@store_options
@pass_context
def check(context: Context, data: str | None, store: str | None) -> None:
    """Check the database for damage. The server may be running meanwhile."""
    apply_store_options(context.settings, data=data, store=store)
    defects = context.with_storage(lambda storage: storage.check())
    if not defects:
        click.echo("The database is sound.")
        return
    for defect in defects:
        click.echo(defect)
    sys.exit(1)
