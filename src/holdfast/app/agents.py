"""The door for agents of a running server, which is opened when the first one comes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from holdfast import __version__
from holdfast.domain.principals import Principal
from holdfast.errors import NotFound, StartupError
from holdfast.loading import load_beside
from holdfast.mcp.caller import caller_for
from holdfast.mcp.sdk import load
from holdfast.operations.verbs import Verbs
from holdfast.settings import Settings

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class AgentDoor:
    """See `holdfast.http.services.Agents`.

    Loading the SDK takes half a second, so it is done beside the event loop.
    """

    def __init__(self, verbs: Verbs, settings: Settings) -> None:
        self._verbs = verbs
        self._settings = settings.mcp
        self._most_bytes = settings.server.max_request_size or 5_242_880
        self._opening = asyncio.Lock()
        self._transport: Any = None

    async def prepare(self, principal: Principal, user_id: str, *, read_only: bool) -> Any:
        """See `holdfast.http.services.Agents`."""
        caller = caller_for(
            principal,
            user_id,
            read_only=read_only or self._settings.read_only,
            named_later=self._settings.user_argument,
        )
        await self.open()
        return caller

    async def open(self) -> None:
        """Load what it takes to answer, if that has not happened yet; `NotFound` where it is not installed."""
        if self._transport is None:
            async with self._opening:
                await self._load()

    async def answer(self, caller: Any, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        """See `holdfast.http.services.Agents`."""
        await self._transport.answer(caller, body, scope, receive, send)

    async def close(self) -> None:
        """Break off what is under way."""
        if self._transport is not None:
            await self._transport.stop()

    async def _load(self) -> None:
        if self._transport is not None:
            return
        try:
            module = await asyncio.to_thread(load, "transport")
        except StartupError as error:
            raise NotFound("page", f"/mcp ({error})") from None
        server = (await load_beside("holdfast.mcp.server")).AgentServer(self._verbs, self._settings)
        transport = module.StreamableTransport(server, __version__, most_bytes=self._most_bytes)
        await transport.start()
        self._transport = transport
