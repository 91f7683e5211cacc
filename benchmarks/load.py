"""A small HTTP load generator: keep-alive connections that each send a request as soon as the last was answered.

It writes prepared bytes and looks for no more of an answer than its length, so that it keeps up with the
server under test.
It never sleeps either: waking a client that sleeps is charged to the server, a quarter of what a short request costs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from urllib.parse import urlsplit

import uvloop

from holdfast.domain.identifiers import new_uuid

Request = Callable[[int], bytes]
"""Makes the bytes of the n-th request."""


@dataclass
class Load:
    """What a run of requests took: answers, failures (status 400 and above), seconds each, and seconds altogether.

    ``failure`` is the beginning of an answer that told of one.
    """

    failures: int = 0
    failure: str = ""
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def count(self) -> int:
        """Answers."""
        return len(self.latencies)

    def percentile(self, share: float) -> float:
        """The latency in seconds that ``share`` (0 to 1) of the requests stayed below."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def request(method: str, path: str, body: bytes = b"", *, keyed: bool = False) -> bytes:
    """The bytes of a request; ``keyed`` with an idempotency key of its own, as the client libraries send them."""
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\n"
    if keyed:
        head += f"Idempotency-Key: {new_uuid()}\r\n"
    if body or method in {"POST", "PATCH"}:
        head += f"Content-Length: {len(body)}\r\nContent-Type: application/json\r\n"
    return head.encode() + b"\r\n" + body


def put_load(url: str, make: Request, *, connections: int, seconds: float) -> Load:
    """Send requests over so many connections for so many seconds."""
    return uvloop.run(_put_load(url, make, connections, seconds))


async def _put_load(url: str, make: Request, connections: int, seconds: float) -> Load:
    load, parts = Load(), urlsplit(url)
    deadline = time.perf_counter() + seconds
    numbers = iter(range(10**12))
    started = time.perf_counter()
    loop = asyncio.get_running_loop()
    clients = [_Connection(make, numbers.__next__, load, deadline) for _ in range(connections)]
    awake = loop.create_task(_stay_awake())
    for client in clients:
        await loop.create_connection(partial(_same, client), parts.hostname or "127.0.0.1", parts.port or 80)
    await asyncio.gather(*(client.done for client in clients))
    awake.cancel()
    load.seconds = time.perf_counter() - started
    return load


async def _stay_awake() -> None:
    while True:  # noqa: ASYNC110 (to come round again at once is the point)
        await asyncio.sleep(0)


def _same(client: _Connection) -> _Connection:
    return client


class _Connection(asyncio.Protocol):
    def __init__(self, make: Request, number: Callable[[], int], load: Load, deadline: float) -> None:
        self._make, self._number, self._load, self._deadline = make, number, load, deadline
        self._received = bytearray()
        self._sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not derived from asyncio's class.
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not _complete(self._received):
            return
        now = time.perf_counter()
        self._load.latencies.append(now - self._sent_at)
        if self._received[9:10] >= b"4":
            self._load.failures += 1
            self._load.failure = self._received[:500].decode("latin-1")
        self._received.clear()
        if now >= self._deadline:
            self._transport.close()
        else:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's signature)
        if not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._make(self._number()))


def _complete(received: bytearray) -> bool:
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(received[:end]).lower()
    if b"transfer-encoding: chunked" in head:
        return received.endswith(b"0\r\n\r\n")
    at = head.find(b"content-length: ")
    length = int(head[at + 16 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return len(received) >= end + 4 + length
