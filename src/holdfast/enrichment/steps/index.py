"""The step that makes messages ready for search: their terms and their vectors (semantics §3.1).

Search computes what this step has not reached, so it is about cost, not about what can be found: with stored features
the index of a session is built without reading a text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from holdfast.enrichment.calculations import analyse, embed_with_builtin_model
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.enrichment.steps.results import RESULTS_PER_WRITE
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.vectors import pack
from holdfast.storage.contract.features import Features

NAME = "index"

Place = tuple[int, int]
"""Session and position."""


class IndexMessages:
    """Stores the terms of each message, analysed in ``language``, and with a ``model`` its vector.

    Terms are stored first: when the model does not answer, only the vectors wait for the next attempt.
    """

    name = NAME

    def __init__(
        self, features: Features, calculator: Calculator, *, language: str, model: EmbeddingModel | None
    ) -> None:
        self._features = features
        self._calculator = calculator
        self._language = language
        self._analyzer = analyzer_for(language).fingerprint
        self._model = model

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        places = [(part.session, message.position) for part in batch for message in part.messages]
        texts = [message.content for part in batch for message in part.messages]
        await _write(places, await self._calculator.run(analyse, self._language, texts), self._set_terms)
        if self._model is not None:
            await _write(places, await self._embed(texts, self._model), self._set_vectors)

    async def _embed(self, texts: Sequence[str], model: EmbeddingModel) -> list[bytes]:
        if isinstance(model, StaticEmbeddingModel):
            return await self._calculator.run(embed_with_builtin_model, texts)
        return [pack(vector) for vector in await model.embed(texts)]

    async def _set_terms(self, session: int, terms: Mapping[int, bytes]) -> None:
        await self._features.set_terms(session, terms, analyzer=self._analyzer)

    async def _set_vectors(self, session: int, vectors: Mapping[int, bytes]) -> None:
        if self._model is not None:
            await self._features.set_vectors(session, vectors, model=self._model.name)


async def _write(
    places: Sequence[Place], values: Sequence[bytes], write: Callable[[int, Mapping[int, bytes]], Awaitable[None]]
) -> None:
    """Store values by session, so many at a time that requests do not wait for long."""
    for start in range(0, len(places), RESULTS_PER_WRITE):
        by_session: dict[int, dict[int, bytes]] = {}
        end = start + RESULTS_PER_WRITE
        for (session, position), value in zip(places[start:end], values[start:end], strict=True):
            by_session.setdefault(session, {})[position] = value
        await asyncio.gather(*(write(session, found) for session, found in by_session.items()))
