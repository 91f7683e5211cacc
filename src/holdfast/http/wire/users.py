"""Users on the wire (http-api §3.2, §4.13, §4.15)."""

from __future__ import annotations

from typing import Any

import msgspec

from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.users import NewUser, User, UserChange
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import Uuid, plain

EMPTY_OBJECT = b"{}"


class CreateUser(msgspec.Struct):
    """A user to create."""

    user_id: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    metadata: dict[str, Any] | None = None

    def to_new_user(self) -> NewUser:
        """The domain's value; `InvalidRequest` without a user id."""
        user_id = plain(self.user_id)
        if not user_id:
            raise InvalidRequest("user_id: UserID cannot be empty")
        return NewUser(
            user_id=user_id,
            email=plain(self.email),
            first_name=plain(self.first_name),
            last_name=plain(self.last_name),
            metadata=self.metadata,
        )


class UpdateUser(msgspec.Struct):
    """Changes to a user; the path says which one."""

    uuid: Uuid | None = None
    user_id: str | None = None
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    metadata: dict[str, Any] | None = None

    def to_change(self) -> UserChange:
        """The domain's value."""
        return UserChange(
            email=plain(self.email),
            first_name=plain(self.first_name),
            last_name=plain(self.last_name),
            metadata=self.metadata,
        )


class UserBody(msgspec.Struct, omit_defaults=True):
    """A user; empty texts and empty metadata are left out."""

    uuid: str
    id: int
    created_at: str
    updated_at: str
    user_id: str
    deleted_at: str | None = msgspec.field()
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    metadata: EncodedMetadata | msgspec.UnsetType = msgspec.UNSET

    @classmethod
    def from_user(cls, user: User) -> UserBody:
        """The body of a stored user."""
        return cls(
            user.uuid,
            user.id,
            user.created_at,
            user.updated_at,
            user.user_id,
            None,
            user.email,
            user.first_name,
            user.last_name,
            shown(user.metadata),
        )


def shown(metadata: EncodedMetadata | None) -> EncodedMetadata | msgspec.UnsetType:
    """Metadata where an empty object is left out."""
    return msgspec.UNSET if metadata is None or bytes(metadata) == EMPTY_OBJECT else metadata
