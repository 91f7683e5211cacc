"""``holdfast export``."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import aclosing, nullcontext
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.domain.archive import encode_lines
from holdfast.domain.principals import OPERATOR
from holdfast.domain.transcript import FORMATS, transcribe
from holdfast.operations.access import Access
from holdfast.operations.export import Export, Lines
from holdfast.storage.contract.storage import Storage
from holdfast.system.durability import sync
from holdfast.version import version_header


@click.command()
@click.option("--user", metavar="ID", help="A user with all sessions and files.")
@click.option("--session", metavar="ID", help="One session.")
@click.option("--all", "everything", is_flag=True, help="All users, sessions, files and collections.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write. Default: print it.")
@store_options
@pass_context
def export(
    context: Context,
    *,
    user: str | None,
    session: str | None,
    everything: bool,
    form: str,
    output: Path | None,
    data: str | None,
    store: str | None,
) -> None:
    """Write what is stored into a file, beside a server that may be running.

    The format jsonl is an archive: `holdfast import` puts it into another Holdfast as it was. The format markdown is
    for people.
    """
    if (user is not None) + (session is not None) + everything != 1:
        raise click.UsageError("give one of --user, --session and --all")
    apply_store_options(context.settings, data=data, store=store)

    async def work(storage: Storage) -> None:
        exporting = Export(Access(storage), written_by=version_header())
        if user is not None:
            lines = exporting.user(OPERATOR, user)
        elif session is not None:
            lines = exporting.session(OPERATOR, session)
        else:
            lines = exporting.everything(OPERATOR)
        await _write_to(output, lines, form)

    context.with_storage(work)


async def _write_to(output: Path | None, lines: Lines, form: str) -> None:
    """Write ``lines`` to a file, which has its name only once it is whole, or to the standard output."""
    if output is None:
        await _write(sys.stdout.buffer, lines, form, quiet=True)
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as target:
            await _write(target, lines, form, quiet=bool(os.environ.get("NO_PROGRESS")))
            target.flush()
            sync(target.fileno())
        part.replace(output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _put(target: BinaryIO, text: bytes) -> None:
    """Write a text; the error of a file that takes no more names it."""
    try:
        target.write(text)
    except OSError as error:
        raise OSError(error.errno, error.strerror, target.name) from error


async def _write(target: BinaryIO, lines: Lines, form: str, *, quiet: bool) -> None:
    columns = (SpinnerColumn(), TextColumn("{task.completed:,} records"), TextColumn("{task.description}"))
    progress = nullcontext() if quiet else Progress(*columns, console=Console(stderr=True))
    with progress as shown:
        task = None if shown is None else shown.add_task("exported", total=None)
        async with aclosing(lines):
            async for chunk in lines:
                text = encode_lines(chunk) if form == FORMATS[0] else transcribe(chunk).encode()
                await asyncio.to_thread(_put, target, text)
                if shown is not None and task is not None:
                    shown.advance(task, len(chunk))
    target.flush()
