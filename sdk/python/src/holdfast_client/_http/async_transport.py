"""Sends calls from coroutines."""

from __future__ import annotations

from typing import TypeVar

import anyio
import httpx

from holdfast_client._http.call import Call
from holdfast_client._http.exchange import Exchange
from holdfast_client._http.pool import AsyncPool
from holdfast_client._http.settings import Settings, TimeLimit

__all__ = ["AsyncTransport"]

T = TypeVar("T")


class AsyncTransport:
    """Carries a call to the server and its result back, with repetitions where they are due."""

    def __init__(self, settings: Settings, pool: AsyncPool) -> None:
        self.settings = settings
        self._pool = pool

    async def send(self, call: Call[T], *, timeout: TimeLimit = None) -> T:
        """Send a call; the result is what its reader makes of the answer.

        Raises the exceptions of ``holdfast_client.exceptions``.
        """
        exchange = Exchange(call, self.settings.policy)
        request = self.settings.request(call, extra=exchange.headers, timeout=timeout)
        while True:
            try:
                response = await self._pool.client().request(**request)
            except httpx.RequestError as error:
                await anyio.sleep(exchange.failed(error))
                continue
            delay = exchange.received(response)
            if delay is None:
                return exchange.result(response)
            await anyio.sleep(delay)
