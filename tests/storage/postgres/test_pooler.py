"""PgBouncer in transaction mode between Holdfast and the database; runs where ``pgbouncer`` is installed."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from holdfast.storage.postgres.storage import PostgresStorage
from tests.postgres import UNPRIVILEGED_ACCOUNT
from tests.storage.deadline import until
from tests.storage.documents import collection_of, embedded, vector
from tests.storage.samples import LONG_AGO, contents, decoded, say, session_of

PORT = 6432
SERVER_CONNECTIONS = 3


@pytest.fixture
async def pooled(empty_postgres: str) -> AsyncIterator[str]:
    """The DSN of the database behind a pooler that has fewer connections to it than Holdfast has to the pooler."""
    command = shutil.which("pgbouncer")
    if command is None:
        pytest.skip("pgbouncer is not installed")
    with _folder() as folder:
        host = empty_postgres.rpartition("host=")[2]
        (folder / "pgbouncer.ini").write_text(
            f"[databases]\nshared = host={host} user=postgres pool_size={SERVER_CONNECTIONS}\n"
            f"[pgbouncer]\nunix_socket_dir = {folder}\nlisten_addr =\nlisten_port = {PORT}\n"
            f"auth_type = any\npool_mode = transaction\nlogfile = {folder}/log\n"
        )
        account = UNPRIVILEGED_ACCOUNT if os.geteuid() == 0 else None
        process = subprocess.Popen(  # noqa: ASYNC220 (it runs beside the test)
            [command, "-q", str(folder / "pgbouncer.ini")], user=account, stderr=subprocess.DEVNULL
        )
        try:
            await until(lambda: _listens(folder))
            yield f"postgresql://postgres@/shared?host={folder}&port={PORT}&pooler=transaction"
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture
async def both(pooled: str, empty_postgres: str) -> AsyncIterator[list[PostgresStorage]]:
    """Two server processes behind the pooler, which may go past it where they must."""
    direct = f"&direct={quote(empty_postgres, safe='')}"
    storages = [PostgresStorage(pooled + direct) for _ in range(2)]
    for storage in storages:
        await storage.start()
    yield storages
    for storage in storages:
        await storage.stop()


async def test_writes_and_reads_of_two_processes_share_few_connections(both: list[PostgresStorage]) -> None:
    await asyncio.gather(*(say(storage, f"s{n % 7}", str(n)) for n in range(140) for storage in both))
    found = await asyncio.gather(*(contents(storage, f"s{n}") for n in range(7) for storage in both))
    assert sum(map(len, found)) == 2 * 280
    assert await both[0].check() == []


async def test_transactions_stay_on_one_connection(both: list[PostgresStorage]) -> None:
    await session_of(both[0], "s")
    await asyncio.gather(
        *(
            storage.sessions.merge_metadata("s", {f"{number} {n}": n})
            for n in range(40)
            for number, storage in enumerate(both)
        )
    )
    assert len(decoded((await both[1].sessions.get("s")).metadata)) == 80


async def test_wake_ups_and_purge_go_past_the_pooler(both: list[PostgresStorage]) -> None:
    signals: list[bool] = []
    both[1].jobs.watch(lambda: signals.append(True))

    async def woken() -> bool:
        return bool(signals)

    await until(woken)
    signals.clear()
    await say(both[0], "s", "one", steps=("tokens",))
    await until(woken)
    await both[0].sessions.delete("s")
    purges = await asyncio.gather(*(storage.purge(receipts_before=LONG_AGO) for storage in both))
    assert sum(purge.messages for purge in purges) == 1


async def test_collections_are_indexed_past_the_pooler_and_searched_through_it(both: list[PostgresStorage]) -> None:
    collection = await collection_of(both[0])
    await both[0].documents.add(collection.id, [embedded(embedding=vector(1, n)) for n in range(50)])
    indexes = both[0].nearest_documents
    assert indexes is not None
    assert await indexes.index(collection.id)
    assert await indexes.unindexed(least=0) == {}
    found = await asyncio.gather(
        *(
            storage.nearest_documents.nearest(collection, vector(1, n), model="", limit=1)
            for storage in both
            if storage.nearest_documents
            for n in range(40)
        )
    )
    assert [best.number for (best,) in found] == [*range(1, 41)] * 2
    settings = await both[0]._database.rows("SELECT current_setting('enable_sort')")
    assert settings[0][0] == "on"


async def test_without_a_way_past_the_pooler_collections_are_searched_without_an_index(pooled: str) -> None:
    storage = PostgresStorage(pooled)
    await storage.start()
    collection = await collection_of(storage)
    await storage.documents.add(collection.id, [embedded(embedding=vector(1, n)) for n in range(50)])
    assert storage.nearest_documents is not None
    assert not await storage.nearest_documents.index(collection.id)
    (best,) = await storage.nearest_documents.nearest(collection, vector(1, 7), model="", limit=1)
    assert best.number == 8
    await storage.stop()


async def test_without_a_way_past_the_pooler_jobs_are_still_found_by_polling(pooled: str) -> None:
    storage = PostgresStorage(pooled)
    await storage.start()
    storage.jobs.watch(lambda: None)
    await say(storage, "s", "one", steps=("tokens",))
    assert len(await storage.jobs.claim(limit=10, lease=60)) == 1
    await storage.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder with a short name that the pooler's account may write to."""
    path = Path(tempfile.mkdtemp(prefix="hfpb-"))
    if os.geteuid() == 0:
        shutil.chown(path, UNPRIVILEGED_ACCOUNT)
    yield path
    shutil.rmtree(path, ignore_errors=True)


async def _listens(folder: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(folder / f".s.PGSQL.{PORT}")) == 0
