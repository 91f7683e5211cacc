"""Connections which are kept open: one httpx client for threads, one per event loop for coroutines."""

from __future__ import annotations

import functools
import ssl
import threading
import weakref
from typing import Optional

import httpx
from anyio.lowlevel import RunVar

__all__ = ["AsyncPool", "SyncPool"]


@functools.cache
def _trusted_certificates() -> ssl.SSLContext:
    # Reading them takes far longer than anything else a client does, so all clients of a process share them.
    return httpx.create_ssl_context()


class SyncPool:
    """The httpx client of synchronous calls, made at the first one. Threads may share it."""

    def __init__(self, client: Optional[httpx.Client]) -> None:
        self._owned = client is None
        self._client = client
        self._lock = threading.Lock()

    def client(self) -> httpx.Client:
        """The open client."""
        with self._lock:
            if self._client is None:
                self._client = httpx.Client(verify=_trusted_certificates())
            return self._client

    def close(self) -> None:
        """Close the connections. A client which was handed in is its owner's to close."""
        with self._lock:
            if self._owned and self._client is not None:
                self._client.close()
                self._client = None


class _Loop:
    """Stands for one event loop: lives as long as the loop does, and can be referred to weakly whatever the loop is."""


_this_loop: RunVar[Optional[_Loop]] = RunVar("holdfast_client_loop", None)


class AsyncPool:
    """The httpx clients of asynchronous calls.

    A connection belongs to the event loop in which it was opened, so a program which calls ``asyncio.run`` repeatedly
    gets a fresh httpx client in each loop; those of loops which have ended are dropped.
    """

    def __init__(self, client: Optional[httpx.AsyncClient]) -> None:
        self._given = client
        self._clients: weakref.WeakKeyDictionary[_Loop, httpx.AsyncClient] = weakref.WeakKeyDictionary()

    def client(self) -> httpx.AsyncClient:
        """The open client of the running event loop."""
        if self._given is not None:
            return self._given
        loop = _running_loop()
        if loop not in self._clients:
            self._clients[loop] = httpx.AsyncClient(verify=_trusted_certificates())
        return self._clients[loop]

    async def aclose(self) -> None:
        """Close the connections of the running event loop. A client which was handed in is its owner's to close."""
        client = self._clients.pop(_running_loop(), None)
        if client is not None:
            await client.aclose()


def _running_loop() -> _Loop:
    loop = _this_loop.get()
    if loop is None:
        loop = _Loop()
        _this_loop.set(loop)
    return loop
