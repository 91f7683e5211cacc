"""Who is logged in: a signed cookie, which tells by which key or token somebody came, and until when.

The cookie holds no secret that opens the API.  It is signed with a key that is derived from what it stands for: from
the digest of an API key, or from ``auth.secret``.  So all servers on a database can read it, none has to keep anything,
and it ends with the key, or with the secret.
"""

from __future__ import annotations

import hmac
import secrets
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any

import jwt
import msgspec

from holdfast.domain.keys import looks_like_key, parts_of
from holdfast.domain.principals import Principal
from holdfast.errors import Unauthorized
from holdfast.http.auth import RIGHTS_CLAIM, USER_CLAIM, Authenticator, principal_of
from holdfast.http.signed_tokens import ALGORITHM
from holdfast.operations.keys import KeyRing
from holdfast.settings import AuthSettings

VISIT_COOKIE = "holdfast_visit"
GUEST_COOKIE = "holdfast_guest"
"""What forms are bound to for those who are not logged in."""

VISIT_SECONDS = 12 * 3600
_PURPOSE = b"holdfast browser visit"
_FORM_PURPOSE = b"holdfast form"
_MOST_ENDED = 10_000


class Visitor(msgspec.Struct, frozen=True):
    """Somebody who is logged in: with which rights, how they came, until when (Unix time), and the cookie's value."""

    principal: Principal
    cookie: str
    expires: float


class Visits:
    """Lets visitors in and knows them again."""

    def __init__(self, settings: AuthSettings, authenticator: Authenticator, ring: KeyRing) -> None:
        self._authenticator = authenticator
        self._ring = ring
        self._secrets = [secret for secret in (settings.secret, settings.previous_secret) if secret.strip()]
        self._ended: dict[str, float] = {}

    async def begin(self, token: str) -> Visitor:
        """Let the holder of a key or token in; `Unauthorized` when it opens nothing."""
        principal = await self._authenticator.identify(token)
        moment = int(time.time())
        claims: dict[str, Any] = {"jti": secrets.token_urlsafe(16), "iat": moment, "exp": moment + VISIT_SECONDS}
        headers = {}
        if looks_like_key(token):
            identifier, _ = parts_of(token)
            key = await self._ring.in_force(identifier)
            headers["kid"] = identifier
            secret = _derived(key.digest)
        else:
            stated = self._authenticator.claims_of(token)
            claims |= {name: stated[name] for name in (USER_CLAIM, RIGHTS_CLAIM) if name in stated}
            claims["exp"] = min(claims["exp"], _expiry(stated))
            secret = _derived(self._secrets[0].encode())
        cookie = jwt.encode(claims, secret, algorithm=ALGORITHM, headers=headers)
        return Visitor(principal, cookie, float(claims["exp"]))

    async def known(self, cookie: str) -> Visitor:
        """Whoever was given this cookie; `Unauthorized` when it was changed, has ended, or its key was revoked."""
        try:
            identifier = jwt.get_unverified_header(cookie).get("kid")
        except jwt.InvalidTokenError:
            raise Unauthorized("the login is not valid") from None
        if isinstance(identifier, str):
            key = await self._ring.in_force(identifier)
            claims = _read(cookie, [_derived(key.digest)])
            principal = key.principal
        else:
            claims = _read(cookie, [_derived(secret.encode()) for secret in self._secrets])
            principal = principal_of(claims)
        if claims["jti"] in self._ended:
            raise Unauthorized("the login has ended")
        return Visitor(principal, cookie, float(claims["exp"]))

    async def end(self, cookie: str) -> None:
        """Refuse a cookie from now on, at this server, even where somebody kept a copy."""
        try:
            visitor = await self.known(cookie)
        except Unauthorized:
            return
        moment = time.time()
        if len(self._ended) >= _MOST_ENDED:
            self._ended = {jti: expires for jti, expires in self._ended.items() if expires > moment}
        self._ended[jwt.decode(cookie, options={"verify_signature": False})["jti"]] = visitor.expires


def form_token(cookie: str) -> str:
    """What forms carry that were made for the holder of a cookie: nobody else can know it."""
    return hmac.new(cookie.encode(), _FORM_PURPOSE, "sha256").hexdigest()


def new_guest() -> str:
    """The value of a cookie for somebody who is not logged in."""
    return secrets.token_urlsafe(32)


def cookies_of(header: str) -> dict[str, str]:
    """The cookies of a request that are ours; what cannot be read counts as absent."""
    try:
        jar = SimpleCookie(";".join(part for part in header.split(";") if part.strip().startswith("holdfast_")))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _derived(secret: bytes) -> bytes:
    return hmac.digest(secret, _PURPOSE, "sha256")


def _read(cookie: str, keys: list[bytes]) -> dict[str, Any]:
    for key in keys:
        try:
            options: Any = {"require": ["exp", "jti"]}
            return jwt.decode(cookie, key, algorithms=[ALGORITHM], options=options)
        except jwt.InvalidSignatureError:
            continue
        except jwt.ExpiredSignatureError:
            raise Unauthorized("the login has expired") from None
        except jwt.InvalidTokenError:
            break
    raise Unauthorized("the login is not valid")


def _expiry(claims: dict[str, object]) -> int:
    """When a token ends that has been found valid now."""
    expires = claims.get("exp")
    return int(expires) if isinstance(expires, int | float) else 2**62
