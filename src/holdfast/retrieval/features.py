"""Per-message features: what is expensive to compute about one message, as a value that can be stored.

The stored form is little-endian: one byte of format, one reserved, two of the analyzer's fingerprint, four of the
number of distinct terms n, four of the number of words; then n term ids of four bytes in ascending order, then n counts
of one byte (a term that occurs more often than 255 times counts as 255 times). The vector of a message is not part of
it: vectors belong to an embedding model, features to a language, and either can change without the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.analysis import Analyzer, TermIds
from holdfast.retrieval.term_packing import packed, packed_counts

LONGEST_TEXT = 50_000
"""Characters of a message, summary, fact or document by whose words it is found: tens of milliseconds of work."""

_HEADER = Struct("<BxHII")
_FORMAT = 2


class StaleFeaturesError(ValueError):
    """Stored features are of another format or another analyzer; compute them anew from the text."""


@dataclass(frozen=True, slots=True)
class MessageFeatures:
    """The terms of one message, in stored form.

    Attributes:
        blob: the stored form described above.
    """

    blob: bytes

    @classmethod
    def of(cls, text: str, analyzer: Analyzer) -> "MessageFeatures":
        """Analyse a text, as far as it is searched."""
        terms, length = analyzer.occurrences(text[:LONGEST_TEXT])
        return cls._of_terms(packed(terms), analyzer.fingerprint, length)

    @classmethod
    def from_counts(
        cls, counts: Mapping[int, int], fingerprint: int, *, length: int | None = None
    ) -> "MessageFeatures":
        """Pack terms counted elsewhere; without a length each counts as often as it occurs."""
        words = sum(counts.values()) if length is None else length
        return cls._of_terms(packed_counts(counts), fingerprint, words)

    @classmethod
    def _of_terms(cls, packed_terms: bytes, fingerprint: int, words: int) -> "MessageFeatures":
        return cls(_HEADER.pack(_FORMAT, fingerprint, len(packed_terms) // 5, words) + packed_terms)

    @classmethod
    def from_bytes(cls, blob: bytes, analyzer: Analyzer) -> "MessageFeatures":
        """Check a stored form.

        Raises:
            StaleFeaturesError: it was not made by this analyzer or is damaged.
        """
        if not is_current(blob, analyzer):
            raise StaleFeaturesError("stored message features were made by another version or language of the analyzer")
        return cls(blob)

    def to_bytes(self) -> bytes:
        """The stored form."""
        return self.blob

    @property
    def term_ids(self) -> TermIds:
        """Distinct terms, ascending."""
        return np.frombuffer(self.blob, dtype="<u4", count=_distinct(self.blob), offset=_HEADER.size)

    @property
    def counts(self) -> NDArray[np.uint8]:
        """How often each of `term_ids` occurs."""
        return np.frombuffer(self.blob, dtype=np.uint8, offset=_HEADER.size + 4 * _distinct(self.blob))

    @property
    def wording(self) -> int:
        """A number that texts of the same terms, as often, share; 0 without terms."""
        return crc32(self.blob) if _distinct(self.blob) else 0

    @property
    def length(self) -> int:
        """How many words there are, repetitions included."""
        return int(_HEADER.unpack_from(self.blob)[3])


def is_current(blob: bytes, analyzer: Analyzer) -> bool:
    """Whether a stored form is whole and was made by this analyzer."""
    if len(blob) < _HEADER.size:
        return False
    version, fingerprint, distinct, _ = _HEADER.unpack_from(blob)
    return (version, fingerprint) == (_FORMAT, analyzer.fingerprint) and len(blob) == _HEADER.size + 5 * distinct


def _distinct(blob: bytes) -> int:
    return (len(blob) - _HEADER.size) // 5


@dataclass(frozen=True, slots=True)
class TermColumns:
    """The terms of many messages as three parallel arrays.

    Attributes:
        terms: term ids, message after message.
        counts: occurrences of each.
        rows: the position of the message within the batch, ascending.
        lengths: how many words each message has.
    """

    terms: TermIds
    counts: NDArray[np.uint8]
    rows: NDArray[np.int32]
    lengths: NDArray[np.int32]


def columns(features: Sequence[MessageFeatures]) -> TermColumns:
    """Unpack many messages at once, without a Python object per term."""
    head = _HEADER.size
    sizes = np.array([_distinct(one.blob) for one in features], dtype=np.int64)
    ends = [head + 4 * size for size in sizes.tolist()]
    terms = b"".join([one.blob[head:end] for one, end in zip(features, ends, strict=True)])
    counts = b"".join([one.blob[end:] for one, end in zip(features, ends, strict=True)])
    return TermColumns(
        terms=np.frombuffer(terms, dtype="<u4"),
        counts=np.frombuffer(counts, dtype=np.uint8),
        rows=np.repeat(np.arange(len(features), dtype=np.int32), sizes),
        lengths=np.array([_HEADER.unpack_from(one.blob)[3] for one in features], dtype=np.int32),
    )
