"""Times to expire, and what is not to be remembered, on the wire."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from holdfast.domain.retention import MOST_SECONDS, RetentionChange, expiry_after
from holdfast.domain.timestamps import Timestamp, parse_timestamp
from holdfast.errors import InvalidRequest


def expiry_of(expires_at: str | None, ttl: int | None, *, place: str = "") -> Timestamp | None:
    """When a thing expires whose body has these fields; ``None`` for never.

    ``place`` precedes the names of the fields.  `InvalidRequest` when both are given, or one is no such value.
    """
    if not expires_at and ttl is None:
        return None
    found = change_of(expires_at or None, ttl, place=place).expires_at
    return None if isinstance(found, UnsetType) else found


def change_of(
    expires_at: str | None, ttl: int | None, *, remember: bool | None = None, place: str = ""
) -> RetentionChange:
    """The change that these fields ask for: an empty ``expires_at`` lets a thing stay for ever."""
    if ttl is None:
        return RetentionChange(expires_at=_moment(expires_at, f"{place}expires_at"), remember=remember)
    if expires_at is not None:
        raise InvalidRequest(f"{place}ttl: give either ttl or expires_at")
    if not 1 <= ttl <= MOST_SECONDS:
        raise InvalidRequest(f"{place}ttl: must be from 1 to {MOST_SECONDS} seconds, got {ttl}")
    return RetentionChange(expires_at=expiry_after(ttl), remember=remember)


def _moment(text: str | None, field: str) -> Timestamp | UnsetType | None:
    if text is None:
        return UNSET
    if not text:
        return None
    try:
        return parse_timestamp(text)
    except ValueError as error:
        raise InvalidRequest(f"{field}: {error}") from None
