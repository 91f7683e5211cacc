"""How long a session or a message is kept, and whether it is remembered beyond its session."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from msgspec import UNSET, UnsetType

from holdfast.domain.timestamps import Timestamp, datetime_of, now, timestamp_of

MOST_SECONDS = 10 * 365 * 24 * 3600
"""The longest time to live: ten years."""


class RetentionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change: another time at which it expires, ``None`` for never, and whether it is remembered.

    What is unset, or ``None`` of ``remember``, stays.
    """

    expires_at: Timestamp | UnsetType | None = UNSET
    remember: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to change."""
        return self.expires_at is UNSET and self.remember is None

    def expiry_after(self, stored: Timestamp | None) -> Timestamp | None:
        """When it expires after the change, where it was to do so at ``stored``."""
        return stored if isinstance(self.expires_at, UnsetType) else self.expires_at

    def remembered_after(self, *, stored: bool) -> bool:
        """Whether it is remembered after the change."""
        return stored if self.remember is None else self.remember


AS_IT_IS = RetentionChange()
"""Changes nothing."""


def expiry_after(seconds: int) -> Timestamp:
    """The moment that lies so many seconds ahead."""
    return timestamp_of(datetime_of(now()) + timedelta(seconds=seconds))
