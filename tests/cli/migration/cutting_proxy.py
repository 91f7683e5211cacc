"""A way to a PostgreSQL that breaks in the middle: passes bytes on, and no more than it was told."""

from __future__ import annotations

import math
import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

SOCKET = ".s.PGSQL.5432"


class CuttingProxy:
    """Listens on a socket of its own for the server that a DSN names; ``most`` bytes of answers pass it in all."""

    def __init__(self, dsn: str) -> None:
        self._target = str(Path(dict(parse_qsl(urlsplit(dsn).query))["host"]) / SOCKET)
        self._folder = tempfile.TemporaryDirectory(prefix="hfcut-")
        self.dsn = urlsplit(dsn)._replace(query=f"host={self._folder.name}").geturl()
        self.most: float = math.inf
        self._passed = 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> CuttingProxy:
        self._listener.bind(str(Path(self._folder.name) / SOCKET))
        self._listener.listen()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(60)
        self._folder.cleanup()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._target)
                for source, sink, counts in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._pass, args=(source, sink, counts), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while data := source.recv(16384):
                self._passed += len(data) if counts else 0
                if self._passed > self.most:
                    break
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
