"""How fast messages are enriched without a language model, and what that does to requests.

    python -m benchmarks.enrichment                    both parts
    python -m benchmarks.enrichment --messages 20000   more messages
    python -m benchmarks.enrichment --only throughput
    python -m benchmarks.enrichment --texts FILE       messages of your own, one a line

Throughput: messages are stored in an embedded database, then all built-in steps (token count, entities, facts, terms,
vectors, summaries with their entities) run until the outbox is empty.  Messages per second of processor time, of all
processes together, is the figure to compare on a shared machine; the floor beneath it is the same calculations called
directly, without outbox and database, each of which is shown.  What a process needs to start is left out; what the
first messages cost, whose words it does not know yet, is shown apart.  The messages at hand come again and again, and
their words with them; those of a conversation do not, so measure with some of your own too.

Latency: a server is asked for memories over 16 connections, first at rest, then while it works off a backlog of
messages as fast as it can; the table shows how the latency of the requests grows.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import psutil
from rich.console import Console
from rich.table import Table

from holdfast.app.embeddings import open_message_embeddings
from holdfast.app.enrichment import Enrichment
from holdfast.domain.jobs import JobCounts
from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import now
from holdfast.enrichment.calculations import (
    ExtractorChoice,
    SummaryOrder,
    SummaryWanted,
    analyse,
    count_tokens,
    embed_with_builtin_model,
    find_entities,
    find_statements,
    summarise,
    tell_played,
)
from holdfast.providers.summaries.extractive import SummaryInput
from holdfast.settings import Settings
from holdfast.storage.sqlite.storage import SqliteStorage

MESSAGES_PER_POST = 3
SESSION_LENGTH = 60
WARM_UP = 200
CONNECTIONS = 16
SECONDS = 6.0
LOOK_SECONDS = 0.05
"""How often is asked whether the outbox is empty: more often, the question itself shows in what is measured."""

DATA = Path(__file__).parent / "data" / "chat-messages.txt"


def texts(own: Path | None = None) -> Iterator[str]:
    """The lines of a file; without one, chat messages of many lengths, over and over."""
    if own is not None:
        yield from (line for line in own.read_text("utf-8").splitlines() if line.strip())
        return
    lines = [line for line in DATA.read_text("utf-8").splitlines() if line.strip()]
    sentences = cycle(lines)
    for length in cycle((1, 1, 2, 1, 3, 1, 1, 6)):
        yield " ".join(islice(sentences, length))[:1500]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=6000)
    parser.add_argument("--only", choices=["throughput", "latency"])
    parser.add_argument("--texts", type=Path, metavar="FILE", help="messages for the throughput, one a line")
    options = parser.parse_args()
    if options.only != "latency":
        throughput(list(islice(texts(options.texts), options.messages)))
    if options.only != "throughput":
        asyncio.run(latency(options.messages))


def throughput(sample: Sequence[str]) -> None:
    messages = len(sample)
    table = Table("way", "messages/s", "messages per second of processor time", title="Throughput")
    costs = _costs(sample)
    floor = 1 / sum(cost for cost, _ in costs.values())
    table.add_row("calculations alone", f"{floor:,.0f}", f"{floor:,.0f}")
    for processes in (1, 0):
        wall, processor = asyncio.run(_enrich(sample, processes=processes))
        name = "in a process of its own" if processes else "in a thread of the server"
        table.add_row(name, f"{messages / wall:,.0f}", f"{messages / processor:,.0f}")
    size = statistics.mean(map(len, sample))
    shares = ", ".join(f"{name} {cost * 1e6:.0f} ({first * 1e6:.0f})" for name, (cost, first) in costs.items())
    Console().print(table, f"{messages:,} messages of {size:.0f} characters, {os.cpu_count()} cores")
    Console().print(f"µs of the processor per message (of the first {WARM_UP} of a process): {shares}")


def _costs(sample: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Seconds of the processor that each calculation takes per message, and per message of a round to warm up."""
    calculations: dict[str, Callable[[Sequence[str]], object]] = {
        "tokens": lambda portion: count_tokens([("user", text) for text in portion]),
        "entities": lambda portion: find_entities(ExtractorChoice(), portion),
        "facts": _find_facts,
        "terms": lambda portion: analyse("english", portion),
        "vectors": embed_with_builtin_model,
        "summaries": _summarise,
    }
    costs = {}
    for name, calculate in calculations.items():
        first = _seconds(calculate, sample[:WARM_UP])
        costs[name] = _seconds(calculate, sample), first
    return costs


def _seconds(calculate: Callable[[Sequence[str]], object], sample: Sequence[str]) -> float:
    """Seconds of the processor that a calculation takes per message."""
    started = time.process_time()
    calculate(sample)
    return (time.process_time() - started) / len(sample)


def _find_facts(sample: Sequence[str]) -> None:
    """Facts in messages that are all the user's, and whether those that state any are part of a play."""
    moment = now()
    found = find_statements([("user", text, moment) for text in sample])
    tell_played([[("user", text)] for text, statements in zip(sample, found, strict=True) if statements])


def _summarise(sample: Sequence[str]) -> None:
    """Summaries as the window calls for them: one for every half window of a session."""
    half = Settings().memory.message_window // 2
    for start in range(0, len(sample), SESSION_LENGTH):
        previous = ""
        for offset in range(start, min(start + SESSION_LENGTH, len(sample)) - half, half):
            messages = [SummaryInput("user", text) for text in sample[offset : offset + half]]
            budget = Settings().extractors.messages.summarizer.token_budget
            (made,) = summarise(SummaryWanted(budget), [SummaryOrder(previous, tuple(messages))])
            previous = made.content


async def _enrich(sample: Sequence[str], *, processes: int) -> tuple[float, float]:
    """Seconds of the clock and of the processor until all of ``sample`` is enriched."""
    settings = Settings()
    settings.extractors.processes = processes
    directory = Path(tempfile.mkdtemp(prefix="holdfast-benchmark-"))
    storage = SqliteStorage(directory)
    await storage.start()
    try:
        enrichment = Enrichment(settings, storage, open_message_embeddings(settings))
        await _store(storage, sample[:WARM_UP], enrichment.step_names)
        await enrichment.worker.work_off()
        await _store(storage, sample, enrichment.step_names)
        await storage.stop()  # what was stored is in its place now, and costs enrichment nothing
        await storage.start()
        before, begun, started = os.times(), _children_seconds(), time.perf_counter()
        worker = asyncio.create_task(enrichment.worker.run())
        await _until_empty(partial(storage.jobs.counts, at_most=1))
        wall = time.perf_counter() - started
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        await enrichment.close()
        await storage.stop()
        after = os.times()  # now that the process has ended, its time counts as that of a child
    finally:
        await storage.stop()
        shutil.rmtree(directory)
    return wall, sum(after[:4]) - sum(before[:4]) - begun


def _children_seconds() -> float:
    """Seconds of the processor that the processes that compute have taken so far, to start and to warm up."""
    times = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return float(sum(one.user + one.system for one in times))


async def _store(storage: SqliteStorage, sample: Sequence[str], steps: Sequence[str]) -> None:
    posts = [sample[start : start + MESSAGES_PER_POST] for start in range(0, len(sample), MESSAGES_PER_POST)]
    for start in range(0, len(posts), CONNECTIONS):
        await asyncio.gather(
            *(
                storage.messages.append(
                    f"session-{(start + offset) * MESSAGES_PER_POST // SESSION_LENGTH}",
                    [NewMessage(role="user", content=text) for text in post],
                    steps=steps,
                )
                for offset, post in enumerate(posts[start : start + CONNECTIONS])
            )
        )


async def latency(messages: int) -> None:
    directory = Path(tempfile.mkdtemp(prefix="holdfast-benchmark-"))
    command = [sys.executable, "-m", "holdfast", "serve", "--host", "127.0.0.1", "--port", "0", "--data"]
    server = subprocess.Popen([*command, str(directory)], stdout=subprocess.PIPE, text=True, cwd=directory)  # noqa: ASYNC220
    table = Table("enrichment", "requests/s", "p50 ms", "p99 ms", "worst ms", title="GET memory, 16 connections")
    try:
        assert server.stdout is not None
        url = next(line.split()[-1] for line in server.stdout if "listens on" in line)
        await _measure(url, messages, table)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(directory)
    Console().print(table)


async def _measure(url: str, messages: int, table: Table) -> None:
    source = texts()
    client = Client(url)
    for number in range(200):
        await _post(client, f"read-{number}", list(islice(source, 12)))
    await _until_empty(lambda: _counts(client))
    rest = await _requests(url, SECONDS)
    table.add_row("at rest", *_row(rest))
    for number in range(messages * 8 // 600):
        await _post(client, f"backlog-{number}", list(islice(source, 600)))
    before = await _pending(client)
    busy = await _requests(url, SECONDS)
    after = await _pending(client)
    table.add_row("flat out" if after else "flat out, for a part of the time", *_row(busy))
    table.add_row("factor", "", f"{busy[0.5] / rest[0.5]:.2f}", f"{busy[0.99] / rest[0.99]:.2f}", "")
    table.caption = f"jobs pending before and after the busy part: {before} and {after}"


def _row(found: dict[float, float]) -> list[str]:
    return [f"{found[0]:,.0f}", *(f"{found[share] * 1000:.2f}" for share in (0.5, 0.99, 1.0))]


async def _requests(url: str, seconds: float) -> dict[float, float]:
    """Ask for memories over all connections; the quantiles of the latency in seconds, and under 0 requests/s."""
    found: list[float] = []
    deadline = time.perf_counter() + seconds

    async def ask(offset: int) -> None:
        client = Client(url)
        number = offset
        while (started := time.perf_counter()) < deadline:
            await client.send("GET", f"/api/v1/sessions/read-{number % 200}/memory")
            found.append(time.perf_counter() - started)
            number += CONNECTIONS
        client.close()

    await asyncio.gather(*(ask(offset) for offset in range(CONNECTIONS)))
    found.sort()
    return {0: len(found) / seconds, 1.0: found[-1]} | {q: found[int(len(found) * q)] for q in (0.5, 0.99)}


async def _post(client: Client, session: str, contents: Sequence[str]) -> None:
    body = msgspec.json.encode({"messages": [{"role": "user", "content": content} for content in contents]})
    await client.send("POST", f"/api/v1/sessions/{session}/memory", body)


async def _pending(client: Client) -> int:
    return int(msgspec.json.decode(await client.send("GET", "/readyz"))["jobs_pending"])


async def _counts(client: Client) -> JobCounts:
    return JobCounts(await _pending(client), 0)


async def _until_empty(counts: Callable[[], Awaitable[JobCounts]]) -> None:
    while (await counts()).pending:  # noqa: ASYNC110  (the outbox may be in another process)
        await asyncio.sleep(LOOK_SECONDS)


class Client:
    """An HTTP client that costs next to nothing, so that the server is what is measured."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of the answer, which must be a success."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._address.hostname, self._address.port)
        reader, writer = self._streams
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.split(b"\r\n", 1)[0], head
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        return await reader.readexactly(length)

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()


if __name__ == "__main__":
    main()
