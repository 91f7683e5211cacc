"""What telemetry costs a request.

Work: GET memory (12 messages) over 8 keep-alive connections, at servers that differ in telemetry alone.  Traces go to a
sink in this process that reads and forgets them.

Floor: the same server without the lines that make spans (`benchmarks.uninstrumented`).

Each kind of server runs in several processes, because processes of one kind differ by a percent or two.  They are
measured in turn, in short pieces.  Within a round each is compared with the floor, and the median of these ratios
counts.  CPU is that of the server process, the thread that sends included.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.load import request
from benchmarks.routes import WORDS, measure, serving

CONNECTIONS = 8
SESSIONS = 20
MESSAGES = {"messages": [{"role": "human", "content": (WORDS * 2)[: 180 + 10 * n]} for n in range(12)]}
QUIET = ("HOLDFAST_EXTRACTORS_PROCESSES=0", "HOLDFAST_EXTRACTORS_MESSAGES_SUMMARIZER_ENABLED=false")
"""Enrichment is not what is measured: it ends at once, in a thread, beside other work of the machine too."""

FLOOR = "without the code of spans"
SHARES = {FLOOR: None, "off": None, "2 % of requests recorded": 0.02, "5 %": 0.05, "20 %": 0.2, "all": 1.0}


class _Sink(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    options = _options()
    sink = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {
            (name, number): stack.enter_context(
                serving(
                    folder / f"{number}-{place}",
                    _settings(share, sink.server_address[1]),
                    program="benchmarks.uninstrumented" if name == FLOOR else "holdfast",
                )
            )
            for number in range(options.processes)
            for place, (name, share) in enumerate(SHARES.items())
        }
        costs = _measure_in_turn(servers, rounds=options.rounds, seconds=options.seconds)
    table = Table("telemetry", "µs CPU per GET memory", "against the floor", "middle half of the ratios")
    for name in SHARES:
        own = costs[name]
        ratios = [cost / floor - 1 for cost, floor in zip(own, costs[FLOOR], strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        table.add_row(name, f"{statistics.median(own) * 1e6:.0f}", f"{middle:+.1%}", f"{low:+.1%} … {high:+.1%}")
    Console().print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=0.5, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=12, help="measurements of each process")
    parser.add_argument("--processes", type=int, default=3, help="processes of each kind of server")
    return parser.parse_args()


def _settings(share: float | None, port: int) -> list[str]:
    if share is None:
        return list(QUIET)
    return [
        *QUIET,
        "HOLDFAST_OPENTELEMETRY_ENABLED=true",
        f"HOLDFAST_OPENTELEMETRY_ENDPOINT=http://127.0.0.1:{port}",
        f"HOLDFAST_OPENTELEMETRY_SAMPLE_RATIO={share}",
    ]


def _read(number: int) -> bytes:
    return request("GET", f"/api/v1/sessions/s{number % SESSIONS}/memory")


def _measure_in_turn(
    servers: dict[tuple[str, int], tuple[str, psutil.Process]], *, rounds: int, seconds: float
) -> dict[str, list[float]]:
    """By kind of server the cost in each round of each of its processes; pieces of one round stand at one place."""
    for url, _ in servers.values():
        for number in range(SESSIONS):
            httpx.post(f"{url}/api/v1/sessions/s{number}/memory", json=MESSAGES, timeout=60).raise_for_status()
    found: dict[str, list[float]] = {name: [] for name in SHARES}
    for _ in range(rounds):
        for (name, _), (url, process) in servers.items():
            found[name].append(measure(url, process, _read, CONNECTIONS, seconds)[0])
    return found


if __name__ == "__main__":
    main()
