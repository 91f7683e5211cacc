"""``holdfast copy``."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from holdfast.errors import StartupError
from holdfast.operations.copy import copy as copy_everything
from holdfast.storage.contract.storage import Storage
from holdfast.storage.open import open_storage

_PHASES = {"compare": "comparing", "copy": "copying", "verify": "verifying"}


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy everything from one store to another.

    FROM and TO are a data directory, or a DSN such as sqlite:///var/lib/holdfast or
    postgresql://holdfast@localhost/holdfast. Stop the servers of both first.

    TO must be empty, or hold the beginning of an earlier copy of the same store, which then goes on where it was
    interrupted. In the end all rows of both stores are counted and compared by checksum.
    """
    if source == target:
        raise StartupError("FROM and TO are the same store")
    counts = asyncio.run(_copy(_open(source, must_exist=True), _open(target, must_exist=False)))
    click.echo("Copied and verified " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")


async def _copy(source: Storage, target: Storage) -> dict[str, int]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    await source.start()
    try:
        await target.start()
        with Progress(*columns, console=Console(stderr=True), disable=bool(os.environ.get("NO_PROGRESS"))) as bars:
            return await copy_everything(source.transfer, target.transfer, _Bars(bars))
    finally:
        await target.stop()
        await source.stop()


class _Bars:
    """Shows the progress of each table in each phase as a bar."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[tuple[str, str], TaskID] = {}

    def __call__(self, phase: str, table: str, done: int, total: int) -> None:
        if (phase, table) not in self._tasks:
            self._tasks[phase, table] = self._progress.add_task(f"{_PHASES[phase]} {table}", total=total)
        self._progress.update(self._tasks[phase, table], completed=done)


def _open(store: str, *, must_exist: bool) -> Storage:
    """The store that an argument names: a DSN, or the directory of an embedded database."""
    if ":" not in store:
        directory = Path(store).resolve()
        if must_exist and not (directory / "holdfast.db").exists():
            raise StartupError(f"there is no database in {directory}")
        return open_storage("", data=directory)
    return open_storage(store, data=Path())
