"""CSV with a header: a row is a message.

Columns are known by the names that people give them; further ones become metadata.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from holdfast.conversations.contract import (
    Defaults,
    Destination,
    Identities,
    ImportedMessage,
    Item,
    Unreadable,
    message,
)
from holdfast.domain.timestamps import parse_timestamp
from holdfast.errors import InvalidRequest

COLUMNS = {
    "content": ("content", "text", "message", "body"),
    "role": ("role", "speaker", "author", "sender", "from"),
    "session_id": ("session_id", "session", "conversation_id", "thread_id", "conversation"),
    "user_id": ("user_id", "user"),
    "created_at": ("created_at", "timestamp", "time", "date"),
    "metadata": ("metadata",),
}
_LONGEST_FIELD = 1 << 27
_SAMPLE = 1 << 16


def read(file: Path, defaults: Defaults) -> Iterator[Item]:
    """See `holdfast.conversations.contract.Reader`."""
    csv.field_size_limit(_LONGEST_FIELD)
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        dialect = _dialect(text)
        # The parser refuses U+0000 on older Pythons.
        lines = (line.replace("\x00", "") for line in text)
        rows = csv.DictReader(lines, dialect=dialect, restkey="", restval="")
        names = _known(rows.fieldnames or ())
        if "content" not in names:
            raise InvalidRequest("the header has no column for the text: name one of them content, text or message")
        identities = Identities()
        try:
            for row in rows:
                yield _item(row, names, defaults, identities, f"line {rows.line_num}")
        except csv.Error as error:
            yield Unreadable(f"line {rows.line_num}", str(error))


def _dialect(text: TextIO) -> csv.Dialect:
    """Commas, semicolons or tabs, whichever the header has most of."""
    header = text.readline(_SAMPLE)
    text.seek(0)
    dialect = csv.excel()
    dialect.delimiter = max(",;\t", key=header.count)
    return dialect


def _known(header: Sequence[str]) -> dict[str, str]:
    """The columns of the file by what they mean."""
    found: dict[str, str] = {}
    by_name = {name.strip().lower(): name for name in reversed(header)}
    for meaning, names in COLUMNS.items():
        for name in names:
            if name in by_name:
                found.setdefault(meaning, by_name[name])
    return found


def _item(
    row: dict[str, str], names: dict[str, str], defaults: Defaults, identities: Identities, place: str
) -> ImportedMessage | Unreadable:
    try:
        return _message(row, names, defaults, identities)
    except (ValueError, InvalidRequest) as error:
        return Unreadable(place, str(error))


def _message(row: dict[str, str], names: dict[str, str], defaults: Defaults, identities: Identities) -> ImportedMessage:
    cells = {meaning: row[name] for meaning, name in names.items()}
    session_id = cells.get("session_id", "").strip() or defaults.session
    role, content = cells.get("role", "").strip(), cells["content"]
    time = cells.get("created_at", "").strip()
    return message(
        Destination(session_id, defaults.user or cells.get("user_id", "").strip() or None),
        uuid=identities.next(session_id, role, content),
        role=role,
        content=content,
        created_at=_time(time) if time else None,
        metadata=_metadata(row, cells, set(names.values())) or None,
    )


def _time(text: str) -> str:
    try:
        return parse_timestamp(text.replace(" ", "T", 1))
    except ValueError as error:
        raise InvalidRequest(f"created_at: {text!r} is {error}") from None


def _metadata(row: dict[str, str], cells: dict[str, str], known: set[str]) -> dict[str, object]:
    """What the cell of metadata says, as JSON, and all cells that have no meaning of their own."""
    given: dict[str, object] = {}
    if text := cells.get("metadata", "").strip():
        try:
            given = msgspec.json.decode(text, type=dict[str, object])
        except msgspec.DecodeError as error:
            raise InvalidRequest(f"metadata: {error}") from None
    others = {name: cell for name, cell in row.items() if name and name not in known and cell}
    return {**others, **given}
