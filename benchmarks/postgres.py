"""The busiest routes on PostgreSQL, with one server process and with several, beside the floor beneath them.

Work: a PostgreSQL 16 of its own in a temporary directory (durable: fsync and synchronous_commit are on), so many
`holdfast serve` processes on it, 500 sessions filled with messages.  Then, over 64 keep-alive connections altogether
(`--connections`): POST of 3 messages of about 200 bytes each, without an idempotency key, with one, as the client
libraries send them, and to a session that does not exist yet; GET memory of 12 messages; search in one session of 1 000
messages, which is also measured on the embedded store.  Enrichment is left to nobody (`--without-worker`) on
PostgreSQL; the embedded store's one server cannot leave it, so its POST includes it.

CPU is user and system time per request: of the server processes, and of all processes of the database.  It is the
figure to compare on a machine that others use too.  The databases are vacuumed before each measurement, so that none
pays for the one before it.  `--store` adds the same measurements of a given database, which is changed by them, in turn
with those of the others; it may be given several times.  If one is a cluster of Citus whose nodes are all on this
machine, their CPU counts together.  The floor is asyncpg alone in this process: for POST one statement that inserts
three rows and updates one, in a transaction of its own; for GET one that reads 12 rows by their primary key.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen
from uuid import uuid4

import asyncpg
import psutil
import uvloop
from rich.console import Console
from rich.table import Table

from benchmarks.load import put_load, request
from tests.storage.postgres.server import own_server

SESSIONS = 500
WORDS = "the quick brown fox jumps over the lazy dog and looks for a quiet place to sleep in the afternoon sun "
LONG = "/api/v1/sessions/long"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "100"}


def _messages(count: int, first: int = 0) -> bytes:
    contents = [f"{first + n} {WORDS * 2}"[: 180 + 10 * (n % 3)] for n in range(count)]
    roles = ("human", "ai")
    return json.dumps(
        {"messages": [{"role": roles[n % 2], "content": content} for n, content in enumerate(contents)]}
    ).encode()


BODY = _messages(3)
QUESTION = json.dumps({"text": "where does the fox 412 sleep?"}).encode()

ROUTES: dict[str, Callable[[int], bytes]] = {
    "POST memory (3 messages)": lambda n: request("POST", f"/api/v1/sessions/s{n % SESSIONS}/memory", BODY),
    "POST memory (3 messages), keyed": lambda n: request(
        "POST", f"/api/v1/sessions/s{n % SESSIONS}/memory", BODY, keyed=True
    ),
    "POST memory (new session)": lambda _: request("POST", f"/api/v1/sessions/{uuid4()}/memory", BODY),
    "GET memory (12 messages)": lambda n: request("GET", f"/api/v1/sessions/s{n % SESSIONS}/memory?lastn=12"),
    "search (1 000 messages)": lambda _: request("POST", f"{LONG}/search?limit=10", QUESTION),
}


class Database(NamedTuple):
    """A database, and of all servers that it consists of the addresses and the data directories."""

    name: str
    dsn: str
    nodes: list[tuple[str | None, int | None]]
    directories: list[Path]

    async def tidy_up(self) -> None:
        """Do what the database would else do in the background later on."""
        for host, port in self.nodes:
            connection = await asyncpg.connect(self.dsn, host=host, port=port)
            await connection.execute("VACUUM (ANALYZE)")
            await connection.execute("CHECKPOINT")
            process = connection.get_server_pid()
            await connection.close()
            while psutil.pid_exists(process):  # noqa: ASYNC110 (else what it used may be counted later on)
                await asyncio.sleep(0.01)

    def cpu(self) -> float:
        """Seconds that its processes have used, with those that have ended."""
        postmasters = [
            psutil.Process(int((folder / "postmaster.pid").read_text().split()[0])) for folder in self.directories
        ]
        ended = sum(times.children_user + times.children_system for times in (each.cpu_times() for each in postmasters))
        running = [process for each in postmasters for process in (each, *each.children())]
        return float(ended + sum(map(_cpu, running)))


class Served(NamedTuple):
    """A store and the servers on it; ``database`` is missing for the embedded one."""

    database: Database | None
    servers: list[tuple[str, psutil.Process]]

    @property
    def urls(self) -> list[str]:
        """Where the servers are."""
        return [url for url, _ in self.servers]

    def clocks(self) -> tuple[float, float]:
        """Seconds that the servers have used, and that the database has."""
        return sum(_cpu(process) for _, process in self.servers), self.database.cpu() if self.database else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each measurement")
    parser.add_argument("--servers", type=int, nargs="+", default=[1, 2], metavar="N", help="numbers of servers")
    parser.add_argument("--connections", type=int, nargs="+", default=[64], metavar="N", help="numbers of connections")
    parser.add_argument("--store", action="append", default=[], metavar="DSN", help="measure this database too")
    options = parser.parse_args()
    columns = ["server CPU µs", "database CPU µs", "requests/s", "p50 ms", "p99 ms"]
    table = Table("route", "store", "servers", "connections", *columns)
    floors: dict[str, tuple[float, float]] = {}
    given = [uvloop.run(_given(dsn)) for dsn in options.store]
    for count in options.servers:
        with own_server(DURABLE) as server, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            own = Database("PostgreSQL", server.dsn, [(None, None)], [server.data])
            stores = [_serve(stack, database, count) for database in (own, *given)]
            if count == options.servers[0]:
                stores.append(Served(None, [stack.enter_context(_holdfast(["--data", folder]))]))
            _measure_stores(table, stores, options.connections, options.seconds)
            floors = floors or uvloop.run(_floors(own.dsn))
    for name, (client, behind) in floors.items():
        table.add_row(name, "asyncpg alone", "–", "–", f"{client * 1e6:.0f}", f"{behind * 1e6:.0f}", "", "", "")
    console = Console(width=140)
    console.print(__doc__)
    console.print(f"Python {sys.version.split()[0]}, asyncpg {asyncpg.__version__}, {os.cpu_count()} cores")
    console.print(table)


def _serve(stack: ExitStack, database: Database, count: int) -> Served:
    arguments = ["--store", database.dsn, "--without-worker"]
    return Served(database, [stack.enter_context(_holdfast(arguments)) for _ in range(count)])


def _measure_stores(table: Table, stores: list[Served], connections: list[int], seconds: float) -> None:
    """Each route on all stores, one after the other, so that those who share the machine disturb them alike."""
    for store in stores:
        for start in range(0, 1_000, 100):
            sent = request("POST", f"{LONG}/memory", _messages(100, start))
            put_load(store.urls[0], partial(_always, sent), connections=1, seconds=0)
        put_load(store.urls[0], ROUTES["POST memory (3 messages)"], connections=64, seconds=2)
    for name, make in ROUTES.items():
        for number in connections:
            for store in stores:
                for url in store.urls:
                    put_load(url, make, connections=number, seconds=1 / len(store.urls))
                if store.database is None:
                    _await_enrichment(store.urls[0])
                else:
                    uvloop.run(store.database.tidy_up())
                table.add_row(name, *_measure(store, make, number, seconds))


def _await_enrichment(url: str) -> None:
    """Wait until the server has nothing to do in the background."""
    while json.load(urlopen(f"{url}/readyz"))["jobs_pending"]:
        time.sleep(0.1)


def _measure(store: Served, make: Callable[[int], bytes], connections: int, seconds: float) -> list[str]:
    before = store.clocks()
    # The load generator speaks to one server; with several, as many connections go to each, a process per server.
    children = [_load_process(url, make, connections // len(store.urls), seconds) for url in store.urls]
    loads = [json.loads(child.communicate()[0]) for child in children]
    after = store.clocks()
    requests = sum(load["count"] for load in loads)
    assert not any(load["failures"] for load in loads)
    return [
        store.database.name if store.database else "SQLite",
        str(len(store.servers)),
        str(connections),
        f"{(after[0] - before[0]) / requests * 1e6:.0f}",
        f"{(after[1] - before[1]) / requests * 1e6:.0f}" if store.database else "–",
        f"{sum(load['count'] / load['seconds'] for load in loads):,.0f}",
        f"{max(load['p50'] for load in loads) * 1e3:.2f}",
        f"{max(load['p99'] for load in loads) * 1e3:.2f}",
    ]


def _load_process(url: str, make: Callable[[int], bytes], connections: int, seconds: float) -> subprocess.Popen[bytes]:
    (name,) = [name for name, route in ROUTES.items() if route is make]
    command = [sys.executable, "-c", _LOAD, url, name, str(connections), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


_WITHOUT_WORKER = {"HOLDFAST_EXTRACTORS_MOST_WAITING": "0"}
"""Nobody enriches what is stored on PostgreSQL here, so that much comes to wait."""

_LOAD = """
import json, sys
from benchmarks.load import put_load
from benchmarks.postgres import ROUTES
url, name, connections, seconds = sys.argv[1:]
load = put_load(url, ROUTES[name], connections=int(connections), seconds=float(seconds))
print(json.dumps({"count": load.count, "failures": load.failures, "seconds": load.seconds,
                  "p50": load.percentile(0.5), "p99": load.percentile(0.99)}))
"""


@contextmanager
def _holdfast(arguments: list[str]) -> Iterator[tuple[str, psutil.Process]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "holdfast", "serve", "--host", "127.0.0.1", "--port", str(port), *arguments]
    environment = {**os.environ, **_WITHOUT_WORKER}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:  # it ended a moment ago
        return 0.0
    return float(times.user + times.system)


def _always(sent: bytes, _: int) -> bytes:
    return sent


async def _given(dsn: str) -> Database:
    connection = await asyncpg.connect(dsn)
    nodes: list[tuple[str | None, int | None]] = [(None, None)]
    name = f"PostgreSQL {connection.get_server_version().major}, given"
    if await connection.fetchval("SELECT to_regclass('pg_dist_node') IS NOT NULL"):
        name = "cluster, given"
        nodes = [(row["nodename"], row["nodeport"]) for row in await connection.fetch("TABLE pg_dist_node")]
    await connection.close()
    directories = []
    for host, port in nodes:
        node = await asyncpg.connect(dsn, host=host, port=port)
        directories.append(Path(await node.fetchval("SHOW data_directory")))
        await node.close()
    return Database(name, dsn, nodes, directories)


async def _floors(dsn: str) -> dict[str, tuple[float, float]]:
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "CREATE TABLE bare_sessions (id bigint PRIMARY KEY, next int NOT NULL) WITH (fillfactor = 70);"
        "CREATE TABLE bare_messages (session bigint, position int, uuid text, role text, content text,"
        " created timestamptz, PRIMARY KEY (session, position)); CREATE INDEX ON bare_messages (uuid);"
        f"INSERT INTO bare_sessions SELECT n, 1 FROM generate_series(0, {SESSIONS - 1}) AS n"
    )
    server = psutil.Process(connection.get_server_pid())

    async def timed(sql: str, arguments: Callable[[int], tuple[object, ...]], count: int) -> tuple[float, float]:
        before = time.process_time(), _cpu(server)
        for number in range(count):
            await connection.fetch(sql, *arguments(number))
        return (time.process_time() - before[0]) / count, (_cpu(server) - before[1]) / count

    insert = (
        "WITH s AS (UPDATE bare_sessions SET next = next + 3 WHERE id = $1 RETURNING next) INSERT INTO bare_messages"
        " SELECT $1, s.next + m.n, m.uuid, 'human', m.content, now()"
        " FROM s, unnest($2::int[], $3::text[], $4::text[]) AS m (n, uuid, content)"
    )
    select = "SELECT * FROM bare_messages WHERE session = $1 ORDER BY position DESC LIMIT 12"
    places, contents = [0, 1, 2], [WORDS * 2] * 3
    posted = await timed(
        insert, lambda n: (n % SESSIONS, places, [f"{n:032d}-{place}" for place in places], contents), 5_000
    )
    read = await timed(select, lambda n: (n % SESSIONS,), 5_000)
    await connection.close()
    return {"POST memory (3 messages)": posted, "GET memory (12 messages)": read}


if __name__ == "__main__":
    main()
