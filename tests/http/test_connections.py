"""What a connection may cost: heads, bodies, waiting and numbers are bounded, before any request is understood."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psutil
import pytest
from starlette.requests import Request

from holdfast.http.connection import MAXIMUM_HEAD_BYTES
from holdfast.http.errors import OUT_OF_MEMORY, error_response
from holdfast.http.heads import reason_of
from tests.running_server import RunningServer

MEBIBYTE = 1024 * 1024
FEW = 8
"""Connections that the server with narrow limits takes."""


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose patience ends after a second."""
    environment = {
        "HOLDFAST_SERVER_HEAD_TIMEOUT": "1",
        "HOLDFAST_SERVER_BODY_TIMEOUT": "1",
        "HOLDFAST_SERVER_ANSWER_TIMEOUT": "1",
        "HOLDFAST_SERVER_MAX_CONNECTIONS": str(FEW),
        "HOLDFAST_SERVER_BODY_MEMORY_MEGABYTES": "1",
    }
    running = RunningServer(tmp_path_factory.mktemp("narrow") / "data", environment=environment)
    yield running
    assert running.stop() == 0, running.output
    assert "Traceback" not in running.output, running.output


@contextmanager
def connected(server: RunningServer) -> Iterator[socket.socket]:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        yield connection


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    received = b""
    while chunk := _received(connection):
        received += chunk
    return received


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def send_all_that_is_taken(connection: socket.socket, part: bytes, times: int) -> int:
    """Send ``part`` again and again until the server has enough; how often it was taken."""
    for count in range(times):
        try:
            connection.sendall(part)
        except OSError:
            return count
    return times


def status_of(text: bytes) -> int:
    return int(text.split(b" ", 2)[1])


def test_a_head_may_be_as_long_as_the_limit_and_no_longer(server: RunningServer) -> None:
    for size, status in ((MAXIMUM_HEAD_BYTES - 200, 200), (MAXIMUM_HEAD_BYTES + 200, 431)):
        with connected(server) as connection:
            head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: " + b"a" * size
            connection.sendall(head + b"\r\n\r\n")
            assert status_of(answer(connection)) == status


@pytest.mark.parametrize("pieces", [(60_000, 10_000), (40_000, 40_000, 10), (60_000, 1), (30_000, 30_000)])
def test_a_head_that_comes_in_pieces_may_be_as_long_as_the_limit_and_no_longer(
    server: RunningServer, pieces: tuple[int, ...]
) -> None:
    with connected(server) as connection, server.client() as other:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: ")
        for size in pieces:
            connection.sendall(b"a" * size)
            other.get("/healthz").raise_for_status()  # the server has read what was sent before
        connection.sendall(b"\r\n\r\n")
        assert status_of(answer(connection)) == (431 if sum(pieces) > MAXIMUM_HEAD_BYTES else 200)


def test_a_refused_head_is_answered_like_any_other_error(server: RunningServer) -> None:
    with connected(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nAccept: application/json\r\nX: " + b"a" * 100_000 + b"\r\n\r\n")
        head, _, body = answer(connection).partition(b"\r\n\r\n")
    assert b"x-zep-version: " in head
    assert str(MAXIMUM_HEAD_BYTES) in json.loads(body)["message"]


@pytest.mark.parametrize("start", [b"GET /healthz HTTP/1.1\r\nX: ", b"GET /", b"GET / HTTP/1.1\r\n"])
def test_an_endless_head_is_refused_early_and_costs_nothing(server: RunningServer, start: bytes) -> None:
    part = b"x-a: " + b"a" * 1000 + b"\r\n" if start.endswith(b"\n") else b"a" * 1024
    before = psutil.Process(server.process_id).memory_info().rss
    with connected(server) as connection:
        connection.sendall(start)
        send_all_that_is_taken(connection, part * 64, 1024)
        assert status_of(answer(connection)) == 431
    assert psutil.Process(server.process_id).memory_info().rss - before < 16 * MEBIBYTE


def test_the_trailers_of_a_body_are_part_of_no_request_and_bounded(server: RunningServer) -> None:
    head = b"POST /api/v1/sessions/x/memory HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    with connected(server) as connection:
        connection.sendall(head)
        send_all_that_is_taken(connection, b"x-a: " + b"a" * 65_000 + b"\r\n", 1024)
        assert status_of(answer(connection)) == 431
    with connected(server) as connection:
        connection.sendall(head.replace(b"chunked", b"chunked\r\nConnection: close") + b"idempotency-key: a\r\n\r\n")
        assert status_of(answer(connection)) == 400  # the empty body; a trailer is no idempotency key


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"the head of the request did not arrive in time"),
        (b"POST /api/v1/sessions HTTP/1.1\r\nContent-Length: 99\r\n\r\n{", b"the body of the request did not arrive"),
        (b"POST /api/v1/sessions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", b"the body of the request"),
    ],
)
def test_an_unfinished_request_is_given_up_in_time(narrow: RunningServer, sent: bytes, says: bytes) -> None:
    with connected(narrow) as connection:
        connection.sendall(sent)
        received = answer(connection)
    assert status_of(received) == 408
    assert says in received


def test_a_body_that_drips_is_given_up(narrow: RunningServer) -> None:
    began = time.monotonic()
    with connected(narrow) as connection:
        connection.sendall(b"POST /api/v1/sessions HTTP/1.1\r\nContent-Length: 999999\r\n\r\n")
        connection.settimeout(0.1)
        received = b""
        while not received and time.monotonic() - began < 60:
            send_all_that_is_taken(connection, b" ", 1)
            try:
                received = connection.recv(4096)
            except TimeoutError:
                continue
    assert status_of(received) == 408


def test_a_connection_that_asks_nothing_is_closed_in_silence(narrow: RunningServer) -> None:
    with connected(narrow) as silent, connected(narrow) as idle:
        idle.sendall(b"\r\n")
        assert answer(silent) == b""
        assert answer(idle) == b""


def test_a_client_that_takes_nothing_of_its_answer_is_let_go(narrow: RunningServer, poll) -> None:
    body = json.dumps({"messages": [{"role": "a", "content": "x" * 900_000}]}).encode()
    with narrow.client() as client:
        assert client.post("/api/v1/sessions/big/memory", content=body).status_code == 200
    with connected(narrow) as connection:
        request = b"GET /api/v1/sessions/big/memory HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(request * 60)
        process = psutil.Process(narrow.process_id)
        port = connection.getsockname()[1]
        poll(lambda: [c for c in process.net_connections() if c.raddr and c.raddr.port == port], lambda left: not left)


def test_bodies_under_way_have_a_bounded_share_of_memory(narrow: RunningServer) -> None:
    half = b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n" + b" " * 800_000
    with connected(narrow) as first, connected(narrow) as second:
        first.sendall(half)
        second.sendall(half)
        answers = [first, second]
        statuses = sorted(status_of(connection.recv(4096)) for connection in answers)
    assert statuses == [408, 503]
    with narrow.client() as client:
        assert client.post("/api/v1/sessions", content=b" " * 900_000).status_code == 400


def test_connections_are_counted(narrow: RunningServer) -> None:
    with narrow.client() as client, ExitStack() as stack:
        assert client.get("/healthz").status_code == 200
        held = [stack.enter_context(connected(narrow)) for _ in range(FEW)]
        refusals = [received for connection in held if (received := answer(connection))]
        assert len(refusals) == 1
        assert status_of(refusals[0]) == 503
        assert b"too many connections" in refusals[0]
        assert 'holdfast_http_requests_total{method="",route="unknown",status="503"}' in client.get("/metrics").text


def test_a_wish_to_change_the_protocol_is_ignored_and_the_body_read(server: RunningServer, name: str) -> None:
    body = b'{"messages":[{"role":"human","content":"by HTTP/1.1"}]}'
    request = (
        f"POST /api/v1/sessions/{name}/memory HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        f"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    following = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n"
    for pieces in ([request + body + following], [request, body[:5], body[5:], following]):
        with connected(server) as connection:
            for piece in pieces:
                connection.sendall(piece)
            received = answer(connection)
        assert received.count(b"HTTP/1.1 200") == 2, received
    with server.client() as client:
        messages = client.get(f"/api/v1/sessions/{name}/memory").json()["messages"]
    assert [message["content"] for message in messages] == ["by HTTP/1.1"] * 2


def test_tunnels_are_refused(server: RunningServer) -> None:
    with connected(server) as connection:
        connection.sendall(b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n")
        assert status_of(answer(connection)) == 400


def test_what_follows_a_whole_request_cannot_take_its_answer_away(server: RunningServer) -> None:
    with connected(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\x00\x01\x02 nonsense")
        received = answer(connection)
    assert status_of(received) == 200
    assert received.endswith(b".")


def test_requests_in_line_are_answered_in_order_and_bounded(server: RunningServer) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with connected(server) as connection:
        connection.sendall(request * 50)
        received = b""
        while received.count(b"HTTP/1.1 200") < 50:
            chunk = connection.recv(65536)
            assert chunk
            received += chunk
    with connected(server) as connection:
        connection.sendall(request * 5000)
        assert 1 <= answer(connection).count(b"HTTP/1.1 200") < 1000


def test_a_client_that_leaves_requests_in_line_behind_breaks_nothing(narrow: RunningServer) -> None:
    body = json.dumps({"messages": [{"role": "a", "content": "x" * 900_000}]}).encode()
    with narrow.client() as client:
        assert client.post("/api/v1/sessions/left/memory", content=body).status_code == 200
        with connected(narrow) as connection:
            connection.sendall(b"GET /api/v1/sessions/left/memory HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
            assert connection.recv(4096)
        assert client.get("/healthz").status_code == 200
    assert "broke off" not in narrow.output


def test_what_memory_does_not_suffice_for_is_no_mistake_of_the_caller() -> None:
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": []})
    response = error_response(request, MemoryError())
    assert (response.status_code, response.body) == (503, f"{OUT_OF_MEMORY}\n".encode())
    assert int(response.headers["Retry-After"]) > 0
    assert reason_of(MemoryError()) == (503, OUT_OF_MEMORY)
    assert reason_of(ValueError("nonsense")) == (400, "invalid HTTP request")
