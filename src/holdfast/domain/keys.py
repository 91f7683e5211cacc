"""API keys: ``hf_<id>_<secret>``, of which the secret is shown once and never stored."""

from __future__ import annotations

import base64
import hashlib
import secrets

import msgspec

from holdfast.domain.principals import Limits, Principal, Rights
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import InvalidRequest

PREFIX = "hf"
MAXIMUM_NAME = 100

_ID_BYTES = 5
_SECRET_BYTES = 32


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A stored key.  ``digest`` is the SHA-256 of its secret; ``used_at`` is true to some minutes."""

    id: str
    name: str
    digest: bytes
    rights: Rights
    limits: Limits | None
    created_at: Timestamp
    expires_at: Timestamp | None = None
    used_at: Timestamp | None = None
    revoked_at: Timestamp | None = None

    @property
    def principal(self) -> Principal:
        """Whoever holds the key."""
        return Principal(f"key:{self.id}", self.rights, self.limits)


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller gives to create a key."""

    name: str
    rights: Rights
    limits: Limits | None = None
    expires_at: Timestamp | None = None


def check_new_key(key: NewKey) -> None:
    """`InvalidRequest` when the key would be of no use, or more than it seems."""
    if not key.name.strip() or not key.name.isprintable() or len(key.name) > MAXIMUM_NAME:
        raise InvalidRequest(f"name: give up to {MAXIMUM_NAME} printable characters that say whose key it is")
    if not key.rights.names:
        raise InvalidRequest("rights: give at least one")
    if key.limits is None:
        return
    if key.rights.admin:
        raise InvalidRequest("rights: a key with limits cannot have the right 'admin', which could make keys without")
    if "" in (
        *key.limits.users,
        *key.limits.user_prefixes,
        *key.limits.session_prefixes,
        *key.limits.collection_prefixes,
    ):
        raise InvalidRequest("limits: an empty text would limit nothing; leave it out")


def new_secret() -> tuple[str, str]:
    """A fresh identifier and a fresh secret for a key."""
    return _letters(_ID_BYTES), _letters(_SECRET_BYTES)


def token_of(identifier: str, secret: str) -> str:
    """What the holder of a key sends."""
    return f"{PREFIX}_{identifier}_{secret}"


def looks_like_key(token: str) -> bool:
    """Whether a token is meant to be a key, and no JSON Web Token."""
    return token.startswith(f"{PREFIX}_")


def parts_of(token: str) -> tuple[str, str]:
    """Identifier and secret of a token that looks like a key; whatever it is, there are two."""
    _, _, rest = token.partition("_")
    identifier, _, secret = rest.partition("_")
    return identifier, secret


def digest_of(secret: str) -> bytes:
    """What is stored of a secret: it has 256 random bits, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(secret.encode()).digest()


def _letters(count: int) -> str:
    """Random bytes in lower-case letters and digits."""
    return base64.b32encode(secrets.token_bytes(count)).decode().rstrip("=").lower()
