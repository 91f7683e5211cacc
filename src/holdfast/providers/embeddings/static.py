"""The built-in model: one trained vector per token, summed (static embeddings).

Needs numpy and nothing else, runs tens of thousands of messages per second on one core and ships inside the package.
The token table is int8 with one scale per row, memory-mapped read-only at the first use, so importing and opening cost
nothing.  The length of a token's vector is its weight: frequent words are short, telling words long.  The training is
in ``tools/train_static_embeddings.py``; the method goes back to Arora, Liang and Ma 2017 (SIF) and to distilled static
models such as model2vec.
"""

from __future__ import annotations

import asyncio
import json
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.providers.embeddings.foreign_words import ForeignWords
from holdfast.providers.embeddings.token_sums import sum_rows
from holdfast.providers.embeddings.wordpiece import WordPiece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

BUILTIN_DIRECTORY: Final = Path(__file__).with_name("static_256")

FOREIGN_WORDS: Final = BUILTIN_DIRECTORY / "foreign_words.npz"

TEXTS_PER_CHUNK = 64
INLINE_CHARACTERS = 4_000
"""Up to this many characters at once are embedded on the event loop (about half a millisecond)."""
CHARACTERS_PER_TOKEN = 16
"""Longer texts are cut to this many characters per token that counts, so that their cost is bounded."""


class StaticEmbeddingModel:
    """Token table and tokeniser read from a directory (``model.json``, ``vocabulary.txt``, ``table.npy``,
    ``scales.npy``, and perhaps ``foreign_words.npz``).

    Only the first ``max_tokens`` tokens of a text count.  Components are ordered by importance: see
    `holdfast.providers.embeddings.vectors.fit` for other widths.  Safe to share between threads.
    """  # noqa: D205  # the list of files does not fit the summary line

    def __init__(self, directory: Path = BUILTIN_DIRECTORY) -> None:
        card = json.loads((directory / "model.json").read_text(encoding="utf-8"))
        self.directory = directory
        self._name: str = card["name"]
        self._dimensions: int = card["dimensions"]
        self.max_tokens: int = card["max_tokens"]

    @property
    def name(self) -> str:
        """Model and version of the weights."""
        return self._name

    @property
    def dimensions(self) -> int:
        """Width of every vector."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, one row each, of length 1; a text without a known token gives zeros."""
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        table, scales = self._table, self._scales
        for text, vector in zip(texts, vectors, strict=True):
            sum_rows(table, scales, self.token_ids(text), vector)
        return vectors

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `encode`; large requests run in a thread, chunk by chunk, so that the event loop stays responsive."""
        if sum(map(len, texts)) <= INLINE_CHARACTERS:
            return self.encode(texts)
        parts = [await asyncio.to_thread(self.encode, chunk) for chunk in _chunks(texts)]
        return np.concatenate(parts)

    async def close(self) -> None:
        """Nothing to give back: the memory map belongs to the process."""

    def token_ids(self, text: str) -> list[int]:
        """Rows of the table that make up the vector of ``text``."""
        return self._tokeniser.ids(text[: CHARACTERS_PER_TOKEN * self.max_tokens])[: self.max_tokens]

    @cached_property
    def _tokeniser(self) -> WordPiece:
        path = self.directory / FOREIGN_WORDS.name
        vocabulary = (self.directory / "vocabulary.txt").read_text(encoding="utf-8").split()
        return WordPiece(vocabulary, foreign=ForeignWords(path) if path.is_file() else None)

    @cached_property
    def _table(self) -> NDArray[np.int8]:
        return np.load(self.directory / "table.npy", mmap_mode="r").view(np.ndarray)  # type: ignore[no-any-return]

    @cached_property
    def _scales(self) -> NDArray[np.float32]:
        return np.load(self.directory / "scales.npy")  # type: ignore[no-any-return]


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), TEXTS_PER_CHUNK):
        yield texts[start : start + TEXTS_PER_CHUNK]


@cache
def load_static_model() -> StaticEmbeddingModel:
    """Return the model in the package; the process shares one."""
    return StaticEmbeddingModel()
