"""How an answer goes to the wire: in one piece where its length is known, and never with lines that nobody meant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from uvicorn.server import ServerState

from holdfast.http.connection import BoundedProtocol, ConnectionConfig, ConnectionLimits
from holdfast.http.responses import JSON, TEXT, ApiResponse

GET = b"GET /x HTTP/1.1\r\nhost: a\r\n\r\n"
HEAD = b"HEAD /x HTTP/1.1\r\nhost: a\r\n\r\n"

Headers = list[tuple[bytes, bytes]]


class Wire(asyncio.Transport):
    """What is written, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.closed = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.pieces.append(bytes(data))

    def close(self) -> None:
        self.closed.set()

    def is_closing(self) -> bool:
        return self.closed.is_set()

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


def answering(headers: Headers, *parts: bytes) -> Callable[..., Awaitable[None]]:
    """An application with one answer, in so many parts."""

    async def application(_scope: object, _receive: object, send: Callable[..., Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for place, part in enumerate(parts, 1):
            await send({"type": "http.response.body", "body": part, "more_body": place < len(parts)})

    return application


async def sent(application: Callable[..., Awaitable[None]], request: bytes, *, idle_seconds: float = 60) -> Wire:
    """What goes to the wire until the answer to a request is done."""
    config = ConnectionConfig(
        application,
        limits=ConnectionLimits(head_seconds=60, body_seconds=60, answer_seconds=60, connections=1),
        refused=lambda _: None,
        version_header=(b"x-zep-version", b"0"),
        lifespan="off",
        log_config=None,
        timeout_keep_alive=idle_seconds,
    )
    config.load()
    state, wire = ServerState(), Wire()
    protocol = BoundedProtocol(config, state, {}, asyncio.get_running_loop())
    protocol.connection_made(wire)
    protocol.data_received(request)
    await asyncio.gather(*state.tasks)
    if idle_seconds:
        protocol.connection_lost(None)
    return wire


async def test_head_and_body_are_written_together() -> None:
    wire = await sent(answering([(b"content-length", b"5")], b"hello"), GET)
    assert wire.pieces == [b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"]


async def test_what_is_made_while_it_is_sent_has_its_head_sent_at_once() -> None:
    wire = await sent(answering([(b"content-type", b"text/plain")], b"one", b"", b"two"), GET)
    assert wire.pieces[0].endswith(b"transfer-encoding: chunked\r\n\r\n")
    assert b"".join(wire.pieces[1:]) == b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"


async def test_an_answer_to_head_has_the_length_and_no_body() -> None:
    wire = await sent(answering([(b"content-length", b"5")], b"hello"), HEAD)
    assert wire.pieces == [b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"]


@pytest.mark.parametrize("value", [b"a\r\nset-cookie: b", b"a\nb", b"a\rb"])
async def test_a_header_cannot_begin_another_line(value: bytes) -> None:
    wire = await sent(answering([(b"x-told", value), (b"content-length", b"5")], b"hello"), GET)
    assert value not in b"".join(wire.pieces)
    assert wire.closed.is_set()


@pytest.mark.parametrize("length", [b"4", b"6"])
async def test_a_body_of_another_length_ends_the_connection(length: bytes) -> None:
    wire = await sent(answering([(b"content-length", length)], b"hello"), GET)
    assert wire.closed.is_set()


async def test_a_connection_ends_when_it_was_idle_for_long_enough() -> None:
    wire = await sent(answering([(b"content-length", b"5")], b"hello"), GET, idle_seconds=0)
    await asyncio.wait_for(wire.closed.wait(), 20)
    assert wire.pieces[-1].endswith(b"hello")


async def test_a_client_that_wants_no_further_answer_is_told_so() -> None:
    request = GET.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")
    wire = await sent(answering([(b"content-length", b"5")], b"hello"), request)
    assert b"connection: close\r\n" in wire.pieces[0] and wire.closed.is_set()


@pytest.mark.parametrize("request_", [GET, HEAD])
async def test_an_answer_in_one_call_is_that_of_two_messages(request_: bytes) -> None:
    response = ApiResponse(b'{"a":1}', 201, media_type=JSON)
    headers = [(b"content-length", b"7"), (b"content-type", b"application/json")]

    async def in_messages(_scope: object, _receive: object, send: Callable[..., Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"a":1}'})

    at_once, in_two = await sent(response, request_), await sent(in_messages, request_)
    assert at_once.pieces == in_two.pieces and len(at_once.pieces) == 1


async def test_a_response_passes_through_what_stands_between_it_and_the_connection() -> None:
    async def between(scope: Any, receive: Any, send: Callable[..., Awaitable[None]]) -> None:
        async def marking(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-between", b"1")]
            await send(message)

        await ApiResponse("text", media_type=TEXT)(scope, receive, marking)

    assert b"x-between: 1\r\n" in (await sent(between, GET)).pieces[0]


async def test_a_request_has_one_answer() -> None:
    async def twice(scope: Any, receive: Any, send: Callable[..., Awaitable[None]]) -> None:
        for _ in range(2):
            await ApiResponse(b"text", media_type=TEXT)(scope, receive, send)

    wire = await sent(twice, GET)
    assert len(wire.pieces) == 1 and wire.closed.is_set()
