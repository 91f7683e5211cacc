"""SIGTERM: requests that have begun are answered, then the server stops with exit code 0."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.http.test_connections import connected
from tests.running_server import RunningServer

BODY = b'{"messages":[{"role":"human","content":"said before the end"}]}'


def test_a_request_that_has_begun_is_answered_and_durable(tmp_path: Path, poll) -> None:
    server = RunningServer(tmp_path / "data", started_anew=True)
    with connected(server) as connection:
        host, port = connection.getpeername()
        head = f"POST /api/v1/sessions/late/memory HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n\r\n"
        connection.sendall(head.encode() + BODY[:10])
        os.kill(server.process_id, signal.SIGTERM)
        poll(lambda: accepts(host, port), lambda accepted: not accepted)
        connection.sendall(BODY[10:])
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    assert server.stop() == 0
    again = RunningServer(tmp_path / "data")
    with again.client() as client:
        messages = client.get("/api/v1/sessions/late/memory").json()["messages"]
    assert [message["content"] for message in messages] == ["said before the end"]
    assert again.stop() == 0


def test_whoever_waits_is_answered_at_the_signal(tmp_path: Path, poll) -> None:
    unreachable = {
        "HOLDFAST_EXTRACTORS_MESSAGES_EMBEDDINGS_SERVICE": "openai",
        "HOLDFAST_LLM_OPENAI_ENDPOINT": "http://127.0.0.1:9",
        "HOLDFAST_LLM_OPENAI_API_KEY": "none",
    }
    server = RunningServer(tmp_path / "data", environment=unreachable)
    head = (
        b"POST /api/v1/sessions/%s/memory?wait=true&wait_seconds=60 HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
    )
    with connected(server) as waiting, connected(server) as half, server.client() as client:
        waiting.sendall(head % (b"waiting", len(BODY)) + BODY)
        half.sendall(head % (b"half", len(BODY)) + BODY[:10])
        poll(lambda: client.get("/api/v1/sessions/waiting").status_code, lambda status: status == 200)
        began = time.monotonic()
        os.kill(server.process_id, signal.SIGTERM)
        received = waiting.recv(4096).lower()
        assert received.startswith(b"http/1.1 200")
        assert b"x-holdfast-enrichment: pending" in received
        assert half.recv(4096).startswith(b"HTTP/1.1 503")
    assert server.stop() == 0
    assert time.monotonic() - began < 40  # they would have waited for 60 s
    assert "Traceback" not in server.output


@pytest.mark.skipif(
    signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, reason="whoever started the tests has a lost terminal ignored"
)
def test_a_lost_terminal_stops_the_server_in_order(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data")
    with server.client() as client:
        assert client.post("/api/v1/sessions", json={"session_id": "kept"}).status_code == 201
    assert server.stop(signal.SIGHUP) == 0
    assert "Holdfast has stopped." in server.output


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
