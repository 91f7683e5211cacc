"""Anthropic's API as its package meets it on the wire, answering with a script of tool calls."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ScriptedModel:
    """Asks for the memory tool's commands one after the other, and notes what it is told each time."""

    def __init__(self, commands: Sequence[dict[str, Any]]) -> None:
        self._commands = list(commands)
        self.told: list[tuple[str, bool]] = []
        self.tools: list[dict[str, Any]] = []

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Answers at the URL that it gives."""
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                body = json.dumps(model.answer(asked)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """``POST /v1/messages``."""
        self.tools = asked.get("tools", self.tools)  # a thread that goes on has them already
        last = asked["messages"][-1]["content"]
        if isinstance(last, list):
            self.told += [(_text(part["content"]), bool(part.get("is_error"))) for part in last]
        content: list[dict[str, Any]] = [{"type": "text", "text": "Done."}]
        if self._commands:
            command = self._commands.pop(0)
            content = [{"type": "tool_use", "id": f"toolu_{len(self.told)}", "name": "memory", "input": command}]
        return _message(content)


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


def _message(content: list[dict[str, Any]]) -> dict[str, Any]:
    reason = "tool_use" if content[0]["type"] == "tool_use" else "end_turn"
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": content,
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }
