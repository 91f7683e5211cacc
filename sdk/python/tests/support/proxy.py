"""A proxy which passes requests on but may lose the answers, as a broken network does."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class LossyProxy:
    """Requests which came through, and how many of the next answers are to be lost.

    ``lose`` answers are cut off before their first byte, ``halve`` ones in the middle; in both cases after the server
    has answered, hence has done what it was asked for.
    """

    target: str
    lose: int = 0
    halve: int = 0
    requests: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    connections: int = 0
    url: str = ""


@contextmanager
def lossy_proxy(target: str) -> Iterator[LossyProxy]:
    """Run a proxy in front of a server."""
    proxy = LossyProxy(target)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(proxy: LossyProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            proxy.connections += 1

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            proxy.requests.append((self.command, self.path))
            proxy.keys.append(self.headers.get("idempotency-key"))
            upstream = http.client.HTTPConnection(urlsplit(proxy.target).netloc, timeout=30)
            upstream.request(self.command, self.path, body or None, dict(self.headers))
            answer = upstream.getresponse()
            content = answer.read()
            upstream.close()
            self._answer(answer, content)

        def _answer(self, answer: http.client.HTTPResponse, content: bytes) -> None:
            if proxy.lose:
                proxy.lose -= 1
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "content-length", "connection", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if proxy.halve:
                proxy.halve -= 1
                content = content[: len(content) // 2]
                self.close_connection = True
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = _pass_on  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base class
            pass

    return Handler
