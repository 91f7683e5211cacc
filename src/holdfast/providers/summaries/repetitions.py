"""Which sentences say what a later one says too.

It is there twice: compiled (`compiled_repetitions.pyx`, built at installation where there is a C compiler), and in
plain Python, which gives the same results and costs some five times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

SAME: Final = 0.75
"""Share of common content words from which two sentences say the same."""

MOST_COMPARED: Final = 8
"""Later sentences with which one is compared: looking at all would take quadratic time."""


def repeated_one_by_one(sentences: Sequence[frozenset[str]]) -> list[int]:
    """The places of sentences, given by their content words, that a later one repeats, from the last to the first."""
    found: list[int] = []
    latest: dict[str, list[int]] = {}
    for at in range(len(sentences) - 1, -1, -1):
        words = sentences[at]
        if any(_is_same(words, sentences[other]) for other in _sharing(latest, words)):
            found.append(at)
            continue
        for word in words:
            latest.setdefault(word, []).append(at)
    return found


def _sharing(latest: dict[str, list[int]], words: frozenset[str]) -> list[int]:
    """The next later sentences which share the rarest word, of words that are equally rare the first."""
    # The order of a set differs from process to process, that of words does not.
    known = [(len(those), word) for word in words if (those := latest.get(word))]
    return latest[min(known)[1]][-MOST_COMPARED:] if known else []


def _is_same(words: frozenset[str], later: frozenset[str]) -> bool:
    fewer, more = sorted((len(words), len(later)))
    if fewer < SAME * more:
        return False  # even if all of one were in the other
    common = len(words & later)
    return common >= SAME * (len(words) + len(later) - common)


repeated: Callable[[list[frozenset[str]]], list[int]]
"""The fastest that the installation has."""

try:
    from holdfast.providers.summaries import compiled_repetitions
except ImportError:
    repeated = repeated_one_by_one
else:
    repeated = compiled_repetitions.repeated
