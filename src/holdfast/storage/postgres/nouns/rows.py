"""Between rows and values: the text of metadata columns, and the merges of metadata."""

from __future__ import annotations

from holdfast.domain.metadata import (
    MAXIMUM_METADATA,
    EncodedMetadata,
    Metadata,
    add_findings,
    encode_merged,
    encode_metadata,
    without_protected_key,
)

MAXIMUM_POSITION = 2**31 - 1


def metadata_text(metadata: Metadata | EncodedMetadata | None) -> str | None:
    """The text for a metadata column."""
    if metadata is None:
        return None
    return bytes(metadata if isinstance(metadata, EncodedMetadata) else encode_metadata(metadata)).decode()


def merged_text(stored: EncodedMetadata | None, sent: Metadata | None, *, most: int = MAXIMUM_METADATA) -> str | None:
    """The text of stored metadata after a caller's merge, which cannot write the protected key."""
    sent = without_protected_key(sent or {})
    if not sent:
        return None if stored is None else bytes(stored).decode()
    return bytes(encode_merged(stored, sent, most=most)).decode()


def findings_text(stored: EncodedMetadata | None, found: Metadata) -> str:
    """The text of stored metadata with what enrichment found under the protected key."""
    return bytes(add_findings(stored, found)).decode()
