"""API keys on the wire (ours)."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdfast.domain.keys import Key, NewKey
from holdfast.domain.principals import Limits, Rights
from holdfast.http.wire.reading import Time, timestamp
from holdfast.operations.keys import IssuedKey

RightName = Literal["read", "write", "forget", "admin"]


class CreateKey(msgspec.Struct):
    """A key to make.  Without any of the lists that limit it, its rights hold for everything."""

    name: str
    rights: list[RightName]
    users: list[str] = []
    user_prefixes: list[str] = []
    session_prefixes: list[str] = []
    collection_prefixes: list[str] = []
    expires_at: Time | None = None

    def to_new_key(self) -> NewKey:
        """The domain's value."""
        limits = Limits(
            tuple(self.users), tuple(self.user_prefixes), tuple(self.session_prefixes), tuple(self.collection_prefixes)
        )
        return NewKey(
            name=self.name,
            rights=Rights.of(self.rights),
            limits=None if limits == Limits() else limits,
            expires_at=timestamp(self.expires_at),
        )


class KeyBody(msgspec.Struct):
    """A key without its secret; ``limited`` tells whether the lists limit it.

    ``used_at`` is true to some minutes.  ``token``, what the holder sends, is given once, when the key is made.
    """

    id: str
    name: str
    rights: tuple[str, ...]
    limited: bool
    users: tuple[str, ...]
    user_prefixes: tuple[str, ...]
    session_prefixes: tuple[str, ...]
    collection_prefixes: tuple[str, ...]
    created_at: str
    expires_at: str | None
    used_at: str | None
    revoked_at: str | None
    token: str | UnsetType = UNSET

    @classmethod
    def from_key(cls, key: Key, *, token: str | UnsetType = UNSET) -> KeyBody:
        """The body of a stored key."""
        limits = key.limits or Limits()
        return cls(
            key.id,
            key.name,
            key.rights.names,
            key.limits is not None,
            limits.users,
            limits.user_prefixes,
            limits.session_prefixes,
            limits.collection_prefixes,
            key.created_at,
            key.expires_at,
            key.used_at,
            key.revoked_at,
            token,
        )

    @classmethod
    def from_issued(cls, issued: IssuedKey) -> KeyBody:
        """The body of a key that was just made."""
        return cls.from_key(issued.key, token=issued.token)
