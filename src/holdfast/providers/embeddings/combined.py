"""Two embedding models side by side: the cosine of their joined vectors is the mean of their cosines.

Models that were trained on different texts err on different ones, so the mean of two finds more than either.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import numpy as np

from holdfast.providers.embeddings.vectors import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class LocalModel(Protocol):
    """An embedding model of this machine, which needs no event loop."""

    @property
    def name(self) -> str:
        """Model and weights."""

    @property
    def dimensions(self) -> int:
        """Width of every vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text; a blank text gives zeros."""

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same beside the event loop."""

    async def close(self) -> None:
        """Give back what the model holds."""


class CombinedModel:
    """Vectors of the first model, then those of the second, both counting alike."""

    def __init__(self, first: LocalModel, second: LocalModel) -> None:
        self._models = first, second

    @property
    def name(self) -> str:
        """The names of both, weights included."""
        return "+".join(model.name for model in self._models)

    @property
    def dimensions(self) -> int:
        """Width of every vector."""
        return sum(model.dimensions for model in self._models)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, one row each, of length 1; a blank text gives zeros."""
        return _joined([model.encode(texts) for model in self._models])

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `encode`, each model in its own way beside the event loop."""
        return _joined(await asyncio.gather(*(model.embed(texts) for model in self._models)))

    async def close(self) -> None:
        """Close both."""
        for model in self._models:
            await model.close()


def _joined(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    return normalise(np.concatenate(vectors, axis=1))
