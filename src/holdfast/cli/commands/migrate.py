"""``holdfast migrate``: moving in from another server."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from holdfast.app import Server
from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.cli.counting import counted
from holdfast.configuration import data_directory, store_dsn
from holdfast.domain.principals import OPERATOR
from holdfast.operations.access import Access
from holdfast.operations.intake import LeftOut
from holdfast.operations.migration import Migrated, Migration
from holdfast.settings import Settings
from holdfast.sources.contract import Source
from holdfast.sources.mem0 import Mem0
from holdfast.sources.zep_ce_postgres import ZepCePostgres
from holdfast.sources.zep_cloud import ZepCloud
from holdfast.sources.zep_postgres import ZepPostgres
from holdfast.storage.open import open_storage

LEFT_SOMETHING_OUT = 3
"""Exit code when all went well but for records that were left out."""
_SHOWN = 100
_ALIKE = 5
"""Of so many records that were left out for the same reason the names are printed."""
_LONGEST_NAME = 120


@click.group()
@click.option("--dry-run", is_flag=True, help="Only count what would be moved.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File for all that was left out or noted, as JSON Lines.",
)
@store_options
@pass_context
def migrate(context: Context, *, dry_run: bool, report: Path | None, data: str | None, store: str | None) -> None:
    """Move everything from another server into this store, beside a Holdfast server that may be running.

    UUIDs and times are kept, nothing that was deleted there comes along. Run it again after an interruption, or to
    fetch what is new: what is there already is left as it is. In the end the records are counted and a sample of them
    compared. Exit code 0: all is there; 3: all but what the report names; 1: it failed.
    """
    apply_store_options(context.settings, data=data, store=store)
    context.dry_run = dry_run
    context.report = report


@migrate.command("zep-postgres")
@click.argument("dsn", envvar="ZEP_POSTGRES_DSN")
@click.option("--schema", default="public", show_default=True, help="Schema of the tables.")
@pass_context
def zep_postgres(context: Context, dsn: str, schema: str) -> None:
    """The database of a Zep server, 0.12 to 0.27: users, sessions, messages, summaries, collections."""
    _run(context, ZepPostgres(dsn, schema=schema))


@migrate.command("zep-ce-postgres")
@click.argument("dsn")
@click.option("--schema", default="public", show_default=True, help="Schema of the tables.")
@pass_context
def zep_ce_postgres(context: Context, dsn: str, schema: str) -> None:
    """The database of a Zep Community Edition server: users, sessions, messages."""
    _run(context, ZepCePostgres(dsn, schema=schema))


@migrate.command("zep-cloud")
@click.option("--api-key", envvar="ZEP_API_KEY", required=True, help="Key of the project [ZEP_API_KEY].")
@click.option("--url", default="https://api.getzep.com/api/v2", show_default=True, help="The API.")
@pass_context
def zep_cloud(context: Context, api_key: str, url: str) -> None:
    """A project of Zep Cloud: users, threads with their messages, edges of users as facts."""
    _run(context, ZepCloud(url, api_key=api_key))


@migrate.command()
@click.argument("place", metavar="FILE|URL")
@click.option("--user", "users", multiple=True, metavar="ID", help="User to ask the server for; may be repeated.")
@click.option("--api-key", envvar="MEM0_API_KEY", default="", help="Key of the server, if it asks for one.")
@pass_context
def mem0(context: Context, place: str, users: tuple[str, ...], api_key: str) -> None:
    """Memories of mem0, as asserted facts: a file of its answers, or a server."""
    _run(context, Mem0(place, users=users, api_key=api_key))


def _run(context: Context, source: Source) -> None:
    if context.dry_run:
        counts = asyncio.run(_count(source))
        click.echo(
            "There are "
            + (", ".join(f"{count} {kind}" for kind, count in counts.items()) or "an unknown number of records")
            + "."
        )
        return
    migrated = asyncio.run(_migrate(context.settings, source))
    if context.report is not None:
        _write_report(context.report, migrated)
    _report(migrated)
    if migrated.wrong:
        sys.exit(1)
    if migrated.taken.left_out:
        sys.exit(LEFT_SOMETHING_OUT)


async def _count(source: Source) -> dict[str, int]:
    async with source:
        return await source.counts()


async def _migrate(settings: Settings, source: Source) -> Migrated:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with source:
        total = sum((await source.counts()).values()) or None
        storage = open_storage(store_dsn(settings), data=data_directory(settings), exclusive=False)
        server = Server(settings, storage)
        await storage.start()
        try:
            with Progress(*columns, console=Console(stderr=True), disable=bool(os.environ.get("NO_PROGRESS"))) as bars:
                task = bars.add_task("records", total=total)
                migration = Migration(Access(storage), server.verbs.intake)
                return await migration(OPERATOR, source, lambda count: bars.advance(task, count))
        finally:
            await storage.stop()


def _left_out(records: Sequence[LeftOut]) -> list[str]:
    """Lines about what was left out; of many records of a kind with the same reason some, and the number of others."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in records:
        alike.setdefault((one.kind, one.reason), []).append(one.identity)
    lines = []
    for (kind, reason), names in alike.items():
        lines += [f"left out: {kind} {_short(name)}: {reason}" for name in names[:_ALIKE]]
        if len(names) > _ALIKE:
            lines.append(f"left out: {len(names) - _ALIKE} more {kind}: {reason}")
    return lines


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _write_report(path: Path, migrated: Migrated) -> None:
    """All that is to be told, one JSON object a line."""
    with path.open("wb") as file:
        for one in migrated.taken.left_out:
            file.write(msgspec.json.encode({"left_out": one}) + b"\n")
        for kind, texts in (("note", migrated.notes), ("wrong", migrated.wrong)):
            for text in texts:
                file.write(msgspec.json.encode({kind: text}) + b"\n")


def _report(migrated: Migrated) -> None:
    """A line for each kind, then what was left out, noted and found wrong."""
    taken = migrated.taken
    for kind, count in migrated.given.items():
        left_out = sum(one.kind == kind for one in taken.left_out)
        click.echo(
            f"{kind}: {count} read, {taken.stored[kind]} stored, {taken.present[kind]} were there, {left_out} left out"
        )
    lines = [f"WRONG: {wrong}" for wrong in migrated.wrong] + _left_out(taken.left_out)
    lines += [f"note: {note}" for note in migrated.notes]
    for line in lines[:_SHOWN]:
        click.echo(line, err=True)
    if len(lines) > _SHOWN:
        click.echo(f"… and {counted(len(lines) - _SHOWN, 'line')} more; --report FILE keeps all of them", err=True)
    if not migrated.wrong:
        click.echo("Verified: the counts tally, and all samples are as the source has them.")
