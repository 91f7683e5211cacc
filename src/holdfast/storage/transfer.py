"""The transfer form: all that a store holds, as rows that every backend can read and write.

It is what ``holdfast copy`` moves.  A row is a tuple of the columns that its `Table` names, of integers (truth values
too), texts, bytes and ``None``; the key columns come first, and rows are read and written in the order of the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from holdfast.storage.fact_rows import REVISION_COLUMNS, SOURCE_COLUMNS, SPAN, WRITTEN

TransferRow = tuple[Any, ...]


class Table(msgspec.Struct, frozen=True):
    """A table of the transfer form; its first ``key_width`` columns identify a row."""

    name: str
    key_width: int
    columns: tuple[str, ...]


def _table(name: str, key: str, columns: str) -> Table:
    return Table(name, len(key.split()), tuple(f"{key} {columns}".split()))


TABLES = (
    _table("users", "id", "uuid user_id email first_name last_name metadata created_at updated_at"),
    _table("departed_users", "id", ""),
    _table(
        "sessions",
        "id",
        "uuid session_id user_id owner metadata created_at updated_at deleted_at superseded next_position live_from"
        " removed edition purged_to former_from expires_at remember",
    ),
    _table(
        "messages",
        "session position",
        "uuid role content metadata token_count created_at updated_at name revision expires_at remember",
    ),
    _table(
        "message_revisions",
        "session position revision",
        "uuid role name content metadata created_at updated_at ended_at removed expires_at remember",
    ),
    _table("features", "session position", "analyzer terms model vector"),
    _table("summaries", "session point", "id point_uuid uuid content metadata token_count created_at"),
    _table("facts", "id", " ".join((*WRITTEN, *SPAN))),
    _table("fact_sources", "fact session position number", " ".join(SOURCE_COLUMNS[4:])),
    _table("fact_revisions", "fact revision", " ".join(REVISION_COLUMNS[2:])),
    _table("fact_holders", "holder", "user_id generation newest"),
    _table("jobs", "id", "kind scope first last steps attempts error created_at parked request"),
    _table("audit_log", "id", "at actor action targets count"),
    _table("access_keys", "id", "name digest rights limits created_at expires_at used_at revoked_at revision"),
    _table("erasures", "id", "pending number certificate"),
    _table("receipts", "owner key", "fingerprint result created_at"),
    _table(
        "collections",
        "id",
        "uuid name description metadata dimensions is_auto_embedded model document_count embedded_count next_number"
        " revision purged_revision dropped created_at updated_at",
    ),
    _table(
        "documents",
        "collection number",
        "revision uuid document_id content metadata created_at updated_at deleted_at",
    ),
    _table("document_vectors", "collection number", "model vector"),
    _table("files", "owner path", "uuid revision content size author created_at updated_at"),
    _table("former_files", "owner file revision", "content size author written_at"),
)
"""What there is, in the order in which it is moved."""

NUMBERED = ("users", "sessions", "summaries", "facts", "jobs", "collections", "audit_log", "erasures")
"""The tables whose numbers are given out by the store and never used twice."""


class Transfer(Protocol):
    """Reading and writing the transfer form of one store."""

    async def read(self, table: Table, *, after: TransferRow | None, limit: int) -> list[TransferRow]:
        """At most ``limit`` rows whose key exceeds ``after``, ascending by key; ``None`` begins at the start."""
        ...

    async def write(self, table: Table, rows: Sequence[TransferRow]) -> None:
        """Add rows, all or none."""
        ...

    async def count(self, table: Table) -> int:
        """How many rows there are."""
        ...

    async def numbers(self) -> dict[str, int]:
        """The highest number that was ever given out, for each of `NUMBERED`."""
        ...

    async def set_numbers(self, numbers: dict[str, int]) -> None:
        """Let the numbers go on after these."""
        ...
