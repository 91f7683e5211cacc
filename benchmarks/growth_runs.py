"""Servers over databases of several sizes that are sent the same requests by turns, and what each request takes.

A machine that is busy with something else makes all of them slower at once. Of servers that are asked in turn, each
request after the other, the figures can be compared all the same.
"""

from __future__ import annotations

import asyncio
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import asyncpg
import httpx
import psutil

from benchmarks.postgres import DURABLE, Database
from tests.running_server import RunningServer
from tests.storage.postgres.server import own_server

_IDLE_SECONDS, _LOOK_SECONDS = 1.0, 0.2
_IDLE_CPU = 0.03
_PATIENCE_SECONDS = 1200.0
_SCHEDULED = 2
"""With the number of a process, the clock of all the time that its threads were on a processor."""


@dataclass
class Figures:
    """What one size gave, by the name of the request: CPU in milliseconds, and holds of the loop in milliseconds."""

    cpu: dict[str, float] = field(default_factory=dict)
    holds: dict[str, tuple[float, float]] = field(default_factory=dict)


class Run:
    """Requests to a server over a database of one size."""

    def __init__(self, messages: int, data: Path, database: Database | None = None) -> None:
        self.messages = messages
        self.figures = Figures()
        self._data = data
        self._database = database
        self._server: RunningServer
        self._client: httpx.Client
        self._taken: list[tuple[float, float, float]] = []

    @contextmanager
    def serving(self, name: str) -> Iterator[None]:
        """A server that was started and has come to rest; what that took is noted."""
        began = time.perf_counter()
        store = () if self._database is None else ("--store", self._database.dsn)
        kept = {
            "HOLDFAST_SEARCH_INDEX_DIRECTORY": str(self._data / "search-indexes"),
            # Else each start compiles all modules, which those of a package are once.
            "PYTHONDONTWRITEBYTECODE": "",
        }
        self._server = RunningServer(self._data, *store, environment=kept, started_anew=True)
        listening = time.perf_counter() - began
        self._server.stalls.begin()
        self._client = httpx.Client(base_url=self._server.url, timeout=_PATIENCE_SECONDS)
        try:
            self.rest()
            self._tell(name, listening, self.spent())
            yield
        finally:
            self._client.close()
            self._server.stop()

    def begin(self) -> None:
        """Forget what was measured before."""
        self._server.stalls.begin()
        self._taken = []

    def take(self, act: Callable[[], object]) -> None:
        """Send a request and note what it takes."""
        behind, spent, start = self._behind(), self._spent_by_server(), time.perf_counter()
        act()
        taken = time.perf_counter() - start
        self._taken.append((taken, self._spent_by_server() - spent, self._behind() - behind))

    def end(self, name: str) -> None:
        """Print and keep the median of what was noted."""
        self._tell(name, *(statistics.median(column) for column in zip(*self._taken, strict=True)))

    def altogether(self, name: str, act: Callable[[], object], times: int = 1) -> None:
        """Do something, wait until the server has done all that follows from it, and note what that takes."""
        self._server.stalls.begin()
        behind, spent, start = self._behind(), self.spent(), time.perf_counter()
        act()
        self.rest()
        taken = time.perf_counter() - start
        self._tell(name, taken / times, (self.spent() - spent) / times, (self._behind() - behind) / times)

    def ask(self, path: str, *, text: str, metadata: dict[str, Any] | None = None) -> None:
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
        """Another request with a body; one that is refused while an index is made is repeated."""
        while (answer := self._client.post(path, json=body)).status_code == httpx.codes.SERVICE_UNAVAILABLE:
            pass
        answer.raise_for_status()

    def burials(self) -> None:
        """Wait until no deleted user has sessions that are still to be buried."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self._departed() and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)

    def rest(self) -> None:
        """Wait until the server and what it has started do next to nothing."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        quiet = before = 0.0
        while quiet < _IDLE_SECONDS and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
            now = self.spent()
            quiet = quiet + _LOOK_SECONDS if now - before < _IDLE_CPU * _LOOK_SECONDS else 0.0
            before = now

    def spent(self) -> float:
        """Seconds that the server and its calculating processes were on a processor."""
        server = psutil.Process(self._server.process_id)
        return sum(_cpu(process) for process in (server, *server.children(recursive=True)))

    def _departed(self) -> bool:
        statement = "SELECT id FROM departed_users LIMIT 1"
        if self._database is not None:
            return bool(asyncio.run(_rows(self._database.dsn, statement)))
        connection = apsw.Connection(str(self._data / "holdfast.db"), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return bool(connection.execute(statement).fetchall())
        finally:
            connection.close()

    def _tell(self, name: str, seconds: float, cpu: float, behind: float = 0.0) -> None:
        holds = self._server.stalls.held(lambda: self._server.is_alive)
        self.figures.cpu[name] = cpu * 1000
        self.figures.holds[name] = (holds[0] * 1000, holds[1] * 1000)
        memory = _memory(self._server.process_id)
        database = "" if self._database is None else f"  database {behind * 1000:9.2f} ms"
        print(
            f"{self.messages:>9} {name:40} {seconds * 1000:10.2f} ms  CPU {cpu * 1000:9.2f} ms"
            f"  hold {holds[0] * 1000:6.1f} / {holds[1] * 1000:6.1f} ms  {memory:5} MB{database}",
            flush=True,
        )

    def _spent_by_server(self) -> float:
        return _cpu(psutil.Process(self._server.process_id))

    def _behind(self) -> float:
        return 0.0 if self._database is None else self._database.cpu()


Act = Callable[[Run, int], object]
"""Sends the request of a turn to a server."""


class Comparison:
    """Runs of several sizes, smallest first."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs

    @contextmanager
    def serving(self, name: str) -> Iterator[None]:
        """A server for each size."""
        with ExitStack() as stack:
            for run in self.runs:
                stack.enter_context(run.serving(name))
            yield

    def note(self, name: str, times: int, act: Act, before: Act | None = None) -> None:
        """Send a request so many times to each server by turns, each after something else; print what it takes."""
        for run in self.runs:
            run.begin()
        for turn in range(times):
            for run in self.runs:
                if before is not None:
                    before(run, turn)
                run.take(lambda run=run, turn=turn: act(run, turn))  # type: ignore[misc]
        for run in self.runs:
            run.end(name)

    def altogether(self, name: str, act: Act, times: int = 1) -> None:
        """Send a request so many times to each server, with all that follows from it; print what one takes."""
        for run in self.runs:
            run.altogether(name, lambda run=run: [act(run, turn) for turn in range(times)], times)  # type: ignore[misc]

    def report(self) -> None:
        """Print how CPU grows from the smallest to the largest size, and the longest holds."""
        smallest, largest = self.runs[0], self.runs[-1]
        growth = math.log(largest.messages / smallest.messages)
        print(f"\n{'request':40} exponent   longest hold, ms")
        for name, cpu in largest.figures.cpu.items():
            least = smallest.figures.cpu[name]
            exponent = math.log(cpu / least) / growth if growth and min(cpu, least) > 0 else math.nan
            held = [max(run.figures.holds[name][place] for run in self.runs) for place in (0, 1)]
            print(f"{name:40} {exponent:8.2f}   {held[0]:8.1f} / {held[1]:.1f}")


@contextmanager
def comparing(sizes: Sequence[int], write: Callable[[Path, int], None], *, on_postgres: bool) -> Iterator[Comparison]:
    """Runs over databases that are written for each size, and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="growth") as folder, ExitStack() as stack:
        runs = []
        for messages in sizes:
            began = time.perf_counter()
            data = Path(folder) / str(messages)
            data.mkdir()
            write(data, messages)
            database = None
            if on_postgres:
                server = stack.enter_context(own_server(DURABLE))
                database = Database("PostgreSQL", server.dsn, [(None, None)], [server.data])
                subprocess.run([sys.executable, "-m", "holdfast", "copy", data, server.dsn], check=True)
                asyncio.run(database.tidy_up())
                data = Path(folder) / f"{messages} indexes"
            print(f"{messages:>9} written in {time.perf_counter() - began:.0f} s", flush=True)
            runs.append(Run(messages, data, database))
        yield Comparison(runs)


async def _rows(dsn: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()


def _found(answer: httpx.Response) -> None:
    answer.raise_for_status()
    if not json.loads(answer.content):
        raise RuntimeError("a search found nothing")


def _cpu(process: psutil.Process) -> float:
    """Seconds on a processor, as exactly as the system tells."""
    with suppress(psutil.NoSuchProcess):
        if sys.platform == "linux":
            with suppress(OSError):
                return time.clock_gettime((~process.pid << 3) | _SCHEDULED)
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def _memory(process_id: int) -> int:
    """Megabytes that a process has of its own, where the system tells."""
    try:
        lines = Path(f"/proc/{process_id}/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon", "RssShmem"))) >> 10
