"""Authentication: by API keys, and by JSON Web Tokens signed with HS256 (http-api §1.9)."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from starlette.requests import Request

from holdfast.domain.keys import looks_like_key
from holdfast.domain.principals import ALL_RIGHTS, ANYONE, Limits, Principal, Rights
from holdfast.errors import StartupError, Unauthorized
from holdfast.loading import load_module
from holdfast.operations.keys import KeyRing
from holdfast.settings import PLACEHOLDER_SECRETS, AuthSettings

if TYPE_CHECKING:
    from holdfast.http.oauth.issuer import TokenIssuer

SHORTEST_SECRET = 32
"""Bytes that a secret should have at least: as many as the signature (RFC 7518 §3.2)."""

_COOKIE = "jwt"
_REMEMBERED = 1024

_SCHEMES = frozenset({"bearer", "api-key"})
_READING = frozenset({"GET", "HEAD"})
"""A cookie comes along with whatever a browser is made to send, so it opens nothing that changes anything."""

TOKEN_HOLDER = Principal("token", ALL_RIGHTS)
"""Whoever has a token that says nothing of it: it opens everything."""

USER_CLAIM = "hf_user"
RIGHTS_CLAIM = "hf_rights"
"""Claims by which an application makes a token for one of its users: whom it is limited to, and what it may do."""


class Authenticator:
    """Tells who sends a request.

    Tokens without time claims that were found valid are remembered, because checking a signature takes longer than
    most requests.
    """

    def __init__(self, settings: AuthSettings, ring: KeyRing) -> None:
        self._required = settings.required
        self._ring = ring
        self._secrets = [secret for secret in (settings.secret, settings.previous_secret) if secret.strip()]
        self._valid: dict[str, Principal] = {}
        if settings.required and PLACEHOLDER_SECRETS & set(self._secrets):
            raise StartupError("auth.secret is a published placeholder: set a long random secret")
        if settings.required and self._secrets:
            _signed_tokens()

    async def authenticate(self, request: Request, issuer: TokenIssuer | None = None) -> Principal:
        """Who sends the request; `Unauthorized` says why it may not pass.

        Tokens of ``issuer`` let in too, if there is one.
        """
        if not self._required:
            return ANYONE
        token = _token(request)
        if not token:
            raise Unauthorized("no token found")
        if issuer is not None and not looks_like_key(token) and issuer.signs(token):
            return await issuer.identify(token)
        return await self.identify(token)

    async def identify(self, token: str) -> Principal:
        """Who holds a token, a key or one that is signed; `Unauthorized` when it opens nothing."""
        if looks_like_key(token):
            return await self._ring.identify(token)
        return self._valid.get(token) or self._verify(token)

    def claims_of(self, token: str) -> dict[str, object]:
        """What a signed token states; `Unauthorized` when it opens nothing."""
        return self._claims(token)

    def _verify(self, token: str) -> Principal:
        claims = self._claims(token)
        principal = principal_of(claims)
        if claims.keys().isdisjoint({"exp", "nbf", "iat"}):
            if len(self._valid) >= _REMEMBERED:
                self._valid.clear()
            self._valid[token] = principal
        return principal

    def _claims(self, token: str) -> dict[str, object]:
        if not self._secrets:
            raise Unauthorized("token is unauthorized")
        claims: dict[str, object] = _signed_tokens().claims_of(token, self._secrets)
        return claims


def _signed_tokens() -> ModuleType:
    """See there: it is loaded only where there is a secret."""
    return load_module("holdfast.http.signed_tokens")


def weak_secrets(settings: AuthSettings) -> list[str]:
    """The names of the settings whose secret is short enough to be guessed."""
    if not settings.required:
        return []
    secrets = {"auth.secret": settings.secret, "auth.previous_secret": settings.previous_secret}
    return [name for name, secret in secrets.items() if secret and len(secret.encode()) < SHORTEST_SECRET]


def principal_of(claims: Mapping[str, object]) -> Principal:
    """Who holds a token with these claims; `Unauthorized` when what limits it cannot be understood."""
    user, rights = claims.get(USER_CLAIM), claims.get(RIGHTS_CLAIM)
    if user is None and rights is None:
        return TOKEN_HOLDER
    if user is not None and (not isinstance(user, str) or not user):
        raise Unauthorized(f"token {USER_CLAIM} validation failed: give a user_id")
    granted = ALL_RIGHTS if rights is None else _rights(rights)
    if user is None:
        return Principal("token", granted)
    return Principal(f"token:{user}", granted, Limits(users=(user,)))


def _rights(claim: object) -> Rights:
    names = claim.split() if isinstance(claim, str) else claim
    try:
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return Rights.of(names)
    except ValueError as error:
        raise Unauthorized(f"token {RIGHTS_CLAIM} validation failed: {error}") from None
    raise Unauthorized(f"token {RIGHTS_CLAIM} validation failed: give names of rights")


def header_token(request: Request) -> str:
    """The token in the headers that are for it; empty without."""
    headers = request.headers
    return _authorization(headers.get("authorization", "")) or headers.get("x-api-key", "").strip()


def _token(request: Request) -> str:
    token = header_token(request)
    if not token and request.method in _READING:
        return _cookie_token(request.headers.get("cookie", ""))
    return token


def _authorization(header: str) -> str:
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.lower() in _SCHEMES else ""


def _cookie_token(header: str) -> str:
    """The cookie ``jwt``; of several the last.

    It is looked for by hand: a token needs no unquoting, which `http.cookies` does in time that grows with the square
    of the header on some versions of Python (CVE-2024-7592).
    """
    token = ""
    for cookie in header.split(";"):
        name, _, value = cookie.strip().partition("=")
        if name.rstrip() == _COOKIE:
            token = value.strip().strip('"')
    return token
