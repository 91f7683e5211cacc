"""``holdfast purge``."""

from __future__ import annotations

import click

from holdfast.chores.purge import purge_deleted
from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.cli.counting import counted
from holdfast.configuration import index_directory
from holdfast.retrieval.index_files import remove_index_files


@click.command()
@store_options
@pass_context
def purge(context: Context, data: str | None, store: str | None) -> None:
    """Remove for good what was deleted.

    Deleted sessions cannot be brought back afterwards. The server may be running meanwhile.
    """
    apply_store_options(context.settings, data=data, store=store)
    purged = context.with_storage(purge_deleted)
    directory = index_directory(context.settings)
    if directory is not None and (purged.messages or purged.summaries):
        remove_index_files(directory)
    click.echo(
        f"Removed {counted(purged.sessions, 'session')}, {counted(purged.messages, 'message')} and "
        f"{counted(purged.summaries, 'summary')} for good."
    )
