"""The busiest routes over HTTP, each beside the floors beneath it.

Work: a server with an embedded database in a temporary directory, filled with sessions of 30 messages; then for each
route requests over 1, 16 and 64 keep-alive connections.  A POST carries 3 messages of about 200 bytes, once without
and once with an idempotency key of its own, as the client libraries send them; GET memory answers 12 of them.  Each
search is of a session of 35 messages and has 10 results; it asks one of 29 questions, or one that nobody has asked.

Floors, in the same run: `bare HTTP` is the same HTTP layer (uvicorn, httptools, uvloop) whose application reads the
body and answers as many bytes at once; `bare SQLite` writes sessions and messages, or reads them, in one process, as
many requests in one synced transaction as there were connections.  The CPU of the sync is part of it; that of the
server's is not in its figure on Linux, where the kernel syncs beside the process.  The floor has no jobs, no log of
changes and no idempotency keys, without which the server could not keep what it promises, and its messages have no
metadata, counts of tokens, names or times to expire.  So for each POST alone in its transaction it writes 6 pages to
the log, and the server 13.

CPU is that of the server process, user and system, per request: the figure to compare on a machine that others use
too.  Before each measurement the server is let finish its background work; of what a POST sets off, it has the part
that the server's own process did while requests came.  ``--quiet`` switches off what can be: counting tokens, looking
for facts and cutting into words for searches stay.
"All CPU" is that of the server and of its calculating processes until nothing is left to do, so of a POST it has all
that follows from it.  The ratio is that of CPU to both floors.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import apsw
import httpx
import psutil
import uvicorn
from rich.console import Console
from rich.table import Table

from benchmarks.load import Load, put_load, request

CONNECTIONS = (1, 16, 64)
SESSIONS = 500
_LEAST_POSTS = 5
WORDS = "the quick brown fox jumps over the lazy dog and looks for a quiet place to sleep in the afternoon sun "
BODY = json.dumps(
    {
        "messages": [
            {"role": role, "content": (WORDS * 2)[: 180 + 10 * n]} for n, role in enumerate(("human", "ai", "human"))
        ]
    }
).encode()

POST, KEYED_POST = "POST memory (3 messages)", "POST memory (3 messages, keyed)"
NEW_SEARCH = "search, each question new"

SEARCH, SEARCHED, SEARCHED_MESSAGES = "search of a session (35 messages)", 50, 35
_VOCABULARY = [*WORDS.split(), "garden", "lisbon", "violin", "hotel", "budget", "passport", "recipe", "thunder"]

STEPS = ("SUMMARIZER", "ENTITIES", "INTENT", "EMBEDDINGS")

ROUTES: dict[str, Callable[[int], bytes]] = {
    POST: lambda n: request("POST", f"/api/v1/sessions/s{n % SESSIONS}/memory", BODY),
    KEYED_POST: lambda n: request("POST", f"/api/v1/sessions/s{n % SESSIONS}/memory", BODY, keyed=True),
    "GET memory": lambda n: request("GET", f"/api/v1/sessions/s{n % SESSIONS}/memory"),
    SEARCH: lambda n: request("POST", f"/api/v1/sessions/q{n % SEARCHED}/search", _question(n)),
    NEW_SEARCH: lambda n: request("POST", f"/api/v1/sessions/q{n % SEARCHED}/search", _new_question(n)),
    "GET sessions (limit 100)": lambda n: request("GET", f"/api/v1/sessions?limit=100&cursor={n % 300}"),
    "PATCH session": lambda n: request(
        "PATCH", f"/api/v1/sessions/s{n % SESSIONS}", b'{"metadata":{"a":{"b":%d},"c":"text"}}' % n
    ),
}


def _question(number: int) -> bytes:
    """One of as many questions as there are words."""
    some = [_VOCABULARY[number * step % len(_VOCABULARY)] for step in (1, 5, 11, 17)]
    return json.dumps({"text": f"where did {' '.join(some)} go?"}).encode()


def _new_question(number: int) -> bytes:
    """One of half a million questions, so that none is asked again while it is remembered."""
    some = [_VOCABULARY[number // len(_VOCABULARY) ** place % len(_VOCABULARY)] for place in range(4)]
    return json.dumps({"text": f"where did {' '.join(some)} go?"}).encode()


def _fill(url: str) -> None:
    """The other sessions, with at least as many messages as a memory has."""
    posts = 0
    while posts < _LEAST_POSTS * SESSIONS:
        fill = put_load(url, partial(_post, posts), connections=64, seconds=1)
        assert not fill.failures, fill.failure
        posts += fill.count


def _post(first: int, number: int) -> bytes:
    return ROUTES[POST](first + number)


def _fill_searched(url: str) -> None:
    """The sessions that are searched, each of as many messages."""
    with httpx.Client(base_url=url, timeout=60) as client:
        for session in range(SEARCHED):
            told = [_VOCABULARY[session * step % len(_VOCABULARY) :] for step in range(SEARCHED_MESSAGES)]
            messages = [{"role": ("human", "ai")[n % 2], "content": " ".join(words)} for n, words in enumerate(told)]
            client.post(f"/api/v1/sessions/q{session}/memory", json={"messages": messages}).raise_for_status()


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data", options.setting) as (url, process):
        _fill(url)
        _fill_searched(url)
        rows = [
            (name, connections, *_measured(url, process, make, connections, options.seconds))
            for name, make in ROUTES.items()
            if options.only in name
            for connections in CONNECTIONS
        ]
        sizes = {name: _answer_size(url, make(1)) for name, make in ROUTES.items()}
    _print(rows, _bare_http(sizes, options), _bare_sqlite())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each measurement")
    parser.add_argument("--only", default="", help="only routes whose name holds this text")
    parser.add_argument("--quiet", action="store_true", help="switch off what can be of enrichment")
    parser.add_argument("--setting", action="append", default=[], help="environment of the server, as NAME=VALUE")
    options = parser.parse_args()
    if options.quiet:
        options.setting += [f"HOLDFAST_EXTRACTORS_MESSAGES_{step}_ENABLED=false" for step in STEPS]
    return options


@contextmanager
def serving(data: Path, settings: list[str], *, program: str = "holdfast") -> Iterator[tuple[str, psutil.Process]]:
    """A server of the module ``program``: where it listens, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", program, "serve", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--data", str(data)]
    environment = {**os.environ, **dict(setting.split("=", 1) for setting in settings)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        _await_port(port)
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _await_port(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def _await_idle(url: str) -> None:
    """Wait until the server has no background work; a server that does not know the question has none."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        ready = httpx.get(f"{url}/readyz", timeout=30)
        if not ready.headers["content-type"].startswith("application/json") or not ready.content.startswith(b"{"):
            return
        if not ready.json()["jobs_pending"]:
            return
        time.sleep(0.2)
    raise RuntimeError("the background work did not end")


def measure(
    url: str, process: psutil.Process, make: Callable[[int], bytes], connections: int, seconds: float
) -> tuple[float, Load]:
    """CPU seconds per request of the server process, and the load that it bore."""
    _await_idle(url)
    before = process.cpu_times()
    load = put_load(url, make, connections=connections, seconds=seconds)
    after = process.cpu_times()
    assert not load.failures, load.failure
    return (after.user + after.system - before.user - before.system) / load.count, load


def _measured(
    url: str, process: psutil.Process, make: Callable[[int], bytes], connections: int, seconds: float
) -> tuple[float, float, Load]:
    """CPU seconds per request: of the server process meanwhile, and of all its processes until nothing is left."""
    _await_idle(url)
    before = _cpu_of_all(process)
    cpu, load = measure(url, process, make, connections, seconds)
    _await_idle(url)
    return cpu, (_cpu_of_all(process) - before) / load.count, load


def _cpu_of_all(process: psutil.Process) -> float:
    """CPU seconds of a process and of those that it has started, which live as long."""
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def _answer_size(url: str, sent: bytes) -> int:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(sent)
        head, _, _ = connection.recv(1 << 20).partition(b"\r\n\r\n")
    return int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])


def _bare_http(sizes: dict[str, int], options: argparse.Namespace) -> dict[tuple[str, int], float]:
    """CPU seconds per request of an application that does nothing, by route and connections."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    child = multiprocessing.get_context("spawn").Process(target=_serve_nothing, args=(port, sizes), daemon=True)
    child.start()
    _await_port(port)
    process = psutil.Process(child.pid)
    floors = {}
    for name, make in ROUTES.items():
        if options.only not in name:
            continue
        for connections in CONNECTIONS:
            floors[name, connections], _ = measure(
                f"http://127.0.0.1:{port}", process, make, connections, options.seconds / 2
            )
    child.terminate()
    return floors


def _serve_nothing(port: int, sizes: dict[str, int]) -> None:
    answers = {
        make(1).split()[0]: b"x" * sizes[name]
        for name, make in ROUTES.items()
        if "sessions (" not in name and name not in {SEARCH, NEW_SEARCH}
    }
    found = b"x" * sizes[SEARCH]
    listing = b"x" * sizes["GET sessions (limit 100)"]

    async def nothing(scope, receive, send):  # type: ignore[no-untyped-def]
        if scope["method"] in {"POST", "PATCH"}:
            await receive()
        body = listing if scope["query_string"] else answers[scope["method"].encode()]
        body = found if scope["path"].endswith("/search") else body
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    uvicorn.run(
        nothing, port=port, http="httptools", loop="uvloop", lifespan="off", log_level="error", access_log=False,
        proxy_headers=False, date_header=False, server_header=False,
    )  # fmt: skip


def _bare_sqlite() -> dict[tuple[str, int], float]:
    """CPU seconds of the same database work per request, by route and requests per transaction."""
    with tempfile.TemporaryDirectory() as folder:
        connection = apsw.Connection(f"{folder}/bare.db")
        connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE sessions"
            " (id INTEGER PRIMARY KEY, name TEXT UNIQUE, next INTEGER, updated TEXT, metadata TEXT);"
            "CREATE TABLE messages (key INTEGER PRIMARY KEY, uuid TEXT UNIQUE, role TEXT, content TEXT, created TEXT)"
        )
        for number in range(SESSIONS):
            connection.execute("INSERT INTO sessions VALUES (?, ?, 1, '', NULL)", (number, f"s{number}"))
        log = os.open(f"{folder}/bare.db-wal", os.O_RDWR)
        floors = {}
        for connections in CONNECTIONS:
            floors[POST, connections] = _timed_writes(connection, log, connections, _insert)
            floors[KEYED_POST, connections] = floors[POST, connections]
            floors["PATCH session", connections] = _timed_writes(connection, log, connections, _update)
            floors["GET memory", connections] = _timed_reads(connection)
        os.close(log)
        connection.close()
    return floors


def _insert(connection: apsw.Connection, number: int) -> None:
    name = f"s{number % SESSIONS}"
    ((session, position),) = connection.execute(
        "UPDATE sessions SET next = next + 3, updated = ? WHERE name = ? RETURNING id, next", (str(number), name)
    ).fetchall()
    base = int(session or 0) << 24 | int(position or 0)
    connection.executemany(
        "INSERT INTO messages VALUES (?, ?, ?, ?, ?)",
        [(base + n, f"{number:030d}-{n}-----", "human", WORDS * 2, "2024-01-01T00:00:00Z") for n in range(3)],
    )


def _update(connection: apsw.Connection, number: int) -> None:
    name = f"s{number % SESSIONS}"
    connection.execute("SELECT metadata FROM sessions WHERE name = ?", (name,)).fetchall()
    connection.execute("UPDATE sessions SET metadata = ? WHERE name = ?", ('{"a":{"b":1}}', name))


_next_number = iter(range(10**12)).__next__


def _timed_writes(
    connection: apsw.Connection, log: int, batch: int, write: Callable[[apsw.Connection, int], None]
) -> float:
    started, done = time.process_time(), 0
    while done < 3_000:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(batch):
            write(connection, _next_number())
        connection.execute("COMMIT")
        os.fdatasync(log)
        done += batch
    return (time.process_time() - started) / done


def _timed_reads(connection: apsw.Connection) -> float:
    started = time.process_time()
    for number in range(3_000):
        ((session, newest),) = connection.execute(
            "SELECT id, next FROM sessions WHERE name = ?", (f"s{number % SESSIONS}",)
        ).fetchall()
        end = int(session or 0) << 24 | int(newest or 0)
        connection.execute(
            "SELECT * FROM messages WHERE key > ? AND key <= ? ORDER BY key", (end - 9, end + 3)
        ).fetchall()
    return (time.process_time() - started) / 3_000


def _print(
    rows: list[tuple[str, int, float, float, Load]],
    http: dict[tuple[str, int], float],
    sqlite: dict[tuple[str, int], float],
) -> None:
    table = Table(
        "route",
        "connections",
        "CPU µs",
        "all CPU µs",
        "bare HTTP µs",
        "bare SQLite µs",
        "ratio",
        "requests/s",
        "p50 ms",
        "p99 ms",
    )
    for name, connections, cpu, all_cpu, load in rows:
        floor = http[name, connections] + sqlite.get((name, connections), 0.0)
        below = sqlite.get((name, connections))
        table.add_row(
            name,
            str(connections),
            f"{cpu * 1e6:.0f}",
            f"{all_cpu * 1e6:.0f}",
            f"{http[name, connections] * 1e6:.0f}",
            "–" if below is None else f"{below * 1e6:.0f}",
            f"{cpu / floor:.1f}",
            f"{load.count / load.seconds:,.0f}",
            f"{load.percentile(0.5) * 1e3:.2f}",
            f"{load.percentile(0.99) * 1e3:.2f}",
        )
    console = Console(width=150)
    console.print(__doc__)
    console.print(f"Python {sys.version.split()[0]}, SQLite {apsw.sqlite_lib_version()}, {os.cpu_count()} cores")
    console.print(table)


if __name__ == "__main__":
    main()
