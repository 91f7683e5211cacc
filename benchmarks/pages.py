"""What pages for browsers cost, beside GET memory in the same run.

Work: a server as in `benchmarks.routes`, with 40 people and 500 conversations of 30 messages; then requests for each
page over four keep-alive connections.  CPU is that of the server process, user and system, per request; `times` tells
how often GET memory fits into it, which should be 20 at most.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.load import request
from benchmarks.routes import BODY, ROUTES, SESSIONS, measure, serving

CONNECTIONS = 4
PEOPLE = 40
POSTS = 10
"""Of three messages, for each conversation."""
MEMORY = "GET memory"
SEARCH = "the search of the API, for comparison"

PAGES: dict[str, Callable[[int], str]] = {
    "home": lambda _: "/admin",
    "people": lambda _: "/admin/users",
    "person": lambda n: f"/admin/users/u{n % PEOPLE}",
    "timeline": lambda n: f"/admin/users/u{n % PEOPLE}/timeline",
    "facts": lambda n: f"/admin/users/u{n % PEOPLE}/facts",
    "conversations": lambda _: "/admin/sessions",
    "conversation": lambda n: f"/admin/sessions/s{n % SESSIONS}",
    "what memory holds": lambda n: f"/admin/sessions/s{n % SESSIONS}/memory",
    "retracted messages": lambda n: f"/admin/sessions/s{n % SESSIONS}/retracted",
    "search": lambda n: f"/admin/search?q=lazy+dog&session=s{n % SESSIONS}",
    "context": lambda n: f"/admin/context?q=lazy+dog&user=u{n % PEOPLE}",
    "collections": lambda _: "/admin/collections",
    "health": lambda _: "/admin/server",
    "settings": lambda _: "/admin/settings",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data", []) as (url, process):
        _fill(url)
        rows = [(SEARCH, *_beside(url, process, _searching, seconds))]
        for name, path in PAGES.items():
            rows.append((name, *_beside(url, process, _asking(path), seconds)))
    table = Table("page", "CPU, µs", "GET memory, µs", "times GET memory")
    for name, cpu, memory in rows:
        table.add_row(name, f"{cpu * 1e6:.0f}", f"{memory * 1e6:.0f}", f"{cpu / memory:.1f}")
    Console().print(table)


def _beside(url: str, process: psutil.Process, make: Callable[[int], bytes], seconds: float) -> tuple[float, float]:
    """CPU seconds of a request, and of GET memory just before and after it: others use the machine too."""
    before, _ = measure(url, process, ROUTES[MEMORY], CONNECTIONS, seconds / 2)
    cpu, _ = measure(url, process, make, CONNECTIONS, seconds)
    after, _ = measure(url, process, ROUTES[MEMORY], CONNECTIONS, seconds / 2)
    return cpu, (before + after) / 2


def _searching(number: int) -> bytes:
    return request("POST", f"/api/v1/sessions/s{number % SESSIONS}/search?explain=true", b'{"text": "lazy dog"}')


def _asking(path: Callable[[int], str]) -> Callable[[int], bytes]:
    return lambda n: request("GET", path(n))


def _fill(url: str) -> None:
    with httpx.Client(base_url=url, timeout=30) as client:
        for number in range(SESSIONS):
            for _ in range(POSTS):
                client.post(f"/api/v1/sessions/s{number}/memory", content=BODY).raise_for_status()
        for number in range(PEOPLE):
            client.post("/api/v1/user", json={"user_id": f"u{number}", "first_name": f"Person {number}"})
            client.patch(f"/api/v1/sessions/s{number}", json={"user_id": f"u{number}"})
            said = {"messages": [{"role": "user", "content": "I live in Lisbon. I am vegetarian."}]}
            client.post(f"/api/v1/sessions/s{number}/memory", json=said)


if __name__ == "__main__":
    main()
