"""One request of a connection and its answer: uvicorn's cycle, with an answer that is written in one piece.

Where the length of an answer is known, its head waits for what follows: one write costs half of what two do, and most
answers are no more.  What is made while it is sent has its head sent at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent

_BODILESS = frozenset({204, 304})


class AnswerCycle(RequestResponseCycle):
    """See `uvicorn.protocols.http.httptools_impl.RequestResponseCycle`."""

    _head = b""
    """What waits for the first part of the body."""

    async def send(self, message: ASGISendEvent) -> None:
        """See the ASGI specification."""
        if self._is_held_up():
            await self.flow.drain()
        if self.disconnected:
            return
        if message["type"] == "http.response.start" and not self.response_started:
            self._begin(message["status"], message.get("headers", ()))
        elif message["type"] == "http.response.body" and self.response_started and not self.response_complete:
            self._continue(message.get("body", b""), more=message.get("more_body", False))
        else:
            raise RuntimeError(f"the ASGI message {message['type']!r} is out of place")

    async def answer(self, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
        """Send a whole answer, as `send` does in two messages."""
        if self._is_held_up():
            await self.flow.drain()
        if self.disconnected:
            return
        if self.response_started:
            raise RuntimeError("a second answer to one request")
        self._begin(status, headers)
        self._continue(body, more=False)

    def _is_held_up(self) -> bool:
        return self.flow.write_paused and not self.disconnected

    def _begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Make the head, and write it unless the body is about to follow."""
        self.response_started = True
        self.waiting_for_100_continue = False
        head = [STATUS_LINE[status], *self._lines(headers)]
        if self.chunked_encoding is None and self.scope["method"] != "HEAD" and status not in _BODILESS:
            self.chunked_encoding = True
            head.append(b"transfer-encoding: chunked\r\n")
        head.append(b"\r\n")
        self._head = b"".join(head)
        if self._head.count(b"\n") != len(head) or self._head.count(b"\r") != len(head):
            raise RuntimeError("a header holds the end of a line")
        if self.chunked_encoding:
            self.transport.write(self._head)
            self._head = b""

    def _lines(self, headers: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
        """The lines of the headers, with one that says if the connection ends with this answer."""
        lines = []
        ends = not self.keep_alive
        for name, value in headers:
            if name == b"content-length":
                if self.chunked_encoding is None:
                    self.expected_content_length = int(value)
                    self.chunked_encoding = False
            elif name == b"transfer-encoding":
                self.chunked_encoding = value.lower() == b"chunked"
            elif name == b"connection" and b"close" in [token.strip() for token in value.lower().split(b",")]:
                self.keep_alive = ends = False
            lines.append(b"%b: %b\r\n" % (name, value))
        if ends:
            lines.append(b"connection: close\r\n")
        return lines

    def _continue(self, body: bytes, *, more: bool) -> None:
        """Write a part of the body."""
        if self.scope["method"] == "HEAD":
            self.expected_content_length = 0
            body = b""
        elif self.chunked_encoding:
            body = (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + (b"" if more else b"0\r\n\r\n")
        else:
            self.expected_content_length -= len(body)
            if self.expected_content_length < 0:
                raise RuntimeError("the body of an answer is longer than its head says")
        if self._head or body:
            self.transport.write(self._head + body if self._head else body)
            self._head = b""
        if not more:
            self._complete()

    def _complete(self) -> None:
        if self.expected_content_length:
            raise RuntimeError("the body of an answer is shorter than its head says")
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
