"""Tells who holds a token of an external issuer, and tells clients where to get one (RFC 9068, RFC 9728)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
from jwt.algorithms import has_crypto

from holdfast.domain.principals import Limits, Principal, Rights
from holdfast.errors import Forbidden, HoldfastError, StartupError, Unauthorized
from holdfast.http.oauth import WELL_KNOWN
from holdfast.http.oauth.signing_keys import SigningKeys, is_safe
from holdfast.settings import OAuthSettings

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that are taken: those with a public key, so that no key of the issuer serves as a secret."""

_GRANTED: Final = ("read", "write", "forget")
_SHORTEST_RSA_KEY: Final = 2048
_LONGEST_USER: Final = 500
_LEEWAY_SECONDS: Final = 30
_UNAUTHORIZED: Final = "token is unauthorized"


class TokenIssuer:
    """The issuer that ``settings`` name; `StartupError` where they cannot be used.

    Its tokens open the memory of the user whom they name, and nothing else.  With ``read_only`` they open it for
    reading.
    """

    def __init__(self, settings: OAuthSettings, *, required: bool, read_only: bool = False) -> None:
        _check(settings, required=required)
        self._settings = settings
        self._keys = SigningKeys(settings.issuer, settings.jwks_url)
        self._audiences = settings.audiences or [settings.resource]
        self._scopes = [settings.scope_prefix + right for right in (_GRANTED[:1] if read_only else _GRANTED)]
        self._fallback = Rights.of(settings.rights)
        self._path = urlsplit(settings.resource).path.rstrip("/")

    @staticmethod
    def signs(token: str) -> bool:
        """Whether a token is signed as issuers sign, with a private key; nothing else of it is believed."""
        try:
            return jwt.get_unverified_header(token).get("alg") in ALGORITHMS
        except jwt.InvalidTokenError:
            return False

    async def identify(self, token: str) -> Principal:
        """Who holds a token.

        `Unauthorized` when it opens nothing, `Forbidden` when it has no scope of ours, `Unavailable` when the issuer
        cannot be asked for its keys.
        """
        claims = await self._claims(token)
        user = claims.get(self._settings.user_claim)
        if not isinstance(user, str) or not user.strip() or len(user) > _LONGEST_USER or "\x00" in user:
            raise Unauthorized(f"token {self._settings.user_claim} validation failed: it names no user")
        rights = self._rights(claims)
        if not rights.names:
            raise Forbidden(f"the token has none of the scopes {', '.join(self._scopes)}")
        return Principal(f"oauth:{user}", rights, Limits(users=(user,)))

    def metadata(self, path: str) -> dict[str, Any] | None:
        """What RFC 9728 wants to be said of the resource below that path; ``None`` where there is no resource."""
        if path.strip("/") not in {"", self._path.strip("/")}:
            return None
        settings = self._settings
        said = {
            "resource": settings.resource,
            "authorization_servers": [settings.issuer],
            "bearer_methods_supported": ["header"],
            "resource_name": "Holdfast, long-term memory",
        }
        return said if settings.rights else {**said, "scopes_supported": self._scopes}

    def challenge(self, error: HoldfastError, *, presented: bool) -> str:
        """The header ``WWW-Authenticate`` (RFC 6750 §3) of an answer to a token that was ``presented``, or to none."""
        parts = urlsplit(self._settings.resource)
        said = {"resource_metadata": f"{parts.scheme}://{parts.netloc}{WELL_KNOWN}{self._path}"}
        if isinstance(error, Forbidden):
            said |= {"error": "insufficient_scope", "scope": " ".join(self._scopes)}
        elif presented:
            said["error"] = "invalid_token"
        return "Bearer " + ", ".join(f'{name}="{value}"' for name, value in said.items())

    async def close(self) -> None:
        """Break off what is under way."""
        await self._keys.close()

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError:
            raise Unauthorized(_UNAUTHORIZED) from None
        algorithm, identifier = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or not isinstance(identifier, str | None):
            raise Unauthorized(_UNAUTHORIZED)
        for data in await self._keys.named(identifier):
            key = _usable(data, algorithm)
            if key is not None and (claims := self._verified(token, key, algorithm)) is not None:
                return claims
        raise Unauthorized(_UNAUTHORIZED)

    def _verified(self, token: str, key: jwt.PyJWK, algorithm: str) -> dict[str, Any] | None:
        """The claims of a token that the key has signed; ``None`` for one that it has not."""
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[algorithm],
                audience=self._audiences,
                issuer=self._settings.issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"], "verify_sub": False},
            )
        except jwt.InvalidSignatureError:
            return None
        except jwt.ExpiredSignatureError:
            raise Unauthorized("token is expired") from None
        except jwt.InvalidAudienceError:
            raise Unauthorized("token aud validation failed: it is for another resource") from None
        except jwt.InvalidIssuerError:
            raise Unauthorized("token iss validation failed") from None
        except jwt.MissingRequiredClaimError as error:
            raise Unauthorized(f"token {error.claim} validation failed: it is missing") from None
        except jwt.InvalidTokenError:
            raise Unauthorized(_UNAUTHORIZED) from None
        if "cnf" in claims:
            raise Unauthorized("token cnf validation failed: it is bound to a key, and came as a bearer token")
        return claims

    def _rights(self, claims: Mapping[str, Any]) -> Rights:
        """What the scopes grant: those of RFC 9068, or as some issuers name and write them."""
        prefix = self._settings.scope_prefix
        scopes = claims.get("scope", claims.get("scp", ""))
        names = scopes.split() if isinstance(scopes, str) else scopes if isinstance(scopes, list) else []
        granted = {right for right in _GRANTED if f"{prefix}{right}" in names}
        return Rights.of(granted) if granted else self._fallback


def _usable(data: Mapping[str, Any], algorithm: str) -> jwt.PyJWK | None:
    """The key, if it is one for signatures of that kind and long enough."""
    if data.get("use", "sig") != "sig" or data.get("alg", algorithm) != algorithm:
        return None
    try:
        key = jwt.PyJWK(dict(data), algorithm)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    return None if data.get("kty") == "RSA" and key.key.key_size < _SHORTEST_RSA_KEY else key


def _check(settings: OAuthSettings, *, required: bool) -> None:
    if not required:
        raise StartupError("mcp.oauth.issuer is set, but auth.required is off: nobody would be asked for a token")
    if not has_crypto:
        raise StartupError("mcp.oauth.issuer takes the package cryptography: pip install 'holdfast[mcp]'")
    for name in ("issuer", "jwks_url"):
        address = getattr(settings, name)
        if (address or name == "issuer") and not is_safe(address):
            raise StartupError(f"mcp.oauth.{name}: {address!r} is no https address")
    resource = urlsplit(settings.resource)
    if not is_safe(settings.resource) or resource.fragment or resource.query:
        raise StartupError(
            "mcp.oauth.issuer needs mcp.oauth.resource, the address at which agents reach this server, such as "
            f"https://memory.example.com/mcp; it is {settings.resource!r}"
        )
    unknown = set(settings.rights) - set(_GRANTED)
    if unknown:
        raise StartupError(f"mcp.oauth.rights: {min(unknown)!r} is none of {', '.join(_GRANTED)}")
