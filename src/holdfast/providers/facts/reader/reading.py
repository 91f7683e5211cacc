"""The inner loops of the reader: cutting sentences into words, and looking at their neighbours.

It is there twice: compiled (`compiled_reading.pyx`, built at installation where there is a C compiler), and in plain
Python and numpy, which gives the same results and costs some five times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_WORDS: Final = 48
"""Words of a sentence that are looked at: who tells more at once tells a story."""

UNITS: Final = 256
"""Whole numbers of looks for 1."""

_FARTHEST: Final = 80.0
"""From 0, before it is made a likelihood: beyond that it is 0 or 1 in single precision."""

Units = NDArray[np.int16]
Floats = NDArray[np.float32]

Word = tuple[int, int, str]
"""A word, a number or a mark: where it begins and ends in the text, and itself."""

UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Signs of which each is taken for a word: Chinese and Japanese leave no blanks between theirs."""

_WORD: Final = re.compile(
    rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[^\W\d_])+(?:['’](?:t|m|re|ve|ll|d)\b|['’](?=[^\W\d_]{{2}}))?"
    r"|['’]s\b|\d+(?:[.,:/]\d+)*|[^\w\s]"
)


def words_by_pattern(text: str, start: int, end: int) -> list[Word]:
    """The first words of ``text[start:end]``, at most `MOST_WORDS`."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, min(end, len(text))):
        if len(found) == MOST_WORDS:
            break
        found.append((match.start(), match.end(), match[0]))
    return found


def weighty_words_by_pattern(
    text: str, start: int, end: int, weights: Mapping[str, float], least: float
) -> list[Word] | None:
    """The same, if the sum of their weights is at least ``least``; most sentences have less."""
    words = words_by_pattern(text, start, end)
    return words if sum((weights[word] for _, _, word in words), 0.0) >= least else None


class PlainTeller:
    """Tells by the weights what sentences state.

    A row of ``looks`` is what a word contributes to the looks at the word behind it, at itself, at the word before it,
    and alone.  The strongest outcomes of all looks and of all words alone, each above 0, go through two layers.
    """

    def __init__(  # noqa: PLR0917  (the weights of a network)
        self,
        looks: Units,
        bias: Units,
        sentence: Floats,
        sentence_bias: Floats,
        told: Floats,
        told_bias: Floats,
    ) -> None:
        self._looks, self._bias = looks, bias
        self._layers = (sentence, sentence_bias, told, told_bias)

    def tell(self, words: list[Word], numbers: Mapping[str, int], first: int, least: float) -> list[tuple[int, float]]:
        """The numbers of the operations that are told at least so likely, from 0 to 1.

        ``numbers`` are the rows of words, ``first`` is that of what a word adds by being the first of a sentence.
        """
        rows = [numbers[word] for _, _, word in words]
        if not rows or max(first, *rows) >= len(self._looks) or min(first, *rows) < 0:
            message = "there is no such row"
            raise IndexError(message)
        near, alone = near_of(self._looks, rows, first, self._bias)
        strongest = np.concatenate([near.max(axis=0), alone.max(axis=0)])
        sentence, sentence_bias, told, told_bias = self._layers
        hidden = np.maximum(
            np.maximum(strongest, 0).astype(np.float32) / np.float32(UNITS) @ sentence + sentence_bias, 0
        )
        likely = 1 / (1 + np.exp(-np.clip(hidden @ told + told_bias, -_FARTHEST, _FARTHEST)))
        return [(int(number), float(likely[number])) for number in np.nonzero(likely >= least)[0]]


def near_of(looks: Units, rows: list[int], first: int, bias: Units) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """What the look at each word and its neighbours shows, and what each word does alone; see `PlainTeller`."""
    size = len(bias) // 2
    whole = looks[rows].astype(np.int32)
    whole[0] += looks[first]
    near = whole[:, size : 2 * size] + bias[:size]
    near[1:] += whole[:-1, :size]
    near[:-1] += whole[1:, 2 * size : 3 * size]
    return near, whole[:, 3 * size :] + bias[size:].astype(np.int32)


words_of: Callable[[str, int, int], list[Word]]
weighty_words: Callable[[str, int, int, Mapping[str, float], float], list[Word] | None]
"""The fastest that the installation has."""

try:
    from holdfast.providers.facts.reader import compiled_reading
except ImportError:
    words_of, weighty_words = words_by_pattern, weighty_words_by_pattern
    Teller = PlainTeller
else:
    words_of, weighty_words = compiled_reading.words_of, compiled_reading.weighty_words
    Teller = compiled_reading.CompiledTeller  # type: ignore[assignment, misc]
