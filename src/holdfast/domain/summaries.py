"""Summaries: what the older part of a session said, folded into a few sentences."""

from __future__ import annotations

import msgspec

from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.origins import Origin
from holdfast.domain.timestamps import Timestamp


class Summary(msgspec.Struct, frozen=True):
    """A stored summary.

    ``point`` is the position of the newest message folded into it and ``point_uuid`` that message's UUID:
    the summary point (semantics §3.5).
    """

    id: int
    uuid: str
    point: int
    point_uuid: str
    content: str
    metadata: EncodedMetadata | None
    token_count: int
    created_at: Timestamp


class NewSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What the summariser stores; ``base`` is the ``id`` of the summary it extends, 0 for the first one.

    Without an ``origin`` the store chooses it.  ``vector`` is the one that ``model`` gives it, if that is known.
    ``edition`` is how often messages of the session had been deleted or edited when those that it folds were read.
    """

    base: int
    point: int
    content: str
    token_count: int
    metadata: Metadata | None = None
    origin: Origin | None = None
    edition: int = 0
    model: str | None = None
    vector: bytes | None = None
