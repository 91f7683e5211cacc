"""Shapes of users."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional
from uuid import UUID

from holdfast_client._model import Model

__all__ = ["CreateUserRequest", "UpdateUserRequest", "User"]


class _UserFields(Model):
    user_id: str
    email: Optional[str] = None
    first_name: Optional[str] = None
    last_name: Optional[str] = None
    metadata: Optional[dict[str, Any]] = None


class User(_UserFields):
    """Somebody to whom sessions belong. ``user_id`` is the caller's own."""

    uuid: Optional[UUID] = None
    id: Optional[int] = None
    created_at: Optional[datetime] = None
    updated_at: Optional[datetime] = None
    deleted_at: Optional[datetime] = None


class CreateUserRequest(_UserFields):
    """A user to be created."""


class UpdateUserRequest(_UserFields):
    """Changes to the user with this ``user_id``. Fields without a value stay; ``metadata`` is merged."""

    uuid: Optional[UUID] = None
