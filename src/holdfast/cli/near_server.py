"""The server of a database on this machine: found where there is one, else run in this process.

One process at a time has the embedded database.  Agents come and go, each with a process of its own: the first one
opens the database and answers the others too, over a socket that only this account can use.  When it
ends, the next one that needs the database opens it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import httpx

from holdfast.app import Server, build_server
from holdfast.cli.near_socket import client_of, listening
from holdfast.configuration import data_directory, store_dsn
from holdfast.errors import DataDirectoryLocked, Unavailable
from holdfast.settings import Settings
from holdfast.storage.open import embedded_directory

log = logging.getLogger(__name__)

_NAME = "http://localhost"
_FIND_SECONDS = 10.0
_PAUSE_SECONDS = 0.05
_ALIVE_SECONDS = 2.0


class NearServer:
    """Finds or becomes the server; to be entered before use."""

    def __init__(self, settings: Settings) -> None:
        # Whoever can run this process can read the database's file: a key would protect nothing.
        settings.auth.required = False
        settings.mcp.oauth.issuer = ""
        settings.server.web_enabled = False
        self._settings = settings
        self._answered = asyncio.Event()
        self._ending = asyncio.Event()
        self._owning: asyncio.Task[None] | None = None

    async def __aenter__(self) -> NearServer:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._answered.set()
        self._ending.set()
        if self._owning is not None:
            await self._owning

    async def connect(self) -> httpx.AsyncClient:
        """A client of the server; `Unavailable` when another process has the database and does not answer."""
        deadline = asyncio.get_running_loop().time() + _FIND_SECONDS
        while True:
            try:
                return await self._own()
            except DataDirectoryLocked as error:
                address = error.address
            if address and (client := await _alive(address)) is not None:
                return client
            if asyncio.get_running_loop().time() > deadline:
                raise Unavailable("another process uses the database and does not answer; is it an older one?")
            await asyncio.sleep(_PAUSE_SECONDS)

    def _directory(self) -> Path | None:
        return embedded_directory(store_dsn(self._settings), data=data_directory(self._settings))

    async def _own(self) -> httpx.AsyncClient:
        """Run the server here; `DataDirectoryLocked` when somebody else does."""
        opened: asyncio.Future[Server] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._run(opened), name="server")
        server = await opened
        self._owning = task
        transport = httpx.ASGITransport(server.application())
        return httpx.AsyncClient(transport=transport, base_url=_NAME, event_hooks={"response": [self._note_answer]})

    async def _note_answer(self, _: httpx.Response) -> None:
        self._answered.set()

    async def _run(self, opened: asyncio.Future[Server]) -> None:
        """The life of the server, in a task of its own, which outlives the call that began it.

        What its first answer does not need comes after that: an agent's program waits for the answer when it starts.
        """
        try:
            server = build_server(self._settings)
            async with server.running(ready=False):
                await server.agents.open()
                opened.set_result(server)
                await self._answered.wait()
                async with _shared(server, self._directory()):
                    await server.prepare()
                    await self._ending.wait()
        except Exception as error:  # whatever it is, somebody waits for it
            if opened.done():
                raise
            opened.set_exception(error)


@asynccontextmanager
async def _shared(server: Server, directory: Path | None) -> AsyncIterator[None]:
    """Let other processes of this account use the server, where they could not open the database themselves.

    That is where the database is one of this machine, in a ``directory``.
    """
    if directory is None:
        yield
        return
    from holdfast.cli.serving import http_configuration  # noqa: PLC0415 (see `NearServer._run`)
    from holdfast.http.server import HttpServer  # noqa: PLC0415

    with ExitStack() as stack:
        try:
            near = stack.enter_context(listening(directory))
        except OSError as error:
            log.warning("other agents cannot share this database meanwhile: %s", error)
            yield
            return
        ready = asyncio.Event()
        http = HttpServer(
            http_configuration(server, near.guarded(server.application())),
            on_ready=lambda _: ready.set(),
            on_stop=server.answer_waiters,
            signals=False,
        )
        task = asyncio.create_task(http.serve(sockets=[near.listener]))
        await asyncio.wait([task, asyncio.ensure_future(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
        server.storage.announce(near.address)
        try:
            yield
        finally:
            http.should_exit = True
            await task


async def _alive(address: str) -> httpx.AsyncClient | None:
    """A client of the server at an address, if it answers."""
    client = client_of(address)
    try:
        (await client.get("/healthz", timeout=_ALIVE_SECONDS)).raise_for_status()
    except httpx.HTTPError:
        await client.aclose()
        return None
    return client
