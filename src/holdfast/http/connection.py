"""One connection: uvicorn's HTTP/1.1 protocol with bounds on what a client may send and how long it may take.

uvicorn bounds neither the head of a request nor the time that a head or a body takes.  Here a head has a size and some
seconds, a body some seconds and a least speed, a connection few requests in line, and connections are counted.  What
goes beyond is answered with a status that says so, and the connection is closed.
"""

from __future__ import annotations

import asyncio
import enum
import logging
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import httptools
import msgspec
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from holdfast.http.answers import AnswerCycle
from holdfast.http.heads import Refused, first_line, reason_of, refusal, without_upgrade

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn._types import ASGI3Application, HTTPScope
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
    from uvicorn.server import ServerState

log = logging.getLogger(__name__)

MAXIMUM_HEAD_BYTES = 65_536
"""Request line and headers, as they are sent."""

MAXIMUM_PIPELINED = 64
"""Requests of one connection that may wait for the answer to an earlier one."""

LEAST_BODY_SPEED = 8_192
"""Bytes of a body that must come in a second, on average, once the time for a body is over."""

STOPPING_SECONDS = 2.0
"""How long the rest of a body is awaited when the server stops."""

LINGER_SECONDS = 1.0
"""How long a refused client is listened to, and not heard, so that it comes to read the refusal."""

_CONNECT = b"CONNECT"


class ConnectionLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds for a head, for a body and for taking a part of an answer, and the most connections."""

    head_seconds: float
    body_seconds: float
    answer_seconds: float
    connections: int


class ConnectionConfig(uvicorn.Config):
    """uvicorn's configuration, with the limits of a connection.

    ``refused`` is told the status of each refusal; ``version_header`` goes with it as with every other answer.
    """

    def __init__(
        self,
        application: ASGIApp,
        *,
        limits: ConnectionLimits,
        refused: Callable[[int], None],
        version_header: tuple[bytes, bytes],
        **options: Any,
    ) -> None:
        super().__init__(application, http=BoundedProtocol, ws="none", **options)
        self.limits = limits
        self.refused = refused
        self.version_header = version_header


class _Phase(enum.Enum):
    """What of a request comes next."""

    BEGINNING = enum.auto()
    HEAD = enum.auto()
    BODY = enum.auto()


_HEAD_TOO_LARGE = (431, f"request line and headers are too large: the limit is {MAXIMUM_HEAD_BYTES} bytes")


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, bounded.

    Time is watched only while a request is unfinished, so one that arrives whole costs no timer.
    """

    def __init__(
        self,
        config: ConnectionConfig,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = config.limits
        self._refused = config.refused
        self._version_header = config.version_header
        self._phase = _Phase.BEGINNING
        self._chunk = 0
        self._is_first = False
        self._head_bytes = 0
        self._body_bytes = 0
        self._body_began = 0.0
        self._deadline = math.inf
        self._watch: asyncio.TimerHandle | None = None
        self._answer_watch: asyncio.TimerHandle | None = None
        self._running: RequestResponseCycle | None = None
        self._stopping = False
        self._ended = False

    @property
    def _busy(self) -> bool:
        """Whether the newest request still awaits its answer."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and not cycle.response_complete

    # What the transport tells

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio."""
        super().connection_made(transport)
        if len(self.connections) > 2 * self._limits.connections:
            transport.abort()
        elif len(self.connections) > self._limits.connections:
            self._refuse(503, f"too many connections: the limit is {self._limits.connections}")
        else:
            self._await_until(self.loop.time() + self._limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        for timer in (self._watch, self._answer_watch):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)
        if self._running is not None:
            # uvicorn tells the newest request only; the one that is being answered may be an earlier one.
            self._running.disconnected = True
            self._running.message_event.set()

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        if self._ended:
            return
        began_in = self._phase
        self._chunk = len(data)
        self._is_first = began_in is _Phase.BEGINNING
        if not self._is_first:
            self._head_bytes += self._chunk
        if not self._feed(data):
            return
        if self._is_first and self._phase is _Phase.HEAD:
            self._head_bytes = self._chunk
        if self._phase is _Phase.BEGINNING:
            self._finish_message()
        elif self._head_bytes > MAXIMUM_HEAD_BYTES:
            self._refuse(*_HEAD_TOO_LARGE)
        elif self._phase is _Phase.BODY:
            self._await_until(self._body_deadline())
        elif began_in is not _Phase.HEAD:
            self._await_until(self.loop.time() + self._limits.head_seconds)

    def pause_writing(self) -> None:
        """See asyncio; a client that takes nothing of its answer any more is let go."""
        super().pause_writing()
        self._watch_answer(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """See asyncio."""
        if self._answer_watch is not None:
            self._answer_watch.cancel()
            self._answer_watch = None
        super().resume_writing()

    def shutdown(self) -> None:
        """See uvicorn; the rest of a body is awaited for a moment only."""
        self._stopping = True
        super().shutdown()
        if self._phase is _Phase.BODY and not self.transport.is_closing():
            self._await_until(min(self._deadline, self.loop.time() + STOPPING_SECONDS))

    # What the parser tells

    def on_message_begin(self) -> None:
        """See httptools; the scope is made once the head is there."""
        self._phase = _Phase.HEAD
        self._head_bytes = 0
        self.url = b""
        self.expect_100_continue = False
        self.headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """See httptools; what trails a body is dropped, as its request has been handed on."""
        if self._phase is _Phase.HEAD:
            name = name.lower()
            if name == b"expect" and value.lower() == b"100-continue":
                self.expect_100_continue = True
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """See httptools."""
        self._check_head()
        if self.parser.get_method() == _CONNECT:
            raise Refused(400, "CONNECT is not supported")
        self._phase = _Phase.BODY
        self._head_bytes = self._body_bytes = 0
        if not self.parser.should_upgrade():
            self._begin_request()

    def on_body(self, body: bytes) -> None:
        """See httptools."""
        self._head_bytes = 0
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """See httptools."""
        self._phase = _Phase.BEGINNING
        self._is_first = False
        if not self.parser.should_upgrade():
            super().on_message_complete()

    def _begin_request(self) -> None:
        """Hand on the request whose head is there, or have it wait for the answer to the one before."""
        scope = cast("HTTPScope", self._scope_of_request())
        waits = self._busy
        self.cycle = AnswerCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=[],
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=scope["http_version"] != "1.0" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        if waits:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))
        else:
            self._start_asgi_task(self.cycle, self.app)

    def _scope_of_request(self) -> dict[str, Any]:
        """See the ASGI specification."""
        return {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "root_path": self.root_path,
            "headers": self.headers,
            "state": self.app_state.copy(),
            **first_line(self.parser, self.url),
        }

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """See uvicorn; the end of an idle connection is a deadline like others, so that no request sets a timer."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._phase is _Phase.BEGINNING:
            self._await_until(self.loop.time() + self.timeout_keep_alive)

    def send_400_response(self, msg: str) -> None:
        """See uvicorn."""
        self._refuse(400, msg)

    # Parsing

    def _feed(self, data: bytes) -> bool:
        """Parse what came; false when it was refused."""
        while data:
            try:
                self.parser.feed_data(data)
                break
            except httptools.HttpParserUpgrade as upgrade:
                data = self._without_upgrade() + data[upgrade.args[0] :]
            except httptools.HttpParserError as error:
                self._refuse(*reason_of(error.__context__))
                return False
        return True

    def _without_upgrade(self) -> bytes:
        """The head that has just been read, less its wish to change the protocol (RFC 9110 §7.8 allows to ignore it).

        The parser, which skips the body after such a head, is replaced by one that will read it.
        """
        head = without_upgrade(self.parser.get_method(), self.url, self.headers)
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        return head

    def _check_head(self) -> None:
        # Parts of a head are counted only when what came could be too much.
        if self._head_bytes + self._chunk > MAXIMUM_HEAD_BYTES:
            size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            if size > MAXIMUM_HEAD_BYTES:
                raise Refused(*_HEAD_TOO_LARGE)
        if len(self.pipeline) >= MAXIMUM_PIPELINED:
            raise Refused(503, f"too many requests in line: the limit is {MAXIMUM_PIPELINED}")

    # Time

    def _finish_message(self) -> None:
        self._body_began = 0.0
        if not self._busy:
            # Something came and was no request, such as an empty line: it must not keep the connection.
            self._await_until(min(self._deadline, self.loop.time() + self._limits.head_seconds))
        else:
            self._deadline = math.inf

    def _body_deadline(self) -> float:
        now = self.loop.time()
        self._body_began = self._body_began or now
        seconds = STOPPING_SECONDS if self._stopping else self._limits.body_seconds
        return seconds + min(now, self._body_began + self._body_bytes / LEAST_BODY_SPEED)

    def _await_until(self, deadline: float) -> None:
        self._deadline = deadline
        if self._watch is None or self._watch.when() > deadline:
            self._set_watch(deadline, self._look_at_the_clock)

    def _set_watch(self, when: float, callback: Callable[[], None]) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self._watch = self.loop.call_at(when, callback)

    def _look_at_the_clock(self) -> None:
        self._watch = None
        if self._deadline == math.inf or self._ended or self.transport.is_closing():
            return
        now = self.loop.time()
        if self.flow.read_paused:
            # It is the server that does not read on; the client is given its time again.
            self._body_began = now
            self._await_until(now + self._limits.body_seconds)
        elif now < self._deadline:
            self._await_until(self._deadline)
        else:
            self._time_is_up()

    def _time_is_up(self) -> None:
        if self._phase is _Phase.BEGINNING:
            self.transport.close()
        elif self._stopping:
            self._refuse(503, "the server is stopping and could not wait for the rest of the request")
        else:
            part = "head" if self._phase is _Phase.HEAD else "body"
            self._refuse(408, f"the {part} of the request did not arrive in time")

    def _watch_answer(self, waiting: int) -> None:
        self._answer_watch = self.loop.call_later(self._limits.answer_seconds, self._look_at_the_answer, waiting)

    def _look_at_the_answer(self, before: int) -> None:
        self._answer_watch = None
        waiting = self.transport.get_write_buffer_size()
        if waiting < before:
            self._watch_answer(waiting)
        else:
            log.info("a client took nothing of its answer for %s s and was let go", self._limits.answer_seconds)
            self.transport.abort()

    # Refusing

    def _refuse(self, status: int, text: str) -> None:
        """Answer what cannot be answered by the application, and close; what was asked before is answered first."""
        if self._ended or self.transport.is_closing():
            return
        self._ended = True
        cycle, waiting = self.cycle, self._busy
        if self._phase is _Phase.BODY:
            answerable = waiting and not cycle.response_started and not self.pipeline
        elif waiting:
            cycle.keep_alive = False
            return
        else:
            answerable = True
        if answerable:
            self._refused(status)
            self.transport.write(refusal(status, text, headers=self.headers or (), version_header=self._version_header))
        if waiting:
            # The application learns that nobody awaits its answer.
            cycle.disconnected = True
            cycle.message_event.set()
        self._close_gently()

    def _close_gently(self) -> None:
        """Close when the client has seen the answer: closing at once, with bytes unread, could take it away."""
        self._unset_keepalive_if_required()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.flow.resume_reading()
        self._set_watch(self.loop.time() + LINGER_SECONDS, self.transport.close)
