"""Users: whom sessions belong to."""

from __future__ import annotations

import msgspec

from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.origins import Origin
from holdfast.domain.timestamps import Timestamp


class User(msgspec.Struct, frozen=True):
    """A stored user.  ``id`` is small, dense and ascending: list cursors count on it."""

    id: int
    uuid: str
    user_id: str
    email: str
    first_name: str
    last_name: str
    metadata: EncodedMetadata | None
    created_at: Timestamp
    updated_at: Timestamp


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller gives to create a user; without an ``origin`` the store chooses it."""

    user_id: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    metadata: Metadata | None = None
    origin: Origin | None = None


class UserChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller changes of a user: empty texts keep the stored ones, metadata is merged (http-api §4.15)."""

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    metadata: Metadata | None = None
