"""Document keys: the number of the collection in the high bits, that of the document inside it in the low ones."""

from __future__ import annotations

NUMBER_BITS = 34
MAXIMUM_NUMBER = (1 << NUMBER_BITS) - 1
"""A collection can hold this many documents in its life: 17 thousand million."""


def document_key_of(collection: int, number: int) -> int:
    """The key of a document."""
    return collection << NUMBER_BITS | min(number, MAXIMUM_NUMBER)


def number_of(key: int) -> int:
    """The number of the document inside its collection."""
    return key & MAXIMUM_NUMBER


def collection_of(key: int) -> int:
    """The number of the collection that a key holds."""
    return key >> NUMBER_BITS


def keys_of(collection: int) -> tuple[int, int]:
    """The lowest and the highest key that a collection can have."""
    return document_key_of(collection, 0), document_key_of(collection, MAXIMUM_NUMBER)
