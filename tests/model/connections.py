"""Requests that are under way at the same moment: all are sent before the first answer is read.

Each has a connection of its own, so a server meets them in one turn of its event loop: batches and group commits
form as they do under load.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_TIMEOUT = 30.0
# The server closes what was idle for longer.
_IDLE_SECONDS = 30.0


@dataclass(frozen=True)
class Request:
    """What is sent; ``body`` is sent as JSON."""

    method: str
    path: str
    body: Any = None
    key: str | None = None


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    content: bytes
    replayed: bool = False

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    def __str__(self) -> str:
        return f"{self.status} {self.content[:300]!r}" + (" (replayed)" if self.replayed else "")


class Connections:
    """Connections to servers that share a database, or to the only one there is."""

    def __init__(self, *urls: str) -> None:
        self._addresses = [urlsplit(url).netloc for url in urls]
        self._idle: list[list[tuple[float, http.client.HTTPConnection]]] = [[] for _ in urls]

    @property
    def servers(self) -> int:
        return len(self._addresses)

    def move(self, *urls: str) -> None:
        """The servers were started again, elsewhere."""
        self.close()
        self._addresses = [urlsplit(url).netloc for url in urls]

    def one(self, request: Request, *, server: int = 0) -> Answer:
        return self.at_once([request], first_server=server)[0]

    def at_once(self, requests: Sequence[Request], *, first_server: int = 0) -> list[Answer]:
        """The answers to ``requests``, which go to the servers in turn."""
        under_way = []
        for number, request in enumerate(requests, first_server):
            server = number % self.servers
            connection = self._take(server)
            headers = {"Idempotency-Key": request.key} if request.key else {}
            body = None if request.body is None else json.dumps(request.body).encode()
            connection.request(request.method, request.path, body, headers)
            under_way.append((server, connection))
        return [self._answer(server, connection) for server, connection in under_way]

    def close(self) -> None:
        for connections in self._idle:
            for _, connection in connections:
                connection.close()
            connections.clear()

    def _take(self, server: int) -> http.client.HTTPConnection:
        idle = self._idle[server]
        while idle:
            since, connection = idle.pop()
            if time.monotonic() - since < _IDLE_SECONDS:
                return connection
            connection.close()
        return http.client.HTTPConnection(self._addresses[server], timeout=_TIMEOUT)

    def _answer(self, server: int, connection: http.client.HTTPConnection) -> Answer:
        response = connection.getresponse()
        content = response.read()
        self._idle[server].append((time.monotonic(), connection))
        return Answer(response.status, content, response.getheader("Idempotency-Replayed") == "true")
