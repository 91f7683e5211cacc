"""Between rows and values: how metadata lies in a column, and the merges of it."""

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


def metadata_text(metadata: Metadata | EncodedMetadata | None) -> str | None:
    """The text for a metadata column."""
    if metadata is None:
        return None
    return bytes(metadata if isinstance(metadata, EncodedMetadata) else encode_metadata(metadata)).decode()


def metadata_from_text(text: str | None) -> EncodedMetadata | None:
    """The value of a metadata column."""
    return None if text is None else EncodedMetadata(text)


def merged_text(stored: str | None, sent: Metadata | None, *, most: int = MAXIMUM_METADATA) -> str | None:
    """The text of stored metadata after a caller's merge, which cannot write the protected key."""
    sent = without_protected_key(sent or {})
    if not sent:
        return stored
    return bytes(encode_merged(metadata_from_text(stored), sent, most=most)).decode()


def findings_text(stored: str | None, found: Metadata) -> str:
    """The text of stored metadata with what enrichment found under the protected key."""
    return bytes(add_findings(metadata_from_text(stored), found)).decode()
