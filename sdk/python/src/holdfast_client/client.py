"""The client."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Optional, Union

import httpx

from holdfast_client._async_methods import AsyncClientMethods
from holdfast_client._http.async_transport import AsyncTransport
from holdfast_client._http.pool import AsyncPool, SyncPool
from holdfast_client._http.resource import Transports
from holdfast_client._http.retry import RetryPolicy
from holdfast_client._http.settings import Settings, clean_base_url, clean_headers, clean_key
from holdfast_client._http.sync_transport import SyncTransport
from holdfast_client._server import warn_if_old
from holdfast_client._sync_methods import SyncClientMethods
from holdfast_client.context.client import ContextClient
from holdfast_client.document.client import DocumentClient
from holdfast_client.facts.client import FactsClient
from holdfast_client.file.client import FileClient
from holdfast_client.memory.client import MemoryClient
from holdfast_client.message.client import MessageClient
from holdfast_client.user.client import UserClient

__all__ = ["HoldfastClient", "ZepClient"]


class HoldfastClient(AsyncClientMethods, SyncClientMethods):
    """A connection to a Holdfast server.

    Calls are grouped in ``memory``, ``message``, ``user``, ``document``, ``facts``, ``context`` and ``file``; each is
    there plain and, with the prefix ``a``, for coroutines. One client may be shared by threads and coroutines, and
    keeps its connections open until ``close()`` or ``aclose()``, or the end of a ``with`` or ``async with`` block.

    ``base_url``
        Address of the server, such as ``http://localhost:8000``; a path is kept.
    ``api_key``
        Token, if the server wants one (``holdfast token`` prints one).
    ``timeout``
        Seconds allowed for each of connecting, sending and receiving, in each attempt; or an ``httpx.Timeout``.
        Every method takes a ``timeout`` of its own, too.
    ``max_retries``, ``retry_delay``, ``max_retry_delay``
        How often a call is repeated after a lost connection, a timeout or a passing refusal (408, 425, 429, 502, 503,
        504), and the pauses in seconds: doubled each time, shortened at random, as long as ``Retry-After`` says.
        Whatever stores something carries an idempotency key, so that a repetition stores nothing twice.
    ``health_check``
        Whether the constructor asks ``/healthz`` and raises APIError when no server answers well within 5 seconds.
        Switch it off inside an event loop, which it would block, and await ``acheck_health()`` instead.
    ``version_check``
        Whether to warn about a server which is too old; part of the health check.
    ``headers``
        Sent with every request.
    ``http_client``, ``async_http_client``
        httpx clients to use, for proxies, certificates and the like. They remain the caller's to close.
    """

    def __init__(
        self,
        base_url: str,
        api_key: Optional[str] = None,
        *,
        timeout: Union[float, httpx.Timeout] = 10.0,
        max_retries: int = 3,
        retry_delay: float = 0.25,
        max_retry_delay: float = 30.0,
        health_check: bool = True,
        version_check: bool = True,
        headers: Optional[Mapping[str, str]] = None,
        http_client: Optional[httpx.Client] = None,
        async_http_client: Optional[httpx.AsyncClient] = None,
    ) -> None:
        policy = RetryPolicy(max_retries, retry_delay, max_retry_delay)
        settings = Settings(clean_base_url(base_url), clean_key(api_key), timeout, policy, clean_headers(headers))
        self._sync_pool, self._async_pool = SyncPool(http_client), AsyncPool(async_http_client)
        asynchronous = AsyncTransport(settings, self._async_pool)
        transports = Transports(asynchronous, SyncTransport(settings, self._sync_pool))
        super().__init__(transports)
        self.memory = MemoryClient(transports)
        self.message = MessageClient(transports)
        self.user = UserClient(transports)
        self.document = DocumentClient(transports)
        self.facts = FactsClient(transports)
        self.context = ContextClient(transports)
        self.file = FileClient(transports)
        if health_check:
            self._check(version_check=version_check)

    def _check(self, *, version_check: bool) -> None:
        try:
            version = self.check_health()
        except BaseException:
            self.close()
            raise
        if version_check:
            warn_if_old(version)

    @property
    def base_url(self) -> str:
        """Address of the server, without a slash at its end."""
        return self._sync.settings.base_url

    def close(self) -> None:
        """Close the connections of synchronous calls. The next call opens new ones."""
        self._sync_pool.close()

    async def aclose(self) -> None:
        """Close all connections, those of asynchronous calls in this event loop and those of synchronous ones."""
        self._sync_pool.close()
        await self._async_pool.aclose()

    def __enter__(self) -> HoldfastClient:
        return self

    def __exit__(
        self,
        exc_type: Optional[type[BaseException]],
        exc_val: Optional[BaseException],
        exc_tb: Optional[TracebackType],
    ) -> None:
        self.close()

    async def __aenter__(self) -> HoldfastClient:
        return self

    async def __aexit__(
        self,
        exc_type: Optional[type[BaseException]],
        exc_val: Optional[BaseException],
        exc_tb: Optional[TracebackType],
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        key = ", api_key=…" if self._sync.settings.api_key else ""
        return f"{type(self).__name__}({self._sync.settings.shown_url!r}{key})"


ZepClient = HoldfastClient
