"""Copying everything from one store to another: resumable, and proved right in the end.

Rows go in the order of their keys, so what the target has is a beginning of what the source has, and an interrupted
copy goes on where it stopped.  A target that holds anything else is refused before a row is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from itertools import zip_longest
from typing import Protocol

import msgspec

from holdfast.errors import HoldfastError
from holdfast.storage.transfer import TABLES, Table, Transfer, TransferRow

BATCH = 500
"""Rows read or written at once."""


class CopyFailed(HoldfastError):
    """The stores do not fit together; the text says where and what to do."""


class Progress(Protocol):
    """Is told how far the copy is."""

    def __call__(self, phase: str, table: str, done: int, total: int) -> None:
        """``phase`` is ``compare``, ``copy`` or ``verify``; ``done`` and ``total`` count rows of the table."""
        ...


async def copy(source: Transfer, target: Transfer, progress: Progress) -> dict[str, int]:
    """Copy what ``target`` lacks, verify all of it by counts and checksums, and return the rows by table.

    `CopyFailed` when the target holds something else than a beginning of the source, or when the result differs.
    """
    counts = {table.name: await source.count(table) for table in TABLES}
    beginnings = {table.name: await _compare(table, source, target, progress) for table in TABLES}
    for table in TABLES:
        await _copy_table(table, source, target, beginnings[table.name], progress)
    await target.set_numbers(await source.numbers())
    for table in TABLES:
        await _verify(table, source, target, progress)
    return counts


async def _compare(table: Table, source: Transfer, target: Transfer, progress: Progress) -> TransferRow | None:
    """The key up to which the target has what the source has."""
    total = await target.count(table)
    done = 0
    last: TransferRow | None = None
    while rows := await target.read(table, after=last, limit=BATCH):
        originals = await source.read(table, after=last, limit=len(rows))
        for row, original in zip_longest(rows, originals):
            if row != original:
                raise CopyFailed(
                    f"the target holds other {table.name} than the source; give an empty database, "
                    "or the one in which a copy of the same source was interrupted"
                )
        last = _key(table, rows[-1])
        done += len(rows)
        progress("compare", table.name, done, total)
    return last


async def _copy_table(
    table: Table, source: Transfer, target: Transfer, last: TransferRow | None, progress: Progress
) -> None:
    total = await source.count(table)
    done = await target.count(table)
    while rows := await source.read(table, after=last, limit=BATCH):
        await target.write(table, rows)
        last = _key(table, rows[-1])
        done += len(rows)
        progress("copy", table.name, done, total)


async def _verify(table: Table, source: Transfer, target: Transfer, progress: Progress) -> None:
    total = 2 * await source.count(table)
    if total != 2 * await target.count(table):
        raise CopyFailed(
            f"the numbers of {table.name} differ after the copy; is a server at work on one of the stores?"
        )
    done = 0
    sums = []
    for transfer in (source, target):
        checksum = hashlib.blake2b(digest_size=16)
        async for rows in _batches(table, transfer):
            checksum.update(msgspec.msgpack.encode(rows))
            done += len(rows)
            progress("verify", table.name, done, total)
        sums.append(checksum.digest())
    if sums[0] != sums[1]:
        raise CopyFailed(f"the {table.name} differ after the copy; is a server at work on one of the stores?")


async def _batches(table: Table, transfer: Transfer) -> AsyncIterator[list[TransferRow]]:
    last: TransferRow | None = None
    while rows := await transfer.read(table, after=last, limit=BATCH):
        yield rows
        last = _key(table, rows[-1])


def _key(table: Table, row: TransferRow) -> TransferRow:
    return row[: table.key_width]
