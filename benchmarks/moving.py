"""How quickly archives are taken in and exported, and what memory that takes: ``python -m benchmarks.moving``.

Records go through the same intake that migrations and imports use, into an embedded store; with ``--store DSN`` into an
empty PostgreSQL.  Beside the clock it tells the CPU seconds of this process, and of PostgreSQL the floor: how long a
bare ``COPY`` of the rows of the same messages takes.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from holdfast.domain.archive import MessageRecord, Record, SessionRecord, encode_lines
from holdfast.domain.principals import OPERATOR
from holdfast.operations.access import Access
from holdfast.operations.export import Export
from holdfast.operations.intake import Intake
from holdfast.storage.contract.storage import Storage
from holdfast.storage.open import open_storage

MOMENT = "2024-05-02T08:00:00.000000Z"
STEPS = ("tokens", "entities", "index", "summary")
CHUNK = 1000
_COLUMNS = (
    "position, uuid, role, content, metadata, token_count, created_at, updated_at, name, revision, expires_at, remember"
)


def records(messages: int, per_session: int) -> Iterator[list[Record]]:
    """Sessions of so many messages each, in chunks as a source gives them."""
    chunk: list[Record] = []
    for number in range(messages):
        session = f"session-{number // per_session}"
        if number % per_session == 0:
            chunk.append(SessionRecord(session_id=session, uuid=_uuid(number), created_at=MOMENT, updated_at=MOMENT))
        text = f"Message {number}: the ferry to the island leaves at noon, and the harbour office opens an hour before."
        chunk.append(
            MessageRecord(
                session_id=session,
                uuid=_uuid(number),
                role="user",
                content=text,
                created_at=MOMENT,
                updated_at=MOMENT,
            )
        )
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    yield chunk


async def measure(storage: Storage, messages: int, per_session: int, dsn: str = "") -> None:
    await storage.start()
    try:
        intake = Intake(Access(storage), steps=STEPS)
        with _telling("taken in", messages):
            for chunk in records(messages, per_session):
                await intake(OPERATOR, chunk)
        if dsn:
            with _telling("bare COPY of the same rows", messages):
                await _copy(dsn)
        with _telling("exported", messages):
            async for lines in Export(Access(storage)).everything(OPERATOR):
                encode_lines(lines)
        with _telling("taken in again", messages):
            for chunk in records(messages, per_session):
                await intake(OPERATOR, chunk)
    finally:
        await storage.stop()


async def _copy(dsn: str) -> None:
    """Have the rows of all messages, in their order, sent as PostgreSQL has them."""
    connection = await asyncpg.connect(dsn)
    try:
        query = f"SELECT session, {_COLUMNS} FROM messages ORDER BY session, position"
        await connection.copy_from_query(query, output=_drop)
    finally:
        await connection.close()


async def _drop(_: bytes) -> None:
    """Take what comes and keep nothing."""


@contextmanager
def _telling(what: str, messages: int) -> Iterator[None]:
    since, computed = time.perf_counter(), time.process_time()
    yield
    seconds, computed = time.perf_counter() - since, time.process_time() - computed
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what}: {messages / seconds:,.0f} messages/s ({seconds:.1f} s, {computed:.1f} of them CPU),"
        f" {memory:.0f} MiB at most so far"
    )


def _uuid(number: int) -> str:
    return str(uuid.UUID(int=(number + 1) * 0x9E3779B97F4A7C15F39CC0605CEDC834 % 2**128))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--per-session", type=int, default=50)
    parser.add_argument("--store", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        storage = open_storage(arguments.store, data=Path(folder))
        asyncio.run(measure(storage, arguments.messages, arguments.per_session, arguments.store))


if __name__ == "__main__":
    main()
