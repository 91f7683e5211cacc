"""What the local servers that stand for model providers share: they listen, remember, and misbehave on demand."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Body = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: Body


@dataclass
class Answer:
    """What to send back instead of the right answer; ``change`` edits the right one, ``hold`` makes the client wait."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    change: Callable[[Body], None] = lambda body: None
    hold: threading.Event | None = None


def failure(status: int, *, message: str = "no", retry_after: float | None = None) -> Answer:
    """An error as providers send it."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    content = json.dumps({"type": "error", "error": {"message": message, "type": "failure", "code": None}}).encode()
    return Answer(status=status, headers=headers, content=content)


class ModelEndpoint:
    """Starts on a free port as a context manager; a subclass knows the right answer.

    The answers given to ``answer_next`` go out first, one per request.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._answers: deque[Answer] = deque()
        self._open = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def right_answer(self, request: Request) -> Body:
        """What a provider that works answers."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        """The base URL for Anthropic's library."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """The base URL for OpenAI's library."""
        return f"{self.address}/v1"

    def answer_next(self, *answers: Answer) -> None:
        self._answers.extend(answers)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(endpoint) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # self is the handler's here
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                request = Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                endpoint._serve(request, self)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def _serve(self, request: Request, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.requests.append(request)
            answer = self._answers.popleft() if self._answers else Answer()
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        if answer.hold:
            answer.hold.wait(60)
        content = answer.content if answer.content is not None else self._content(request, answer)
        with self._lock:
            self._open -= 1
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # some tests give up waiting
            _send(handler, answer, content)

    def _content(self, request: Request, answer: Answer) -> bytes:
        body = self.right_answer(request)
        answer.change(body)
        return json.dumps(body).encode()


def _send(handler: BaseHTTPRequestHandler, answer: Answer, content: bytes) -> None:
    handler.send_response(answer.status)
    for name, value in ({"Content-Type": "application/json"} | answer.headers).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)
