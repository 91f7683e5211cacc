"""A network that can be cut: passes bytes between clients and a PostgreSQL, until told otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

SOCKET = ".s.PGSQL.5432"


class Proxy:
    """Listens on a socket in a folder of its own, which a DSN can name as its host."""

    def __init__(self, target: Path, folder: Path) -> None:
        self._target = target
        self.folder = folder
        self._streams: set[asyncio.StreamWriter] = set()
        self._reachable = True
        self._passing = asyncio.Event()
        self._passing.set()

    def cut(self) -> None:
        """Drop all connections; new ones are dropped too, until `mend`."""
        self._reachable = False
        for stream in self._streams:
            stream.transport.abort()

    def mend(self) -> None:
        self._reachable = True
        self._passing.set()

    def hold(self) -> None:
        """Pass nothing on any more, without a word: a network that has died."""
        self._passing.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._reachable:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_unix_connection(str(self._target))
        if not self._reachable:  # it was cut meanwhile
            for stream in (writer, far_writer):
                stream.transport.abort()
            return
        self._streams |= {writer, far_writer}
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        finally:
            self._streams -= {writer, far_writer}

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(65536):
                await self._passing.wait()
                sink.write(data)
                await sink.drain()
        sink.close()


@asynccontextmanager
async def proxied(dsn: str) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy before the server of ``dsn``, and the DSN that leads through it."""
    host = dsn.rpartition("host=")[2]
    with tempfile.TemporaryDirectory(prefix="hfpx-") as folder:
        proxy = Proxy(Path(host) / SOCKET, Path(folder))
        server = await asyncio.start_unix_server(proxy.serve, str(Path(folder) / SOCKET))
        try:
            yield proxy, dsn.replace(f"host={host}", f"host={folder}")
        finally:
            proxy.mend()
            proxy.cut()
            server.close()
