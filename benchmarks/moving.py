"""How quickly archives are taken in and exported, and what memory that takes: ``python -m benchmarks.moving``.

Records go through the same intake that migrations and imports use, into an embedded store; with ``--store DSN`` into an
empty PostgreSQL.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from holdfast.domain.archive import MessageRecord, Record, SessionRecord, encode_line
from holdfast.domain.principals import OPERATOR
from holdfast.operations.access import Access
from holdfast.operations.export import Export
from holdfast.operations.intake import Intake
from holdfast.storage.contract.storage import Storage
from holdfast.storage.open import open_storage

MOMENT = "2024-05-02T08:00:00.000000Z"
STEPS = ("tokens", "entities", "index", "summary")
CHUNK = 1000


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


async def measure(storage: Storage, messages: int, per_session: int) -> None:
    await storage.start()
    try:
        intake = Intake(Access(storage), steps=STEPS)
        before = time.perf_counter()
        for chunk in records(messages, per_session):
            await intake(OPERATOR, chunk)
        _tell("taken in", messages, before)
        before, size = time.perf_counter(), 0
        async for lines in Export(Access(storage)).everything(OPERATOR):
            size += sum(len(encode_line(line)) for line in lines)
        _tell("exported", messages, before)
        before = time.perf_counter()
        for chunk in records(messages, per_session):
            await intake(OPERATOR, chunk)
        _tell("taken in again", messages, before)
    finally:
        await storage.stop()


def _tell(what: str, messages: int, since: float) -> None:
    seconds = time.perf_counter() - since
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}: {messages / seconds:,.0f} messages/s ({seconds:.1f} s), {memory:.0f} MiB at most so far")


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
        asyncio.run(measure(storage, arguments.messages, arguments.per_session))


if __name__ == "__main__":
    main()
