"""What the commands share: the settings, read when first needed, and access to the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click

from holdfast.configuration import data_directory, load_settings, store_dsn
from holdfast.errors import StartupError
from holdfast.settings import Settings
from holdfast.storage.contract.storage import Storage
from holdfast.storage.open import open_storage

Result = TypeVar("Result")


class Context:
    """The surroundings of a command."""

    def __init__(self, config: Path | None) -> None:
        self._config = config
        self.dry_run = False
        self.report: Path | None = None

    @cached_property
    def settings(self) -> Settings:
        """The effective settings; `StartupError` when they are wrong."""
        return load_settings(self._config)

    def with_storage(self, work: Callable[[Storage], Awaitable[Result]]) -> Result:
        """Run ``work`` on the store beside a server that may be running; `StartupError` when there is no store yet."""
        dsn, data = store_dsn(self.settings), data_directory(self.settings)
        if not dsn and not data.is_dir():
            raise StartupError(f"there is no database in {data}: name its directory with --data")

        async def run() -> Result:
            storage = open_storage(dsn, data=data, exclusive=False)
            await storage.start()
            try:
                return await work(storage)
            finally:
                await storage.stop()

        return asyncio.run(run())


pass_context = click.make_pass_decorator(Context)


def store_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where the data lies."""
    for option in (
        click.option("--data", metavar="DIR", help="Directory of the embedded database [data.directory]."),
        click.option(
            "--store",
            metavar="DSN",
            help="Another store: sqlite:///DIR or postgresql://USER@HOST/DATABASE [store.dsn].",
        ),
    ):
        command = option(command)
    return command


def apply_store_options(settings: Settings, *, data: str | None, store: str | None) -> None:
    """Let the options override the settings."""
    if store is not None:
        settings.store.dsn = store
    if data is not None:
        settings.data.directory = data
        if store is None:
            settings.store.dsn = settings.store.postgres.dsn = settings.store.type = ""
