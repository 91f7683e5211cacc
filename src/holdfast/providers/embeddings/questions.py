"""Embeds questions: soon or not at all, because somebody waits for the answer and words alone can give one.

A service behind a network may be slow or down.  Then a question is told so after a moment, and after a few failures at
once: for a while the service is not asked, then one question tries it again.  This is the circuit breaker of Nygard's
"Release It!" (2007).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from holdfast.providers.embeddings.contract import EmbeddingModel, EmbeddingUnavailable

FAILURES: Final = 3
"""After so many failures in a row the service is left alone."""

PAUSE_SECONDS: Final = 15.0
"""For so long; then one question tries it."""


@runtime_checkable
class RemoteModel(EmbeddingModel, Protocol):
    """A model behind a network."""

    def without_patience(self, seconds: float) -> EmbeddingModel:
        """The same model, asked once and for so long, and waiting for none of the requests to this one."""
        ...


def for_questions(model: EmbeddingModel | None, seconds: float) -> EmbeddingModel | None:
    """What embeds questions with a model, within so many seconds; a model in this process needs no such care."""
    return QuestionModel(model, seconds) if isinstance(model, RemoteModel) else model


class QuestionModel:
    """See `EmbeddingModel`; ``model`` stays the property of whoever opened it."""

    def __init__(self, model: RemoteModel, seconds: float) -> None:
        self._model = model.without_patience(seconds)
        self._seconds = seconds
        self._failures = 0
        self._closed_until = 0.0

    @property
    def name(self) -> str:
        """Model and width."""
        return self._model.name

    @property
    def dimensions(self) -> int:
        """Width of every vector."""
        return self._model.dimensions

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `EmbeddingModel.embed`; `EmbeddingUnavailable` when it takes too long, or while nothing is asked."""
        self._enter()
        try:
            async with asyncio.timeout(self._seconds):
                vectors = await self._model.embed(texts)
        except TimeoutError:
            self._note_failure()
            raise EmbeddingUnavailable(
                f"embedding model {self.name!r} did not answer a question in {self._seconds:g} s", retry_after=1
            ) from None
        except EmbeddingUnavailable:
            self._note_failure()
            raise
        self._failures, self._closed_until = 0, 0.0
        return vectors

    async def close(self) -> None:
        """Nothing: the connections are those of the model."""

    def _enter(self) -> None:
        left = self._closed_until - time.monotonic()
        if left > 0:
            raise EmbeddingUnavailable(
                f"embedding model {self.name!r} has not answered lately and is left alone", retry_after=left
            )
        if self._failures >= FAILURES:
            # This question tries; those that come meanwhile do not wait for what it finds.
            self._closed_until = time.monotonic() + PAUSE_SECONDS

    def _note_failure(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._closed_until = time.monotonic() + PAUSE_SECONDS
