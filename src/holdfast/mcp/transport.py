"""The protocol over HTTP ("streamable HTTP"): each request by itself, so that any server of several can answer it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from holdfast.mcp.caller import Caller
from holdfast.mcp.calls import with_object
from holdfast.mcp.protocol import Context, protocol_server

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from holdfast.mcp.server import AgentServer

_CALLER = "holdfast.caller"


class StreamableTransport:
    """Answers requests of agents between `start` and `stop`; ``most_bytes`` bounds a body."""

    def __init__(self, agents: AgentServer, version: str, *, most_bytes: int) -> None:
        server = protocol_server(agents, version, _caller_of)
        self._manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=most_bytes
        )
        self._started = asyncio.Event()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Make ready to answer."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="mcp")
        await self._started.wait()

    async def stop(self) -> None:
        """Break off what is under way."""
        self._stopping.set()
        if self._task is not None:
            await self._task

    async def answer(self, caller: Caller, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whose body was read."""
        await self._manager.handle_request({**scope, _CALLER: caller}, _once(with_object(body), receive), send)

    async def _run(self) -> None:
        """Hold the SDK's group of tasks, which must be left by the task that entered it."""
        async with self._manager.run():
            self._started.set()
            await self._stopping.wait()


def _caller_of(context: Context) -> Caller:
    request: Any = context.request
    caller: Caller = request.scope[_CALLER]
    return caller


def _once(body: bytes, receive: Receive) -> Receive:
    """Gives a body that was read, then what else the client does."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
