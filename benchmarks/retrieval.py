"""What a search costs, inside the engine and through HTTP, beside SQLite FTS5, bm25s and vectors alone.

    python -m benchmarks.retrieval                       # conversations made up from common words
    python -m benchmarks.retrieval --data dev.json       # also the recall of all systems on labelled questions

The first table is CPU time per question inside one process, warm, over indexes in memory; `analyse + embed` is part of
each figure of Holdfast and of vectors alone. The second is the CPU time of the server process per request, with one
and with several connections, and the latency of the first search after a start ("cold"). The file of `--data` holds
conversations of sessions of turns, and questions with the ids of the turns that answer them, as `retrieval_eval.py`
reads them.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.load import Request, put_load, request
from benchmarks.retrieval_adapter import conversation_messages
from benchmarks.retrieval_systems import SYSTEMS, Message, asking, build_index, prepare
from tests.running_server import RunningServer

SIZES = (35, 1_000, 10_000)
USER_MESSAGES, USER_SESSIONS = 100_000, 200
LIMIT = 10
GOALS = {35: 250, 1_000: 400, 10_000: 1_500}
CONNECTIONS = (1, 8, 64)
_BATCH = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="labelled conversations, to compare recall")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each run through HTTP")
    parser.add_argument("--no-http", action="store_true", help="leave out the runs through HTTP")
    parser.add_argument("--no-user", action="store_true", help="leave out the user of 100 000 messages")
    given = parser.parse_args()
    sizes = SIZES if given.no_user else (*SIZES, USER_MESSAGES)
    report_engine(sizes)
    for path in given.data:
        report_recall(path)
    if not given.no_http:
        report_http(sizes, given.seconds)


# ---------------------------------------------------------------------------------------------------- made-up talk


def made_up(count: int, *, seed: int = 7) -> list[Message]:
    """Conversations of common words by Zipf's law, 5 to 40 words a message, a pause every 25 messages."""
    chance = random.Random(seed)
    words = [f"{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{number:x}" for number in range(20_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    messages, at = [], 1.7e9
    for number in range(count):
        at += 40_000 if number % 25 == 0 else 30
        text = " ".join(chance.choices(words, weights, k=chance.randint(5, 40)))
        messages.append(Message(text, ("user", "assistant")[number % 2], f"s{number * USER_SESSIONS // count}", at))
    return messages


def questions_about(messages: Sequence[Message], count: int = 200, *, seed: int = 8) -> list[str]:
    """Questions of six words of some message."""
    chance = random.Random(seed)
    return ["What did I say about " + " ".join(chance.choice(messages).text.split()[:6]) + "?" for _ in range(count)]


# ------------------------------------------------------------------------------------------------ inside the engine


def report_engine(sizes: Sequence[int]) -> None:
    print("CPU µs per question inside the engine, warm (k = 10)")
    print(f"{'messages':>10}  {'build ms':>9}  {'bytes/msg':>9}  " + "  ".join(f"{name:>12}" for name in SYSTEMS))
    for size in sizes:
        messages = made_up(size)
        questions = questions_about(messages)
        prepared = prepare(messages)
        index = build_index(messages, prepared)
        build = 1e-3 * cpu_microseconds(lambda m=messages, p=prepared: build_index(m, p), max(2, 2000 // size))  # type: ignore[misc]
        asks = [asking(index), *(make(messages) for name, make in SYSTEMS.items() if name != "Holdfast")]
        costs = [cpu_microseconds(turns_of(ask, questions), max(20, min(1000, 500_000 // size))) for ask in asks]
        row = "  ".join(f"{cost:12.0f}" for cost in costs)
        print(f"{size:10d}  {build:9.1f}  {index.nbytes / size:9.0f}  {row}", flush=True)


def turns_of(ask: Callable[[str, int], Any], questions: Sequence[str]) -> Callable[[], Any]:
    numbers = iter(range(10**9))
    return lambda: ask(questions[next(numbers) % len(questions)], LIMIT)


def cpu_microseconds(work: Callable[[], Any], times: int) -> float:
    """CPU time of this process per call."""
    work()
    started = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - started) / times * 1e6


# ------------------------------------------------------------------------------------------------------------ recall


def report_recall(path: Path) -> None:
    """Share of the labelled turns among the first ten, LoCoMo's category 5 (no answer exists) left out."""
    recalls: dict[str, list[float]] = {name: [] for name in SYSTEMS}
    for conversation in json.loads(path.read_text("utf-8")):
        ids, messages = conversation_messages(conversation)
        position = {turn: place for place, turn in enumerate(ids)}
        asked = [each for each in conversation["questions"] if each["evidence"] and str(each["category"]) != "5"]
        for name, make in SYSTEMS.items():
            ask = make(messages)
            for each in asked:
                found = set(ask(each["question"], LIMIT))
                wanted = [position[turn] for turn in each["evidence"]]
                recalls[name].append(sum(place in found for place in wanted) / len(wanted))
    print(f"\nR@10 in %, {path}, {len(recalls['Holdfast'])} questions")
    for name, values in recalls.items():
        print(f"{name:>14}  {100 * sum(values) / len(values):5.1f}")


# ------------------------------------------------------------------------------------------------------ through HTTP


def report_http(sizes: Sequence[int], seconds: float) -> None:
    print("\nThrough HTTP: CPU µs of the server process per request; latency of the first searches after a start")
    columns = "".join(f"{f'floor, {count}':>11}{f'search, {count}':>12}" for count in CONNECTIONS)
    print(f"{'messages':>10}{columns}{'goal':>7}{'cold ms':>9}{'again ms':>10}")
    print(f"({', '.join(map(str, CONNECTIONS))} connections; floor: reading the newest ten messages)")
    for size in sizes:
        with tempfile.TemporaryDirectory() as directory:
            report_http_size(size, seconds, Path(directory) / "data")


def report_http_size(size: int, seconds: float, data: Path) -> None:
    messages = made_up(size)
    questions = questions_about(messages)
    path = "/api/v1/user/bench/search" if size == USER_MESSAGES else "/api/v1/sessions/bench/search"
    bodies = [json.dumps({"text": question}).encode() for question in questions]

    def read(_: int) -> bytes:
        return request("GET", f"/api/v1/sessions/{'s0' if size == USER_MESSAGES else 'bench'}/memory?lastn={LIMIT}")

    def ask(number: int) -> bytes:
        return request("POST", path, bodies[number % len(bodies)])

    with running(data) as server:
        store(server, messages, one_session=size != USER_MESSAGES)
    with running(data) as server:
        cold, again = first_searches(server, path, questions)
        costs = [
            (server_cost(server, read, count, seconds), server_cost(server, ask, count, seconds))
            for count in CONNECTIONS
        ]
    columns = "".join(f"{floor:11.0f}{search:12.0f}" for floor, search in costs)
    print(f"{size:10d}{columns}{GOALS.get(size, '')!s:>7}{cold:9.1f}{again:10.1f}", flush=True)


def server_cost(server: RunningServer, make: Request, connections: int, seconds: float) -> float:
    """CPU microseconds of the server process per request."""
    process = psutil.Process(server.process_id)
    before = process.cpu_times()
    load = put_load(server.url, make, connections=connections, seconds=seconds)
    after = process.cpu_times()
    assert not load.failures, f"{load.failures} requests failed"
    used: float = after.user + after.system - before.user - before.system
    return used / max(load.count, 1) * 1e6


@contextmanager
def running(data: Path) -> Iterator[RunningServer]:
    """A server in a process of its own, without the steps that are not about search."""
    quiet = {f"ZEP_EXTRACTORS_MESSAGES_{step}_ENABLED": "false" for step in ("SUMMARIZER", "ENTITIES", "INTENT")}
    server = RunningServer(data, environment=quiet)
    try:
        yield server
    finally:
        server.stop()


def store(server: RunningServer, messages: Sequence[Message], *, one_session: bool) -> None:
    """Post the messages and wait until the background step has stored their features."""
    with server.client() as client:
        client.post("/api/v1/user", json={"user_id": "bench"}).raise_for_status()
        for session in sorted({"bench"} if one_session else {message.session for message in messages}):
            client.post("/api/v1/sessions", json={"session_id": session, "user_id": "bench"}).raise_for_status()
            own = messages if one_session else [message for message in messages if message.session == session]
            for start in range(0, len(own), _BATCH):
                post(client, session, own[start : start + _BATCH])
        deadline = time.monotonic() + 600
        while client.get("/readyz").json()["jobs_pending"] and time.monotonic() < deadline:
            time.sleep(0.2)


def post(client: httpx.Client, session: str, messages: Sequence[Message]) -> None:
    bodies = [
        {
            "role": message.role,
            "content": message.text,
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(message.created)),
        }
        for message in messages
    ]
    path = f"/api/v1/sessions/{session}/memory?keep_timestamps=true"
    client.post(path, json={"messages": bodies}, timeout=120).raise_for_status()


def first_searches(server: RunningServer, path: str, questions: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of the first search, which reads the index's features from disk, and of the second."""
    with server.client() as client:
        client.get("/readyz")
        times = []
        for question in questions[:2]:
            started = time.perf_counter()
            client.post(path, json={"text": question}).raise_for_status()
            times.append(1e3 * (time.perf_counter() - started))
    return times[0], times[1]


if __name__ == "__main__":
    main()
