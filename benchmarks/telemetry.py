"""What telemetry costs a request.

Work: GET memory (12 messages) over 8 keep-alive connections, at servers that differ in their settings of
OpenTelemetry alone; each is measured in turn, several times, and the median counts.  Traces go to a sink in this
process that reads and forgets them.

Floor: the server with telemetry off.  CPU is that of the server process, the thread that sends included.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.load import put_load
from benchmarks.routes import ROUTES, measure, serving

CONNECTIONS = 8
READ = ROUTES["GET memory"]

SHARES = {"off": None, "2 % of requests recorded": 0.02, "20 %": 0.2, "all": 1.0}


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
            name: stack.enter_context(serving(folder / str(number), _settings(share, sink.server_address[1])))
            for number, (name, share) in enumerate(SHARES.items())
        }
        costs = _measure_in_turn(servers, rounds=options.rounds, seconds=options.seconds)
    table = Table("telemetry", "µs CPU per GET memory", "against off")
    for name, cost in costs.items():
        table.add_row(name, f"{cost * 1e6:.0f}", f"{cost / costs['off'] - 1:+.1%}")
    Console().print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each server")
    return parser.parse_args()


def _settings(share: float | None, port: int) -> list[str]:
    if share is None:
        return []
    return [
        "HOLDFAST_OPENTELEMETRY_ENABLED=true",
        f"HOLDFAST_OPENTELEMETRY_ENDPOINT=http://127.0.0.1:{port}",
        f"HOLDFAST_OPENTELEMETRY_SAMPLE_RATIO={share}",
    ]


def _measure_in_turn(
    servers: dict[str, tuple[str, psutil.Process]], *, rounds: int, seconds: float
) -> dict[str, float]:
    for url, _ in servers.values():
        put_load(url, ROUTES["POST memory (3 messages)"], connections=CONNECTIONS, seconds=2)
    found: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(rounds):
        for name, (url, process) in servers.items():
            found[name].append(measure(url, process, READ, CONNECTIONS, seconds)[0])
    return {name: statistics.median(costs) for name, costs in found.items()}


if __name__ == "__main__":
    main()
