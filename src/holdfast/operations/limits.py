"""What requests may ask for at most, and what they get when they do not say."""

from __future__ import annotations

import msgspec

from holdfast.domain.documents import MAXIMUM_BATCH
from holdfast.errors import InvalidRequest


class Results(msgspec.Struct, frozen=True):
    """How many results a search, or a page, returns."""

    default: int
    most: int

    def of(self, asked: int) -> int:
        """For a wish of ``asked``; 0 and less count as none."""
        return min(asked, self.most) if asked > 0 else self.default


SEARCH_RESULTS = Results(default=10, most=1000)
DOCUMENT_RESULTS = Results(default=20, most=1000)
AUDIT_ENTRIES = Results(default=100, most=1000)

LIST_CHUNK = 500
"""Rows read at once for lists: the event loop is held for about a millisecond."""
DOCUMENT_CHUNK = 100
"""Documents read at once: with their vectors they make about half a megabyte of JSON."""

DEFAULT_WAIT_SECONDS = 10
MAXIMUM_WAIT_SECONDS = 60


def seconds_to_wait(asked: int) -> int:
    """How long a caller waits for enrichment; `InvalidRequest` for too long."""
    if asked > MAXIMUM_WAIT_SECONDS:
        raise InvalidRequest(f"wait_seconds: must be at most {MAXIMUM_WAIT_SECONDS}, got {asked}")
    return asked or DEFAULT_WAIT_SECONDS


def check_document_count(count: int) -> None:
    """`InvalidRequest` for more documents than one request may name."""
    if count > MAXIMUM_BATCH:
        raise InvalidRequest(f"at most {MAXIMUM_BATCH} documents are taken in one request, got {count}")
