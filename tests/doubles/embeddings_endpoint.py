"""A local server that speaks the wire protocol of OpenAI's ``POST …/embeddings``, and misbehaves on demand."""

from __future__ import annotations

import contextlib
import hashlib
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
    """What to send back instead of the right embeddings; ``change`` edits the right answer."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    change: Callable[[Body], None] = lambda body: None
    hold: threading.Event | None = None


def failure(status: int, *, message: str = "no", retry_after: float | None = None) -> Answer:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    content = json.dumps({"error": {"message": message, "type": "failure", "code": None}}).encode()
    return Answer(status=status, headers=headers, content=content)


def embedding_of(text: str, width: int) -> list[float]:
    """Vector that only this text has."""
    digest = hashlib.shake_256(text.encode()).digest(width)
    return [byte - 127.5 for byte in digest]


class EmbeddingsEndpoint:
    """Starts on a free port; ``with EmbeddingsEndpoint(width=8) as endpoint: endpoint.url``.

    The answers given to ``answer_next`` go out first, one per request; after them every request is answered rightly.
    """

    def __init__(self, *, width: int = 8) -> None:
        self.width = width
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._answers: deque[Answer] = deque()
        self._open = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
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
            answer.hold.wait(10)
        content = answer.content if answer.content is not None else self._embeddings(request.body, answer)
        with self._lock:
            self._open -= 1
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # some tests give up waiting
            self._send(handler, answer, content)

    def _embeddings(self, body: Body, answer: Answer) -> bytes:
        width = body.get("dimensions", self.width)
        data = [
            {"object": "embedding", "index": index, "embedding": embedding_of(text, width)}
            for index, text in enumerate(body["input"])
        ]
        reply = {
            "object": "list",
            "data": data,
            "model": body["model"],
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }
        answer.change(reply)
        return json.dumps(reply).encode()

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, answer: Answer, content: bytes) -> None:
        handler.send_response(answer.status)
        for name, value in ({"Content-Type": "application/json"} | answer.headers).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
