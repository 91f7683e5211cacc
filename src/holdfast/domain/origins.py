"""Origins: what a thing brings along from the place where it was before."""

from __future__ import annotations

import msgspec

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.timestamps import Timestamp, now


class Origin(msgspec.Struct, frozen=True):
    """The UUID of a thing, and its times."""

    uuid: str
    created_at: Timestamp
    updated_at: Timestamp


def origin_of(given: Origin | None, moment: Timestamp | None = None) -> Origin:
    """The origin that was ``given``, else that of a thing which is new at this ``moment``."""
    if given is not None:
        return given
    moment = moment or now()
    return Origin(new_uuid(), moment, moment)
