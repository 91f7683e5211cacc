"""The inner loops of the reader: cutting sentences into words, and looking at their neighbours.

It is there twice: compiled (`compiled_reading.pyx`, built at installation where there is a C compiler), and in plain
Python and numpy, which gives the same results and costs some five times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_WORDS: Final = 48
"""Words of a sentence that are looked at: who tells more at once tells a story."""

FEWEST_HEARD: Final = 2
MOST_HEARD: Final = 32
"""Words of a sentence: the reader has learned from chats, and mistakes what longer ones argue for what is so."""

UNITS: Final = 256
"""Whole numbers of looks for 1."""

REACH: Final = 3
"""Words to each side that tell whether a word is part of a value."""

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


class Weights(NamedTuple):
    """The weights of the loops, and what is kept of words.

    Attributes:
        looks: a row for each word, what it contributes to the looks at the word behind it, at itself, at the word
            before it, and alone.
        bias: of the looks near words, then of those alone.
        sentence: a layer over the strongest outcomes of all looks, ``sentence_bias`` its bias.
        told: a layer from there to the operations, ``told_bias`` its bias.
        wide: a row for each word, what it contributes to the marks of the words around it: first of that
            `REACH` behind it, last of that `REACH` before it.
        wide_near: the layer from the looks near a word to its marks.
        wide_sentence: that from the sentence, ``wide_bias`` the bias of both.
        tags: the layer from marks to tags, ``tags_bias`` its bias.
    """

    looks: Units
    bias: Units
    sentence: Floats
    sentence_bias: Floats
    told: Floats
    told_bias: Floats
    wide: Units
    wide_near: Floats
    wide_sentence: Floats
    wide_bias: Floats
    tags: Floats
    tags_bias: Floats


class PlainTeller:
    """Tells by the weights what sentences state, and which words name it.

    The strongest outcomes of all looks and of all words alone, each above 0, go through two layers.  With what comes of
    the first of them, the looks near a word and the words around it, another two tell whether it is part of a value.
    """

    def __init__(self, weights: Weights) -> None:
        self._of = weights

    def hear(  # noqa: PLR0917  (what a sentence is, and what is known of words)
        self,
        text: str,
        start: int,
        end: int,
        weights: Mapping[str, float],
        weight: float,
        rows: Mapping[str, int],
        first_rows: Mapping[str, int],
        least: float,
    ) -> tuple[list[Word], list[tuple[int, float]]] | None:
        """The words of the sentence ``text[start:end]``, and what `tell` tells of them, if that is anything.

        Most sentences cost only their words: the ``weights`` of these must add up to ``weight``.  Very short and very
        long ones tell nothing.
        """
        words = words_by_pattern(text, start, end)
        if not FEWEST_HEARD <= len(words) <= MOST_HEARD or sum((weights[word] for _, _, word in words), 0.0) < weight:
            return None
        told = self.tell(words, rows, first_rows[words[0][2]], least)
        return (words, told) if told else None

    def tell(self, words: list[Word], rows: Mapping[str, int], first: int, least: float) -> list[tuple[int, float]]:
        """The numbers of the operations that are told at least so likely, from 0 to 1.

        ``rows`` are those of words, ``first`` is that of what a word adds by being the first of a sentence.
        """
        of = self._of
        _, sentence = self._seen(_rows_of(words, rows, first, len(of.looks)), first)
        likely = 1 / (1 + np.exp(-np.clip(sentence @ of.told + of.told_bias, -_FARTHEST, _FARTHEST)))
        return [(int(number), float(likely[number])) for number in np.nonzero(likely >= least)[0]]

    def name(
        self,
        words: list[Word],
        rows: Mapping[str, int],
        wide_rows: Mapping[str, int],
        first: int,
        numbers: Sequence[int],
    ) -> list[list[tuple[float, float]]]:
        """For each operation of ``numbers`` and each word, how likely a value begins with it, and goes on with it.

        ``wide_rows`` are those of words among what they contribute to the words around them.
        """
        of = self._of
        if not all(0 <= number < (len(of.tags_bias) - 1) // 2 for number in numbers):
            message = "there is no such operation"
            raise IndexError(message)
        near, sentence = self._seen(_rows_of(words, rows, first, len(of.looks)), first)
        whole = of.wide[_rows_of(words, wide_rows, first, len(of.wide))].astype(np.int32)
        whole[0] += of.wide[first]
        size = len(of.wide_bias)
        units = np.zeros((len(words), size), np.int32)
        for place in range(2 * REACH + 1):
            distance = place - REACH  # from the word that is marked to the one that contributes to it
            reach = slice(max(0, distance), len(words) + min(0, distance))
            marked = slice(max(0, -distance), len(words) - max(0, distance))
            if abs(distance) < len(words):
                units[marked] += whole[reach, place * size : (place + 1) * size]
        marks = _floats(units) + _floats(np.maximum(near, 0)) @ of.wide_near + sentence @ of.wide_sentence
        tags = np.maximum(marks + of.wide_bias, 0) @ of.tags + of.tags_bias
        raised = np.exp(tags - tags.max(axis=1, keepdims=True))
        shares = raised / raised.sum(axis=1, keepdims=True)
        return [
            [(float(begins), float(continues)) for begins, continues in shares[:, 1 + 2 * number : 3 + 2 * number]]
            for number in numbers
        ]

    def _seen(self, rows: list[int], first: int) -> tuple[NDArray[np.int32], Floats]:
        """What the look at each word and its neighbours shows, and what the sentence does."""
        of = self._of
        size = len(of.bias) // 2
        whole = of.looks[rows].astype(np.int32)
        whole[0] += of.looks[first]
        near = whole[:, size : 2 * size] + of.bias[:size]
        near[1:] += whole[:-1, :size]
        near[:-1] += whole[1:, 2 * size : 3 * size]
        alone = whole[:, 3 * size :] + of.bias[size:].astype(np.int32)
        strongest = np.maximum(np.concatenate([near.max(axis=0), alone.max(axis=0)]), 0)
        return near, np.maximum(_floats(strongest) @ of.sentence + of.sentence_bias, 0)


def _rows_of(words: list[Word], rows: Mapping[str, int], first: int, count: int) -> list[int]:
    found = [rows[word] for _, _, word in words]
    if not found or max(first, *found) >= count or min(first, *found) < 0:
        message = "there is no such row"
        raise IndexError(message)
    return found


def _floats(units: NDArray[np.int32]) -> Floats:
    return units.astype(np.float32) / np.float32(UNITS)


words_of: Callable[[str, int, int], list[Word]]
"""The fastest that the installation has."""

try:
    from holdfast.providers.facts.reader import compiled_reading
except ImportError:
    words_of, Teller = words_by_pattern, PlainTeller
else:
    words_of = compiled_reading.words_of
    Teller = compiled_reading.CompiledTeller  # type: ignore[assignment]
