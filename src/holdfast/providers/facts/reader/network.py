"""The network of the reader: what a sentence states by its words, and which of them name the values.

Each word is a sum of trained vectors for what it means, what it is and how it is written.  A convolution over three
words looks for telling neighbours; the strongest outcome of each look, wherever it stands, tells which slots the
sentence fills or ends (a classifier of sentences as in Kim 2014).  With that in mind a second one marks each word as
the beginning of a value, as more of it, or as nothing.  The weights are made by ``tools/train_fact_reader.py``.

What a word contributes to the looks depends on it alone and is kept, so a sentence costs a few sums of vectors.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.providers.facts.reader.reading import UNITS, Teller, Word, near_of, weighty_words
from holdfast.providers.facts.reader.words import AT_START, INITIAL, bucket_of, features_of, meaning_of, shape_of

Floats = NDArray[np.float32]
_Value = TypeVar("_Value")

WEIGHTS: Final = Path(__file__).with_name("reader.npz")
SHA256: Final = "471fac0d15eccb4472a6dff9d8d0706b70ddff9d5ba524eb58c7a6cbc550b37e"
"""Of the file of the weights: what other weights hear is not what was measured."""

MEANING_SCALE: Final = 10.0
"""Brings vectors of length 1 to the size of the others."""

_KEPT_WORDS: Final = 8_192
_KEPT_WEIGHTS: Final = 30_000
_LONGEST_WORD: Final = 64
"""Characters by which a word is known: thousands of longer ones would fill the memory."""

_QUANTISED: Final = ("words", "beginnings", "endings")
_FIRST_SHAPES: Final = (AT_START, INITIAL)
_LARGE: Final = 1
_DISTANCES: Final = (-2, 0, 2)
_MOST_UNITS: Final = 5_000
"""Of what a word contributes to a look: six of them, and a bias, add up to less than 16 bits hold."""


class Operation(NamedTuple):
    """What a sentence does with a slot: it puts a value there, or ends one."""

    slot: str
    ends: bool


class Network:
    """The weights, and what is worked out with them.

    Attributes:
        operations: what may be told of a sentence, in the order of the outcomes.
    """

    def __init__(self, stored: dict[str, NDArray[np.generic]]) -> None:
        names = [str(name) for name in stored["operations"]]
        self.operations = tuple(Operation(name.removeprefix("-"), name.startswith("-")) for name in names)
        self._of = {name: _restored(name, stored) for name in stored if stored[name].dtype.kind in "fi"}
        gate: list[float] = self._of["gate"].tolist()
        self._weights = _Known(lambda word: gate[bucket_of(word)])
        self._least_weight = float(self._of["gate_bias"][0])
        near, alone = self._of["near"], self._of["alone"]  # three looks: at the word behind, the word, the one before
        self._looks = np.concatenate([*near, alone], axis=1)
        self._bias = _in_units(np.concatenate([self._of["near_bias"], self._of["alone_bias"]]))
        self._rows = _Known(self._row_of)
        self._first_rows = _Known(_first_row)
        self._kept = np.zeros((_KEPT_WORDS, self._looks.shape[1]), np.int16)
        self._vectors = np.zeros((_KEPT_WORDS, len(self._looks)), np.float32)
        for row, shape in enumerate(_FIRST_SHAPES):
            self._kept[row] = _in_units(self._of["shapes"][shape] @ self._looks)
        layers = (self._of[name] for name in ("sentence", "sentence_bias", "told", "told_bias"))
        self._teller = Teller(self._kept, self._bias, *layers)

    def words_passed(self, text: str, start: int, end: int) -> list[Word] | None:
        """The words of the sentence ``text[start:end]`` if it may state something: most do not, and cost least."""
        return weighty_words(text, start, end, self._weights, self._least_weight)

    def operations_told(self, words: list[Word], least: float) -> list[tuple[int, float]]:
        """The operations that a sentence of these words tells at least so likely: their numbers, and how likely."""
        if len(self._rows) > _KEPT_WORDS - len(words):
            self._rows.clear()
        return self._teller.tell(words, self._rows, self._first_rows[words[0][2]], least)

    def tags(self, words: list[Word]) -> Floats:
        """For each word how likely it is nothing, and for each operation the beginning of a value and more of it."""
        of = self._of
        first, rows = self._first_rows[words[0][2]], [self._rows[word] for _, _, word in words]
        vectors = self._vectors[rows]
        vectors[0] += of["shapes"][_FIRST_SHAPES[first]]
        near, alone = near_of(self._kept, rows, first, self._bias)
        looked = np.maximum(near, 0).astype(np.float32) / np.float32(UNITS)
        strongest = np.concatenate([near.max(axis=0), alone.max(axis=0)])
        seen = np.maximum(strongest, 0).astype(np.float32) / np.float32(UNITS)
        sentence = np.maximum(seen @ of["sentence"] + of["sentence_bias"], 0)
        wide = np.zeros((len(words), of["wide"].shape[2]), np.float32) + of["wide_bias"]
        for weights, distance in zip(of["wide"], _DISTANCES, strict=True):
            if abs(distance) < len(words):
                reach = slice(max(0, distance), len(words) + min(0, distance))
                wide[max(0, -distance) : len(words) - max(0, distance)] += (looked @ weights)[reach]
        hidden = np.concatenate([vectors, looked, np.maximum(wide, 0)], axis=1)
        shown = hidden @ of["tag"][: hidden.shape[1]] + sentence @ of["tag"][hidden.shape[1] :] + of["tag_bias"]
        return _shares(np.maximum(shown, 0) @ of["tags"] + of["tags_bias"])

    def _row_of(self, word: str) -> int:
        """Where what is kept of a new word is, now that it is worked out."""
        row = len(self._rows) + len(_FIRST_SHAPES)
        self._vectors[row] = self._vector(word)
        self._kept[row] = _in_units(self._vectors[row] @ self._looks)
        return row

    def _vector(self, word: str) -> Floats:
        of, features = self._of, features_of(word)
        vector: Floats = meaning_of(word) @ of["meaning"] * MEANING_SCALE + of["meaning_bias"]
        vector += of["words"][features.word] + of["beginnings"][features.beginning]
        vector += of["endings"][features.ending] + of["shapes"][features.shape]
        return vector


class _Known(dict[str, _Value]):
    """What is known of words, each looked up when it is first met; of very many words all is forgotten."""

    def __init__(self, look_up: Callable[[str], _Value]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> _Value:
        if len(word) > _LONGEST_WORD:
            return self[word[:_LONGEST_WORD]]
        if len(self) >= _KEPT_WEIGHTS:
            self.clear()
        value = self[word] = self._look_up(word)
        return value


def _first_row(word: str) -> int:
    """The row of what a word adds by being the first of a sentence."""
    return int(shape_of(word) != _LARGE)


def _in_units(values: Floats) -> NDArray[np.int16]:
    return np.clip(np.round(values * UNITS), -_MOST_UNITS, _MOST_UNITS).astype(np.int16)


def _restored(name: str, weights: dict[str, NDArray[np.generic]]) -> Floats:
    whole = np.ascontiguousarray(weights[name], np.float32)
    return whole * weights[f"{name}_scale"].astype(np.float32) if name in _QUANTISED else whole


def _shares(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


@cache
def load_network() -> Network:
    """The network in the package; the process shares one."""
    content = WEIGHTS.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        message = f"{WEIGHTS} does not belong to this version"
        raise RuntimeError(message)
    with np.load(io.BytesIO(content)) as weights:
        return Network(dict(weights.items()))
