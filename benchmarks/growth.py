"""How the cost of each request grows with what it does not touch.

    python -m benchmarks.growth                          # 10 000, 100 000 and 1 000 000 messages
    python -m benchmarks.growth --messages 10000 100000
    python -m benchmarks.growth --messages 10000000      # takes 30 GB of disk, and its time
    python -m benchmarks.growth --postgres               # the same on a PostgreSQL of its own
    python -m benchmarks.growth --unknown                # without facts, which take most of the time to write

For each number of messages an embedded database is written, with everything that enrichment leaves, and served by
`holdfast serve`. A fifth of the messages is those of one user in ten sessions (`tall`), of whom a tenth as many facts
as there are messages are known. A fifth is those of one user in sessions of two (`wide`), 500 those of a user with ten
sessions (`small`); the rest lies in sessions of 50. The servers of all sizes are sent each request by turns.

`ms` is the median time until the answer, `CPU` the median of what the server's process spent until then, `hold` the
longest time for which its event loop was kept from anything else meanwhile, waiting for a processor left out: the first
figure is what the loop computed, the second includes waiting for other threads and for the disk. On a busy machine only
CPU and the first of these say much. The last table has the exponents by which CPU grows, 0 for a cost that does not
grow, 1 for one that grows as the messages do; and the longest hold of each request at any size. `memory` is what the
process has of its own.

`after a POST` is a search as soon as the POST was answered, so what the server does at that time to enrich the message
counts too; `after a POST, enriched` is one when that is done. Of what has consequences, such as a POST, the CPU is told
`with what follows` too: the mean, calculating processes included.

`start` is a start of the server until it has nothing more to do, with its calculating processes.

On PostgreSQL the same rows are brought into a database by `holdfast copy`; `database` is what its processes spent.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.growth_data import KINDS, Person, Writer
from benchmarks.growth_runs import Act, Comparison, Run, comparing

QUESTION = "word1 word20 word300"
WHERE = {"where": {"jsonpath": f"$ ? (@.kind == {KINDS // 2})"}}
BYTES = 3000
"""What a message takes on the disk, its part of the indexes and of the log included."""
MESSAGES_PER_FACT = 10
_FEW = 1_000_000
EVERYTHING = "/api/v1/search"


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


def write(data: Path, messages: int, *, with_facts: bool = True) -> None:
    """Write a database of so many messages."""
    fifth = messages // 5
    small, tall = Person("small", 10, 50), Person("tall", 10, fifth // 10)
    wide, rest = Person("wide", fifth // 2, 2), Person("rest", (messages - 2 * fifth - 500) // 50, 50)
    writer = Writer(data, Progress(messages))
    writer.write([small, tall, wide, rest], strangers=messages // 100)
    writer.close()
    if with_facts:
        writer.write_facts(data, tall, messages // MESSAGES_PER_FACT, first_session=small.sessions + 1)


def measure(compared: Comparison) -> None:
    """Send every kind of request."""
    with compared.serving("start, first on these data"):
        pass
    with compared.serving("start"):
        _measure_requests(compared)
        _measure_pages(compared)
        _measure_searches(compared, "everything", EVERYTHING, "rest")
        for user in ("tall", "wide"):
            _measure_searches(compared, f"{user} user", f"/api/v1/user/{user}/search", user)
        _measure_facts(compared)
    with compared.serving("start, again"):
        compared.note("first after a restart: everything", 1, _asking(EVERYTHING))
        compared.note("first after a restart: tall user", 1, _asking("/api/v1/user/tall/search"))
        _measure_deletions(compared)


def _getting(path: str) -> Act:
    """A request that reads; ``{turn}`` in the path is the number of the turn."""
    return lambda run, turn: run.get(path.format(turn=turn))


def _asking(path: str) -> Act:
    return lambda run, _: run.ask(path, text=QUESTION)


def _filtering(path: str) -> Act:
    return lambda run, _: run.ask(path, text=QUESTION, metadata=WHERE)


def _context_of(user: str) -> Act:
    """A context for a question that differs from the last one."""
    return lambda run, turn: run.send(
        "/api/v1/context", {"user_id": user, "query": f"{QUESTION} word{turn} word{turn + 1000}"}
    )


def _measure_requests(compared: Comparison) -> None:
    """What ranges over one session, or over a page."""
    session = "/api/v1/sessions/rest-1"
    acts: dict[str, Act] = {
        "GET memory": _getting(f"{session}/memory"),
        "list messages": _getting(f"{session}/messages"),
        "list sessions": _getting("/api/v1/sessions?limit=100&cursor={turn}"),
        "list sessions of a small user": _getting("/api/v1/user/small/sessions"),
        "list users": _getting("/api/v1/user?limit=100&cursor={turn}"),
        "search of a session": _asking(f"{session}/search"),
        "search of a small user": _asking("/api/v1/user/small/search"),
        "profile of a small user": _getting("/api/v1/user/small/profile"),
        "context of a small user": _context_of("small"),
    }
    _measure_all(compared, acts)
    for scope, sessions in (("session", "rest-1"), ("small user", "small-{turn}")):
        compared.note(
            f"search of a {scope}: after a POST", 40, acts[f"search of a {scope}"],
            lambda run, turn, sessions=sessions: run.post(sessions.format(turn=turn % 10)),  # type: ignore[misc]
        )  # fmt: skip
    compared.note("POST of a message", 40, lambda run, turn: run.post(f"rest-{turn % 20}"))
    for run in compared.runs:
        run.enriched("rest-1")
    compared.altogether("POST of a message, with what follows", lambda run, turn: run.post(f"rest-{turn % 20}"), 40)


def _measure_all(compared: Comparison, acts: dict[str, Act], times: int = 40) -> None:
    for name, act in acts.items():
        for run in compared.runs:
            act(run, 0)
        compared.note(name, times, act)


def _measure_pages(compared: Comparison) -> None:
    """Pages for people, also of those who have much."""
    paths = {
        "page: home": "/admin",
        "page: users": "/admin/users",
        "page: sessions": "/admin/sessions",
        "page: a session": "/admin/sessions/rest-1",
    }
    for user in ("small", "tall", "wide"):
        paths |= {
            f"page: {user} user": f"/admin/users/{user}",
            f"page: timeline of the {user} user": f"/admin/users/{user}/timeline",
        }
    _measure_all(compared, {name: _getting(path) for name, path in paths.items()}, times=20)


def _measure_searches(compared: Comparison, scope: str, path: str, sessions: str) -> None:
    """Searches of all there is, or of all that a user has."""
    ask = _asking(path)
    compared.note(f"{scope}: first ever", 1, ask)
    compared.altogether(f"{scope}: written to its file", lambda *_: None)
    compared.note(f"{scope}: warm", 25, ask)
    compared.note(f"{scope}: after a POST", 15, ask, lambda run, turn: run.post(f"{sessions}-{turn % 10}"))
    compared.note(
        f"{scope}: after a POST, enriched", 15, ask, lambda run, turn: run.enriched(f"{sessions}-{turn % 10}")
    )
    compared.note(f"{scope}: with a filter, first time", 1, _filtering(path))
    compared.note(f"{scope}: with a filter, again", 10, _filtering(path))
    compared.note(f"{scope}: warm, again", 25, ask)
    compared.note(
        f"{scope}: after a deleted session", 5, ask,
        lambda run, turn: run.delete(f"/api/v1/sessions/rest-{turn + _place_of(scope)}/memory"),
    )  # fmt: skip


def _place_of(scope: str) -> int:
    """From which of the sessions on those are deleted that are deleted in the measurements of a scope."""
    return {"everything": 20, "tall user": 30, "wide user": 40}[scope]


def _measure_facts(compared: Comparison) -> None:
    """What asks for facts of somebody of whom very many are known, and contexts."""
    acts: dict[str, Act] = {
        "facts of the tall user, a page": _getting("/api/v1/facts?user_id=tall&limit=50"),
        "facts of the tall user, in a slot": _getting("/api/v1/facts?user_id=tall&slot=home&limit=50"),
        "profile of the tall user": _getting("/api/v1/user/tall/profile"),
        "search of the tall user's facts": lambda run, _: run.send(
            "/api/v1/facts/search", {"text": QUESTION, "user_id": "tall"}
        ),
        "context of the wide user": _context_of("wide"),
        "context of the tall user": _context_of("tall"),
    }
    _measure_all(compared, acts, times=15)
    compared.altogether(
        "POST of a fact of the tall user, with what follows",
        lambda run, turn: run.send(
            "/api/v1/facts", {"user_id": "tall", "text": f"lives in {turn}", "slot": "home", "value": f"{turn}"}
        ),
        10,
    )


def _measure_deletions(compared: Comparison) -> None:
    compared.note("delete a session", 10, lambda run, turn: run.delete(f"/api/v1/sessions/rest-{turn + 50}/memory"))
    compared.note("delete the wide user", 1, lambda run, _: run.delete("/api/v1/user/wide"))
    compared.altogether("bury the wide user's sessions", lambda run, _: run.burials())


def report(compared: Comparison) -> None:
    """Print how costs grow, and how those of one size stand to each other."""
    compared.report()
    for run in compared.runs:
        print(f"{run.messages:>9} {_ratios(run)}")


def _ratios(run: Run) -> str:
    cpu = run.figures.cpu
    told = [f"wide user / tall user {cpu['wide user: warm'] / cpu['tall user: warm']:.2f}"]
    told += [
        f"{search}, after a POST / warm {cpu[f'{search}: after a POST'] / cpu[search]:.2f}"
        for search in ("search of a session", "search of a small user")
    ]
    for scope in ("everything", "tall user", "wide user"):
        posted, enriched = (cpu[f"{scope}: after a POST{rest}"] / cpu[f"{scope}: warm"] for rest in ("", ", enriched"))
        told.append(f"{scope}, after a POST / warm {posted:.2f}, enriched {enriched:.2f}")
    return "; ".join(told)


def main() -> None:
    """Measure at each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument("--unknown", action="store_true", help="write no facts")
    options = parser.parse_args()
    sizes = sorted(options.messages)
    needed, free = (1 + options.postgres) * BYTES * sum(sizes), shutil.disk_usage(tempfile.gettempdir()).free
    if free < needed:
        parser.error(f"{sum(sizes)} messages take {needed >> 30} GB in {tempfile.gettempdir()}, which has {free >> 30}")
    # Whoever ends it is not left with its servers and files.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with comparing(sizes, partial(write, with_facts=not options.unknown), on_postgres=options.postgres) as compared:
            measure(compared)
            report(compared)
    except KeyboardInterrupt:
        sys.exit("broken off; what was written is removed")


if __name__ == "__main__":
    main()
