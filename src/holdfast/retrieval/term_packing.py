"""Counts and packs the terms of a text, in the form described in `holdfast.retrieval.features`.

It is there twice: compiled (`compiled_term_packing.pyx`, built at installation where there is a C compiler), and in
plain Python, which gives the same results and costs several times as much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from struct import pack
from typing import Final

MOST_COUNTED: Final = 255


def packed_counts(counts: Mapping[int, int]) -> bytes:
    """Distinct terms, ascending, four bytes each; then how often each occurs, one byte each."""
    terms = sorted(counts)
    often = list(map(counts.__getitem__, terms))
    if max(often, default=0) > MOST_COUNTED:
        often = [min(count, MOST_COUNTED) for count in often]
    return pack(f"<{len(terms)}I", *terms) + bytes(often)


def packed_by_counting(terms: list[int]) -> bytes:
    """The same of terms with their repetitions, in any order."""
    return packed_counts(Counter(terms))


packed: Callable[[list[int]], bytes]
"""The fastest that the installation has."""

try:
    from holdfast.retrieval import compiled_term_packing
except ImportError:
    packed = packed_by_counting
else:
    packed = compiled_term_packing.packed
