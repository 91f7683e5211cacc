"""From a DSN to a storage."""

from __future__ import annotations

from pathlib import Path

from holdfast.errors import StartupError
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.storage import SqliteStorage


def open_storage(store: str, *, data: Path, exclusive: bool = True) -> Storage:
    """The storage that ``store`` names, not yet started.

    The empty text and ``sqlite`` mean the embedded database in the directory ``data``; ``sqlite:///DIR`` means the
    one in DIR; ``postgresql://…`` means a PostgreSQL.  ``exclusive`` is given by servers and concerns the embedded
    database only: a PostgreSQL is shared.  Raises `StartupError` for a DSN of an unknown kind.
    """
    kind, _, _ = store.partition(":")
    if (directory := embedded_directory(store, data=data)) is not None:
        return SqliteStorage(directory, exclusive=exclusive)
    if kind in {"postgresql", "postgres"}:
        # asyncpg takes as long to import as the rest of the server: those without a PostgreSQL do not wait for it
        from holdfast.storage.postgres.storage import PostgresStorage  # noqa: PLC0415

        return PostgresStorage(store)
    raise StartupError(f"no store of the kind {kind!r}: give sqlite:///DIRECTORY or postgresql://USER@HOST/DATABASE")


def embedded_directory(store: str, *, data: Path) -> Path | None:
    """Where the embedded database lies that ``store`` names, see `open_storage`; ``None`` for another kind of store."""
    kind, _, rest = store.partition(":")
    if kind not in {"", "sqlite"}:
        return None
    return Path(rest.removeprefix("//")) if rest.removeprefix("//") else data
