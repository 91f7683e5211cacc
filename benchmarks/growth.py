"""How the cost of each request grows with what it does not touch.

    python -m benchmarks.growth                          # 10 000, 100 000 and 1 000 000 messages
    python -m benchmarks.growth --messages 10000 100000
    python -m benchmarks.growth --messages 10000000      # takes 30 GB of disk, and its time
    python -m benchmarks.growth --postgres               # the same on a PostgreSQL of its own

For each number of messages an embedded database is written, with everything that enrichment leaves, and served by
`holdfast serve`. A fifth of the messages is those of one user in ten sessions (`tall`), a fifth those of one user in
sessions of two (`wide`), 500 those of a user with ten sessions (`small`), the rest lies in sessions of 50.

`ms` is the median time until the answer, `CPU` what the server's process spent, `hold` the longest time for which its
event loop was kept from anything else meanwhile, waiting for a processor left out: the first figure is what the loop
computed, the second includes waiting for other threads and for the disk. On a busy machine only CPU and the first of
these say much. The last tables have the exponents by which CPU grows, 0 for a cost that does not grow, 1 for one that
grows as the messages do; and the longest hold of each request at any size. `memory` is what the process has of its own.

`after a POST` is a search as soon as the POST was answered, so what the server does at that time to enrich the message
counts too; `after a POST, enriched` is one when that is done.

`start` is a start of the server until it has nothing more to do, with its calculating processes.

On PostgreSQL the same rows are brought into a database by `holdfast copy`; `database` is what its processes spent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import asyncpg
import httpx
import psutil

from benchmarks.growth_data import KINDS, Person, Writer
from benchmarks.postgres import DURABLE, Database
from tests.running_server import RunningServer
from tests.storage.postgres.server import own_server

QUESTION = "word1 word20 word300"
WHERE = {"where": {"jsonpath": f"$ ? (@.kind == {KINDS // 2})"}}
_IDLE_SECONDS, _LOOK_SECONDS = 1.0, 0.2
_IDLE_CPU = 0.03
_PATIENCE_SECONDS = 1200.0
BYTES = 3000
"""What a message takes on the disk, its part of the indexes and of the log included."""
_FEW = 1_000_000
_SCHEDULED = 2
"""With the number of a process, the clock of all the time that its threads were on a processor."""

Act = Callable[[int], object]


@dataclass
class Figures:
    """What one size gave, by the name of the request: CPU in milliseconds, and holds of the loop in milliseconds."""

    cpu: dict[str, float] = field(default_factory=dict)
    taken: dict[str, float] = field(default_factory=dict)
    holds: dict[str, tuple[float, float]] = field(default_factory=dict)


class Run:
    """Requests to a server over a database of one size."""

    def __init__(self, messages: int, data: Path, database: Database | None = None) -> None:
        self._messages = messages
        self._data = data
        self._database = database
        self.figures = Figures()
        self._server: RunningServer
        self._client: httpx.Client

    @contextmanager
    def serving(self, name: str) -> Iterator[None]:
        """A server that was started and has come to rest; what that took is noted."""
        began = time.perf_counter()
        store = () if self._database is None else ("--store", self._database.dsn)
        kept = {"HOLDFAST_SEARCH_INDEX_DIRECTORY": str(self._data / "search-indexes")}
        self._server = RunningServer(self._data, *store, environment=kept, started_anew=True)
        listening = time.perf_counter() - began
        self._server.stalls.begin()
        self._client = httpx.Client(base_url=self._server.url, timeout=_PATIENCE_SECONDS)
        try:
            self.rest()
            cpu = sum(_cpu(process) for process in self._processes())
            self._note(name, listening, cpu)
            yield
        finally:
            self._client.close()
            self._server.stop()

    def note(self, name: str, times: int, act: Act, before: Act | None = None) -> None:
        """Send a request so many times, each after something else; print what it took."""
        self._server.stalls.begin()
        taken, cpu, behind = [], 0.0, 0.0
        for turn in range(times):
            if before is not None:
                before(turn)
            behind -= self._behind()
            spent, start = self._spent(), time.perf_counter()
            act(turn)
            taken.append(time.perf_counter() - start)
            cpu += self._spent() - spent
            behind += self._behind()
        self._note(name, statistics.median(taken), cpu / times, behind / times)

    def after(self, name: str, wait: Callable[[], object]) -> None:
        """Wait until the server has done what was set off; print what it took."""
        self._server.stalls.begin()
        spent, behind, start = self._spent(), self._behind(), time.perf_counter()
        wait()
        self.rest()
        self._note(name, time.perf_counter() - start, self._spent() - spent, self._behind() - behind)

    def ask(self, path: str, *, text: str = QUESTION, metadata: dict[str, Any] | None = None) -> None:
        """A search; one that is refused while an index is made is repeated."""
        while True:
            answer = self._client.post(path, json={"text": text, **({"metadata": metadata} if metadata else {})})
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                _found(answer)
                return

    def get(self, path: str) -> None:
        """A request that reads."""
        self._client.get(path).raise_for_status()

    def delete(self, path: str) -> None:
        """A request that deletes."""
        self._client.delete(path).raise_for_status()

    def post(self, session: str) -> None:
        """Store a message."""
        body = {"messages": [{"role": "user", "content": "word7 word70 word700 and something that is new"}]}
        self._client.post(f"/api/v1/sessions/{session}/memory", json=body).raise_for_status()

    def enriched(self, session: str) -> None:
        """Store a message, and wait until it is enriched."""
        self.post(session)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self._client.get("/readyz").json()["jobs_pending"] and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS / 10)

    def send(self, path: str, body: dict[str, Any]) -> None:
        """Another request with a body."""
        self._client.post(path, json=body).raise_for_status()

    def burials(self) -> None:
        """Wait until no deleted user has sessions that are still to be buried."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self._departed() and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)

    def _departed(self) -> bool:
        statement = "SELECT id FROM departed_users LIMIT 1"
        if self._database is not None:
            return bool(asyncio.run(_rows(self._database.dsn, statement)))
        connection = apsw.Connection(str(self._data / "holdfast.db"), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return bool(connection.execute(statement).fetchall())
        finally:
            connection.close()

    def _note(self, name: str, seconds: float, cpu: float, behind: float = 0.0) -> None:
        holds = self._server.stalls.held(lambda: self._server.is_alive)
        self.figures.cpu[name] = cpu * 1000
        self.figures.taken[name] = seconds * 1000
        self.figures.holds[name] = (holds[0] * 1000, holds[1] * 1000)
        memory = _memory(self._server.process_id)
        database = "" if self._database is None else f"  database {behind * 1000:9.2f} ms"
        print(
            f"{self._messages:>9} {name:34} {seconds * 1000:10.2f} ms  CPU {cpu * 1000:9.2f} ms"
            f"  hold {holds[0] * 1000:6.1f} / {holds[1] * 1000:6.1f} ms  {memory:5} MB{database}",
            flush=True,
        )

    def _spent(self) -> float:
        return _cpu(psutil.Process(self._server.process_id))

    def _behind(self) -> float:
        return 0.0 if self._database is None else self._database.cpu()

    def _processes(self) -> list[psutil.Process]:
        server = psutil.Process(self._server.process_id)
        return [server, *server.children(recursive=True)]

    def rest(self) -> None:
        """Wait until the server and what it has started do next to nothing."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        quiet = before = 0.0
        while quiet < _IDLE_SECONDS and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
            now = sum(_cpu(process) for process in self._processes())
            quiet = quiet + _LOOK_SECONDS if now - before < _IDLE_CPU * _LOOK_SECONDS else 0.0
            before = now


def measure(messages: int, *, on_postgres: bool) -> Figures:
    """What each request takes at a size."""
    with tempfile.TemporaryDirectory(prefix="growth") as folder, ExitStack() as stack:
        data = Path(folder) / "data"
        data.mkdir()
        began = time.perf_counter()
        _write(data, messages)
        database = None
        if on_postgres:
            server = stack.enter_context(own_server(DURABLE))
            database = Database("PostgreSQL", server.dsn, [(None, None)], [server.data])
            subprocess.run([sys.executable, "-m", "holdfast", "copy", data, server.dsn], check=True)
            data = Path(folder) / "indexes"
        print(f"{messages:>9} written in {time.perf_counter() - began:.0f} s", flush=True)
        return _measured(Run(messages, data, database))


def _measured(run: Run) -> Figures:
    with run.serving("start, first on these data"):
        pass
    with run.serving("start"):
        _measure_requests(run)
        _measure_searches(run, "everything", "/api/v1/search")
        _measure_users(run)
    with run.serving("start, again"):
        run.note("first after a restart: everything", 1, lambda _: run.ask("/api/v1/search"))
        run.note("first after a restart: tall user", 1, lambda _: run.ask("/api/v1/user/tall/search"))
        _measure_deletions(run)
    return run.figures


async def _rows(dsn: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()


class Progress:
    """Tells how many messages are written: at each tenth of a million, and of more at each hundredth."""

    def __init__(self, messages: int) -> None:
        self._messages = messages
        self._step = max(1, 10 * _FEW // messages)
        self._shares = 0

    def __call__(self, written: int) -> None:
        """So many are."""
        shares = 100 * written // self._messages // self._step
        if shares > self._shares:
            print(f"{self._messages:>9} {written:>9} of them written", flush=True)
        self._shares = shares


def _write(data: Path, messages: int) -> None:
    fifth = messages // 5
    people = [
        Person("small", 10, 50),
        Person("tall", 10, fifth // 10),
        Person("wide", fifth // 2, 2),
        Person("rest", (messages - 2 * fifth - 500) // 50, 50),
    ]
    writer = Writer(data, Progress(messages))
    writer.write(people, strangers=messages // 100)
    writer.close()


def _measure_requests(run: Run) -> None:
    """What ranges over one session, or over a page."""
    session = "/api/v1/sessions/rest-1"
    acts: dict[str, Act] = {
        "GET memory": lambda _: run.get(f"{session}/memory"),
        "list messages": lambda _: run.get(f"{session}/messages"),
        "list sessions": lambda turn: run.get(f"/api/v1/sessions?limit=100&cursor={turn}"),
        "list sessions of a user": lambda _: run.get("/api/v1/user/small/sessions"),
        "list users": lambda turn: run.get(f"/api/v1/user?limit=100&cursor={turn}"),
        "search of a session": lambda _: run.ask(f"{session}/search"),
        "search of a small user": lambda _: run.ask("/api/v1/user/small/search"),
        "facts of a small user": lambda _: run.get("/api/v1/user/small/profile"),
        "context of a small user": lambda _: run.send("/api/v1/context", {"user_id": "small", "query": QUESTION}),
    }
    for name, act in acts.items():
        act(0)
        run.note(name, 30, act)
    run.note("POST of a message", 30, lambda _: run.post("rest-1"))
    run.rest()


def _measure_searches(run: Run, scope: str, path: str) -> None:
    """Searches of all there is."""
    run.note(f"{scope}: first ever", 1, lambda _: run.ask(path))
    run.after(f"{scope}: written to its file", lambda: None)
    run.note(f"{scope}: warm", 15, lambda _: run.ask(path))
    run.note(f"{scope}: after a POST", 10, lambda _: run.ask(path), lambda turn: run.post(f"rest-{turn + 2}"))
    run.note(f"{scope}: after a POST, enriched", 10, lambda _: run.ask(path), lambda turn: run.enriched(f"rest-{turn}"))
    run.note(f"{scope}: with a filter, first time", 1, lambda _: run.ask(path, metadata=WHERE))
    run.note(f"{scope}: with a filter, again", 5, lambda _: run.ask(path, metadata=WHERE))
    deleted = iter(range(20, 30))
    run.note(
        f"{scope}: after a deleted session", 5, lambda _: run.ask(path),
        lambda _: run.delete(f"/api/v1/sessions/rest-{next(deleted)}/memory"),
    )  # fmt: skip


def _measure_users(run: Run) -> None:
    """Searches of a user, in ten sessions and in very many."""
    for user in ("tall", "wide"):
        _measure_user(run, user)


def _measure_user(run: Run, user: str) -> None:
    path = f"/api/v1/user/{user}/search"
    run.note(f"{user} user: first ever", 1, lambda _: run.ask(path))
    run.after(f"{user} user: written to its file", lambda: None)
    run.note(f"{user} user: warm", 15, lambda _: run.ask(path))
    run.note(f"{user} user: after a POST", 10, lambda _: run.ask(path), lambda turn: run.post(f"{user}-{turn % 10}"))
    run.note(
        f"{user} user: after a POST, enriched", 10, lambda _: run.ask(path),
        lambda turn: run.enriched(f"{user}-{turn % 10}"),
    )  # fmt: skip


def _measure_deletions(run: Run) -> None:
    run.note("delete a session", 10, lambda turn: run.delete(f"/api/v1/sessions/rest-{turn + 40}/memory"))
    run.note("delete the wide user", 1, lambda _: run.delete("/api/v1/user/wide"))
    run.after("bury the wide user's sessions", run.burials)


def _found(answer: httpx.Response) -> None:
    answer.raise_for_status()
    if not json.loads(answer.content):
        raise RuntimeError("a search found nothing")


def _cpu(process: psutil.Process) -> float:
    """Seconds on a processor, as exactly as the system tells."""
    if sys.platform == "linux":
        with suppress(OSError):
            return time.clock_gettime((~process.pid << 3) | _SCHEDULED)
    times = process.cpu_times()
    return float(times.user + times.system)


def _memory(process_id: int) -> int:
    """Megabytes that a process has of its own, where the system tells."""
    try:
        lines = Path(f"/proc/{process_id}/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon", "RssShmem"))) >> 10


def report(sizes: list[int], figures: list[Figures]) -> None:
    """Print how CPU grows from the smallest to the largest size, and the longest holds."""
    smallest, largest = figures[0], figures[-1]
    growth = math.log(sizes[-1] / sizes[0])
    print("\nrequest                            exponent   longest hold, ms")
    for name, cpu in largest.cpu.items():
        exponent = math.log(cpu / smallest.cpu[name]) / growth if growth else math.nan
        held = [max(size.holds[name][place] for size in figures) for place in (0, 1)]
        print(f"{name:34} {exponent:8.2f}   {held[0]:8.1f} / {held[1]:.1f}")
    for one in figures:
        wide, tall = one.cpu["wide user: warm"], one.cpu["tall user: warm"]
        posted, warm = one.cpu["everything: after a POST"], one.cpu["everything: warm"]
        enriched = one.cpu["everything: after a POST, enriched"]
        print(
            f"wide user / tall user {wide / tall:.2f}, after a POST / warm {posted / warm:.2f},"
            f" enriched {enriched / warm:.2f}"
        )


def main() -> None:
    """Measure at each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    options = parser.parse_args()
    sizes = sorted(options.messages)
    needed, free = (1 + options.postgres) * BYTES * sizes[-1], shutil.disk_usage(tempfile.gettempdir()).free
    if free < needed:
        parser.error(f"{sizes[-1]} messages take {needed >> 30} GB in {tempfile.gettempdir()}, which has {free >> 30}")
    # Whoever ends it is not left with its servers and files.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        report(sizes, [measure(size, on_postgres=options.postgres) for size in sizes])
    except KeyboardInterrupt:
        sys.exit("broken off; what was written is removed")


if __name__ == "__main__":
    main()
