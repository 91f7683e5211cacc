"""What deleting a user costs: the time until the answer, and the work in the background until its rows are gone.

Work: a user with 20 sessions of 2,000 messages of about 200 bytes each, on the embedded store and, without a worker, on
PostgreSQL.  While the rows go, `/healthz` is asked all the time: its longest answer tells how long the removal holds
up others.  CPU is that of the server and, on PostgreSQL, of the database's processes.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import apsw
import asyncpg
import httpx
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.postgres import DURABLE, _holdfast
from benchmarks.routes import WORDS
from tests.storage.postgres.server import own_server

SESSIONS = 20
MESSAGES = 2_000
AT_ONCE = 1_000


def main() -> None:
    table = Table(
        "store", "messages", "answer ms", "gone after s", "server CPU s", "database CPU s", "longest /healthz ms"
    )
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "holdfast.db"
        table.add_row("embedded", *_measure(["--data", folder], lambda: _rows_of_sqlite(database), None))
    with own_server(DURABLE) as server:
        postmaster = psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))
        count = lambda: asyncio.run(_rows_of_postgres(server.dsn))  # noqa: E731
        table.add_row("PostgreSQL", *_measure(["--store", server.dsn, "--without-worker"], count, postmaster))
    console = Console(width=130)
    console.print(__doc__)
    console.print(f"Python {sys.version.split()[0]}")
    console.print(table)


def _measure(arguments: list[str], rows: Callable[[], int], database: psutil.Process | None) -> list[str]:
    with _holdfast(arguments) as (url, process), httpx.Client(base_url=url, timeout=120) as client:
        _fill(client)
        before = _cpu(process), _cpu(database)
        started = time.perf_counter()
        client.delete("/api/v1/user/u").raise_for_status()
        answered, longest = time.perf_counter(), 0.0
        while rows():
            asked = time.perf_counter()
            client.get("/healthz").raise_for_status()
            longest = max(longest, time.perf_counter() - asked)
        ended = time.perf_counter()
        return [
            f"{SESSIONS * MESSAGES:,}",
            f"{(answered - started) * 1e3:.1f}",
            f"{ended - answered:.1f}",
            f"{_cpu(process) - before[0]:.1f}",
            "–" if database is None else f"{_cpu(database) - before[1]:.1f}",
            f"{longest * 1e3:.0f}",
        ]


def _fill(client: httpx.Client) -> None:
    client.post("/api/v1/user", json={"user_id": "u"}).raise_for_status()
    body = json.dumps({"messages": [{"role": "human", "content": (WORDS * 2)[:200]}] * AT_ONCE})
    for number in range(SESSIONS):
        client.post("/api/v1/sessions", json={"session_id": f"s{number}", "user_id": "u"}).raise_for_status()
        for _ in range(MESSAGES // AT_ONCE):
            client.post(f"/api/v1/sessions/s{number}/memory", content=body).raise_for_status()


def _cpu(process: psutil.Process | None) -> float:
    """CPU seconds of a process and all that it has started."""
    if process is None:
        return 0.0
    times = [process.cpu_times(), *(child.cpu_times() for child in process.children())]
    return float(sum(each.user + each.system for each in times))


def _rows_of_sqlite(path: Path) -> int:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        ((count,),) = connection.execute("SELECT EXISTS (SELECT 1 FROM messages)").fetchall()
        return int(str(count))
    finally:
        connection.close()


async def _rows_of_postgres(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM (SELECT FROM messages LIMIT 1) AS one"))
    finally:
        await connection.close()


if __name__ == "__main__":
    main()
