"""``holdfast backup`` and ``holdfast restore``."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.configuration import data_directory
from holdfast.operations.backup import Manifest, make_backup, restore_backup, verify_backup
from holdfast.version import version_header


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Make none: check the backup that TARGET is.")
@store_options
@pass_context
def backup(context: Context, target: Path, data: str | None, store: str | None, *, verify: bool) -> None:
    """Back up the embedded store while the server runs.

    TARGET is a file, or a directory in which the backup is named after the time. A backup is one state of all data,
    compressed, with counts and checksums. For PostgreSQL use its own tools: pg_dump, or continuous archiving.
    """
    if verify:
        click.echo(f"The backup is sound: {_contents(verify_backup(target))}.")
        return
    apply_store_options(context.settings, data=data, store=store)
    path, manifest = context.with_storage(lambda storage: make_backup(storage, target, written_by=version_header()))
    click.echo(f"Backed up to {path}: {_contents(manifest)}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", metavar="DIR", help="An empty data directory [data.directory].")
@pass_context
def restore(context: Context, file: Path, data: str | None) -> None:
    """Put the backup FILE into a data directory that has no database yet, after verifying it."""
    apply_store_options(context.settings, data=data, store=None)
    directory = data_directory(context.settings)
    manifest = restore_backup(file, directory)
    click.echo(f"Restored to {directory}: {_contents(manifest)}.")


def _contents(manifest: Manifest) -> str:
    nouns = ("users", "sessions", "messages", "documents")
    words = ", ".join(f"{manifest.counts.get(noun, 0)} {noun}" for noun in nouns)
    return f"{words}, of {manifest.created_at[:19]}Z, schema {manifest.schema}"
