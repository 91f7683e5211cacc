"""Collections: named sets of documents whose vectors have one width."""

from __future__ import annotations

import re

import msgspec

from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.origins import Origin
from holdfast.domain.timestamps import Timestamp

MINIMUM_DIMENSIONS = 8
MAXIMUM_DIMENSIONS = 2000
MINIMUM_NAME = 3
MAXIMUM_NAME = 40
MAXIMUM_DESCRIPTION = 1000

_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]+", re.ASCII)


class Collection(msgspec.Struct, frozen=True):
    """A stored collection.

    ``name`` is lower case.  ``document_count`` counts the live documents, ``embedded_count`` those of them that have
    a vector; both are exact.  ``revision`` grows with every change of a document, and ``purged_revision`` is the
    highest revision of a document that a purge removed: what was read of the collection before that revision may hold
    documents whose deletion can no longer be read.
    """

    id: int
    uuid: str
    name: str
    description: str
    metadata: EncodedMetadata | None
    dimensions: int
    is_auto_embedded: bool
    document_count: int
    embedded_count: int
    revision: int
    purged_revision: int
    created_at: Timestamp
    updated_at: Timestamp


class NewCollection(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller gives to create a collection; ``name`` is lower case.

    Without an ``origin`` the store chooses it.
    """

    name: str
    dimensions: int
    is_auto_embedded: bool
    description: str = ""
    metadata: Metadata | None = None
    origin: Origin | None = None


class CollectionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller changes: an empty description keeps the stored one, metadata other than ``None`` replaces it."""

    description: str = ""
    metadata: Metadata | None = None


def name_defect(name: str) -> str | None:
    """The rule that a name breaks, in the contract's words: ``required``, ``min``, ``max`` or ``alphanum``."""
    if not name:
        return "required"
    if not _ALPHANUMERIC.fullmatch(name):
        return "alphanum"
    return range_defect(len(name), MINIMUM_NAME, MAXIMUM_NAME)


def range_defect(value: int, least: int, most: int) -> str | None:
    """``min`` or ``max`` when ``value`` lies outside the range."""
    if value < least:
        return "min"
    return "max" if value > most else None
