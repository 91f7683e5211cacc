"""What pages for browsers cost, beside GET memory in the same run.

Work: a server as in `benchmarks.routes`, with some people and conversations; then requests for each page over four
keep-alive connections.  CPU is that of the server process, user and system, per request; `times` tells how often GET
memory fits into it, which should be 20 at most.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from benchmarks.load import put_load, request
from benchmarks.routes import POST, ROUTES, SESSIONS, measure, serving

CONNECTIONS = 4
PEOPLE = 40
MEMORY = "GET memory"

PAGES: dict[str, Callable[[int], str]] = {
    "home": lambda _: "/admin",
    "people": lambda _: "/admin/users",
    "person": lambda n: f"/admin/users/u{n % PEOPLE}",
    "facts": lambda n: f"/admin/users/u{n % PEOPLE}/facts",
    "conversations": lambda _: "/admin/sessions",
    "conversation": lambda n: f"/admin/sessions/s{n % SESSIONS}",
    "search": lambda n: f"/admin/search?q=lazy+dog&session=s{n % SESSIONS}",
    "collections": lambda _: "/admin/collections",
    "health": lambda _: "/admin/server",
    "settings": lambda _: "/admin/settings",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data", []) as (url, process):
        assert not put_load(url, ROUTES[POST], connections=64, seconds=3).failures
        _people(url)
        memory, _ = measure(url, process, ROUTES[MEMORY], CONNECTIONS, seconds)
        asked = b'{"text": "lazy dog"}'
        searching, _ = measure(
            url,
            process,
            lambda n: request("POST", f"/api/v1/sessions/s{n % SESSIONS}/search?explain=true", asked),
            CONNECTIONS,
            seconds,
        )
        rows = [(MEMORY, memory), ("the search of the API, for comparison", searching)]
        for name, path in PAGES.items():
            rows.append((name, measure(url, process, _asking(path), CONNECTIONS, seconds)[0]))
    table = Table("page", "CPU, µs", "times GET memory")
    for name, cpu in rows:
        table.add_row(name, f"{cpu * 1e6:.0f}", f"{cpu / memory:.1f}")
    Console().print(table)


def _asking(path: Callable[[int], str]) -> Callable[[int], bytes]:
    return lambda n: request("GET", path(n))


def _people(url: str) -> None:
    with httpx.Client(base_url=url, timeout=30) as client:
        for number in range(PEOPLE):
            client.post("/api/v1/user", json={"user_id": f"u{number}", "first_name": f"Person {number}"})
            client.patch(f"/api/v1/sessions/s{number}", json={"user_id": f"u{number}"})
            said = {"messages": [{"role": "user", "content": "I live in Lisbon. I am vegetarian."}]}
            client.post(f"/api/v1/sessions/s{number}/memory", json=said)


if __name__ == "__main__":
    main()
