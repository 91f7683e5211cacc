"""Connections which are kept open: one httpx client for threads, one per event loop for coroutines."""

from __future__ import annotations

import threading
import weakref
from typing import Optional

import httpx
from anyio.lowlevel import RunVar

__all__ = ["AsyncPool", "SyncPool"]


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
                self._client = httpx.Client()
            return self._client

    def close(self) -> None:
        """Close the connections. A client which was handed in is its owner's to close."""
        with self._lock:
            if self._owned and self._client is not None:
                self._client.close()
                self._client = None


class AsyncPool:
    """The httpx clients of asynchronous calls.

    A connection belongs to the event loop in which it was opened, so a program which calls ``asyncio.run`` repeatedly
    gets a fresh httpx client in each loop.
    """

    def __init__(self, client: Optional[httpx.AsyncClient]) -> None:
        self._given = client
        self._clients: list[httpx.AsyncClient] = []
        # Weak, because a loop keeps its variables for as long as it lives and a client may be dropped earlier.
        self._current: RunVar[Optional[weakref.ref[httpx.AsyncClient]]] = RunVar("holdfast_client", None)

    def client(self) -> httpx.AsyncClient:
        """The open client of the running event loop."""
        if self._given is not None:
            return self._given
        client = self._of_this_loop()
        if client is None:
            client = httpx.AsyncClient()
            self._clients.append(client)
            self._current.set(weakref.ref(client))
        return client

    async def aclose(self) -> None:
        """Close the connections of the running event loop; those of loops which have ended are dropped."""
        client = self._of_this_loop()
        self._clients.clear()
        self._current.set(None)
        if client is not None:
            await client.aclose()

    def _of_this_loop(self) -> Optional[httpx.AsyncClient]:
        reference = self._current.get()
        return reference() if reference is not None else None
