"""What every embedding model offers, and what can go wrong with one.

HoldfastError
├── Unavailable
│   └── EmbeddingUnavailable  down, slow or rate limited: try again after ``retry_after`` seconds
└── EmbeddingError
    ├── EmbeddingRejected     the provider refuses the request: change key, model or address
    └── EmbeddingMismatch     the vectors have another width than configured: change ``dimensions``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdfast.errors import HoldfastError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


class EmbeddingModel(Protocol):
    """Turns texts into vectors whose dot product is the cosine of their meanings.

    ``name`` is stored with every vector: it identifies the model *and* the version of its weights, so that vectors of
    two models are never compared.  ``dimensions`` is the width of the vectors.
    """

    @property
    def name(self) -> str:
        """Model and weights, such as ``holdfast-static-256-v3``."""

    @property
    def dimensions(self) -> int:
        """Width of every vector."""

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts`` in their order, shape (len(texts), dimensions).

        Rows have length 1; a blank text gives a row of zeros.  All or nothing: when one batch fails, nothing is
        returned.  Raises EmbeddingUnavailable, EmbeddingRejected or EmbeddingMismatch.
        """

    async def close(self) -> None:
        """Give back connections and memory; the model is not used afterwards.  May be called twice."""


class EmbeddingUnavailable(Unavailable):
    """The model does not answer at the moment; the same request may succeed after ``retry_after`` seconds."""


class EmbeddingError(HoldfastError):
    """Base of the failures that stay until the configuration changes."""


class EmbeddingRejected(EmbeddingError):
    """The provider refused the request: wrong key, unknown model, text too long."""


class EmbeddingMismatch(EmbeddingError):
    """A model gave vectors of another width than its configuration says."""

    def __init__(self, *, name: str, expected: int, received: int) -> None:
        super().__init__(
            f"embedding model {name!r} returned vectors of width {received}, expected {expected}; "
            f"set its dimensions to {received} or choose another model"
        )
        self.expected = expected
        self.received = received
