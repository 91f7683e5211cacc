"""SIGTERM: requests that have begun are answered, then the server stops with exit code 0."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

from tests.running_server import RunningServer

BODY = b'{"messages":[{"role":"human","content":"said before the end"}]}'


def test_a_request_that_has_begun_is_answered_and_durable(tmp_path: Path, poll) -> None:
    server = RunningServer(tmp_path / "data")
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        head = f"POST /api/v1/sessions/late/memory HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n\r\n"
        connection.sendall(head.encode() + BODY[:10])
        os.kill(server.process_id, signal.SIGTERM)
        poll(lambda: accepts(host, int(port)), lambda accepted: not accepted)
        connection.sendall(BODY[10:])
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    assert server.stop() == 0
    again = RunningServer(tmp_path / "data")
    with again.client() as client:
        messages = client.get("/api/v1/sessions/late/memory").json()["messages"]
    assert [message["content"] for message in messages] == ["said before the end"]
    assert again.stop() == 0


def test_idle_connections_do_not_hold_up_the_end(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data")
    with server.client() as client:
        client.get("/healthz")
        assert server.stop() == 0


def accepts(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True
