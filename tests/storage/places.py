"""A store of one kind with its database, which tests also change behind the program's back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import apsw

from holdfast.storage.open import open_storage
from holdfast.storage.sqlite.engine.connection import FILE_NAME
from tests.storage.conftest import execute

SAID_WITHOUT_SPAN = (
    "DROP INDEX facts_said_once",
    "DROP INDEX facts_said_again",
    "ALTER TABLE facts DROP COLUMN first_said",
    "ALTER TABLE facts DROP COLUMN last_said",
)
TO_VERSION_1 = {"sqlite": "PRAGMA user_version = 1", "postgres": "UPDATE schema_version SET version = 1"}
"""What takes a database back to what was made before schemas had versions of their own."""


class Place:
    """A store of one kind, and its database without the program."""

    def __init__(self, kind: str, dsn: str, directory: Path) -> None:
        self.kind, self.dsn, self.directory = kind, dsn, directory

    @property
    def options(self) -> list[str]:
        """Of commands."""
        return ["--data", str(self.directory)] if self.kind == "sqlite" else ["--store", self.dsn]

    def execute(self, *statements: str) -> None:
        """Run statements that the program knows nothing of."""
        if self.kind == "postgres":
            execute(self.dsn, "; ".join(statements))
            return
        connection = apsw.Connection(str(self.directory / FILE_NAME))
        for statement in statements:
            connection.execute(statement)
        connection.close()

    async def opened(self, work: Callable[[Any], Awaitable[Any]] | None = None, *, exclusive: bool = True) -> Any:
        """Open and close the store, and do something in between."""
        storage = open_storage(self.dsn if self.kind == "postgres" else "", data=self.directory, exclusive=exclusive)
        await storage.start()
        try:
            return None if work is None else await work(storage)
        finally:
            await storage.stop()
