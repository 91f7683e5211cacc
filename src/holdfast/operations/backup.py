"""Backups of the embedded store: made while the server runs, verified, restored.

A backup is a ZIP file with the database and a manifest, so that any tool can open it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import shutil
import tempfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from holdfast.domain.timestamps import Timestamp, now, timestamp_of
from holdfast.errors import InvalidRequest
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.engine.connection import FILE_NAME
from holdfast.storage.sqlite.engine.copies import inspect_copy
from holdfast.system.durability import sync, sync_file

SUFFIX = ".holdfast-backup"
_MANIFEST = "manifest.json"
_PIECE = 1 << 20
_LEVEL = 3
"""Of compression: more takes several times as long and saves a tenth."""


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds: ``counts`` are rows by table, ``digest`` is the SHA-256 of the database file."""

    created_at: Timestamp
    written_by: str
    schema: int
    counts: dict[str, int]
    size: int
    digest: str


async def make_backup(storage: Storage, target: Path, *, written_by: str) -> tuple[Path, Manifest]:
    """Write a backup to ``target``, a file, or a directory in which it gets a name of its own.

    Where it is, and what it holds.

    `InvalidRequest` when the store is none that can be copied this way, or the file exists.  The file has its name only
    once it is whole and on disk.
    """
    path = _prepared(target)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        copy = Path(folder) / FILE_NAME
        await storage.write_copy(copy)
        return path, await asyncio.to_thread(_pack, copy, path, written_by)


def backup_name() -> str:
    """The name of a backup that is made now."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def verify_backup(path: Path) -> Manifest:
    """Open a backup, compare the checksum, let the database check itself and count its rows.

    `InvalidRequest` says what is wrong with it.
    """
    with tempfile.TemporaryDirectory(prefix="holdfast-verify-") as folder:
        return _unpack(path, Path(folder) / FILE_NAME)


def restore_backup(path: Path, directory: Path) -> Manifest:
    """Put the database of a backup into a data directory that has none, after verifying it.

    The log of a database that has gone is refused too: SQLite would play it into the one that is restored.
    """
    target = directory / FILE_NAME
    for name in (FILE_NAME, *(f"{FILE_NAME}-{log}" for log in ("wal", "journal"))):
        if (directory / name).exists():
            raise InvalidRequest(f"there is a {name} in {directory} already; give an empty data directory")
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / f"{FILE_NAME}.part"
    try:
        manifest = _unpack(path, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def backups_in(directory: Path) -> list[Path]:
    """The backups in a directory that have names of their own, oldest first."""
    return sorted(directory.glob(f"*{SUFFIX}")) if directory.is_dir() else []


def newest_backup(directory: Path) -> Timestamp | None:
    """When the newest backup of a directory was made; ``None`` when it has none."""
    for path in reversed(backups_in(directory)):
        with contextlib.suppress(FileNotFoundError):  # old ones are dropped meanwhile
            return timestamp_of(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    return None


def drop_old_backups(directory: Path, *, keep: int) -> None:
    """Remove all but the newest backups."""
    for path in backups_in(directory)[:-keep]:
        path.unlink(missing_ok=True)


def _prepared(target: Path) -> Path:
    """The path of a new backup, in a directory that there is."""
    path = target / backup_name() if target.is_dir() else target
    if path.exists():
        raise InvalidRequest(f"{path} exists already; give another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _pack(copy: Path, path: Path, written_by: str) -> Manifest:
    schema, counts = inspect_copy(copy)
    manifest = Manifest(now(), written_by, schema, counts, copy.stat().st_size, _digest_of(copy))
    part = copy.with_suffix(".zip")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        archive.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        archive.write(copy, FILE_NAME)
    sync_file(part)
    part.chmod(0o600)
    part.replace(path)
    return manifest


def _unpack(path: Path, target: Path) -> Manifest:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
            with archive.open(FILE_NAME) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, _PIECE)
                copy.flush()
                sync(copy.fileno())
    except OSError as error:
        target.unlink(missing_ok=True)
        raise InvalidRequest(f"cannot unpack {path} to {target.parent}: {error.strerror or error}") from None
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, msgspec.DecodeError) as error:
        raise InvalidRequest(f"{path} is no whole backup: {error}") from None
    _check(manifest, target)
    return manifest


def _check(manifest: Manifest, target: Path) -> None:
    if _digest_of(target) != manifest.digest:
        raise InvalidRequest("the backup is damaged: its checksum is another")
    if inspect_copy(target) != (manifest.schema, manifest.counts):
        raise InvalidRequest("the backup does not hold what its manifest says")


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
