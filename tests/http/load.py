"""Callers who go on through kills and restarts of servers, and know what they were promised."""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

SESSIONS = 4
PARTS = 3
"""Messages in a post: a post is stored wholly or not at all."""

DIMENSIONS = 8

_PAUSE = 0.02
_DEADLINE = 90.0

Address = Callable[[], str]
"""Where a server is now; empty while there is none."""


class _Caller(threading.Thread):
    """Sends one request after the other; each again until it is answered, if that does no harm."""

    expected = frozenset({200, 503})

    def __init__(self, address: Address, ended: threading.Event) -> None:
        super().__init__(daemon=True)
        self._address = address
        self._ended = ended
        self._connection: http.client.HTTPConnection | None = None
        self.answered = 0
        self.statuses: Counter[int] = Counter()
        self.body = b""

    def send(self, method: str, path: str, body: Any, *, key: str | None = None, again: bool = True) -> int | None:
        """The status of the answer; ``None`` when nobody knows what became of the request."""
        headers = {"Idempotency-Key": key} if key else {}
        while not self._ended.is_set():
            with suppress(OSError, http.client.HTTPException):
                status = self._once(method, path, json.dumps(body), headers)
                self.statuses[status] += 1
                if status != 503:
                    self.answered += 1
                    return status
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            if not again:
                return None
            self._ended.wait(_PAUSE)
        return None

    def _once(self, method: str, path: str, body: str, headers: dict[str, str]) -> int:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(urlsplit(self._address()).netloc or "127.0.0.1:9", timeout=10)
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        self.body = response.read()
        return response.status


class Writer(_Caller):
    """Posts numbered messages to sessions in turn: with a key, and again until answered, or without one and once."""

    def __init__(self, address: Address, ended: threading.Event, number: int) -> None:
        super().__init__(address, ended)
        self.name = f"writer{number}-{secrets.token_hex(3)}"
        self.keyed = number % 3 != 0
        self.acknowledged: list[tuple[str, list[str]]] = []
        self.unknown: list[tuple[str, list[str]]] = []

    def run(self) -> None:
        number = 0
        while not self._ended.is_set():
            session = f"session-{number % SESSIONS}"
            contents = [f"{self.name}:{number}:{part}" for part in range(PARTS)]
            messages = [{"role": "human", "content": content} for content in contents]
            key = f"{self.name}-{number}" if self.keyed else None
            path = f"/api/v1/sessions/{session}/memory"
            status = self.send("POST", path, {"messages": messages}, key=key, again=self.keyed)
            (self.acknowledged if status == 200 else self.unknown).append((session, contents))
            number += 1
            if status is None:
                self._ended.wait(_PAUSE)


class Merger(_Caller):
    """Counts up in the metadata of a session."""

    def __init__(self, address: Address, ended: threading.Event) -> None:
        super().__init__(address, ended)
        self.counted = self.tried = 0

    def run(self) -> None:
        while not self._ended.is_set():
            self.tried = self.counted + 1
            status = self.send("PATCH", "/api/v1/sessions/session-0", {"metadata": {"count": self.tried}})
            if status == 200:
                self.counted = self.tried


class Archivist(_Caller):
    """Adds documents and removes every other one again.

    One that is there already, because the answer to the first try was lost, is refused; so is the removal of one that
    is gone.
    """

    expected = frozenset({200, 400, 404, 503})

    def __init__(self, address: Address, ended: threading.Event) -> None:
        super().__init__(address, ended)
        self.added: list[str] = []
        self.removed = 0

    @property
    def kept(self) -> int:
        """How many documents must be there, if nothing was under way at the end."""
        return len(self.added) - self.removed

    def run(self) -> None:
        while not self._ended.is_set():
            name = f"document-{len(self.added)}"
            document = {"document_id": name, "embedding": [1.0] * DIMENSIONS}
            status = self.send("POST", "/api/v1/collection/archive/document", [document])
            if status not in {200, 400}:
                continue
            self.added.append(name)
            if status == 200 and len(self.added) % 2:
                (uuid,) = json.loads(self.body)
                removed = self.send("DELETE", f"/api/v1/collection/archive/document/uuid/{uuid}", None)
                self.removed += removed in {200, 404}


class Load:
    """All callers together; ``address`` says where a server is now."""

    def __init__(self, address: Address, *, writers: int) -> None:
        self._ended = threading.Event()
        self.writers = [Writer(address, self._ended, number) for number in range(writers)]
        self.counter = Merger(address, self._ended)
        self.archivist = Archivist(address, self._ended)
        self._callers: Sequence[_Caller] = [*self.writers, self.counter, self.archivist]

    @contextmanager
    def running(self) -> Iterator[None]:
        for caller in self._callers:
            caller.start()
        try:
            yield
        finally:
            self._ended.set()
            for caller in self._callers:
                caller.join(_DEADLINE)

    @property
    def answered(self) -> int:
        return sum(caller.answered for caller in self._callers)

    @property
    def statuses(self) -> Counter[int]:
        """How often each status was answered."""
        return sum((caller.statuses for caller in self._callers), Counter[int]())

    def progress(self, count: int) -> None:
        """Wait until so many more requests were answered."""
        goal, deadline = self.answered + count, time.monotonic() + _DEADLINE
        while self.answered < goal:
            assert time.monotonic() < deadline, f"only {self.answered} of {goal} requests were answered"
            time.sleep(0.002)

    def require_kept(self, read: Callable[[str], Any]) -> int:
        """Compare what ``read`` finds under a path with what was promised; how many messages that were."""
        for caller in self._callers:
            assert not caller.is_alive()
            assert set(caller.statuses) <= caller.expected, f"{caller}: {caller.statuses}"
        acknowledged = [post for writer in self.writers for post in writer.acknowledged]
        unknown = [post for writer in self.writers for post in writer.unknown]
        for session in {session for session, _ in acknowledged}:
            stored = [message["content"] for message in read(f"/api/v1/sessions/{session}/messages")["messages"]]
            promised = {content for name, contents in acknowledged if name == session for content in contents}
            possible = promised | {content for name, contents in unknown if name == session for content in contents}
            assert promised <= set(stored), f"lost: {sorted(promised - set(stored))}"
            assert len(stored) == len(set(stored)), f"doubled: {[c for c, n in Counter(stored).items() if n > 1]}"
            assert set(stored) <= possible
            _require_whole_and_in_order(stored)
        metadata = read("/api/v1/sessions/session-0")["metadata"] or {}
        assert self.counter.counted <= metadata.get("count", 0) <= self.counter.tried
        count = read("/api/v1/collection/archive")["document_count"]
        assert self.archivist.kept - 1 <= count <= self.archivist.kept + 1
        return sum(len(contents) for _, contents in acknowledged)


def _require_whole_and_in_order(stored: Sequence[str]) -> None:
    """Whole posts, and each writer's in the order in which they were sent."""
    newest: dict[str, int] = {}
    for start in range(0, len(stored), PARTS):
        writer, number, _ = stored[start].split(":")
        assert list(stored[start : start + PARTS]) == [f"{writer}:{number}:{part}" for part in range(PARTS)]
        assert int(number) > newest.get(writer, -1)
        newest[writer] = int(number)
