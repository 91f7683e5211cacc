"""A request to the API: path parameters, query, body and the services that answer it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from holdfast.domain.principals import NOBODY
from holdfast.errors import InvalidRequest, PayloadTooLarge, UnsupportedEncoding
from holdfast.http.idempotency import HEADER, receipt_for
from holdfast.http.wire.reading import plain, read_body

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from typing import Any

    from starlette.types import Receive, Scope, Send

    from holdfast.domain.receipts import Receipt
    from holdfast.http.services import Services
    from holdfast.operations.rates import Standing
    from holdfast.operations.verbs import Verbs

Kind = TypeVar("Kind")

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}", re.ASCII)
_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})

_KEY = HEADER.lower().encode()
_UNPACKED = frozenset({"", "identity"})
_GZIP = b"\x1f\x8b"

_INLINE_BYTES = 65_536
"""Longer bodies are read in a thread, so that other requests have their turn meanwhile."""

_INLINE_FILTER_BYTES = 2048
"""Reading the paths of a filter takes microseconds for each character."""

_SOON_SECONDS = 0.1
"""Work that takes longer is broken off when the client goes away; that is not looked for earlier, as it has a price."""

DRAIN_FACTOR = 16
"""Of a body that is too large, so many times the limit is read and thrown away, so that the client, which sends before
it reads, comes to see the answer."""


class ApiRequest(Request):
    """One request below ``/api/v1`` or beside it."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, services: Services, parameters: Mapping[str, str]
    ) -> None:
        super().__init__(scope, receive, send)
        self.services = services
        self.parameters = parameters
        self.principal = NOBODY
        self.standing: Standing | None = None
        self.route = ""
        self.challenge = ""
        self.held = 0
        self._raw: bytes | None = None
        self._query: dict[str, str] | None = None

    @property
    def verbs(self) -> Verbs:
        """What a route may do; each verb is told by which `principal`."""
        return self.services.verbs

    async def raw_body(self) -> bytes:
        """The whole body; `PayloadTooLarge` when it exceeds the configured limit, `UnsupportedEncoding` when packed."""
        if self._raw is None:
            encoding = self._header(b"content-encoding") or ""
            if encoding.strip().lower() not in _UNPACKED:
                raise UnsupportedEncoding(encoding)
            self._raw = await self._read(self.services.settings.server.max_request_size or 5_242_880)
        return self._raw

    async def read(self, kind: type[Kind]) -> Kind:
        """The body as ``kind``; `InvalidRequest` when it is not one."""
        body = await self.raw_body()
        if body.startswith(_GZIP):
            raise UnsupportedEncoding("gzip")
        if len(body) <= _INLINE_BYTES:
            return read_body(body, kind)
        return await asyncio.to_thread(read_body, body, kind)

    async def receipt(self) -> Receipt | None:
        """By which a write knows a repetition of this request; ``None`` when it carries no idempotency key."""
        key = self._header(_KEY)
        if key is None:
            return None
        parts = self.method.encode(), self.scope["raw_path"], self.scope["query_string"], await self.raw_body()
        return receipt_for(key, parts, owner=self.principal.name)

    @property
    def query(self) -> dict[str, str]:
        """The query parameters, without U+0000, as in paths; of a repeated one the first."""
        if self._query is None:
            self._query = _first_of_each(self.scope["query_string"])
        return self._query

    def integer(self, name: str) -> int:
        """An integer of the query; 0 when absent or empty, `InvalidRequest` when it is not one of 64 bits."""
        text = self.query.get(name, "")
        if not text:
            return 0
        if _INTEGER.fullmatch(text) and -(2**63) <= (value := int(text)) < 2**63:
            return value
        raise InvalidRequest(f"{name}: {text!r} is not a 64-bit integer")

    def count(self, name: str) -> int:
        """As `integer`, negative ones being an `InvalidRequest`."""
        value = self.integer(name)
        if value < 0:
            raise InvalidRequest(f"{name}: must not be negative, got {value}")
        return value

    def flag(self, name: str) -> bool:
        """A boolean of the query; false when absent or empty."""
        text = self.query.get(name, "")
        if not text or text in _FALSE:
            return False
        if text in _TRUE:
            return True
        raise InvalidRequest(f"{name}: {text!r} is not a boolean; give true or false")

    async def made(self, make: Callable[[], Kind]) -> Kind:
        """What is made of a body that has a filter; that of a long one in a thread."""
        return make() if len(await self.raw_body()) <= _INLINE_FILTER_BYTES else await asyncio.to_thread(make)

    async def while_wanted(self, work: Coroutine[Any, Any, Kind]) -> Kind:
        """What work gives; it is broken off when the client goes away meanwhile (`ClientDisconnect`)."""
        task = asyncio.ensure_future(work)
        departure: asyncio.Task[None] | None = None
        try:
            await asyncio.wait((task,), timeout=_SOON_SECONDS)
            if not task.done():
                departure = asyncio.create_task(self._departure())
                await asyncio.wait((task, departure), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise ClientDisconnect
            return task.result()
        finally:
            for unfinished in filter(None, (task, departure)):
                unfinished.cancel()

    async def _departure(self) -> None:
        """Returns when the client has gone away."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def let_go(self) -> None:
        """Nothing of the body is held any more."""
        self.services.bodies.give_back(self.held)
        self.held = 0

    def _header(self, name: bytes) -> str | None:
        """The first header of a name in lower case; Starlette's mapping of them costs more than most handlers."""
        for each, value in self.scope["headers"]:
            if each == name:
                found: str = value.decode("latin-1")
                return found
        return None

    def _hold(self, size: int) -> None:
        self.services.bodies.take(size)
        self.held += size

    async def _read(self, limit: int) -> bytes:
        declared = self._header(b"content-length")
        if declared is not None and declared.isdecimal() and int(declared) > limit * DRAIN_FACTOR:
            raise PayloadTooLarge(limit)
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            chunk: bytes = message.get("body", b"")
            size += len(chunk)
            if size <= limit:
                self._hold(len(chunk))
                chunks.append(chunk)
            elif size > limit * DRAIN_FACTOR:
                raise PayloadTooLarge(limit)
            if not message.get("more_body", False):
                break
        if size > limit:
            raise PayloadTooLarge(limit)
        return b"".join(chunks) if len(chunks) != 1 else chunks[0]


def _first_of_each(query_string: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    if query_string:
        for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True, errors="replace"):
            found.setdefault(name, plain(value))
    return found
