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
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from holdfast.providers.facts.reader.reading import MOST_WORDS, UNITS, Teller, Weights, Word
from holdfast.providers.facts.reader.words import AT_START, INITIAL, bucket_of, features_of, meaning_of, shape_of

Floats = NDArray[np.float32]
_Value = TypeVar("_Value")

WEIGHTS: Final = Path(__file__).with_name("reader.npz")
SHA256: Final = "e72f038710ead00b5e982f091fd58731a699d8e6707daadab6f39a52b315cad9"
"""Of the file of the weights: what other weights hear is not what was measured."""

MEANING_SCALE: Final = 10.0
"""Brings vectors of length 1 to the size of the others."""

_KEPT_WORDS: Final = 8_192
_KEPT_WIDE_WORDS: Final = 2_048
_KEPT_WEIGHTS: Final = 30_000
_LONGEST_WORD: Final = 64
"""Characters by which a word is known: thousands of longer ones would fill the memory."""

_QUANTISED: Final = ("words", "beginnings", "endings")
_FIRST_SHAPES: Final = (AT_START, INITIAL)
_LARGE: Final = 1
_MOST_UNITS: Final = 4_000
"""Of what a word contributes: eight of them add up to less than 16 bits hold."""


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
        self._of = of = {name: _restored(name, stored) for name in stored if stored[name].dtype.kind in "fi"}
        gate: list[float] = of["gate"].tolist()
        self._weights = _Known(lambda word: gate[bucket_of(word)])
        self._least_weight = float(of["gate_bias"][0])
        # three looks: at the word behind, the word, the one before
        self._looks = _Kept(np.concatenate([*of["near"], of["alone"]], axis=1), _KEPT_WORDS, self._vector)
        self._wide = _Kept(np.concatenate(of["wide"], axis=1), _KEPT_WIDE_WORDS, self._vector)
        for kept in (self._looks, self._wide):
            kept.begin([of["shapes"][shape] for shape in _FIRST_SHAPES])
        self._first_rows = _Known(_first_row)
        layers = ("sentence", "sentence_bias", "told", "told_bias")
        wide_layers = ("wide_near", "wide_sentence", "wide_bias", "tags", "tags_bias")
        self._teller = Teller(
            Weights(
                looks=self._looks.table,
                bias=_in_units(np.concatenate([of["near_bias"], of["alone_bias"]])),
                wide=self._wide.table,
                **{name: of[name] for name in (*layers, *wide_layers)},
            )
        )

    def hear(self, text: str, start: int, end: int, least: float) -> tuple[list[Word], list[tuple[int, float]]] | None:
        """The words of the sentence ``text[start:end]``, and the operations that it tells at least so likely.

        Of these the numbers, and how likely each is; ``None`` where there are none.
        """
        looks = self._looks
        looks.make_room(MOST_WORDS)
        return self._teller.hear(
            text, start, end, self._weights, self._least_weight, looks.rows, self._first_rows, least
        )

    def values_named(self, words: list[Word], operations: Sequence[int]) -> list[list[tuple[float, float]]]:
        """For each of some operations and each word, how likely a value begins with it, and goes on with it."""
        self._looks.make_room(len(words))
        self._wide.make_room(len(words))
        first = self._first_rows[words[0][2]]
        return self._teller.name(words, self._looks.rows, self._wide.rows, first, operations)

    def _vector(self, word: str) -> Floats:
        of, features = self._of, features_of(word)
        vector: Floats = meaning_of(word) @ of["meaning"] * MEANING_SCALE + of["meaning_bias"]
        vector += of["words"][features.word] + of["beginnings"][features.beginning]
        vector += of["endings"][features.ending] + of["shapes"][features.shape]
        return vector


class _Kept:
    """What words contribute to a layer, in units, each worked out when it is first met.

    Attributes:
        table: a row for each.
        rows: which row is that of a word.
    """

    def __init__(self, layer: Floats, most: int, vector_of: Callable[[str], Floats]) -> None:
        self._layer, self._vector_of = layer, vector_of
        self._begun = 0
        self._most = most
        self.table = np.zeros((most, layer.shape[1]), np.int16)
        self.rows = _Known(self._row_of)

    def begin(self, vectors: Sequence[Floats]) -> None:
        """Keep what is no word in the first rows."""
        for row, vector in enumerate(vectors):
            self.table[row] = _in_units(vector @ self._layer)
        self._begun = len(vectors)

    def make_room(self, words: int) -> None:
        """Forget all words if there may not be room for so many more."""
        if len(self.rows) > self._most - self._begun - words:
            self.rows.clear()

    def _row_of(self, word: str) -> int:
        row = self._begun + len(self.rows)
        self.table[row] = _in_units(self._vector_of(word) @ self._layer)
        return row


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


def weights_fault() -> str | None:
    """What is wrong with the file of the weights, told to operators; ``None`` where nothing is."""
    try:
        _read_weights()
    except (OSError, RuntimeError) as error:
        return str(error)
    return None


@cache
def load_network() -> Network | None:
    """The network in the package; the process shares one.  ``None`` where its weights are missing or damaged."""
    try:
        content = _read_weights()
    except (OSError, RuntimeError):
        return None  # `weights_fault` tells it at the start of a server
    with np.load(io.BytesIO(content)) as weights:
        return Network(dict(weights.items()))


def _read_weights() -> bytes:
    content = WEIGHTS.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        message = f"{WEIGHTS} is damaged, or does not belong to this version"
        raise RuntimeError(message)
    return content
