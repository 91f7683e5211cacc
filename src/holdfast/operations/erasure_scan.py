"""Looking for what was erased, in all tables and files."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from holdfast.domain.erasures import Scan
from holdfast.storage.contract.storage import Storage
from holdfast.storage.transfer import TABLES, Table, TransferRow

_ROWS = 200
_PIECE = 1 << 20
_CONTENTS = frozenset(
    (
        *("users", "sessions", "messages", "message_revisions", "summaries", "facts", "fact_revisions"),
        *("collections", "documents", "files", "former_files"),
    )
)
"""Tables that hold what others said, in which a sample may stand by right."""


async def scan(storage: Storage, samples: Sequence[str]) -> Scan:
    """Look for ``samples`` in all tables, and in all files of the store, or of its tables where they may be read.

    What stands in the contents of others is no trace; so samples found there are not looked for in the files.
    """
    found: dict[str, set[str]] = {}
    places: list[str] = []
    for table in TABLES:
        places.append(f"table {table.name}")
        found[table.name] = await _in_table(storage, table, samples)
    elsewhere = set().union(*(found.get(name, set()) for name in _CONTENTS))
    telling = [sample for sample in samples if sample not in elsewhere]
    for file in storage.files_on_disk():
        places.append(f"file {file.name}")
        found[file.name] = await asyncio.to_thread(_in_file, file, telling)
    patterns = {sample: _forms_of(sample) for sample in telling}
    async for table_name, piece in storage.pages(overlap=_overlap(patterns)):
        place = f"pages of {table_name}"
        if place not in places:
            places.append(place)
        found.setdefault(place, set()).update(await asyncio.to_thread(_in_piece, piece, patterns))
    counts = {
        place: len(hits - elsewhere) for place, hits in found.items() if place not in _CONTENTS and hits - elsewhere
    }
    return Scan(tuple(places), len(samples), len(elsewhere), counts)


async def _in_table(storage: Storage, table: Table, samples: Sequence[str]) -> set[str]:
    found: set[str] = set()
    last: TransferRow | None = None
    while rows := await storage.transfer.read(table, after=last, limit=_ROWS):
        last = rows[-1][: table.key_width]
        text = "\x00".join(str(value) for row in rows for value in row if isinstance(value, str))
        found |= await asyncio.to_thread(_among, text, [sample for sample in samples if sample not in found])
    return found


def _among(text: str, samples: Sequence[str]) -> set[str]:
    return {sample for sample in samples if sample in text}


def _forms_of(sample: str) -> tuple[bytes, ...]:
    """The bytes as which a sample may lie in a file: those of a UUID are fewer where a column is made for it."""
    try:
        return (sample.encode(), uuid.UUID(sample).bytes)
    except ValueError:
        return (sample.encode(),)


def _overlap(patterns: Mapping[str, Sequence[bytes]]) -> int:
    """How many bytes at the end of a piece may begin what the next one ends."""
    return max((len(form) for forms in patterns.values() for form in forms), default=1) - 1


def _in_piece(piece: bytes, patterns: Mapping[str, Sequence[bytes]]) -> set[str]:
    return {sample for sample, forms in patterns.items() if any(form in piece for form in forms)}


def _in_file(path: Path, samples: Sequence[str]) -> set[str]:
    """The samples whose bytes a file holds; a file that went meanwhile holds none."""
    patterns = {sample: (sample.encode(),) for sample in samples}
    found: set[str] = set()
    try:
        for piece in _pieces(path, _overlap(patterns)):
            found |= _in_piece(piece, patterns)
    except FileNotFoundError:
        return set()
    return found


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        before = b""
        while piece := file.read(_PIECE):
            yield before + piece
            before = piece[-overlap:] if overlap else b""
