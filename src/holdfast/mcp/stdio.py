"""The protocol over standard input and output: each line is a message, and is handed to a server that speaks HTTP.

That server may run in this process, in another one on this machine, or far away.  So there is one way to answer for all
transports, and the server may change between two messages: what it knows of a conversation comes with each of them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

import httpx

from holdfast.errors import HoldfastError

log = logging.getLogger(__name__)

Connect = Callable[[], Awaitable[httpx.AsyncClient]]
"""Gives a client whose base URL is that of the server; called again when the server is gone."""

_SECONDS: Final = 60.0
_AT_ONCE: Final = 16
_CHUNK: Final = 65_536
_VERSION_KEY: Final = "io.modelcontextprotocol/protocolVersion"
_PARSE_ERROR: Final = -32700
_INVALID_REQUEST: Final = -32600
_INTERNAL_ERROR: Final = -32603
_UNREACHED = (httpx.ConnectError, httpx.ConnectTimeout)
"""Failures after which nothing can have arrived."""

Message = dict[str, Any]


class StdioPipe:
    """Hands messages on to ``path`` of the server that ``connect`` finds, and writes what comes back.

    ``headers`` go with every request.
    """

    def __init__(self, connect: Connect, path: str, headers: dict[str, str], write: Callable[[bytes], None]) -> None:
        self._connect = connect
        self._path = path
        self._headers = {**headers, "Accept": "application/json, text/event-stream"}
        self._write = write
        self._client: httpx.AsyncClient | None = None
        self._connecting = asyncio.Lock()
        self._version = ""
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def run(self, lines: AsyncIterator[bytes]) -> None:
        """Answer all lines, many at a time; the first message of a handshake before what follows."""
        async with asyncio.TaskGroup() as group:
            async for line in lines:
                if not line.strip():
                    continue
                await self._room.acquire()
                task = group.create_task(self._answer_line(line))
                task.add_done_callback(lambda _: self._room.release())
                if not self._version:
                    await asyncio.wait([task])
        await self._forget()

    async def _answer_line(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            self._send(_failure(None, _PARSE_ERROR, "this line is not JSON"))
            return
        if isinstance(message, list):
            answers = [await self._answer(each) for each in message]
            if found := [answer for answer in answers if answer is not None]:
                self._send(found)
        elif (answer := await self._answer(message)) is not None:
            self._send(answer)

    async def _answer(self, message: Any) -> Message | None:
        """What is to be said to a message; nothing to a notification."""
        if not isinstance(message, dict):
            return _failure(None, _INVALID_REQUEST, "a message must be an object")
        identifier = message.get("id")
        try:
            answer = await self._ask(message)
        except (HoldfastError, httpx.HTTPError) as error:
            log.warning("a message could not be answered: %s", error)
            answer = _failure(identifier, _INTERNAL_ERROR, f"the memory server cannot be reached: {error}")
        return answer if "id" in message else None

    async def _ask(self, message: Message) -> Message | None:
        try:
            response = await self._post(await self._reached(), message)
        except _UNREACHED:
            await self._forget()
            response = await self._post(await self._reached(), message)
        answer = _answer_in(response, message.get("id"))
        self._note_version(answer)
        return answer

    async def _post(self, client: httpx.AsyncClient, message: Message) -> httpx.Response:
        headers = {**self._headers, **_routing(message, self._version)}
        return await client.post(self._path, json=message, headers=headers, timeout=_SECONDS)

    async def _reached(self) -> httpx.AsyncClient:
        async with self._connecting:
            if self._client is None:
                self._client = await self._connect()
            return self._client

    async def _forget(self) -> None:
        async with self._connecting:
            client, self._client = self._client, None
            if client is not None:
                await client.aclose()

    def _note_version(self, answer: Message | None) -> None:
        """Remember which revision a handshake agreed on: later requests name it."""
        result = (answer or {}).get("result")
        if isinstance(result, dict) and isinstance(result.get("protocolVersion"), str):
            self._version = result["protocolVersion"]

    def _send(self, answer: Any) -> None:
        self._write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _routing(message: Message, version: str) -> dict[str, str]:
    """The headers that tell a server over HTTP what a message holds."""
    parameters = message.get("params")
    parameters = parameters if isinstance(parameters, dict) else {}
    meta = parameters.get("_meta")
    modern = meta.get(_VERSION_KEY) if isinstance(meta, dict) else None
    if not isinstance(modern, str):
        return {"MCP-Protocol-Version": version} if version and message.get("method") != "initialize" else {}
    headers = {"MCP-Protocol-Version": modern, "Mcp-Method": str(message.get("method"))}
    name = parameters.get("name") or parameters.get("uri")
    return {**headers, "Mcp-Name": str(name)} if name else headers


def _answer_in(response: httpx.Response, identifier: Any) -> Message | None:
    """The message in a response; an error where the server refuses the request as a whole."""
    if response.status_code == httpx.codes.ACCEPTED or not response.content:
        return None
    if response.headers.get("content-type", "").startswith("application/json"):
        answer = response.json()
        if isinstance(answer, dict) and "jsonrpc" in answer:
            return answer
    return _failure(identifier, _INVALID_REQUEST, response.text.strip()[:500])


def _failure(identifier: Any, code: int, text: str) -> Message:
    return {"jsonrpc": "2.0", "id": identifier, "error": {"code": code, "message": text}}


@contextmanager
def own_output() -> Iterator[Callable[[bytes], None]]:
    """Writes to what was standard output; whatever else prints there goes to standard error meanwhile."""
    sys.stdout.flush()
    wire = os.dup(1)
    os.dup2(2, 1)
    try:
        with os.fdopen(wire, "wb", closefd=False) as stream:
            yield _writer(stream)
    finally:
        os.dup2(wire, 1)
        os.close(wire)


def _writer(stream: BinaryIO) -> Callable[[bytes], None]:
    def write(line: bytes) -> None:
        stream.write(line)
        stream.flush()

    return write


async def input_lines() -> AsyncIterator[bytes]:
    """The lines of standard input, read by a thread, which nobody waits for at the end.

    It reads the descriptor: whoever waits in the buffered stream at the end of the process makes it abort.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        chunk = b"..."
        while chunk:
            chunk = os.read(0, _CHUNK)
            try:
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            except RuntimeError:  # the loop has ended
                return

    threading.Thread(target=read, daemon=True, name="standard input").start()
    begun: list[bytes] = []
    while chunk := await chunks.get():
        *ended, rest = chunk.split(b"\n")
        for line in ended:
            yield b"".join([*begun, line])
            begun = []
        begun.append(rest)
    yield b"".join(begun)
