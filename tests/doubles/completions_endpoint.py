"""A local server that speaks the wire protocols of OpenAI's and Anthropic's completions, and misbehaves on demand."""

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

    @property
    def prompt(self) -> str:
        return self.body["messages"][0]["content"]


@dataclass
class Answer:
    """What to send back instead of a completion; ``hold`` makes the client wait."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    hold: threading.Event | None = None


def failure(status: int, *, message: str = "no", retry_after: float | None = None) -> Answer:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    content = json.dumps({"type": "error", "error": {"message": message, "type": "failure"}}).encode()
    return Answer(status=status, headers=headers, content=content)


class CompletionsEndpoint:
    """Starts on a free port; ``with CompletionsEndpoint() as endpoint: endpoint.url``.

    ``reply`` makes the text of a completion from the prompt.  The answers given to ``answer_next`` go out first, one
    per request.
    """

    def __init__(self, reply: Callable[[str], str] = lambda prompt: "An answer.") -> None:
        self.reply = reply
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
            answer.hold.wait(10)
        content = answer.content if answer.content is not None else self._completion(request)
        with self._lock:
            self._open -= 1
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # some tests give up waiting
            self._send(handler, answer, content)

    def _completion(self, request: Request) -> bytes:
        text = self.reply(request.prompt)
        if request.path.endswith("/messages"):
            reply = {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "model": request.body["model"],
                "content": [{"type": "text", "text": text}],
                "stop_reason": "end_turn",
                "usage": {"input_tokens": 1, "output_tokens": 1},
            }
        else:
            message = {"role": "assistant", "content": text}
            reply = {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": request.body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            }
        return json.dumps(reply).encode()

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, answer: Answer, content: bytes) -> None:
        handler.send_response(answer.status)
        for name, value in ({"Content-Type": "application/json"} | answer.headers).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
