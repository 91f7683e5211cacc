"""The public keys by which the tokens of an issuer are verified: fetched, kept and renewed.

Where they are is looked up in the metadata of the issuer (RFC 8414, or OpenID Connect Discovery 1.0), unless it is
given.  However many tokens come, the issuer is asked rarely, for little, and by one request at a time.
"""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import msgspec

from holdfast.errors import Unavailable
from holdfast.telemetry.spans import span

log = logging.getLogger(__name__)

FRESH_SECONDS: Final = 300.0
"""Keys that are older are renewed, while they go on to serve."""
LAST_SECONDS: Final = 3600.0
"""Keys that are older serve no more, even if the issuer does not answer: it may have taken one back."""
PAUSE_SECONDS: Final = 10.0
"""The issuer is asked no more often than this, whatever keys tokens name and whether it answers or not."""

_ANSWER_SECONDS: Final = 5.0
_MOST_BYTES: Final = 262_144
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class _Metadata(msgspec.Struct):
    """What an issuer says of itself, as far as it is asked."""

    issuer: str
    jwks_uri: str


class _KeySet(msgspec.Struct):
    """A JSON Web Key Set (RFC 7517 §5)."""

    keys: list[dict[str, Any]]


class SigningKeys:
    """The keys of ``issuer``; ``address`` is where they are, and empty where its metadata say so."""

    def __init__(self, issuer: str, address: str = "") -> None:
        self._issuer = issuer
        self._address = address
        self._keys: list[dict[str, Any]] = []
        self._fetched = float("-inf")
        self._tried = float("-inf")
        self._failing = False
        self._lock = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None

    async def named(self, identifier: str | None) -> list[dict[str, Any]]:
        """The keys of that name, or all of them for ``None``; `Unavailable` when the issuer cannot be asked.

        A name that is new makes us ask the issuer, since keys are replaced now and then.
        """
        age = monotonic() - self._fetched
        if age >= LAST_SECONDS:
            await self._renew()
        elif age >= FRESH_SECONDS:
            self._renew_beside()
        if found := self._find(identifier):
            return found
        await self._renew()
        return self._find(identifier)

    async def close(self) -> None:
        """Break off what is under way."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)

    def _find(self, identifier: str | None) -> list[dict[str, Any]]:
        if monotonic() - self._fetched >= LAST_SECONDS:
            return []
        return [key for key in self._keys if identifier is None or key.get("kid") == identifier]

    def _renew_beside(self) -> None:
        """Fetch the keys without anybody waiting for them."""
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew_if_possible())

    async def _renew_if_possible(self) -> None:
        try:
            await self._renew()
        except Unavailable:
            return  # it is in the log, and the keys that are there go on to serve

    async def _renew(self) -> None:
        """Fetch the keys, unless that was tried just now; `Unavailable` when the last try failed."""
        async with self._lock:
            if monotonic() - self._tried >= PAUSE_SECONDS:
                self._tried = monotonic()
                self._failing = not await self._fetch()
            if self._failing:
                rest = self._tried + PAUSE_SECONDS - monotonic()
                raise Unavailable("the issuer of tokens does not answer at the moment", retry_after=max(rest, 1.0))

    async def _fetch(self) -> bool:
        """Whether the keys could be fetched."""
        try:
            with span("oauth.keys"):
                self._keys = await fetch_keys(self._issuer, self._address)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, msgspec.MsgspecError, ValueError) as error:
            log.warning("the issuer %s cannot be asked for its keys: %s", self._issuer, str(error) or "no answer")
            return False
        self._fetched = monotonic()
        return True


async def fetch_keys(issuer: str, address: str = "") -> list[dict[str, Any]]:
    """The keys that an issuer has now, as JSON Web Keys.

    Raises ``httpx.HTTPError``, ``httpx.InvalidURL``, ``TimeoutError``, ``msgspec.MsgspecError`` or ``ValueError``.
    """
    async with asyncio.timeout(_ANSWER_SECONDS), httpx.AsyncClient(timeout=_ANSWER_SECONDS) as client:
        address = address or await _address_of_keys(client, issuer)
        return msgspec.json.decode(await _read(client, address), type=_KeySet).keys


async def _address_of_keys(client: httpx.AsyncClient, issuer: str) -> str:
    """Where the issuer says that its keys are."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    openid = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        oauth = f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{path}"
        body = await _read(client, oauth)
    except httpx.HTTPStatusError:
        body = await _read(client, openid)
    metadata = msgspec.json.decode(body, type=_Metadata)
    if metadata.issuer != issuer:
        raise ValueError(f"its metadata are those of {metadata.issuer!r}")
    if not is_safe(metadata.jwks_uri):
        raise ValueError(f"its keys are at {metadata.jwks_uri!r}, which is no https address")
    return metadata.jwks_uri


async def _read(client: httpx.AsyncClient, address: str) -> bytes:
    """The body at an address; one that is too long is not read to its end."""
    body = b""
    async with client.stream("GET", address, headers={"Accept": "application/json"}) as response:
        if response.status_code != httpx.codes.OK:
            raise httpx.HTTPStatusError(
                f"{address} answers {response.status_code}", request=response.request, response=response
            )
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > _MOST_BYTES:
                raise ValueError(f"{address} answers more than {_MOST_BYTES} bytes")
    return body


def is_safe(address: str) -> bool:
    """Whether nobody on the way can change what an address answers."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))
