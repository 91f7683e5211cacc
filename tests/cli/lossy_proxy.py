"""A proxy that passes requests on and loses some answers, as a connection that breaks does."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit


class LossyProxy:
    """Forwards each request on a connection of its own; of every ``every`` answers it loses one."""

    def __init__(self, url: str, *, every: int) -> None:
        parts = urlsplit(url)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._every = every
        self._count = 0
        self.lost = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> LossyProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(60)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                self._pass_on(client)

    def _pass_on(self, client: socket.socket) -> None:
        """One request and its answer; the connection ends behind them."""
        request = _whole(client).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        with socket.create_connection(self._target) as server:
            server.sendall(request)
            answer = b"".join(iter(lambda: server.recv(65536), b""))
        self._count += 1
        if self._count % self._every == 0:
            self.lost += 1
            return
        client.sendall(answer)


def _whole(client: socket.socket) -> bytes:
    """A request with its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    left = int(lengths[0].split(b":")[1]) - len(body) if lengths else 0
    while left > 0:
        piece = client.recv(65536)
        data += piece
        left -= len(piece)
    return data
